"""The snapshot answers like the slow path, whatever was replaced in it and however the clock went on. No database."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.slow import answer_of, slow_answer
from yizhan.engine import machine
from yizhan.matching.chosen import choose, counted
from yizhan.matching.columns import local_day, people_table, posting_arrays, skill_bits
from yizhan.matching.offers import OnOffer
from yizhan.matching.snapshot import BESIDE, LONG_AGO, Snapshot, beside_arrays
from yizhan.postings.queries import PostingRow, dated_masks
from yizhan.shared.changes.cursor import Cursor
from yizhan.workers.queries import SeekerRow

BEIJING = dt.timezone(dt.timedelta(hours=8))
START = dt.datetime(2026, 11, 23, 9, 0, tzinfo=BEIJING)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
CODES = ["", "6-29-01-01", "6-29-01-02", "4-02-05-01", "6-31-05-00", "8-99-99-99"]
PLACES = [(None, None), (36_114_000, 115_790_000), (36_180_000, 115_820_000), (0, 179_999_900), (0, -179_999_900),
          (90_000_000, 0), (-90_000_000, 12_500_000)]  # fmt: skip
PAYS = [None, 0, 1, 15_000, 20_000, 2**31 - 1, 10**12]
SKILLS = [(), ("平车",), ("平车", "锁边"), tuple(f"技能{n}" for n in range(70))]
MOMENTS = [START - 5 * DAY, START - HOUR, START, START + HOUR, START + dt.timedelta(microseconds=1), START + 15 * HOUR]


@st.composite
def facts(draw: Any) -> dict[str, Any]:
    """Draw what stays of a shift from day to day."""
    starts = draw(st.sampled_from([START - DAY, START + HOUR, START + 16 * HOUR, START + 70 * DAY]))
    lasts = draw(st.sampled_from([None, HOUR, 4 * HOUR, 3 * DAY, 75 * DAY]))
    place = draw(st.sampled_from(PLACES))
    return {
        "occupation_code": draw(st.sampled_from(CODES)), "starts_at": starts,
        "ends_at": None if lasts is None else starts + lasts,
        "week_mask": draw(st.sampled_from([0, 0, 0b11, (1 << 28) - 1])),
        "certificates": draw(st.sampled_from([(), (), ("sw_low_voltage",), ("厨师证",)])),
        "skills": draw(st.sampled_from(SKILLS)), "lat_e6": place[0], "lng_e6": place[1],
        "pay_daily_fen": draw(st.sampled_from(PAYS)), "bars_minors": draw(st.booleans()),
        "age_min": draw(st.sampled_from([None, 18])), "age_max": draw(st.sampled_from([None, 45])),
        "age_ground_accepted": draw(st.booleans()), "sex_required": "any",
        "places_left": draw(st.sampled_from([1, 2, 999])),
        "confirmed_at": draw(st.sampled_from([START - 20 * DAY, START - 9 * HOUR - HOUR, START])),
        "valid_until_at": draw(st.sampled_from([*MOMENTS, START + 2 * DAY, START + 90 * DAY])),
        "office_id": draw(st.sampled_from([1, 2])),
    }  # fmt: skip


def a_row(shift: int, posting: int, given: dict[str, Any], day: dt.date, sunk: dict[int, int]) -> PostingRow:
    """Return the row that the database would give on a day; an employer has three postings."""
    starts, ends, employer = given["starts_at"], given["ends_at"], posting // 3
    dated = dated_masks([(starts, ends)], day)[0] if ends is not None and not given["week_mask"] else (0, 0, 0, 0)
    days = sunk.get(employer, 0)
    return PostingRow(
        shift_id=shift, posting_id=posting, start_on=local_day(starts), dated=dated, employer_id=employer,
        sunk_days=days, **given | {"confirmed_at": given["confirmed_at"] - days * DAY},
    )  # fmt: skip


class Truth:
    """Postings as a database holds them: posting -> [(shift, facts)]."""

    def __init__(self) -> None:
        self.postings: dict[int, list[tuple[int, dict[str, Any]]]] = {}
        self.sunk: dict[int, int] = {}

    def put(self, posting: int, shifts: list[dict[str, Any]]) -> None:
        self.postings[posting] = [(posting * 10 + n, each) for n, each in enumerate(shifts)]

    def rows(self, day: dt.date, *postings: int) -> list[PostingRow]:
        chosen = postings or tuple(self.postings)
        return [a_row(shift, posting, given, day, self.sunk)
                for posting in chosen for shift, given in self.postings.get(posting, [])]  # fmt: skip

    def snapshot(self, day: dt.date) -> Snapshot:
        rows = self.rows(day)
        bits = skill_bits(rows)
        return Snapshot.of(posting_arrays(rows, bits, day), beside_arrays(rows), bits, day, Cursor())


seekers = st.builds(
    SeekerRow,
    seeker_id=st.just(1), person_id=st.just(1), person_public_id=st.just(UUID(int=1)),
    wanted=st.sampled_from([(), ("6-29-01-01",), ("4-02-05-01", "6-31-05-00")]), skills=st.sampled_from(SKILLS),
    certificates=st.sampled_from([(), ("sw_low_voltage",)]), week_mask=st.sampled_from([None, 0, (1 << 28) - 1]),
    days=st.sampled_from([(), ((START.date() + DAY, 0),)]), point=st.sampled_from([None, (36_114_000, 115_790_000)]),
    max_distance_m=st.sampled_from([None, 8000]), pay_min_daily_fen=st.sampled_from([None, 15_000]),
    birth_on=st.sampled_from([None, dt.date(1980, 5, 6), dt.date(2009, 1, 1)]),
    party_size=st.sampled_from([1, 2]), waiting_days=st.just(3), tier=st.just("B"),
    recommendation_off=st.just(False),
)  # fmt: skip


@pytest.fixture(params=["numpy", "compiled"])
def twin(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of computing."""
    if request.param == "numpy":
        monkeypatch.setenv("YIZHAN_ENGINE", "numpy")
    else:
        assert machine.compiled("rank") is not None


