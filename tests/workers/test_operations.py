"""Registering for work is all or nothing; promises do not overlap; states take only known steps."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.workers.factories import BRICKLAYER, make_seeker, make_wish
from yizhan.accounts.models import User
from yizhan.people.enums import Channel
from yizhan.shared.errors import ChangedMeanwhile
from yizhan.shared.models import AuditEntry
from yizhan.workers.enums import MOVES, SeekerStatus, VisitPurpose
from yizhan.workers.models import Commitment, JobSeeker, SeekerStatusChange, Visit, Wish
from yizhan.workers.operations import (
    AlreadyLooking,
    AlreadyPromised,
    SeekerCannotMove,
    add_commitment,
    change_wish,
    move_seeker,
    record_visit,
    register_for_work,
    release_commitment,
    set_recommendation,
)
from yizhan.workers.operations.held import CertificateExpired, CertificateKnown, CertificateNotInList, add_certificate
from yizhan.workers.queries import busy_people, is_free, seeker_row, seeker_rows, seekers_visible_to

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def test_registering_makes_person_wish_visit_and_dated_step_together(clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    assert seeker.status == SeekerStatus.AVAILABLE
    assert seeker.waiting_since_on == now.date()
    assert seeker.wish.pay_min_daily_fen == 20_000
    assert Visit.objects.filter(person=seeker.person, purpose=VisitPurpose.REGISTER).count() == 1
    step = SeekerStatusChange.objects.get(seeker=seeker)
    assert (step.before, step.after, step.area_code) == ("", "available", "371521")
    assert AuditEntry.objects.filter(action="seeker.registered", person_id=seeker.person_id).count() == 1


def test_a_failure_in_the_middle_leaves_nothing(clerk: User, now: dt.datetime) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        make_seeker(clerk, now, party_size=21)
    assert not JobSeeker.objects.exists()
    assert not Visit.objects.exists()


def test_nobody_is_registered_for_work_twice(clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    with pytest.raises(AlreadyLooking):
        register_for_work(
            person=seeker.person, wish=make_wish(), office=clerk.office, by=clerk, at=now, channel=Channel.COUNTER
        )


def test_the_second_clerk_is_told_and_nothing_is_overwritten(clerk: User, colleague: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    seen = seeker.wish.version
    change_wish(seeker=seeker, wish=make_wish(party_size=3), seen_version=seen, by=clerk, at=now)
    with pytest.raises(ChangedMeanwhile):
        change_wish(seeker=seeker, wish=make_wish(party_size=5), seen_version=seen, by=colleague, at=now)
    assert Wish.objects.get(seeker=seeker).party_size == 3


def test_a_renewed_wish_wakes_a_dormant_person(clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    move_seeker(seeker=seeker, to=SeekerStatus.DORMANT, by=None, at=now)
    later = now + dt.timedelta(days=40)
    seeker = change_wish(seeker=seeker, wish=make_wish(), seen_version=None, by=clerk, at=later)
    assert seeker.status == SeekerStatus.AVAILABLE
    assert seeker.waiting_since_on == later.date()


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(SeekerStatus, 2)))
def test_every_square_of_the_moves_table(
    before: SeekerStatus, after: SeekerStatus, clerk: User, now: dt.datetime
) -> None:
    seeker = make_seeker(clerk, now)
    JobSeeker.objects.filter(pk=seeker.pk).update(status=before)
    if after in MOVES.get(before, frozenset()):
        assert move_seeker(seeker=seeker, to=after, by=clerk, at=now).status == after
    else:
        with pytest.raises(SeekerCannotMove):
            move_seeker(seeker=seeker, to=after, by=clerk, at=now)


def promise(seeker: JobSeeker, start: dt.datetime, hours: int, *, by: User, reason: str = "") -> Commitment:
    """Promise a seeker's time to a source of its own."""
    import uuid

    return add_commitment(
        person=seeker.person, starts_at=start, ends_at=start + hours * HOUR, source_kind="test",
        source_public_id=uuid.uuid4(), by=by, at=start, overridden_reason=reason,
    )  # fmt: skip


