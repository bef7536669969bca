"""`assign` and `stable` step by step: the side that runs everywhere, on lists of whole numbers.

`_kernel_assign.py` compiles these very functions where numba is there, and has a twin of `auction`. Every order is
stated (people by row, edges by their place in the row, postings by distance and then number), so both sides take the
same steps. The rule in words: docs/engine/assignment.md, docs/engine/stability.md.

start[i] … start[i + 1] are the edges of person i; posting[e], points[e]; seat[j] … seat[j + 1] are the seats of
posting j, the first taken[j] of them held by the people who[…]; at[i] is the edge that i holds, -1 = none; sits[i] is
the seat of i.
"""

from heapq import heappop, heappush
from typing import Any

FAR = 1 << 62
LOW = 0xFFFFFFFF

Numbers = Any
"""A list of int here, an array of int32 or int64 where it is compiled."""


def doubled(start: Numbers, posting: Numbers, seen: Numbers) -> int:
    """The first row in which a posting stands twice, -1 = none; `seen` is -1 for every posting."""
    for i in range(len(start) - 1):
        for e in range(start[i], start[i + 1]):
            if seen[posting[e]] == i:
                return i
            seen[posting[e]] = i
    return -1


def auction(
    start: Numbers, posting: Numbers, points: Numbers, seat: Numbers, most_bids: int, price: Numbers, at: Numbers
) -> int:
    """Bid in steps of one point until nobody bids or has bid `most_bids` times; how many gave up so.

    Whoever holds a place that is as good as any at these prices keeps it for now; the others start without.
    """
    held: list[list[tuple[int, int]]] = [[] for _ in price]
    bids = [0] * len(at)
    waiting = []
    for i in range(len(at)):
        if at[i] >= 0:
            best = max(points[e] - price[posting[e]] for e in range(start[i], start[i + 1]))
            if points[at[i]] - price[posting[at[i]]] == best >= 0:
                held[posting[at[i]]].append((price[posting[at[i]]], i))
                continue
        at[i] = -1
        if start[i + 1] > start[i]:
            waiting.append((0, i))
    gave_up = 0
    while waiting:
        sweep, i = heappop(waiting)
        best = second = 0
        edge = -1
        for e in range(start[i], start[i + 1]):
            value = points[e] - price[posting[e]]
            if value > best:
                best, second, edge = value, best, e
            elif value > second:
                second = value
        if edge < 0:
            continue
        if bids[i] == most_bids:
            gave_up += 1
            continue
        bids[i] += 1
        j = posting[edge]
        bid = price[j] + min(best - second + 1, best)
        heappush(held[j], (bid, i))
        at[i] = edge
        if len(held[j]) > seat[j + 1] - seat[j]:
            # The newcomer replaces the lowest bid, even by a bid that is no higher.
            lowest = min(held[j], key=lambda entry: (entry[1] == i, entry))
            held[j].remove(lowest)
            held[j].sort()
            at[lowest[1]] = -1
            heappush(waiting, (sweep + (lowest[1] < i), lowest[1]))
        if len(held[j]) == seat[j + 1] - seat[j]:
            price[j] = held[j][0][0]
    return gave_up


