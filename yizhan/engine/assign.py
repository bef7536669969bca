"""Who goes where, for many at once: the most points in total, or a choice that nobody has a reason to undo.

The rules, their guarantees and their ties: docs/engine/assignment.md (`assignment-1`) and docs/engine/stability.md
(`stability-1`). Compiled and not, the answers are the same; people are rows, postings are numbers 0 … m - 1.
"""

from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from yizhan.engine import _columns, _plain_assign, machine
from yizhan.engine._columns import INT32_MAX, BadColumn, BadKnob, Ints

ASSIGNMENT_RULE = "assignment-1"
STABILITY_RULE = "stability-1"

MOST_BIDS = 128
"""How often a person bids before the search takes over: what ends a price war among equals."""
EVEN = 2
"""Where every candidate is worth more than the best divided by this, as many as possible are placed before they bid."""

Long = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Which postings come into question for each person, and how good each is.

    start    int64[n + 1]  the candidates of person i stand in start[i] … start[i + 1]; from 0 to e, never falling
    posting  int32[e]      number of the posting, in one row each at most once
    points   int32[e]      0 … 2^31 - 1, higher is better for the person
    priority int32[e]      0 … 2^31 - 1, higher is better for the posting; None = points decide there too

    :raises BadColumn: unequal lengths, a value out of range, anything but whole numbers, a posting twice in one row.
    """

    start: Long
    posting: Ints
    points: Ints
    priority: Ints | None = None

    def __post_init__(self) -> None:
        start = _start(self.start)
        edges = int(start[-1])
        object.__setattr__(self, "start", start)
        for name in ("posting", "points", "priority"):
            column = getattr(self, name)
            if column is not None:
                object.__setattr__(self, name, _column(name, column, edges, "start ends at"))
        if edges:
            seen = np.full(int(self.posting.max()) + 1, -1, np.int64)
            row = int(_run("doubled", start, self.posting, seen))
            if row >= 0:
                raise BadColumn(f"posting: the same posting stands twice in row {row}.")

    def __len__(self) -> int:
        return len(self.start) - 1


@dataclass(frozen=True, eq=False)
class Assignment:
    """Who got what.

    posting_of   int32[n]  number of the posting, -1 = none
    total_points           what the answer adds up to
    bound_points           what no answer on these candidates can exceed; equal to the total = proven the most
    placed                 people with a place, all of a crew
    price        int64[m]  points at which each posting is as good as taken, the proof of the bound; empty for `stable`
    """

    posting_of: Ints
    total_points: int
    bound_points: int
    placed: int
    price: Long

    @property
    def gap_points(self) -> int:
        """What is at most still to be gained."""
        return self.bound_points - self.total_points


def assign(
    candidates: Candidates, capacity: ArrayLike, *, gap_points: int = 0, size: ArrayLike | None = None
) -> Assignment:
    """The assignment with the most points, each posting within its capacity, each person at most once.

    With `gap_points` = 0 it is proven: bound = total, and among the assignments of that total it places the
    most people. Otherwise bound - total ≤ gap_points, sooner where bidding alone gets there.

    `size` int32[n]: a row of size s is a crew that takes s places of one posting together, or none; its points are
    those of the whole crew. With a size above 1 the bound is that of the linear relaxation, in which a crew may be
    split, and neither a gap nor the most people are promised.

    :raises BadColumn: a negative capacity, a candidate beyond the last posting, a size below 1 or not one a row.
    :raises BadKnob: gap_points is no whole number of at least 0.
    """
    if type(gap_points) is not int or gap_points < 0:
        raise BadKnob(f"gap_points: {gap_points!r} is not a whole number of at least 0.")
    if size is not None:
        sizes = _sizes(size, len(candidates))
        if (sizes > 1).any():
            return _with_crews(candidates, capacity, sizes, gap_points)
    seat, n, m = _seats(candidates, capacity), len(candidates), np.size(np.asarray(capacity))
    at = np.full(n, -1, np.int32)
    # Nobody bids for a posting without seats: its price is above all points, and it adds nothing to the bound.
    price = np.where(np.diff(seat) > 0, 0, INT32_MAX).astype(np.int32)
    edges = (candidates.start, candidates.posting, candidates.points, seat)
    least = int(candidates.points.min(initial=INT32_MAX))
    if len(candidates.points) and least * EVEN > int(candidates.points.max()):
        _run("fill", candidates.start, candidates.posting, seat, at, np.zeros(m, np.int64))
        _run("match", candidates.start, candidates.posting, seat, least, price, at)
    _run("auction", *edges, MOST_BIDS, price, at)
    total, bound = _run("certify", *edges, price, at)
    if bound - total > gap_points or gap_points == 0:
        _search(edges, price, at)
        _, bound = _run("certify", *edges, price, at)
    else:
        _run("fill", candidates.start, candidates.posting, seat, at, np.zeros(m, np.int64))
    return _answer(candidates, at, int(bound), price.astype(np.int64))


def _with_crews(candidates: Candidates, capacity: ArrayLike, size: Ints, gap_points: int) -> Assignment:
    """Split every crew into singles, assign those, keep the crews that stayed together and place the others by price.

    A crew of s whose members are assigned one by one, each worth a share of its points, is the linear relaxation
    itself; its prices are what a place is worth. With the crews settled, the singles are assigned to what is left.
    """
    _seats(candidates, capacity)  # refuses what is wrong
    places = np.asarray(capacity).astype(np.int64)
    row = np.repeat(np.arange(len(candidates)), np.diff(candidates.start))
    fits = size[row] <= places[candidates.posting]
    row, posting, points = row[fits], candidates.posting[fits], candidates.points[fits].astype(np.int64)
    start = np.searchsorted(row, np.arange(len(candidates) + 1))
    # The linear relaxation: a crew's row as many times over as it has members, its points shared out, rounded up.
    whose = np.repeat(np.arange(len(candidates)), np.where(np.diff(start) > 0, size, 0))
    length = np.diff(start)[whose]
    edge = np.arange(int(length.sum())) + np.repeat(start[whose] - np.cumsum(length) + length, length)
    shared = -(-points // size[row])
    split = assign(Candidates(np.append(0, np.cumsum(length)), posting[edge], shared[edge]), places)
    net = points - size[row] * split.price[posting]
    best = np.zeros(len(candidates), np.int64)
    np.maximum.at(best, row, net)
    bound = int(best.sum()) + int(
        (split.price * np.minimum(places, np.bincount(posting[edge], minlength=len(places)) + 1)).sum()
    )
    posting_of = np.full(len(candidates), -1, np.int32)
    left = places.copy()
    first = np.searchsorted(whose, np.arange(len(candidates)))
    apart = []
    for i in np.flatnonzero((size > 1) & (np.diff(start) > 0)).tolist():
        together = split.posting_of[first[i] : first[i] + size[i]]
        if together[0] >= 0 and (together == together[0]).all():
            posting_of[i] = together[0]
            left[together[0]] -= size[i]
        else:
            apart.append(i)
    _seat_crews(apart, start, posting, net, size, left, posting_of)
    single = (size == 1)[row]
    alone = Candidates(
        np.append(0, np.cumsum(np.bincount(row[single], minlength=len(size)))), posting[single], points[single]
    )
    rest = assign(alone, left, gap_points=gap_points)
    posting_of[size == 1] = rest.posting_of[size == 1]
    left -= np.bincount(rest.posting_of[rest.posting_of >= 0], minlength=len(left))
    _seat_crews([i for i in apart if posting_of[i] < 0], start, posting, points, size, left, posting_of)
    total = int(points[posting == posting_of[row]].sum())
    return Assignment(posting_of, total, bound, int(size[posting_of >= 0].sum()), split.price)


def _seat_crews(
    crews: list[int], start: Long, posting: Ints, worth: Long, size: Ints, left: Long, posting_of: Ints
) -> None:
    """By row, each crew takes the posting with room for all of it that is worth most to it, if any is worth a point."""
    for i in crews:
        mine = slice(int(start[i]), int(start[i + 1]))
        value = np.where(left[posting[mine]] >= size[i], worth[mine], -1)
        if len(value) and value.max() >= 0:
            j = posting[mine][value.argmax()]
            posting_of[i] = j
            left[j] -= size[i]


def _sizes(size: ArrayLike, rows: int) -> Ints:
    array = _column("size", size, rows, "there are people:")
    if (array < 1).any():
        raise BadColumn(f"size: 0 in row {np.flatnonzero(array < 1)[0]} is not allowed; a crew has at least one.")
    return array


def stable(candidates: Candidates, capacity: ArrayLike) -> Assignment:
    """The assignment that no person and posting would both rather leave for each other; the best such for the people.

    People prefer more points, then the posting of the smaller number; postings higher priority, then the earlier row.
    `bound_points` adds up everybody's best candidate: stability is not about the total.

    :raises BadColumn: a negative capacity, or a candidate beyond the last posting.
    """
    seat, n = _seats(candidates, capacity), len(candidates)
    at = np.full(n, -1, np.int32)
    order = _by_wish(candidates)
    priority = candidates.points if candidates.priority is None else candidates.priority
    heap = np.zeros(int(seat[-1]), np.int64)
    _run("accept", candidates.start, candidates.posting, order, priority, seat, heap, at)
    some = np.diff(candidates.start) > 0
    bound = int(candidates.points[order[candidates.start[:-1][some]]].sum(dtype=np.int64))
    return _answer(candidates, at, bound, np.zeros(0, np.int64))


def _by_wish(candidates: Candidates) -> Long:
    """int64[e]: the edges of each row, more points first, of equals the smaller posting. A ranking's rows stand so."""
    rows = len(candidates)
    row = np.repeat(np.arange(rows), np.diff(candidates.start))
    wish = (INT32_MAX - candidates.points.astype(np.int64)) << 31 | candidates.posting
    order = np.arange(len(wish))
    mixed = np.zeros(rows, np.bool_)
    mixed[row[1:][(wish[1:] < wish[:-1]) & (row[1:] == row[:-1])]] = True
    some = np.flatnonzero(mixed[row])
    order[some] = some[np.lexsort((wish[some], row[some]))]
    return order


