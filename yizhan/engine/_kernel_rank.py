"""The compiled kernel of ranking: the best k packed postings for each person, exact.

Where few rows lie within reach, it looks at all of them, a stretch of the grid at a time. Otherwise it goes through
the grid ring by ring, nearest first, twice: first at small cells and at kinds of work that are near a wish, then at the
others. Before a ring, a cell, a kind or a row is looked at, the most points it could give are compared with the k-th
best so far; what cannot reach them is left out, and nothing else is. Imported through `machine` only.
"""

import math

import numpy as np
from numba import njit

from yizhan.engine import _question as q
from yizhan.engine import index as ix
from yizhan.engine._columns import UNKNOWN_UDEG
from yizhan.engine._kernel_fetch import fetch
from yizhan.engine._kernel_heap import INLINE, keep, sink
from yizhan.engine._tables import COSINE_ARRAY

# Unsigned numbers spare the test for a negative place in an array. Arrays are never sliced where it is asked row by
# row: every slice counts its owner's users up and down, which costs as much as ten rows.
U = np.uintp
TERMS, OCCUPATION, DAYS, SKILL_LO, SKILL_HI, KEY_LO, KEY_HI, ROW, EXPOSURE = (U(column) for column in range(ix.COLD))
NINE = U(ix.COLD)
HOT_LAT, HOT_LNG, HOT_PAY, HOT_CERT_LO, HOT_CERT_HI, HOT_WEEKLY, HOT_PLACES = (U(column) for column in range(ix.HOT))
BLOCK, LANES = 512, 16
"""Rows asked about at once, and added up at once: what stands behind the last is added up and not looked at."""
LARGE_CELL = 256
"""From so many rows on, a cell is looked at kind by kind."""
SWEPT = 6000
"""Up to so many rows within reach, all of them are looked at, a stretch of the grid at a time."""
LOW32 = np.int64(0xFFFFFFFF)
METRES, MILLION = np.int64(111_195), np.int64(1_000_000)
FULL = np.int64(10_000)
TURN, HALF_TURN = np.int64(360_000_000), np.int64(180_000_000)
OUT = np.int32(1 << 30)
NEAR = np.int64(1) << 25
"""Up to this radius, in micro-degrees, squared distances are whole numbers below 2^52, which float64 holds exactly."""
SCRATCH = 11
BASE, GIVEN_PAY, NORTH, EAST, COSINE, CLOSE, LOOKS, ASKED, HAVE, SCORE, POSITION = (U(row) for row in range(SCRATCH))
"""int32[11, BLOCK + LANES]: what is known of the rows at hand, a column each: the processor takes several at once."""
UNKNOWN, LAST_COSINE = np.int64(UNKNOWN_UDEG), U(len(COSINE_ARRAY) - 1)

FAST = {"nogil": True, "boundscheck": False, "error_model": "numpy", "cache": True}


@njit(**INLINE)
def _bits(x):
    x = np.uint64(x)
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(**INLINE)
def _root(squared):
    """The exact whole root."""
    root = np.int64(math.sqrt(np.float64(squared)))
    if root * root > squared:
        root -= 1
    if (root + 1) * (root + 1) <= squared:
        root += 1
    return root


@njit(**INLINE)
def _distance_points(root, knobs):
    metres = root * METRES // MILLION
    share = FULL * knobs[q.K_HALF_DISTANCE] // (knobs[q.K_HALF_DISTANCE] + metres)
    return knobs[q.K_DISTANCE] * share // FULL


