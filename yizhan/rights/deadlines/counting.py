"""How a limit is counted (民法典 200–204; 民事诉讼法 85 says the same).

The day of the event is not counted. Years and months end on the day of the same number, or on the last day of a month
that has none. A limit whose last day is free ends on the next working day; a weekend day that is worked is not free.
A limit in working days counts working days and so ends on one.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

#: True: worked. False: free. None: the holiday notice of that year is not known.
IsWorking = Callable[[dt.date], bool | None]

ONE_DAY = dt.timedelta(days=1)


class Unit(StrEnum):
    """What a limit is measured in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, order=True)
class Span:
    """Days in which a limit stands still, half-open `[from_on, until_on)`."""

    from_on: dt.date
    until_on: dt.date

    def __post_init__(self) -> None:
        """Refuse a span that ends before it begins.

        :raises ValueError: it does.
        """
        if self.until_on < self.from_on:
            raise ValueError("a span ends before it begins")


@dataclass(frozen=True)
class Due:
    """Where a count ends.

    :param on: the last day in time; None when working days run past the known calendar.
    :param is_certain: False when `on` lies in a year without a holiday notice: it was not moved then, so the true last
        day is this one or a later one, never an earlier one.
    :param moved_from: the free day on which the count itself ended, if it was moved.
    :param left: working days that could not be counted; 0 unless `on` is None.
    """

    on: dt.date | None
    is_certain: bool = True
    moved_from: dt.date | None = None
    left: int = 0


def due(start_on: dt.date, length: int, unit: Unit, is_working: IsWorking, still: Iterable[Span] = ()) -> Due:
    """Return the last day of a limit.

    :param start_on: the day of the event, which is not counted.
    :param length: at least 1, in `unit`.
    :param still: days in which the count stands still (中止).
    :raises ValueError: a length below 1.
    :raises OverflowError: past the year 9999.
    """
    if length < 1:
        raise ValueError("a limit is at least one long")
    spans = merged(still)
    if unit is Unit.WORKING_DAYS:
        return _working_days(start_on, length, is_working, spans)
    return next_working(_stretched(start_on, _plain_end(start_on, length, unit), spans), is_working)


def held_back(end: Due, months: int, is_working: IsWorking, still: Iterable[Span]) -> Due:
    """Return the end of a limit that obstacles in its last months hold back (民法典 194).

    An obstacle that lasts into the last so many months lets the limit end as many months after it is gone, which may
    bring a further obstacle into the last months.

    :param months: six in the law. :param still: the obstacles, `[from_on, until_on)`.
    """
    for span in merged(still):
        if end.on is None:
            return end
        if span.from_on <= end.on and span.until_on > add_months(end.on, -months):
            later = next_working(add_months(span.until_on, months), is_working)
            end = later if later.on is not None and later.on > end.on else end
    return end


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the day of the same number so many months later, or the last of a month that has none.

    :raises OverflowError: past the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise OverflowError("no such year")
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, joined where they touch or overlap; empty ones are dropped."""
    found: list[Span] = []
    for span in sorted(spans):
        if span.from_on == span.until_on:
            continue
        if found and span.from_on <= found[-1].until_on:
            found[-1] = Span(found[-1].from_on, max(found[-1].until_on, span.until_on))
        else:
            found.append(span)
    return found


def next_working(day: dt.date, is_working: IsWorking) -> Due:
    """Move a last day that is free to the next working day (民法典 203)."""
    moved = day
    while (works := is_working(moved)) is False:
        moved += ONE_DAY
    if works is None:
        # Never later than it can be: of two possible days the earlier is told.
        return Due(day, is_certain=False)
    return Due(moved, moved_from=day if moved != day else None)


def _plain_end(start_on: dt.date, length: int, unit: Unit) -> dt.date:
    if unit is Unit.DAYS:
        return start_on + dt.timedelta(days=length)
    return add_months(start_on, length * (12 if unit is Unit.YEARS else 1))


def _stretched(start_on: dt.date, end: dt.date, spans: list[Span]) -> dt.date:
    """Lengthen a count by the days in which it stood still; a span met before the end counts whole."""
    for span in spans:
        begins = max(span.from_on, start_on + ONE_DAY)
        if begins <= end and span.until_on > begins:
            end += span.until_on - begins
    return end


def _working_days(start_on: dt.date, length: int, is_working: IsWorking, spans: list[Span]) -> Due:
    day, left = start_on, length
    while left:
        day += ONE_DAY
        if any(span.from_on <= day < span.until_on for span in spans):
            continue
        works = is_working(day)
        if works is None:
            return Due(None, is_certain=False, left=left)
        left -= works
    return Due(day)
