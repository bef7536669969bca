"""Wages, hours and pay days: worked examples, and every answer against the slow calculator."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gigs.slow import CHINA, slow_minutes_by_day, slow_pay
from yizhan.gigs.pay.due import Settling, agreed_day, pay_day
from yizhan.gigs.pay.hours import DayKind, DayPart, apportion, minutes_between, split_by_day
from yizhan.gigs.pay.wages import Item, Line, Rate, Unit, Work, half_up, minutes_by_item, wage_lines

MONDAY = dt.date(2026, 11, 23)
moments = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda n: dt.datetime(2025, 1, 1, tzinfo=CHINA) + dt.timedelta(minutes=n)
)
lengths = st.integers(1, 20 * 60 * 60).map(lambda seconds: dt.timedelta(seconds=seconds))


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


def work(*minutes: int, kind: DayKind = DayKind.WORKDAY, planned: int = 480, **more: object) -> Work:
    parts = [DayPart(MONDAY + dt.timedelta(days=n), kind, one) for n, one in enumerate(minutes)]
    return Work(parts, planned, **more)  # type: ignore[arg-type]


def amounts(lines: list[Line]) -> dict[str, int]:
    return {line.item.value: line.amount_fen for line in lines}


# --- worked examples -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "done", "full_time", "expected"),
    [
        # 18 yuan an hour, seven and a half hours.
        (Rate(1800, Unit.HOUR), work(450), False, {"base": 13500}),
        # 200 yuan a day for a shift of nine hours, worked in full, and left after four and a half.
        (Rate(20000, Unit.DAY), work(540, planned=540), False, {"base": 20000}),
        (Rate(20000, Unit.DAY), work(270, planned=540), False, {"base": 10000}),
        # 0.035 yuan a piece is 35 yuan per 1,000: 1,234 pieces are 43.19 yuan.
        (Rate(3500, Unit.PIECE), work(480, pieces=1234), False, {"base": 4319}),
        (Rate(80000, Unit.LUMP), work(300, done_bp=7500), False, {"base": 60000}),
        # A labour contract: 20 yuan an hour, ten hours: 8 × 20 + 2 × 30.
        (Rate(2000, Unit.HOUR), work(600), True, {"base": 16000, "overtime": 6000}),
        (Rate(2000, Unit.HOUR), work(480, kind=DayKind.REST_DAY), True, {"rest_day": 32000}),
        (Rate(2000, Unit.HOUR), work(480, kind=DayKind.HOLIDAY), True, {"holiday": 48000}),
        # Another day off is given: the eight hours are counted as on a working day.
        (Rate(2000, Unit.HOUR), work(540, kind=DayKind.REST_DAY, rest_is_compensated=True), True,
         {"base": 16000, "overtime": 3000}),
        # A day's rate is for eight hours, whatever longer day was agreed: 240 yuan, ten hours.
        (Rate(24000, Unit.DAY), work(600, planned=600), True, {"base": 24000, "overtime": 9000}),
    ],
)  # fmt: skip
def test_worked_examples(rate: Rate, done: Work, full_time: bool, expected: dict[str, int]) -> None:
    assert amounts(wage_lines(rate, done, full_time=full_time)) == expected


def test_without_a_labour_relation_no_day_and_no_hour_is_dearer() -> None:
    for kind in DayKind:
        assert amounts(wage_lines(Rate(2000, Unit.HOUR), work(720, kind=kind), full_time=False)) == {"base": 24000}


def test_nothing_done_is_nothing_due() -> None:
    assert wage_lines(Rate(2000, Unit.HOUR), Work([], 480), full_time=True) == []


def test_a_night_into_a_holiday_is_paid_threefold_from_midnight() -> None:
    """30 April 22:00 to 1 May 06:00 under a contract at 20 yuan: two hours plain, six threefold."""
    by_day = split_by_day(dt.datetime(2026, 4, 30, 22, tzinfo=CHINA), dt.datetime(2026, 5, 1, 6, tzinfo=CHINA))
    parts = [
        DayPart(day, DayKind.HOLIDAY if day.month == 5 else DayKind.WORKDAY, minutes) for day, minutes in by_day.items()
    ]
    lines = wage_lines(Rate(2000, Unit.HOUR), Work(parts, 480), full_time=True)
    assert amounts(lines) == {"base": 4000, "holiday": 36000}


def test_half_a_fen_goes_up() -> None:
    assert amounts(wage_lines(Rate(1, Unit.HOUR), work(30), full_time=False)) == {"base": 1}
    assert amounts(wage_lines(Rate(1, Unit.HOUR), work(29), full_time=False)) == {}


def test_a_day_rate_without_a_day_is_a_fault() -> None:
    with pytest.raises(ValueError, match="length of the day"):
        wage_lines(Rate(20000, Unit.DAY), work(60, planned=0), full_time=False)


# --- against the slow calculator -------------------------------------------------------------------------------------


@given(
    fen=st.integers(1, 100_000),
    unit=st.sampled_from(["hour", "day", "piece"]),
    minutes=st.lists(st.integers(1, 700), min_size=1, max_size=3),
    kinds=st.lists(st.sampled_from([kind.value for kind in DayKind]), min_size=3, max_size=3),
    planned=st.integers(1, 800),
    pieces=st.integers(0, 20_000),
    full_time=st.booleans(),
    before=st.integers(0, 600),
)
def test_the_fast_and_the_slow_calculator_agree(
    fen: int, unit: str, minutes: list[int], kinds: list[str], planned: int, pieces: int, full_time: bool, before: int
) -> None:
    days = [MONDAY + dt.timedelta(days=n) for n in range(3)]
    kind_of = dict(zip(days, kinds, strict=True))
    parts = [DayPart(day, DayKind(kind_of[day]), one) for day, one in zip(days, minutes, strict=False)]
    done = Work(parts, planned, pieces, normal_before=before)
    lines = wage_lines(Rate(fen, Unit(unit)), done, full_time=full_time)
    slow = slow_pay(
        fen=fen, unit=unit, minutes=[(part.day, part.minutes) for part in parts], kind_of=kind_of.__getitem__,
        planned=planned, pieces=pieces, full_time=full_time, before=before,
    )  # fmt: skip
    assert amounts(lines) == slow
    assert sum(minutes_by_item(done, full_time=full_time).values()) == done.minutes


@given(start=moments, length=lengths)
def test_minutes_by_day_are_those_of_a_walk_through_them(start: dt.datetime, length: dt.timedelta) -> None:
    start = start.replace(second=0, microsecond=0)
    found = split_by_day(start, start + length)
    assert found == slow_minutes_by_day(start, start + length)
    assert sum(found.values()) == minutes_between(start, start + length)


@given(total=st.integers(0, 1440), first=st.integers(1, 700), second=st.integers(0, 700))
def test_agreed_minutes_are_spread_whole(total: int, first: int, second: int) -> None:
    by_day = {MONDAY: first, MONDAY + dt.timedelta(days=1): second}
    parts = apportion(total, by_day)
    assert sum(parts.values()) == total
    assert all(minutes > 0 for minutes in parts.values())


def test_rests_come_off_the_longer_day() -> None:
    day, next_day = MONDAY, MONDAY + dt.timedelta(days=1)
    assert apportion(450, {day: 120, next_day: 360}) == {day: 120, next_day: 330}
    assert apportion(10, {day: 120, next_day: 360}) == {day: 10}


def test_time_is_half_open() -> None:
    assert split_by_day(at(23, 16), at(24, 0)) == {MONDAY: 480}
    assert split_by_day(at(23, 22), at(24, 6)) == {MONDAY: 120, dt.date(2026, 11, 24): 360}
    assert split_by_day(at(23, 8), at(23, 8)) == {}
    with pytest.raises(ValueError, match="before it starts"):
        minutes_between(at(23, 9), at(23, 8))


@given(st.fractions(min_value=0, max_value=10_000))
def test_rounding_is_never_off_by_more_than_half(amount: object) -> None:
    assert -0.5 < half_up(amount) - amount <= 0.5  # type: ignore[arg-type, operator]


# --- pay days --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        (Settling.DAILY, "", MONDAY),
        (Settling.ON_COMPLETION, "", MONDAY),
        (Settling.WEEKLY, "每周五", dt.date(2026, 11, 27)),
        (Settling.WEEKLY, "星期一", MONDAY),
        (Settling.WEEKLY, "", dt.date(2026, 11, 30)),
        (Settling.HALF_MONTH, "", dt.date(2026, 12, 8)),
        (Settling.MONTHLY, "次月10日", dt.date(2026, 12, 10)),
        (Settling.MONTHLY, "", dt.date(2026, 12, 15)),
        (Settling.MONTHLY, "每月31号", dt.date(2026, 12, 31)),
    ],
)
def test_the_agreed_day(kind: Settling, said: str, expected: dt.date) -> None:
    assert agreed_day(kind, MONDAY, said) == expected


def test_the_last_day_of_a_short_month() -> None:
    assert agreed_day(Settling.MONTHLY, dt.date(2027, 1, 31), "次月30日") == dt.date(2027, 2, 28)
    assert agreed_day(Settling.MONTHLY, dt.date(2026, 12, 31), "次月5日") == dt.date(2027, 1, 5)


def test_part_time_is_settled_within_fifteen_days() -> None:
    assert pay_day(Settling.MONTHLY, MONDAY, said="次月20日", part_time=True) == MONDAY + dt.timedelta(days=15)


def test_pay_moves_before_a_holiday_but_never_before_the_work() -> None:
    holidays = {dt.date(2026, 10, day) for day in range(1, 8)}
    due = pay_day(Settling.MONTHLY, dt.date(2026, 9, 20), said="次月5日", part_time=False, free=holidays)
    assert due == dt.date(2026, 9, 30)
    worked = dt.date(2026, 10, 3)
    assert pay_day(Settling.DAILY, worked, part_time=False, free=holidays) == worked
    assert pay_day(Settling.WEEKLY, worked, said="周日", part_time=False, free=holidays) == worked


@given(
    kind=st.sampled_from(list(Settling)), ends_on=st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31)),
    said=st.sampled_from(["", "每周三", "次月1日", "月底", "31号"]), part_time=st.booleans(),
    free=st.sets(st.dates(dt.date(2025, 1, 1), dt.date(2028, 2, 28)), max_size=25),
)  # fmt: skip
def test_a_pay_day_is_lawful_whatever_was_said(
    kind: Settling, ends_on: dt.date, said: str, part_time: bool, free: set[dt.date]
) -> None:
    due = pay_day(kind, ends_on, said=said, part_time=part_time, free=free)
    assert due >= ends_on
    assert due == ends_on or due not in free
    assert not part_time or (due - ends_on).days <= 15
    assert (due - ends_on).days <= 62


def test_items_and_line_kinds_share_their_words() -> None:
    from yizhan.gigs.enums import LineKind
    from yizhan.postings.enums import PayUnit, SettleKind

    assert {item.value for item in Item} <= set(LineKind.values)
    assert {unit.value for unit in Unit} <= set(PayUnit.values)
    assert {kind.value for kind in Settling} == set(SettleKind.values)
