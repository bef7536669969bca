"""The same answer whoever works, and a killed worker costs its part alone. Real processes, really killed."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bench.market import make
from yizhan.engine.partition import Cut, CutAssignment, Run, assign_in_parts, cut_market, here, rank_in_parts
from yizhan.matching.planning.executors import MOST_TRIES, PartLost, Processes, Ray

PEOPLE, POSTINGS = make(800, 250, 4, 6)


def diary(job: tuple[str, int, int]) -> int:
    """Write down that a number was begun; kill the own process the first `deaths` times that number 3 is."""
    folder, number, deaths = job
    tries = len(list(Path(folder).glob(f"{number}-*")))
    (Path(folder) / f"{number}-{tries}-{os.getpid()}").touch()
    if number == 3 and tries < deaths:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def begun(folder: Path) -> Counter[int]:
    """How often each number was begun."""
    return Counter(int(path.name.split("-")[0]) for path in folder.iterdir())


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_worker_costs_its_part_alone(tmp_path: Path, workers: int) -> None:
    jobs = [(str(tmp_path), number, 1) for number in range(8)]
    with Processes(workers) as run:
        answers = dict(run(diary, jobs))
        again = dict(run(diary, [(str(tmp_path), 9, 0)]))
    assert answers == {number: number * number for number in range(8)}
    assert again == {0: 81}
    assert begun(tmp_path) == Counter({**dict.fromkeys(range(8), 1), 3: 2, 9: 1})


def test_a_part_that_kills_every_worker_is_named(tmp_path: Path) -> None:
    jobs = [(str(tmp_path), number, 99) for number in range(5)]
    with Processes(2) as run, pytest.raises(PartLost, match="part 3"):
        dict(run(diary, jobs))
    assert begun(tmp_path)[3] == MOST_TRIES


def divide(number: int) -> float:
    return 1 / number


def test_what_a_part_raises_is_raised_here_and_the_pool_goes_on() -> None:
    with Processes(2) as run:
        with pytest.raises(ZeroDivisionError):
            dict(run(divide, [1, 0, 2]))
        assert dict(run(divide, [4])) == {0: 0.25}


@pytest.fixture(scope="module")
def cut() -> Cut:
    found = cut_market(PEOPLE, POSTINGS, most_people=150)
    assert len(found.homes) > 4
    return found


@pytest.fixture(scope="module")
def alone(cut: Cut) -> CutAssignment:
    return assign_in_parts(PEOPLE, POSTINGS, cut=cut, run=here)


def same(run: Run, cut: Cut, alone: CutAssignment) -> None:
    found = assign_in_parts(PEOPLE, POSTINGS, cut=cut, run=run)
    for column in ("posting_of", "points", "price"):
        np.testing.assert_array_equal(getattr(found, column), getattr(alone, column))
    assert (found.total_points, found.bound_points, found.inside_points) == (
        alone.total_points,
        alone.bound_points,
        alone.inside_points,
    )
    ranking, one = (rank_in_parts(PEOPLE, POSTINGS, 5, cut=cut, run=who) for who in (run, here))
    for column in ("start", "index", "points"):
        np.testing.assert_array_equal(getattr(ranking, column), getattr(one, column))


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_answer_like_one_machine(workers: int, cut: Cut, alone: CutAssignment) -> None:
    with Processes(workers) as run:
        same(run, cut, alone)


def test_ray_answers_like_one_machine_with_one_worker_and_two_and_after_a_kill(
    tmp_path: Path, cut: Cut, alone: CutAssignment
) -> None:
    pytest.importorskip("ray", reason="the extra `cluster` is not installed for this Python")
    with Ray(2) as run:
        same(run, cut, alone)
        answers = dict(run(diary, [(str(tmp_path), number, 1) for number in range(5)]))
        run.workers = 1
        same(run, cut, alone)
    assert answers == {number: number * number for number in range(5)}
    assert begun(tmp_path)[3] == 2