def _search(edges: tuple[Long, Ints, Ints, Long], price: Ints, at: Ints) -> None:
    """From nearly right prices to prices that prove the optimum."""
    start, posting, _, seat = edges
    n, m = len(at), len(price)
    taken, sits = np.zeros(m, np.int64), np.full(n, -1, np.int64)
    who = np.full(int(seat[-1]) + 1, -1, np.int64)
    distance, via, by = np.full(m, _plain_assign.FAR, np.int64), np.full(m, -1, np.int64), np.full(m, -1, np.int64)
    held = (taken, who, sits)
    _run("seat_people", *edges, price, at, *held)
    _run("place_people", *edges, price, at, *held, distance, via, by)
    if ((taken < np.diff(seat)) & (price > 0)).any():
        column, edge, person = (
            np.zeros(m + 1, np.int64),
            np.zeros(len(posting), np.int32),
            np.zeros(len(posting), np.int32),
        )
        _run("columns", start, posting, column, edge, person)
        _run("fill_places", *edges, price, at, *held, distance, via, by, column, edge, person)
    _run("place_more", *edges, price, at, *held, distance, via, by)


def _run(step: str, *columns: NDArray[np.integer] | int) -> Any:
    """One step of the rule, compiled or on lists; what it changes is written back."""
    kernel: ModuleType | None = machine.compiled("assign")
    if kernel is not None:
        return getattr(kernel, step)(*columns)
    plain = [column.tolist() if isinstance(column, np.ndarray) else column for column in columns]
    answer = getattr(_plain_assign, step)(*plain)
    for column, values in zip(columns, plain, strict=True):
        if isinstance(column, np.ndarray) and column.flags.writeable:
            column[:] = values
    return answer


