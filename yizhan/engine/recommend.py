"""The questions that may be asked of the engine about single people and single postings.

The rule, its units and its guarantees: docs/engine/recommendation.md (`recommendation-1`).
"""

import operator
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import _fast, _reference
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


def rank_postings(
    people: People,
    postings: Postings,
    k: int = 20,
    *,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
    among: NDArray[np.bool_] | None = None,
) -> Ranking:
    """The best k postings for each row of `people`, under every hard constraint.

    Exact. Order: points descending, then posting key ascending. O(n · (m + k log k)) for n people and
    m postings; O(m) memory. `among` (bool[m]) keeps every other posting out, whatever its points.

    :raises BadKnob: k < 1.
    :raises BadColumn: word counts that differ between the two sides, or `among` of the wrong length.
    """
    _check(people, postings)
    allowed = _allowed(among, len(postings))

    def answer(row: int) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
        p, q = _fast.one_row(people, row), _fast.Window(postings, _fast.EVERY_ROW)
        left = _fast.offered(p, q, len(postings), allowed, weights, mobility)
        return left, _fast.points(p, q.only(left), weights, mobility)

    return _ranked(len(people), answer, postings.key, k)


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
    postings: Postings,
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
    postings: Postings,
    *,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
) -> NDArray[np.int32]:
    """int32[m]: the `Failure` bits of one person against every posting, 0 = offered.

    :raises BadColumn: a row that is not there, or word counts that differ between the two sides.
    """
    _check(people, postings)
    p = _fast.one_row(people, _row("person", person, len(people)))
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
    if type(k) is not int or k < 1:
        raise BadKnob(f"k: {k!r} is not a whole number of at least 1.")
    start = np.zeros(rows + 1, np.int64)
    indexes, points = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for row in range(rows if len(keys) else 0):
        left, score = answer(row)
        chosen = _fast.best(-score.astype(np.int64), keys[left], k)
        indexes.append(left[chosen].astype(np.int32))
        points.append(score[chosen])
        start[row + 1] = start[row] + len(chosen)
    return Ranking(start, np.concatenate(indexes), np.concatenate(points))


def _check(people: People, postings: Postings) -> None:
    """Both sides spell their sets in as many words; an empty table has no width of its own."""
    if not len(people) or not len(postings):
        return
    for name in ("certificates", "skills"):
        one, other = getattr(people, name).shape[1], getattr(postings, name).shape[1]
        if one != other:
            raise BadColumn(f"{name}: people have {one} words in a row, postings {other}.")


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
