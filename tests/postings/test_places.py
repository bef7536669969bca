"""Places of a shift are never overfilled, whatever happens at once; every change is a dated row."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from tests.postings.factories import LONG_JOB, a_draft, a_posting
from yizhan.accounts.models import Office, User
from yizhan.postings.enums import PublishState
from yizhan.postings.events import PlacesGivenBack, PlacesTaken, PostingFilled, ShiftCancelled
from yizhan.postings.models import HeadcountChange, Posting, Shift
from yizhan.postings.operations import (
    HeadcountBelowTaken,
    HeadcountFilled,
    NoSuchDay,
    NothingToGiveBack,
    ShiftIsCancelled,
    StepNotPossible,
    WrongPlaces,
    cancel_day,
    give_back_place,
    set_headcount,
    take_place,
)
from yizhan.postings.queries import live_postings
from yizhan.shared import events
from yizhan.shared.errors import NotAllowed


@pytest.fixture
def posting(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Posting:
    """A day job for three."""
    return a_posting(office=station, by=clerk, verifier=reviewer, at=now)


@pytest.fixture
def shift(posting: Posting) -> Shift:
    """Its shift."""
    return posting.shifts.get()


def hear(kind: type) -> list[object]:
    """Collect events of a class; handlers of the test stay subscribed and harmless."""
    said: list[object] = []
    events.subscribe(kind, said.append)
    return said


def test_taking_the_last_place_fills_the_posting(
    posting: Posting, shift: Shift, station: Office, clerk: User, now: dt.datetime
) -> None:
    taken, filled = hear(PlacesTaken), hear(PostingFilled)
    take_place(shift=shift, places=2, by=clerk, at=now)
    assert list(live_postings([station], now)) == [posting]
    assert filled == []
    take_place(shift=shift, by=clerk, at=now)
    posting.refresh_from_db()
    shift.refresh_from_db()
    assert (posting.publish_state, shift.taken) == (PublishState.FILLED, 3)
    assert list(live_postings([station], now)) == []
    assert [event.places for event in taken] == [2, 1]  # type: ignore[attr-defined]
    assert len(filled) == 1
    rows = HeadcountChange.objects.filter(reason="taken").order_by("pk")
    assert list(rows.values_list("taken_before", "taken_after")) == [(0, 2), (2, 3)]


def test_a_crew_takes_all_its_places_or_none(shift: Shift, clerk: User, now: dt.datetime) -> None:
    take_place(shift=shift, places=2, by=clerk, at=now)
    with pytest.raises(HeadcountFilled):
        take_place(shift=shift, places=2, by=clerk, at=now)
    shift.refresh_from_db()
    assert shift.taken == 2
    assert HeadcountChange.objects.filter(reason="taken").count() == 1


def test_a_place_given_back_is_offered_again(
    posting: Posting, shift: Shift, station: Office, clerk: User, now: dt.datetime
) -> None:
    freed = hear(PlacesGivenBack)
    take_place(shift=shift, places=3, by=clerk, at=now)
    give_back_place(shift=shift, by=clerk, at=now)
    assert list(live_postings([station], now)) == [posting]
    with pytest.raises(NothingToGiveBack):
        give_back_place(shift=shift, places=3, by=clerk, at=now)
    shift.refresh_from_db()
    assert (shift.taken, len(freed)) == (2, 1)


@pytest.mark.parametrize("places", [0, -1])
def test_places_are_counted_from_one(places: int, shift: Shift, clerk: User, now: dt.datetime) -> None:
    with pytest.raises(WrongPlaces):
        take_place(shift=shift, places=places, by=clerk, at=now)
    with pytest.raises(WrongPlaces):
        give_back_place(shift=shift, places=places, by=clerk, at=now)


def test_nobody_is_promised_to_what_was_never_offered(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    draft = a_draft(office=station, by=clerk, verifier=reviewer, at=now)
    with pytest.raises(StepNotPossible):
        take_place(shift=draft.shifts.get(), by=clerk, at=now)


def test_a_hire_may_be_written_down_after_the_posting_ran_out(
    posting: Posting, shift: Shift, clerk: User, now: dt.datetime
) -> None:
    take_place(shift=shift, by=clerk, at=posting.valid_until_at + dt.timedelta(hours=1))
    shift.refresh_from_db()
    assert shift.taken == 1


@pytest.mark.parametrize(
    "values",
    [{"taken": 4}, {"headcount": 0}, {"headcount": 1000}, {"taken": 2, "headcount": 1}],
)
def test_the_database_holds_the_headcount(values: dict[str, int], shift: Shift) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.filter(pk=shift.pk).update(**values)


def test_headcount_never_falls_below_what_is_promised(
    posting: Posting, shift: Shift, clerk: User, auditor: User, now: dt.datetime
) -> None:
    take_place(shift=shift, places=2, by=clerk, at=now)
    with pytest.raises(HeadcountBelowTaken):
        set_headcount(shift=shift, headcount=1, by=clerk, at=now)
    with pytest.raises(WrongPlaces):
        set_headcount(shift=shift, headcount=1000, by=clerk, at=now)
    with pytest.raises(NotAllowed):
        set_headcount(shift=shift, headcount=5, by=auditor, at=now)
    set_headcount(shift=shift, headcount=2, by=clerk, at=now)
    posting.refresh_from_db()
    assert posting.publish_state == PublishState.FILLED
    set_headcount(shift=shift, headcount=4, by=clerk, at=now)
    posting.refresh_from_db()
    assert posting.publish_state == PublishState.PUBLISHED


def test_a_rained_off_day_keeps_its_promises_for_the_call_list(
    station: Office, clerk: User, reviewer: User, now: dt.datetime, today: dt.date
) -> None:
    said = hear(ShiftCancelled)
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now, ends_on="2026-11-25")
    first, second = posting.shifts.order_by("starts_at")
    take_place(shift=first, places=2, by=clerk, at=now)
    with pytest.raises(NoSuchDay):
        cancel_day(posting=posting, day=today, by=clerk, at=now)
    (cancelled,) = cancel_day(posting=posting, day=today + dt.timedelta(days=1), by=clerk, at=now)
    assert (cancelled.pk, cancelled.taken) == (first.pk, 2)
    assert [event.shift_id for event in said] == [first.pk]  # type: ignore[attr-defined]
    with pytest.raises(ShiftIsCancelled):
        take_place(shift=first, by=clerk, at=now)
    assert list(live_postings([station], now)) == [posting]
    cancel_day(posting=posting, day=today + dt.timedelta(days=2), by=clerk, at=now)
    posting.refresh_from_db()
    assert posting.publish_state == PublishState.WITHDRAWN
    second.refresh_from_db()
    assert second.cancelled_at == now


def test_a_long_job_fills_like_a_short_one(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now, raw=LONG_JOB)
    take_place(shift=posting.shifts.get(), places=3, by=clerk, at=now + dt.timedelta(days=20))
    posting.refresh_from_db()
    assert posting.publish_state == PublishState.FILLED


def all_at_once(work: Callable[[int], None], threads: int) -> list[BaseException | None]:
    """Run `work(n)` in so many threads that start together, each with its own connection; return what each raised."""
    barrier = threading.Barrier(threads)
    outcomes: list[BaseException | None] = [None] * threads

    def run(n: int) -> None:
        try:
            barrier.wait(timeout=20)
            work(n)
        except BaseException as error:
            outcomes[n] = error
        finally:
            connection.close()

    running = [threading.Thread(target=run, args=(n,)) for n in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(timeout=60)
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_eight_clerks_fight_for_three_places_and_three_win(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    shift = posting.shifts.get()

    def take(_n: int) -> None:
        take_place(shift=Shift.objects.get(pk=shift.pk), by=clerk, at=now)

    outcomes = all_at_once(take, 8)

    assert [type(o) for o in outcomes if o is not None] == [HeadcountFilled] * 5
    shift.refresh_from_db()
    posting.refresh_from_db()
    assert (shift.taken, posting.publish_state) == (3, PublishState.FILLED)
    rows = HeadcountChange.objects.filter(reason="taken").order_by("taken_after").values_list("taken_after", flat=True)
    assert list(rows) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_a_smaller_headcount_and_a_hire_at_once_never_overfill(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    shift = a_posting(office=station, by=clerk, verifier=reviewer, at=now).shifts.get()
    take_place(shift=shift, by=clerk, at=now)

    def work(n: int) -> None:
        fresh = Shift.objects.get(pk=shift.pk)
        if n % 2:
            take_place(shift=fresh, by=clerk, at=now)
        else:
            set_headcount(shift=fresh, headcount=1, by=clerk, at=now)

    outcomes = all_at_once(work, 4)

    assert {type(o) for o in outcomes if o is not None} <= {HeadcountFilled, HeadcountBelowTaken}
    shift.refresh_from_db()
    assert shift.taken <= shift.headcount