def _answer(candidates: Candidates, at: Ints, bound: int, price: Long) -> Assignment:
    placed = at >= 0
    posting_of = np.full(len(at), -1, np.int32)
    posting_of[placed] = candidates.posting[at[placed]]
    total = int(candidates.points[at[placed]].sum(dtype=np.int64))
    return Assignment(posting_of, total, bound, int(placed.sum()), price)


def _start(values: ArrayLike) -> Long:
    array = _whole("start", values)
    if not len(array):
        raise BadColumn("start: it has one number more than there are people, so at least one.")
    start = array.astype(np.int64)
    if start[0] != 0 or (np.diff(start) < 0).any() or (array.dtype.kind == "u" and (array > INT32_MAX).any()):
        raise BadColumn("start: it begins at 0 and never falls.")
    if start[-1] > INT32_MAX:
        raise BadColumn(f"start: at most {INT32_MAX} candidates, not {start[-1]}.")
    return _sealed(start)


def _whole(name: str, values: ArrayLike) -> NDArray[np.integer]:
    array = _columns._array(name, values, "iu")
    if array.ndim != 1:
        raise BadColumn(f"{name}: one dimension is needed, not {array.ndim}.")
    return array


def _column(name: str, values: ArrayLike, rows: int, because: str) -> Ints:
    """int32[rows], 0 … 2^31 - 1."""
    array = _whole(name, values)
    if len(array) != rows:
        raise BadColumn(f"{name}: {len(array)} rows, but {because} {rows}.")
    if len(array) and (int(array.min()) < 0 or int(array.max()) > INT32_MAX):
        row = int(np.flatnonzero((array < 0) | (array > INT32_MAX))[0])
        raise BadColumn(f"{name}: {array[row]} in row {row} is not allowed; it must lie between 0 and {INT32_MAX}.")
    return _sealed(np.ascontiguousarray(array, np.int32))


def _sealed(array: NDArray[Any]) -> NDArray[Any]:
    view = array.view()
    view.flags.writeable = False
    return view


def _seats(candidates: Candidates, capacity: ArrayLike) -> Long:
    """int64[m + 1]: where each posting's seats begin; one more than come into question is as good as any number."""
    places = _column("capacity", capacity, len(np.atleast_1d(np.asarray(capacity))), "it has")
    posting = candidates.posting
    if len(posting) and int(posting.max()) >= len(places):
        raise BadColumn(f"posting: {posting.max()} is not allowed; capacity has {len(places)} postings.")
    wanted = np.bincount(posting, minlength=len(places))
    seat = np.zeros(len(places) + 1, np.int64)
    np.cumsum(np.minimum(places, wanted + 1), out=seat[1:])
    return _sealed(seat)
