"""How long `assign`, `stable` and `assign_market` take, beside their peers in one run, on artificial markets.

    python -m bench.engine_assign --people 100000 --postings 30000 --counties 12

Candidates are everybody's best 20. OR-Tools must find the same total before its seconds count.
"""

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.market import make
from yizhan.engine import Candidates, PostingIndex, assign, assign_market, rank_postings, stable

SEED = 1


def _timed(call: Callable[[], Any], repeat: int = 3) -> tuple[Any, float]:
    """(answer, the shortest of the wall times): the others were somebody else's."""
    seconds, answer = [], None
    for _ in range(repeat):
        started = time.perf_counter()
        answer = call()
        seconds.append(time.perf_counter() - started)
    return answer, min(seconds)


def or_tools(candidates: Candidates, capacity: np.ndarray) -> int:
    """The most points by SimpleMinCostFlow: people, postings, and one arc for going without."""
    from ortools.graph.python import min_cost_flow

    flow, n, m = min_cost_flow.SimpleMinCostFlow(), len(candidates), len(capacity)
    person, sink = np.repeat(np.arange(n), np.diff(candidates.start)), n + m
    edges = len(candidates.posting)
    flow.add_arcs_with_capacity_and_unit_cost(
        person, n + candidates.posting, np.ones(edges, int), -candidates.points.astype(np.int64)
    )
    flow.add_arcs_with_capacity_and_unit_cost(np.arange(n), np.full(n, sink), np.ones(n, int), np.zeros(n, int))
    flow.add_arcs_with_capacity_and_unit_cost(n + np.arange(m), np.full(m, sink), capacity, np.zeros(m, int))
    flow.set_nodes_supplies(np.arange(n), np.ones(n, int))
    flow.set_node_supply(sink, -n)
    if flow.solve() != flow.OPTIMAL:
        raise SystemExit("OR-Tools found no optimum.")
    return -int(flow.optimal_cost())


def measure(people: int, postings: int, counties: int, *, peers: bool = True, threads: int = 2) -> dict[str, Any]:
    """One market; seconds, ratios and what was reached."""
    crowd, work = make(people, postings, counties, SEED)
    index = PostingIndex.of(work)
    assign_market(crowd.take(range(min(20, people))), index, threads=threads)  # compile and load before the clock runs
    ranking, rank_s = _timed(lambda: rank_postings(crowd, index, 20, threads=threads), 2)
    capacity = index.places
    candidates = Candidates(ranking.start, ranking.index, ranking.points)
    equal = Candidates(ranking.start, ranking.index, np.full(len(ranking.index), 5000, np.int32))
    exact, exact_s = _timed(lambda: assign(candidates, capacity))
    near, near_s = _timed(lambda: assign(candidates, capacity, gap_points=exact.total_points // 1000))
    _, equal_s = _timed(lambda: assign(equal, capacity))
    choice, stable_s = _timed(lambda: stable(candidates, capacity))
    whole, market_s = _timed(lambda: assign_market(crowd, index, threads=threads), 1)
    result: dict[str, Any] = {
        "people": people,
        "postings": postings,
        "seed": SEED,
        "edges": len(candidates.posting),
        "rank_s": rank_s,
        "assign_optimal_s": exact_s,
        "assign_near_s": near_s,
        "assign_near_percent_of_bound": 100 * near.total_points / max(near.bound_points, 1),
        "all_equal_over_ordinary": equal_s / exact_s,
        "stable_s": stable_s,
        "stable_points_lost_percent": 100 * (1 - choice.total_points / max(exact.total_points, 1)),
        "stable_placed_lost_percent": 100 * (1 - choice.placed / max(exact.placed, 1)),
        "market_s": market_s,
        "market_over_rank_plus_assign": market_s / (rank_s + exact_s),
        "market_gap_percent": 100 * whole.assignment.gap_points / max(whole.assignment.bound_points, 1),
        "placed_first_20": exact.placed,
        "placed_market": whole.assignment.placed,
    }
    if peers:
        total, peer_s = _timed(lambda: or_tools(candidates, capacity), 1)
        if total != exact.total_points:
            raise SystemExit("OR-Tools and assign differ; nothing was timed.")
        result |= {"or_tools_s": peer_s, "near_ratio": peer_s / near_s, "optimal_ratio": peer_s / exact_s}
    return result


def main() -> None:
    """Print one market's figures."""
    parser = argparse.ArgumentParser(description="assign, stable and assign_market beside OR-Tools")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--postings", type=int, default=3000)
    parser.add_argument("--counties", type=int, default=1)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    print(json.dumps(measure(options.people, options.postings, options.counties, peers=not options.no_peers), indent=1))


if __name__ == "__main__":
    main()
