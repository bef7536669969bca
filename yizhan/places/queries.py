"""What other rooms ask about divisions, local places and distance."""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from numpy.typing import NDArray

from yizhan.places import gazetteer
from yizhan.places.datum import gcj02
from yizhan.places.enums import DivisionLevel
from yizhan.places.gazetteer import Division
from yizhan.places.models import LocalPlace

__all__ = [
    "Division",
    "PlaceHit",
    "area_name_of_id",
    "children",
    "distance_m",
    "distances_m",
    "division",
    "division_choices",
    "divisions_named",
    "find_divisions",
    "find_places",
    "find_places_anywhere",
    "full_name",
    "gcj02",
    "get_place",
    "leading_divisions",
    "places_visible_to",
]

#: Mean radius of the earth, metres.
_EARTH_M = 6_371_009

Point = tuple[int | None, int | None]


# Divisions ------------------------------------------------------------------------------------------------------


def division(code: str) -> Division | None:
    """Return the division with that code (6 digits, or 9 for a street); abolished ones are known too."""
    return gazetteer.find(code)


def full_name(code: str) -> str:
    """Return the name from the province down, such as 山东省聊城市阳谷县; "" for an unknown code."""
    return gazetteer.name_in_full(code)


def division_words(code: str) -> list[str]:
    """Return the names of a division and of all above it, with and without 县, 市 …; [] for an unknown code."""
    return gazetteer.words_of(code)


def children(code: str = "") -> list[Division]:
    """Return what lies directly under a division; "" = provinces; a county gives its streets and townships."""
    return gazetteer.below(code)


def find_divisions(text: str, limit: int = 10, within: str = "") -> list[Division]:
    """Return current divisions by name, pinyin, initials or code, best first.

    :param within: prefix of codes; with a county's six digits its streets and townships are searched too.
    """
    return gazetteer.search(text, limit=limit, within=within)


def divisions_named(name: str, *, former_stems: bool = False) -> tuple[Division, ...]:
    """Return the current divisions down to the county of exactly this name, suffix or not; 闸北区 gives 静安区.

    :param former_stems: take 闸北 for 闸北区 too.
    """
    return gazetteer.named(name, former_stems=former_stems)


def leading_divisions(text: str) -> tuple[tuple[Division, ...], str]:
    """Take province, city and county off the beginning of a place as typed; return what they may mean, and the rest."""
    return gazetteer.leading(text)


def area_name_of_id(code: str) -> str | None:
    """Return the place that the first six digits of an ID number name, abolished codes included.

    None says that the code is not known, which is never a ground to reject an ID number.
    """
    return gazetteer.name_in_full(code[:6]) or None


# Distance -------------------------------------------------------------------------------------------------------


def distance_m(a: Point | None, b: Point | None) -> int | None:
    """Return the distance of two points in whole metres, as the crow flies; None where either is unknown.

    :param a: (lat_e6, lng_e6) in micro-degrees of GCJ-02. The datum bends distances by less than 0.1 %.
    """
    if a is None or b is None:
        return None
    (lat_a, lng_a), (lat_b, lng_b) = a, b
    if lat_a is None or lng_a is None or lat_b is None or lng_b is None:
        return None
    north_a, north_b = math.radians(lat_a / 1e6), math.radians(lat_b / 1e6)
    half_lat = (north_b - north_a) / 2
    half_lng = math.radians((lng_b - lng_a) / 1e6) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(north_a) * math.cos(north_b) * math.sin(half_lng) ** 2
    return round(2 * _EARTH_M * math.asin(min(1.0, math.sqrt(chord))))


