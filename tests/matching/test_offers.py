"""The kept snapshot is never older than the request. Real commits: inside a transaction nothing is kept."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from django.db import transaction

from tests.employers.factories import company_facts
from tests.matching.slow import answer_of, slow_answer
from tests.postings.factories import a_posting, a_waiting, an_employer
from tests.workers.factories import make_seeker
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import RefusalReason
from yizhan.employers.models import Employer
from yizhan.employers.operations import await_answer, change_employer, note_answer, refuse_verification
from yizhan.matching import offers as room
from yizhan.matching.cards import as_read, cards_of, drop
from yizhan.matching.chosen import choose
from yizhan.matching.columns import local_day, people_table
from yizhan.matching.enums import Hindrance
from yizhan.matching.nearby import jobs_near
from yizhan.matching.queries import recommend_postings, why_not
from yizhan.matching.snapshot import Snapshot
from yizhan.postings.enums import EndReason
from yizhan.postings.models import Posting, Shift
from yizhan.postings.operations import (
    HeadcountFilled,
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
from yizhan.postings.queries import posting_cards, posting_columns
from yizhan.shared.changes.enums import Topic
from yizhan.shared.changes.models import Change
from yizhan.shared.changes.operations import note_changes
from yizhan.workers.models import JobSeeker
from yizhan.workers.queries import seeker_row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    room.forget()
    yield
    room.forget()


def kept(at: dt.datetime) -> Snapshot:
    """Return the snapshot that a request at a moment would see."""
    return room.current(local_day(at))


def assert_same_as_read_anew(at: dt.datetime, seeker: JobSeeker, by: User) -> None:
    """Compare what is kept with the slow path over the database."""
    row = seeker_row(seeker, local_day(at))
    with room.offers_for(by, at) as offers:
        people = people_table([row], offers.snapshot.bits, local_day(at))
        for personal in (True, False):
            found = answer_of(choose(people, offers, [], 20, personal=personal))
            assert found == slow_answer(row, posting_columns(None, at), at, [], 20, personal=personal)
        owners = sorted(set(offers.snapshot.beside["posting_id"][offers.rows].tolist()))
    assert cards_of(owners, at, offers.as_read) == posting_cards(owners, at)


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


def test_the_snapshot_is_kept_while_nothing_changes(
    posting: Posting, seeker: JobSeeker, clerk: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    first = kept(now)

    with django_assert_num_queries(1):  # what changed
        assert kept(now + dt.timedelta(minutes=1)) is first
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
    assert_same_as_read_anew(now, seeker, clerk)


def test_a_change_of_headcount_is_seen(posting: Posting, seeker: JobSeeker, clerk: User, now: dt.datetime) -> None:
    shift = posting.shifts.get()
    assert recommend_postings(seeker=seeker, by=clerk, at=now).items[0].shift.left == 1
    set_headcount(shift=shift, headcount=5, by=clerk, at=now)

    with room.offers_for(clerk, now) as offers:
        assert offers.snapshot.index.take(offers.rows).places_left.tolist() == [5]


def test_expiry_and_the_end_of_a_shift_are_asked_of_the_clock(
    posting: Posting, seeker: JobSeeker, clerk: User, now: dt.datetime
) -> None:
    soon = now + dt.timedelta(hours=1)
    Posting.objects.filter(pk=posting.pk).update(valid_until_at=soon)
    before = kept(now)
    assert recommend_postings(seeker=seeker, by=clerk, at=soon - dt.timedelta(seconds=1)).suitable == 1

    with patch.object(room, "posting_columns", side_effect=AssertionError("read again")):
        assert recommend_postings(seeker=seeker, by=clerk, at=soon).suitable == 0
    assert kept(soon) is before


def test_a_verification_that_ran_out_is_seen(
    posting: Posting, employer: Employer, seeker: JobSeeker, clerk: User, now: dt.datetime
) -> None:
    assert recommend_postings(seeker=seeker, by=clerk, at=now).suitable == 1
    Posting.objects.filter(pk=posting.pk).update(valid_until_at=now + dt.timedelta(days=400))
    posting.shifts.update(ends_at=None)
    room.forget()
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
    kept(now)
    with transaction.atomic():
        take_place(shift=posting.shifts.get(), by=clerk, at=now)
        assert recommend_postings(seeker=seeker, by=clerk, at=now).suitable == 0
        transaction.set_rollback(True)

    assert recommend_postings(seeker=seeker, by=clerk, at=now).suitable == 1


def test_a_changed_snapshot_says_what_a_new_one_says(
    posting: Posting, seeker: JobSeeker, station: Office, clerk: User, reviewer: User, employer: Employer,
    now: dt.datetime,
) -> None:  # fmt: skip
    given: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now, "employer": employer}
    kept(now)
    a_posting(**given, title="搬运", skills=["6-29-01-01", "叉车"])
    take_place(shift=posting.shifts.get(), by=clerk, at=now)
    assert_same_as_read_anew(now, seeker, clerk)

    tomorrow = now + dt.timedelta(days=1)
    a_posting(**given | {"at": tomorrow}, title="保洁", starts_on="2026-11-27", valid_until_on="2026-11-27")
    assert_same_as_read_anew(tomorrow, seeker, clerk)
    assert kept(tomorrow).day == tomorrow.date()
    assert_same_as_read_anew(now, seeker, clerk)  # an earlier day is read for itself
    assert kept(tomorrow).day == tomorrow.date()


def test_letters_without_an_answer_let_postings_sink_from_the_day_on(
    posting: Posting, seeker: JobSeeker, employer: Employer, clerk: User, now: dt.datetime
) -> None:
    Posting.objects.update(valid_until_at=now + dt.timedelta(days=30))
    posting.shifts.update(starts_at=now + dt.timedelta(days=20), ends_at=now + dt.timedelta(days=20, hours=4))
    letter = uuid.uuid4()
    await_answer(employer=employer, source_public_id=letter, by=clerk, today=now.date())
    kept(now)
    later = now + dt.timedelta(days=3, hours=12)
    with room.offers_for(clerk, later + dt.timedelta(days=1)) as offers:
        assert offers.rows.tolist() == []  # the word is too old by then
    room.forget()
    Posting.objects.update(last_confirmed_at=now + dt.timedelta(days=4))
    kept(now + dt.timedelta(days=4))
    due = now + dt.timedelta(days=5)
    assert_same_as_read_anew(due, seeker, clerk)
    assert kept(due).index.columns(np.array([0]))["days_since_confirmed"].tolist() == [2]

    note_answer(source_public_id=letter, answered=False, today=due.date())
    assert_same_as_read_anew(due, seeker, clerk)
    assert kept(due).index.columns(np.array([len(kept(due)) - 1]))["days_since_confirmed"].tolist() == [1]


def test_a_place_taken_elsewhere_is_refused_at_confirmation_and_gone_at_the_next_look(
    posting: Posting, seeker: JobSeeker, clerk: User, now: dt.datetime
) -> None:
    (item,) = recommend_postings(seeker=seeker, by=clerk, at=now).items
    take_place(shift=posting.shifts.get(), by=clerk, at=now)  # another clerk, another process

    with pytest.raises(HeadcountFilled):
        take_place(shift=Shift.objects.get(pk=item.shift.id), by=clerk, at=now)
    assert recommend_postings(seeker=seeker, by=clerk, at=now).items == ()
    assert [r.code for r in why_not(seeker=seeker, posting=posting, by=clerk, at=now)] == [Hindrance.FILLED]


def test_more_changes_than_a_list_holds_are_read_with_everything_else(
    posting: Posting, seeker: JobSeeker, clerk: User, now: dt.datetime
) -> None:
    before = kept(now)
    note_changes(topic=Topic.POSTING, row_ids=range(1, room.MOST_CHANGED + 2))

    assert kept(now) is not before
    assert_same_as_read_anew(now, seeker, clerk)


def test_a_card_is_kept_until_something_of_it_is_written_or_ends(
    posting: Posting, station: Office, employer: Employer, clerk: User, reviewer: User, now: dt.datetime,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    other = a_posting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer, headcount="3")

    def card(of: Posting = posting, at: dt.datetime = now) -> Any:
        with room.offers_for(clerk, at) as offers:
            known = offers.as_read
        return cards_of([of.pk], at, known)[of.pk]

    assert card(other).places_left == 3
    with django_assert_num_queries(2):  # scope, what changed
        card(other)
    take_place(shift=other.shifts.get(), by=clerk, at=now)
    with django_assert_num_queries(6):  # and shifts and answers owed, which the columns ask; the card 2
        assert card(other).places_left == 2
    card()
    # What was read before somebody else dropped something is not kept.
    known = as_read()
    drop([other.pk], [])
    cards_of([other.pk], now, known)
    for queries in (4, 2):
        with django_assert_num_queries(queries):
            card(other)
    for at in (now + dt.timedelta(hours=33), now + dt.timedelta(days=9)):  # its shift is over, and it has run out
        assert cards_of([other.pk], at, as_read()) == posting_cards([other.pk], at) != posting_cards([other.pk], now)

    change_employer(employer=employer, facts=company_facts(name="改名测试公司"), by=clerk, at=now)
    assert {card().employer_name, card(other).employer_name} == {"改名测试公司"}


def test_a_restored_database_is_read_anew(posting: Posting, seeker: JobSeeker, clerk: User, now: dt.datetime) -> None:
    before = kept(now)
    Change.objects.all().delete()
    posting.shifts.update(taken=1)
    note_changes(topic=Topic.POSTING, row_ids=[10**6])

    assert kept(now) is not before
    assert recommend_postings(seeker=seeker, by=clerk, at=now).suitable == 0


@pytest.mark.parametrize("many", [1, 3])
def test_a_list_for_a_visitor_takes_one_query_once_columns_and_cards_are_there(
    many: int, station: Office, clerk: User, reviewer: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    given: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now}
    employer = an_employer(**given)
    for _ in range(many):
        a_posting(employer=employer, **given)
    assert jobs_near(at=now).found == many
    with django_assert_num_queries(1):  # what changed
        assert len(jobs_near(at=now, point=(36_110_000, 115_790_000), radius_m=2_000, words="装卸").items) == many
