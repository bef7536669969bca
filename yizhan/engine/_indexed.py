"""Ranking over packed postings: by the compiled kernel where it is ready, else in NumPy on the rows within reach.

Both give the same answer; tests/engine/test_index.py holds them, and the slow twin, against each other.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import _plain_rank as plain
from yizhan.engine import _question as q
from yizhan.engine import index as ix
from yizhan.engine import machine
from yizhan.engine._columns import Flags, Ints
from yizhan.engine.door import Mobility, People, Ranking, Weights
from yizhan.engine.index import PostingIndex

NO_INTS: Ints = np.zeros(0, np.int32)
NO_FLAGS: Flags = np.zeros(0, np.bool_)
FIRST: NDArray[np.int64] = np.zeros(1, np.int64)
NEAR = 10
"""Where the mobility table stands in what `_index_as_read` gives."""
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
        return _by_numpy(people, index, k, weights, mobility, among, rows, prices, least)
    return _compiled(kernel, people, index, k, weights, mobility, among, rows, prices, least, threads)


def _people_as_read(people: People, weights: Weights) -> tuple[NDArray[np.int64], NDArray[np.int64], Any]:
    """(people, knobs, knobs with prices) as the kernel reads them, kept with the table: a table is frozen."""
    kept = people.__dict__.get("_as_read")
    if kept is None or kept[0] is not weights:
        as_read = q.packed_people(people, weights), q.knobs(weights, floor=0), q.knobs(weights, floor=1)
        object.__setattr__(people, "_as_read", kept := (weights, as_read))
    return kept[1]


def _near(index: PostingIndex, mobility: Mobility | None) -> Ints:
    """The mobility table by the index's numbers."""
    near: Ints = _index_as_read(index, mobility)[NEAR]
    return near


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
    rows: NDArray[np.int64] | None,
    prices: Ints | None,
    least: Ints | None,
) -> Ranking:
    packed = _people_as_read(people, weights)[0]
    asked = packed if rows is None else packed[rows]
    floors = [0 if prices is None else 1] * len(asked) if least is None else least.tolist()
    question = plain.Question(index, weights, _near(index, mobility), among)
    return question.best(asked, k, plain.points if prices is None else partial(_less_price, prices), floors)


def _less_price(prices: Ints, question: plain.Question, person: plain.Person, rows: plain.Rows) -> NDArray[np.int64]:
    left: NDArray[np.int64] = plain.points(question, person, rows) - prices[rows.cold[:, ix.ROW]]
    return left


def _newer(_question: plain.Question, _person: plain.Person, rows: plain.Rows) -> Ints:
    return -rows.cold[:, ix.DAYS]


def newest(
    people: People, index: PostingIndex, k: int, weights: Weights, mobility: Mobility | None, among: Flags | None
) -> Ranking:
    """What is offered to everybody, confirmed last first; its points are 0."""
    packed = _people_as_read(people, weights)[0]
    question = plain.Question(index, weights, _near(index, mobility), among)
    ranking = question.best(packed, k, _newer, [-(2**31)] * len(packed))
    return Ranking(ranking.start, ranking.index, np.zeros_like(ranking.points))


class Reach:
    """Some packed rows with the columns of `Postings`, each unpacked when it is asked for."""

    def __init__(self, index: PostingIndex, positions: NDArray[np.intp]) -> None:
        self.index = index
        self.positions = positions

    def __getattr__(self, column: str) -> Any:
        index = self.index
        if column in ix.ALONE:
            values: Any = index.column(column, self.positions)
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
