"""What happens to rows of plans when a person's record is merged, exported or anonymised."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.plans.enums import STANDING, RowState
from yizhan.plans.models import PlanRow
from yizhan.shared.person_rows import PersonRows, amount, register_person_rows
from yizhan.workers.queries import seekers_by_person


def _out(rows: Any, at: dt.datetime) -> list[int]:
    """Take proposed and queued rows out; nothing is carried out for a person whose record is changing."""
    ids = list(rows.filter(state__in=[RowState.PROPOSED, RowState.QUEUED]).values_list("pk", flat=True))
    PlanRow.objects.filter(pk__in=ids).update(state=RowState.DROPPED, decided_at=at)
    return ids


def _merge(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """Move the rows. Where both stand in one plan, the absorbed one is taken out, or stays where it was carried out."""
    theirs = PlanRow.objects.filter(person_id=absorbed_id)
    twice = PlanRow.objects.filter(plan=OuterRef("plan"), person_id=kept_id, state__in=sorted(STANDING))
    dropped = _out(theirs.filter(Exists(twice)), at)
    stays = list(theirs.filter(Exists(twice), state=RowState.APPLIED).values_list("pk", flat=True))
    moved = dict(theirs.exclude(pk__in=stays).order_by("pk").values_list("pk", "seeker_id"))
    seeker = seekers_by_person([kept_id]).get(kept_id)
    for pk, seeker_id in moved.items():
        PlanRow.objects.filter(pk=pk).update(person_id=kept_id, seeker_id=seeker.pk if seeker else seeker_id)
    return {"moved": [[pk, seeker_id] for pk, seeker_id in moved.items()], "dropped": dropped}


def _unmerge(kept_id: int, absorbed_id: int, journal: dict[str, Any], at: dt.datetime) -> None:
    """Put them back. What the merge took out stays out; a person may put it back."""
    for pk, seeker_id in journal["moved"]:
        PlanRow.objects.filter(pk=pk).update(person_id=absorbed_id, seeker_id=seeker_id)


def _export(person_id: int) -> list[dict[str, Any]]:
    rows = PlanRow.objects.filter(person_id=person_id).select_related("plan", "shift__posting__terms").order_by("pk")
    return [
        {
            _("方案"): f"{row.plan.get_kind_display()} {row.plan.from_on.isoformat()}",
            _("岗位"): row.shift.posting.terms.title if row.shift.posting.terms else "",
            _("上工时间"): timezone.localtime(row.shift.starts_at).isoformat(),
            _("谁排的"): row.get_chosen_by_display(),
            _("系统分数（基点）"): amount(row.points_bp, f"{(row.points_bp or 0) / 100:.2f}"),
            _("理由"): [part[0] for part in row.parts],
            _("状态"): row.get_state_display(),
        }
        for row in rows
    ]


def _anonymise(person_id: int, at: dt.datetime) -> None:
    """Take out what has not been carried out; what the engine said about the person goes."""
    rows = PlanRow.objects.filter(person_id=person_id)
    _out(rows, at)
    rows.update(parts=[], cautions=[], points_bp=None, distance_m=None)


def register() -> None:
    """Register the room's model that points at a person."""
    register_person_rows(PersonRows("plans.PlanRow", _merge, _unmerge, _export, _anonymise))
