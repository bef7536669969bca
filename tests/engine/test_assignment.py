"""`assign` and `stable`: both sides agree, every answer keeps its promises, known optima are found."""

import doctest
import json
import os
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import market
from yizhan.engine import (
    BadColumn,
    BadKnob,
    Candidates,
    PostingIndex,
    _reference_assign,
    assign,
    machine,
    rank_postings,
    stable,
)

DOCS = Path(__file__).parents[2] / "docs" / "engine"
DATA = Path(os.environ.get("YIZHAN_SHARED") or Path(__file__).parents[3] / "shared") / "data" / "assignment"


@st.composite
def markets(draw: st.DrawFn, most_points: int = 2**31 - 1) -> tuple[Candidates, list[int]]:
    """A few people and postings; few different points, so that ties are the rule, or points that are nearly even."""
    people, postings = draw(st.integers(0, 7)), draw(st.integers(0, 4))
    levels = draw(st.sampled_from([st.sampled_from([0, 0, 1, 2, 7, 7, most_points]), st.integers(5, 9), st.just(3)]))
    rows = [
        draw(st.lists(st.integers(0, postings - 1), unique=True, max_size=4)) if postings else [] for _ in range(people)
    ]
    start = np.cumsum([0, *map(len, rows)])
    edges = int(start[-1])
    points = draw(st.lists(levels, min_size=edges, max_size=edges))
    priority = draw(st.none() | st.lists(levels, min_size=edges, max_size=edges))
    capacity = draw(st.lists(st.integers(0, 3), min_size=postings, max_size=postings))
    whole = [np.array(values, np.int32) for values in ([j for row in rows for j in row], points)]
    chosen = None if priority is None else np.array(priority, np.int32)
    return Candidates(start, whole[0], whole[1], chosen), capacity


def kept(candidates: Candidates, capacity: list[int], posting_of: np.ndarray, members: np.ndarray | None = None) -> int:
    """The total recomputed, after seeing that every pair is a candidate and no posting is overfull."""
    total = 0
    for i, (a, b) in enumerate(pairwise(candidates.start.tolist())):
        if posting_of[i] >= 0:
            total += int(candidates.points[a:b][candidates.posting[a:b] == posting_of[i]].item())
    members = posting_of if members is None else members
    used = np.bincount(members[members >= 0], minlength=len(capacity))
    assert (used <= np.array(capacity, np.int64)).all()
    return total


@settings(max_examples=300, deadline=None)
@given(markets())
def test_assign_finds_the_most_points_and_then_the_most_people(found: tuple[Candidates, list[int]]) -> None:
    candidates, capacity = found
    answer = assign(candidates, np.array(capacity, np.int32))
    assert kept(candidates, capacity, answer.posting_of) == answer.total_points == answer.bound_points
    assert (answer.total_points, answer.placed) == _reference_assign.most(candidates, capacity)


@settings(max_examples=150, deadline=None)
@given(markets(most_points=90), st.integers(0, 100))
def test_a_gap_is_kept_and_its_bound_is_no_less_than_the_optimum(found: tuple[Candidates, list[int]], gap: int) -> None:
    candidates, capacity = found
    answer = assign(candidates, np.array(capacity, np.int32), gap_points=gap)
    assert kept(candidates, capacity, answer.posting_of) == answer.total_points
    assert _reference_assign.most(candidates, capacity)[0] <= answer.bound_points <= answer.total_points + gap


@settings(max_examples=300, deadline=None)
@given(markets(most_points=90), st.data())
def test_crews_go_together_and_the_bound_holds(found: tuple[Candidates, list[int]], data: st.DataObject) -> None:
    candidates, capacity = found
    rows = len(candidates)
    size = data.draw(st.lists(st.integers(1, 3), min_size=rows, max_size=rows))
    answer = assign(candidates, np.array(capacity, np.int32), size=np.array(size, np.int32))
    members = np.repeat(answer.posting_of, size)
    assert kept(candidates, capacity, answer.posting_of, members) == answer.total_points
    assert answer.placed == (members >= 0).sum()
    best, _ = _reference_assign.most(candidates, capacity, size)
    assert answer.total_points <= best <= answer.bound_points
    if max(size, default=1) == 1:
        assert answer.total_points == best == answer.bound_points


