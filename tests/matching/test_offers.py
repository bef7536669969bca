"""The kept table is never older than the request. Real commits: inside a transaction nothing is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from django.db import transaction

from tests.postings.factories import a_posting, a_waiting, an_employer
from tests.workers.factories import make_seeker
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import RefusalReason
from yizhan.employers.models import Employer
from yizhan.employers.operations import refuse_verification
from yizhan.matching import offers as room
from yizhan.matching.columns import posting_arrays, skill_bits
from yizhan.matching.queries import recommend_postings
from yizhan.postings.enums import EndReason
from yizhan.postings.models import Posting
from yizhan.postings.operations import (
    approve_posting,
    cancel_day,
    give_back_place,
    pause_posting,
    publish_posting,
    resume_posting,
    set_headcount,
    take_place,
    withdraw_posting,
)
from yizhan.postings.queries import posting_columns
from yizhan.workers.models import JobSeeker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    room._kept.clear()
    yield
    room._kept.clear()


@pytest.fixture
def seeker(clerk: User, now: dt.datetime) -> JobSeeker:
    """Somebody who would take anything."""
    return make_seeker(clerk, now, pay_min_fen=None, pay_unit="", max_distance_m=None)


@pytest.fixture
def employer(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Employer:
    """A verified company."""
    return an_employer(office=station, by=clerk, verifier=reviewer, at=now)


@pytest.fixture
def posting(station: Office, clerk: User, reviewer: User, employer: Employer, now: dt.datetime) -> Posting:
    """A day job with one place."""
    return a_posting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer, headcount="1")


def test_the_table_is_kept_while_nothing_changes(
    posting: Posting, seeker: JobSeeker, clerk: User, now: dt.datetime
) -> None:
    first = room.offers_for(clerk, now)

    assert room.offers_for(clerk, now + dt.timedelta(minutes=1)) is first
    with patch.object(room, "posting_columns", side_effect=AssertionError("read again")):
        assert recommend_postings(seeker=seeker, by=clerk, at=now).suitable == 1


def test_each_step_of_a_posting_is_seen_by_the_next_request(
    posting: Posting, seeker: JobSeeker, station: Office, clerk: User, reviewer: User, employer: Employer,
    now: dt.datetime,
) -> None:  # fmt: skip
    def suitable(at: dt.datetime = now) -> int:
        return recommend_postings(seeker=seeker, by=clerk, at=at).suitable

    shift = posting.shifts.get()
    assert suitable() == 1
    take_place(shift=shift, by=clerk, at=now)
    assert suitable() == 0
    give_back_place(shift=shift, by=clerk, at=now)
    assert suitable() == 1
    pause_posting(posting=posting, reason=EndReason.EMPLOYER_ASKED, by=clerk, at=now)
    assert suitable() == 0
    resume_posting(posting=posting, by=clerk, at=now)
    assert suitable() == 1
    waiting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer, title="搬运")
    assert suitable() == 1
    approved = approve_posting(posting=waiting, by=reviewer, at=now, reason="测试放行")
    assert suitable() == 1
    publish_posting(posting=approved, by=clerk, at=now)
    assert suitable() == 2
    cancel_day(posting=posting, day=dt.date(2026, 11, 24), by=clerk, at=now)
    assert suitable() == 1
    withdraw_posting(posting=approved, reason=EndReason.ENOUGH_PEOPLE, by=clerk, at=now)
    assert suitable() == 0


def test_a_change_of_headcount_is_seen(posting: Posting, seeker: JobSeeker, clerk: User, now: dt.datetime) -> None:
    shift = posting.shifts.get()
    assert recommend_postings(seeker=seeker, by=clerk, at=now).items[0].shift.left == 1
    set_headcount(shift=shift, headcount=5, by=clerk, at=now)

    assert room.offers_for(clerk, now).table.places_left.tolist() == [5]


def test_expiry_and_the_end_of_a_shift_are_asked_of_the_clock(
    posting: Posting, seeker: JobSeeker, clerk: User, now: dt.datetime
) -> None:
    soon = now + dt.timedelta(hours=1)
    Posting.objects.filter(pk=posting.pk).update(valid_until_at=soon)
    kept = room.offers_for(clerk, now)
    assert recommend_postings(seeker=seeker, by=clerk, at=soon - dt.timedelta(seconds=1)).suitable == 1

    with patch.object(room, "posting_columns", side_effect=AssertionError("read again")):
        assert recommend_postings(seeker=seeker, by=clerk, at=soon).suitable == 0
    assert room.offers_for(clerk, soon) is kept


def test_a_verification_that_ran_out_is_seen(
    posting: Posting, employer: Employer, seeker: JobSeeker, clerk: User, now: dt.datetime
) -> None:
    assert recommend_postings(seeker=seeker, by=clerk, at=now).suitable == 1
    Posting.objects.filter(pk=posting.pk).update(valid_until_at=now + dt.timedelta(days=400))
    posting.shifts.update(ends_at=None)
    room._kept.clear()
    employer.refresh_from_db()
    assert employer.reverify_on is not None
    last = dt.datetime.combine(employer.reverify_on, dt.time(), now.tzinfo)
    Posting.objects.filter(pk=posting.pk).update(last_confirmed_at=last - dt.timedelta(days=1))

    assert recommend_postings(seeker=seeker, by=clerk, at=last - dt.timedelta(minutes=1)).suitable == 1
    assert recommend_postings(seeker=seeker, by=clerk, at=last).suitable == 0


def test_a_refused_verification_is_seen_at_once(
    posting: Posting, employer: Employer, seeker: JobSeeker, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    assert recommend_postings(seeker=seeker, by=clerk, at=now).suitable == 1
    employer.refresh_from_db()
    refuse_verification(employer=employer, reason=RefusalReason.NOT_REACHED, by=reviewer, at=now)

    assert recommend_postings(seeker=seeker, by=clerk, at=now).suitable == 0


def test_nothing_seen_inside_a_transaction_is_kept(
    posting: Posting, seeker: JobSeeker, clerk: User, now: dt.datetime
) -> None:
    room.offers_for(clerk, now)
    with transaction.atomic():
        take_place(shift=posting.shifts.get(), by=clerk, at=now)
        assert recommend_postings(seeker=seeker, by=clerk, at=now).suitable == 0
        transaction.set_rollback(True)

    assert recommend_postings(seeker=seeker, by=clerk, at=now).suitable == 1


def test_a_renewed_table_says_what_a_new_one_says(
    posting: Posting, station: Office, clerk: User, reviewer: User, employer: Employer, now: dt.datetime
) -> None:
    given: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now, "employer": employer}
    room.offers_for(clerk, now)
    a_posting(**given, title="搬运", skills=["6-29-01-01", "叉车"])
    take_place(shift=posting.shifts.get(), by=clerk, at=now)
    renewed = room.offers_for(clerk, now)

    rows = posting_columns([station.pk], now)
    fresh = posting_arrays(rows, skill_bits(rows), now.date())
    order = np.argsort(renewed.columns["key"])
    for name, column in fresh.items():
        assert renewed.columns[name][order].tolist() == column[np.argsort(fresh["key"])].tolist(), name
