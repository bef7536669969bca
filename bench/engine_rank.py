"""How long `rank_postings` and `rank_people` take, as ratios measured side by side in one run.

    python -m bench.engine_rank            # prints the table of bench/README.md, section "engine"
    python -m bench.engine_rank --json

Before anything is timed, the fast twin must give the same 20 as the slow one. Every size is asked by the
same people, in turns with its peers, so that a busy machine slows all of them alike.
"""

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import (
    NO_DISTANCE_LIMIT,
    PERSON_CHOOSES,
    RULE,
    Mobility,
    People,
    Postings,
    _reference,
    everyday_mobility,
    newest_first,
    occupation_code,
    rank_people,
    rank_postings,
)
from yizhan.engine.mobility import NEAR

SEED = 20260301
K = 20
POSTINGS_PER_COUNTY = 500  # the demo county's figure; larger markets are more counties of 60 km
SIZES = (10_000, 100_000, 1_000_000)
SLOW_SIZE = 10_000
WEEKS = np.array([0, 0b11 * 0x11111, 0b11 * 0x1111111, 0b1 * 0x11111, 0b11 << 20, 0b111 * 0x1111111], np.uint32)
FREE = np.array([(1 << 28) - 1, 0b11 * 0x11111, 0b11 * 0x1111111, 0b111 * 0x1111111], np.uint32)
CODES = np.array(sorted({occupation_code(code) for _, _, group in NEAR for code in group}), np.int32)


def _places(rng: np.random.Generator, rows: int, counties: int) -> dict[str, NDArray[np.float64]]:
    """Half in the county town, half anywhere in a county of 60 km; the counties stand in a square."""
    side = int(np.ceil(np.sqrt(counties)))
    county = rng.integers(0, counties, rows)
    in_town = rng.random(rows) < 0.5
    spread = np.where(in_town, 0.04, 0.27)
    offset = rng.uniform(-1, 1, (2, rows)) * spread
    return {
        "lat_deg": 24 + county // side * 0.54 + offset[0],
        "lng_deg": 90 + county % side * 0.66 + offset[1] / 0.82,
    }


def _popular(rng: np.random.Generator, shape: int | tuple[int, int]) -> NDArray[np.int32]:
    share = 1 / np.arange(1, len(CODES) + 1) ** 0.75
    chosen: NDArray[np.int32] = rng.permutation(CODES)[rng.choice(len(CODES), shape, p=share / share.sum())]
    return chosen