@njit(**INLINE)
def _pay_points(pay, least, knobs):
    gain = pay - least
    if pay < 0 or gain <= 0:
        return np.int64(0)
    return knobs[q.K_PAY] * (FULL * gain // (gain + knobs[q.K_HALF_GAIN])) // FULL


@njit(**INLINE)
def _first_at_least(codes, low, high, value):
    while low < high:
        middle = (low + high) >> 1
        if codes[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@njit(**INLINE)
def _raise(close, best, group_of, low, high, value):
    value = np.int32(value)
    for code in range(low, high):
        close[U(code)] = max(close[U(code)], value)
    if low < high:
        for group in range(group_of[low], group_of[high - 1] + 1):
            best[group] = max(best[group], value)


@njit(**INLINE)
def _closeness(person, codes, n, known, group_of, near, knobs, close, best):
    """close[code] and best[group]: basis points of the nearest wish, by the tree and by the mobility table."""
    close[:] = 0
    best[:] = 0
    wished = False
    for number in range(5):
        wish = person[q.WANTED + number]
        if wish == 0:
            continue
        wished = True
        low, high = 0, n
        for level in range(4):  # each within the one before
            width = 1_000_000 if level == 0 else (10_000 if level == 1 else (100 if level == 2 else 1))
            value = knobs[q.K_LARGE - level]
            first = wish // width * width
            low = _first_at_least(codes, low, high, max(first, 1))
            high = _first_at_least(codes, low, high, first + width)
            _raise(close, best, group_of, low, high, value)
            for code in range(n, known):  # added since the index was sorted
                if codes[code] // width == wish // width:
                    close[code] = max(close[code], np.int32(value))
        row, high = 0, near.shape[1]
        while row < high:
            middle = (row + high) >> 1
            if near[0, middle] < wish:
                row = middle + 1
            else:
                high = middle
        while row < near.shape[1] and near[0, row] == wish:
            code = near[1, row]
            close[code] = max(close[code], near[2, row])
            if code < n:
                best[group_of[code]] = max(best[group_of[code]], near[2, row])
            row += 1
    return wished


@njit(**INLINE)
def _terms_allow(terms, row, person, certificates):
    lived = terms[row, ix.START_ON] - person[q.BIRTH]
    ages = terms[row, ix.AGES]
    if lived < 160_000 or (lived < 180_000 and ages & ix.AGE_MINOR):
        return False
    if ages & ix.AGE_ACCEPTED:
        least, most = ages & 255, (ages >> 8) & 255
        if (least > 0 and lived < least * 10_000) or (most > 0 and lived >= (most + 1) * 10_000):
            return False
    missing = terms[row, ix.ELIGIBILITY] & ~person[q.ELIGIBILITY]
    for part in range(4):
        missing |= terms[row, ix.DATED + part] & ~person[q.DATED + part]
    for word in range(1, certificates):
        missing |= terms[row, ix.FIXED_TERMS + word - 1] & ~person[q.WORDS + word]
    return missing == 0


@njit(**INLINE)
def _fetch_hot(hot, begin, end):
    """Have the lines of these rows on their way: sixteen rows a line, each column by itself."""
    for column in range(ix.HOT):
        base = U(column) * U(hot.shape[1])
        for row in range(begin, end + 15, 16):
            fetch(hot, base + U(row))


@njit(**INLINE)
def _passing(hot, first, last, person, narrow, placed, passes, passed):
    """Which of at most BLOCK rows pass the constraints that are cheap to ask of all; how many.

    Distance is asked with float32 and a margin here: nothing within the radius is lost, and the exact question follows.
    """
    base, n = U(first), last - first
    lacking_lo = np.int32(~person[q.WORDS] & LOW32)
    lacking_hi = np.int32((~person[q.WORDS] >> 32) & LOW32)
    busy = np.int32(~person[q.WEEKLY] & ix.WEEK_BITS)
    party, least_pay = np.int32(person[q.PARTY]), np.uint32(person[q.MIN_PAY])
    here_lat, here_lng = np.int32(person[q.LAT]), np.int32(person[q.LNG])
    narrower = np.float32(narrow) * np.float32(0.999_999 / 2**20)
    reach = np.float32(person[q.RADIUS] + 2)  # the rule floors the east side: up to one micro-degree
    limit = reach * reach * np.float32(1.000_01) if placed == 1 else np.float32(np.inf)
    for row in range(n):
        at = base + U(row)
        north = np.float32(np.int32(hot[HOT_LAT, at] - here_lat))
        east = np.float32(np.int32(hot[HOT_LNG, at] - here_lng)) * narrower
        lacking = np.int32(hot[HOT_CERT_LO, at] & lacking_lo) | np.int32(hot[HOT_CERT_HI, at] & lacking_hi)
        passes[U(row)] = (
            (np.int32(lacking | np.int32(hot[HOT_WEEKLY, at] & busy)) == 0)
            & (np.uint32(hot[HOT_PAY, at]) >= least_pay)  # unknown pay, -1, is the largest of all
            & (hot[HOT_PLACES, at] >= party)
            & (north * north + east * east <= limit)
        )
    found = U(0)
    for row in range(n):
        passed[found] = row
        found += U(passes[U(row)])
    return np.int64(found)


@njit(**INLINE)
def _gathered(
    first, found, passed, hot, cold, terms, person, sizes, knobs, close, price, bound, least, work
):  # fmt: skip
    """Write down what the points need of the rows that passed; only those that could have `least`, how many."""
    for number in range(
        found if sizes[6] else 0
    ):  # they stand far apart: all are on their way while the first are read
        at = (U(first) + U(passed[U(number)])) * NINE
        fetch(cold, at)
        fetch(cold, at + ROW)
    kept = U(0)
    bound, least = bound * FULL, least * FULL
    certificates, skills, here_lat, here_lng = sizes[0], sizes[1], person[q.LAT], person[q.LNG]
    held = person[q.WORDS + certificates]
    for number in range(found):
        position = U(first) + U(passed[U(number)])
        at = position * NINE
        days = np.int64(cold[at + DAYS])
        points = person[q.ALWAYS_POINTS]
        if days < q.FRESH_DAYS:
            points += knobs[q.K_FRESH + days]
        else:
            half = knobs[q.K_HALF_FRESHNESS]
            points += knobs[q.K_FRESHNESS] * (FULL * half // (half + days)) // FULL
        if price.shape[0]:
            points -= np.int64(price[position])
        there, closeness = hot[HOT_LAT, position], close[U(cold[at + OCCUPATION])]
        wanted = (np.int64(cold[at + SKILL_HI]) << 32) | (np.int64(cold[at + SKILL_LO]) & LOW32)
        asked, have = _bits(wanted), _bits(wanted & held)
        for word in range(1, skills):
            wanted = terms[cold[at + TERMS], ix.FIXED_TERMS + certificates - 2 + word]
            asked += _bits(wanted)
            have += _bits(wanted & person[q.WORDS + certificates + word])
        work[BASE, kept] = points
        work[GIVEN_PAY, kept] = hot[HOT_PAY, position]
        work[NORTH, kept] = here_lat - there
        work[EAST, kept] = here_lng - hot[HOT_LNG, position]
        # Of an unknown place any cosine of the table will do.
        work[COSINE, kept] = COSINE_ARRAY[min(U(abs(here_lat + there) + 10_000) // U(20_000), LAST_COSINE)]
        work[CLOSE, kept] = closeness
        work[LOOKS, kept] = cold[at + EXPOSURE]
        work[ASKED, kept] = asked
        work[HAVE, kept] = have
        work[POSITION, kept] = position
        kept += U(points * FULL + knobs[q.K_OCCUPATION] * np.int64(closeness) + bound >= least)
    return np.int64(kept)


@njit(**INLINE)
def _add_up(kept, work, person, knobs, near):
    """Points of the rows that were written down, those for distance only where all are `near`; below 0 = too far.

    In float64, which holds every number here exactly: a quotient of whole numbers is never so close below the next
    whole one that rounding would reach it, and half a unit is added where a reciprocal takes a division's place.
    """
    lanes = (kept + LANES - 1) // LANES * LANES
    for_occupation, for_exposure = np.float64(knobs[q.K_OCCUPATION]), np.float64(knobs[q.K_EXPOSURE])
    for number in range(lanes):
        row = U(number)
        points = np.floor((for_occupation * np.float64(work[CLOSE, row]) + 0.5) * 1e-4)
        points += np.floor((for_exposure * np.float64(work[LOOKS, row]) + 0.5) * 1e-4)
        work[SCORE, row] = work[BASE, row] + np.int32(points)
    least_pay, half_gain = np.float64(person[q.MIN_PAY]), np.float64(knobs[q.K_HALF_GAIN])
    for_pay, for_skills = np.float64(knobs[q.K_PAY]), np.float64(knobs[q.K_SKILLS])
    for number in range(lanes):
        row = U(number)
        gain = max(np.float64(work[GIVEN_PAY, row]) - least_pay, 0.0)
        points = np.floor((for_pay * np.floor(10_000.0 * gain / (gain + half_gain)) + 0.5) * 1e-4)
        share = np.floor(10_000.0 * np.float64(work[HAVE, row]) / max(np.float64(work[ASKED, row]), 1.0))
        points += np.floor((for_skills * share + 0.5) * 1e-4)
        work[SCORE, row] += np.int32(points)
    if not near:
        return
    for_distance, half = np.float64(knobs[q.K_DISTANCE]), np.float64(knobs[q.K_HALF_DISTANCE])
    limit = (np.float64(person[q.RADIUS]) + 1.0) * (np.float64(person[q.RADIUS]) + 1.0) - 1.0
    for number in range(lanes):
        row = U(number)
        away, side = np.float64(work[NORTH, row]), abs(np.float64(work[EAST, row]))
        side = np.floor(min(side, 360_000_000.0 - side) * np.float64(work[COSINE, row]) * (1.0 / 1_048_576.0))
        squared = away * away + side * side
        metres = np.floor((np.floor(np.sqrt(squared)) * 111_195.0 + 0.5) * 1e-6)
        points = np.floor((for_distance * np.floor(10_000.0 * half / (half + metres)) + 0.5) * 1e-4)
        work[SCORE, row] += np.int32(points) - np.int32(squared > limit) * OUT


@njit(**INLINE)
def _look(
    begin, end, hot, cold, terms, person, knobs, sizes, close, price, among, placed, far_points, narrow, passes, passed,
    work, heap, n,
):  # fmt: skip
    """Look at the packed rows begin … end; the number of entries kept after it.

    sizes  int64: 0 certificate words, 1 skill words, 2 number of the unknown occupation, 3 young, 4 wished, 5 floor,
           6 nobody else is asked about: then nothing of their neighbourhood is close to the processor yet
    placed 0 nobody is on the map, 1 all are, 2 ask each row
    far_points  the most that distance can give here
    """
    lat, lng, radius = person[q.LAT], person[q.LNG], person[q.RADIUS]
    limit = (radius + 1) * (radius + 1) - 1
    near = placed == 1 and radius <= NEAR
    later = np.int64(0) if near else far_points
    bound = knobs[q.K_PAY] + knobs[q.K_SKILLS] + knobs[q.K_EXPOSURE] + far_points
    full = heap.shape[0]
    least = heap[0, 0] if n == full else sizes[5]
    first = begin
    while first < end:
        last = min(first + BLOCK, end)
        found = _passing(hot, first, last, person, narrow, placed, passes, passed)
        kept = _gathered(
            first, found, passed, hot, cold, terms, person, sizes, knobs, close, price, bound, least, work
        )  # fmt: skip
        _add_up(kept, work, person, knobs, near)
        for number in range(kept):
            points = np.int64(work[SCORE, U(number)])
            if points + later < least:
                continue
            position = np.int64(work[POSITION, U(number)])
            at = U(position) * NINE
            there = np.int64(hot[ix.LAT, position])
            if not near and (placed == 1 or (placed == 2 and there != UNKNOWN)):
                north, east = abs(lat - there), abs(lng - np.int64(hot[ix.LNG, position]))
                east = (min(east, TURN - east) * COSINE_ARRAY[(abs(lat + there) + 10_000) // 20_000]) >> 20
                squared = north * north + east * east
                if squared > limit:
                    continue
                points += _distance_points(_root(squared), knobs)
                if points < least:
                    continue
            # What few rows fail is asked last, of the few rows that would be kept.
            asks = (hot[ix.WEEKLY, position] & ix.HAS_TERMS) or sizes[3]
            if asks and not _terms_allow(terms, cold[at + TERMS], person, sizes[0]):
                continue
            occupation = cold[at + OCCUPATION]
            if knobs[q.K_LEAST] and close[U(occupation)] < knobs[q.K_LEAST] and sizes[4] and occupation != sizes[2]:
                continue
            if among.shape[0] and not among[cold[at + ROW]]:
                continue
            key = (np.int64(cold[at + KEY_HI]) << 32) | (np.int64(cold[at + KEY_LO]) & LOW32)
            n = keep(heap, n, points, key, position)
            if n == full:
                least = heap[0, 0]
        first = last
    return n


@njit(**INLINE)
def _cell(
    cell, near_kinds, hot, cold, terms, starts, most_pay, person, knobs, sizes, groups, order, near_count, best, close,
    price, cheapest, among, placed, far_points, narrow, passes, passed, work, heap, n,
):  # fmt: skip
    """One cell: at the first turn a small one whole, of a large one the kinds of work near a wish; then its others."""
    base = cell * groups
    begin, end = starts[base], starts[base + groups]
    whole = end - begin <= LARGE_CELL
    if begin == end or (whole and not near_kinds):
        return n
    full = heap.shape[0]
    least = heap[0, 0] if n == full else sizes[5]
    free = np.int64(cheapest[cell]) if cheapest.shape[0] else np.int64(0)
    most = person[q.ALWAYS_POINTS] + _pay_points(np.int64(most_pay[cell]), person[q.MIN_PAY], knobs)
    most += knobs[q.K_SKILLS] + knobs[q.K_FRESHNESS] + knobs[q.K_EXPOSURE] + far_points - free
    nearest = knobs[q.K_LARGE]
    if near_kinds and near_count > 0:
        nearest = np.int64(best[order[0]])
    if most + knobs[q.K_OCCUPATION] * nearest // FULL < least:
        return n
    number = group = 0
    while True:
        # The next stretch of rows: the whole cell, one kind near a wish, or the kinds between two such.
        if whole:
            first, last, done = begin, end, True
        elif near_kinds:
            if number == near_count:
                break
            kind = order[number]
            if most + knobs[q.K_OCCUPATION] * np.int64(best[kind]) // FULL < least:
                break
            first, last, done = starts[base + kind], starts[base + kind + 1], False
            number += 1
        else:
            while group < groups and best[group] > knobs[q.K_LARGE]:
                group += 1
            if group == groups:
                break
            stop = group + 1
            while stop < groups and best[stop] <= knobs[q.K_LARGE]:
                stop += 1
            first, last, done = starts[base + group], starts[base + stop], False
            group = stop
        if first < last:
            n = _look(
                first, last, hot, cold, terms, person, knobs, sizes, close, price, among, placed, far_points, narrow,
                passes, passed, work, heap, n,
            )  # fmt: skip
            least = heap[0, 0] if n == full else sizes[5]
        if done:
            break
    return n


@njit(**INLINE)
def _one(
    person, head, hot, cold, terms, starts, slot, until, most_pay, codes, group_of, known, near, knobs, price, cheapest,
    among, close, best, order, sizes, passes, passed, work, heap,
):  # fmt: skip
    """The best postings of one person, as a heap; how many there are."""
    if person[q.BIRTH] == 0:
        return 0
    groups, cells = head[ix.H_GROUPS], head[ix.H_CELLS]
    sorted_codes = head[ix.H_CODES]
    sizes[3] = 1 if head[ix.H_FIRST_START] - person[q.BIRTH] < 180_000 else 0
    sizes[4] = 1 if _closeness(person, codes, sorted_codes, known, group_of, near, knobs, close, best) else 0
    near_count = 0
    for group in range(groups):  # the kinds near a wish, nearest first
        if best[group] > knobs[q.K_LARGE]:
            at = near_count
            while at > 0 and best[order[at - 1]] < best[group]:
                order[at] = order[at - 1]
                at -= 1
            order[at] = group
            near_count += 1
    lat, lng, radius = person[q.LAT], person[q.LNG], person[q.RADIUS]
    limit = (radius + 1) * (radius + 1) - 1
    ny, nx, size = head[ix.H_NY], head[ix.H_NX], head[ix.H_CELL]
    south, west, north, east = head[ix.H_LAT], head[ix.H_LNG], head[ix.H_LAT_MOST], head[ix.H_LNG_MOST]
    n = 0
    full = heap.shape[0]
    # Round the back of the world the grid's rings are no measure of nearness; then every cell is looked at.
    by_rings = lat != UNKNOWN and abs(lng - west) < HALF_TURN and abs(lng - east) < HALF_TURN and cells > 0
    most_tilt = max(abs(lat + south), abs(lat + north))
    narrow = COSINE_ARRAY[min((most_tilt + 10_000) // 20_000, 9000)] if by_rings else np.int64(0)
    swept = False
    if by_rings and radius < q.FARTHEST_UDEG:
        cy = (lat - south) // size
        low, high = max((lat - radius - south) // size, 0), min((lat + radius - south) // size, ny - 1)
        reached = np.int64(0)
        for turn in range(2):
            if turn == 1:
                swept = reached <= SWEPT
                if not swept:
                    break
            for step in range(2 * max(cy - low, high - cy) + 1):  # its own row of the grid first, then up and down
                y = cy + ((step + 1) >> 1 if step & 1 else -(step >> 1))
                if y < low or y > high:
                    continue
                away = max(max(south + y * size - lat, lat - south - (y + 1) * size), 0)
                wide = limit - away * away
                if wide < 0:
                    continue
                # How far to the west or east a place of this row can lie; where a degree has no width, anywhere.
                tilt = min(
                    (max(abs(lat + south + y * size), abs(lat + south + (y + 1) * size)) + 10_000) // 20_000, 9000
                )
                cosine = COSINE_ARRAY[tilt]
                spread = TURN if cosine == 0 else ((_root(wide) + 1) << 20) // cosine + 1
                left, right = max((lng - spread - west) // size, 0), min((lng + spread - west) // size, nx - 1)
                if right < left:
                    continue
                begin, end = np.int64(until[y * nx + left]), np.int64(until[y * nx + right + 1])
                if turn == 0:
                    reached += end - begin
                    if sizes[6] and reached <= SWEPT:
                        _fetch_hot(hot, begin, end)
                elif begin < end:
                    n = _look(
                        begin, end, hot, cold, terms, person, knobs, sizes, close, price, among, 1,
                        _distance_points(away, knobs), cosine, passes, passed, work, heap, n,
                    )  # fmt: skip
    for turn in range(2):
        near_kinds = turn == 0
        if swept:
            break
        if by_rings:
            cy, cx = (lat - south) // size, (lng - west) // size
            ring = max(max(max(-cy, cy - (ny - 1)), max(-cx, cx - (nx - 1))), 0)
            last_ring = max(max(cy, ny - 1 - cy), max(cx, nx - 1 - cx))
            occupation = np.int64(best[order[0]]) if near_kinds and near_count > 0 else knobs[q.K_LARGE]
            most = person[q.ALWAYS_POINTS] + knobs[q.K_OCCUPATION] * occupation // FULL
            most += knobs[q.K_PAY] + knobs[q.K_SKILLS] + knobs[q.K_FRESHNESS] + knobs[q.K_EXPOSURE]
            while ring <= last_ring:
                # Everything in this ring and beyond it is at least so far away.
                gap = np.int64(0)
                if ring > 0:
                    gap_lat = min((cy + ring) * size + south - lat, lat - ((cy - ring + 1) * size + south))
                    gap_lng = min((cx + ring) * size + west - lng, lng - ((cx - ring + 1) * size + west))
                    gap = max(min(gap_lat, (max(gap_lng, 0) * narrow) >> 20), 0)
                if gap > radius:
                    break
                far_points = _distance_points(gap, knobs)
                least = heap[0, 0] if n == full else sizes[5]
                if most + far_points < least:
                    break
                for y in range(max(cy - ring, 0), min(cy + ring, ny - 1) + 1):
                    edge = y == cy - ring or y == cy + ring
                    x = cx - ring
                    step = 1 if edge or ring == 0 else 2 * ring
                    if edge and x < 0:
                        x = np.int64(0)
                    stop = min(cx + ring, nx - 1)
                    low_y, high_y = south + y * size, south + (y + 1) * size
                    away_y = max(max(low_y - lat, lat - high_y), 0)
                    while x <= stop:
                        if x >= 0:
                            cell = np.int64(slot[y * nx + x])
                            if cell >= 0:
                                low_x, high_x = west + x * size, west + (x + 1) * size
                                away_x = (max(max(low_x - lng, lng - high_x), 0) * narrow) >> 20
                                if away_y * away_y + away_x * away_x <= limit:
                                    n = _cell(
                                        cell, near_kinds, hot, cold, terms, starts, most_pay, person, knobs, sizes,
                                        groups, order, near_count, best, close, price, cheapest, among, 1, far_points,
                                        narrow, passes, passed, work, heap, n,
                                    )  # fmt: skip
                        x += step
                ring += 1
        else:
            placed = 0 if lat == UNKNOWN else 1
            far_points = np.int64(0) if lat == UNKNOWN else knobs[q.K_DISTANCE]
            for cell in range(cells):
                n = _cell(
                    cell, near_kinds, hot, cold, terms, starts, most_pay, person, knobs, sizes, groups,
                    order, near_count, best, close, price, cheapest, among, placed, far_points, np.int64(0),
                    passes, passed, work, heap, n,
                )  # fmt: skip
    for turn in range(2):  # what is not on the map
        n = _cell(
            cells, turn == 0, hot, cold, terms, starts, most_pay, person, knobs, sizes, groups,
            order, near_count, best, close, price, cheapest, among, 0, np.int64(0), np.int64(0), passes, passed,
            work, heap, n,
        )  # fmt: skip
    if head[ix.H_SIZE] > head[ix.H_SORTED]:
        placed = 0 if lat == UNKNOWN else 2
        n = _look(
            head[ix.H_SORTED], head[ix.H_SIZE], hot, cold, terms, person, knobs, sizes, close, price, among, placed,
            knobs[q.K_DISTANCE], np.int64(0), passes, passed, work, heap, n,
        )  # fmt: skip
    return n


@njit(
    "int64(int64[:,::1], int64[::1], int64, int64, int64[::1], int64[::1], int32[:,::1], int32[::1], int64[:,::1],"
    " int32[::1], int32[::1], int32[::1], int32[::1], int32[::1], int32[::1], int32[:,::1], int64, int32[::1],"
    " int32[::1], boolean[::1], int32[::1], int64[::1], int32[:,:,::1])",
    **FAST,
)  # fmt: skip
def rank(
    people, order_of_people, begin, end, knobs, head, hot, cold, terms, starts, slot, until, most_pay, codes, group_of,
    near, known, price, cheapest, among, floors, counts, found,
):  # fmt: skip
    """For people order_of_people[begin … end): how many are kept, and the rows and points of these, best first.

    counts  int64[people + 1], that of a person behind their own place; found int32[2, people, k]: rows, then points
    price, cheapest, among and floors may be empty: nothing is subtracted, everything is allowed.
    """
    groups = head[ix.H_GROUPS]
    close, best, order = np.empty(known, np.int32), np.empty(groups, np.int32), np.empty(groups, np.int64)
    sizes = np.empty(7, np.int64)
    sizes[6] = 1 if end - begin == 1 else 0
    sizes[0], sizes[1] = head[ix.H_CERT_WORDS], head[ix.H_SKILL_WORDS]
    sizes[2] = 0 if known > 0 and codes[0] == 0 else -1
    passes, passed = np.empty(BLOCK, np.bool_), np.empty(BLOCK + 1, np.uint32)
    work = np.empty((SCRATCH, BLOCK + LANES), np.int32)
    heap = np.empty((found.shape[2], 3), np.int64)
    kept = 0
    for number in range(begin, end):
        i = order_of_people[number]
        sizes[5] = np.int64(floors[i]) if floors.shape[0] else knobs[q.K_FLOOR]
        n = _one(
            people[i], head, hot, cold, terms, starts, slot, until, most_pay, codes, group_of, known, near, knobs,
            price, cheapest, among, close, best, order, sizes, passes, passed, work, heap,
        )  # fmt: skip
        counts[i + 1] = n
        kept += n
        for last in range(n - 1, -1, -1):  # the worst leaves the heap first
            found[0, i, last] = cold[U(heap[0, 2]) * NINE + ROW]
            found[1, i, last] = heap[0, 0]
            sink(heap, 0, last, heap[last, 0], heap[last, 1], heap[last, 2])
    return kept
