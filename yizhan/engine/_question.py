"""People and weights as whole numbers in a row each, the way the compiled kernel reads them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.engine._columns import Ints
from yizhan.engine.door import FULL_BP, Mobility, People, Weights
from yizhan.engine.index import PostingIndex

# The int64 of a person.
WANTED, LAT, LNG, RADIUS, MIN_PAY, BIRTH, PARTY, ELIGIBILITY, WEEKLY, DATED = 0, 5, 6, 7, 8, 9, 10, 11, 12, 13
ALWAYS_POINTS, WORDS = 17, 18
"""Points that every posting gives this person (waiting, tier); then words of certificates, then of skills."""

# The int64 of the knobs.
K_OCCUPATION, K_PAY, K_DISTANCE, K_SKILLS, K_FRESHNESS, K_EXPOSURE = range(6)
K_HALF_GAIN, K_HALF_DISTANCE, K_HALF_FRESHNESS, K_SAME, K_SMALL, K_MIDDLE, K_LARGE, K_LEAST, K_FLOOR = range(6, 15)
K_FRESH, FRESH_DAYS = 15, 64
"""From here on: the points for freshness of 0 … 63 days."""

FARTHEST_UDEG = 400_000_000
"""Further than any two places: a radius that excludes nothing."""


def packed_people(people: People, w: Weights) -> NDArray[np.int64]:
    """int64[n, words]: a row a person."""
    certificates, skills = people.certificates.shape[1], people.skills.shape[1]
    packed = np.empty((len(people), WORDS + certificates + skills), np.int64)
    packed[:, WANTED : WANTED + people.wanted.shape[1]] = people.wanted
    packed[:, LAT], packed[:, LNG] = people.lat_udeg, people.lng_udeg
    packed[:, RADIUS] = radius_udeg(people.max_distance_m)
    for column, values in (
        (MIN_PAY, people.min_pay_fen), (BIRTH, people.birth_on), (PARTY, people.party_size),
        (ELIGIBILITY, people.eligibility.view(np.int64)), (WEEKLY, people.weekly),
    ):  # fmt: skip
        packed[:, column] = values
    packed[:, DATED : DATED + 4] = people.dated.view(np.int64)
    waited = np.minimum(people.waiting_days, w.full_waiting_days).astype(np.int64)
    tier = np.array(w.tier_bp, np.int64)[people.tier]
    packed[:, ALWAYS_POINTS] = (
        w.waiting * (FULL_BP * waited // w.full_waiting_days) // FULL_BP + w.tier * tier // FULL_BP
    )
    packed[:, WORDS : WORDS + certificates] = people.certificates.view(np.int64)
    packed[:, WORDS + certificates :] = people.skills.view(np.int64)
    return packed


def radius_udeg(max_distance_m: Ints) -> NDArray[np.int64]:
    """The largest whole root of a squared distance that still lies within so many metres.

    metres = root · 111 195 div 1 000 000 ≤ limit is the same as root ≤ ((limit + 1) · 1 000 000 - 1) div 111 195.
    """
    radius = ((max_distance_m.astype(np.int64) + 1) * 1_000_000 - 1) // 111_195
    return np.minimum(radius, FARTHEST_UDEG)


def knobs(w: Weights, *, floor: int) -> NDArray[np.int64]:
    """int64[79]; `floor` is the least points that are an answer (1 where a price is subtracted)."""
    days = np.arange(FRESH_DAYS)
    fresh = w.freshness * (FULL_BP * w.half_freshness_days // (w.half_freshness_days + days)) // FULL_BP
    return np.array(
        [
            w.occupation, w.pay, w.distance, w.skills, w.freshness, w.exposure,
            w.half_gain_fen, w.half_distance_m, w.half_freshness_days, *w.taxonomy_bp, w.least_closeness_bp, floor,
            *fresh,
        ],
        np.int64,
    )  # fmt: skip


def mobility_columns(near: Mobility | None, index: PostingIndex) -> NDArray[np.int32]:
    """int32[3, t]: wanted code, number of the offered code in the index (only those that occur), closeness_bp."""
    if near is None:
        return np.zeros((3, 0), np.int32)
    numbers: dict[int, int] = {code: number for number, code in enumerate(index.known_codes().tolist())}
    rows: list[Any] = [
        (wanted, numbers[offered], closeness)
        for wanted, offered, closeness in zip(
            near.wanted.tolist(), near.offered.tolist(), near.closeness_bp.tolist(), strict=True
        )
        if offered in numbers
    ]
    return np.ascontiguousarray(np.array(rows, np.int32).reshape(-1, 3).T)
