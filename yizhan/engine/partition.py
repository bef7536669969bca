"""A market cut into labour-market areas: each is worked out by itself, and a bound says what the cut can have cost.

The cut depends on the people and the postings alone, never on how many machines there are: rankings are the same, bit
for bit, as without a cut, and the assignment is the same on one machine and on many. `run` is who does the work: it
calls a function on every job, here or elsewhere, and hands the answers back with their numbers in any order. The rule
in words: docs/engine/partition.md (`partition-1`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import _fast
from yizhan.engine._columns import UNKNOWN_UDEG, BadKnob, Ints
from yizhan.engine._question import FARTHEST_UDEG, radius_udeg
from yizhan.engine.door import FULL_BP, MOST_CODE, PERSON_CHOOSES, Mobility, People, Postings, Ranking, Weights
from yizhan.engine.index import CELL_UDEG, PostingIndex
from yizhan.engine.market import assign_market
from yizhan.engine.recommend import rank_postings, rank_priced

PARTITION_RULE = "partition-1"
MOST_PEOPLE = 50_000
"""People of an area: its tables fit the processor's second cache many times over, and a lost worker costs seconds."""
CUT_FROM, CUT_UNTIL = 0.30, 0.70
"""An area is cut somewhere between these shares of its people."""
HALF_TURN = 180_000_000

Rows = NDArray[np.int64]
J = TypeVar("J")
A = TypeVar("A")


class Run(Protocol):
    """Calls a function on every job and yields (number of the job, answer), each job once, in any order."""

    def __call__(self, function: Callable[[J], A], jobs: Sequence[J], /) -> Iterator[tuple[int, A]]: ...


def here(function: Callable[[J], A], jobs: Sequence[J], /) -> Iterator[tuple[int, A]]:
    """One after the other in this process."""
    for number in range(len(jobs)):
        yield number, function(jobs[number])


@dataclass(frozen=True, eq=False)
class Part:
    """Rows of people, and the rows of postings that are looked at for them; both ascending."""

    people: Rows
    postings: Rows


@dataclass(frozen=True, eq=False)
class Cut:
    """homes: who plans together, everybody and every posting in one of them; reaches: whom to rank against what.

    A reach holds everybody of a home who is on the map and goes only so far, with every posting that any of them can be
    offered: its own and the neighbouring fringe. Whoever is not on the map, or goes any distance, stands in reaches of
    their own with every posting.
    """

    homes: tuple[Part, ...]
    reaches: tuple[Part, ...]


@dataclass(frozen=True, eq=False)
class CutAssignment:
    """The assignment of a cut market.

    posting_of    int32[n]  row of the posting, -1 = none
    points        int32[n]  points of the pair, 0 = none
    total_points            what it adds up to
    bound_points            what no assignment of the whole market can exceed, whatever the cut
    inside_points           what no assignment can exceed that sends nobody out of their area
    placed                  people with a place
    price         int64[m]  the prices that prove the bound
    areas                   how many were planned
    """

    posting_of: Ints
    points: Ints
    total_points: int
    bound_points: int
    inside_points: int
    placed: int
    price: Rows
    areas: int

    @property
    def gap_points(self) -> int:
        """What is at most still to be gained: what the cut lost, and what the search within the areas left."""
        return self.bound_points - self.total_points


# --- where to cut -----------------------------------------------------------------------------------------------------


