"""A cut market answers rankings as a whole one does, and its assignment says what the cut can have cost."""

import doctest
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.market import make
from tests.engine import markets
from yizhan.engine import (
    BadKnob,
    Candidates,
    Mobility,
    People,
    PostingIndex,
    Postings,
    Weights,
    assign,
    assign_market,
    explain,
    rank_postings,
    rank_priced,
)
from yizhan.engine.partition import assign_in_parts, cut_market, pair_points, rank_in_parts


def backwards(function: Any, jobs: Sequence[Any], /) -> Iterator[tuple[int, Any]]:
    """Who does the last part first: the order in which parts come back is nobody's business."""
    for number in reversed(range(len(jobs))):
        yield number, function(jobs[number])


@settings(max_examples=60, deadline=None)
@given(
    people=markets.people(most=9),
    postings=markets.postings(most=9),
    weights=markets.weights,
    near=markets.mobilities,
    k=st.integers(1, 9),
    most=st.integers(1, 4),
)
def test_rankings_of_a_cut_market_are_those_of_the_whole(
    people: People, postings: Postings, weights: Weights, near: Mobility | None, k: int, most: int
) -> None:
    cut = cut_market(people, postings, most_people=most)

    parts = rank_in_parts(people, postings, k, cut=cut, run=backwards, weights=weights, mobility=near)

    whole = rank_postings(people, PostingIndex.of(postings), k, weights=weights, mobility=near)
    for column in ("start", "index", "points"):
        np.testing.assert_array_equal(getattr(parts, column), getattr(whole, column))
    for side in ("people", "postings"):
        table = people if side == "people" else postings
        homes = np.concatenate([getattr(home, side) for home in cut.homes])
        assert sorted(homes.tolist()) == list(range(len(table)))


def test_a_cut_at_real_distances_ranks_like_the_whole_with_and_without_prices() -> None:
    people, postings = make(3000, 900, 9, 7)
    cut = cut_market(people, postings, most_people=400)
    assert len(cut.homes) > 8
    # The fringe is worth its name: no part looks at everything.
    assert max(len(reach.postings) for reach in cut.reaches) < len(postings)
    prices = np.random.default_rng(7).integers(0, 6000, len(postings)).astype(np.int32)
    index = PostingIndex.of(postings)

    for asked in (None, prices):
        parts = rank_in_parts(people, postings, 7, cut=cut, prices=asked)
        whole = rank_postings(people, index, 7) if asked is None else rank_priced(people, index, 7, asked)
        for column in ("start", "index", "points"):
            np.testing.assert_array_equal(getattr(parts, column), getattr(whole, column))


@pytest.mark.parametrize("most", [150, 10_000])
def test_the_bound_of_a_cut_market_holds_over_all_pairs(most: int) -> None:
    people, postings = make(600, 200, 4, 5)
    everything = rank_postings(people, PostingIndex.of(postings), len(postings))
    optimum = assign(
        Candidates(everything.start, everything.index, everything.points), postings.places_left
    ).total_points

    found = assign_in_parts(people, postings, cut=cut_market(people, postings, most_people=most), gap_bp=0)

    assert found.total_points <= optimum <= found.bound_points
    assert found.total_points <= found.inside_points <= found.bound_points
    placed = np.flatnonzero(found.posting_of >= 0)
    assert found.placed == len(placed)
    assert (np.bincount(found.posting_of[placed], minlength=len(postings)) <= postings.places_left).all()
    for i in placed.tolist():
        said = explain(people, i, postings, int(found.posting_of[i]))
        assert said.offered
        assert said.points == found.points[i]
    if most == 10_000:  # one area is no cut
        assert found.areas == 1
        assert found.total_points == optimum == found.bound_points


def test_the_answer_does_not_depend_on_who_is_done_first() -> None:
    people, postings = make(800, 250, 4, 6)
    cut = cut_market(people, postings, most_people=150)
    one, other = (
        assign_in_parts(people, postings, cut=cut, run=run)
        for run in (backwards, lambda f, jobs: map_in_order(f, jobs))
    )
    np.testing.assert_array_equal(one.posting_of, other.posting_of)
    assert (one.total_points, one.bound_points, one.price.tolist()) == (
        other.total_points,
        other.bound_points,
        other.price.tolist(),
    )
    # Without a cut it is what `assign_market` answers.
    whole = assign_in_parts(people, postings, cut=cut_market(people, postings))
    alone = assign_market(people, PostingIndex.of(postings)).assignment
    np.testing.assert_array_equal(whole.posting_of, alone.posting_of)


def map_in_order(function: Any, jobs: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    """One after the other."""
    return ((number, function(jobs[number])) for number in range(len(jobs)))


@settings(max_examples=50, deadline=None)
@given(people=markets.people(), postings=markets.postings(), weights=markets.weights, near=markets.mobilities)
def test_points_of_pairs_are_what_explain_adds_up(
    people: People, postings: Postings, weights: Weights, near: Mobility | None
) -> None:
    pairs = [(i, j) for i in range(len(people)) for j in range(len(postings))]
    person, posting = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    found = pair_points(people, postings, person, posting, weights=weights, mobility=near)
    said = [explain(people, i, postings, j, weights=weights, mobility=near).points for i, j in pairs]
    assert found.tolist() == said


def test_everybody_in_one_house_is_one_area_and_a_market_without_a_map_is_cut_by_number() -> None:
    house = People.of(key=range(5), wanted=[[0]] * 5, lat_deg=[36.0] * 5, lng_deg=[115.0] * 5)
    nowhere = People.of(key=[5, 4, 3, 2, 1], wanted=[[0]] * 5)
    work = Postings.of(key=[1], occupation=[0], start_on=[20260301])
    assert len(cut_market(house, work, most_people=2).homes) == 1
    assert [home.people.tolist() for home in cut_market(nowhere, work, most_people=2).homes] == [[1, 4], [0, 3], [2]]
    with pytest.raises(BadKnob, match=r"^most_people:"):
        cut_market(house, work, most_people=0)


def test_the_page_of_the_rule_is_right() -> None:
    page = Path(__file__).parents[2] / "docs" / "engine" / "partition.md"
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (result.failed, result.attempted > 3) == (0, True)
