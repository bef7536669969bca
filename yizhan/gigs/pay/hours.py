"""Time worked, split at midnight: a shift over midnight may end on a holiday."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")


class DayKind(Enum):
    """What the law makes of a day (劳动法 art. 44)."""

    WORKDAY = "workday"
    REST_DAY = "rest_day"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class DayPart:
    """Minutes worked on one local day."""

    day: dt.date
    kind: DayKind
    minutes: int


def local_day(moment: dt.datetime) -> dt.date:
    """Return the calendar day at the station."""
    return moment.astimezone(LOCAL).date()


def days_touched(starts_at: dt.datetime, ends_at: dt.datetime) -> list[dt.date]:
    """Return the local days of `[starts_at, ends_at)`; an end at midnight does not touch the next day."""
    first, last = local_day(starts_at), local_day(ends_at - dt.timedelta(microseconds=1))
    return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


def minutes_between(starts_at: dt.datetime, ends_at: dt.datetime) -> int:
    """Return the whole minutes of `[starts_at, ends_at)`; a begun minute counts, in the worker's favour.

    :raises ValueError: it ends before it starts.
    """
    if ends_at < starts_at:
        raise ValueError("it ends before it starts")
    return -(-(ends_at - starts_at) // dt.timedelta(minutes=1))


def split_by_day(starts_at: dt.datetime, ends_at: dt.datetime) -> dict[dt.date, int]:
    """Return the minutes of `[starts_at, ends_at)` by local day; their sum is `minutes_between`."""
    left, found = minutes_between(starts_at, ends_at), {}
    for day in days_touched(starts_at, ends_at) if left else ():
        midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), LOCAL)
        found[day] = min(left, minutes_between(max(starts_at, midnight - dt.timedelta(days=1)), midnight))
        left -= found[day]
    return {day: minutes for day, minutes in found.items() if minutes}


def apportion(total: int, by_day: dict[dt.date, int]) -> dict[dt.date, int]:
    """Spread the minutes that both sides agreed on over the days on which somebody was there.

    What was rested (less than the span) comes off the day with most minutes, what was worked beyond it (the roster
    was signed late) goes there too; among equal days the earlier one.

    :param by_day: minutes of the span by day, not empty.
    """
    parts = dict(by_day)
    more = total - sum(parts.values())
    while more:
        day = max(sorted(parts), key=lambda one: parts[one])
        step = max(more, -parts[day])
        parts[day] += step
        more -= step
    return {day: minutes for day, minutes in parts.items() if minutes}
