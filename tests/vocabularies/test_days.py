"""Working days."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from yizhan.accounts.models import User
from yizhan.shared.audit.models import AuditEntry
from yizhan.vocabularies import queries
from yizhan.vocabularies.models import Holiday
from yizhan.vocabularies.operations import NoticeIncomplete, publish_year, set_day

pytestmark = pytest.mark.django_db
Day = dt.date


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (Day(2026, 10, 1), False),  # National Day, a Thursday
        (Day(2026, 10, 10), True),  # a Saturday that is worked
        (Day(2026, 11, 21), False),  # a Saturday
        (Day(2026, 11, 23), True),  # a Monday
        (Day(2025, 1, 26), True),  # a Sunday before the Spring Festival
    ],
)
def test_notices_stand_before_the_week(day: dt.date, working: bool) -> None:
    assert queries.is_working_day(day) is working


def test_working_days_are_counted_from_the_next_day() -> None:
    assert queries.add_working_days(Day(2026, 11, 20), 0) == Day(2026, 11, 20)
    assert queries.add_working_days(Day(2026, 11, 20), 1) == Day(2026, 11, 23)
    assert queries.add_working_days(Day(2026, 11, 23), 5) == Day(2026, 11, 30)
    # 1 … 7 October off, the 10th (Saturday) worked.
    assert queries.add_working_days(Day(2026, 9, 30), 3) == Day(2026, 10, 10)


def test_counting_backwards_is_a_fault() -> None:
    with pytest.raises(ValueError, match="forward"):
        queries.add_working_days(Day(2026, 11, 23), -1)


def test_an_unknown_year_is_refused_also_when_a_count_runs_into_it() -> None:
    with pytest.raises(queries.YearUnknown, match="放假"):
        queries.is_working_day(Day(2031, 5, 6))
    with pytest.raises(queries.YearUnknown):
        queries.add_working_days(Day(max(queries.working_day_years()), 12, 30), 10)


def notice(year: int) -> dict[dt.date, bool]:
    """Seven days in October, five in May, one Saturday worked."""
    off = [Day(year, 10, n) for n in range(1, 8)] + [Day(year, 5, n) for n in range(1, 6)]
    return {**dict.fromkeys(off, False), Day(year, 10, 11): True}


def test_an_entered_notice_makes_the_year_known(sysadmin: User, now: dt.datetime) -> None:
    kept = publish_year(year=2031, days=notice(2031), source="测试通知", by=sysadmin, at=now)

    assert kept == 13
    assert not queries.is_working_day(Day(2031, 10, 1))
    assert queries.is_working_day(Day(2031, 10, 11))
    assert AuditEntry.objects.filter(action="holiday.published").count() == 1


def test_an_incomplete_or_foreign_notice_is_refused(sysadmin: User, now: dt.datetime) -> None:
    with pytest.raises(NoticeIncomplete):
        publish_year(year=2031, days={Day(2031, 10, 1): False}, source="测试通知", by=sysadmin, at=now)
    with pytest.raises(NoticeIncomplete):
        publish_year(year=2032, days=notice(2031), source="测试通知", by=sysadmin, at=now)

    assert not Holiday.objects.exists()


def test_a_single_day_may_be_corrected_in_a_known_year_only(sysadmin: User, now: dt.datetime) -> None:
    set_day(day=Day(2026, 11, 24), is_working=False, source="测试通知", by=sysadmin, at=now)

    assert not queries.is_working_day(Day(2026, 11, 24))
    assert queries.add_working_days(Day(2026, 11, 23), 1) == Day(2026, 11, 25)
    with pytest.raises(queries.YearUnknown):
        set_day(day=Day(2031, 11, 24), is_working=False, source="测试通知", by=sysadmin, at=now)


def test_the_database_wants_a_source() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(day=Day(2026, 11, 24), is_working=False, source="")
