"""Ranking over packed postings in NumPy alone: what the compiled kernel answers, on the rows within reach.

Everything is asked of as few rows as can be, in as few calls as can be: of the few hundred rows around a person a call
of NumPy takes longer than its work. People are read as `_question.packed_people` packs them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import _question as q
from yizhan.engine import index as ix
from yizhan.engine._columns import UNKNOWN_UDEG, Flags, Ints
from yizhan.engine._tables import COSINE, COSINE_ARRAY
from yizhan.engine.door import FULL_BP, MOST_WISHES, Ranking, Weights
from yizhan.engine.index import PostingIndex

NO_INTS: Ints = np.zeros(0, np.int32)
WIDTHS: Ints = np.array([[1], [100], [10_000], [1_000_000]], np.int32)
"""How many codes an occupation, its 小类, 中类 and 大类 take up."""
TURN, HALF_TURN = 360_000_000, 180_000_000
NEAR = 1 << 25
"""Up to this root, in micro-degrees, float64 gives the whole root itself; a further one is at most too large by one."""
Int64s = NDArray[np.int64]
Person = list[int]


@dataclass(slots=True)
class Rows:
    """Some packed rows: hot int32[7, n], cold int32[n, 9], and how far they are from the person, -1 = unknown."""

    hot: Ints
    cold: Ints
    metres: Int64s

    def only(self, passing: Flags) -> "Rows":
        """Those that pass."""
        left = passing.nonzero()[0]
        return Rows(self.hot[:, left], self.cold[left], self.metres[left])


Score = Callable[["Question", Person, Rows], NDArray[Any]]
"""What orders the rows that are offered, highest first."""


class Question:
    """What is asked of everybody; `near` is the mobility table by the numbers of the index."""

    def __init__(self, index: PostingIndex, weights: Weights, near: Ints, among: Flags | None) -> None:
        self.index, self.weights, self.near, self.among = index, weights, near, among
        self.levels = _levels(index)
        self.closeness = np.array((0, *reversed(weights.taxonomy_bp)), np.int32)

    def best(self, people: Int64s, k: int, score: Score, floors: list[int]) -> Ranking:
        """The best k for each of the packed people, of the rows that score at least their floor."""
        start, found, scores = np.zeros(len(people) + 1, np.int64), [NO_INTS], [NO_INTS]
        for number, (person, floor) in enumerate(zip(people.tolist(), floors, strict=True)):
            start[number + 1] = start[number]
            rows = self._offered(person)
            if not len(rows.cold):
                continue
            points = score(self, person, rows)
            least = floor if len(points) <= k else max(floor, np.partition(points, -k)[-k])
            good = (points >= least).nonzero()[0]  # the best k, and what ties with the last of them
            cold, points = rows.cold[good], points[good].astype(np.int32)
            chosen = np.lexsort((ix._int64(cold, ix.KEY_LO), -points))[:k]
            found.append(cold[chosen, ix.ROW])
            scores.append(points[chosen])
            start[number + 1] += len(chosen)
        return Ranking(start, np.concatenate(found), np.concatenate(scores))

    def _offered(self, person: Person) -> Rows:
        """The rows that pass every constraint, the cheapest asked first."""
        index, born = self.index, person[q.BIRTH]
        rows = _may_pass(person, index, within_reach(person, index) if born else [])
        if self.among is not None:
            rows = rows.only(self.among[rows.cold[:, ix.ROW]])
        young = index.head.item(ix.H_FIRST_START) - born < 180_000
        asks = np.ones(len(rows.cold), np.bool_) if young else rows.hot[ix.WEEKLY] >= ix.HAS_TERMS
        if asks.any():
            passes = ~asks
            passes[asks] = _terms_allow(person, index.terms[rows.cold[asks, ix.TERMS]], index.words[0], young)
            rows = rows.only(passes)
        least, wished = self.weights.least_closeness_bp, any(person[q.WANTED : q.WANTED + MOST_WISHES])
        if least and wished:
            unknown = self.levels[0, rows.cold[:, ix.OCCUPATION]] < 0
            rows = rows.only(unknown | (self.closeness_of(person, rows) >= least))
        return rows

    def closeness_of(self, person: Person, rows: Rows) -> Ints:
        """Basis points of the closest wish, by the tree or by the mobility table."""
        occupation = rows.cold[:, ix.OCCUPATION]
        wishes = [wish for wish in person[q.WANTED : q.WANTED + MOST_WISHES] if wish]
        if not wishes:
            return np.zeros(len(occupation), np.int32)
        wished = np.array(wishes, np.int32) // WIDTHS
        # The levels of the tree lie within each other: so many are the same, so close they are.
        equal = self.levels[:, None, occupation] == wished[:, :, None]
        same: NDArray[np.uint8] = equal.view(np.uint8).sum(axis=0, dtype=np.uint8).max(axis=0)
        closeness: Ints = self.closeness[same]
        by_table = np.zeros(0, np.int32)
        for wish in wishes if self.near.size else ():
            first, last = self.near[0].searchsorted((wish, wish + 1)).tolist()
            if first < last:
                if not len(by_table):
                    by_table = np.zeros(self.levels.shape[1], np.int32)
                codes = self.near[1, first:last]
                by_table[codes] = np.maximum(by_table[codes], self.near[2, first:last])
        return np.maximum(closeness, by_table[occupation]) if len(by_table) else closeness


def _levels(index: PostingIndex) -> Ints:
    """int32[4, codes]: occupations, their 小类, 中类 and 大类; kept with the index until a row is added."""
    size, kept = len(index), index.__dict__.get("_levels")
    if kept is None or kept[0] != size:
        codes = index.known_codes()
        levels = codes // WIDTHS
        levels[:, codes == 0] = -1  # unknown work is near nothing
        object.__setattr__(index, "_levels", kept := (size, levels))
    result: Ints = kept[1]
    return result


def points(question: Question, person: Person, rows: Rows) -> Int64s:
    """Basis points of rows that are offered."""
    w, cold = question.weights, rows.cold
    total: Int64s = w.occupation * question.closeness_of(person, rows).astype(np.int64) // FULL_BP
    total += person[q.ALWAYS_POINTS]
    gain = np.maximum(rows.hot[ix.PAY].astype(np.int64) - person[q.MIN_PAY], 0)
    total += w.pay * (FULL_BP * gain // (gain + w.half_gain_fen)) // FULL_BP
    share = FULL_BP * w.half_distance_m // (np.maximum(rows.metres, 0) + w.half_distance_m)
    total += w.distance * (share * (rows.metres >= 0)) // FULL_BP
    asked, have = _skills(person, rows, question.index)
    total += w.skills * (FULL_BP * have // np.maximum(asked, 1)) // FULL_BP
    half = w.half_freshness_days
    total += w.freshness * (FULL_BP * half // (cold[:, ix.DAYS] + np.int64(half))) // FULL_BP
    if w.exposure:
        total += np.int64(w.exposure) * cold[:, ix.EXPOSURE] // FULL_BP
    return total


def _metres(person: Person, hot: Ints) -> Int64s:
    """The way, -1 = unknown; the squares stay below 2^63. Up to the radius the root is the exact whole one."""
    lat, there = person[q.LAT], hot[ix.LAT].astype(np.int64)
    if lat == UNKNOWN_UDEG:
        return np.full(len(there), -1, np.int64)
    north = there - lat
    east = np.abs(hot[ix.LNG].astype(np.int64) - person[q.LNG])
    east = np.minimum(east, TURN - east)
    tilt = (np.abs(there + lat) + 10_000) // 20_000
    east = (east * COSINE_ARRAY.take(tilt, mode="clip")) >> 20  # clipped where the place is unknown
    squared = north * north + east * east
    root = np.sqrt(squared).astype(np.int64)
    if person[q.RADIUS] > NEAR:
        root -= root * root > squared
        root += (root + 1) * (root + 1) <= squared
    metres: Int64s = root * 111_195 // 1_000_000
    metres[there == UNKNOWN_UDEG] = -1
    return metres


def _skills(person: Person, rows: Rows, index: PostingIndex) -> tuple[Int64s, Int64s]:
    """How many skills each row asks for, and how many of these the person has."""
    certificates, skills = index.words
    held = person[q.WORDS + certificates : q.WORDS + certificates + skills]
    wanted = ix._int64(rows.cold, ix.SKILL_LO).view(np.uint64)
    asked = np.bitwise_count(wanted).astype(np.int64)
    have = np.bitwise_count(wanted & np.uint64(held[0] & 2**64 - 1)).astype(np.int64)
    if skills > 1:
        more = ix.FIXED_TERMS + certificates - 1
        words = index.terms[rows.cold[:, ix.TERMS], more : more + skills - 1].view(np.uint64)
        others = np.array(held[1:], np.int64).view(np.uint64)
        asked += np.bitwise_count(words).sum(axis=1, dtype=np.int64)
        have += np.bitwise_count(words & others).sum(axis=1, dtype=np.int64)
    return asked, have


def _may_pass(person: Person, index: PostingIndex, stretches: list[tuple[int, int]]) -> Rows:
    """The rows of these stretches that pass what the hot columns say: certificates, hours, places, pay, the way."""
    if not stretches:
        return Rows(index.hot[:, :0], index.cold[:0], np.zeros(0, np.int64))
    parts = [index.hot[:, begin:end] for begin, end in stretches]
    hot = parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)
    lacking = hot[ix.CERT_LO] & _signed(~person[q.WORDS])
    lacking |= hot[ix.CERT_HI] & _signed(~person[q.WORDS] >> 32)
    lacking |= hot[ix.WEEKLY] & (~person[q.WEEKLY] & ix.WEEK_BITS)
    passes = lacking == 0
    passes &= hot[ix.PLACES] >= person[q.PARTY]
    passes &= hot[ix.PAY].view(np.uint32) >= person[q.MIN_PAY]  # unknown pay, -1, is the largest of all
    left = passes.nonzero()[0]
    hot = hot[:, left]
    metres = _metres(person, hot)
    near = (metres <= person[q.RADIUS] * 111_195 // 1_000_000).nonzero()[0]
    # Where they stand among all rows: as far behind the begin of their stretch as here behind the rows before it.
    lengths = [end - begin for begin, end in stretches]
    moved = [begin - before for (begin, _), before in zip(stretches, accumulate(lengths, initial=0), strict=False)]
    left = left[near]
    positions = left + (moved[0] if len(parts) == 1 else np.repeat(moved, lengths)[left])
    return Rows(hot[:, near], index.cold[positions], metres[near])


def _terms_allow(person: Person, terms: Int64s, certificates: int, young: bool) -> Flags:
    """What few rows ask for: ages, lawful conditions, dated times, further certificates."""
    lived, ages = terms[:, ix.START_ON] - person[q.BIRTH], terms[:, ix.AGES]
    least, most = ages & 255, ages >> 8 & 255
    passes: Flags = (lived < least * 10_000) | ((most > 0) & (lived >= (most + 1) * 10_000))
    passes &= (ages & ix.AGE_ACCEPTED) != 0
    np.logical_not(passes, out=passes)
    if young:
        passes &= lived >= 160_000
        passes &= (lived >= 180_000) | ((ages & ix.AGE_MINOR) == 0)
    held = [person[q.ELIGIBILITY], *person[q.DATED : q.DATED + 4], *person[q.WORDS + 1 : q.WORDS + certificates]]
    lacking = terms[:, ix.ELIGIBILITY : ix.FIXED_TERMS + certificates - 1] & ~np.array(held, np.int64)
    passes &= ~lacking.any(axis=1)
    return passes


def _signed(word: int) -> int:
    """The low 32 bits as an int32 holds them."""
    return ((word & 0xFFFFFFFF) ^ 0x80000000) - 0x80000000


def within_reach(person: Person, index: PostingIndex) -> list[tuple[int, int]]:
    """Stretches (begin, end) of the packed rows that the person may reach: none within reach is left out."""
    head, size = index.head.tolist(), len(index)
    ny, nx, cell = head[ix.H_NY], head[ix.H_NX], head[ix.H_CELL]
    south, west, east = head[ix.H_LAT], head[ix.H_LNG], head[ix.H_LNG_MOST]
    lat, lng, radius = person[q.LAT], person[q.LNG], person[q.RADIUS]
    round_the_back = max(abs(lng - west), abs(lng - east)) >= HALF_TURN
    if lat == UNKNOWN_UDEG or radius >= q.FARTHEST_UDEG or round_the_back or not head[ix.H_CELLS]:
        return [(0, size)]
    stretches = []
    limit = (radius + 1) ** 2
    for y in range(max((lat - radius - south) // cell, 0), min((lat + radius - south) // cell, ny - 1) + 1):
        bottom = south + y * cell
        top = bottom + cell
        wide = limit - max(bottom - lat, lat - top, 0) ** 2
        if wide < 0:
            continue
        # How far to the west or east a place of this row can lie; where a degree has no width, anywhere.
        cosine = COSINE[min((max(abs(lat + bottom), abs(lat + top)) + 10_000) // 20_000, 9000)]
        spread = (int(wide**0.5) + 2 << 20) // cosine + 1 if cosine else TURN
        left, right = max((lng - spread - west) // cell, 0), min((lng + spread - west) // cell, nx - 1)
        if left <= right:
            begin, end = index.until.item(y * nx + left), index.until.item(y * nx + right + 1)
            if begin < end:
                stretches.append((begin, end))
    off_the_map = index.until.item(-1)
    if off_the_map < size:  # and what is not on the map, or was added since
        stretches.append((off_the_map, size))
    return stretches