def distances_m(lat_e6: NDArray[np.int64], lng_e6: NDArray[np.int64], to: tuple[int, int]) -> NDArray[np.int64]:
    """Return the same distance from many points to one; what is no point gives a number all the same."""
    north, north_to = np.radians(lat_e6 / 1e6), math.radians(to[0] / 1e6)
    half_lng = np.radians((to[1] - lng_e6) / 1e6) / 2
    chord = np.sin((north_to - north) / 2) ** 2 + np.cos(north) * math.cos(north_to) * np.sin(half_lng) ** 2
    found: NDArray[np.int64] = np.rint(2 * _EARTH_M * np.arcsin(np.minimum(1.0, np.sqrt(chord)))).astype(np.int64)
    return found


# Local places ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A local place as a list shows it; the point is None, None where nobody has set one."""

    place_id: int
    public_id: uuid.UUID
    name: str
    aliases: str
    division_code: str
    lat_e6: int | None
    lng_e6: int | None


def _of_line(office: Any) -> Q:
    """The office itself and the offices above it: a county's places serve its stations."""
    steps = office.path.split("/")[:-1]
    return Q(office__path__in=["/".join(steps[: depth + 1]) + "/" for depth in range(len(steps))])


def places_visible_to(user: Any) -> QuerySet[LocalPlace]:
    """Return places in use of the user's office, the offices below it and those above it."""
    path = user.office.path
    # A range instead of LIKE, so that the index on the path serves; "0" follows "/" in ASCII.
    below = Q(office__path__gte=path, office__path__lt=path[:-1] + "0")
    return LocalPlace.objects.filter(_of_line(user.office) | below, retired_at=None).order_by("name", "pk")


def get_place(user: Any, public_id: uuid.UUID) -> LocalPlace:
    """Return one place that the user may see.

    :raises Http404: there is none for these eyes.
    """
    return get_object_or_404(places_visible_to(user).select_related("office"), public_id=public_id)


def find_places(text: str, office: Any, limit: int = 8) -> list[PlaceHit]:
    """Return places of an office and of those above it by name, alias, pinyin or initials, best first.

    An office keeps some hundreds of places; they are compared in memory.
    """
    wanted = gazetteer.normalise(text)
    if not wanted:
        return []
    rows = LocalPlace.objects.filter(_of_line(office), retired_at=None).order_by("pk")
    scored = [(max(gazetteer.score_word(word, wanted) for word in _words(row)), row) for row in rows]
    found = [(score, row) for score, row in scored if score]
    found.sort(key=lambda pair: (-pair[0], pair[1].name, pair[1].pk))
    return [_hit(row) for _score, row in found[:limit]]


#: Places that are compared in memory when somebody types letters only; a province's would be too many.
MOST_COMPARED = 3000


def find_places_anywhere(text: str, limit: int = 5) -> list[PlaceHit]:
    """Return places of all offices that have a point, best first: for people who search without saying at which office.

    Chinese text is narrowed down by the database; pinyin and initials are compared in memory. One query.
    """
    wanted = gazetteer.normalise(text)
    if not wanted:
        return []
    rows = LocalPlace.objects.filter(retired_at=None, lat_e6__isnull=False)
    if not wanted.isascii():
        rows = rows.filter(Q(name__icontains=wanted) | Q(aliases__icontains=wanted))
    scored = [
        (max(gazetteer.score_word(word, wanted) for word in _words(row)), row)
        for row in rows.order_by("pk")[:MOST_COMPARED]
    ]
    found = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].name, pair[1].pk))
    return [_hit(row) for _score, row in found[:limit]]


def _words(row: LocalPlace) -> list[str]:
    return [row.name, *row.aliases.split()]


def _hit(row: LocalPlace) -> PlaceHit:
    return PlaceHit(row.pk, row.public_id, row.name, row.aliases, row.division_code, row.lat_e6, row.lng_e6)


def division_choices(county: str) -> list[tuple[str, str]]:
    """Return the streets and townships of a county for a list to choose from, the county itself first."""
    top = gazetteer.find(county)
    if top is None:
        return []
    below = [each for each in gazetteer.below(county) if each.level == DivisionLevel.STREET]
    return [(top.code, top.name), *((each.code, each.name) for each in below)]
