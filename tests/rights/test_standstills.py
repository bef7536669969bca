"""Times in which somebody could not act: what they do to the limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.http import Http404
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rights.factories import a_case
from tests.rights.test_counting import d, shipped
from yizhan.accounts.models import User
from yizhan.rights.deadlines.counting import ONE_DAY, Due, Span, add_months, held_back
from yizhan.rights.enums import CaseKind, Relation, StillGround
from yizhan.rights.models import Case, CaseStandstill
from yizhan.rights.operations import (
    DaysBackwards,
    StandstillOver,
    end_standstill,
    note_standstill,
    withdraw_standstill,
)
from yizhan.rights.queries import get_standstill, timers_of


def always(_day: dt.date) -> bool:
    """Every day is worked: the law of obstacles alone."""
    return True


@pytest.mark.parametrize(
    ("end", "still", "last"),
    [
        ("2026-03-01", ("2025-12-01", "2026-02-10"), "2026-08-10"),
        ("2026-03-01", ("2025-01-01", "2025-03-01"), "2026-03-01"),  # over before the last six months
        ("2026-03-01", ("2025-08-01", "2025-09-02"), "2026-03-02"),  # one day into them, and six months from there
        ("2026-03-01", ("2025-08-01", "2025-09-01"), "2026-03-01"),  # gone as they begin
        ("2026-03-01", ("2026-03-02", "2026-05-01"), "2026-03-01"),  # begun when it was over
        ("2024-08-31", ("2024-08-30", "2024-08-31"), "2025-02-28"),
        ("2026-12-31", ("2026-12-31", "2027-01-01"), "2027-07-01"),  # over the turn of the year
    ],
)
def test_an_obstacle_in_the_last_six_months(end: str, still: tuple[str, str], last: str) -> None:
    assert held_back(Due(d(end)), 6, always, [Span(d(still[0]), d(still[1]))]).on == d(last)


def slowly(end: dt.date, still: list[Span]) -> dt.date:
    """Walk day by day: no spans, no sorting, no merging."""
    blocked = {
        span.from_on + dt.timedelta(days=n) for span in still for n in range((span.until_on - span.from_on).days)
    }
    day = min(blocked, default=end)
    while day <= end:
        if day in blocked:
            free = day
            while free in blocked:
                free += ONE_DAY
            if free > add_months(end, -6):
                end = max(end, add_months(free, 6))
            day = free
        day += ONE_DAY
    return end


SPANS = st.lists(st.tuples(st.integers(-500, 300), st.integers(1, 120)), max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.dates(dt.date(2021, 1, 1), dt.date(2030, 12, 31)), SPANS)
def test_the_fast_count_agrees_with_the_slow_one(end: dt.date, drawn: list[tuple[int, int]]) -> None:
    still = [Span(end + dt.timedelta(days=at), end + dt.timedelta(days=at + length)) for at, length in drawn]
    assert held_back(Due(end), 6, always, still).on == slowly(end, still)


def test_a_free_last_day_moves_on() -> None:
    # Six months after 5 April 2026 is 5 October, within the National Day holiday; the 8th is worked.
    found = held_back(Due(d("2026-04-20")), 6, shipped, [Span(d("2026-03-01"), d("2026-04-05"))])
    assert (found.on, found.moved_from) == (d("2026-10-08"), d("2026-10-05"))


# --- on the case ------------------------------------------------------------------------------------------------------


@pytest.fixture
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=True):
        yield


def last(case: Case, key: str, today: dt.date) -> dt.date | None:
    return {one.rule.key: one for one in timers_of([case], today)[case.pk]}[key].on


@pytest.mark.django_db
@pytest.mark.usefixtures("at_nine")
def test_the_year_of_arbitration_stands_still(clerk: User, now: dt.datetime) -> None:
    today = now.date()
    case = a_case(clerk, now, kind=CaseKind.NO_CONTRACT, happened_on=d("2026-01-12"), ended_on=None)
    assert last(case, "arbitration.file", today) == d("2027-01-12")
    row = note_standstill(
        case=case, from_on=d("2026-11-14"), until_on=None, ground=StillGround.SICK, note="住院", by=clerk, at=now
    )
    # It lasts: the ten days until today, today included, are counted out, and more from day to day.
    assert last(case, "arbitration.file", today) == d("2027-01-22")
    assert last(case, "arbitration.file", today + dt.timedelta(days=2)) == d("2027-01-24")
    end_standstill(standstill=row, until_on=d("2026-11-19"), by=clerk, at=now)
    assert last(case, "arbitration.file", today) == d("2027-01-17")
    with pytest.raises(StandstillOver):
        end_standstill(standstill=row, until_on=d("2026-11-20"), by=clerk, at=now)
    withdraw_standstill(standstill=row, by=clerk, at=now)
    assert last(case, "arbitration.file", today) == d("2027-01-12")
    with pytest.raises(StandstillOver):
        withdraw_standstill(standstill=row, by=clerk, at=now)


@pytest.mark.django_db
@pytest.mark.usefixtures("at_nine")
def test_the_three_years_are_held_back_in_their_last_months(clerk: User, now: dt.datetime) -> None:
    case = a_case(clerk, now, relation=Relation.SERVICE, happened_on=d("2023-12-01"), ended_on=None)
    assert last(case, "court.file", now.date()) == d("2026-12-01")
    note_standstill(
        case=case, from_on=d("2026-08-03"), until_on=d("2026-10-20"), ground=StillGround.HELD, note="", by=clerk, at=now
    )
    # Of 2027 no holiday notice is known: told unmoved.
    assert last(case, "court.file", now.date()) == d("2027-04-20")


@pytest.mark.django_db
@pytest.mark.usefixtures("at_nine")
def test_days_that_cannot_be_are_refused(clerk: User, colleague: User, now: dt.datetime) -> None:
    case = a_case(clerk, now)
    today, more = now.date(), {"ground": StillGround.FORCE, "note": "", "by": clerk, "at": now}
    for from_on, until_on in (
        (today + ONE_DAY, None), (today, today), (today, today - ONE_DAY), (today, today + ONE_DAY),
    ):  # fmt: skip
        with pytest.raises(DaysBackwards):
            note_standstill(case=case, from_on=from_on, until_on=until_on, **more)  # type: ignore[arg-type]
    row = note_standstill(case=case, from_on=today - ONE_DAY, until_on=None, **more)  # type: ignore[arg-type]
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseStandstill.objects.update(until_on=today - ONE_DAY)
    with pytest.raises(Http404):
        get_standstill(colleague, case.public_id, row.public_id)
