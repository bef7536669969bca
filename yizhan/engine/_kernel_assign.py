"""The compiled side of `_plain_assign.py`: the same rule, the same answer bit for bit.

The auction is a twin written for the processor; everything else is the plain page itself, compiled.

Only ever imported through `machine.compiled("assign")`. What the numbers mean and why the order of every step is
fixed is said in docs/engine/assignment.md and docs/engine/stability.md; the twin is the easier one to read first.
Arrays: start int64[n + 1], posting int32[e], points int32[e]; seats of posting j are seat[j] … seat[j + 1];
`at` int32[n] is the edge that a person holds, -1 = none; price int32[m].
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from yizhan.engine import _plain_assign

# mypy: disable-error-code="misc, assignment, no-untyped-def, no-untyped-call"

_I32, _I64, _U64 = types.int32[::1], types.int64[::1], types.uint64[::1]
_R32 = types.Array(types.int32, 1, "C", readonly=True)
_R64 = types.Array(types.int64, 1, "C", readonly=True)
_FAST: Any = {"cache": True, "nogil": True, "boundscheck": False, "error_model": "numpy"}
# Small functions that borrow their arrays: counting an array's users up and down at every call took half the time.
_SMALL: Any = {**_FAST, "forceinline": True, "_nrt": False}

_LOW = np.int64(0xFFFFFFFF)
_DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
_LOWEST = np.zeros(64, np.int64)
for _bit in range(64):
    _LOWEST[((0x03F79D71B4CB0A89 << _bit) & (2**64 - 1)) >> 58] = _bit


# --- who is next: the waiting people as a set of bits with two levels of summary above it


@njit([types.int64(types.uint64)], **_SMALL)
def _lowest(word):
    return _LOWEST[((word & (~word + np.uint64(1))) * _DE_BRUIJN) >> np.uint64(58)]


@njit([types.void(_U64, _U64, _U64, types.int64)], **_SMALL)
def _wait(low, middle, high, i):
    one = np.uint64(1)
    low[i >> 6] |= one << np.uint64(i & 63)
    middle[i >> 12] |= one << np.uint64(i >> 6 & 63)
    high[i >> 18] |= one << np.uint64(i >> 12 & 63)


@njit([types.void(_U64, _U64, _U64, types.int64)], **_SMALL)
def _go(low, middle, high, i):
    one = np.uint64(1)
    low[i >> 6] &= ~(one << np.uint64(i & 63))
    if low[i >> 6] == 0:
        middle[i >> 12] &= ~(one << np.uint64(i >> 6 & 63))
        if middle[i >> 12] == 0:
            high[i >> 18] &= ~(one << np.uint64(i >> 12 & 63))


@njit([types.int64(_U64, _U64, _U64, types.int64)], **_SMALL)
def _next(low, middle, high, i):
    """The first that waits from `i` on, -1 = none."""
    a = i >> 6
    if a < len(low):
        word = low[a] >> np.uint64(i & 63)
        if word != 0:
            return i + _lowest(word)
    a += 1
    b = a >> 6
    if b < len(middle):
        word = middle[b] >> np.uint64(a & 63)
        if word != 0:
            a += _lowest(word)
            return (a << 6) + _lowest(low[a])
    b += 1
    c, shift = b >> 6, b & 63
    while c < len(high):
        word = high[c] >> np.uint64(shift)
        if word != 0:
            b = (c << 6) + shift + _lowest(word)
            a = (b << 6) + _lowest(middle[b])
            return (a << 6) + _lowest(low[a])
        c += 1
        shift = 0
    return -1


# --- binary heaps of int64; equal keys never meet, so the layout of a heap decides nothing


@njit([types.void(_I64, types.int64, types.int64, types.int64)], **_SMALL)
def _rise(heap, base, place, key):
    while place > 0:
        above = (place - 1) >> 1
        if heap[base + above] <= key:
            break
        heap[base + place] = heap[base + above]
        place = above
    heap[base + place] = key


@njit([types.void(_I64, types.int64, types.int64, types.int64)], **_SMALL)
def _sink(heap, base, length, key):
    place = np.int64(0)
    while True:
        below = 2 * place + 1
        if below >= length:
            break
        if below + 1 < length and heap[base + below + 1] < heap[base + below]:
            below += 1
        if heap[base + below] >= key:
            break
        heap[base + place] = heap[base + below]
        place = below
    heap[base + place] = key


@intrinsic  # type: ignore[misc]
def _fetch(_context, array, place):
    """Tell the processor that array[place] will be read soon; a place beyond the end does no harm."""

    def build(context, builder, signature, arguments):
        column = context.make_array(signature.args[0])(context, builder, arguments[0])
        address = builder.bitcast(builder.gep(column.data, [arguments[1]]), ir.IntType(8).as_pointer())
        number = ir.IntType(32)
        function = builder.module.declare_intrinsic(
            "llvm.prefetch", [address.type], ir.FunctionType(ir.VoidType(), [address.type, number, number, number])
        )
        builder.call(function, [address, number(0), number(3), number(1)])  # to read, to be kept, data
        return context.get_dummy_value()

    return types.void(array, types.int64), build


@njit([types.int64(_R64, _R32, _R32, _R64, types.int64, _I32, _I32)], **_FAST)
def auction(start, posting, points, seat, most_bids, price, at):
    """Bid in steps of one point until nobody bids or has bid `most_bids` times; how many gave up so."""
    n, m = len(start) - 1, len(seat) - 1
    heap, taken, bids = np.empty(seat[m], np.int64), np.zeros(m, np.int32), np.zeros(n, np.int32)
    low = np.zeros((n >> 6) + 1, np.uint64)
    middle = np.zeros((n >> 12) + 1, np.uint64)
    high = np.zeros((n >> 18) + 1, np.uint64)
    for i in range(n):
        if at[i] >= 0:
            j, best = posting[at[i]], 0
            for e in range(start[i], start[i + 1]):
                best = max(best, points[e] - price[posting[e]])
            if points[at[i]] - price[j] == best:
                heap[seat[j] + taken[j]] = np.int64(price[j]) << 32 | i
                taken[j] += 1
                continue
        at[i] = -1
        if start[i + 1] > start[i]:
            _wait(low, middle, high, i)
    i, gave_up = np.int64(-1), 0
    while True:
        i = _next(low, middle, high, i + 1)
        if i < 0:
            i = _next(low, middle, high, 0)
            if i < 0:
                return gave_up
        _go(low, middle, high, i)
        ahead = _next(low, middle, high, i + 1)
        if ahead >= 0:  # whose row comes from memory meanwhile
            for line in range(0, 32, 16):
                _fetch(posting, start[ahead] + line)
                _fetch(points, start[ahead] + line)
        first = start[i]
        # Value and place in the row share a number, so that the two best are found without a branch.
        best = second = np.int64(0)
        for e in range(first, start[i + 1]):
            value = (np.int64(points[np.uintp(e)] - price[np.uint32(posting[np.uintp(e)])]) << 32) - (e - first)
            lower = min(value, best)
            best = max(value, best)
            second = max(lower, second)
        if best <= 0:
            continue
        if bids[i] == most_bids:
            gave_up += 1
            continue
        bids[i] += 1
        value = (best + _LOW) >> 32
        edge = first + (value << 32) - best
        gain = min(value - ((second + _LOW) >> 32) + 1, value)
        j = posting[edge]
        base, places, held = seat[j], seat[j + 1] - seat[j], np.int64(taken[j])
        key = (np.int64(price[j]) + gain) << 32 | i
        at[i] = edge
        if held < places:
            _rise(heap, base, held, key)
            taken[j] = held + 1
            if held + 1 == places:
                price[j] = heap[base] >> 32
        else:
            out = heap[base] & _LOW
            _sink(heap, base, places, key)
            price[j] = heap[base] >> 32
            at[out] = -1
            _wait(low, middle, high, out)


doubled = njit([types.int64(_R64, _R32, _I64)], **_FAST)(_plain_assign.doubled)
match = njit([types.void(_R64, _R32, _R64, types.int64, _I32, _I32)], **_FAST)(_plain_assign.match)
fill = njit([types.void(_R64, _R32, _R64, _I32, _I64)], **_FAST)(_plain_assign.fill)
certify = njit([types.UniTuple(types.int64, 2)(_R64, _R32, _R32, _R64, _I32, _I32)], **_FAST)(_plain_assign.certify)
seat_people = njit([types.void(_R64, _R32, _R32, _R64, _I32, _I32, _I64, _I64, _I64)], **_FAST)(
    _plain_assign.seat_people
)
place_people = njit([types.void(_R64, _R32, _R32, _R64, _I32, _I32, *[_I64] * 6)], **_FAST)(_plain_assign.place_people)
fill_places = njit([types.void(_R64, _R32, _R32, _R64, _I32, _I32, *[_I64] * 7, _I32, _I32)], **_FAST)(
    _plain_assign.fill_places
)
place_more = njit([types.void(_R64, _R32, _R32, _R64, _I32, _I32, *[_I64] * 6)], **_FAST)(_plain_assign.place_more)
columns = njit([types.void(_R64, _R32, _I64, _I32, _I32)], **_FAST)(_plain_assign.columns)
accept = njit([types.void(_R64, _R32, _R64, _R32, _R64, _I64, _I32)], **_FAST)(_plain_assign.accept)
