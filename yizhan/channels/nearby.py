"""Work on offer around a place, for people who look by themselves: no sign-in, no points, for everybody the same.

A household's point is never told: it is rounded to a square of a kilometre before anything is computed from it, so that
no number of questions from different places finds the door.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Q, When

from yizhan.accounts.queries import active_offices
from yizhan.channels.enums import NearOrder
from yizhan.channels.offers import PublicOffer
from yizhan.channels.queries import offers_of
from yizhan.employers.enums import EmployerKind
from yizhan.employers.queries import NOTHING_KNOWN, ConductLines, conduct_lines
from yizhan.places.queries import distance_m
from yizhan.postings.enums import PostingKind
from yizhan.postings.queries import live_postings, once_offered
from yizhan.shared.sketch import METRES_A_DEGREE, Point

if TYPE_CHECKING:
    from yizhan.postings.models import PostingQuerySet

#: Postings of a circle that are put in order; the newest of more. A county has some hundreds on offer.
MOST_READ = 2000
#: More are not counted: "99+" says enough, and counting a market costs more than showing it.
MOST_COUNTED = 100
#: Grid to which a household's point is rounded, in micro-degrees: about a kilometre.
HOUSEHOLD_GRID_E6 = 10_000
A_KILOMETRE = 1000


@dataclass(frozen=True)
class Around:
    """A circle; the point in micro-degrees of GCJ-02, the radius in metres (None: however far).

    :param area_code: the county's six digits; work there that has no point is listed behind what has one.
    """

    point: Point
    radius_m: int | None
    area_code: str = ""


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; everything empty means everything on offer.

    Words are never looked for in what a household wrote: readers see it without names and doors, and would guess them.

    :param words: part of a title. :param codes: occupations; a posting fits by either.
    :param place_words: part of a place's name, for places without a point.
    """

    words: str = ""
    codes: tuple[str, ...] = ()
    kind: str = ""
    around: Around | None = None
    place_words: str = ""


@dataclass(frozen=True)
class Near:
    """An offer with how far it is and what people who went there said; of a household rounded, and nothing said."""

    offer: PublicOffer
    distance_m: int | None
    point: Point | None
    conduct: tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    id: int
    employer_id: int
    occupation_code: str
    point: Point | None
    distance_m: int | None


def offers_near(asked: Asked, at: dt.datetime, *, order: str, start: int, count: int) -> list[Near]:
    """Return offers from `start` on, one more than `count` where there is more. Four queries however many there are.

    Nearest first, ties and what has no point newest first; without a circle day labour first, then newest first.
    """
    if order == NearOrder.NEAR and asked.around is not None:
        rows = sorted(_rows(asked, at, MOST_READ), key=lambda row: (row.distance_m is None, row.distance_m or 0))
        rows = rows[start : start + count + 1]
    elif asked.around is not None:
        rows = _rows(asked, at, MOST_READ)[start : start + count + 1]
    else:
        rows = _rows(asked, at, start + count + 1)[start:]
    offers = {offer.id: offer for offer in offers_of([row.id for row in rows], at)}
    said = conduct_lines([row.employer_id for row in rows], at)
    return [_near(row, offers[row.id], said) for row in rows if row.id in offers]


def _near(row: _Row, offer: PublicOffer, said: Mapping[int, ConductLines]) -> Near:
    known = () if offer.is_household else said.get(row.employer_id, NOTHING_KNOWN).brief()
    # One line alone says that too few have answered; under every entry of a list that is noise.
    return Near(offer, row.distance_m, row.point, known if len(known) > 1 else ())


def public_points(offers: Iterable[PublicOffer]) -> dict[int, Point]:
    """Return where offers are, by their ids, for a map that hangs in public; one query.

    Units only, which have a public name and code: a private person's place may be a home and is told by nobody.
    """
    ids = [offer.id for offer in offers if not offer.is_household and offer.employer_code]
    rows = once_offered().filter(pk__in=ids).order_by().values_list("pk", "terms__lat_e6", "terms__lng_e6")
    return {pk: (lat, lng) for pk, lat, lng in rows if lat is not None and lng is not None}


