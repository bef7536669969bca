"""From a place as typed to where it is: what stations have named, the stations themselves, divisions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from yizhan.accounts.queries import active_offices
from yizhan.places.queries import Division, find_divisions, find_places_anywhere, full_name, leading_divisions
from yizhan.shared.sketch import Point

#: Stations that a text may mean; the page names three others at most.
MOST_STATIONS = 8
COUNTY_DIGITS = 6
#: What one sign alone says behind the name of a county (阳谷县城) is no place within it.
SHORTEST = 2


@dataclass(frozen=True)
class Spot:
    """A place that was found.

    :param area_code: six digits of its county, "" where it is not known. :param is_area: the middle of a whole county.
    """

    name: str
    point: Point
    area_code: str = ""
    is_area: bool = False

    @property
    def full_name(self) -> str:
        """The name with the county that tells it from others of the same name."""
        county = full_name(self.area_code) if self.area_code else ""
        return county if self.is_area and county else f"{self.name}（{county}）" if county else self.name


@dataclass(frozen=True)
class Place:
    """What a place as typed was found to be.

    :param spots: what it may be, best first. :param unknown: what is left to look for in the words of places where
        nothing was found. :param county: the county named before that.
    """

    spots: tuple[Spot, ...] = ()
    unknown: str = ""
    county: Spot | None = None


def read_place(text: str) -> Place:
    """Find a place; where the whole text is none, what stands behind the names of its province, city and county."""
    spots = find_spots(text)
    if spots or not text:
        return Place(spots)
    above, rest = leading_divisions(text)
    counties = tuple(_of_divisions(above))
    if len(rest) < SHORTEST:
        return Place(counties, "" if counties else text)
    codes = tuple(spot.area_code for spot in counties)
    spots = tuple(spot for spot in find_spots(rest) if spot.area_code in codes) if codes else ()
    return Place(spots, "" if spots else rest, counties[0] if len(counties) == 1 and not spots else None)


def find_spots(text: str) -> tuple[Spot, ...]:
    """Return the places that a text may mean: what stations have named, the stations themselves, then divisions."""
    if not text:
        return ()
    found = [
        Spot(hit.name, (hit.lat_e6, hit.lng_e6), hit.division_code[:COUNTY_DIGITS])
        for hit in find_places_anywhere(text)
        if hit.lat_e6 is not None and hit.lng_e6 is not None
    ]
    found += [
        Spot(one.name, (one.lat_e6, one.lng_e6), one.area_code[:COUNTY_DIGITS])
        for one in active_offices().filter(Q(name__contains=text) | Q(address__contains=text))[:MOST_STATIONS]
        if one.lat_e6 is not None and one.lng_e6 is not None
    ]
    found += _of_divisions(tuple(find_divisions(text, limit=3)))
    unlike: dict[tuple[str, str], Spot] = {}
    for spot in found:
        unlike.setdefault((spot.name, spot.area_code), spot)
    return tuple(unlike.values())


def _of_divisions(divisions: tuple[Division, ...]) -> list[Spot]:
    return [
        Spot(one.name, (one.lat_e6, one.lng_e6), one.code[:COUNTY_DIGITS], is_area=True)
        for one in divisions
        if one.lat_e6 is not None and one.lng_e6 is not None
    ]
