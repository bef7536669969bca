"""One pass says what asking again with each change would find."""

import doctest
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.fairness import looks
from bench.market import make
from tests.engine import markets
from yizhan.engine import (
    PERSON_CHOOSES,
    BadColumn,
    BadKnob,
    Mobility,
    People,
    Postings,
    explain,
    exposure_shares,
    gini_bp,
    machine,
    rank_postings,
    times_shown,
)
from yizhan.engine.advise import Advice, Advices, Change, advise, advise_posting
from yizhan.engine.door import NO_DISTANCE_LIMIT, Part


def with_cell(table: Any, row: int, **cells: Any) -> Any:
    """The table with these cells of one row changed."""
    columns = {field.name: getattr(table, field.name).copy() for field in fields(table)}
    for name, value in cells.items():
        columns[name][row] = value
    return type(table)(**columns)


def asked_again(people: People, postings: Postings, near: Mobility | None) -> set[tuple[int, int]]:
    """The pairs that are offered and near a wish."""
    return {
        (i, j)
        for i in range(len(people))
        for j in range(len(postings))
        for pair in [explain(people, i, postings, j, mobility=near)]
        if pair.offered and next(p.share_bp for p in pair.parts if p.part is Part.OCCUPATION) >= 4000
    }


def flip_bit(words: np.ndarray[Any, Any], bit: int) -> np.ndarray[Any, Any]:
    changed = words.copy()
    changed[bit // 64] ^= np.uint64(1 << bit % 64)
    return changed


def one_change(people: People, i: int, advice: Advice) -> dict[str, Any]:
    """The cell of a person that an advice changes."""
    match advice.change:
        case Change.CERTIFICATE:
            return {"certificates": flip_bit(people.certificates[i], advice.amount)}
        case Change.DISTANCE:
            return {"max_distance_m": min(int(people.max_distance_m[i]) + advice.amount, NO_DISTANCE_LIMIT)}
        case Change.PAY:
            return {"min_pay_fen": max(int(people.min_pay_fen[i]) - advice.amount, 0)}
        case _:
            assert advice.change is Change.WEEKLY
            return {"weekly": int(people.weekly[i]) | 1 << advice.amount}


@given(markets.people(most=2), markets.postings(most=12), markets.mobilities)
@settings(max_examples=120, deadline=None)
def test_a_person_is_told_what_asking_again_would_find(
    people: People, postings: Postings, near: Mobility | None
) -> None:
    for i in range(len(people)):
        told = advise(people, i, postings, mobility=near)
        now = {pair for pair in asked_again(people, postings, near) if pair[0] == i}
        assert told.rows == len(now)
        for advice in told.changes:
            changed = one_change(people, i, advice)
            after = {pair for pair in asked_again(with_cell(people, i, **changed), postings, near) if pair[0] == i}
            opened = {j for _, j in after - now}
            assert now <= after
            assert (advice.rows, advice.places) == (len(opened), sum(int(postings.places_left[j]) for j in opened))
        assert is_ordered(told)


@given(markets.people(most=10), markets.postings(most=2), markets.mobilities)
@settings(max_examples=120, deadline=None)
def test_an_employer_is_told_what_asking_again_would_find(
    people: People, postings: Postings, near: Mobility | None
) -> None:
    lodged = np.arange(len(people)) % 2 == 0
    for j in range(len(postings)):
        told = advise_posting(postings, j, people, would_lodge=lodged, mobility=near)
        now = {i for i, other in asked_again(people, postings, near) if other == j}
        assert told.rows == len(now)
        for advice in told.changes:
            who, what = people, postings
            if advice.change is Change.PAY:
                what = with_cell(postings, j, pay_fen=min(int(postings.pay_fen[j]) + advice.amount, 2**31 - 1))
            elif advice.change is Change.CERTIFICATE:
                what = with_cell(postings, j, certificates=flip_bit(postings.certificates[j], advice.amount))
            elif advice.change is Change.WEEKLY:
                what = with_cell(postings, j, weekly=int(postings.weekly[j]) & ~(1 << advice.amount))
            elif advice.change is Change.AGE_LIMIT:
                what = with_cell(postings, j, age_ground_accepted=False)
            else:
                limit = np.where(lodged, NO_DISTANCE_LIMIT, people.max_distance_m).astype(np.int32)
                who = replace(people, max_distance_m=limit)
            after = {i for i, other in asked_again(who, what, near) if other == j}
            opened = after - now
            assert (advice.rows, advice.places) == (len(opened), sum(int(people.party_size[i]) for i in opened))
        assert is_ordered(told)


def is_ordered(told: Advices) -> bool:
    order = list(Change)
    keys = [(-a.places, -a.rows, order.index(a.change), a.amount) for a in told.changes]
    return keys == sorted(keys) and all(a.rows for a in told.changes)


@pytest.mark.parametrize("page", ["advice", "fairness"])
def test_the_pages_recompute_their_own_worked_examples(page: str) -> None:
    path = Path(__file__).parents[2] / "docs" / "engine" / f"{page}.md"
    result = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert result.attempted >= 3
    assert result.failed == 0


@given(st.lists(st.integers(0, 50), max_size=8))
def test_gini_is_the_mean_difference_over_twice_the_mean(values: list[int]) -> None:
    n, total = len(values), sum(values)
    expected = 10_000 * sum(abs(a - b) for a in values for b in values) // (2 * n * total) if total else 0
    assert gini_bp(values or np.zeros(0, np.int64)) == expected


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=8))
def test_what_is_seen_least_is_lifted_in_full_and_what_is_seen_most_not_at_all(
    rows: list[tuple[int, int]],
) -> None:
    shares = exposure_shares([r[0] for r in rows] or np.zeros(0, int), [r[1] for r in rows] or np.zeros(0, int))
    live = [seen for seen, places in rows if places]
    seen_more = [sum(other > seen for other in live) for seen, _ in rows]
    most = max((more for more, row in zip(seen_more, rows, strict=True) if row[1]), default=0)
    for (seen, places), more, share in zip(rows, seen_more, shares.tolist(), strict=True):
        assert share == (min(17_500 * more // max(most, 1), 10_000) if places else 0)
        if places and 7 * more >= 4 * most > 0:
            assert share == 10_000
        if places and seen == max(live):
            assert share == 0


def test_the_lift_lowers_the_inequality_of_looks_by_a_seventh_for_two_points_in_a_hundred() -> None:
    if machine.compiled("rank") is None:
        pytest.skip("ten days of rankings take the NumPy path half a minute")
    found = looks(*make(4000, 1200, counties=1, seed=1), 10, PERSON_CHOOSES)
    assert found["lower_percent"] >= 13
    assert 0 < found["points_given_up_percent"] <= 2
    assert found["unseen_after_percent"] < found["unseen_before_percent"]


def test_looks_are_counted_and_bad_numbers_refused() -> None:
    people = People.of(key=[1, 2], wanted=[[6290101]] * 2, birth_on=[19800101] * 2)
    postings = Postings.of(key=[1, 2], occupation=[6290101] * 2, start_on=[20260301] * 2, places_left=[1, 0])
    ranking = rank_postings(people, postings, 5)
    assert times_shown(ranking, 2).tolist() == [2, 0]
    with pytest.raises(BadColumn, match="index:"):
        times_shown(ranking, 0)
    with pytest.raises(BadColumn, match="shown:"):
        exposure_shares([1], [1, 2])
    with pytest.raises(BadColumn, match="places_left:"):
        exposure_shares([1], [-1])


def test_bad_questions_are_refused_by_name() -> None:
    people = People.of(key=[1], wanted=[[6290101]])
    postings = Postings.of(key=[1], occupation=[6290101], start_on=[20260301])
    with pytest.raises(BadKnob, match="more_m:"):
        advise(people, 0, postings, more_m=(0,))
    with pytest.raises(BadKnob, match="near_bp:"):
        advise(people, 0, postings, near_bp=10_001)
    with pytest.raises(BadColumn, match="person:"):
        advise(people, 1, postings)
    with pytest.raises(BadColumn, match="would_lodge:"):
        advise_posting(postings, 0, people, would_lodge=np.ones(2, np.bool_))
