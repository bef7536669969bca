"""The slow twin: the rule of docs/engine/recommendation.md for one pair at a time, in plain Python.

It shares the door and the cosine table with the fast twin, and no code. `explain` is answered from here.
"""

from dataclasses import fields
from math import isqrt
from types import SimpleNamespace
from typing import Any

import numpy as np

from yizhan.engine._columns import UNKNOWN_UDEG
from yizhan.engine._tables import COSINE
from yizhan.engine.door import (
    Caution,
    Explanation,
    Failure,
    Mobility,
    Part,
    PartPoints,
    People,
    Postings,
    Ranking,
    Weights,
)


def explain_pair(people: People, i: int, postings: Postings, j: int, w: Weights, near: Mobility | None) -> Explanation:
    """Everything there is to say about person `i` and posting `j`."""
    person, posting = _row(people, i), _row(postings, j)
    distance, age = _distance_m(person, posting), _age(person.birth_on, posting.start_on)
    gain = None if posting.pay_fen < 0 else posting.pay_fen - person.min_pay_fen
    closeness, wish, by_mobility = _closest(person.wanted, posting.occupation, w, _as_dict(near))
    asked = have = 0
    for wanted_word, held_word in zip(posting.skills, person.skills, strict=True):
        asked += wanted_word.bit_count()
        have += (wanted_word & held_word).bit_count()
    shares = {
        Part.OCCUPATION: closeness,
        Part.PAY: 0 if gain is None or gain <= 0 else 10_000 * gain // (gain + w.half_gain_fen),
        Part.DISTANCE: 0 if distance < 0 else 10_000 * w.half_distance_m // (w.half_distance_m + distance),
        Part.SKILLS: 10_000 * have // asked if asked else 0,
        Part.FRESHNESS: 10_000 * w.half_freshness_days // (w.half_freshness_days + posting.days_since_confirmed),
        Part.WAITING: 10_000 * min(person.waiting_days, w.full_waiting_days) // w.full_waiting_days,
        Part.TIER: w.tier_bp[person.tier],
        Part.EXPOSURE: posting.exposure_bp,
    }
    parts = tuple(
        PartPoints(part, w.of_part(part) * share // 10_000, w.of_part(part), share) for part, share in shares.items()
    )
    missing_certificates = _missing(posting.certificates, person.certificates)
    missing_weekly = posting.weekly & ~person.weekly
    missing_dated = tuple((bit % 64, bit // 64) for bit in _missing(posting.dated, person.dated))
    missing_eligibility = _missing([posting.eligibility], [person.eligibility])

    outside = age >= 0 and (age < posting.age_min or (posting.age_max > 0 and age > posting.age_max))
    known = posting.occupation > 0 and any(person.wanted)
    failed = {
        Failure.PLACES: posting.places_left < person.party_size,
        Failure.CERTIFICATE: bool(missing_certificates),
        Failure.WEEKLY_TIMES: missing_weekly != 0,
        Failure.DATED_TIMES: bool(missing_dated),
        Failure.PAY: gain is not None and gain < 0,
        Failure.AGE_UNKNOWN: person.birth_on == 0,
        Failure.UNDER_AGE: person.birth_on != 0 and age < 16,
        Failure.MINOR_HAZARD: person.birth_on != 0 and age < 18 and posting.minor_hazard,
        Failure.AGE_LIMIT: outside and posting.age_ground_accepted,
        Failure.ELIGIBILITY: bool(missing_eligibility),
        Failure.DISTANCE: distance > person.max_distance_m,
        Failure.OCCUPATION: known and closeness < w.least_closeness_bp,
    }
    said = {
        Caution.AGE_LIMIT_SHOWN: outside and not posting.age_ground_accepted,
        Caution.PAY_UNKNOWN: gain is None,
        Caution.DISTANCE_UNKNOWN: distance < 0,
        Caution.OCCUPATION_UNKNOWN: posting.occupation == 0,
        Caution.NO_WISH: not any(person.wanted),
        Caution.MINOR: 16 <= age < 18,
    }
    return Explanation(
        points=sum(part.points for part in parts),
        parts=parts,
        failures=Failure(sum(flag for flag, failure in failed.items() if failure)),
        cautions=Caution(sum(flag for flag, true in said.items() if true)),
        distance_m=distance,
        age=age,
        wish=wish,
        by_mobility=by_mobility,
        pay_gain_fen=gain,
        missing_certificates=missing_certificates,
        missing_weekly=missing_weekly,
        missing_dated=missing_dated,
        missing_eligibility=missing_eligibility,
    )


def rank_postings(
    people: People,
    i: int,
    postings: Postings,
    k: int,
    w: Weights,
    near: Mobility | None,
    newest: bool = False,
) -> Ranking:
    """The best k postings for person `i`; with `newest`, the k confirmed last, without points."""
    rows = []
    for j in range(len(postings)):
        pair = explain_pair(people, i, postings, j, w, near)
        if pair.offered:
            first = int(postings.days_since_confirmed[j]) if newest else -pair.points
            rows.append((first, int(postings.key[j]), j, 0 if newest else pair.points))
    return _best(rows, k)


def rank_people(postings: Postings, j: int, people: People, k: int, w: Weights, near: Mobility | None) -> Ranking:
    """The best k people for posting `j`."""
    rows = []
    for i in range(len(people)):
        pair = explain_pair(people, i, postings, j, w, near)
        if pair.offered:
            rows.append((-pair.points, int(people.key[i]), i, pair.points))
    return _best(rows, k)


def _best(rows: list[tuple[int, int, int, int]], k: int) -> Ranking:
    best = sorted(rows)[:k]
    start = np.array([0, len(best)], np.int64)
    return Ranking(start, np.array([r[2] for r in best], np.int32), np.array([r[3] for r in best], np.int32))


def _row(table: People | Postings, row: int) -> Any:
    return SimpleNamespace(**{f.name: getattr(table, f.name)[row].tolist() for f in fields(table)})


def _age(born: int, on: int) -> int:
    """Whole years on a day; both yyyymmdd. -1 = unknown, and nobody is younger than 0."""
    return max((on - born) // 10_000, 0) if born else -1


def _missing(needed: list[int], held: list[int]) -> tuple[int, ...]:
    found = []
    for word, (asked, there) in enumerate(zip(needed, held, strict=True)):
        lacking = asked & ~there
        if lacking:  # nearly always nothing is: the bits need not be asked one by one
            found += [64 * word + bit for bit in range(64) if lacking >> bit & 1]
    return tuple(found)


def _distance_m(one: Any, other: Any) -> int:
    """Metres on a sphere of 111 195 m a degree, flat between the two; -1 = unknown."""
    if UNKNOWN_UDEG in (one.lat_udeg, other.lat_udeg):
        return -1
    north = abs(one.lat_udeg - other.lat_udeg)
    east = abs(one.lng_udeg - other.lng_udeg)
    east = min(east, 360_000_000 - east)
    hundredths = (abs(one.lat_udeg + other.lat_udeg) + 10_000) // 20_000
    east = east * COSINE[hundredths] // 2**20
    return isqrt(north * north + east * east) * 111_195 // 1_000_000


def _as_dict(near: Mobility | None) -> dict[tuple[int, int], int]:
    if near is None:
        return {}
    pairs = zip(near.wanted.tolist(), near.offered.tolist(), strict=True)
    return dict(zip(pairs, near.closeness_bp.tolist(), strict=True))


def _closest(wanted: list[int], offered: int, w: Weights, near: dict[tuple[int, int], int]) -> tuple[int, int, bool]:
    """(closeness, number, by mobility) of the closest wish, the first of equals; (0, -1, False) if none."""
    best = (0, -1, False)
    for number, wish in enumerate(wanted):
        if wish == 0 or offered == 0:
            continue
        by_tree = 0
        for prefix, closeness in zip((1, 100, 10_000, 1_000_000), w.taxonomy_bp, strict=True):
            if wish // prefix == offered // prefix:
                by_tree = closeness
                break
        by_table = near.get((wish, offered), 0)
        if max(by_tree, by_table) > best[0]:
            best = (max(by_tree, by_table), number, by_table > by_tree)
    return best
