"""Rows of people and postings as columns of the engine. docs/engine/columns.md says what fills which column.

Sex, ethnicity, marriage, health and origin are in no row that is read here, so they cannot reach the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from yizhan.engine import (
    ALL_DATED,
    ALWAYS,
    NO_DISTANCE_LIMIT,
    UNKNOWN_PAY,
    UNKNOWN_UDEG,
    BadColumn,
    Mobility,
    People,
    dated_from_weekly,
    occupation_code,
    packed_date,
)
from yizhan.matching.lifts import share_of
from yizhan.postings.queries import PostingRow
from yizhan.vocabularies.queries import all_certificates, held_mask, mobility_pairs, required_mask
from yizhan.workers.queries import SeekerRow

WORD = (1 << 64) - 1
CERTIFICATE_WORDS = 2
MOST_WISHES = 5
#: The engine keeps money in 32 bits; nobody earns 20 million yuan a day.
MOST_FEN = 2_000_000_000
DAYS_AHEAD = 64
TIERS = {"C": 0, "B": 1, "A": 2}

Columns = dict[str, NDArray[Any]]


def local_day(at: dt.datetime) -> dt.date:
    """Return the station's date at a moment."""
    return timezone.localtime(at).date()


@lru_cache(maxsize=4096)
def packed_occupation(code: str) -> int:
    """Return the engine's number for a code; 0, which is "unknown", for none or one that cannot be read."""
    try:
        return occupation_code(code)
    except BadColumn:
        return 0


@lru_cache(maxsize=1)
def _known_certificates() -> frozenset[str]:
    return frozenset(each.code for each in all_certificates())


def known_certificates(codes: Iterable[str]) -> list[str]:
    """Keep the codes that the list of certificates has; others are words of the employer, shown and not checked."""
    return [code for code in codes if code in _known_certificates()]


@lru_cache(maxsize=4096)
def _required_words(codes: tuple[str, ...]) -> tuple[int, int]:
    mask = required_mask(known_certificates(codes))
    return mask & WORD, mask >> 64


@lru_cache(maxsize=4096)
def _held_words(codes: tuple[str, ...]) -> tuple[int, int]:
    mask = held_mask(known_certificates(codes))
    return mask & WORD, mask >> 64


@lru_cache(maxsize=1024)
def _dated(week_mask: int, weekday: int) -> tuple[int, int, int, int]:
    return dated_from_weekly(week_mask, weekday)


@lru_cache(maxsize=1)
def _near() -> tuple[tuple[int, int, int], ...]:
    return tuple((packed_occupation(pair.a), packed_occupation(pair.b), pair.closeness_bp) for pair in mobility_pairs())


@lru_cache(maxsize=1)
def mobility() -> Mobility:
    """Return which everyday work is near which: the shipped vocabulary, both ways."""
    return Mobility.of(_near())


def mobility_of(codes: Iterable[int]) -> Mobility:
    """Return the part of the table that speaks of these occupations, for explaining single pairs quickly."""
    return _mobility_of(frozenset(codes))


@lru_cache(maxsize=1024)
def _mobility_of(wanted: frozenset[int]) -> Mobility:
    return Mobility.of(pair for pair in _near() if pair[0] in wanted or pair[1] in wanted)


# --- skills: a set of bits that the postings of the table define ------------------------------------------------------


def skill_bits(rows: Iterable[PostingRow], known: dict[str, int] | None = None) -> dict[str, int]:
    """Number the skills that postings name; numbers that are given stay."""
    bits = dict(known or {})
    for row in rows:
        for skill in row.skills:
            bits.setdefault(skill, len(bits))
    return bits


