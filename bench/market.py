"""An artificial labour market of any size, for measuring the engine: no real person, employer or place.

    people, postings = make(100_000, 30_000, counties=12, seed=1)

Counties of 60 km stand in a square; each has one main town, six small ones and a countryside, and the first county
holds a tenth of everybody, so that a market has a crowded middle as a province has. Occupations are popular by Zipf's
law; certificates, hours, pay and headcount go with them. Every figure that shapes a market is a constant below. The
same four arguments give the same market on every machine that has the same NumPy.
"""

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import ALWAYS, UNKNOWN_PAY, People, Postings

START = 20_260_301
COUNTY_KM = 60.0
KM_PER_DEGREE = 111.195
MIDDLE = (35.0, 112.0)
CAPITAL_SHARE = 0.10
TOWNS = 7  # the main town and six small ones; the eighth choice is the countryside
PEOPLE_LIVE = (0.42, *[0.06] * 6, 0.22)
WORK_LIES = (0.56, *[0.05] * 6, 0.14)
OCCUPATIONS = 1600  # 8 大类 of 5 中类 of 4 小类 of 10 occupations
ZIPF = 0.75
CERTIFICATES = 64
USUAL_CERTIFICATES = 4
DAY_PAY_FEN = 20_000
DISTANCES_M = ((5000, 0.10), (10_000, 0.20), (15_000, 0.25), (20_000, 0.20), (30_000, 0.18), (50_000, 0.07))
WORKDAYS, EVERY_DAY, SIX_DAYS, WEEKEND = range(5), range(7), range(6), (5, 6)
MORNING, AFTERNOON, EVENING, NIGHT = range(4)
DAY = (MORNING, AFTERNOON)

Numbers = NDArray[np.int64]
Sets = NDArray[np.uint64]


def _week(days: range | tuple[int, ...], parts: tuple[int, ...]) -> int:
    return sum(1 << (day * 4 + part) for day in days for part in parts)


NEEDED = (
    (_week(WORKDAYS, DAY), 0.42),
    (_week(WORKDAYS, (MORNING,)), 0.08),
    (_week(WORKDAYS, (AFTERNOON,)), 0.06),
    (_week(WORKDAYS, (EVENING,)), 0.04),
    (_week(WORKDAYS, (NIGHT,)), 0.01),
    (_week(WEEKEND, DAY), 0.06),
    (_week(EVERY_DAY, DAY), 0.06),
    (_week(SIX_DAYS, DAY), 0.10),
    (_week(EVERY_DAY, (*DAY, EVENING)), 0.05),
    (_week((0, 2, 4), DAY), 0.04),
    (_week((0, 1), (MORNING,)), 0.04),
    (_week((4, 5), (AFTERNOON, EVENING)), 0.04),
)
FREE = (
    (_week(WORKDAYS, DAY), 0.30),
    (_week(EVERY_DAY, DAY), 0.15),
    (_week(EVERY_DAY, (*DAY, EVENING)), 0.15),
    (_week(WORKDAYS, (MORNING,)), 0.10),
    (_week(WORKDAYS, (AFTERNOON,)), 0.05),
    (_week(WORKDAYS, (*DAY, EVENING)), 0.10),
    (_week(WEEKEND, (*DAY, EVENING)), 0.03),
    (_week(SIX_DAYS, DAY), 0.10),
    (ALWAYS, 0.02),
)


def make(people: int, postings: int, counties: int, seed: int) -> tuple[People, Postings]:
    """A market of so many people and postings; about 3 places a posting (median 2, one in a hundred above 30)."""
    return _Market(counties, np.random.default_rng(seed)).tables(people, postings)


