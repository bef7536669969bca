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
    """Who goes where under one policy; rows of the market.

    posting_of int32[n], -1 = none; points int32[n].
    """

    posting_of: Ints
    points: Ints

    @property
    def total_points(self) -> int:
        """The sum of points."""
        return int(self.points.sum(dtype=np.int64))

    @property
    def placed(self) -> int:
        """People with a place."""
        return int((self.posting_of >= 0).sum())


@dataclass(frozen=True, eq=False)
class WholePlan:
    """The answer for a market.

    :param most: the most points for all together. :param bound_points: what no plan can exceed.
    :param stable: what comes out where nobody and no posting would both rather have each other.
    :param crews: people who come with others: they are placed by hand. :param areas: how many areas were planned.
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
    """Plan for everybody of a market who comes alone, both ways.

    :param tell: called with the name of each step before it begins: cut, assign, stable.
    """
    most = plan_most(market, run=run, gap_bp=gap_bp, most_people=most_people, tell=tell)
    tell("stable")
    alone = _alone(market)
    choice = choose_stably(market.people.take(alone), market.postings, mobility())
    return WholePlan(most.choice, most.bound_points, _for_all(market, alone, choice), most.crews, most.areas)


def plan_most(
    market: Market,
    *,
    run: Run = here,
    gap_bp: int = 0,
    most_people: int = MOST_PEOPLE,
    tell: Callable[[str], None] = lambda _step: None,
) -> MostPoints:
    """The most points for everybody of a market who comes alone."""
    alone = _alone(market)
    people = market.people.take(alone)
    tell("cut")
    cut = cut_market(people, market.postings, most_people=most_people)
    tell("assign")
    found = assign_in_parts(people, market.postings, cut=cut, run=run, gap_bp=gap_bp, mobility=mobility())
    choice = _for_all(market, alone, Choice(found.posting_of, found.points))
    return MostPoints(choice, found.bound_points, len(market.people) - len(alone), found.areas)


def _alone(market: Market) -> NDArray[np.intp]:
    return np.flatnonzero(market.people.party_size == 1)


def _for_all(market: Market, alone: NDArray[np.intp], choice: Choice) -> Choice:
    """The choice in the rows of the whole market, without pairs that overlap a promise by less than a part of a day."""
    posting_of, points = np.full(len(market.people), -1, np.int32), np.zeros(len(market.people), np.int32)
    posting_of[alone], points[alone] = choice.posting_of, choice.points
    for person in np.flatnonzero(posting_of >= 0).tolist():
        if market.clashes(person, int(posting_of[person])):
            posting_of[person], points[person] = -1, 0
    return Choice(posting_of, points)


def choose_stably(people: People, postings: Postings, near: Mobility) -> Choice:
    """Deferred acceptance: people order by their points, postings by those of `POSTING_CHOOSES` (pay not looked at)."""
    n, m = len(people), len(postings)
    if not n or not m:
        return Choice(np.full(n, -1, np.int32), np.zeros(n, np.int32))
    ranking = rank_postings(people, postings, m if n * m <= EVERY_PAIR else BEST_FEW, mobility=near)
    person = np.repeat(np.arange(n, dtype=np.int64), np.diff(ranking.start))
    posting = ranking.index.astype(np.int64)
    priority = pair_points(people, postings, person, posting, weights=POSTING_CHOOSES, mobility=near)
    found = stable(Candidates(ranking.start, ranking.index, ranking.points, priority), postings.places_left)
    has = np.flatnonzero(found.posting_of >= 0)
    points = np.zeros(n, np.int32)
    points[has] = pair_points(people, postings, has, found.posting_of[has].astype(np.int64), mobility=near)
    return Choice(found.posting_of, points)