def match(start: Numbers, posting: Numbers, seat: Numbers, base: int, price: Numbers, at: Numbers) -> None:
    """As many people placed as possible, points not asked; price `base` for what those left over could reach.

    From the places that are held, in rounds of shortest alternating paths, as many at once as do not meet (Hopcroft
    and Karp, 1973). Where every pair is worth `base`, it is the assignment with the most
    points, and the prices prove it.
    """
    n, m = len(at), len(price)
    taken, who, sits = [0] * m, [-1] * seat[m], [-1] * n
    level, reached = [-1] * m, [0] * m
    next_edge, next_seat = [0] * n, [0] * m
    path = [0] * (m + 1)
    for i in range(n):
        if at[i] >= 0:
            j = posting[at[i]]
            sits[i] = seat[j] + taken[j]
            who[sits[i]] = i
            taken[j] += 1
    while True:
        # How many people would have to move, for each posting that somebody without a place could reach.
        count, depth = 0, m
        for j in range(m):
            level[j] = -1
            next_seat[j] = seat[j]
        for i in range(n):
            next_edge[i] = start[i]
            if at[i] < 0:
                for e in range(start[i], start[i + 1]):
                    k = posting[e]
                    if level[k] < 0:
                        level[k] = 0
                        reached[count] = k
                        count += 1
                        if taken[k] < seat[k + 1] - seat[k]:
                            depth = 0
        done = 0
        while done < count and level[reached[done]] < depth:
            j = reached[done]
            done += 1
            for s in range(seat[j], seat[j] + taken[j]):
                i = who[s]
                for e in range(start[i], start[i + 1]):
                    k = posting[e]
                    if level[k] < 0:
                        level[k] = level[j] + 1
                        reached[count] = k
                        count += 1
                        if taken[k] < seat[k + 1] - seat[k]:
                            depth = level[k]
        if depth == m:
            for number in range(count):
                price[reached[number]] = max(price[reached[number]], base)
            return
        for newcomer in range(n):
            if at[newcomer] >= 0:
                continue
            i, far = newcomer, 0
            while True:
                k = -1
                while next_edge[i] < start[i + 1]:
                    k = posting[next_edge[i]]
                    if level[k] == far and (far < depth or taken[k] < seat[k + 1] - seat[k]):
                        break
                    k = -1
                    next_edge[i] += 1
                if k < 0:
                    if far == 0:
                        break
                    far -= 1
                    i = path[far]
                elif far == depth:
                    path[far] = i
                    free = seat[k] + taken[k]
                    taken[k] += 1
                    while far >= 0:
                        i, left = path[far], free
                        free = sits[i]
                        who[left] = i
                        sits[i] = left
                        at[i] = next_edge[i]
                        far -= 1
                    break
                elif next_seat[k] < seat[k] + taken[k]:
                    path[far] = i
                    i = who[next_seat[k]]
                    next_seat[k] += 1
                    far += 1
                else:
                    next_edge[i] += 1


def fill(start: Numbers, posting: Numbers, seat: Numbers, at: Numbers, taken: Numbers) -> None:
    """Whoever has no place takes the first of the row that has one left, in the order of the rows."""
    for i in range(len(at)):
        if at[i] >= 0:
            taken[posting[at[i]]] += 1
    for i in range(len(at)):
        if at[i] < 0:
            for e in range(start[i], start[i + 1]):
                j = posting[e]
                if taken[j] < seat[j + 1] - seat[j]:
                    at[i] = e
                    taken[j] += 1
                    break


def certify(
    start: Numbers, posting: Numbers, points: Numbers, seat: Numbers, price: Numbers, at: Numbers
) -> tuple[int, int]:
    """(total, bound): the points of the answer, and what no answer can exceed at these prices."""
    total = bound = 0
    for i in range(len(at)):
        best = 0
        for e in range(start[i], start[i + 1]):
            best = max(best, points[e] - price[posting[e]])
        bound += best
        if at[i] >= 0:
            total += points[at[i]]
    for j in range(len(price)):
        bound += price[j] * (seat[j + 1] - seat[j])
    return total, bound


def seat_people(
    start: Numbers,
    posting: Numbers,
    points: Numbers,
    seat: Numbers,
    price: Numbers,
    at: Numbers,
    taken: Numbers,
    who: Numbers,
    sits: Numbers,
) -> None:
    """Keep the places that are as good as any at these prices, give up the others, and seat people by row."""
    for i in range(len(at)):
        if at[i] < 0:
            continue
        best = 0
        for e in range(start[i], start[i + 1]):
            best = max(best, points[e] - price[posting[e]])
        j = posting[at[i]]
        if points[at[i]] - price[j] < best:
            at[i] = -1
            continue
        sits[i] = seat[j] + taken[j]
        who[sits[i]] = i
        taken[j] += 1


