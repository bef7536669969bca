"""What is typed becomes facts, or a sentence about what cannot be kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.postings.factories import DAY_JOB, LONG_JOB, an_offer
from yizhan.postings.facts import LOCAL, needed_parts, parts_of, read_terms


def local(day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=LOCAL)


def test_a_day_job_is_read_whole(now: dt.datetime) -> None:
    offer = an_offer(now)
    (shift,) = offer.shifts
    assert (shift.starts_at, shift.ends_at, shift.headcount) == (local(24, 7), local(24, 17), 3)
    assert (offer.terms.pay_min_fen, offer.terms.pay_unit, offer.terms.pay_daily_fen) == (20000, "day", 20000)
    assert offer.terms.hours_per_day_x10 == 100
    assert offer.valid_until_at == local(24, 17)  # no longer than the work
    assert offer.terms.contact_phone == "13900009876"


def test_a_gig_of_three_days_has_three_shifts(now: dt.datetime) -> None:
    offer = an_offer(now, ends_on="2026-11-26")
    assert [s.starts_at for s in offer.shifts] == [local(24, 7), local(25, 7), local(26, 7)]
    assert offer.valid_until_at == local(26, 17)  # until the last of them


def test_a_night_shift_ends_on_the_next_day(now: dt.datetime) -> None:
    (shift,) = an_offer(now, start_time="2230", end_time="6:00").shifts
    assert (shift.starts_at, shift.ends_at) == (local(24, 22, 30), local(25, 6))
    assert parts_of(local(24, 22, 30), local(25, 6)) == [(dt.date(2026, 11, 24), 3), (dt.date(2026, 11, 25), 0)]


def test_long_work_has_one_shift_without_end_and_states_its_week(now: dt.datetime) -> None:
    offer = an_offer(now, LONG_JOB)
    (shift,) = offer.shifts
    assert shift.ends_at is None
    assert bin(offer.terms.week_mask).count("1") == 12
    assert offer.terms.pay_daily_fen == 20690  # 4500 / 21.75
    assert offer.valid_until_at == dt.datetime(2026, 12, 24, tzinfo=LOCAL)  # 30 days, the last one whole


@pytest.mark.parametrize(
    ("changes", "until"),
    [
        ({"starts_on": "2026-12-02"}, dt.datetime(2026, 12, 2, 17, tzinfo=LOCAL)),
        ({"starts_on": "2027-05-01"}, dt.datetime(2026, 11, 23, 9, tzinfo=LOCAL) + dt.timedelta(days=90)),
        ({"headcount": ""}, local(27)),
        ({"kind": "short", "ends_on": "2027-01-31"}, dt.datetime(2026, 12, 9, tzinfo=LOCAL)),
    ],
    ids=["next week", "farther than a posting may hold", "no shift yet", "short"],
)
def test_the_usual_end_is_the_end_of_a_day_and_a_day_job_lives_to_see_its_day(
    now: dt.datetime, changes: dict[str, Any], until: dt.datetime
) -> None:
    assert an_offer(now, **changes).valid_until_at == until


def test_short_work_needs_its_hours_on_each_day(now: dt.datetime) -> None:
    (shift,) = an_offer(now, kind="short", ends_on="2026-11-26", end_time="12:00").shifts
    assert shift.ends_at == local(26, 12)
    assert needed_parts(shift.starts_at, local(26, 12)) == [(dt.date(2026, 11, d), 0) for d in (24, 25, 26)]
    assert needed_parts(local(24), local(25)) == [(dt.date(2026, 11, 24), 0), (dt.date(2026, 11, 24), 1)]


@pytest.mark.parametrize(
    ("pay", "unit", "expected"),
    [
        ("200", "day", (20000, 20000, "day")),
        ("18", "hour", (1800, 1800, "hour")),
        ("0.5", "piece", (50000, 50000, "piece")),
        ("180-220元/天", "", (18000, 22000, "day")),
        ("6-8千/月", "", (600000, 800000, "month")),
        ("200", "", (20000, 20000, "")),
        ("面议", "", (None, None, "")),
    ],
)
def test_pay_is_read_and_never_invented(
    pay: str, unit: str, expected: tuple[int | None, int | None, str], now: dt.datetime
) -> None:
    terms = an_offer(now, pay=pay, pay_unit=unit).terms
    assert (terms.pay_min_fen, terms.pay_max_fen, terms.pay_unit) == expected
    assert terms.pay_note == pay


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title": ""}, {"title"}),
        ({"title": "装" * 41}, {"title"}),
        ({"starts_on": ""}, {"starts_on"}),
        ({"starts_on": "明天"}, {"starts_on"}),
        ({"ends_on": "2026-11-20"}, {"ends_on"}),
        ({"ends_on": "2027-03-20"}, {"ends_on"}),
        ({"start_time": "25:00"}, {"start_time"}),
        ({"headcount": "若干"}, {"headcount"}),
        ({"headcount": "1000"}, {"headcount"}),
        ({"headcount": "0"}, {"headcount"}),
        ({"hours_per_day": "25"}, {"hours_per_day"}),
        ({"pay": "200元/天", "pay_unit": "month"}, {"pay_unit"}),
        ({"contact_phone": "123"}, {"contact_phone"}),
        ({"hazards": ["lions"]}, {"hazards"}),
        ({"age_min": "50", "age_max": "40"}, {"age_max"}),
        ({"age_min": "x"}, {"age_min"}),
        ({"source": "repost"}, {"source_name"}),
        ({"labor_type": "随便"}, {"labor_type"}),
        ({"occupation_code": "9-99-99-99"}, {"occupation_code"}),
        ({"certificates": ["no_such"]}, {"certificates"}),
        ({"headcount": "x", "title": "", "pay_unit": "?"}, {"headcount", "title", "pay_unit"}),
    ],
)
def test_what_cannot_be_kept_is_said(changes: dict[str, Any], wrong: set[str], now: dt.datetime) -> None:
    offer, errors = read_terms(DAY_JOB | changes, at=now)
    assert offer is None
    assert set(errors) == wrong
    assert all(sentence for sentences in errors.values() for sentence in sentences)


def test_words_of_the_form_are_taken_like_codes(now: dt.datetime) -> None:
    offer = an_offer(now, kind="长期岗位", labor_type="非全日制用工", settle_kind="周结", hazards="粉尘")
    terms = offer.terms
    assert (offer.kind, terms.labor_type, terms.settle_kind) == ("long", "part_time", "weekly")
    assert terms.hazards == ("dust",)
