"""The door of the engine: what goes in and what comes out. Nothing here ranks anything.

Two tables of columns, `People` and `Postings`; an optional `Mobility`; one set of `Weights`. All of
them are frozen, checked when they are made, and hold integers only, so that every machine that opens
this door computes the same answer. docs/engine/recommendation.md is the rule in words.

There is no column for sex, ethnicity, marriage, health or origin, and none may be added: lawful
limits arrive as eligibility bits that were set, with their ground, outside.
"""

import datetime as dt
import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from yizhan.engine import _columns
from yizhan.engine._columns import INT32_MAX, BadColumn, BadKnob, Bits, Flags, Ints, Keys

RULE = "recommendation-3"

ALWAYS = (1 << 28) - 1
"""Every part of every day of the week."""
ALL_DATED = (1 << 64) - 1
"""Every one of the 64 days that a dated column can speak of."""
NO_DISTANCE_LIMIT = INT32_MAX
UNKNOWN_PAY = -1
TIER_C, TIER_B, TIER_A = 0, 1, 2
MOST_WISHES = 5
MOST_CODE = 8_999_999
FULL_BP = 10_000
MOST_LIFT_BP = 2000
"""Waiting, tier and exposure together may never weigh more than this: a lift stays a lift."""

Degrees = Sequence[float | None] | ArrayLike


class Failure(enum.IntFlag):
    """The hard constraints. A pair is offered when none of them fails."""

    PLACES = enum.auto()
    CERTIFICATE = enum.auto()
    WEEKLY_TIMES = enum.auto()
    DATED_TIMES = enum.auto()
    PAY = enum.auto()
    AGE_UNKNOWN = enum.auto()
    UNDER_AGE = enum.auto()
    MINOR_HAZARD = enum.auto()
    AGE_LIMIT = enum.auto()
    ELIGIBILITY = enum.auto()
    DISTANCE = enum.auto()
    OCCUPATION = enum.auto()


class Caution(enum.IntFlag):
    """What does not exclude, but must be said beside the recommendation."""

    AGE_LIMIT_SHOWN = enum.auto()
    PAY_UNKNOWN = enum.auto()
    DISTANCE_UNKNOWN = enum.auto()
    OCCUPATION_UNKNOWN = enum.auto()
    NO_WISH = enum.auto()
    MINOR = enum.auto()


class Part(enum.StrEnum):
    """The parts of the points, in the order in which they are added and shown."""

    OCCUPATION = "occupation"
    PAY = "pay"
    DISTANCE = "distance"
    SKILLS = "skills"
    FRESHNESS = "freshness"
    WAITING = "waiting"
    TIER = "tier"
    EXPOSURE = "exposure"


def occupation_code(text: str) -> int:
    """`6-29-01-01` of the 职业分类大典 (2022) as 6290101, so that a shared prefix is a division.

    :raises BadColumn: not of the form X-XX-XX-XX.
    """
    found = re.fullmatch(r"([1-8])-(\d\d)-(\d\d)-(\d\d)", text, re.ASCII)
    if found is None:
        raise BadColumn(f"occupation: {text!r} is not a code of the form X-XX-XX-XX.")
    return int("".join(found.groups()))


def packed_date(day: dt.date) -> int:
    """2026-03-01 as 20260301: the difference of two, divided by 10 000, is an age in whole years."""
    return day.year * 10_000 + day.month * 100 + day.day


def dated_from_weekly(weekly: int, weekday: int) -> tuple[int, int, int, int]:
    """The four dated words of somebody who keeps `weekly` for 64 days; day 0 is a `weekday` (Monday 0).

    :raises BadColumn: `weekly` has more than 28 bits or `weekday` is not 0 … 6.
    """
    if not 0 <= weekly <= ALWAYS or not 0 <= weekday <= 6:
        raise BadColumn("weekly: a week has 28 parts and its days are 0 (Monday) to 6.")
    words = [0, 0, 0, 0]
    for ahead in range(64):
        for part in range(4):
            if weekly >> ((weekday + ahead) % 7 * 4 + part) & 1:
                words[part] |= 1 << ahead
    return words[0], words[1], words[2], words[3]


