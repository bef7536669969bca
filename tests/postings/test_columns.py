"""Rows for the engine: whole, in one query, and as the clock says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.postings.factories import LONG_JOB, a_draft, a_posting, an_employer
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import RefusalReason
from yizhan.employers.models import Employer
from yizhan.employers.operations import refuse_verification
from yizhan.postings.models import Posting
from yizhan.postings.operations import take_place
from yizhan.postings.queries import dated_masks, id_stretches, posting_cards, posting_columns
from yizhan.shared.changes.cursor import begin, changes_since
from yizhan.shared.changes.enums import Topic


@pytest.fixture
def publish(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Any:
    """Publish postings of one employer."""
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)

    def make(**changes: Any) -> Posting:
        return a_posting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer, **changes)

    return make


def test_a_day_job_is_a_dated_row(publish: Any, station: Office, now: dt.datetime) -> None:
    posting = publish()
    (row,) = posting_columns([station], now)
    assert (row.posting_id, row.shift_id) == (posting.pk, posting.shifts.get().pk)
    assert (row.occupation_code, row.start_on) == ("6-30-05-01", dt.date(2026, 11, 24))
    assert row.dated == (0b10, 0b10, 0, 0)  # tomorrow, morning and afternoon
    assert row.week_mask == 0
    assert (row.pay_daily_fen, row.places_left, row.bars_minors) == (20000, 3, True)
    assert (row.lat_e6, row.lng_e6, row.certificates, row.skills) == (36_110_000, 115_790_000, (), ())
    assert row.confirmed_at == now


def test_a_long_job_states_its_week(publish: Any, station: Office, now: dt.datetime) -> None:
    publish(raw=LONG_JOB, certificates=["sw_low_voltage"], skills="平车，锁边")
    (row,) = posting_columns([station], now)
    assert row.dated == (0, 0, 0, 0)
    assert bin(row.week_mask).count("1") == 12
    assert (row.certificates, row.skills, row.ends_at, row.bars_minors) == (
        ("sw_low_voltage",),
        ("平车", "锁边"),
        None,
        False,
    )


def test_a_night_bars_minors(publish: Any, station: Office, now: dt.datetime) -> None:
    publish(start_time="22:00", end_time="4:00", hazards=[])
    (row,) = posting_columns([station], now)
    assert row.bars_minors
    assert row.dated == (0, 0, 0, 0b10)


def test_each_open_shift_is_a_row_and_full_ones_are_none(
    publish: Any, station: Office, clerk: User, now: dt.datetime
) -> None:
    posting = publish(ends_on="2026-11-26", valid_until_on="2026-11-26")
    first, _second, third = posting.shifts.order_by("starts_at")
    take_place(shift=first, places=3, by=clerk, at=now)
    rows = posting_columns([station], now)
    assert [row.start_on.day for row in rows] == [25, 26]
    last_hour = third.ends_at - dt.timedelta(hours=1)
    assert [row.shift_id for row in posting_columns([station], last_hour)] == [third.pk]


def test_rows_come_in_two_queries_however_many(
    publish: Any,
    station: Office,
    clerk: User,
    reviewer: User,
    now: dt.datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in (1, 3):
        while Posting.objects.live(now).count() < n:
            publish()
        with django_assert_num_queries(2):  # the rows, and which employers owe answers
            assert len(posting_columns([station], now)) == n
        ids = list(Posting.objects.values_list("pk", flat=True).order_by("-pk"))
        with django_assert_num_queries(2):
            assert list(posting_cards(ids, now)) == ids
        with django_assert_num_queries(2):
            assert list(id_stretches(1000)) == [(0, ids[0])]


def test_what_is_not_live_is_no_row(
    publish: Any, station: Office, foreign_station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_draft(office=station, by=clerk, verifier=reviewer, at=now)
    posting = publish()
    assert posting_columns([foreign_station], now) == []
    assert posting_columns([station], posting.valid_until_at) == []
    refuse_verification(employer=posting.employer, reason=RefusalReason.NO_DOCUMENT, by=reviewer, at=now)
    assert posting_columns([station], now) == []


def test_every_write_is_noted_for_whoever_keeps_rows(
    publish: Any, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = publish()
    cursor = begin()
    for write, rows in (
        (lambda: take_place(shift=posting.shifts.get(), by=clerk, at=now), {Topic.POSTING: {posting.pk}}),
        (
            lambda: refuse_verification(
                employer=posting.employer, reason=RefusalReason.NO_DOCUMENT, by=reviewer, at=now
            ),
            {Topic.EMPLOYER: {posting.employer_id}},
        ),
    ):
        write()
        look = changes_since(cursor)
        assert look is not None
        assert look.rows == rows
        cursor = look.cursor


def test_rows_of_a_few_postings_of_an_employer_or_of_a_stretch(publish: Any, station: Office, now: dt.datetime) -> None:
    first, second, third = publish(), publish(), publish()

    def found(**chosen: Any) -> list[int]:
        return [row.posting_id for row in posting_columns(None, now, **chosen)]

    assert found() == [first.pk, second.pk, third.pk]
    assert found(only=[second.pk]) == [second.pk]
    assert found(only=[]) == []
    assert found(only=[], employers=[first.employer_id]) == [first.pk, second.pk, third.pk]
    assert found(between=(first.pk, second.pk)) == [second.pk]
    assert list(id_stretches(2)) == [(0, second.pk), (second.pk, third.pk)]


def test_a_row_says_when_the_verification_runs_out(publish: Any, station: Office, now: dt.datetime) -> None:
    posting = publish()
    Posting.objects.update(valid_until_at=now + dt.timedelta(days=400), last_confirmed_at=now)
    Employer.objects.update(reverify_on=now.date() + dt.timedelta(days=1))

    (row,) = posting_columns([station], now)
    assert row.valid_until_at == dt.datetime(2026, 11, 24, tzinfo=now.tzinfo)
    assert (row.office_id, row.employer_id, row.sunk_days) == (station.pk, posting.employer_id, 0)
    assert posting_columns([station], row.valid_until_at) == []
    assert posting_columns([station], row.valid_until_at - dt.timedelta(microseconds=1)) != []


def test_named_days_are_counted_from_another_day() -> None:
    starts = dt.datetime(2026, 11, 24, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    stretch = (starts, starts + dt.timedelta(days=100))
    today, tomorrow = (
        dated_masks([stretch], starts.date() - dt.timedelta(days=1))[0],
        dated_masks([stretch], starts.date())[0],
    )
    assert today[0] == (1 << 64) - 2
    assert tomorrow[0] == (1 << 64) - 1


def test_cards_say_what_the_clock_says(publish: Any, clerk: User, now: dt.datetime) -> None:
    posting = publish()
    card = posting_cards([posting.pk], now)[posting.pk]
    assert (card.is_live, card.places_left, card.pay_text, card.badge) == (True, 3, "200元/天", "good")
    assert card.next_shift is not None
    over = posting_cards([posting.pk], posting.valid_until_at)[posting.pk]
    assert (over.is_live, over.is_run_out, over.badge) == (False, True, "off")
