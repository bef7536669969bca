"""The best few of many, compiled: a heap of (points, key, position) rows whose root is the worst of them.

A part of the kernel of ranking; imported by it only.
"""

from numba import njit

INLINE = {
    "nogil": True, "boundscheck": False, "error_model": "numpy", "cache": True, "forceinline": True, "_nrt": False,
}  # fmt: skip


@njit(**INLINE)
def worse(points, key, other_points, other_key):
    return points < other_points or (points == other_points and key > other_key)


@njit(**INLINE)
def sink(heap, at, n, points, key, position):
    """Put an entry where the worst stood and let it sink: the root stays the worst of all."""
    while True:
        child = 2 * at + 1
        if child >= n:
            break
        if child + 1 < n and worse(heap[child + 1, 0], heap[child + 1, 1], heap[child, 0], heap[child, 1]):
            child += 1
        if not worse(heap[child, 0], heap[child, 1], points, key):
            break
        heap[at, 0], heap[at, 1], heap[at, 2] = heap[child, 0], heap[child, 1], heap[child, 2]
        at = child
    heap[at, 0], heap[at, 1], heap[at, 2] = points, key, position


@njit(**INLINE)
def keep(heap, n, points, key, position):
    """Take an entry among the best; the number of entries after it."""
    if n == heap.shape[0]:
        if not worse(heap[0, 0], heap[0, 1], points, key):
            return n
        sink(heap, 0, n, points, key, position)
        return n
    at = n
    while at > 0:
        parent = (at - 1) >> 1
        if not worse(points, key, heap[parent, 0], heap[parent, 1]):
            break
        heap[at, 0], heap[at, 1], heap[at, 2] = heap[parent, 0], heap[parent, 1], heap[parent, 2]
        at = parent
    heap[at, 0], heap[at, 1], heap[at, 2] = points, key, position
    return n + 1