class _Table:
    """What People and Postings have in common: a length and rows that can be taken out."""

    key: Keys

    lat_udeg: Ints
    lng_udeg: Ints

    def __len__(self) -> int:
        return len(self.key)

    def _put(self, name: str, column: NDArray[Any]) -> None:
        object.__setattr__(self, name, column)

    def _put_key(self) -> int:
        self._put("key", _columns.keys("key", self.key))
        return len(self.key)

    def _put_ints(self, rows: int, names: tuple[str, ...], *, low: int, high: int = INT32_MAX) -> None:
        for name in names:
            self._put(name, _columns.ints(name, getattr(self, name), rows, low=low, high=high))

    def _put_place(self, rows: int) -> None:
        latitude, longitude = _columns.place(self.lat_udeg, self.lng_udeg, rows)
        self._put("lat_udeg", latitude)
        self._put("lng_udeg", longitude)

    def take(self, rows: Sequence[int] | NDArray[np.integer]) -> Self:
        """The same table with only these rows, in this order; each row at most once."""
        index = np.asarray(rows, np.intp)
        taken = {field.name: getattr(self, field.name)[index] for field in fields(self)}  # type: ignore[arg-type]
        return type(self)(**taken)


@dataclass(frozen=True, eq=False, kw_only=True)
class People(_Table):
    """People who look for work, one row each. Build with `People.of`.

    key             int64[n]     any order-giving id, unique; the smaller key wins a tie
    wanted          int32[n, 5]  packed occupation codes, 0 = no further wish
    certificates    uint64[n, w] certificates held and valid on the day
    skills          uint64[n, s]
    weekly          uint32[n]    28 bits: weekday (Monday 0) · 4 + part (morning, afternoon, evening, night)
    dated           uint64[n, 4] per part: bit d = free d days after the day of the table
    lat_udeg, lng_udeg int32[n]  GCJ-02 micro-degrees, UNKNOWN_UDEG in both = not on the map
    max_distance_m  int32[n]     metres, NO_DISTANCE_LIMIT = any
    min_pay_fen     int32[n]     comparable pay per day, 0 = no minimum
    birth_on        int32[n]     yyyymmdd, 0 = unknown
    party_size      int32[n]     a crew takes that many places together
    eligibility     uint64[n]    lawful conditions met, decided outside
    waiting_days    int32[n]
    tier            int32[n]     TIER_C 0, TIER_B 1, TIER_A 2
    """

    key: Keys
    wanted: Ints
    certificates: Bits
    skills: Bits
    weekly: NDArray[np.uint32]
    dated: Bits
    lat_udeg: Ints
    lng_udeg: Ints
    max_distance_m: Ints
    min_pay_fen: Ints
    birth_on: Ints
    party_size: Ints
    eligibility: Bits
    waiting_days: Ints
    tier: Ints

    def __post_init__(self) -> None:
        rows = self._put_key()
        c, put = _columns, self._put
        put("wanted", c.table("wanted", self.wanted, rows, most_columns=MOST_WISHES, low=0, high=MOST_CODE))
        put("certificates", c.words("certificates", self.certificates, rows))
        put("skills", c.words("skills", self.skills, rows))
        put("weekly", c.week("weekly", self.weekly, rows))
        put("dated", c.words("dated", self.dated, rows, exactly=4))
        self._put_place(rows)
        self._put_ints(rows, ("max_distance_m", "min_pay_fen"), low=0)
        put("birth_on", c.dates("birth_on", self.birth_on, rows, unknown_allowed=True))
        self._put_ints(rows, ("party_size",), low=1)
        put("eligibility", c.bits("eligibility", self.eligibility, rows))
        self._put_ints(rows, ("waiting_days",), low=0)
        self._put_ints(rows, ("tier",), low=TIER_C, high=TIER_A)

    @classmethod
    def of(
        cls,
        *,
        key: ArrayLike,
        wanted: ArrayLike,
        certificates: ArrayLike | None = None,
        skills: ArrayLike | None = None,
        weekly: ArrayLike | None = None,
        dated: ArrayLike | None = None,
        lat_deg: Degrees | None = None,
        lng_deg: Degrees | None = None,
        max_distance_m: ArrayLike | None = None,
        min_pay_fen: ArrayLike | None = None,
        birth_on: ArrayLike | None = None,
        party_size: ArrayLike | None = None,
        eligibility: ArrayLike | None = None,
        waiting_days: ArrayLike | None = None,
        tier: ArrayLike | None = None,
    ) -> Self:
        """A table from columns of any sequence; what is left out is free, unlimited or unknown.

        Unknown stays unknown: no birth date is not an adult, no place is not a distance of 0.

        :raises BadColumn: unequal lengths, a value out of range, NaN, the same key twice.
        """
        checked = _columns.keys("key", key)
        rows, given = len(checked), _columns.given
        return cls(
            key=checked,
            wanted=given("wanted", wanted, rows, 0),
            certificates=given("certificates", certificates, rows, 0, columns=1),
            skills=given("skills", skills, rows, 0, columns=1),
            weekly=given("weekly", weekly, rows, ALWAYS),
            dated=given("dated", dated, rows, ALL_DATED, columns=4),
            lat_udeg=_columns.micro_degrees("lat_deg", lat_deg, rows, 90),
            lng_udeg=_columns.micro_degrees("lng_deg", lng_deg, rows, 180),
            max_distance_m=given("max_distance_m", max_distance_m, rows, NO_DISTANCE_LIMIT),
            min_pay_fen=given("min_pay_fen", min_pay_fen, rows, 0),
            birth_on=given("birth_on", birth_on, rows, 0),
            party_size=given("party_size", party_size, rows, 1),
            eligibility=given("eligibility", eligibility, rows, 0),
            waiting_days=given("waiting_days", waiting_days, rows, 0),
            tier=given("tier", tier, rows, TIER_C),
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Postings(_Table):
    """Work on offer, one row each (a row per shift where shifts are taken singly). Build with `Postings.of`.

    key             int64[m]     unique; the smaller key wins a tie
    occupation      int32[m]     packed occupation code, 0 = unknown
    certificates    uint64[m, w] certificates without which the law or the work allows nobody
    skills          uint64[m, s] nice to have
    weekly          uint32[m]    the parts of the week it needs, as in People
    dated           uint64[m, 4] the dated parts it needs, as in People
    lat_udeg, lng_udeg int32[m]  GCJ-02 micro-degrees, UNKNOWN_UDEG in both = not on the map
    pay_fen         int32[m]     comparable pay per day, UNKNOWN_PAY (-1) = cannot be known
    start_on        int32[m]     yyyymmdd: the first day of work, on which ages are taken
    minor_hazard    bool[m]      work that 16- and 17-year-olds may not do, night work included
    age_min, age_max int32[m]    the employer's wish, 0 = none
    age_ground_accepted bool[m]  a reviewer accepted the lawful ground of that wish: only then it filters
    places_left     int32[m]
    eligibility     uint64[m]    lawful conditions needed, decided outside
    days_since_confirmed int32[m]
    exposure_bp     int32[m]     0 … 10 000: how seldom the posting is seen beside others (fairness.exposure_shares)
    """

    key: Keys
    occupation: Ints
    certificates: Bits
    skills: Bits
    weekly: NDArray[np.uint32]
    dated: Bits
    lat_udeg: Ints
    lng_udeg: Ints
    pay_fen: Ints
    start_on: Ints
    minor_hazard: Flags
    age_min: Ints
    age_max: Ints
    age_ground_accepted: Flags
    places_left: Ints
    eligibility: Bits
    days_since_confirmed: Ints
    exposure_bp: Ints

    def __post_init__(self) -> None:
        rows = self._put_key()
        c, put = _columns, self._put
        self._put_ints(rows, ("occupation",), low=0, high=MOST_CODE)
        put("certificates", c.words("certificates", self.certificates, rows))
        put("skills", c.words("skills", self.skills, rows))
        put("weekly", c.week("weekly", self.weekly, rows))
        put("dated", c.words("dated", self.dated, rows, exactly=4))
        self._put_place(rows)
        self._put_ints(rows, ("pay_fen",), low=UNKNOWN_PAY)
        put("start_on", c.dates("start_on", self.start_on, rows, unknown_allowed=False))
        put("minor_hazard", c.flags("minor_hazard", self.minor_hazard, rows))
        self._put_ints(rows, ("age_min", "age_max"), low=0, high=150)
        put("age_ground_accepted", c.flags("age_ground_accepted", self.age_ground_accepted, rows))
        self._put_ints(rows, ("places_left", "days_since_confirmed"), low=0)
        put("eligibility", c.bits("eligibility", self.eligibility, rows))
        self._put_ints(rows, ("exposure_bp",), low=0, high=FULL_BP)

    @classmethod
    def of(
        cls,
        *,
        key: ArrayLike,
        occupation: ArrayLike,
        start_on: ArrayLike,
        certificates: ArrayLike | None = None,
        skills: ArrayLike | None = None,
        weekly: ArrayLike | None = None,
        dated: ArrayLike | None = None,
        lat_deg: Degrees | None = None,
        lng_deg: Degrees | None = None,
        pay_fen: ArrayLike | None = None,
        minor_hazard: ArrayLike | None = None,
        age_min: ArrayLike | None = None,
        age_max: ArrayLike | None = None,
        age_ground_accepted: ArrayLike | None = None,
        places_left: ArrayLike | None = None,
        eligibility: ArrayLike | None = None,
        days_since_confirmed: ArrayLike | None = None,
        exposure_bp: ArrayLike | None = None,
    ) -> Self:
        """A table from columns of any sequence; what is left out is not needed, or unknown.

        :raises BadColumn: unequal lengths, a value out of range, NaN, the same key twice.
        """
        checked = _columns.keys("key", key)
        rows, given = len(checked), _columns.given
        return cls(
            key=checked,
            occupation=given("occupation", occupation, rows, 0),
            certificates=given("certificates", certificates, rows, 0, columns=1),
            skills=given("skills", skills, rows, 0, columns=1),
            weekly=given("weekly", weekly, rows, 0),
            dated=given("dated", dated, rows, 0, columns=4),
            lat_udeg=_columns.micro_degrees("lat_deg", lat_deg, rows, 90),
            lng_udeg=_columns.micro_degrees("lng_deg", lng_deg, rows, 180),
            pay_fen=given("pay_fen", pay_fen, rows, UNKNOWN_PAY),
            start_on=given("start_on", start_on, rows, 0),
            minor_hazard=given("minor_hazard", minor_hazard, rows, False),
            age_min=given("age_min", age_min, rows, 0),
            age_max=given("age_max", age_max, rows, 0),
            age_ground_accepted=given("age_ground_accepted", age_ground_accepted, rows, False),
            places_left=given("places_left", places_left, rows, 1),
            eligibility=given("eligibility", eligibility, rows, 0),
            days_since_confirmed=given("days_since_confirmed", days_since_confirmed, rows, 0),
            exposure_bp=given("exposure_bp", exposure_bp, rows, 0),
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Mobility:
    """Which everyday work is near which, whatever the tree says: sparse, directed, sorted by both codes.

    wanted, offered int32[t] packed codes; closeness_bp int32[t] in 0 … 10 000. A pair takes the larger of
    this and the closeness by the tree.
    """

    wanted: Ints
    offered: Ints
    closeness_bp: Ints

    def __post_init__(self) -> None:
        rows = len(np.asarray(self.wanted))
        for name, low, high in (
            ("wanted", 1, MOST_CODE),
            ("offered", 1, MOST_CODE),
            ("closeness_bp", 0, FULL_BP),
        ):
            object.__setattr__(self, name, _columns.ints(name, getattr(self, name), rows, low=low, high=high))
        pairs = self.wanted.astype(np.int64) * (MOST_CODE + 1) + self.offered
        if (np.diff(pairs) <= 0).any():
            raise BadColumn("wanted: the pairs are sorted by wanted, then offered, and each stands there once.")

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int, int]], *, both_ways: bool = True) -> Self:
        """From (wanted code, offered code, closeness_bp); `both_ways` adds each pair turned round.

        :raises BadColumn: the same pair twice with two values, or a value out of range.
        """
        table: dict[tuple[int, int], int] = {}
        for wanted, offered, closeness in pairs:
            turned = ((wanted, offered), (offered, wanted)) if both_ways else ((wanted, offered),)
            for pair in turned:
                if table.setdefault(pair, closeness) != closeness:
                    raise BadColumn(f"closeness_bp: {pair} has two values, {table[pair]} and {closeness}.")
        rows = sorted((*pair, closeness) for pair, closeness in table.items())
        return cls(
            wanted=np.array([row[0] for row in rows], np.int64),
            offered=np.array([row[1] for row in rows], np.int64),
            closeness_bp=np.array([row[2] for row in rows], np.int64),
        )