@settings(max_examples=60, deadline=None)
@given(data=st.data(), seeker=seekers, k=st.sampled_from([1, 2, 20]), personal=st.booleans())
def test_a_changed_snapshot_answers_like_the_slow_path(
    data: st.DataObject, seeker: SeekerRow, k: int, personal: bool
) -> None:
    truth, at = Truth(), START
    for posting in data.draw(st.lists(st.integers(1, 9), unique=True)):
        truth.put(posting, data.draw(st.lists(facts(), max_size=3)))
    snapshot = truth.snapshot(at.date())
    promises = data.draw(st.sampled_from([(), ((START + HOUR, START + 2 * HOUR),)]))
    for _step in range(data.draw(st.integers(1, 4))):
        match data.draw(st.sampled_from(["replace", "fill", "clock", "day"])):
            case "replace":
                posting = data.draw(st.integers(1, 9))
                truth.put(posting, data.draw(st.lists(facts(), max_size=3)))
                snapshot = snapshot.change(truth.rows(snapshot.day, posting), {posting}, set())
            case "fill":  # one place fewer, in all postings of one employer
                employer = data.draw(st.integers(0, 3))
                mine = [p for p in truth.postings if p // 3 == employer]
                for posting in mine:
                    left = [g | {"places_left": g["places_left"] - 1} for _, g in truth.postings[posting]]
                    truth.put(posting, [each for each in left if each["places_left"]])
                rows = truth.rows(snapshot.day, *mine) if mine else []
                snapshot = snapshot.change(rows, set(), {employer})
            case "clock":
                at += data.draw(st.sampled_from([dt.timedelta(microseconds=1), HOUR]))
            case _:
                at += data.draw(st.sampled_from([DAY, 8 * DAY]))
                truth.sunk = data.draw(st.dictionaries(st.integers(0, 3), st.integers(1, 3), max_size=2))
        if local_day(at) != snapshot.day:
            snapshot = snapshot.repacked(local_day(at), sunk=truth.sunk)
        everything = snapshot.rows_of((1, 2))
        offers = OnOffer(snapshot, everything[snapshot.open_at(at, everything)])
        people = people_table([seeker], snapshot.bits, snapshot.day)
        found = answer_of(choose(people, offers, promises, k, personal=personal))
        assert found == slow_answer(seeker, truth.rows(snapshot.day), at, promises, k, personal=personal)


def test_why_a_posting_is_left_out_does_not_depend_on_the_order_of_its_shifts() -> None:
    bits, owners = np.array([1 << 3, 1 << 1, 0b11, 1 << 2]), np.array([7, 7, 7, 8])
    said = counted(bits, owners)
    assert said[0] == 2
    for order in ([1, 0, 2, 3], [2, 1, 0, 3], [3, 2, 0, 1]):
        assert counted(bits[order], owners[order]) == said


def some_facts(**changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "occupation_code": CODES[1], "starts_at": START + HOUR, "ends_at": START + 5 * HOUR, "week_mask": 0,
        "certificates": (), "skills": ("平车",), "lat_e6": 36_114_000, "lng_e6": 115_790_000, "pay_daily_fen": 20_000,
        "bars_minors": False, "age_min": None, "age_max": None, "age_ground_accepted": False, "sex_required": "any",
        "places_left": 5, "confirmed_at": START, "valid_until_at": START + DAY, "office_id": 1, **changes,
    }  # fmt: skip
    return given


@pytest.mark.usefixtures("twin")
def test_a_place_that_was_taken_changes_one_number_and_adds_no_row() -> None:
    truth = Truth()
    for posting in range(1, 40):
        truth.put(posting, [some_facts()])
    snapshot = truth.snapshot(START.date())
    before = len(snapshot)
    truth.put(7, [some_facts(places_left=4)])

    assert snapshot.change(truth.rows(START.date(), 7), {7}, set()) is snapshot
    assert len(snapshot) == before
    (position,) = snapshot.positions_of({7}, set())
    assert snapshot.index.take(np.array([position])).places_left.tolist() == [4]


def test_a_posting_that_says_something_else_stands_behind_the_others() -> None:
    truth = Truth()
    for posting in range(1, 40):
        truth.put(posting, [some_facts()])
    snapshot = truth.snapshot(START.date())
    old = snapshot.positions_of({7}, set())
    truth.put(7, [some_facts(pay_daily_fen=26_000)])

    assert snapshot.change(truth.rows(START.date(), 7), {7}, set()) is snapshot
    assert snapshot.positions_of({7}, set()).tolist() == [39]
    assert snapshot.beside["valid_until"][old].tolist() == [LONG_AGO]
    assert snapshot.rows_of((1,)).tolist() == list(range(40))


def test_without_room_it_is_packed_anew_and_what_was_replaced_leaves() -> None:
    truth = Truth()
    truth.put(1, [some_facts()])
    snapshot = truth.snapshot(START.date())
    truth.put(1, [some_facts(skills=tuple(f"别的{n}" for n in range(80)))])  # more skills than fit beside the others

    other = snapshot.change(truth.rows(START.date(), 1), {1}, set())
    assert other is not snapshot
    assert len(other) == 1
    assert {name: column[:1].tolist() for name, column in other.beside.items()} == {
        name: column.tolist() for name, column in beside_arrays(truth.rows(START.date())).items()
    }
    assert set(other.beside) == set(BESIDE)


def test_a_copy_is_changed_alone() -> None:
    truth = Truth()
    truth.put(1, [some_facts()])
    snapshot = truth.snapshot(START.date())
    snapshot.copy().change([], {1}, set())

    assert snapshot.positions_of({1}, set()).tolist() == [0]
    assert snapshot.open_at(START).tolist() == [True]
