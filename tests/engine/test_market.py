"""`assign_market` against `assign` on every pair that is offered."""

from dataclasses import fields

import numpy as np
import pytest

from bench import market
from yizhan.engine import BadKnob, Candidates, People, PostingIndex, assign, assign_market, rank_postings


@pytest.mark.parametrize(("seed", "gap_bp"), [(1, 0), (2, 10), (3, 100)])
def test_the_whole_market_is_within_its_gap_of_the_optimum_over_all_pairs(seed: int, gap_bp: int) -> None:
    people, postings = market.make(300, 90, 1, seed)
    index = PostingIndex.of(postings)
    everything = rank_postings(people, index, len(postings))
    places = postings.places_left
    optimum = assign(Candidates(everything.start, everything.index, everything.points), places)

    found = assign_market(people, index, gap_bp=gap_bp, first=3, more=2, most_rounds=200)

    answer = found.assignment
    assert answer.total_points <= optimum.total_points <= answer.bound_points
    assert answer.gap_points * 10_000 <= gap_bp * answer.bound_points
    assert found.candidates < len(everything.index)
    used = np.bincount(answer.posting_of[answer.posting_of >= 0], minlength=len(places))
    assert (used <= places).all()


def test_places_are_those_of_the_posting_wherever_it_is_packed() -> None:
    people, postings = market.make(600, 200, 4, 4)
    index = PostingIndex.of(postings)
    assert (index.key != postings.key).any()

    found = assign_market(people, index).assignment

    used = np.bincount(found.posting_of[found.posting_of >= 0], minlength=len(postings))
    assert (used <= postings.places_left).all()
    np.testing.assert_array_equal(index.places, postings.places_left)


def test_crews_go_together_within_a_bound_over_all_pairs() -> None:
    alone, postings = market.make(300, 90, 1, seed=4)
    columns = {field.name: getattr(alone, field.name) for field in fields(alone)}
    size = np.random.default_rng(4).choice([1, 1, 1, 2, 4], 300).astype(np.int32)
    people, index = People(**{**columns, "party_size": size}), PostingIndex.of(postings)

    answer = assign_market(people, index, first=3, more=2).assignment

    members = np.repeat(answer.posting_of, size)
    used = np.bincount(members[members >= 0], minlength=len(postings))
    assert (used <= postings.places_left).all()
    everything = rank_postings(people, index, len(postings))
    points = [dict(zip(*map(np.ndarray.tolist, everything.row(i)), strict=True)) for i in range(300)]
    total = sum(int(size[i]) * points[i][j] for i, j in enumerate(answer.posting_of.tolist()) if j >= 0)
    assert total == answer.total_points <= answer.bound_points
    assert answer.total_points > 0.97 * answer.bound_points
    assert (size[answer.posting_of >= 0] > 1).any()


def test_what_it_cannot_do_is_refused_by_name() -> None:
    people, postings = market.make(5, 3, 1, 1)
    index = PostingIndex.of(postings)
    with pytest.raises(BadKnob, match=r"^gap_bp:"):
        assign_market(people, index, gap_bp=-1)


def test_nobody_and_nothing_is_an_empty_answer() -> None:
    people, postings = market.make(5, 3, 1, 1)
    index = PostingIndex.of(postings)
    assert assign_market(people.take([]), index).assignment.total_points == 0
    assert assign_market(people, PostingIndex.of(postings.take([]))).assignment.posting_of.tolist() == [-1] * 5
