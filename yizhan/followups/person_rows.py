"""What happens to the room's rows when a person's record is merged, exported or anonymised."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from yizhan.followups.enums import CancelReason, FollowUpState
from yizhan.followups.kinds import kind_of
from yizhan.followups.models import Attempt, FollowUp
from yizhan.shared.display import money_text
from yizhan.shared.person_rows import PersonRows, amount, move_rows_back, register_person_rows


def _merge(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """Move what the kept person is not asked already; what both are asked stays with the absorbed record."""
    same = FollowUp.objects.filter(
        person_id=kept_id,
        kind=OuterRef("kind"),
        about_kind=OuterRef("about_kind"),
        about_public_id=OuterRef("about_public_id"),
    )
    ids = list(FollowUp.objects.filter(~Exists(same), person_id=absorbed_id).values_list("pk", flat=True))
    FollowUp.objects.filter(pk__in=ids).update(person_id=kept_id)
    return {"moved": ids}


def _export(person_id: int) -> list[dict[str, Any]]:
    return [
        {
            _("回访"): str(kind_of(attempt.followup.kind).title),
            _("时间"): attempt.at.isoformat(),
            _("结果"): attempt.get_reach_display(),
            _("在岗"): attempt.on_job,
            _("与发布是否一致"): attempt.get_matches_posting_display(),
            _("实际报酬（分）"): amount(attempt.wage_real_fen, money_text(attempt.wage_real_fen)),
            _("足额"): attempt.paid_full,
            _("按时"): attempt.paid_on_time,
            _("被收费"): attempt.fee_asked,
            _("被扣证件"): attempt.id_held,
            _("受伤"): attempt.injured,
            _("满意度"): attempt.csat,
            _("诉求"): attempt.demand,
        }
        for attempt in Attempt.objects.filter(followup__person_id=person_id)
        .select_related("followup")
        .order_by("at", "pk")
    ]


def _anonymise(person_id: int, at: dt.datetime) -> None:
    """Call off what is due; of what was answered keep the coded part, which the figures rest on."""
    FollowUp.objects.filter(person_id=person_id, state=FollowUpState.DUE).update(
        state=FollowUpState.CANCELLED, closed_at=at, cancel_reason=CancelReason.PERSON_GONE
    )
    Attempt.objects.filter(followup__person_id=person_id).update(demand="")


def register() -> None:
    """Register the room's model that points at a person."""
    register_person_rows(
        PersonRows(
            "followups.FollowUp",
            _merge,
            lambda kept, absorbed, journal, at: move_rows_back(FollowUp, "person", absorbed, journal),
            _export,
            _anonymise,
        )
    )
