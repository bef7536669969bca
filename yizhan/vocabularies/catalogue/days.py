"""The State Council's yearly holiday notices, as the library `chinesecalendar` knows them."""

from __future__ import annotations

import datetime as dt
from functools import cache

from chinese_calendar import constants


@cache
def noticed_days() -> dict[dt.date, bool]:
    """Return the days that depart from the week: False = holiday, True = a weekend day that is worked."""
    days: dict[dt.date, bool] = dict.fromkeys(constants.holidays, False)
    days.update(dict.fromkeys(constants.workdays, True))
    return days


@cache
def noticed_years() -> frozenset[int]:
    """Return the years whose notice is known."""
    return frozenset(day.year for day in constants.holidays)


def is_week_working_day(day: dt.date) -> bool:
    """Monday to Friday, when no notice says otherwise."""
    return day.weekday() < 5
