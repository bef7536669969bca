"""Planning a whole market: the most points, and beside it what letting people choose for themselves would give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import POSTING_CHOOSES, Candidates, Mobility, People, Postings, rank_postings, stable
from yizhan.engine.partition import (
    MOST_PEOPLE,
    Run,
    assign_in_parts,
    cut_market,
    here,
    pair_points,
)
from yizhan.matching.columns import mobility
from yizhan.matching.planning.market import Market

#: Up to so many pairs every pair is looked at; beyond, everybody's best so many are (for `stable` alone).
EVERY_PAIR = 20_000_000
BEST_FEW = 200

Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Choice:
    """Who goes where under one policy; rows of the market. A crew goes as a whole.

    posting_of int32[n], -1 = none; points int32[n], of each member; size int32[n], members of a row.
    """

    posting_of: Ints
    points: Ints
    size: Ints

    @property
    def total_points(self) -> int:
        """The sum of points over people: a crew's count for each member."""
        return int((self.points.astype(np.int64) * self.size).sum())

    @property
    def placed(self) -> int:
        """People with a place, crews counted whole."""
        return int(self.size[self.posting_of >= 0].sum())


@dataclass(frozen=True, eq=False)
class WholePlan:
    """The answer for a market.

    :param most: the most points for all together. :param bound_points: what no plan can exceed.
    :param stable: what comes out where nobody and no posting would both rather have each other.
    :param crews: rows that come with others. Where there are any, the bound is that of the linear relaxation: it still
        holds, but the most points are not promised (docs/engine/assignment.md). :param areas: how many were planned.
    """

    most: Choice
    bound_points: int
    stable: Choice
    crews: int
    areas: int


@dataclass(frozen=True, eq=False)
class MostPoints:
    """The most points for all together; fields as in `WholePlan`."""

    choice: Choice
    bound_points: int
    crews: int
    areas: int


def plan_market(
    market: Market,
    *,
    run: Run = here,
    gap_bp: int = 10,
    most_people: int = MOST_PEOPLE,
    tell: Callable[[str], None] = lambda _step: None,
) -> WholePlan:
    """Plan for everybody of a market, both ways.

    :param tell: called with the name of each step before it begins: cut, assign, stable.
    """
    most = plan_most(market, run=run, gap_bp=gap_bp, most_people=most_people, tell=tell)
    tell("stable")
    choice = choose_stably(market.people, market.postings, mobility())
    return WholePlan(most.choice, most.bound_points, _kept(market, choice), most.crews, most.areas)


def plan_most(
    market: Market,
    *,
    run: Run = here,
    gap_bp: int = 0,
    most_people: int = MOST_PEOPLE,
    tell: Callable[[str], None] = lambda _step: None,
) -> MostPoints:
    """The most points for everybody of a market."""
    people = market.people
    tell("cut")
    cut = cut_market(people, market.postings, most_people=most_people)
    tell("assign")
    found = assign_in_parts(people, market.postings, cut=cut, run=run, gap_bp=gap_bp, mobility=mobility())
    choice = _kept(market, Choice(found.posting_of, found.points, people.party_size))
    return MostPoints(choice, found.bound_points, int((people.party_size > 1).sum()), found.areas)


def _kept(market: Market, choice: Choice) -> Choice:
    """The choice without pairs that overlap a promise by less than a part of a day."""
    posting_of, points = choice.posting_of.copy(), choice.points.copy()
    for person in np.flatnonzero(posting_of >= 0).tolist():
        if market.clashes(person, int(posting_of[person])):
            posting_of[person], points[person] = -1, 0
    return Choice(posting_of, points, choice.size)


def choose_stably(people: People, postings: Postings, near: Mobility) -> Choice:
    """Deferred acceptance: people order by their points, postings by those of `POSTING_CHOOSES` (pay not looked at).

    Crews choose before, the largest first: later nobody could make room for several places at once. So nobody who comes
    alone would rather change with somebody else who does; of crews nothing is promised.
    """
    n, size = len(people), people.party_size
    posting_of, points = np.full(n, -1, np.int32), np.zeros(n, np.int32)
    if not n or not len(postings):
        return Choice(posting_of, points, size)
    left = postings.places_left.astype(np.int32).copy()
    crews, alone = np.flatnonzero(size > 1), np.flatnonzero(size == 1)
    _crews_choose(people, postings, near, crews[np.argsort(-size[crews], kind="stable")], left, posting_of)
    if len(alone):
        posting_of[alone] = _stable_alone(people.take(alone), postings, near, left)
    has = np.flatnonzero(posting_of >= 0)
    points[has] = pair_points(people, postings, has, posting_of[has].astype(np.int64), mobility=near)
    return Choice(posting_of, points, size)


def _crews_choose(
    people: People, postings: Postings, near: Mobility, crews: NDArray[np.intp], left: Ints, posting_of: Ints
) -> None:
    """Let one crew after the other take the posting that it likes best of those with room for all of it."""
    if not len(crews):
        return
    ranking = rank_postings(people.take(crews), postings, len(postings), mobility=near)
    for number, crew in enumerate(crews.tolist()):
        liked, size = ranking.row(number)[0], int(people.party_size[crew])
        room = liked[left[liked] >= size]
        if len(room):
            posting_of[crew] = room[0]
            left[room[0]] -= size


def _stable_alone(people: People, postings: Postings, near: Mobility, left: Ints) -> Ints:
    """posting_of int32[n] of people who come alone, for the places that are left."""
    n, m = len(people), len(postings)
    ranking = rank_postings(people, postings, m if n * m <= EVERY_PAIR else BEST_FEW, mobility=near)
    person = np.repeat(np.arange(n, dtype=np.int64), np.diff(ranking.start))
    posting = ranking.index.astype(np.int64)
    priority = pair_points(people, postings, person, posting, weights=POSTING_CHOOSES, mobility=near)
    found: Ints = stable(Candidates(ranking.start, ranking.index, ranking.points, priority), left).posting_of
    return found
