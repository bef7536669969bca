"""Counting: worked examples by hand, year ends, and an independent slow calculator."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.rights.deadlines.counting import Due, Span, Unit, add_months, due
from yizhan.vocabularies.catalogue.days import is_week_working_day, noticed_days, noticed_years


def shipped(day: dt.date) -> bool | None:
    """The shipped holiday notices, without a database."""
    if day.year not in noticed_years():
        return None
    return noticed_days().get(day, is_week_working_day(day))


def d(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "length", "unit", "end", "moved_from"),
    [
        # 国庆 2026: 1–7 October are free, so day 45 after 20 August (4 October) goes to Thursday the 8th.
        ("2026-08-20", 45, Unit.DAYS, "2026-10-08", "2026-10-04"),
        # 2025: Sunday 28 September and Saturday 11 October are worked; 1–8 October are free.
        ("2025-09-26", 5, Unit.WORKING_DAYS, "2025-10-10", None),
        ("2025-09-26", 1, Unit.WORKING_DAYS, "2025-09-28", None),
        # A last day on a worked Sunday stays where it is.
        ("2025-09-13", 15, Unit.DAYS, "2025-09-28", None),
        # The day of a month that has none: its last day (民法典 202).
        ("2024-02-29", 1, Unit.YEARS, "2025-02-28", None),
        ("2024-08-31", 6, Unit.MONTHS, "2025-02-28", None),
        ("2024-08-30", 18, Unit.MONTHS, "2026-02-28", None),  # a Saturday, worked in 2026
        # Year's end: 31 December 2024 plus five days is Sunday 5 January, so Monday.
        ("2024-12-31", 5, Unit.DAYS, "2025-01-06", "2025-01-05"),
        # 1 January is free.
        ("2023-01-01", 2, Unit.YEARS, "2025-01-02", "2025-01-01"),
        # 春节 2024: 10–17 February free, Sunday the 4th and the 18th worked.
        ("2024-02-02", 5, Unit.WORKING_DAYS, "2024-02-08", None),
        ("2024-02-08", 3, Unit.WORKING_DAYS, "2024-02-19", None),
    ],
)
def test_worked_examples(start: str, length: int, unit: Unit, end: str, moved_from: str | None) -> None:
    found = due(d(start), length, unit, shipped)
    assert (found.on, found.moved_from, found.is_certain) == (d(end), moved_from and d(moved_from), True)


def test_what_runs_past_the_known_calendar_is_said_not_guessed() -> None:
    last = max(noticed_years())
    start = dt.date(last, 12, 1)
    found = due(start, 60, Unit.WORKING_DAYS, shipped)
    counted = sum(shipped(start + dt.timedelta(days=n)) is True for n in range(1, 31))
    assert found == Due(None, is_certain=False, left=60 - counted)
    assert due(start, 45, Unit.DAYS, shipped) == Due(dt.date(last + 1, 1, 15), is_certain=False)


def test_time_that_stands_still_is_not_counted() -> None:
    still = [Span(d("2026-03-10"), d("2026-03-20"))]
    assert due(d("2026-03-02"), 15, Unit.DAYS, shipped).on == d("2026-03-17")
    assert due(d("2026-03-02"), 15, Unit.DAYS, shipped, still).on == d("2026-03-27")
    # begun before the count, it counts only from its first day
    assert due(d("2026-03-12"), 5, Unit.DAYS, shipped, still).on == d("2026-03-24")


@pytest.mark.parametrize("length", [0, -1])
def test_a_limit_is_at_least_one_long(length: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        due(d("2026-03-02"), length, Unit.DAYS, shipped)


def test_a_span_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Span(d("2026-03-02"), d("2026-03-01"))


# --- an independent slow calculator: it ticks day by day and shares nothing with the fast one -------------------------


def slow(start: dt.date, length: int, unit: Unit, still: list[Span]) -> tuple[dt.date | None, bool]:
    """Tick through the days one by one."""

    def stands(day: dt.date) -> bool:
        return any(span.from_on <= day < span.until_on for span in still)

    if unit is Unit.WORKING_DAYS:
        day = start
        while length:
            day = dt.date.fromordinal(day.toordinal() + 1)
            if stands(day):
                continue
            if day.year not in noticed_years():
                return None, False
            length -= 1 if shipped(day) else 0
        return day, True
    if unit is Unit.DAYS:
        needed = length
    else:
        year, month = start.year, start.month
        for _ in range(length * (12 if unit is Unit.YEARS else 1)):
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        last_of_month = max(day for day in calendar.Calendar().itermonthdays(year, month))
        needed = dt.date(year, month, min(start.day, last_of_month)).toordinal() - start.toordinal()
    day = start
    while needed:
        day = dt.date.fromordinal(day.toordinal() + 1)
        needed -= 0 if stands(day) else 1
    if day.year not in noticed_years():
        return day, False
    while not shipped(day):
        day = dt.date.fromordinal(day.toordinal() + 1)
        if day.year not in noticed_years():
            break
    return day, True


DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2026, 12, 31))
SPANS = st.lists(st.builds(lambda day, n: Span(day, day + dt.timedelta(days=n)), DAYS, st.integers(0, 90)), max_size=3)


@given(DAYS, st.sampled_from([1, 2, 3, 5, 6, 7, 15, 30, 45, 60, 90]), st.sampled_from(list(Unit)), SPANS)
def test_the_fast_count_is_the_slow_one(start: dt.date, length: int, unit: Unit, still: list[Span]) -> None:
    if unit in (Unit.YEARS, Unit.MONTHS):
        length = min(length, 3)
    wanted, certain = slow(start, length, unit, still)
    found = due(start, length, unit, shipped, still)
    assert (found.on, found.is_certain) == (wanted, certain)


@given(DAYS, st.integers(-40, 400))
def test_months_keep_the_day_or_end_the_month(day: dt.date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or found.day == calendar.monthrange(found.year, found.month)[1] < day.day
