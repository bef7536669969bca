"""One question in whole numbers, the same for every peer: rule `recommendation-3` with the weights of PERSON_CHOOSES.

Every peer gets the postings as columns of whole numbers and a person as named numbers, and answers with the keys and
points of the best 20. The mobility table is left out for all, so that a peer needs no table of its own for it.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import PERSON_CHOOSES as W
from yizhan.engine import People, Postings
from yizhan.engine import _question as q
from yizhan.engine._tables import COSINE_ARRAY
from yizhan.engine.door import FULL_BP

K = 20
Ints = NDArray[np.int64]
Answer = list[tuple[int, int]]
"""(key, points), best first."""

COLUMNS = (
    "key", "lat", "lng", "pay", "occupation", "certificates", "skills", "asked", "weekly",
    "dated0", "dated1", "dated2", "dated3", "start_on", "minor_hazard", "age_min", "age_max", "age_accepted",
    "places", "eligibility", "days", "exposure",
)  # fmt: skip
WISHES = 3
"""Kinds of work that a person of the artificial market names at most."""


class Missing(Exception):
    """A peer cannot be asked here; the text says why."""


class Peer(Protocol):
    """How a peer is asked."""

    name: str
    settings: str

    def load(self, postings: dict[str, Ints]) -> None:
        """Take the postings in, with every index that helps."""

    def best(self, person: dict[str, int]) -> Answer:
        """The best 20 for one person."""

    def close(self) -> None:
        """Give back what it holds."""


@dataclass(frozen=True)
class Scale:
    """Weights and scales as the formulas name them."""

    full: int = FULL_BP
    occupation: int = W.occupation
    pay: int = W.pay
    distance: int = W.distance
    skills: int = W.skills
    freshness: int = W.freshness
    exposure: int = W.exposure
    same: int = W.taxonomy_bp[0]
    small: int = W.taxonomy_bp[1]
    middle: int = W.taxonomy_bp[2]
    large: int = W.taxonomy_bp[3]
    half_gain: int = W.half_gain_fen
    half_distance: int = W.half_distance_m
    half_days: int = W.half_freshness_days


SCALE = Scale()


def postings_as_columns(postings: Postings) -> dict[str, Ints]:
    """int64 columns; words of 64 bits keep their bits. Only what the artificial market has: one word of each set."""
    if postings.certificates.shape[1] != 1 or postings.skills.shape[1] != 1 or not postings.occupation.all():
        raise ValueError("the peers know one word of certificates and of skills, and known occupations")
    columns: dict[str, NDArray[Any]] = {
        "key": postings.key,
        "lat": postings.lat_udeg,
        "lng": postings.lng_udeg,
        "pay": postings.pay_fen,
        "occupation": postings.occupation,
        "certificates": postings.certificates[:, 0].copy().view(np.int64),
        "skills": postings.skills[:, 0].copy().view(np.int64),
        "asked": np.bitwise_count(postings.skills[:, 0]),
        "weekly": postings.weekly,
        **{f"dated{part}": postings.dated[:, part].copy().view(np.int64) for part in range(4)},
        "start_on": postings.start_on,
        "minor_hazard": postings.minor_hazard,
        "age_min": postings.age_min,
        "age_max": postings.age_max,
        "age_accepted": postings.age_ground_accepted,
        "places": postings.places_left,
        "eligibility": postings.eligibility.view(np.int64),
        "days": postings.days_since_confirmed,
        "exposure": postings.exposure_bp,
    }
    return {name: np.ascontiguousarray(columns[name], np.int64) for name in COLUMNS}


def person_as_numbers(people: People, row: int) -> dict[str, int]:
    """What a query is given: what the person lacks as bits, the box around the radius, points that are always there."""
    packed = q.packed_people(people.take(np.array([row])), W)[0]
    lat, lng, radius = (int(packed[at]) for at in (q.LAT, q.LNG, q.RADIUS))
    tilt = int(COSINE_ARRAY[min((abs(2 * lat) + radius + 10_000) // 20_000 + 1, 9000)])
    wide = (radius << 20) // tilt + 2
    return {
        **{f"wish{number}": int(packed[q.WANTED + number]) or -1 for number in range(WISHES)},
        "lat": lat, "lng": lng, "radius": radius,
        "south": lat - radius, "north": lat + radius, "west": lng - wide, "east": lng + wide,
        "min_pay": int(packed[q.MIN_PAY]), "birth": int(packed[q.BIRTH]), "party": int(packed[q.PARTY]),
        "eligibility": ~int(packed[q.ELIGIBILITY]), "weekly": ~int(packed[q.WEEKLY]) & ((1 << 28) - 1),
        **{f"dated{part}": ~int(packed[q.DATED + part]) for part in range(4)},
        "certificates": ~int(packed[q.WORDS]), "skills": int(packed[q.WORDS + 1]),
        "always": int(packed[q.ALWAYS_POINTS]),
    }  # fmt: skip


def cosines_near(person: dict[str, int]) -> tuple[int, list[int]]:
    """(first hundredth of a degree, cosines from there on) for every mean latitude within the person's radius."""
    low = (2 * person["lat"] - person["radius"] + 10_000) // 20_000
    high = (2 * person["lat"] + person["radius"] + 10_000) // 20_000
    return low, COSINE_ARRAY[low : high + 1].tolist()