def place_people(
    start: Numbers,
    posting: Numbers,
    points: Numbers,
    seat: Numbers,
    price: Numbers,
    at: Numbers,
    taken: Numbers,
    who: Numbers,
    sits: Numbers,
    distance: Numbers,
    via: Numbers,
    by: Numbers,
) -> None:
    """Whoever would gain by a place gets one by the shortest path, or is shown by higher prices not to gain.

    Dijkstra over postings; a step from a holder to another posting costs what the holder loses by it at today's
    prices, which is never negative. The path ends at a free seat or at somebody who goes without. `distance` is
    FAR everywhere, and is so again afterwards; who[-1] is a spare seat.
    """
    for newcomer in range(len(at)):
        if at[newcomer] >= 0:
            continue
        longing = 0
        for e in range(start[newcomer], start[newcomer + 1]):
            longing = max(longing, points[e] - price[posting[e]])
        if longing == 0:
            continue
        best, leaver, end = longing, newcomer, -1
        reach, j = 0, -1
        first, last = len(who) - 1, len(who)
        who[first] = newcomer
        heap = [0]
        heap.clear()
        seen = [0]
        seen.clear()
        done = [0]
        done.clear()
        while True:
            for s in range(first, last):
                i = who[s]
                worth = longing if j < 0 else points[at[i]] - price[j]
                if reach + worth < best:
                    best, leaver, end = reach + worth, i, j
                for e in range(start[i], start[i + 1]):
                    k = posting[e]
                    further = reach + worth + price[k] - points[e]
                    if further < best and further < distance[k]:
                        if distance[k] == FAR:
                            seen.append(k)
                        distance[k] = further
                        via[k] = e
                        by[k] = i
                        heappush(heap, further << 32 | k)
            j = -1
            while len(heap) > 0:
                key = heappop(heap)
                reach = key >> 32
                if reach >= best:
                    break
                if reach == distance[key & LOW]:
                    j = key & LOW
                    break
            if j < 0:
                break
            if taken[j] < seat[j + 1] - seat[j]:
                best, leaver, end = reach, -1, j
                break
            done.append(j)
            first, last = seat[j], seat[j] + taken[j]
        for k in done:
            price[k] += max(best - distance[k], 0)
        for k in seen:
            distance[k] = FAR
        if leaver == newcomer:
            continue
        if leaver < 0:
            free = seat[end] + taken[end]
            taken[end] += 1
        else:
            free = sits[leaver]
            at[leaver] = -1
        while True:
            i, left, before = by[end], free, at[by[end]]
            free = sits[i]
            who[left] = i
            sits[i] = left
            at[i] = via[end]
            if i == newcomer:
                break
            end = posting[before]


def columns(start: Numbers, posting: Numbers, column: Numbers, edge: Numbers, person: Numbers) -> None:
    """The edges by posting: those of j stand in column[j] … column[j + 1], by person; column comes in as zeros."""
    for e in range(len(posting)):
        column[posting[e] + 1] += 1
    for j in range(1, len(column)):
        column[j] += column[j - 1]
    for i in range(len(start) - 2, -1, -1):
        for e in range(start[i], start[i + 1]):
            j = posting[e] + 1
            column[j] -= 1
            edge[column[j]] = e
            person[column[j]] = i
    for j in range(1, len(column) - 1):
        column[j] = column[j + 1]
    column[len(column) - 1] = len(posting)


def fill_places(
    start: Numbers,
    posting: Numbers,
    points: Numbers,
    seat: Numbers,
    price: Numbers,
    at: Numbers,
    taken: Numbers,
    who: Numbers,
    sits: Numbers,
    distance: Numbers,
    via: Numbers,
    by: Numbers,
    column: Numbers,
    edge: Numbers,
    person: Numbers,
) -> None:
    """A posting with a price and a free seat draws somebody by the shortest path, or its price falls to 0.

    The same search the other way round: a step from a posting to one of its candidates costs what the candidate would
    lose by coming; a candidate who held another seat leaves it free, for somebody else or, at that posting's price,
    for good.
    """
    for short in range(len(price)):
        while taken[short] < seat[short + 1] - seat[short] and price[short] > 0:
            best, end, newcomer, newcomer_edge = price[short] + 0, short, -1, -1
            heap = [short]
            seen = [short]
            done = [0]
            done.clear()
            distance[short] = 0
            while len(heap) > 0:
                key = heappop(heap)
                reach, j = key >> 32, key & LOW
                if reach >= best:
                    break
                if reach > distance[j]:
                    continue
                done.append(j)
                if reach + price[j] < best:
                    best, end, newcomer = reach + price[j], j, -1
                for c in range(column[j], column[j + 1]):
                    i, e = person[c], edge[c]
                    if at[i] == e:
                        continue
                    further = reach + price[j] - points[e]
                    if at[i] < 0:
                        if further < best:
                            best, end, newcomer, newcomer_edge = further, j, i, e
                        continue
                    k = posting[at[i]]
                    further += points[at[i]] - price[k]
                    if further < best and further < distance[k]:
                        if distance[k] == FAR:
                            seen.append(k)
                        distance[k] = further
                        via[k] = e
                        by[k] = i
                        heappush(heap, further << 32 | k)
            for k in done:
                price[k] -= max(best - distance[k], 0)
            for k in seen:
                distance[k] = FAR
            j = end
            while True:
                # `newcomer` comes to j; whoever leaves j for the next posting on the path makes room.
                if j == short:
                    if newcomer >= 0:
                        sits[newcomer] = seat[j] + taken[j]
                        who[sits[newcomer]] = newcomer
                        at[newcomer] = newcomer_edge
                        taken[j] += 1
                    break
                leaver, leaver_edge = by[j], via[j]
                free = sits[leaver]
                if newcomer >= 0:
                    who[free] = newcomer
                    sits[newcomer] = free
                    at[newcomer] = newcomer_edge
                else:
                    taken[j] -= 1
                    who[free] = who[seat[j] + taken[j]]
                    sits[who[free]] = free
                newcomer, newcomer_edge = leaver, leaver_edge
                j = posting[leaver_edge]