@settings(max_examples=200, deadline=None)
@given(markets())
def test_a_stable_answer_has_no_blocking_pair(found: tuple[Candidates, list[int]]) -> None:
    candidates, capacity = found
    answer = stable(candidates, np.array(capacity, np.int32))
    assert kept(candidates, capacity, answer.posting_of) == answer.total_points <= answer.bound_points
    assert _reference_assign.blocking(candidates, capacity, answer.posting_of) == []


@pytest.mark.skipif(machine.compiled("assign") is None, reason="no numba here")
@pytest.mark.parametrize(
    ("least", "levels", "gap"),
    [(0, 10_000, 0), (0, 3, 0), (0, 1, 0), (0, 10_000, 5000), (5000, 1, 0), (5000, 9, 0), (5000, 900, 9000)],
)
def test_compiled_and_plain_give_the_same_answer(
    least: int, levels: int, gap: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(levels)
    people, postings, each = 900, 250, 9
    posting = np.concatenate([rng.choice(postings, each, replace=False) for _ in range(people)])
    points, priority = rng.integers(0, (levels, 5), (people * each, 2)).astype(np.int32).T
    candidates = Candidates(np.arange(people + 1) * each, posting, points + np.int32(least), priority)
    capacity = rng.integers(0, 5, postings)
    fast, choice = assign(candidates, capacity, gap_points=gap), stable(candidates, capacity)
    size = rng.choice([1, 1, 1, 2, 4], people)
    crews = assign(candidates, capacity, gap_points=gap, size=size)
    assert crews.total_points <= crews.bound_points
    if least + levels > 1000:
        assert crews.total_points > 0.95 * crews.bound_points
    monkeypatch.setenv("YIZHAN_ENGINE", "numpy")
    slow = assign(candidates, capacity, gap_points=gap)
    np.testing.assert_array_equal(fast.posting_of, slow.posting_of)
    np.testing.assert_array_equal(fast.price, slow.price)
    np.testing.assert_array_equal(choice.posting_of, stable(candidates, capacity).posting_of)
    np.testing.assert_array_equal(crews.posting_of, assign(candidates, capacity, gap_points=gap, size=size).posting_of)


@pytest.mark.parametrize(
    ("column", "start", "posting", "points", "priority"),
    [
        ("start", [], [], [], None),
        ("start", [1, 2], [0, 0], [1, 1], None),
        ("start", [0, 2, 1], [0], [1], None),
        ("start", [0.0, 1.0], [0], [1], None),
        ("posting", [0, 2], [0], [1, 1], None),
        ("posting", [0, 1], [-1], [1], None),
        ("posting", [0, 2], [0, 0], [1, 1], None),
        ("posting", [0, 1], [5], [1], None),
        ("points", [0, 1], [0], [1, 2], None),
        ("points", [0, 1], [0], [-1], None),
        ("points", [0, 1], [0], [float("nan")], None),
        ("points", [0, 1], [0], [2**31], None),
        ("priority", [0, 1], [0], [1], [-1]),
        ("priority", [0, 1], [0], [1], []),
    ],
)
def test_a_wrong_column_is_named(column: str, start: object, posting: object, points: object, priority: object) -> None:
    with pytest.raises(BadColumn, match=f"^{column}:"):
        assign(Candidates(start, posting, points, priority), [1, 1])  # type: ignore[arg-type]


@pytest.mark.parametrize("capacity", [[-1], [1.5], [[1]], [2**31]])
def test_a_wrong_capacity_is_named(capacity: Any) -> None:
    one = Candidates(np.array([0, 1]), np.array([0], np.int32), np.array([1], np.int32))
    for question in (assign, stable):
        with pytest.raises(BadColumn, match=r"^capacity:"):
            question(one, capacity)


@pytest.mark.parametrize("size", [[0], [1, 1], [1.5], [-1]])
def test_a_wrong_size_is_named(size: Any) -> None:
    one = Candidates(np.array([0, 1]), np.array([0], np.int32), np.array([1], np.int32))
    with pytest.raises(BadColumn, match=r"^size:"):
        assign(one, [1], size=size)


@pytest.mark.parametrize("gap", [-1, 0.5, True, None])
def test_a_wrong_gap_is_named(gap: object) -> None:
    with pytest.raises(BadKnob, match=r"^gap_points:"):
        assign(Candidates(np.array([0]), np.array([], int), np.array([], int)), [], gap_points=gap)  # type: ignore[arg-type]


def test_all_points_equal_are_proven_without_a_price_war() -> None:
    rng = np.random.default_rng(7)
    posting = np.concatenate([rng.choice(900, 9, replace=False) for _ in range(4000)])
    candidates = Candidates(np.arange(4001) * 9, posting, np.full(len(posting), 5000))
    capacity = rng.integers(0, 5, 900)
    answer = assign(candidates, capacity)
    assert answer.total_points == answer.bound_points == 5000 * answer.placed
    assert set(answer.price[capacity > 0].tolist()) <= {0, 5000}


def test_or_library_assign100_costs_305() -> None:
    path = DATA / "assign100.txt"
    if not path.exists():
        pytest.skip("the published instance is not on this machine")
    size, *costs = map(int, path.read_text().split())
    cost = np.array(costs).reshape(size, size)
    points = 1000 - cost
    answer = assign(
        Candidates(np.arange(size + 1) * size, np.tile(np.arange(size), size), points.ravel()), np.ones(size, int)
    )
    assert answer.placed == size
    assert size * 1000 - answer.total_points == size * 1000 - answer.bound_points == 305


def test_published_hospital_examples_are_solved_as_published() -> None:
    path = DATA / "hr_examples.json"
    if not path.exists():
        pytest.skip("the published instances are not on this machine")
    for example in json.loads(path.read_text())["examples"]:
        people, postings = list(example["residents"]), list(example["hospitals"])
        start, posting, points, priority = [0], [], [], []
        for person in people:
            wishes = example["residents"][person]
            for place, name in enumerate(wishes):
                posting.append(postings.index(name))
                points.append(len(wishes) - place)
                priority.append(len(people) - example["hospitals"][name].index(person))
            start.append(len(posting))
        answer = stable(
            Candidates(*map(np.array, (start, posting, points, priority))),
            [example["capacity"][name] for name in postings],
        )
        for j, name in enumerate(postings):
            got = {people[i] for i in np.flatnonzero(answer.posting_of == j)}
            assert got == set(example["expected"].get(name, [])), example["name"]


@pytest.mark.parametrize("page", ["assignment.md", "stability.md"])
def test_the_page_recomputes_its_own_worked_example(page: str) -> None:
    result = doctest.testfile(str(DOCS / page), module_relative=False, encoding="utf-8")
    assert result.attempted >= 4
    assert result.failed == 0


def test_the_same_seed_makes_the_same_market() -> None:
    for one, other in zip(market.make(50, 20, 2, seed=3), market.make(50, 20, 2, seed=3), strict=True):
        for field in fields(type(one)):  # type: ignore[arg-type]
            np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name))


@pytest.mark.parametrize("even", [False, True])
def test_an_independent_solver_finds_the_same_total(even: bool) -> None:
    pytest.importorskip("ortools", reason="the peers of the bench are not installed (extra bench)")
    from bench.peers.solvers import or_tools

    people, postings = market.make(1500, 450, 1, seed=5)
    index = PostingIndex.of(postings)
    ranking = rank_postings(people, index, 20)
    points = np.full(len(ranking.points), 5000) if even else ranking.points
    candidates, places = Candidates(ranking.start, ranking.index, points), postings.places_left
    assert assign(candidates, places).total_points == or_tools(candidates, places)