def test_overlapping_promises_are_refused_and_adjacent_ones_are_not(clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    promise(seeker, now, 4, by=clerk)
    promise(seeker, now + 4 * HOUR, 4, by=clerk)
    with pytest.raises(AlreadyPromised):
        promise(seeker, now + 3 * HOUR, 2, by=clerk)
    assert not is_free(seeker.person, now, now + HOUR)
    assert is_free(seeker.person, now + 8 * HOUR, now + 9 * HOUR)


def test_an_overridden_promise_still_stands_in_the_way_of_the_next(clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    first = promise(seeker, now, 4, by=clerk)
    second = promise(seeker, now + HOUR, 4, by=clerk, reason="agreed by both")
    release_commitment(commitment=first, by=clerk, at=now)
    with pytest.raises(AlreadyPromised):
        promise(seeker, now + 4 * HOUR, 1, by=clerk)
    release_commitment(commitment=second, by=clerk, at=now)
    promise(seeker, now + 4 * HOUR, 1, by=clerk)
    assert busy_people([seeker.person_id], now + 4 * HOUR, now + 5 * HOUR) == {seeker.person_id}


def test_the_database_refuses_an_overlap_that_bypasses_the_operation(clerk: User, now: dt.datetime) -> None:
    import uuid

    seeker = make_seeker(clerk, now)
    promise(seeker, now, 4, by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.create(
            person=seeker.person, starts_at=now + HOUR, ends_at=now + 2 * HOUR, source_kind="x",
            source_public_id=uuid.uuid4(), made_at=now,
        )  # fmt: skip


def test_strangers_do_not_see_a_seeker(clerk: User, stranger: User, officer: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    assert seeker in seekers_visible_to(clerk)
    assert seeker in seekers_visible_to(officer)
    assert seeker not in seekers_visible_to(stranger)


def test_a_visit_needs_no_person(clerk: User, now: dt.datetime) -> None:
    visit = record_visit(office=clerk.office, purpose=VisitPurpose.REST, person=None, by=clerk, at=now)
    assert visit.person is None


def test_the_switch_of_recommendation_is_the_persons_own(clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now)
    assert set_recommendation(seeker=seeker, off=True, by=clerk, at=now).recommendation_off
    assert seeker_row(seeker, now.date()).recommendation_off


def test_rows_for_matching_take_five_queries_whatever_the_number(
    clerk: User, now: dt.datetime, django_assert_num_queries: object
) -> None:
    for number in (1, 2, 3):
        make_seeker(clerk, now, number=number)
    with django_assert_num_queries(5):  # type: ignore[operator]
        rows = seeker_rows([clerk.office_id], now.date())
    assert len(rows) == 3
    assert rows[0].wanted == (BRICKLAYER,)
    assert rows[0].certificates == ()


def test_a_lapsed_wish_is_not_offered(clerk: User, now: dt.datetime) -> None:
    make_seeker(clerk, now, valid_days=7)
    assert seeker_rows([clerk.office_id], now.date() + dt.timedelta(days=7))
    assert not seeker_rows([clerk.office_id], now.date() + dt.timedelta(days=8))


def test_certificates_count_while_valid(clerk: User, now: dt.datetime) -> None:
    from yizhan.vocabularies.queries import all_certificates

    seeker, today = make_seeker(clerk, now), now.date()
    code = all_certificates()[0].code
    add_certificate(
        person=seeker.person, code=code, by=clerk, at=now, today=today, expires_on=today + dt.timedelta(days=1)
    )
    assert seeker_row(seeker, today).certificates == (code,)
    assert seeker_row(seeker, today + dt.timedelta(days=2)).certificates == ()
    with pytest.raises(CertificateKnown):
        add_certificate(person=seeker.person, code=code, by=clerk, at=now, today=today)
    with pytest.raises(CertificateNotInList):
        add_certificate(person=seeker.person, code="no-such", by=clerk, at=now, today=today)
    with pytest.raises(CertificateExpired):
        add_certificate(
            person=seeker.person, code=all_certificates()[1].code, by=clerk, at=now, today=today,
            expires_on=today - dt.timedelta(days=1),
        )  # fmt: skip


def test_a_whole_county_is_asked_for_its_promises_in_pieces(
    clerk: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        assert busy_people(range(1, 5002), now, now + HOUR) == set()
