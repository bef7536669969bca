"""Writes of the room: an office's local places."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.places.models import LocalPlace
from yizhan.places.queries import division
from yizhan.places.rules import is_point_plausible, is_point_whole
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import Refused
from yizhan.shared.submissions import remember_submission


class PointIncomplete(Refused):
    """One coordinate without the other."""

    code = "point_incomplete"
    sentence = _("只填了经度或纬度中的一个，地点没有保存。请两个都填，或者都留空。")


class PointOutside(Refused):
    """Not in China: usually latitude and longitude were swapped."""

    code = "point_outside"
    sentence = _("坐标不在国内，地点没有保存。请检查经度和纬度是否填反。")


class DivisionUnknown(Refused):
    """A code that no division has."""

    code = "division_unknown"
    sentence = _("行政区划代码查不到，地点没有保存。请从列表中选择乡镇或街道。")


class PlaceUnnamed(Refused):
    """No name given."""

    code = "place_unnamed"
    sentence = _("没有写地点名称，没有保存。请写一个窗口上都认得的名称。")


class PlaceNameTaken(Refused):
    """The office has a place of that name."""

    code = "place_name_taken"
    sentence = _("本单位已经有同名的地点，没有重复保存。请换一个名称，或修改原来那条。")


def _check(name: str, division_code: str, lat_e6: int | None, lng_e6: int | None) -> None:
    if not name.strip():
        raise PlaceUnnamed
    if division(division_code) is None:
        raise DivisionUnknown
    if not is_point_whole(lat_e6, lng_e6):
        raise PointIncomplete
    if lat_e6 is not None and lng_e6 is not None and not is_point_plausible(lat_e6, lng_e6):
        raise PointOutside


def _tidy(aliases: str) -> str:
    return " ".join(dict.fromkeys(aliases.replace("，", " ").replace(",", " ").replace("、", " ").split()))


@transaction.atomic
def add_place(
    *,
    office: Any,
    name: str,
    division_code: str,
    aliases: str = "",
    lat_e6: int | None = None,
    lng_e6: int | None = None,
    by: Any,
    at: dt.datetime,
    submission: str | None = None,
    led_to: str = "",
) -> LocalPlace:
    """Add a place to an office's table.

    :param aliases: other words for it, separated by spaces, commas or 、.
    :param lat_e6: micro-degrees, GCJ-02; both coordinates or neither.
    :param submission: key of the form, so that one sent twice is carried out once; it led to the page `led_to`.
    :raises PlaceUnnamed, DivisionUnknown, PointIncomplete, PointOutside: the facts do not hold.
    :raises PlaceNameTaken: the office has a place of that name in use.
    """
    _check(name, division_code, lat_e6, lng_e6)
    with constraint_speaks(LocalPlace, localplace_one_name_an_office=PlaceNameTaken):
        place = LocalPlace.objects.create(
            office=office,
            name=name.strip(),
            aliases=_tidy(aliases),
            division_code=division_code,
            lat_e6=lat_e6,
            lng_e6=lng_e6,
            created_by=by,
            created_at=at,
        )
    write_audit(action="place.added", by=by, at=at, obj=place, fields=["name", "aliases", "division_code", "point"])
    remember_submission(submission, by=by, led_to=led_to, at=at)
    return place


@transaction.atomic
def change_place(
    *,
    place: LocalPlace,
    name: str,
    division_code: str,
    aliases: str,
    lat_e6: int | None,
    lng_e6: int | None,
    seen_version: int | None = None,
    by: Any,
    at: dt.datetime,
) -> LocalPlace:
    """Correct a place.

    :param seen_version: the version that the form showed.
    :raises ChangedMeanwhile: somebody else saved it since.
    :raises PlaceUnnamed, DivisionUnknown, PointIncomplete, PointOutside, PlaceNameTaken: as `add_place`.
    """
    place = lock(LocalPlace.objects.all(), pk=place.pk)
    check_version(place, seen_version)
    _check(name, division_code, lat_e6, lng_e6)
    new = {
        "name": name.strip(),
        "aliases": _tidy(aliases),
        "division_code": division_code,
        "lat_e6": lat_e6,
        "lng_e6": lng_e6,
    }
    changed = [field for field, value in new.items() if getattr(place, field) != value]
    for field in changed:
        setattr(place, field, new[field])
    place.version += 1
    with constraint_speaks(LocalPlace, localplace_one_name_an_office=PlaceNameTaken):
        place.save(update_fields=[*new, "version"])
    write_audit(action="place.changed", by=by, at=at, obj=place, fields=changed)
    return place


@transaction.atomic
def retire_place(*, place: LocalPlace, by: Any, at: dt.datetime) -> LocalPlace:
    """Take a place out of the lists. What already names it keeps its own copy of name and point."""
    place = lock(LocalPlace.objects.all(), pk=place.pk)
    if place.retired_at is None:
        place.retired_at = at
        place.version += 1
        place.save(update_fields=["retired_at", "version"])
        write_audit(action="place.retired", by=by, at=at, obj=place, fields=["retired_at"])
    return place
