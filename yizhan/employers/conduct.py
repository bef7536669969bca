"""An employer's record: facts with their evidence for staff, three plain lines for workers. docs/review.md.

Never a score: numbers of people, each with its definition, each to be recounted from the rows of `ConductFact`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from yizhan.employers.enums import GOOD, ClearReason, ConductKind
from yizhan.employers.models import AnswerAwaited, ConductFact
from yizhan.shared.written import Written

#: The lines look back so many days.
WINDOW_DAYS = 30
#: Below so many people a line says that they are too few: one could guess who said what.
LEAST_PEOPLE = 5
#: Missing pay that was verified is said for a year.
VERIFIED_DAYS = 365
UNPAID = frozenset({ConductKind.UNDERPAID, ConductKind.PAID_LATE})


@dataclass(frozen=True)
class Ratio:
    """So many of so many people; `shown` is False below `LEAST_PEOPLE`."""

    numerator: int
    denominator: int

    @property
    def shown(self) -> bool:
        """Whether there are enough people to say it."""
        return self.denominator >= LEAST_PEOPLE


@dataclass(frozen=True)
class ConductLines:
    """What workers are told. People are counted once each, in the last 30 days.

    :param went: people with a receipt "hired".
    :param same: of the people asked in those days (some went before) whether the work was as posted, those who never
        said otherwise.
    :param paid: of the people who said how they were paid, those who always said "in full and on time".
    :param verified_unpaid: cases of missing pay that staff verified in the last year.
    """

    went: int
    same: Ratio
    paid: Ratio
    verified_unpaid: int = 0

    def lines(self) -> tuple[str, str, str]:
        """Return the three lines."""
        return self._went(), self._same(), self._paid()

    def brief(self) -> tuple[str, ...]:
        """Return the lines for a list: one where none of them may be said."""
        if self.went >= LEAST_PEOPLE or self.same.shown or self.paid.shown or self.verified_unpaid:
            return self.lines()
        return (_("近30天去过、答过的人数太少，暂不显示。"),)

    def _went(self) -> str:
        if self.went < LEAST_PEOPLE:
            return _("近30天去过的人太少，暂不显示。")
        return _("近30天 %(n)s 人去过。") % {"n": self.went}

    def _same(self) -> str:
        if not self.same.shown:
            return _("和发布是否一致：回答的人数太少，暂不显示。")
        facts = {"all": self.same.denominator, "n": self.same.numerator}
        return _("同期问到 %(all)s 人，%(n)s 人说和发布一致。") % facts

    def _paid(self) -> str:
        if not self.paid.shown:
            line = _("工资是否按时：回答的人数太少，暂不显示。")
        elif self.paid.numerator == self.paid.denominator:
            line = _("同期问到 %(all)s 人，都说工资按时足额。") % {"all": self.paid.denominator}
        else:
            facts = {"all": self.paid.denominator, "n": self.paid.numerator}
            line = _("同期问到 %(all)s 人，%(n)s 人说工资按时足额。") % facts
        if self.verified_unpaid:
            line = _("%(line)s近一年查实欠薪 %(n)s 件。") % {"line": line, "n": self.verified_unpaid}
        return line


NOTHING_KNOWN = ConductLines(0, Ratio(0, 0), Ratio(0, 0))


@dataclass
class _People:
    """Sets of people by what they said; who is unknown counts by the source."""

    said: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    verified_unpaid: int = 0

    def lines(self) -> ConductLines:
        said = self.said
        other, as_posted = said[ConductKind.NOT_AS_POSTED], said[ConductKind.AS_POSTED]
        unpaid = said[ConductKind.UNDERPAID] | said[ConductKind.PAID_LATE]
        paid = said[ConductKind.PAID_ON_TIME]
        return ConductLines(
            went=len(said[ConductKind.HIRED]),
            same=Ratio(len(as_posted - other), len(as_posted | other)),
            paid=Ratio(len(paid - unpaid), len(paid | unpaid)),
            verified_unpaid=self.verified_unpaid,
        )


def conduct_lines(employer_ids: Iterable[int], at: dt.datetime) -> dict[int, ConductLines]:
    """Return the lines of each employer; one query however many. What was found untrue or taken back is left out."""
    wanted = list(dict.fromkeys(employer_ids))
    since, year = at - dt.timedelta(days=WINDOW_DAYS), at - dt.timedelta(days=VERIFIED_DAYS)
    if len(wanted) > A_LIST:
        rows = list(_said(at, since, year, *wanted))
    else:  # somebody is named several times, so that the question is always the same
        rows = _said_of_a_list(at, since, year, *wanted, *[wanted[0]] * (A_LIST - len(wanted))) if wanted else []
    people: dict[int, _People] = {pk: _People() for pk in wanted}
    for employer_id, kind, who, source, said_at, verified_at in rows:
        one = people[employer_id]
        if said_at > since:
            one.said[kind].add(who or str(source))
        one.verified_unpaid += verified_at is not None and kind == ConductKind.UNDERPAID
    return {pk: one.lines() for pk, one in people.items()}


#: Employers of a usual list.
A_LIST = 20


def _said(at: dt.datetime, since: dt.datetime, year: dt.datetime, *employers: int) -> QuerySet[Any, tuple[Any, ...]]:
    verified = Q(kind=ConductKind.UNDERPAID, verified_at__isnull=False, at__gt=year)
    return (
        counting(ConductFact.objects.filter(employer__pk__in=employers, at__lte=at))
        .filter(Q(at__gt=since) | verified)
        .order_by()
        .values_list("employer_id", "kind", "who", "source_public_id", "at", "verified_at")
    )


_said_of_a_list = Written(_said, *[dt.datetime] * 3, *[int] * A_LIST)


def counting(facts: QuerySet[ConductFact]) -> QuerySet[ConductFact]:
    """Keep the facts that count: not taken back, and not found untrue."""
    return facts.filter(withdrawn_at=None).exclude(settled_as=ClearReason.UNFOUNDED)


def conduct_counts(employer_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return how many unsettled facts of each kind speak against each employer; one query."""
    rows = (
        ConductFact.objects.filter(employer_id__in=list(employer_ids), settled_at=None, withdrawn_at=None)
        .exclude(kind__in=sorted(GOOD))
        .values("employer_id", "kind")
        .annotate(n=Count("pk"))
        .order_by("employer_id", "kind")
    )
    counts: dict[int, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(row["employer_id"], {})[row["kind"]] = row["n"]
    return counts


# --- answers that are owed --------------------------------------------------------------------------------------------


def unanswered_counts(today: dt.date, employer_ids: Iterable[int] | None = None) -> dict[int, int]:
    """Return how many letters of the last 30 days each employer has left without a word for over 3 days; one query.

    Employers who owe nothing are not in it. The partial index `answerawaited_open` holds only what is owed.
    """
    owed = AnswerAwaited.objects.overdue(today)
    if employer_ids is not None:
        owed = owed.filter(employer_id__in=list(employer_ids))
    return dict(owed.order_by().values("employer_id").annotate(n=Count("pk")).values_list("employer_id", "n"))
