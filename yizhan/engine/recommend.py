"""The questions that may be asked of the engine about single people and single postings.

The rule, its units and its guarantees: docs/engine/recommendation.md (`recommendation-3`).
"""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import _fast, _indexed, _reference
from yizhan.engine._columns import BadColumn, BadKnob, Flags
from yizhan.engine.door import (
    PERSON_CHOOSES,
    POSTING_CHOOSES,
    Explanation,
    Mobility,
    People,
    Postings,
    Ranking,
    Weights,
)
from yizhan.engine.index import PostingIndex

WORTH_PACKING = 50_000
"""From so many pairs on, packing the postings first takes less time than it saves."""


def rank_postings(
    people: People,
    postings: Postings | PostingIndex,
    k: int = 20,
    *,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
    among: NDArray[np.bool_] | None = None,
    rows: NDArray[np.integer[Any]] | None = None,
    threads: int = 1,
) -> Ranking:
    """The best k postings for each row of `people`, under every hard constraint.

    Exact. Order: points descending, then posting key ascending. With a table, O(n · (m + k log k)) for n people and m
    postings; with a `PostingIndex` only the postings within reach are looked at (docs/engine/ranking.md). `among`
    (bool[m]) keeps every other posting out, whatever its points. `rows` asks about these people only, answer r being of
    rows[r]. The answer is the same for every number of threads.

    :raises BadKnob: k < 1 or threads < 1.
    :raises BadColumn: word counts that differ, a row that is not there, or `among` of the wrong length.
    """
    _check(people, postings)
    _knob_at_least_one("threads", threads)
    allowed = _allowed(among, len(postings))
    asked = None if rows is None else _rows("rows", rows, len(people))
    if isinstance(postings, Postings):
        count = len(people) if asked is None else len(asked)
        if count > 1 and count * len(postings) >= WORTH_PACKING:
            postings = PostingIndex.of(postings)
    if isinstance(postings, PostingIndex):
        _knob_at_least_one("k", k)
        return _indexed.rank(people, postings, k, weights, mobility, allowed, rows=asked, threads=threads)
    if asked is not None:
        people = people.take(asked)

    def answer(row: int) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        p, q = _fast.one_row(people, row), _fast.Window(postings, _fast.EVERY_ROW)
        left = _fast.offered(p, q, len(postings), allowed, weights, mobility)
        return left, _fast.points(p, q.only(left), weights, mobility)

    return _ranked(len(people), answer, postings.key, k)


def rank_priced(
    people: People,
    index: PostingIndex,
    k: int,
    prices: NDArray[np.int32],
    *,
    least: NDArray[np.int32] | None = None,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
    threads: int = 1,
) -> Ranking:
    """The best k postings by points less price, only those that keep something; `Ranking.points` is what they keep.

    The question of an auction: what would each person take at these prices? prices int32[len(index)], 0 … 2^30, in
    the order of the rows that `Ranking.index` numbers. `least` int32[len(people)], at least 1, is what each wants to
    keep at least (they know a posting that keeps nearly as much): the higher, the less is looked at. Order: what is
    left descending, then posting key ascending.

    :raises BadKnob: k < 1 or threads < 1.
    :raises BadColumn: prices or least of the wrong length, below 0 (least: below 1) or above 2^30.
    """
    _check(people, index)
    _knob_at_least_one("k", k)
    _knob_at_least_one("threads", threads)
    array = np.asarray(prices)
    if array.dtype.kind not in "iu" or array.shape != (len(index),):
        raise BadColumn(f"prices: {len(index)} whole numbers are needed, one for each row.")
    if array.size and not 0 <= int(array.min()) <= int(array.max()) <= 1 << 30:
        raise BadColumn("prices: every price lies between 0 and 2^30.")
    wanted = None if least is None else np.asarray(least)
    if wanted is not None and (wanted.dtype.kind not in "iu" or wanted.shape != (len(people),)):
        raise BadColumn(f"least: {len(people)} whole numbers are needed, one for each person.")
    if wanted is not None and wanted.size and not 1 <= int(wanted.min()) <= int(wanted.max()) <= 1 << 30:
        raise BadColumn("least: every number lies between 1 and 2^30.")
    return _indexed.rank(
        people, index, k, weights, mobility, None,
        rows=None, prices=array.astype(np.int32),
        least=None if wanted is None else wanted.astype(np.int32), threads=threads,
    )  # fmt: skip


def rank_people(
    postings: Postings,
    people: People,
    k: int = 20,
    *,
    weights: Weights = POSTING_CHOOSES,
    mobility: Mobility | None = None,
    among: NDArray[np.bool_] | None = None,
) -> Ranking:
    """The best k people for each row of `postings`, under every hard constraint.

    Exact. Order: points descending, then person key ascending. `among` is bool[n] over people.

    :raises BadKnob: k < 1.
    :raises BadColumn: word counts that differ between the two sides, or `among` of the wrong length.
    """
    _check(people, postings)
    allowed = _allowed(among, len(people))

    def answer(row: int) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        p, q = _fast.Window(people, _fast.EVERY_ROW), _fast.one_row(postings, row)
        left = _fast.offered(p, q, len(people), allowed, weights, mobility)
        return left, _fast.points(p.only(left), q, weights, mobility)

    return _ranked(len(postings), answer, people.key, k)


