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

    Crews first choose as if each member came alone: whoever meets at one posting stays there together. Crews that came
    apart then take, the largest first, what they like best with room for all of them, whoever comes alone chooses once
    more among the places left, and crews with nobody placed take what room remains. So nobody who comes alone would
    rather change with somebody else who does; of crews nothing is promised.
    """
    n, size = len(people), people.party_size
    posting_of, points = np.full(n, -1, np.int32), np.zeros(n, np.int32)
    if not n or not len(postings):
        return Choice(posting_of, points, size)
    wishes = _wishes(people, postings, near)
    if (size > 1).any():
        _with_crews(wishes, postings.places_left.astype(np.int32), size, posting_of)
    else:
        posting_of = stable(wishes, postings.places_left).posting_of
    has = np.flatnonzero(posting_of >= 0)
    points[has] = pair_points(people, postings, has, posting_of[has].astype(np.int64), mobility=near)
    return Choice(posting_of, points, size)


def _wishes(people: People, postings: Postings, near: Mobility) -> Candidates:
    """What everybody is offered, with the orders of both sides."""
    n, m = len(people), len(postings)
    ranking = rank_postings(people, postings, m if n * m <= EVERY_PAIR else BEST_FEW, mobility=near)
    person = np.repeat(np.arange(n, dtype=np.int64), np.diff(ranking.start))
    posting = ranking.index.astype(np.int64)
    priority = pair_points(people, postings, person, posting, weights=POSTING_CHOOSES, mobility=near)
    return Candidates(ranking.start, ranking.index, ranking.points, priority)


def _with_crews(wishes: Candidates, left: Ints, size: Ints, posting_of: Ints) -> None:
    """Fill `posting_of` as `choose_stably` says; `left` are the places, and are used up."""
    crews, alone = np.flatnonzero(size > 1), np.flatnonzero(size == 1)
    crews = crews[np.argsort(-size[crews], kind="stable")]
    member_of = np.repeat(np.arange(len(size)), size)
    chosen = stable(_rows(wishes, member_of), left).posting_of
    first, apart, waiting = np.cumsum(size) - size, list[int](), list[int]()
    for crew in crews.tolist():
        theirs = chosen[first[crew] : first[crew] + size[crew]]
        if theirs[0] >= 0 and (theirs == theirs[0]).all():
            posting_of[crew] = theirs[0]
            left[theirs[0]] -= size[crew]
        else:
            (apart if (theirs >= 0).any() else waiting).append(crew)
    _take_room(apart, wishes, left, size, posting_of)
    posting_of[alone] = stable(_rows(wishes, alone), left).posting_of
    taken = posting_of[alone][posting_of[alone] >= 0]
    left -= np.bincount(taken, minlength=len(left)).astype(np.int32)
    _take_room([crew for crew in (*apart, *waiting) if posting_of[crew] < 0], wishes, left, size, posting_of)


def _rows(wishes: Candidates, rows: NDArray[np.intp]) -> Candidates:
    """The wishes of these rows, in this order; a row may stand several times."""
    lengths = np.diff(wishes.start)[rows]
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    at = np.repeat(wishes.start[rows] - start[:-1], lengths) + np.arange(start[-1])
    assert wishes.priority is not None  # noqa: S101 - `_wishes` gives both orders
    return Candidates(start, wishes.posting[at], wishes.points[at], wishes.priority[at])


def _take_room(crews: list[int], wishes: Candidates, left: Ints, size: Ints, posting_of: Ints) -> None:
    """Let one crew after the other take the posting that it likes best of those with room for all of it."""
    for crew in crews:
        liked = wishes.posting[wishes.start[crew] : wishes.start[crew + 1]]
        room = liked[left[liked] >= size[crew]]
        if len(room):
            posting_of[crew] = room[0]
            left[room[0]] -= size[crew]