def place_more(
    start: Numbers,
    posting: Numbers,
    points: Numbers,
    seat: Numbers,
    price: Numbers,
    at: Numbers,
    taken: Numbers,
    who: Numbers,
    sits: Numbers,
    distance: Numbers,
    via: Numbers,
    by: Numbers,
) -> None:
    """Among answers of equal points, as many people as possible: paths to a free seat that cost nothing.

    What one search reached in vain no later search needs to enter again: no free seat can come within its reach.
    """
    for newcomer in range(len(at)):
        if at[newcomer] >= 0:
            continue
        people = [newcomer]
        end = -1
        reached = 0
        while reached < len(people) and end < 0:
            i = people[reached]
            reached += 1
            for e in range(start[i], start[i + 1]):
                k = posting[e]
                value = 0 if at[i] < 0 else points[at[i]] - price[posting[at[i]]]
                if distance[k] == FAR and points[e] - price[k] == value and seat[k + 1] > seat[k]:
                    distance[k] = 0
                    via[k] = e
                    by[k] = i
                    if taken[k] < seat[k + 1] - seat[k]:
                        end = k
                        break
                    for s in range(seat[k], seat[k] + taken[k]):
                        people.append(who[s])  # noqa: PERF401  a generator is not compiled
        if end < 0:
            continue
        free = seat[end] + taken[end]
        taken[end] += 1
        for i in people:
            for e in range(start[i], start[i + 1]):
                distance[posting[e]] = FAR if by[posting[e]] == i else distance[posting[e]]
        while True:
            i, left, before = by[end], free, at[by[end]]
            free = sits[i]
            who[left] = i
            sits[i] = left
            at[i] = via[end]
            if i == newcomer:
                break
            end = posting[before]


def accept(
    start: Numbers, posting: Numbers, order: Numbers, priority: Numbers, seat: Numbers, heap: Numbers, at: Numbers
) -> None:
    """Deferred acceptance: propose down one's own list; a posting keeps the best who asked.

    order[…] are a person's edges, best first. A posting's seats are a heap, its weakest holder on top.
    """
    asked = [0] * len(at)
    taken = [0] * (len(seat) - 1)
    for i0 in range(len(at)):
        i = i0
        while i >= 0 and start[i] + asked[i] < start[i + 1]:
            e = order[start[i] + asked[i]]
            asked[i] += 1
            j = posting[e]
            base, places = seat[j], seat[j + 1] - seat[j]
            key = priority[e] << 32 | (LOW - i)  # of equals the earlier row is the stronger
            if taken[j] < places:
                place = taken[j]
                taken[j] += 1
                at[i] = e
                i = -1
                while place > 0 and heap[base + (place - 1) // 2] > key:
                    heap[base + place] = heap[base + (place - 1) // 2]
                    place = (place - 1) // 2
                heap[base + place] = key
            elif places > 0 and heap[base] < key:
                at[i] = e
                i = LOW - (heap[base] & LOW)
                at[i] = -1
                place = 0
                while 2 * place + 1 < places:
                    below = 2 * place + 1
                    if below + 1 < places and heap[base + below + 1] < heap[base + below]:
                        below += 1
                    if heap[base + below] >= key:
                        break
                    heap[base + place] = heap[base + below]
                    place = below
                heap[base + place] = key
