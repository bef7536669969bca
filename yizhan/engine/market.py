"""The whole market at once: the most points over all pairs that are offered, not only over everybody's best few.

Pricing rounds: assign on the candidates known so far, ask the ranking for pairs that are worth more at today's prices
than anything a person knows, add them, assign again. The prices bound every assignment over all pairs, so it is known
when to stop. The rule in words: docs/engine/assignment.md, section "The whole market" (`assignment-1`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yizhan.engine._columns import BadKnob
from yizhan.engine.assign import Assignment, Candidates, assign
from yizhan.engine.door import PERSON_CHOOSES, Mobility, People, Ranking, Weights
from yizhan.engine.index import PostingIndex
from yizhan.engine.recommend import rank_priced

HIGHEST_PRICE = 1 << 30

Priced = Callable[[int, NDArray[np.int32]], Ranking]
"""(k, prices) -> the best k for everybody by points less price, only what keeps something."""


@dataclass(frozen=True, eq=False)
class MarketAssignment:
    """assignment: its bound holds over all pairs; rounds: how often it was priced; candidates: pairs in the end."""

    assignment: Assignment
    rounds: int
    candidates: int


def assign_market(
    people: People,
    index: PostingIndex,
    *,
    gap_bp: int = 10,
    first: int = 20,
    more: int = 8,
    most_rounds: int = 12,
    weights: Weights = PERSON_CHOOSES,
    mobility: Mobility | None = None,
    threads: int = 1,
    ranked: Priced | None = None,
) -> MarketAssignment:
    """The most points over every pair that is offered and worth a point, within `gap_bp` of the bound (10 = 0.1 %).

    `posting_of` numbers rows as `Ranking.index` does. Everybody starts with their best `first` and gains up to
    `more` pairs a round; after `most_rounds` it answers with what is reached, and the bound says how far that is.
    `ranked` answers the priced question elsewhere (in areas, in other processes) instead of here.

    :raises BadKnob: gap_bp < 0, or first, more, most_rounds < 1.
    A crew (`party_size` above 1) takes that many places together, and its points count for each member; the bound is
    then that of the linear relaxation and the gap is not promised.
    """
    for name, value, low in (
        ("gap_bp", gap_bp, 0),
        ("first", first, 1),
        ("more", more, 1),
        ("most_rounds", most_rounds, 1),
    ):
        if type(value) is not int or value < low:
            raise BadKnob(f"{name}: {value!r} is not a whole number of at least {low}.")
    size = people.party_size.astype(np.int64)
    places = index.places

    def here(k: int, prices: NDArray[np.int32]) -> Ranking:
        return rank_priced(people, index, k, prices, weights=weights, mobility=mobility, threads=threads)

    ask = ranked or here
    ranking = ask(first, np.zeros(len(places), np.int32))
    known = Candidates(ranking.start, ranking.index, ranking.points)
    answer, bound, rounds = (
        Assignment(np.full(len(people), -1, np.int32), 0, 0, 0, np.zeros(len(places), np.int64)),
        -1,
        0,
    )
    while True:
        rounds += 1
        most = int((size * _best(known.start, known.points)).sum())
        each = np.repeat(size, np.diff(known.start))
        crews = Candidates(known.start, known.posting, known.points * each)
        found = assign(crews, places, gap_points=most * gap_bp // 40_000, size=size)
        if found.total_points >= answer.total_points:
            answer = found
        price = np.minimum(found.price, HIGHEST_PRICE)
        price[places == 0] = 0
        ranking = ask(more, price.astype(np.int32))
        here_bound = int((size * _best(ranking.start, ranking.points)).sum()) + int((price * places).sum())
        bound = here_bound if bound < 0 else min(bound, here_bound)
        known, added = _with_more(known, ranking, price)
        if (bound - answer.total_points) * 10_000 <= gap_bp * bound or rounds == most_rounds or not added:
            proven = Assignment(answer.posting_of, answer.total_points, bound, answer.placed, answer.price)
            return MarketAssignment(proven, rounds, len(known.posting))


def _best(start: NDArray[np.int64], values: NDArray[np.integer]) -> NDArray[np.int64]:
    """int64[n]: the highest value of each row, 0 where there is none."""
    best = np.zeros(len(start) - 1, np.int64)
    some = np.diff(start) > 0
    if some.any():
        best[some] = np.maximum.reduceat(values.astype(np.int64), start[:-1][some])
    return np.maximum(best, 0)


def _with_more(known: Candidates, ranking: Ranking, price: NDArray[np.int64]) -> tuple[Candidates, int]:
    """The candidates and those of the ranking that are worth more than any of them: none of those is known."""
    row = np.repeat(np.arange(len(known)), np.diff(ranking.start))
    better = ranking.points > _best(known.start, known.points - price[known.posting])[row]
    row, posting = row[better], ranking.index[better]
    points = ranking.points[better] + price[posting]
    at = known.start[row + 1]
    start = known.start + np.searchsorted(row, np.arange(len(known) + 1))
    merged = Candidates(
        start, np.insert(known.posting, at, posting), np.insert(known.points, at, points.astype(np.int32))
    )
    return merged, len(row)
