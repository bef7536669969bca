"""The fast twin: one row against a whole table, in NumPy, with the same integers as the slow twin.

Every function takes two windows, one on People and one on Postings, of which one is a single row; the
columns then broadcast. The cheap constraints are put first, and distance and points are computed only
for what is left.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.engine._columns import UNKNOWN_UDEG, Flags
from yizhan.engine._tables import COSINE_ARRAY
from yizhan.engine.door import FULL_BP, Failure, Mobility, Part, People, Postings, Weights

Rows = slice | NDArray[np.intp]
Int64s = NDArray[np.int64]
EVERY_ROW = slice(None)


class Window:
    """Some rows of a table; a column is cut only when it is asked for."""

    def __init__(self, table: People | Postings, rows: Rows) -> None:
        self.table = table
        self.rows = rows

    def __getattr__(self, column: str) -> Any:
        return getattr(self.table, column)[self.rows]

    def only(self, rows: NDArray[np.intp]) -> "Window":
        """The same rows if there is just one, else those of them that are listed."""
        if isinstance(self.rows, slice) and self.rows != EVERY_ROW:
            return self
        return Window(self.table, rows)


def one_row(table: People | Postings, row: int) -> Window:
    """The side that is asked about."""
    return Window(table, slice(row, row + 1))


def cheap_failures(p: Window, q: Window) -> Iterator[tuple[Failure, Flags]]:
    """Each constraint that needs neither distance nor occupation, with the rows that fail it."""
    yield Failure.PLACES, q.places_left < p.party_size
    yield Failure.CERTIFICATE, _lacks(q.certificates, p.certificates)
    yield Failure.WEEKLY_TIMES, (q.weekly & ~p.weekly) != 0
    yield Failure.DATED_TIMES, _lacks(q.dated, p.dated)
    yield Failure.PAY, (q.pay_fen >= 0) & (q.pay_fen < p.min_pay_fen)
    born = p.birth_on
    lived = q.start_on - born  # yyyymmdd minus yyyymmdd: years are the ten-thousands
    unknown = born == 0
    yield Failure.AGE_UNKNOWN, unknown
    yield Failure.UNDER_AGE, ~unknown & (lived < 160_000)
    yield Failure.MINOR_HAZARD, ~unknown & (lived < 180_000) & q.minor_hazard
    too_young = (lived < q.age_min * 10_000) & (q.age_min > 0)
    too_old = (q.age_max > 0) & (lived >= (q.age_max + 1) * 10_000)
    yield Failure.AGE_LIMIT, ~unknown & q.age_ground_accepted & (too_young | too_old)
    yield Failure.ELIGIBILITY, (q.eligibility & ~p.eligibility) != 0


def offered(p: Window, q: Window, n: int, among: Flags | None, w: Weights, near: Mobility | None) -> NDArray[np.intp]:
    """Row numbers, ascending, of the long side that pass every constraint; n is its length."""
    bad = np.zeros(n, np.bool_) if among is None else ~among
    for _, failing in cheap_failures(p, q):
        bad |= failing
    left = np.flatnonzero(~bad)
    near_enough: Flags = distance_m(p.only(left), q.only(left)) <= p.only(left).max_distance_m
    left = left[near_enough]
    if w.least_closeness_bp:
        left = left[~_too_different(p.only(left), q.only(left), w, near)]
    return left


def failures(p: Window, q: Window, n: int, w: Weights, near: Mobility | None) -> NDArray[np.int32]:
    """int32[n] of Failure bits: every constraint of every row."""
    found = np.zeros(n, np.int32)
    for flag, failing in cheap_failures(p, q):
        found |= np.where(failing, np.int32(flag), np.int32(0))
    found |= np.where(distance_m(p, q) > p.max_distance_m, np.int32(Failure.DISTANCE), np.int32(0))
    if w.least_closeness_bp:
        found |= np.where(_too_different(p, q, w, near), np.int32(Failure.OCCUPATION), np.int32(0))
    return found


def points(p: Window, q: Window, w: Weights, near: Mobility | None) -> NDArray[np.int32]:
    """Basis points of each pair, constraints not asked."""
    total = _weighed(w, Part.OCCUPATION, closeness(p, q, w, near))
    if w.pay:
        gain = q.pay_fen.astype(np.int64) - p.min_pay_fen
        gain = np.where((q.pay_fen < 0) | (gain < 0), 0, gain)
        total = total + _weighed(w, Part.PAY, FULL_BP * gain // (gain + w.half_gain_fen))
    if w.distance:
        metres = distance_m(p, q)
        share = FULL_BP * w.half_distance_m // (w.half_distance_m + np.maximum(metres, 0))
        total = total + _weighed(w, Part.DISTANCE, np.where(metres < 0, 0, share))
    if w.skills:
        wanted, held = q.skills, p.skills
        asked = np.bitwise_count(wanted).sum(axis=1, dtype=np.int32)
        have = np.bitwise_count(wanted & held).sum(axis=1, dtype=np.int32)
        total = total + _weighed(w, Part.SKILLS, FULL_BP * have // np.maximum(asked, 1))
    if w.freshness:
        days = q.days_since_confirmed.astype(np.int64) + w.half_freshness_days
        total = total + _weighed(w, Part.FRESHNESS, FULL_BP * w.half_freshness_days // days)
    waited = np.minimum(p.waiting_days, w.full_waiting_days).astype(np.int64)
    total = total + _weighed(w, Part.WAITING, FULL_BP * waited // w.full_waiting_days)
    total = total + _weighed(w, Part.TIER, np.array(w.tier_bp, np.int32)[p.tier])
    if w.exposure:
        total = total + _weighed(w, Part.EXPOSURE, q.exposure_bp)
    result: NDArray[np.int32] = total.astype(np.int32)
    return result


def best(order: NDArray[np.int64], keys: NDArray[np.int64], k: int) -> NDArray[np.intp]:
    """Positions of the k smallest (order, key), sorted."""
    candidates = np.arange(len(order))
    if k < len(order):
        limit = np.partition(order, k - 1)[k - 1]
        candidates = np.flatnonzero(order <= limit)
    sequence = np.lexsort((keys[candidates], order[candidates]))[:k]
    return candidates[sequence]


def distance_m(p: Window, q: Window) -> Int64s:
    """Metres, -1 = unknown. The squares stay below 2^63; the root is mended to the exact whole one."""
    p_lat, q_lat = p.lat_udeg.astype(np.int64), q.lat_udeg.astype(np.int64)
    unknown = (p_lat == UNKNOWN_UDEG) | (q_lat == UNKNOWN_UDEG)
    north = np.where(unknown, 0, p_lat - q_lat)
    east = np.where(unknown, 0, np.abs(p.lng_udeg.astype(np.int64) - q.lng_udeg))
    east = np.minimum(east, 360_000_000 - east)
    hundredths = np.where(unknown, 0, (np.abs(p_lat + q_lat) + 10_000) // 20_000)
    east = (east * COSINE_ARRAY[hundredths]) >> 20
    squared = north * north + east * east
    root = np.sqrt(squared.astype(np.float64)).astype(np.int64)
    root -= root * root > squared
    root += (root + 1) * (root + 1) <= squared
    return np.where(unknown, -1, root * 111_195 // 1_000_000)


def closeness(p: Window, q: Window, w: Weights, near: Mobility | None) -> NDArray[np.int32]:
    """Basis points of the closest wish of each pair, by the tree or by the mobility table."""
    work: NDArray[np.int32] = q.occupation
    wishes: NDArray[np.int32] = p.wanted
    result = np.zeros(np.broadcast_shapes(work.shape, wishes[:, 0].shape), np.int32)
    same, small, middle, large = (np.int32(bp) for bp in w.taxonomy_bp)
    work_small, work_middle, work_large = work // 100, work // 10_000, work // 1_000_000
    for column in range(wishes.shape[1]):
        wish = wishes[:, column]
        if not wish.any():
            continue
        by_tree = np.where(wish // 1_000_000 == work_large, large, np.int32(0))
        by_tree = np.where(wish // 10_000 == work_middle, middle, by_tree)
        by_tree = np.where(wish // 100 == work_small, small, by_tree)
        by_tree = np.where(wish == work, same, by_tree)
        if near is not None:
            by_tree = np.maximum(by_tree, _by_mobility(wish, work, near))
        np.maximum(result, np.where((wish == 0) | (work == 0), np.int32(0), by_tree), out=result)
    return result


def _by_mobility(wish: NDArray[np.int32], work: NDArray[np.int32], near: Mobility) -> NDArray[np.int32]:
    """The table's closeness, looked up in the few rows that speak of the side that is one row."""
    if len(wish) == 1:
        low, high = np.searchsorted(near.wanted, [wish[0], wish[0] + 1])
        codes, values, asked = near.offered[low:high], near.closeness_bp[low:high], work
    else:
        about = near.offered == work[0]
        codes, values, asked = near.wanted[about], near.closeness_bp[about], wish
    if not len(codes):
        return np.zeros(1, np.int32)
    place = np.minimum(np.searchsorted(codes, asked), len(codes) - 1)
    return np.where(codes[place] == asked, values[place], np.int32(0))


def _too_different(p: Window, q: Window, w: Weights, near: Mobility | None) -> Flags:
    known = p.wanted.any(axis=1) & (q.occupation > 0)
    result: Flags = known & (closeness(p, q, w, near) < w.least_closeness_bp)
    return result


def _lacks(needed: NDArray[np.uint64], held: NDArray[np.uint64]) -> Flags:
    """Whether a row needs a bit that is not held, word by word: a word is a contiguous column."""
    lacking = np.zeros(np.broadcast_shapes(needed[:, 0].shape, held[:, 0].shape), np.bool_)
    for word in range(needed.shape[1]):
        lacking |= (needed[:, word] & ~held[:, word]) != 0
    return lacking


def _weighed(w: Weights, part: Part, share_bp: NDArray[Any]) -> NDArray[np.int32]:
    """weight · share / 10 000, rounded down; at most 10^8 before the division, so int32 holds it."""
    return np.int32(w.of_part(part)) * share_bp.astype(np.int32) // np.int32(FULL_BP)