def skill_words(bits: dict[str, int]) -> int:
    """Return how many 64-bit words the set takes."""
    return max(1, -(-len(bits) // 64))


def _skills(sets: Iterable[Sequence[str]], count: int, bits: dict[str, int]) -> NDArray[np.uint64]:
    found = np.zeros((count, skill_words(bits)), np.uint64)
    for row, names in enumerate(sets):
        for name in names:
            bit = bits.get(name)
            if bit is not None:
                found[row, bit // 64] |= np.uint64(1 << bit % 64)
    return found


def _ints(values: Iterable[int], count: int, kind: type[np.generic] = np.int64) -> NDArray[Any]:
    return np.fromiter(values, kind, count)


def days_ago(moments: NDArray[np.int64], day: dt.date) -> NDArray[np.int64]:
    """Return how many local dates before `day` each moment lies, in whole seconds; 0 for the day itself and later.

    Counted back from the day's midnight in steps of 24 hours: China's clocks are never put forward or back.
    """
    midnight = dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())
    found: NDArray[np.int64] = np.maximum(0, -((moments - int(midnight.timestamp())) // 86_400))
    return found


# --- postings ---------------------------------------------------------------------------------------------------------


def posting_arrays(rows: Sequence[PostingRow], bits: dict[str, int], day: dt.date) -> Columns:
    """Return the columns of `Postings`, one row an open shift."""
    n = len(rows)
    return {
        "key": _ints((r.shift_id for r in rows), n),
        "occupation": _ints((packed_occupation(r.occupation_code) for r in rows), n),
        "certificates": np.array([_required_words(r.certificates) for r in rows], np.uint64).reshape(n, 2),
        "skills": _skills((r.skills for r in rows), n, bits),
        "weekly": _ints((r.week_mask for r in rows), n, np.uint32),
        "dated": np.array([r.dated for r in rows], np.uint64).reshape(n, 4),
        "lat_udeg": _ints((UNKNOWN_UDEG if r.lat_e6 is None else r.lat_e6 for r in rows), n),
        "lng_udeg": _ints((UNKNOWN_UDEG if r.lng_e6 is None else r.lng_e6 for r in rows), n),
        "pay_fen": _ints((UNKNOWN_PAY if r.pay_daily_fen is None else min(r.pay_daily_fen, MOST_FEN) for r in rows), n),
        "start_on": _ints((packed_date(r.start_on) for r in rows), n),
        "minor_hazard": _ints((r.bars_minors for r in rows), n, np.bool_),
        "age_min": _ints((r.age_min or 0 for r in rows), n),
        "age_max": _ints((r.age_max or 0 for r in rows), n),
        "age_ground_accepted": _ints((r.age_ground_accepted for r in rows), n, np.bool_),
        "places_left": _ints((r.places_left for r in rows), n),
        "eligibility": np.zeros(n, np.uint64),
        "days_since_confirmed": days_ago(_ints((int(r.confirmed_at.timestamp()) for r in rows), n), day),
        "exposure_bp": _ints((share_of(r.posting_id) for r in rows), n, np.int32),
    }


# --- people -----------------------------------------------------------------------------------------------------------


def dated_words(row: SeekerRow, day: dt.date) -> tuple[int, int, int, int]:
    """Return on which of the coming days somebody is free: the week, and where a date is named, that date instead."""
    words = list(_dated(_week(row), day.weekday()))
    for named, parts in row.days:
        ahead = (named - day).days
        if 0 <= ahead < DAYS_AHEAD:
            for part in range(4):
                bit = 1 << ahead
                words[part] = words[part] | bit if parts >> part & 1 else words[part] & ~bit & ALL_DATED
    return words[0], words[1], words[2], words[3]


def _week(row: SeekerRow) -> int:
    """Return the parts of the week; a seeker without a wish named no times."""
    week: int | None = row.week_mask
    return ALWAYS if week is None else week


def people_table(rows: Sequence[SeekerRow], bits: dict[str, int], day: dt.date) -> People:
    """Return the engine's table of people, in the order of `rows`; the key is the seeker's id."""
    n = len(rows)
    wanted = np.zeros((n, MOST_WISHES), np.int64)
    for place, row in enumerate(rows):
        codes = [packed_occupation(code) for code in row.wanted[:MOST_WISHES]]
        wanted[place, : len(codes)] = codes
    return People(
        key=_ints((r.seeker_id for r in rows), n),
        wanted=wanted.astype(np.int32),
        certificates=np.array([_held_words(r.certificates) for r in rows], np.uint64).reshape(n, 2),
        skills=_skills((r.skills for r in rows), n, bits),
        weekly=_ints((_week(r) for r in rows), n, np.uint32),
        dated=np.array([dated_words(r, day) for r in rows], np.uint64).reshape(n, 4),
        lat_udeg=_ints((UNKNOWN_UDEG if r.point is None else r.point[0] for r in rows), n),
        lng_udeg=_ints((UNKNOWN_UDEG if r.point is None else r.point[1] for r in rows), n),
        max_distance_m=_ints((r.max_distance_m or NO_DISTANCE_LIMIT for r in rows), n),
        min_pay_fen=_ints((min(r.pay_min_daily_fen or 0, MOST_FEN) for r in rows), n),
        birth_on=_ints((packed_date(r.birth_on) if r.birth_on else 0 for r in rows), n),
        party_size=_ints((r.party_size or 1 for r in rows), n),
        eligibility=np.zeros(n, np.uint64),
        waiting_days=_ints((r.waiting_days for r in rows), n),
        tier=_ints((TIERS.get(r.tier, 0) for r in rows), n),
    )