def newest_first(
    people: People,
    postings: Postings | PostingIndex,
    k: int = 20,
    *,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
    among: NDArray[np.bool_] | None = None,
) -> Ranking:
    """The option without personal points (个人信息保护法 第24条): what was confirmed last, if it passes.

    Order: days_since_confirmed ascending, then posting key ascending; points are 0. Of `weights` only
    `least_closeness_bp` is looked at.

    :raises BadKnob: k < 1.
    :raises BadColumn: word counts that differ between the two sides, or `among` of the wrong length.
    """
    _check(people, postings)
    allowed = _allowed(among, len(postings))
    if isinstance(postings, PostingIndex):
        _knob_at_least_one("k", k)
        return _indexed.newest(people, postings, k, weights, mobility, allowed)

    def answer(row: int) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        p, q = _fast.one_row(people, row), _fast.Window(postings, _fast.EVERY_ROW)
        left = _fast.offered(p, q, len(postings), allowed, weights, mobility)
        return left, -postings.days_since_confirmed[left]

    ranking = _ranked(len(people), answer, postings.key, k)
    return Ranking(ranking.start, ranking.index, np.zeros_like(ranking.points))


def explain(
    people: People,
    person: int,
    postings: Postings,
    posting: int,
    *,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
) -> Explanation:
    """Points part by part, or the constraints that failed: for any pair, offered or not ("why not?").

    A list of `rank_people` is explained with the weights it was ranked with.

    :raises BadColumn: a row that is not there, or word counts that differ between the two sides.
    """
    _check(people, postings)
    i = _row("person", person, len(people))
    j = _row("posting", posting, len(postings))
    return _reference.explain_pair(people, i, postings, j, weights, mobility)


def failures(
    people: People,
    person: int,
    postings: Postings | PostingIndex,
    *,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
    positions: NDArray[np.integer[Any]] | None = None,
) -> NDArray[np.int32]:
    """int32[m]: the `Failure` bits of one person against every posting, 0 = offered.

    Of an index, `positions` says which packed rows are asked about, and in which order.

    :raises BadColumn: a row that is not there, or word counts that differ between the two sides.
    """
    _check(people, postings)
    p = _fast.one_row(people, _row("person", person, len(people)))
    if isinstance(postings, PostingIndex):
        asked = np.arange(len(postings)) if positions is None else _rows("positions", positions, len(postings))
        if not len(asked):
            return np.zeros(0, np.int32)
        near_rows = _indexed.Reach(postings, asked.astype(np.intp))
        q = _fast.Window(near_rows, _fast.EVERY_ROW)  # type: ignore[arg-type]
        return _fast.failures(p, q, len(asked), weights, mobility)
    if not len(postings):
        return np.zeros(0, np.int32)
    return _fast.failures(p, _fast.Window(postings, _fast.EVERY_ROW), len(postings), weights, mobility)


def failures_of_people(
    postings: Postings,
    posting: int,
    people: People,
    *,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
) -> NDArray[np.int32]:
    """int32[n]: the `Failure` bits of every person against one posting, 0 = offered.

    :raises BadColumn: a row that is not there, or word counts that differ between the two sides.
    """
    _check(people, postings)
    q = _fast.one_row(postings, _row("posting", posting, len(postings)))
    if not len(people):
        return np.zeros(0, np.int32)
    return _fast.failures(_fast.Window(people, _fast.EVERY_ROW), q, len(people), weights, mobility)


def _ranked(
    rows: int,
    answer: Callable[[int], tuple[NDArray[np.intp], NDArray[np.int32]]],
    keys: NDArray[np.int64],
    k: int,
) -> Ranking:
    _knob_at_least_one("k", k)
    start = np.zeros(rows + 1, np.int64)
    indexes, points = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for row in range(rows if len(keys) else 0):
        left, score = answer(row)
        chosen = _fast.best(-score.astype(np.int64), keys[left], k)
        indexes.append(left[chosen].astype(np.int32))
        points.append(score[chosen])
        start[row + 1] = start[row] + len(chosen)
    return Ranking(start, np.concatenate(indexes), np.concatenate(points))


def _knob_at_least_one(name: str, value: object) -> None:
    if type(value) is not int or value < 1:
        raise BadKnob(f"{name}: {value!r} is not a whole number of at least 1.")


def _rows(name: str, rows: NDArray[np.integer[Any]], most: int) -> NDArray[np.int64]:
    array = np.asarray(rows)
    if array.ndim != 1 or array.dtype.kind not in "iu":
        raise BadColumn(f"{name}: whole numbers of rows are needed.")
    if array.size:
        low, high = (array.item(),) * 2 if array.size == 1 else (int(array.min()), int(array.max()))
        if not 0 <= low <= high < most:
            raise BadColumn(f"{name}: there are only {most} rows.")
    return array.astype(np.int64, copy=False)


def _check(people: People, postings: Postings | PostingIndex) -> None:
    """Both sides spell their sets in as many words; an empty table has no width of its own."""
    ours, theirs = _words(people), _words(postings)
    if ours == theirs or not len(people) or not len(postings):
        return
    for name, one, other in zip(("certificates", "skills"), ours, theirs, strict=True):
        if one != other:
            raise BadColumn(f"{name}: people have {one} words in a row, postings {other}.")


def _words(table: People | Postings | PostingIndex) -> tuple[int, int]:
    if isinstance(table, PostingIndex):
        return table.words
    return table.certificates.shape[1], table.skills.shape[1]


def _allowed(among: NDArray[np.bool_] | None, rows: int) -> Flags | None:
    if among is None:
        return None
    array = np.asarray(among)
    if array.dtype != np.bool_ or array.shape != (rows,):
        raise BadColumn(f"among: {rows} times true or false is needed, one for each row.")
    return array


def _row(name: str, row: int, rows: int) -> int:
    index = operator.index(row)
    if not 0 <= index < rows:
        raise BadColumn(f"{name}: there is no row {index}; the table has {rows}.")
    return index
