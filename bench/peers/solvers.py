"""Solvers of the assignment and of the stable choice, asked about the same candidates."""

import sys

import numpy as np
from numpy.typing import NDArray

from bench.peers.question import Missing
from yizhan.engine import Candidates

Places = NDArray[np.integer]


def or_tools(candidates: Candidates, capacity: Places) -> int:
    """The most points by OR-Tools' SimpleMinCostFlow: people, postings, and one arc for going without."""
    try:
        from ortools.graph.python import min_cost_flow
    except ImportError as error:
        raise Missing("OR-Tools is not installed: pip install 'yizhan[bench]'") from error
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
        raise Missing("OR-Tools found no optimum")
    most: int = -flow.optimal_cost()
    return most


def highs(candidates: Candidates, capacity: Places) -> int:
    """The most points as a linear programme by HiGHS (through SciPy); its corners are whole."""
    try:
        from scipy.optimize import linprog
        from scipy.sparse import csr_matrix
    except ImportError as error:
        raise Missing("SciPy is not installed: pip install 'yizhan[bench]'") from error
    n, m, edges = len(candidates), len(capacity), len(candidates.posting)
    person, ones = np.repeat(np.arange(n), np.diff(candidates.start)), np.ones(2 * edges)
    each = np.arange(edges)
    rows = np.concatenate([person, n + candidates.posting.astype(np.int64)])
    matrix = csr_matrix((ones, (rows, np.concatenate([each, each]))), shape=(n + m, edges))
    limit = np.concatenate([np.ones(n), np.asarray(capacity, float)])
    found = linprog(-candidates.points.astype(float), A_ub=matrix, b_ub=limit, bounds=(0, 1), method="highs")
    most: int = round(-found.fun)
    return most


def networkx(candidates: Candidates, capacity: Places) -> int:
    """The most points by the network simplex of networkx."""
    try:
        import networkx as nx
    except ImportError as error:
        raise Missing("networkx is not installed: pip install 'yizhan[bench]'") from error
    graph, n = nx.DiGraph(), len(candidates)
    graph.add_node("end", demand=n)
    for i in range(n):
        graph.add_node(i, demand=-1)
        graph.add_edge(i, "end", weight=0)
        for e in range(candidates.start[i], candidates.start[i + 1]):
            graph.add_edge(i, ("posting", int(candidates.posting[e])), weight=-int(candidates.points[e]), capacity=1)
    for j, places in enumerate(capacity.tolist()):
        graph.add_edge(("posting", j), "end", capacity=places, weight=0)
    return -int(nx.network_simplex(graph)[0])


def matching(candidates: Candidates, capacity: Places) -> NDArray[np.int64]:
    """The stable choice by the `matching` package (HospitalResident, residents first): int64[n], -1 = none."""
    try:
        from matching.games import HospitalResident
    except ImportError as error:
        raise Missing("the package matching is not installed: pip install 'yizhan[bench]'") from error
    wishes: dict[int, list[int]] = {}
    asked: dict[int, list[tuple[int, int]]] = {}
    for i in range(len(candidates)):
        row = slice(int(candidates.start[i]), int(candidates.start[i + 1]))
        pairs = sorted(zip((-candidates.points[row]).tolist(), candidates.posting[row].tolist(), strict=True))
        wishes[i] = [j for _, j in pairs if capacity[j] > 0]
        if not wishes[i]:
            del wishes[i]
        for points, j in pairs:
            if capacity[j] > 0:
                asked.setdefault(j, []).append((points, i))
    sys.setrecursionlimit(1_000_000)
    game = HospitalResident.create_from_dictionaries(
        wishes,
        {j: [i for _, i in sorted(people)] for j, people in asked.items()},
        {j: int(capacity[j]) for j in asked},
    )
    posting_of = np.full(len(candidates), -1)
    for hospital, residents in game.solve(optimal="resident").items():
        for resident in residents:
            posting_of[resident.name] = hospital.name
    return posting_of
