"""Quiet hours and back-off, without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.shared.notifications.quiet import BACK_OFF_S, Hours, wait_after
from yizhan.shared.notifications.tally import window_start

CHINA = dt.timezone(dt.timedelta(hours=8))


def at(hour: int, minute: int = 0, day: int = 23) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


moments = st.integers(0, 366 * 24 * 3600).map(lambda second: at(0, day=1) + dt.timedelta(seconds=second))


@pytest.mark.parametrize(
    ("hours", "moment", "allowed"),
    [
        (Hours(), at(9), at(9)),
        (Hours(), at(20, 59), at(20, 59)),
        (Hours(), at(21), at(8, day=24)),
        (Hours(), at(23, 30), at(8, day=24)),
        (Hours(), at(0), at(8)),
        (Hours(), at(7, 59), at(8)),
        (Hours(), at(8), at(8)),
        (Hours(dt.time(12), dt.time(14)), at(13), at(14)),
        (Hours(dt.time(12), dt.time(14)), at(14), at(14)),
        (Hours(dt.time(0), dt.time(0)), at(3), at(3)),
    ],
)
def test_the_next_allowed_moment(hours: Hours, moment: dt.datetime, allowed: dt.datetime) -> None:
    assert hours.next_allowed(moment) == allowed


@given(moments, st.times(), st.times())
def test_the_next_moment_is_the_first_that_is_not_quiet(moment: dt.datetime, start: dt.time, end: dt.time) -> None:
    hours = Hours(start, end)
    allowed = hours.next_allowed(moment)

    assert allowed >= moment
    assert not hours.is_quiet(allowed)
    assert allowed - moment <= dt.timedelta(days=1)
    if allowed > moment:
        assert hours.is_quiet(allowed - dt.timedelta(microseconds=1))


@given(st.floats(-1, 1), st.booleans())
def test_waits_grow_and_end(spread: float, urgent: bool) -> None:
    waits = [wait_after(number, urgent=urgent, spread=spread) for number in range(1, len(BACK_OFF_S) + 2)]

    assert waits[-1] is None
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known)
    assert len(known) == len(BACK_OFF_S)
    assert all(wait > dt.timedelta(0) for wait in known)


@given(moments)
def test_a_day_is_counted_from_midnight_in_china(moment: dt.datetime) -> None:
    start = window_start(moment, dt.timedelta(days=1))

    assert start.astimezone(CHINA).time() == dt.time(0)
    assert start <= moment < start + dt.timedelta(days=1)