def cut_market(people: People, postings: Postings, *, most_people: int = MOST_PEOPLE) -> Cut:
    """Areas of at most `most_people`, cut through where the fewest people's ways to work lead across.

    Halved again and again along the longer side, between 30 and 70 in a hundred of the people; of equal lines the
    first. Who or what is not on the map is dealt out over the areas in the order of keys. O(n log n) a level.

    :raises BadKnob: most_people < 1.
    """
    if type(most_people) is not int or most_people < 1:
        raise BadKnob(f"most_people: {most_people!r} is not a whole number of at least 1.")
    lat, lng = _reaches_of(people)
    on_map = np.flatnonzero(people.lat_udeg != UNKNOWN_UDEG)
    work = np.flatnonzero(postings.lat_udeg != UNKNOWN_UDEG)
    areas = list(_halved(people, postings, (lat, lng), on_map, work, most_people))
    nowhere = _by_key(people, np.flatnonzero(people.lat_udeg == UNKNOWN_UDEG))
    anywhere = _by_key(postings, np.flatnonzero(postings.lat_udeg == UNKNOWN_UDEG))
    # Where more are not on the map than the areas should hold, it takes further areas to keep each small.
    while len(areas) * most_people < len(nowhere):
        areas.append((np.zeros(0, np.int64), np.zeros(0, np.int64)))
    homes = tuple(
        Part(
            np.sort(np.concatenate([area, nowhere[number :: len(areas)]])),
            np.sort(np.concatenate([there, anywhere[number :: len(areas)]])),
        )
        for number, (area, there) in enumerate(areas)
    )
    near = (lat < FARTHEST_UDEG) & (people.lat_udeg != UNKNOWN_UDEG)
    far = np.flatnonzero(~near)
    everything = np.arange(len(postings), dtype=np.int64)
    reaches = [
        Part(members, np.sort(np.concatenate([_fringe(people, postings, (lat, lng), members, work), anywhere])))
        for home in homes
        if len(members := home.people[near[home.people]])
    ]
    reaches += [Part(far[n : n + most_people], everything) for n in range(0, len(far), most_people)]
    return Cut(homes, tuple(reaches))


def _reaches_of(people: People) -> tuple[Rows, Rows]:
    """int64[n] twice: micro-degrees to the north or south, and to the east or west, beyond which nothing is offered.

    FARTHEST_UDEG for whoever goes any distance, lives near a pole, or has the antimeridian within reach.
    """
    radius = radius_udeg(people.max_distance_m) + 1
    lat = people.lat_udeg.astype(np.float64)
    # The rule takes the cosine at the middle of the way; a little further from the equator is never too narrow.
    cosine = np.cos(np.radians(np.minimum((np.abs(lat) + radius + 20_000) / 1e6, 90)))
    spread = radius / np.maximum(cosine, 1e-3) * 1.001 + 10
    beyond = np.abs(people.lng_udeg.astype(np.float64)) + spread >= HALF_TURN
    far = (radius >= FARTHEST_UDEG) | (cosine < 0.05) | beyond
    return np.where(far, FARTHEST_UDEG, radius), np.where(far, FARTHEST_UDEG, spread).astype(np.int64)


def _by_key(table: People | Postings, rows: Rows) -> Rows:
    found: Rows = rows[np.argsort(table.key[rows], kind="stable")]
    return found


def _halved(
    people: People, postings: Postings, reach: tuple[Rows, Rows], area: Rows, work: Rows, most: int
) -> Iterator[tuple[Rows, Rows]]:
    """Rows of people and postings of each area, south before north and west before east."""
    line = _line(people, reach, area) if len(area) > most else None
    if line is None:
        yield area, work
        return
    axis, at = line
    mine, theirs = (table.lat_udeg if axis == 0 else table.lng_udeg for table in (people, postings))
    below, under = mine[area] < at, theirs[work] < at
    yield from _halved(people, postings, reach, area[below], work[under], most)
    yield from _halved(people, postings, reach, area[~below], work[~under], most)


def _line(people: People, reach: tuple[Rows, Rows], area: Rows) -> tuple[int, int] | None:
    """(0 = a latitude or 1 = a longitude, where), or None where everybody lives in one place."""
    lat, lng = people.lat_udeg[area].astype(np.int64), people.lng_udeg[area].astype(np.int64)
    narrow = np.cos(np.radians(float(lat.mean()) / 1e6))
    high, wide = float(lat.max() - lat.min()), float(lng.max() - lng.min()) * narrow
    for axis in (0, 1) if high >= wide else (1, 0):
        at = _least_crossed((lat, lng)[axis], np.minimum(reach[axis][area], HALF_TURN))
        if at is not None:
            return axis, at
    return None


