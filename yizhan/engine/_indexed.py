"""Ranking over packed postings: by the compiled kernel where it is ready, else in NumPy on the rows within reach.

Both give the same answer; tests/engine/test_index.py holds them, and the slow twin, against each other.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
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
    rows: NDArray[np.int64],
    prices: Ints | None = None,
    least: Ints | None = None,
    threads: int = 1,
) -> Ranking:
    """The best k of the index for people[rows]; with prices, by points less price, and only what is left above 0.

    among and prices stand in the order of the rows that `Ranking.index` numbers, not of the packed rows; `least` is
    what each of the rows asked about wants at least.
    """
    kernel = machine.compiled("rank")
    if kernel is None:
        return _by_numpy(people, index, k, weights, mobility, among, rows, prices, least)
    return _compiled(kernel, people, index, k, weights, mobility, among, rows, prices, least, threads)


@lru_cache(maxsize=32)
def _knobs(weights: Weights, floor: int) -> NDArray[np.int64]:
    return q.knobs(weights, floor=floor)


def _packed(people: People, weights: Weights) -> NDArray[np.int64]:
    """The people as the kernel reads them, kept with the table: a table is frozen."""
    kept = getattr(people, "_packed", None)
    if kept is None or kept[0] is not weights:
        kept = (weights, q.packed_people(people, weights))
        object.__setattr__(people, "_packed", kept)
    packed: NDArray[np.int64] = kept[1]
    return packed


def _near(mobility: Mobility | None, index: PostingIndex) -> NDArray[np.int32]:
    """The mobility table by the index's numbers, kept with the index until it learns an occupation."""
    known = len(index.known_codes())
    kept = getattr(index, "_near", None)
    if kept is None or kept[0] is not mobility or kept[1] != known:
        kept = (mobility, known, q.mobility_columns(mobility, index))
        object.__setattr__(index, "_near", kept)
    columns: NDArray[np.int32] = kept[2]
    return columns


def _compiled(
    kernel: Any,
    people: People,
    index: PostingIndex,
    k: int,
    weights: Weights,
    mobility: Mobility | None,
    among: Flags | None,
    rows: NDArray[np.int64],
    prices: Ints | None,
    least: Ints | None,
    threads: int,
) -> Ranking:
    packed, near, knobs = _packed(people, weights), _near(mobility, index), _knobs(weights, 0 if prices is None else 1)
    width = min(k, max(len(index), 1))
    asked, count = packed[rows] if len(rows) != len(people) else packed, len(rows)
    positions, points = np.empty((count, width), np.int32), np.empty((count, width), np.int32)
    counts = np.empty(count, np.int32)
    priced = prices is not None and prices.any()
    price, cheapest = _packed_prices(index, prices) if priced else (NO_INTS, NO_INTS)  # type: ignore[arg-type]
    columns: tuple[Any, ...] = (
        index.head, index.hot, index.cold.reshape(-1), index.terms, index.starts, index.slot, index.until,
        index.most_pay, index.codes, index.group_of, len(index.known_codes()), near, knobs, price, cheapest,
        NO_FLAGS if among is None else among, NO_INTS if least is None else least, positions, points, counts,
    )  # fmt: skip
    if count <= CHUNK:
        kernel.rank(asked, np.arange(count), 0, count, *columns)
    else:
        # Neighbours after each other: the postings around them are then still close to the processor.
        order = np.lexsort((asked[:, q.LNG] // ix.CELL_UDEG, asked[:, q.LAT] // ix.CELL_UDEG))
        with ThreadPoolExecutor(threads) as pool:
            for done in [
                pool.submit(kernel.rank, asked, order, begin, min(begin + CHUNK, count), *columns)
                for begin in range(0, count, CHUNK)
            ]:
                done.result()
    start = np.zeros(count + 1, np.int64)
    np.cumsum(counts, out=start[1:])
    there = np.arange(width) < counts[:, None]
    return Ranking(start, index.cold[positions[there], ix.ROW], points[there])


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