class _Market:
    """What a market has in common for both sides: where it lies, what is usual in an occupation."""

    def __init__(self, counties: int, rng: np.random.Generator) -> None:
        self.rng = rng
        self.side = int(np.ceil(np.sqrt(counties)))
        size = rng.lognormal(0, 0.6, counties)
        if counties > 1:
            size[0] = size.sum() * CAPITAL_SHARE if counties > 8 else size.max() * 1.5
        self.county_share = size / size.sum()
        self.town_km = rng.uniform(-27, 27, (2, counties, TOWNS))
        self.town_km[:, :, 0] = np.clip(rng.normal(0, 4, (2, counties)), -8, 8)
        popular = np.empty(OCCUPATIONS)
        popular[rng.permutation(OCCUPATIONS)] = np.arange(1, OCCUPATIONS + 1) ** -ZIPF
        wished = popular * rng.lognormal(0, 0.5, OCCUPATIONS)
        self.offered, self.wished = popular / popular.sum(), wished / wished.sum()
        self.usual_pay = rng.lognormal(np.log(DAY_PAY_FEN), 0.35, OCCUPATIONS)
        common = np.arange(1, CERTIFICATES + 1) ** -0.8
        self.common = common / common.sum()
        self.usual = np.array(
            [rng.choice(CERTIFICATES, USUAL_CERTIFICATES, replace=False, p=self.common) for _ in range(OCCUPATIONS)]
        )

    def tables(self, people: int, postings: int) -> tuple[People, Postings]:
        return self._people(people), self._postings(postings)

    def _people(self, rows: int) -> People:
        rng = self.rng
        wanted = self._wishes(rows)
        held = np.zeros(rows, np.uint64)
        for number, share in enumerate((0.60, 0.45, 0.30, 0.20)):
            held |= self._some(self.usual[wanted[:, 0], number], share)
        skills = held.copy()
        for _ in range(4):
            held |= self._some(self._certificates(rows), 0.45)
            skills |= self._some(self._certificates(rows), 0.45)
        weekly = self._one_of(FREE, rows)
        for part in range(28):  # six in a hundred parts of a week are otherwise than usual
            weekly ^= np.where(rng.random(rows) < 0.06, 1 << part, 0)
        lat_deg, lng_deg = self._places(rows, PEOPLE_LIVE)
        known = np.arange(3) < rng.choice([1, 2, 3], rows, p=[0.3, 0.3, 0.4])[:, None]
        return People.of(
            key=np.arange(1, rows + 1),
            wanted=np.where(known, occupation_codes(wanted), 0),
            certificates=held[:, None],
            skills=skills[:, None],
            weekly=weekly,
            dated=self._free_dates(rows),
            lat_deg=lat_deg,
            lng_deg=lng_deg,
            max_distance_m=self._one_of(DISTANCES_M, rows),
            min_pay_fen=(self.usual_pay[wanted[:, 0]] * rng.uniform(0.6, 1.05, rows)).astype(np.int64),
            birth_on=rng.integers(1958, 2009, rows) * 10_000 + rng.integers(1, 13, rows) * 100 + 15,
            eligibility=np.where(rng.random(rows) < 0.1, 1, 0),
            waiting_days=np.minimum(rng.exponential(14, rows), 365).astype(np.int64),
            tier=rng.choice(3, rows, p=[0.80, 0.15, 0.05]),
        )

    def _postings(self, rows: int) -> Postings:
        rng = self.rng
        work = rng.choice(OCCUPATIONS, rows, p=self.offered)
        chance = rng.random(rows)
        required = np.where(chance < 0.40, self._bit(self.usual[work, 0]), np.uint64(0))
        required |= np.where(chance < 0.15, self._bit(self.usual[work, 1]), np.uint64(0))
        required |= np.where(chance < 0.05, self._bit(self._certificates(rows)), np.uint64(0))
        nice = self._some(self.usual[work, 2], 0.6) | self._some(self.usual[work, 3], 0.5)
        nice |= self._some(self._certificates(rows), 0.6)
        weekly = self._one_of(NEEDED, rows)
        pay = (self.usual_pay[work] * rng.lognormal(0, 0.18, rows)).astype(np.int64)
        many = (rng.random(rows) < 0.06) * rng.integers(1, 36, rows)
        lat_deg, lng_deg = self._places(rows, WORK_LIES)
        return Postings.of(
            key=np.arange(1, rows + 1),
            occupation=occupation_codes(work),
            start_on=START + rng.integers(0, 28, rows),
            certificates=required[:, None],
            skills=nice[:, None],
            weekly=weekly,
            dated=self._needed_dates(rows),
            lat_deg=lat_deg,
            lng_deg=lng_deg,
            pay_fen=np.where(rng.random(rows) < 0.03, UNKNOWN_PAY, pay),
            minor_hazard=(weekly & _week(EVERY_DAY, (NIGHT,)) > 0) | (rng.random(rows) < 0.2),
            age_max=rng.choice([0, 50, 60], rows, p=[0.8, 0.1, 0.1]),
            age_ground_accepted=rng.random(rows) < 0.1,
            places_left=np.minimum(rng.geometric(0.5, rows) + many, 60),
            eligibility=np.where(rng.random(rows) < 0.01, 1, 0),
            days_since_confirmed=rng.integers(0, 15, rows),
        )

    def _places(self, rows: int, live: tuple[float, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        rng = self.rng
        county = rng.choice(len(self.county_share), rows, p=self.county_share)
        town = rng.choice(TOWNS + 1, rows, p=np.array(live))
        spread = np.where(town == 0, 4.0, 1.8)
        place = self.town_km[:, county, np.minimum(town, TOWNS - 1)] + rng.normal(0, 1, (2, rows)) * spread
        place = np.where(town == TOWNS, rng.uniform(-30, 30, (2, rows)), np.clip(place, -30, 30))
        row, column = county // self.side - self.side / 2, county % self.side - self.side / 2
        north, east = place[0] + row * COUNTY_KM, place[1] + column * COUNTY_KM
        scale = KM_PER_DEGREE * np.cos(np.radians(MIDDLE[0]))
        return MIDDLE[0] + north / KM_PER_DEGREE, MIDDLE[1] + east / scale

    def _wishes(self, rows: int) -> Numbers:
        """int64[rows, 3]: the first by popularity, the others near it as often as not."""
        rng = self.rng
        first = rng.choice(OCCUPATIONS, rows, p=self.wished)
        wishes = [first]
        for _ in range(2):
            chance = rng.random(rows)
            same_small = first // 10 * 10 + rng.integers(0, 10, rows)
            same_middle = first // 40 * 40 + rng.integers(0, 40, rows)
            anything = rng.choice(OCCUPATIONS, rows, p=self.wished)
            wishes.append(np.where(chance < 0.4, same_small, np.where(chance < 0.7, same_middle, anything)))
        return np.stack(wishes, axis=1)

    def _certificates(self, rows: int) -> Numbers:
        return self.rng.choice(CERTIFICATES, rows, p=self.common)

    def _some(self, bits: Numbers, share: float) -> Sets:
        return np.where(self.rng.random(len(bits)) < share, self._bit(bits), np.uint64(0))

    @staticmethod
    def _bit(bits: Numbers) -> Sets:
        return np.left_shift(np.uint64(1), bits.astype(np.uint64))

    def _one_of(self, choices: tuple[tuple[int, float], ...], rows: int) -> Numbers:
        share = np.array([share for _, share in choices])
        return np.array([value for value, _ in choices])[self.rng.choice(len(choices), rows, p=share / share.sum())]

    def _free_dates(self, rows: int) -> Sets:
        """uint64[rows, 4]: nine in ten keep every date free; the others are away for up to two weeks."""
        away = self._days(rows)
        away[self.rng.random(rows) < 0.9] = 0
        return np.repeat(~away[:, None], 4, axis=1)

    def _needed_dates(self, rows: int) -> Sets:
        """uint64[rows, 4]: three in ten are gigs of a few named days, by day."""
        days = self._days(rows)
        days[self.rng.random(rows) < 0.7] = 0
        needed = np.zeros((rows, 4), np.uint64)
        needed[:, MORNING] = needed[:, AFTERNOON] = days
        return needed

    def _days(self, rows: int) -> Sets:
        length = self.rng.integers(1, 15, rows).astype(np.uint64)
        first = self.rng.integers(0, 28, rows).astype(np.uint64)
        return (np.left_shift(np.uint64(1), length) - np.uint64(1)) << first


def occupation_codes(number: Numbers) -> Numbers:
    """The packed code X-XX-XX-XX of occupation 0 … 1599, so that neighbours share prefixes as in the tree."""
    major, middle = number // 200 + 1, number // 40 % 5 + 1
    return major * 1_000_000 + middle * 10_000 + (number // 10 % 4 + 1) * 100 + number % 10 + 1
