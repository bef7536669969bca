"""Reads of uploaded licences: who may see them, what waits for whom, and what the uploader is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django_stubs_ext import StrOrPromise

from yizhan.accounts.queries import can_see_postings, in_offices_of
from yizhan.employers.enums import SEND_BACK_WORDS, PaperKind, PaperState, RefusalReason
from yizhan.employers.models import Employer, Paper, SignUp
from yizhan.employers.rules import email_of, papers_asked_of

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

#: Kind of `status_badge` for each state.
BADGES = {PaperState.ACCEPTED: "good", PaperState.SENT_BACK: "warn", PaperState.REFUSED: "off"}


def papers_visible_to(user: User) -> QuerySet[Paper]:
    """Return the papers of requests at the user's offices and of employers whom these serve; none for agents."""
    if not can_see_postings(user):
        return Paper.objects.none()
    served = Employer.objects.served_by(in_offices_of(user))
    return Paper.objects.filter(Q(sign_up__in=SignUp.objects.filter(in_offices_of(user))) | Q(employer__in=served))


def waiting_papers(whose: Q) -> list[Paper]:
    """Return the papers that wait to be looked at, the licence first. One query."""
    rows = Paper.objects.filter(whose, state=PaperState.WAITING).select_related("file")
    return sorted(rows, key=lambda one: (one.kind != PaperKind.LICENCE, one.pk))


def employers_with_papers(user: User) -> QuerySet[Employer]:
    """Return the employers whom the user's offices serve and whose agents uploaded something that waits."""
    own = Paper.objects.filter(state=PaperState.WAITING, sign_up=None)
    return Employer.objects.served_by(in_offices_of(user)).filter(pk__in=own.values("employer"))


@dataclass(frozen=True, repr=False)
class Asked:
    """Who is told about papers, and by which office."""

    office: Office
    phone: str
    name: str
    email: str = ""


def reach_of_papers(*, employer_id: int | None, sign_up_id: int | None) -> Asked:
    """Return who sent papers: of a request whoever asked, else the employer. One query."""
    if sign_up_id is not None:
        row = SignUp.objects.select_related("office").get(pk=sign_up_id)
        return Asked(row.office, row.phone, row.contact_name)
    employer = Employer.objects.select_related("office").get(pk=employer_id or 0)
    return Asked(employer.office, employer.phone, employer.name, email_of(employer))


@dataclass(frozen=True)
class PaperLine:
    """One kind of paper as its uploader sees it.

    :param state: in words, "" where none was uploaded. :param words: what was wrong and what to do.
    """

    kind: PaperKind
    label: StrOrPromise
    state: StrOrPromise
    badge: str
    words: StrOrPromise
    paper: Paper | None


def lines_for_uploader(kind: str, permit: str, rows: Iterable[Paper]) -> list[PaperLine]:
    """Return what an employer of this kind is asked for, each with where the newest one stands."""
    newest = {row.kind: row for row in sorted(rows, key=lambda one: (one.made_at, one.pk))}
    return [_line(asked, newest.get(asked)) for asked in papers_asked_of(kind, permit)]


def _line(kind: PaperKind, row: Paper | None) -> PaperLine:
    if row is None:
        return PaperLine(kind, kind.label, "", "", "", None)
    words: StrOrPromise = SEND_BACK_WORDS.get(row.reason, "")
    if row.state == PaperState.REFUSED:
        words = RefusalReason(row.reason).label
    state = PaperState(row.state)
    return PaperLine(kind, kind.label, state.label, BADGES.get(state, "wait"), words, row)
