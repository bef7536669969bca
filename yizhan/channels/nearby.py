"""Work on offer around a place, for people who look by themselves: no sign-in, no points, for everybody the same.

A household's point is never told: it is rounded to a square of a kilometre before anything is computed from it, so that
no number of questions from different places finds the door.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.accounts.queries import active_offices
from yizhan.channels.enums import NearOrder
from yizhan.channels.offers import PublicOffer
from yizhan.channels.queries import offers_of, said_until
from yizhan.employers.queries import NOTHING_KNOWN, conduct_lines
from yizhan.places.queries import distances_m
from yizhan.postings.enums import PostingKind
from yizhan.postings.market import NEVER, NO_POINT, Market, market, micros
from yizhan.postings.queries import once_offered
from yizhan.shared.sketch import METRES_A_DEGREE, Point

#: Postings of a circle that are put in order; the newest of more. A county has some hundreds on offer.
MOST_READ = 2000
#: More are not counted: "99+" says enough, and counting a market costs more than showing it.
MOST_COUNTED = 100
#: Grid to which a household's point is rounded, in micro-degrees: about a kilometre.
HOUSEHOLD_GRID_E6 = 10_000
A_KILOMETRE = 1000
#: A distance that nobody knows.
UNKNOWN = -1
#: How long a process believes which stations are in use; a list that was drawn is kept for up to a minute beside it.
OFFICES_KEPT = dt.timedelta(seconds=5)


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
    """An offer with how far it is and what people who went there said; of a household rounded, and nothing said.

    :param until: the first moment at which this is said no more: the offer or one of its shifts is over.
    """

    offer: PublicOffer
    distance_m: int | None
    point: Point | None
    conduct: tuple[str, ...]
    until: dt.datetime


@dataclass(frozen=True, eq=False)
class _Found:
    """Rows of the market that fit, newest first.

    :param far: metres to the middle of the circle, `UNKNOWN` where the place or the middle is not known.
    """

    market: Market
    rows: NDArray[np.intp]
    far: NDArray[np.int64]

    def __getitem__(self, chosen: Any) -> _Found:
        """Return some of them, in the order asked for."""
        return _Found(self.market, self.rows[chosen], self.far[chosen])

    def __len__(self) -> int:
        """Return how many."""
        return len(self.rows)

    def ids(self) -> list[int]:
        """Return the postings."""
        found: list[int] = self.market.columns["posting"][self.rows].tolist()
        return found

    def points(self) -> list[Point | None]:
        """Return where they are, a household's place rounded."""
        lat, lng = _public_points(self.market, self.rows)
        return [None if a == NO_POINT else (a, b) for a, b in zip(lat.tolist(), lng.tolist(), strict=True)]


def offers_near(
    asked: Asked, at: dt.datetime, *, order: str, start: int, count: int, now: Market | None = None
) -> list[Near]:
    """Return offers from `start` on, one more than `count` where there is more. Five queries however many there are.

    Nearest first, ties and what has no point newest first; without a circle day labour first, then newest first.

    :param now: the market of this moment, for who has it already; here and below that saves its query.
    """
    if order == NearOrder.NEAR and asked.around is not None:
        found = _fitting(asked, at, MOST_READ, now)
        found = found[np.argsort(np.where(found.far == UNKNOWN, NEVER, found.far), kind="stable")]
    else:
        found = _fitting(asked, at, MOST_READ if asked.around is not None else start + count + 1, now)
    found = found[slice(start, start + count + 1)]
    ids = found.ids()
    employers = found.market.columns["employer"][found.rows].tolist()
    offers = {offer.id: offer for offer in offers_of(ids, at, found.market)}
    said = conduct_lines(employers, at)
    shown = []
    for pk, employer, far, point in zip(ids, employers, found.far.tolist(), found.points(), strict=True):
        offer = offers.get(pk)
        if offer is not None:
            known = () if offer.is_household else said.get(employer, NOTHING_KNOWN).brief()
            # One line alone says that too few have answered; under every entry of a list that is noise.
            known = known if len(known) > 1 else ()
            shown.append(Near(offer, None if far == UNKNOWN else far, point, known, said_until(found.market, offer)))
    return shown


def public_points(offers: Iterable[PublicOffer]) -> dict[int, Point]:
    """Return where offers are, by their ids, for a map that hangs in public; one query.

    Units only, which have a public name and code: a private person's place may be a home and is told by nobody.
    """
    ids = [offer.id for offer in offers if not offer.is_household and offer.employer_code]
    rows = once_offered().filter(pk__in=ids).order_by().values_list("pk", "terms__lat_e6", "terms__lng_e6")
    return {pk: (lat, lng) for pk, lat, lng in rows if lat is not None and lng is not None}


