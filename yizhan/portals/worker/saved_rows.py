"""What happens to kept searches when a person's record is merged, exported or anonymised."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.portals.worker.models import SavedSearch, ToldFreeAgain
from yizhan.portals.worker.saved import label_of
from yizhan.shared.person_rows import PersonRows, move_rows_back, register_person_rows


def _merge(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """Move what the kept record does not look for already, as long as there is room; the rest stays where it was."""
    kept = SavedSearch.objects.filter(person_id=kept_id)
    theirs = SavedSearch.objects.filter(person_id=absorbed_id)
    theirs = theirs.exclude(slot__in=list(kept.values_list("slot", flat=True)))
    theirs = theirs.exclude(search_key__in=list(kept.values_list("search_key", flat=True)))
    moved = list(theirs.order_by("pk").values_list("pk", flat=True))
    SavedSearch.objects.filter(pk__in=moved).update(person_id=kept_id)
    return {"moved": moved}


def _unmerge(kept_id: int, absorbed_id: int, journal: dict[str, Any], at: dt.datetime) -> None:
    move_rows_back(SavedSearch, "person", absorbed_id, journal)


def _export(person_id: int) -> list[dict[str, Any]]:
    rows = SavedSearch.objects.filter(person_id=person_id).order_by("pk")
    return [
        {
            _("查找"): label_of(row),
            _("保存时间"): timezone.localtime(row.made_at).isoformat(timespec="minutes"),
            _("保存到"): timezone.localtime(row.until_at).isoformat(timespec="minutes"),
        }
        for row in rows
    ]


def _forget(person_id: int, at: dt.datetime) -> None:
    SavedSearch.objects.filter(person_id=person_id).delete()


def _merge_told(kept_id: int, absorbed_id: int, at: dt.datetime) -> dict[str, Any]:
    """Move what the kept record was not told of; the rest stays where it was."""
    known = ToldFreeAgain.objects.filter(person_id=kept_id).values_list("posting_id", flat=True)
    theirs = ToldFreeAgain.objects.filter(person_id=absorbed_id).exclude(posting_id__in=list(known))
    moved = list(theirs.order_by("pk").values_list("pk", flat=True))
    ToldFreeAgain.objects.filter(pk__in=moved).update(person_id=kept_id)
    return {"moved": moved}


def _unmerge_told(kept_id: int, absorbed_id: int, journal: dict[str, Any], at: dt.datetime) -> None:
    move_rows_back(ToldFreeAgain, "person", absorbed_id, journal)


def _export_told(person_id: int) -> list[dict[str, Any]]:
    rows = ToldFreeAgain.objects.filter(person_id=person_id).order_by("pk").select_related("posting")
    return [
        {_("岗位"): row.posting.number, _("告诉时间"): timezone.localtime(row.at).isoformat(timespec="minutes")}
        for row in rows
    ]


def _forget_told(person_id: int, at: dt.datetime) -> None:
    ToldFreeAgain.objects.filter(person_id=person_id).delete()


def register() -> None:
    """Register the models that point at a person."""
    register_person_rows(PersonRows("worker.ToldFreeAgain", _merge_told, _unmerge_told, _export_told, _forget_told))
    register_person_rows(PersonRows("worker.SavedSearch", _merge, _unmerge, _export, _forget))
