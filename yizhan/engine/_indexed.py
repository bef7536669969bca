"""Ranking over packed postings: by the compiled kernel where it is ready, else in NumPy on the rows within reach.

Both give the same answer; tests/engine/test_index.py holds them, and the slow twin, against each other.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import _fast, machine
from yizhan.engine import _question as q
from yizhan.engine import index as ix
from yizhan.engine._columns import UNKNOWN_UDEG, Flags, Ints
from yizhan.engine._tables import COSINE_ARRAY
from yizhan.engine.door import Mobility, People, Ranking, Weights
from yizhan.engine.index import PostingIndex

NO_INTS: Ints = np.zeros(0, np.int32)
NO_FLAGS: Flags = np.zeros(0, np.bool_)
FIRST: NDArray[np.int64] = np.zeros(1, np.int64)
CHUNK = 512
"""People a thread takes at once."""


def rank(
    people: People,
    index: PostingIndex,
    k: int,
    weights: Weights,
    mobility: Mobility | None,
    among: Flags | None,
    *,
    rows: NDArray[np.int64] | None,
    prices: Ints | None = None,
    least: Ints | None = None,
    threads: int = 1,
) -> Ranking:
    """The best k of the index for people[rows] or all; with prices, by points less price, if more than 0 is left.

    among and prices stand in the order of the rows that `Ranking.index` numbers, not of the packed rows; `least` is
    what each of the rows asked about wants at least.
    """
    kernel = machine.compiled("rank")
    if kernel is None:
        everybody = np.arange(len(people)) if rows is None else rows
        return _by_numpy(people, index, k, weights, mobility, among, everybody, prices, least)
    return _compiled(kernel, people, index, k, weights, mobility, among, rows, prices, least, threads)


def _people_as_read(people: People, weights: Weights) -> tuple[NDArray[np.int64], NDArray[np.int64], Any]:
    """(people, knobs, knobs with prices) as the kernel reads them, kept with the table: a table is frozen."""
    kept = people.__dict__.get("_as_read")
    if kept is None or kept[0] is not weights:
        as_read = q.packed_people(people, weights), q.knobs(weights, floor=0), q.knobs(weights, floor=1)
        object.__setattr__(people, "_as_read", kept := (weights, as_read))
    return kept[1]


def _index_as_read(index: PostingIndex, mobility: Mobility | None) -> tuple[Any, ...]:
    """The columns as the kernel reads them, kept with the index until a row is added, by whomever: it may bring an
    occupation."""
    size, kept = index.head.item(ix.H_SIZE), index.__dict__.get("_as_read")
    if kept is None or kept[0] != size or kept[1] is not mobility:
        as_read = (
            index.head, index.hot, index.cold.reshape(-1), index.terms, index.starts, index.slot, index.until,
            index.most_pay, index.codes, index.group_of, q.mobility_columns(mobility, index), len(index.known_codes()),
        )  # fmt: skip
        object.__setattr__(index, "_as_read", kept := (size, mobility, as_read))
    return kept[2]


def _compiled(
    kernel: Any,
    people: People,
    index: PostingIndex,
    k: int,
    weights: Weights,
    mobility: Mobility | None,
    among: Flags | None,
    rows: NDArray[np.int64] | None,
    prices: Ints | None,
    least: Ints | None,
    threads: int,
) -> Ranking:
    packed, knobs, knobs_priced = _people_as_read(people, weights)
    columns = _index_as_read(index, mobility)
    priced = prices is not None and prices.any()
    asked: tuple[Any, ...] = (
        knobs if prices is None else knobs_priced, *columns,
        *(_packed_prices(index, prices) if priced else (NO_INTS, NO_INTS)),  # type: ignore[arg-type]
        NO_FLAGS if among is None else among, NO_INTS if least is None else least,
    )  # fmt: skip
    width = min(k, max(len(index), 1))
    if rows is not None and len(rows) == 1:  # the most frequent question: what costs a microsecond counts here
        row = rows.item()
        start, found = np.zeros(2, np.int64), np.empty((2, 1, width), np.int32)
        count = kernel.rank(packed[row : row + 1], FIRST, 0, 1, *asked, start, found)
        return Ranking(start, found[0, 0, :count], found[1, 0, :count])
    people_asked = packed if rows is None else packed[rows]
    count = len(people_asked)
    start, found = np.zeros(count + 1, np.int64), np.empty((2, count, width), np.int32)
    if count <= CHUNK:
        kernel.rank(people_asked, np.arange(count), 0, count, *asked, start, found)
    else:
        # Neighbours after each other: the postings around them are then still close to the processor.
        order = np.lexsort((people_asked[:, q.LNG] // ix.CELL_UDEG, people_asked[:, q.LAT] // ix.CELL_UDEG))

        def part(begin: int) -> None:
            kernel.rank(people_asked, order, begin, min(begin + CHUNK, count), *asked, start, found)

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(part, range(0, count, CHUNK)))  # the list raises what a part raised
    there = np.arange(width) < start[1:, None]
    return Ranking(np.cumsum(start), found[0][there], found[1][there])


def _packed_prices(index: PostingIndex, prices: Ints) -> tuple[Ints, Ints]:
    """Prices in the order of the packed rows, and the least of each cell."""
    size, sorted_rows = len(index), int(index.head[ix.H_SORTED])
    price = np.ascontiguousarray(prices[index.cold[:size, ix.ROW]], np.int32)
    cells, groups = int(index.head[ix.H_CELLS]), int(index.head[ix.H_GROUPS])
    first = index.starts[: (cells + 1) * groups : groups]
    cheapest = np.zeros(cells + 1, np.int32)
    filled = index.starts[groups::groups] > first
    if filled.any() and sorted_rows:
        cheapest[filled] = np.minimum.reduceat(price[:sorted_rows], first[filled])
    return price, cheapest


def _by_numpy(
    people: People,
    index: PostingIndex,
    k: int,
    weights: Weights,
    mobility: Mobility | None,
    among: Flags | None,
    rows: NDArray[np.int64],
    prices: Ints | None,
    least: Ints | None,
) -> Ranking:
    def points_of(p: _fast.Window, near_rows: "Reach", left: NDArray[np.intp]) -> NDArray[np.int32]:
        points = _fast.points(p, _fast.Window(near_rows, left), weights, mobility)  # type: ignore[arg-type]
        return points if prices is None else (points - prices[near_rows.row[left]]).astype(np.int32)

    floor = 0 if prices is None else 1
    return by_numpy(
        people, index, k, weights, mobility, among, rows, points_of, floor=floor if least is None else least
    )


def by_numpy(
    people: People,
    index: PostingIndex,
    k: int,
    weights: Weights,
    mobility: Mobility | None,
    among: Flags | None,
    rows: NDArray[np.int64],
    points_of: Callable[[_fast.Window, "Reach", NDArray[np.intp]], NDArray[np.int32]],
    *,
    floor: int | Ints,
) -> Ranking:
    """The same rule on the rows that the grid says may be within reach; `points_of` orders them.

    floor  the least that is an answer, for all or for each of `rows`
    """
    floors = np.broadcast_to(np.asarray(floor), len(rows))
    start = np.zeros(len(rows) + 1, np.int64)
    found, scores = [NO_INTS], [NO_INTS]
    for number, i in enumerate(rows.tolist()):
        near_rows = Reach(index, _may_pass(people, i, index, within_reach(people, i, index)))
        p = _fast.one_row(people, i)
        left = _offered(people, i, near_rows, among, weights, mobility)
        score = points_of(p, near_rows, left) if len(left) else NO_INTS
        left, score = left[score >= floors[number]], score[score >= floors[number]]
        chosen = _fast.best(-score.astype(np.int64), near_rows.key[left], k)
        found.append(near_rows.row[left][chosen])
        scores.append(score[chosen])
        start[number + 1] = start[number] + len(chosen)
    return Ranking(start, np.concatenate(found), np.concatenate(scores))


def _may_pass(people: People, i: int, index: PostingIndex, stretches: list[tuple[int, int]]) -> NDArray[np.intp]:
    """Positions within these stretches of rows that pass what the hot columns say: places, pay, hours, certificates."""
    if not stretches:
        return np.zeros(0, np.intp)
    hot = np.concatenate([index.hot[ix.PAY :, begin:end] for begin, end in stretches], axis=1)
    held = int(people.certificates[i, 0])
    lacking = hot[ix.CERT_LO - ix.PAY] & np.int32((~held & 0xFFFFFFFF) - ((~held & 0x80000000) << 1))
    lacking |= hot[ix.CERT_HI - ix.PAY] & np.int32((~held >> 32 & 0xFFFFFFFF) - ((~held >> 32 & 0x80000000) << 1))
    lacking |= hot[ix.WEEKLY - ix.PAY] & np.int32(~int(people.weekly[i]) & ix.WEEK_BITS)
    passes = lacking == 0
    passes &= hot[ix.PLACES - ix.PAY] >= people.party_size[i]
    # Unknown pay, -1, is the largest of all.
    passes &= hot[0].view(np.uint32) >= np.uint32(people.min_pay_fen[i])
    positions: NDArray[np.intp] = np.concatenate([np.arange(begin, end, dtype=np.intp) for begin, end in stretches])
    found: NDArray[np.intp] = positions[passes]
    return found


def _offered(
    people: People, i: int, rows: "Reach", among: Flags | None, weights: Weights, mobility: Mobility | None
) -> NDArray[np.intp]:
    """Which of the rows that may pass are offered: their terms are asked of the few that have any, the way of all."""
    p, count = _fast.one_row(people, i), len(rows.positions)
    born = int(people.birth_on[i])
    if not count or not born:
        return np.zeros(0, np.intp)
    left = np.arange(count)
    if among is not None:
        left = left[among[rows.row]]
    grown = int(rows.index.head[ix.H_FIRST_START]) - born >= 180_000
    if grown and not weights.least_closeness_bp:
        asks = (rows.index.hot[ix.WEEKLY, rows.positions[left]] & ix.HAS_TERMS) != 0
        some = Reach(rows.index, rows.positions[left[asks]])
        good = ~asks
        if len(some.positions):
            kept = _fast.offered(p, _fast.Window(some, _fast.EVERY_ROW), len(some.positions), None, weights, mobility)  # type: ignore[arg-type]
            good[np.flatnonzero(asks)[kept]] = True
        left = left[good]
        metres = _fast.distance_m(p, _fast.Window(rows, left))  # type: ignore[arg-type]
        near: NDArray[np.intp] = left[metres <= people.max_distance_m[i]]
        return near
    allowed = np.zeros(count, np.bool_)
    allowed[left] = True
    return _fast.offered(p, _fast.Window(rows, _fast.EVERY_ROW), count, allowed, weights, mobility)  # type: ignore[arg-type]


def within_reach(people: People, i: int, index: PostingIndex) -> list[tuple[int, int]]:
    """Stretches (begin, end) of the packed rows that person i may reach: none within reach is left out."""
    head, size = index.head, len(index)
    cells, ny, nx, cell = (int(head[h]) for h in (ix.H_CELLS, ix.H_NY, ix.H_NX, ix.H_CELL))
    south, west, east = int(head[ix.H_LAT]), int(head[ix.H_LNG]), int(head[ix.H_LNG_MOST])
    lat, lng = int(people.lat_udeg[i]), int(people.lng_udeg[i])
    radius = int(q.radius_udeg(people.max_distance_m[i : i + 1])[0])
    round_the_back = max(abs(lng - west), abs(lng - east)) >= 180_000_000
    if lat == UNKNOWN_UDEG or radius >= q.FARTHEST_UDEG or round_the_back or not cells:
        return [(0, size)]
    low, high = max((lat - radius - south) // cell, 0), min((lat + radius - south) // cell, ny - 1)
    y = np.arange(low, high + 1)
    bottom, top = south + y * cell, south + (y + 1) * cell
    away = np.maximum(np.maximum(bottom - lat, lat - top), 0)
    tilt = np.minimum((np.maximum(np.abs(lat + bottom), np.abs(lat + top)) + 10_000) // 20_000, 9000)
    wide = (radius + 1) ** 2 - away * away
    root = np.sqrt(np.maximum(wide, 0).astype(np.float64)).astype(np.int64) + 2
    spread = np.where(COSINE_ARRAY[tilt] == 0, 360_000_000, (root << 20) // np.maximum(COSINE_ARRAY[tilt], 1) + 1)
    left = np.maximum((lng - spread - west) // cell, 0)
    right = np.minimum((lng + spread - west) // cell, nx - 1)
    good = (right >= left) & (wide >= 0)
    begin, end = index.until[(y * nx + left)[good]], index.until[(y * nx + right + 1)[good]]
    stretches = list(zip(begin.tolist(), end.tolist(), strict=True))
    return [*stretches, (int(index.until[-1]), size)]  # and what is not on the map, or was added since


class Reach:
    """Some packed rows with the columns of `Postings`, each unpacked when it is asked for."""

    def __init__(self, index: PostingIndex, positions: NDArray[np.intp]) -> None:
        self.index = index
        self.positions = positions

    def __getattr__(self, column: str) -> Any:
        hot = {"lat_udeg": ix.LAT, "lng_udeg": ix.LNG, "pay_fen": ix.PAY, "places_left": ix.PLACES}
        cold = {"row": ix.ROW, "days_since_confirmed": ix.DAYS, "exposure_bp": ix.EXPOSURE}
        index = self.index
        if column in hot:
            values: Any = index.hot[hot[column], self.positions]
        elif column in cold:
            values = index.cold[self.positions, cold[column]]
        elif column == "occupation":
            values = index.codes[index.cold[self.positions, ix.OCCUPATION]]
        elif column == "key":
            values = ix._int64(index.cold[self.positions], ix.KEY_LO)
        elif column == "skills" and index.head[ix.H_SKILL_WORDS] == 1:
            values = ix._int64(index.cold[self.positions], ix.SKILL_LO).view(np.uint64)[:, None]
        else:
            values = self._whole[column]
        self.__dict__[column] = values
        return values

    @cached_property
    def _whole(self) -> dict[str, Any]:
        return self.index.columns(self.positions)
