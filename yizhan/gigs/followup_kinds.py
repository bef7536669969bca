"""The call about pay: asked the day after it was due, so that no worker has to complain first (CR-061)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yizhan.employers.enums import ConductKind
from yizhan.employers.operations import record_conduct
from yizhan.employers.queries import public_name
from yizhan.followups.enums import MatchesPosting
from yizhan.followups.operations import FollowUpKind, register_kind
from yizhan.gigs.models import Order
from yizhan.gigs.operations import hear_of_pay
from yizhan.gigs.operations.agreeing import PAY_CALL

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.followups.models import Attempt, FollowUp

QUESTIONS = (
    "matches_posting", "wage_real", "paid_full", "paid_on_time", "fee_asked", "id_held", "injured", "csat", "demand",
)  # fmt: skip


def about(public_ids: list[UUID]) -> dict[UUID, str]:
    """Say in a line each what these calls are about: employer and work. One query."""
    rows = Order.objects.filter(public_id__in=public_ids).values_list(
        "public_id", "shift__posting__employer__kind", "shift__posting__employer__name",
        "shift__posting__terms__title",
    )  # fmt: skip
    return {public_id: f"{public_name(kind, name)} · {title}" for public_id, kind, name, title in rows}


def hear(followup: FollowUp, attempt: Attempt, by: User) -> None:
    """Take the answer about pay at its word and write down what was said about the employer."""
    order = Order.objects.select_related("shift__posting__employer").get(public_id=followup.about_public_id)
    hear_of_pay(order=order, paid_full=attempt.paid_full, on_time=attempt.paid_on_time, by=by, at=attempt.at)
    said = [
        (attempt.fee_asked is True, ConductKind.FEE_CHARGED),
        (attempt.id_held is True, ConductKind.DOCUMENT_KEPT),
        (attempt.injured is True, ConductKind.INJURY),
        (attempt.paid_on_time is False, ConductKind.PAID_LATE),
        (attempt.matches_posting not in ("", MatchesPosting.YES), ConductKind.NOT_AS_POSTED),
        (attempt.paid_full is True and attempt.paid_on_time is True, ConductKind.PAID_ON_TIME),
        (attempt.matches_posting == MatchesPosting.YES, ConductKind.AS_POSTED),
    ]
    for is_so, kind in said:
        if is_so:
            record_conduct(
                employer=order.shift.posting.employer, kind=kind, source_kind="gigs.Order",
                source_public_id=order.public_id, by=by, at=attempt.at, person=followup.person.public_id,
            )  # fmt: skip


def register() -> None:
    """Register the call."""
    register_kind(FollowUpKind(PAY_CALL, _("报酬到账回访"), 1, QUESTIONS, hear, about))
