"""Both policies with crews: a crew goes whole or not at all, no shift holds more than it has places for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.market import make
from yizhan.engine import Mobility, People, Postings, failures
from yizhan.engine.partition import assign_in_parts, cut_market
from yizhan.matching.planning.whole import Choice, choose_stably

NOBODY_NEAR = Mobility.of([])


def a_market(people: int, postings: int, seed: int) -> tuple[People, Postings]:
    """One county in which every fifth row or so is a crew of up to five."""
    everybody, work = make(people, postings, 1, seed)
    rng = np.random.default_rng(seed)
    size = np.where(rng.random(people) < 0.2, rng.integers(2, 6, people), 1)
    return replace(everybody, party_size=size), work


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), people=st.integers(0, 40), postings=st.integers(0, 8))
def test_with_crews_the_choice_holds_every_limit_and_no_bound_is_passed(seed: int, people: int, postings: int) -> None:
    everybody, work = a_market(people, postings, seed)
    found = choose_stably(everybody, work, NOBODY_NEAR)

    taken = np.zeros(len(work), np.int64)
    for person, posting in enumerate(found.posting_of.tolist()):
        if posting >= 0:
            assert failures(everybody, person, work)[posting] == 0
            taken[posting] += everybody.party_size[person]
    assert (taken <= work.places_left).all()
    assert found.placed == taken.sum()
    most = assign_in_parts(everybody, work, cut=cut_market(everybody, work), gap_bp=0, mobility=NOBODY_NEAR)
    assert found.total_points <= most.bound_points
    mine = Choice(most.posting_of, most.points, everybody.party_size)
    assert (mine.total_points, mine.placed) == (most.total_points, most.placed)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_letting_crews_choose_costs_less_than_half_of_what_is_possible(seed: int) -> None:
    everybody, work = a_market(300, 60, seed)
    assert (everybody.party_size > 1).any()
    most = assign_in_parts(everybody, work, cut=cut_market(everybody, work), gap_bp=0, mobility=NOBODY_NEAR)
    assert 2 * choose_stably(everybody, work, NOBODY_NEAR).total_points > most.total_points
