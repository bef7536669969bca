"""How long the packed postings take: one person, everybody, one changed row; ratios against NumPy in the same run.

    python -m bench.engine_packed            # prints the table of bench/README.md, section "engine"
    python -m bench.engine_packed --json --size 100000x30000x12

Before anything is timed, the compiled kernel, the NumPy path over the index and the NumPy scan of the whole table must
give the same twenty. Times are interleaved person by person, so that a busy machine slows all alike.
"""

import argparse
import json
import platform
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.market import make
from yizhan.engine import PostingIndex, everyday_mobility, machine, rank_postings

SEED = 1
K = 20
NEAR = everyday_mobility()
ASKED = 400
SLOW_ASKED = 40


def seconds(act: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def measure(people_count: int, postings_count: int, counties: int, *, everybody: bool) -> dict[str, Any]:
    """One size of market, measured whole."""
    people, postings = make(people_count, postings_count, counties=counties, seed=SEED)
    machine.prepare()
    index = PostingIndex.of(postings)
    found: dict[str, Any] = {
        "people": people_count, "postings": postings_count, "counties": counties, "seed": SEED, "k": K,
        "pack_s": seconds(lambda: PostingIndex.of(postings)),
        "bytes_a_posting": 64, "index_bytes_a_posting": index.nbytes / postings_count - 64,
    }  # fmt: skip
    asked = np.random.default_rng(SEED).integers(0, people_count, ASKED)
    compiled, numpy_index, scan = [], [], []
    for number, i in enumerate(asked.tolist()):
        row = np.array([i])
        compiled.append(seconds(lambda row=row: rank_postings(people, index, K, mobility=NEAR, rows=row)))
        if number < SLOW_ASKED:
            one = people.take(row)
            scan.append(seconds(lambda one=one: rank_postings(one, postings, K, mobility=NEAR)))
            numpy_index.append(seconds(lambda row=row: _in_numpy(people, index, row)))
            _must_agree(people, postings, index, row)
    for name, times in (("compiled", compiled), ("numpy_index", numpy_index), ("numpy_scan", scan)):
        found |= {f"{name}_p{p}_us": float(np.percentile(times, p)) * 1e6 for p in (50, 99)}
    found["scan_over_compiled_p50"] = found["numpy_scan_p50_us"] / found["compiled_p50_us"]
    found["numpy_index_over_compiled_p50"] = found["numpy_index_p50_us"] / found["compiled_p50_us"]
    some = postings.take(np.arange(1))
    found["close_us"] = seconds(lambda: index.close(postings.key[:100].tolist())) * 1e4
    found["first_put_us"] = seconds(lambda: index.put(some)) * 1e6
    found["put_us"] = min(seconds(lambda: index.put(some)) for _ in range(20)) * 1e6
    if everybody:
        index = PostingIndex.of(postings)
        one, two = (
            seconds(lambda threads=threads: rank_postings(people, index, K, mobility=NEAR, threads=threads))
            for threads in (1, 2)
        )
        found |= {
            "everybody_1_thread_s": one,
            "everybody_2_threads_s": two,
            "us_a_person_1_thread": one / people_count * 1e6,
        }
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def _in_numpy(people: Any, index: PostingIndex, row: Any) -> Any:
    from yizhan.engine import PERSON_CHOOSES, _indexed

    return _indexed._by_numpy(people, index, K, PERSON_CHOOSES, NEAR, None, row, None)


def _must_agree(people: Any, postings: Any, index: PostingIndex, row: Any) -> None:
    answers = [
        rank_postings(people, index, K, mobility=NEAR, rows=row).row(),
        _in_numpy(people, index, row).row(),
        rank_postings(people.take(row), postings, K, mobility=NEAR).row(),
    ]
    for other in answers[1:]:
        np.testing.assert_array_equal(answers[0][0], other[0])
        np.testing.assert_array_equal(answers[0][1], other[1])


def main() -> None:
    """Measure the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--size", action="append", help="PEOPLExPOSTINGSxCOUNTIES; may be given several times")
    parser.add_argument("--one-person", action="store_true", help="leave out ranking for everybody")
    options = parser.parse_args()
    sizes = [tuple(map(int, size.split("x"))) for size in options.size or ["10000x3000x1", "100000x30000x12"]]
    results = [measure(*size, everybody=not options.one_person) for size in sizes]
    about = {"python": platform.python_version(), "numpy": np.__version__, "results": results}
    if options.json:
        print(json.dumps(about, indent=1))
        return
    for result in results:
        print({name: round(value, 1) if isinstance(value, float) else value for name, value in result.items()})


if __name__ == "__main__":
    main()