@dataclass(frozen=True, kw_only=True)
class Weights:
    """How much each part weighs, in basis points that sum to 10 000, and the scale of each part.

    A part's weight is also the most it can add; `waiting`, `tier` and `exposure` are therefore the caps of the lifts.

    taxonomy_bp          closeness of the same occupation, the same 小类, 中类, 大类
    half_gain_fen        a day's pay this much above the minimum earns half of `pay`
    half_distance_m      this far away earns half of `distance`
    half_freshness_days  confirmed this many days ago earns half of `freshness`
    full_waiting_days    from this many days of waiting on `waiting` is earned in full
    tier_bp              share of `tier` for TIER_C, TIER_B, TIER_A
    least_closeness_bp   known occupations further apart than this are not offered; 0 = all are

    :raises BadKnob: not an integer, negative, a sum other than 10 000, or lifts above MOST_LIFT_BP.
    """

    occupation: int = 3600
    pay: int = 1400
    distance: int = 1700
    skills: int = 900
    freshness: int = 400
    waiting: int = 600
    tier: int = 400
    exposure: int = 1000
    taxonomy_bp: tuple[int, int, int, int] = (10_000, 7000, 4000, 1500)
    half_gain_fen: int = 5000
    half_distance_m: int = 5000
    half_freshness_days: int = 3
    full_waiting_days: int = 30
    tier_bp: tuple[int, int, int] = (0, 5000, 10_000)
    least_closeness_bp: int = 0

    def __post_init__(self) -> None:
        parts = [self.of_part(part) for part in Part]
        for part, weight in zip(Part, parts, strict=True):
            _knob(part.value, weight, 0, FULL_BP)
        if sum(parts) != FULL_BP:
            raise BadKnob(f"weights: the parts sum to {sum(parts)}, they must sum to 10000.")
        lifts = self.waiting + self.tier + self.exposure
        if lifts > MOST_LIFT_BP:
            raise BadKnob(f"waiting, tier, exposure: together at most {MOST_LIFT_BP}, not {lifts}.")
        for name, high in (("half_gain_fen", INT32_MAX), ("half_distance_m", 100_000_000)):
            _knob(name, getattr(self, name), 1, high)
        for name in ("half_freshness_days", "full_waiting_days"):
            _knob(name, getattr(self, name), 1, 100_000)
        _knob("least_closeness_bp", self.least_closeness_bp, 0, FULL_BP)
        _scale("taxonomy_bp", self.taxonomy_bp, 4, falling=True)
        _scale("tier_bp", self.tier_bp, 3, falling=False)

    def of_part(self, part: Part) -> int:
        """The weight of one part."""
        weight: int = getattr(self, part.value)
        return weight