def count_near(asked: Asked, at: dt.datetime) -> int:
    """Return how many offers there are, `MOST_COUNTED` for as many or more. One query."""
    # Of a square's newest hundred many may lie outside of the circle.
    is_circle = asked.around is not None and asked.around.radius_m is not None
    return min(MOST_COUNTED, len(_rows(asked, at, MOST_READ if is_circle else MOST_COUNTED)))


def published_near(asked: Asked, after: dt.datetime, until: dt.datetime, at: dt.datetime) -> list[int]:
    """Return ids of offers that were first published in `(after, until]`, newest first. One query."""
    fresh = Q(published_at__gt=after, published_at__lte=until)
    return [row.id for row in _rows(asked, at, MOST_READ, fresh)]


def occupations_near(asked: Asked, at: dt.datetime) -> dict[str, int]:
    """Return how many offers there are of each occupation asked for, the most first; one query."""
    counted = Counter(row.occupation_code for row in _rows(asked, at, MOST_READ))
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _rows(asked: Asked, at: dt.datetime, most: int, only: Q | None = None) -> list[_Row]:
    """Return what fits, newest first; without a circle day labour before the rest, as in every list of the house."""
    columns = ("pk", "employer_id", "employer__kind", "terms__occupation_code", "terms__lat_e6", "terms__lng_e6")
    day_labour = Case(When(kind=PostingKind.GIG, then=0), default=1)
    order = ("-published_at", "-pk") if asked.around is not None else (day_labour, "-published_at", "-pk")
    found = _fitting(asked, at).filter(only or Q()).order_by(*order).values_list(*columns)
    rows = [_row(values, asked.around) for values in found[:most]]
    return [row for row in rows if _is_inside(row, asked.around)]


def _row(values: Sequence[object], around: Around | None) -> _Row:
    pk, employer_id, kind, code, lat, lng = values
    point = (lat, lng) if isinstance(lat, int) and isinstance(lng, int) else None
    private = kind == EmployerKind.HOUSEHOLD
    if point is not None and private:
        point = (_rounded(point[0]), _rounded(point[1]))
    far = distance_m(point, around.point) if around is not None else None
    if far is not None and private:
        far = max(A_KILOMETRE, round(far / A_KILOMETRE) * A_KILOMETRE)
    return _Row(int(str(pk)), int(str(employer_id)), str(code), point, far)


def _rounded(micro_degrees: int) -> int:
    return round(micro_degrees / HOUSEHOLD_GRID_E6) * HOUSEHOLD_GRID_E6


def _is_inside(row: _Row, around: Around | None) -> bool:
    """Say whether a row lies in the circle; what has no point was let through because of its county."""
    if around is None or around.radius_m is None or row.distance_m is None:
        return True
    return row.distance_m <= around.radius_m


def _fitting(asked: Asked, at: dt.datetime) -> PostingQuerySet:
    found = live_postings(active_offices().order_by().values("pk"), at)
    if asked.kind in PostingKind.values:
        found = found.filter(kind=asked.kind)
    private = Q(employer__kind=EmployerKind.HOUSEHOLD)
    if asked.words or asked.codes:
        by_title = Q(terms__title__icontains=asked.words) & ~private if asked.words else Q()
        found = found.filter(by_title | Q(terms__occupation_code__in=asked.codes))
    if asked.place_words:
        found = found.filter(terms__place_name__icontains=asked.place_words).exclude(private)
    return found.filter(_box(asked.around)) if asked.around is not None else found


def _box(around: Around) -> Q:
    """Return a square around the circle, a kilometre wider for what will be rounded, or work of the county at all."""
    unknown = Q(terms__lat_e6=None, terms__area_code__startswith=around.area_code) if around.area_code else Q()
    if around.radius_m is None:
        return Q(terms__lat_e6__isnull=False) | unknown if around.area_code else Q(terms__lat_e6__isnull=False)
    lat, lng = around.point
    half = around.radius_m + 2 * A_KILOMETRE
    north = round(half / METRES_A_DEGREE * 1e6)
    east = round(north / max(0.2, math.cos(math.radians(lat / 1e6))))
    box = Q(
        terms__lat_e6__gte=lat - north, terms__lat_e6__lte=lat + north, terms__lng_e6__gte=lng - east,
        terms__lng_e6__lte=lng + east,
    )  # fmt: skip
    return box | unknown if around.area_code else box