def _least_crossed(place: Rows, reach: Rows) -> int | None:
    """The line with the fewest people whose way may lead across it, among lines a tenth of a cell apart."""
    order = np.sort(place)
    first, last = int(order[int(len(order) * CUT_FROM)]), int(order[min(int(len(order) * CUT_UNTIL), len(order) - 1)])
    if int(order[0]) == int(order[-1]):
        return None
    # Somebody stands on either side, even where seven in ten live in one house.
    lines = np.arange(max(first, int(order[0]) + 1), max(last, int(order[0]) + 1) + 1, CELL_UDEG // 10)
    lines = np.minimum(lines, int(order[-1]))
    starts, ends = np.sort(place - reach), np.sort(place + reach)
    crossed = np.searchsorted(starts, lines, "left") - np.searchsorted(ends, lines, "right")
    return int(lines[np.argmin(crossed)])


def _fringe(people: People, postings: Postings, reach: tuple[Rows, Rows], members: Rows, work: Rows) -> Rows:
    """Rows of the postings on the map that may lie within reach of any of these people: none is left out.

    Every person marks the cells of a grid that their reach touches; postings in marked cells are taken.
    """
    if not len(work):
        return work
    lat, lng = people.lat_udeg[members].astype(np.int64), people.lng_udeg[members].astype(np.int64)
    up, side = reach[0][members], reach[1][members]
    south, west = int((lat - up).min()), int((lng - side).min())
    north, east = int((lat + up).max()), int((lng + side).max())
    size = CELL_UDEG
    while ((north - south) // size + 2) * ((east - west) // size + 2) > 1 << 22:
        size *= 2
    marks = np.zeros(((north - south) // size + 2, (east - west) // size + 2), np.int32)
    low, high = (lat - up - south) // size, (lat + up - south) // size + 1
    left, right = (lng - side - west) // size, (lng + side - west) // size + 1
    for y, x, sign in ((low, left, 1), (high, left, -1), (low, right, -1), (high, right, 1)):
        np.add.at(marks, (y, x), sign)
    touched = marks.cumsum(0).cumsum(1) > 0
    y, x = (postings.lat_udeg[work] - south) // size, (postings.lng_udeg[work] - west) // size
    inside = (y >= 0) & (y < touched.shape[0]) & (x >= 0) & (x < touched.shape[1])
    found: Rows = work[inside][touched[y[inside], x[inside]]]
    return found


# --- rankings ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class RankJob:
    """What one reach is asked; prices None = the plain ranking."""

    people: People
    postings: Postings
    k: int
    prices: Ints | None
    weights: Weights
    mobility: Mobility | None


def rank_part(job: RankJob) -> Ranking:
    """The best of one reach; `index` numbers the job's own postings."""
    index = PostingIndex.of(job.postings)
    near = {"weights": job.weights, "mobility": job.mobility}
    if job.prices is None:
        return rank_postings(job.people, index, job.k, **near)  # type: ignore[arg-type]
    return rank_priced(job.people, index, job.k, job.prices, **near)  # type: ignore[arg-type]


class _Jobs(Sequence[Any]):
    """Jobs made when they are asked for: a part's tables exist only while it is being worked on."""

    def __init__(self, parts: int, make: Callable[[int], Any]) -> None:
        self.parts, self.make = parts, make

    def __len__(self) -> int:
        return self.parts

    def __getitem__(self, number: Any) -> Any:
        return self.make(number)


def rank_in_parts(
    people: People,
    postings: Postings,
    k: int = 20,
    *,
    cut: Cut,
    run: Run = here,
    prices: Ints | None = None,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
) -> Ranking:
    """What `rank_postings` (with prices: `rank_priced`) answers, bit for bit, worked out part by part."""

    def job(number: int) -> RankJob:
        part = cut.reaches[number]
        paid = None if prices is None else np.ascontiguousarray(prices[part.postings])
        return RankJob(people.take(part.people), postings.take(part.postings), k, paid, weights, mobility)

    counts, answers = np.zeros(len(people), np.int64), {}
    for number, ranking in run(rank_part, _Jobs(len(cut.reaches), job)):
        counts[cut.reaches[number].people] = np.diff(ranking.start)
        answers[number] = ranking
    start = np.zeros(len(people) + 1, np.int64)
    np.cumsum(counts, out=start[1:])
    index, points = np.empty(int(start[-1]), np.int32), np.empty(int(start[-1]), np.int32)
    for number, ranking in answers.items():
        part = cut.reaches[number]
        shift = np.repeat(start[part.people] - ranking.start[:-1], np.diff(ranking.start))
        at = np.arange(len(ranking.index)) + shift
        index[at], points[at] = part.postings[ranking.index], ranking.points
    return Ranking(start, index, points)


# --- assignment -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class AreaJob:
    """One area to be planned by itself."""

    people: People
    postings: Postings
    gap_bp: int
    weights: Weights
    mobility: Mobility | None


@dataclass(frozen=True, eq=False)
class AreaAnswer:
    """posting_of int32[people] numbers the job's own postings; price int64[postings]; bound within the area."""

    posting_of: Ints
    points: Ints
    bound_points: int
    price: Rows


def plan_area(job: AreaJob) -> AreaAnswer:
    """The most points within one area, to its gap."""
    index = PostingIndex.of(job.postings)
    near = {"weights": job.weights, "mobility": job.mobility}
    found = assign_market(job.people, index, gap_bp=job.gap_bp, **near).assignment  # type: ignore[arg-type]
    has, points = np.flatnonzero(found.posting_of >= 0), np.zeros(len(job.people), np.int32)
    points[has] = pair_points(job.people, job.postings, has, found.posting_of[has], **near)  # type: ignore[arg-type]
    return AreaAnswer(found.posting_of, points, found.bound_points, found.price)


def best_left(job: RankJob) -> int:
    """What everybody of one reach would keep, in sum, if all took their best posting at these prices."""
    ranking = rank_part(job)
    members = np.repeat(job.people.party_size, np.diff(ranking.start))
    return int((ranking.points.astype(np.int64) * members).sum())


def assign_in_parts(
    people: People,
    postings: Postings,
    *,
    cut: Cut,
    run: Run = here,
    gap_bp: int = 10,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
) -> CutAssignment:
    """Each area's own assignment to `gap_bp` of its bound, and a bound over the whole market, across every seam.

    The bound takes the areas' prices: sum of what each person would keep of the best posting within reach, in whatever
    area, plus places times prices. So it is known what the cut lost at most.

    :raises: what `assign_market` raises.
    """

    def area(number: int) -> AreaJob:
        part = cut.homes[number]
        return AreaJob(people.take(part.people), postings.take(part.postings), gap_bp, weights, mobility)

    posting_of, points = np.full(len(people), -1, np.int32), np.zeros(len(people), np.int32)
    price, inside = np.zeros(len(postings), np.int64), 0
    for number, answer in run(plan_area, _Jobs(len(cut.homes), area)):
        part, has = cut.homes[number], answer.posting_of >= 0
        posting_of[part.people[has]] = part.postings[answer.posting_of[has]]
        points[part.people] = answer.points
        price[part.postings] = answer.price
        inside += answer.bound_points
    places = postings.places_left.astype(np.int64)
    price[places == 0] = 0
    paid = np.minimum(price, 1 << 30).astype(np.int32)

    def reach(number: int) -> RankJob:
        part = cut.reaches[number]
        return RankJob(
            people.take(part.people), postings.take(part.postings), 1, paid[part.postings], weights, mobility
        )

    bound = int((paid * places).sum()) + sum(kept for _, kept in run(best_left, _Jobs(len(cut.reaches), reach)))
    members = people.party_size.astype(np.int64)
    total, placed = int((members * points).sum()), int(members[posting_of >= 0].sum())
    return CutAssignment(posting_of, points, total, max(bound, total), inside, placed, price, len(cut.homes))


def pair_points(
    people: People,
    postings: Postings,
    person: Rows,
    posting: Rows,
    *,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
) -> Ints:
    """int32[pairs]: the points of these pairs, row by row, constraints not asked: what `explain` adds up."""
    p, q = _fast.Window(people, person.astype(np.intp)), _fast.Window(postings, posting.astype(np.intp))
    points = _fast.points(p, q, weights, None)
    if mobility is None or not len(mobility.wanted) or not len(points):
        return points
    by_tree = _fast.closeness(p, q, weights, None)
    closest, span = by_tree.copy(), np.int64(MOST_CODE + 1)
    known = mobility.wanted * span + mobility.offered
    for column in range(people.wanted.shape[1]):
        asked = p.wanted[:, column] * span + q.occupation
        at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        np.maximum(closest, np.where(known[at] == asked, mobility.closeness_bp[at], 0), out=closest)
    gained = weights.occupation * closest // FULL_BP - weights.occupation * by_tree // FULL_BP
    mended: Ints = (points + gained).astype(np.int32)
    return mended
