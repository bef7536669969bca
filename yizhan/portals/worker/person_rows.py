"""What happens to phones, codes and requests when a person's record is merged, exported or anonymised."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.portals.worker.models import CounterPass, DataRequest, Device
from yizhan.shared.person_rows import PersonRows, move_rows_back, register_person_rows


def _merge_devices(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """Sign the absorbed record's phones out: who holds them is shown the kept record only after signing in again."""
    ended = list(Device.objects.filter(person_id=absorbed_id, ended_at=None).values_list("pk", flat=True))
    Device.objects.filter(pk__in=ended).update(ended_at=at)
    return {"ended": ended}


def _merge_passes(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    CounterPass.objects.filter(person_id=absorbed_id, closed_at=None).update(closed_at=at)
    return {}


def _merge_requests(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """Move the requests; what is asked for both stays one request, with the words of both."""
    asked = {one.kind: one for one in DataRequest.objects.filter(person_id=kept_id, settled_at=None)}
    moved, added = [], []
    for theirs in DataRequest.objects.filter(person_id=absorbed_id).order_by("pk"):
        kept = asked.get(theirs.kind) if theirs.settled_at is None else None
        if kept is None:
            moved.append(theirs.pk)
        elif theirs.words:
            added.append([kept.pk, len(kept.words)])
            kept.words = "；".join(filter(None, (kept.words, theirs.words)))
            kept.save(update_fields=["words"])
    DataRequest.objects.filter(pk__in=moved).update(person_id=kept_id)
    return {"moved": moved, "added": added}


def _unmerge_requests(kept_id: int, absorbed_id: int, journal: dict[str, Any], at: dt.datetime) -> None:
    move_rows_back(DataRequest, "person", absorbed_id, journal)
    for pk, length in journal.get("added", []):
        for kept in DataRequest.objects.filter(pk=pk, settled_at=None):
            kept.words = kept.words[:length]
            kept.save(update_fields=["words"])


def _stay(kept_id: int, absorbed_id: int, journal: dict[str, Any], at: dt.datetime) -> None:
    """What was ended stays ended: signing in again is cheap."""


def _export_devices(person_id: int) -> list[dict[str, Any]]:
    rows = Device.objects.filter(person_id=person_id).order_by("pk")
    return [
        {
            _("登录时间"): timezone.localtime(row.opened_at).isoformat(timespec="minutes"),
            _("登录方式"): row.get_door_display(),
            _("退出时间"): timezone.localtime(row.ended_at or row.until_at).isoformat(timespec="minutes"),
        }
        for row in rows
    ]


def _export_nothing(person_id: int) -> list[dict[str, Any]]:
    """A code of five minutes says nothing about anybody."""
    return []


def _export_requests(person_id: int) -> list[dict[str, Any]]:
    rows = DataRequest.objects.filter(person_id=person_id).order_by("pk")
    return [
        {
            _("申请"): row.get_kind_display(),
            _("要改什么"): row.words,
            _("申请时间"): timezone.localtime(row.made_at).isoformat(timespec="minutes"),
            _("办结时间"): timezone.localtime(row.settled_at).isoformat(timespec="minutes") if row.settled_at else "",
        }
        for row in rows
    ]


def _forget_devices(person_id: int, at: dt.datetime) -> None:
    Device.objects.filter(person_id=person_id).delete()


def _forget_passes(person_id: int, at: dt.datetime) -> None:
    CounterPass.objects.filter(person_id=person_id).delete()


def _forget_requests(person_id: int, at: dt.datetime) -> None:
    DataRequest.objects.filter(person_id=person_id).delete()


def register() -> None:
    """Register the models that point at a person."""
    register_person_rows(PersonRows("worker.Device", _merge_devices, _stay, _export_devices, _forget_devices))
    register_person_rows(PersonRows("worker.CounterPass", _merge_passes, _stay, _export_nothing, _forget_passes))
    register_person_rows(
        PersonRows("worker.DataRequest", _merge_requests, _unmerge_requests, _export_requests, _forget_requests)
    )
