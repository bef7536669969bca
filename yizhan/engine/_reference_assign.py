"""The slow twin of `assign` and `stable`: everything tried, nothing clever, no code shared. For small markets."""

from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from yizhan.engine.assign import Candidates


def most(candidates: Candidates, capacity: list[int], size: list[int] | None = None) -> tuple[int, int]:
    """(points, people placed) of the best assignment, by trying every posting for every person or crew in turn."""
    sizes = size or [1] * len(candidates)
    rows = [
        list(zip(candidates.posting[a:b].tolist(), candidates.points[a:b].tolist(), strict=True))
        for a, b in pairwise(candidates.start.tolist())
    ]

    @cache
    def best(i: int, left: tuple[int, ...]) -> tuple[int, int]:
        if i == len(rows):
            return 0, 0
        found = best(i + 1, left)
        for j, points in rows[i]:
            if left[j] >= sizes[i]:
                total, placed = best(i + 1, (*left[:j], left[j] - sizes[i], *left[j + 1 :]))
                found = max(found, (total + points, placed + sizes[i]))
        return found

    return best(0, tuple(capacity))


def blocking(candidates: Candidates, capacity: list[int], posting_of: NDArray[np.int32]) -> list[tuple[int, int]]:
    """The pairs (person, posting) that would both rather have each other; ties as in stability-1."""
    wish, rank = {}, {}
    priority = candidates.points if candidates.priority is None else candidates.priority
    for i, (a, b) in enumerate(pairwise(candidates.start.tolist())):
        for e in range(a, b):
            j = int(candidates.posting[e])
            wish[i, j] = (int(candidates.points[e]), -j)
            rank[i, j] = (int(priority[e]), -i)
    found = []
    for i, j in wish:
        now = int(posting_of[i])
        holders = [h for h in range(len(posting_of)) if posting_of[h] == j]
        wants = now < 0 or wish[i, j] > wish[i, now]
        wanted = len(holders) < capacity[j] or any(rank[i, j] > rank[h, j] for h in holders)
        if wants and wanted:
            found.append((i, j))
    return found