def _knob(name: str, value: object, low: int, high: int) -> None:
    if type(value) is not int or not low <= value <= high:
        raise BadKnob(f"{name}: {value!r} is not a whole number between {low} and {high}.")


def _scale(name: str, values: tuple[int, ...], length: int, *, falling: bool) -> None:
    if len(values) != length:
        raise BadKnob(f"{name}: {length} numbers are needed, not {len(values)}.")
    for value in values:
        _knob(name, value, 0, FULL_BP)
    if list(values) != sorted(values, reverse=falling):
        raise BadKnob(f"{name}: the numbers must not {'rise' if falling else 'fall'}.")


PERSON_CHOOSES = Weights()
"""For "which work for this person"."""
POSTING_CHOOSES = Weights(occupation=4800, pay=0, distance=2500, skills=1300, freshness=400, exposure=0)
"""For "which people for this work": pay weighs nothing, so that whoever asks for less is not called first."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """The best of the other side for each row asked about, one row after the other.

    start  int64[rows + 1]  the answers of row r stand in start[r] … start[r + 1]
    index  int32[e]         row in the other table
    points int32[e]         basis points, 0 … 10 000
    """

    start: NDArray[np.int64]
    index: Ints
    points: Ints

    def __len__(self) -> int:
        return len(self.start) - 1

    def row(self, row: int = 0) -> tuple[Ints, Ints]:
        """(index, points) of one row, best first."""
        if not 0 <= row < len(self):
            raise BadColumn(f"row: {row} was not asked about; there are {len(self)} rows.")
        part = slice(int(self.start[row]), int(self.start[row + 1]))
        return self.index[part], self.points[part]


@dataclass(frozen=True)
class PartPoints:
    """One part of the points: what it added, the most it could have added, and the share it earned."""

    part: Part
    points: int
    most: int
    share_bp: int


@dataclass(frozen=True)
class Explanation:
    """One pair, explained: what it adds up to, and what stands against it.

    points               the sum of the parts; also told of a pair that is not offered
    failures             empty = offered; otherwise every constraint that failed, not just the first
    cautions             to be said beside the recommendation
    distance_m           -1 = unknown
    age                  whole years on the first day of work, -1 = unknown
    wish                 which of the wishes earned the occupation points, -1 = none did
    by_mobility          the mobility table, not the tree, earned them
    pay_gain_fen         pay above the minimum; negative = short by so much; None = pay unknown
    missing_certificates numbers of the bits
    missing_weekly       the parts of the week, as a mask, that the person is not free
    missing_dated        (days ahead, part) that the person is not free
    missing_eligibility  numbers of the bits
    """

    points: int
    parts: tuple[PartPoints, ...]
    failures: Failure
    cautions: Caution
    distance_m: int
    age: int
    wish: int
    by_mobility: bool
    pay_gain_fen: int | None
    missing_certificates: tuple[int, ...]
    missing_weekly: int
    missing_dated: tuple[tuple[int, int], ...]
    missing_eligibility: tuple[int, ...]

    @property
    def offered(self) -> bool:
        """Whether every hard constraint holds."""
        return not self.failures