def make_postings(rng: np.random.Generator, rows: int) -> Postings:
    """An artificial market: no real employer, no real place."""
    return Postings.of(
        key=rng.permutation(rows),
        occupation=_popular(rng, rows),
        start_on=rng.choice([20260301, 20260302, 20260309], rows),
        certificates=np.where(rng.random((rows, 1)) < 0.3, 1 << rng.integers(0, 12, (rows, 1)), 0),
        skills=rng.integers(0, 64, (rows, 1)),
        weekly=rng.choice(WEEKS, rows),
        pay_fen=np.where(rng.random(rows) < 0.1, -1, rng.integers(10_000, 40_000, rows)),
        minor_hazard=rng.random(rows) < 0.2,
        age_max=rng.choice([0, 0, 0, 50, 60], rows),
        age_ground_accepted=rng.random(rows) < 0.1,
        places_left=rng.geometric(0.4, rows),
        days_since_confirmed=rng.integers(0, 15, rows),
        **_places(rng, rows, max(1, rows // POSTINGS_PER_COUNTY)),
    )


def make_people(rng: np.random.Generator, rows: int, counties: int) -> People:
    """Artificial people."""
    wanted = _popular(rng, (rows, 3))
    wanted[rng.random(rows) < 0.5, 2] = 0
    return People.of(
        key=rng.permutation(rows),
        wanted=wanted,
        certificates=rng.integers(0, 1 << 12, (rows, 1)),
        skills=rng.integers(0, 64, (rows, 1)),
        weekly=rng.choice(FREE, rows),
        max_distance_m=rng.choice([5000, 8000, 20_000, 50_000, NO_DISTANCE_LIMIT], rows),
        min_pay_fen=rng.integers(8000, 30_000, rows),
        birth_on=rng.integers(1960, 2006, rows) * 10_000 + 615,
        waiting_days=rng.integers(0, 40, rows),
        tier=rng.choice([0, 0, 0, 1, 2], rows),
        **_places(rng, rows, counties),
    )


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _check_twins(people: People, postings: Postings, near: Mobility) -> float:
    """Seconds of the slow twin, after both twins gave the same answer for everybody asked."""
    slow_seconds = []
    for i in range(len(people)):
        started = time.perf_counter()
        slow = _reference.rank_postings(people, i, postings, K, PERSON_CHOOSES, near)
        slow_seconds.append(time.perf_counter() - started)
        fast = rank_postings(people.take([i]), postings, K, mobility=near)
        if not all(np.array_equal(a, b) for a, b in zip(fast.row(), slow.row(), strict=True)):
            raise SystemExit("The twins differ; nothing was timed.")
    return statistics.median(slow_seconds)


def _times(people: People, postings: Postings, crowd: People, near: Mobility) -> dict[str, list[float]]:
    """Seconds of each question, asked in turns."""
    rank_postings(people.take([0]), postings, K, mobility=near)
    times: dict[str, list[float]] = {"rank": [], "pass": [], "newest": [], "people": []}
    for i in range(len(people)):
        one, work = people.take([i]), postings.take([i])
        times["rank"].append(_seconds(partial(rank_postings, one, postings, K, mobility=near)))
        times["pass"].append(_seconds(partial(np.bitwise_and, postings.eligibility, 1)))
        times["newest"].append(_seconds(partial(newest_first, one, postings, K)))
        times["people"].append(_seconds(partial(rank_people, work, crowd, K, mobility=near)))
    return times


def measure(asked: int) -> dict[str, object]:
    """One run over every size."""
    rng = np.random.default_rng(SEED)
    near = everyday_mobility()
    rows: list[dict[str, float]] = []
    slow = 0.0
    for size in SIZES:
        postings = make_postings(rng, size)
        counties = max(1, size // POSTINGS_PER_COUNTY)
        people, crowd = make_people(rng, asked, counties), make_people(rng, size, counties)
        if size == SLOW_SIZE:
            slow = _check_twins(people.take(range(3)), postings, near)
        times = _times(people, postings, crowd, near)
        middle = {name: statistics.median(seconds) for name, seconds in times.items()}
        rows.append(
            {
                "postings": size,
                "rank_postings_p50_ms": middle["rank"] * 1e3,
                "rank_postings_p95_ms": float(np.percentile(times["rank"], 95)) * 1e3,
                "rank_people_p50_ms": middle["people"] * 1e3,
                "newest_first_p50_ms": middle["newest"] * 1e3,
                "passes_over_one_column": middle["rank"] / middle["pass"],
                "slow_twin_over_rank_postings": slow * size / SLOW_SIZE / middle["rank"],
            }
        )
    return {
        "rule": RULE,
        "seed": SEED,
        "k": K,
        "people_asked": asked,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "sizes": rows,
        "growth_exponent": float(
            np.log(rows[-1]["rank_postings_p50_ms"] / rows[0]["rank_postings_p50_ms"]) / np.log(SIZES[-1] / SIZES[0])
        ),
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="machine-readable")
    parser.add_argument("--asked", type=int, default=100, help="people asked about at each size")
    options = parser.parse_args()
    result = measure(options.asked)
    if options.json:
        print(json.dumps(result, indent=1))
        return
    sizes = result["sizes"]
    assert isinstance(sizes, list)
    print("| open postings | slow twin ÷ fast | passes over one column | p50 ms | p95 ms | people p50 | newest p50 |")
    print("|---|---|---|---|---|---|---|")
    for row in sizes:
        print(
            f"| {row['postings']:,} | {row['slow_twin_over_rank_postings']:,.0f} "
            f"| {row['passes_over_one_column']:.0f} | {row['rank_postings_p50_ms']:.2f} "
            f"| {row['rank_postings_p95_ms']:.2f} | {row['rank_people_p50_ms']:.2f} "
            f"| {row['newest_first_p50_ms']:.2f} |"
        )
    print(f"\n{RULE}, seed {SEED}, k {K}, {options.asked} people asked at each size, ", end="")
    print(f"Python {result['python']}, NumPy {result['numpy']}, growth exponent {result['growth_exponent']:.2f}")


if __name__ == "__main__":
    main()