def count_near(asked: Asked, at: dt.datetime, now: Market | None = None) -> int:
    """Return how many offers there are, `MOST_COUNTED` for as many or more. Two queries."""
    # Of a square's newest hundred many may lie outside of the circle.
    is_circle = asked.around is not None and asked.around.radius_m is not None
    return min(MOST_COUNTED, len(_fitting(asked, at, MOST_READ if is_circle else MOST_COUNTED, now)))


def published_near(asked: Asked, after: dt.datetime, until: dt.datetime, at: dt.datetime) -> list[int]:
    """Return ids of offers that were first published in `(after, until]`, newest first. Two queries."""
    return _fitting(asked, at, MOST_READ, between=(after, until)).ids()


def occupations_near(asked: Asked, at: dt.datetime, now: Market | None = None) -> dict[str, int]:
    """Return how many offers there are of each occupation asked for, the most first; two queries."""
    found = _fitting(asked, at, MOST_READ, now)
    numbers = found.market.columns["occupation"][found.rows].tolist()
    counted = Counter(found.market.occupations.texts[number] for number in numbers)
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _fitting(
    asked: Asked, at: dt.datetime, most: int, now: Market | None = None, *,
    between: tuple[dt.datetime, dt.datetime] | None = None,
) -> _Found:  # fmt: skip
    """Return what fits, newest first; without a circle day labour before the rest, as in every list of the house."""
    found = now or market(at)
    chosen = found.live(at) & found.at_offices(_offices_in_use(found, at))
    if between is not None:
        published = found.columns["published"]
        chosen &= (published > micros(between[0])) & (published <= micros(between[1]))
    if asked.kind in PostingKind.values:
        chosen &= found.of_kind(asked.kind)
    if asked.words or asked.codes:
        fits = found.of_occupations(asked.codes)
        chosen &= fits | (found.titled(asked.words) & ~found.private) if asked.words else fits
    if asked.place_words:
        chosen &= found.placed(asked.place_words) & ~found.private
    if asked.around is not None:
        chosen &= _box(found, asked.around)
    rows = found.newest(chosen, most, day_labour_first=asked.around is None)
    far = _distances(found, rows, asked.around)
    if asked.around is not None and asked.around.radius_m is not None:
        # What has no point was let through because of its county.
        inside = (far == UNKNOWN) | (far <= asked.around.radius_m)
        rows, far = rows[inside], far[inside]
    return _Found(found, rows, far)


def _offices_in_use(found: Market, at: dt.datetime) -> list[int]:
    def read() -> tuple[list[int], dt.datetime]:
        return list(active_offices().order_by().values_list("pk", flat=True)), at + OFFICES_KEPT

    return found.keep("offices in use", at, read)


def _public_points(found: Market, rows: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return latitudes (`NO_POINT` where unknown) and longitudes, those of households rounded."""
    lat, lng = (found.columns[name][rows].astype(np.int64) for name in ("lat", "lng"))
    hidden = found.private[rows] & (lat != NO_POINT)
    rounded = [np.rint(each / HOUSEHOLD_GRID_E6).astype(np.int64) * HOUSEHOLD_GRID_E6 for each in (lat, lng)]
    return np.where(hidden, rounded[0], lat), np.where(hidden, rounded[1], lng)


def _distances(found: Market, rows: NDArray[np.intp], around: Around | None) -> NDArray[np.int64]:
    """Return whole metres to the middle, of households whole kilometres and at least one; `UNKNOWN` without a point."""
    if around is None:
        return np.full(len(rows), UNKNOWN, np.int64)
    lat, lng = _public_points(found, rows)
    far = distances_m(lat, lng, around.point)
    whole = np.maximum(A_KILOMETRE, np.rint(far / A_KILOMETRE).astype(np.int64) * A_KILOMETRE)
    return np.where(lat == NO_POINT, UNKNOWN, np.where(found.private[rows], whole, far))


def _box(found: Market, around: Around) -> NDArray[np.bool_]:
    """Say of each offer whether it lies in a square around the circle, a kilometre wider for what will be rounded.

    Or whether it has no point and is work of the county at all.
    """
    lat, lng = found.columns["lat"], found.columns["lng"]
    chosen: NDArray[np.bool_] = lat != NO_POINT
    if around.radius_m is not None:
        half = around.radius_m + 2 * A_KILOMETRE
        north = round(half / METRES_A_DEGREE * 1e6)
        east = round(north / max(0.2, math.cos(math.radians(around.point[0] / 1e6))))
        chosen = chosen & (lat >= around.point[0] - north) & (lat <= around.point[0] + north)
        chosen &= (lng >= around.point[1] - east) & (lng <= around.point[1] + east)
    if around.area_code:
        chosen = chosen | ((lat == NO_POINT) & found.in_area(around.area_code))
    return chosen
