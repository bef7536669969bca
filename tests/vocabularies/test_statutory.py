"""The statutory holidays against the State Council's notices."""

from __future__ import annotations

import datetime as dt

import pytest

from yizhan.vocabularies.catalogue.days import noticed_days, noticed_years
from yizhan.vocabularies.catalogue.statutory import FIRST_YEAR, LAST_YEAR, statutory_days
from yizhan.vocabularies.queries import YearUnknown, free_days, is_statutory_holiday


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_every_year_has_thirteen_or_fewer_where_two_fall_together(year: int) -> None:
    # The Mid-Autumn day can fall on a day of the National Day holiday (2028-10-03 does).
    assert len(statutory_days(year)) == (12 if year == 2028 else 13)


def test_every_known_notice_gives_each_of_the_days_free() -> None:
    known = sorted(year for year in noticed_years() if year >= FIRST_YEAR)
    assert known, "no notice to hold the table against"
    for year in known:
        for day in statutory_days(year):
            # A weekend day needs no mention in a notice; any other must be free by it.
            assert not noticed_days().get(day, day.weekday() < 5), day


def test_the_moving_days_of_2026_are_those_of_the_notice() -> None:
    expected = {(2, 16), (2, 17), (2, 18), (2, 19), (4, 5), (6, 19), (9, 25)}
    assert {(2026, *day) for day in expected} <= {(d.year, d.month, d.day) for d in statutory_days(2026)}
    assert is_statutory_holiday(dt.date(2026, 10, 3))
    assert not is_statutory_holiday(dt.date(2026, 10, 4))


def test_a_year_outside_of_the_table_is_refused() -> None:
    with pytest.raises(YearUnknown):
        is_statutory_holiday(dt.date(LAST_YEAR + 1, 1, 1))


@pytest.mark.django_db
def test_before_the_notice_weekends_and_statutory_days_are_free() -> None:
    free = free_days(dt.date(2030, 1, 1), dt.date(2030, 1, 8))
    assert free == {dt.date(2030, 1, 1), dt.date(2030, 1, 5), dt.date(2030, 1, 6)}
    assert dt.date(2026, 10, 7) in free_days(dt.date(2026, 10, 1), dt.date(2026, 10, 9))
