"""What is asked after a hire (domain 2.7), and what the answers set in motion."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yizhan.employers.enums import ConductKind
from yizhan.employers.operations import record_conduct
from yizhan.employers.queries import public_name
from yizhan.followups.enums import MatchesPosting
from yizhan.followups.operations import FollowUpKind, register_kind
from yizhan.referrals.events import PayAnswered
from yizhan.referrals.models import Referral
from yizhan.shared.events import publish
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.operations import mark_available

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from yizhan.accounts.models import User
    from yizhan.followups.models import Attempt, FollowUp

#: As what the conduct of an employer is sourced: the follow-up in which it was said.
SOURCE = "followup"

ARRIVAL = ("on_job", "matches_posting", "fee_asked", "id_held", "injured", "demand")
PAY = (
    "on_job", "matches_posting", "wage_real", "paid_full", "paid_on_time", "fee_asked", "id_held", "injured", "csat",
    "demand",
)  # fmt: skip
MINOR = ("on_job", "demand")
KINDS: tuple[tuple[int, StrOrPromise, tuple[str, ...]], ...] = (
    (1, _("到岗回访（第1天）"), ARRIVAL),
    (3, _("报酬回访（第3天）"), PAY),
    (7, _("在岗回访（第7天）"), PAY),
    (30, _("在岗回访（第30天）"), PAY),
)


def about(public_ids: list[UUID]) -> dict[UUID, str]:
    """Say in a line each what these calls are about: employer and work. One query."""
    rows = Referral.objects.filter(public_id__in=public_ids).values_list(
        "public_id", "posting__employer__kind", "posting__employer__name", "terms__title"
    )
    return {public_id: f"{public_name(kind, name)} · {title}" for public_id, kind, name, title in rows}


def accusations(attempt: Attempt) -> list[ConductKind]:
    """Return what an answer says against the employer."""
    said = [
        (attempt.fee_asked is True, ConductKind.FEE_CHARGED),
        (attempt.id_held is True, ConductKind.DOCUMENT_KEPT),
        (attempt.injured is True, ConductKind.INJURY),
        (attempt.paid_full is False, ConductKind.UNDERPAID),
        (attempt.paid_on_time is False, ConductKind.PAID_LATE),
        (attempt.matches_posting not in ("", MatchesPosting.YES), ConductKind.NOT_AS_POSTED),
    ]
    return [kind for is_so, kind in said if is_so]


def facts_said(attempt: Attempt) -> list[ConductKind]:
    """Return every fact about the employer in an answer, for and against."""
    kinds = accusations(attempt)
    if attempt.matches_posting == MatchesPosting.YES:
        kinds.append(ConductKind.AS_POSTED)
    if attempt.paid_full and attempt.paid_on_time:
        kinds.append(ConductKind.PAID_ON_TIME)
    return kinds


def hear(followup: FollowUp, attempt: Attempt, by: User) -> None:
    """Write down what was said about the employer; whoever is no longer at work waits for work again."""
    referral = Referral.objects.select_related("posting__employer", "seeker", "person").get(
        public_id=followup.about_public_id
    )
    for kind in facts_said(attempt):
        record_conduct(
            employer=referral.posting.employer,
            kind=kind,
            source_kind=SOURCE,
            source_public_id=followup.public_id,
            by=by,
            at=attempt.at,
            person=referral.person.public_id,
        )
    if attempt.paid_full is not None:
        publish(PayAnswered(referral, attempt.paid_full, attempt.paid_on_time, by, attempt.at))
    if attempt.on_job is False and referral.seeker.status == SeekerStatus.WORKING:
        mark_available(seeker=referral.seeker, by=by, at=attempt.at)


def register() -> None:
    """Register the four calls after a hire, and the one about a minor's papers, which is due at once (CR-042)."""
    register_kind(FollowUpKind("hire.minor", _("未成年工登记和健康检查：问雇主是否已办"), 0, MINOR, hear, about))
    for days, title, questions in KINDS:
        register_kind(FollowUpKind(f"hire.d{days}", title, days, questions, hear, about))
