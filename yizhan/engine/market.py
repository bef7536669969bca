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

Priced = Callable[[int, NDArray[np.int32], NDArray[np.int32]], Ranking]
"""(k, prices, least) -> the best k for everybody by points less price, only what keeps at least `least`."""


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

    def here(k: int, prices: NDArray[np.int32], least: NDArray[np.int32]) -> Ranking:
        return rank_priced(people, index, k, prices, least=least, weights=weights, mobility=mobility, threads=threads)

    ask = ranked or here
    ranking = ask(first, np.zeros(len(places), np.int32), np.ones(len(people), np.int32))
    known = Candidates(ranking.start, ranking.index, ranking.points)
    most = int((size * _best(known.start, known.points)).sum())
    answer, bound, rounds = (
        Assignment(np.full(len(people), -1, np.int32), 0, 0, 0, np.zeros(len(places), np.int64)),
        -1,
        0,
    )
    while True:
        rounds += 1
        found = assign(_of_crews(known, size), places, gap_points=most * gap_bp // 40_000, size=size)
        if found.total_points >= answer.total_points:
            answer = found
        price = np.minimum(found.price, HIGHEST_PRICE).astype(np.int32)
        price[places == 0] = 0
        # Whoever knows a posting that keeps so much asks only for what keeps more: most is then never looked at.
        kept = _best(known.start, known.points - price[known.posting])
        ranking = ask(more, price, (kept + 1).astype(np.int32))
        here_bound = int((size * np.maximum(kept, _best(ranking.start, ranking.points))).sum())
        here_bound += int((price * places).sum())
        bound = here_bound if bound < 0 else min(bound, here_bound)
        if (bound - answer.total_points) * 10_000 <= gap_bp * bound or rounds == most_rounds or not len(ranking.index):
            proven = Assignment(answer.posting_of, answer.total_points, bound, answer.placed, answer.price)
            return MarketAssignment(proven, rounds, len(known.posting))
        known = _with_more(known, ranking, price)


def _of_crews(known: Candidates, size: NDArray[np.int64]) -> Candidates:
    """The candidates with the points of all members."""
    if (size == 1).all():
        return known
    return Candidates(known.start, known.posting, known.points * np.repeat(size, np.diff(known.start)))


def _best(start: NDArray[np.int64], values: NDArray[np.integer]) -> NDArray[np.int64]:
    """int64[n]: the highest value of each row, 0 where there is none."""
    best = np.zeros(len(start) - 1, np.int64)
    some = np.diff(start) > 0
    if some.any():
        best[some] = np.maximum.reduceat(values.astype(np.int64), start[:-1][some])
    return np.maximum(best, 0)


def _with_more(known: Candidates, ranking: Ranking, price: NDArray[np.int32]) -> Candidates:
    """The candidates and those of the ranking, behind each person's own: none of them is known."""
    lengths, added = np.diff(known.start), np.diff(ranking.start)
    start = np.append(0, np.cumsum(lengths + added))
    # Where each goes: what is known moves by what was added before it, what is added by what is known up to its person.
    old = np.arange(len(known.posting)) + np.repeat(ranking.start[:-1], lengths)
    new = np.arange(len(ranking.index)) + np.repeat(known.start[1:], added)
    posting, points = np.empty(int(start[-1]), np.int32), np.empty(int(start[-1]), np.int32)
    posting[old], points[old] = known.posting, known.points
    posting[new], points[new] = ranking.index, ranking.points + price[ranking.index]
    return Candidates(start, posting, points)
