"""Referrals end with the work they point to, with a day that is called off, and with a person's record."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.people.factories import facts, make_person
from tests.referrals.factories import a_letter, a_shift, first_shift, propose
from tests.workers.factories import make_seeker, make_wish
from yizhan.accounts.models import User
from yizhan.people.enums import AgeDocument, Channel
from yizhan.people.operations import ConsentFacts, PersonGone, confirm_age, export_person, merge_people, undo_merge
from yizhan.people.queries import get_person
from yizhan.postings.enums import EndReason
from yizhan.postings.operations import cancel_day, pause_posting, remove_posting, withdraw_posting
from yizhan.referrals.enums import CloseReason, ReceiptResult, ReferralStatus
from yizhan.referrals.models import Referral, ReferralStatusChange
from yizhan.referrals.operations import NotAvailable, propose_referral, rain_off, record_receipt
from yizhan.shared.person_rows import all_person_rows
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.models import Commitment, JobSeeker
from yizhan.workers.operations import register_for_work, register_job_seeker

NAMED = ConsentFacts("employer")
pytestmark = pytest.mark.django_db


def state(referral: Referral) -> tuple[str, str]:
    """Return where a referral stands now."""
    referral.refresh_from_db()
    return referral.status, referral.close_reason


def two(clerk: User, reviewer: User, at: dt.datetime) -> tuple[Referral, Referral]:
    """One proposed, one with a letter, to one shift."""
    letter = a_letter(clerk, reviewer, at)
    return propose(make_seeker(clerk, at, number=2), letter.shift, clerk, at), letter


def test_a_withdrawn_posting_closes_proposals_and_lets_letters_come_home(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    proposed, letter = two(clerk, reviewer, now)
    withdraw_posting(posting=letter.posting, reason=EndReason.ENOUGH_PEOPLE, by=clerk, at=now)
    assert state(proposed) == (ReferralStatus.CLOSED, CloseReason.POSTING_ENDED)
    assert state(letter) == (ReferralStatus.LETTER, "")
    record_receipt(referral=letter, result=ReceiptResult.HIRED, by=clerk, at=now, today=now.date())
    assert state(letter) == (ReferralStatus.HIRED, "")


def test_a_posting_taken_down_closes_letters_too(clerk: User, reviewer: User, head: User, now: dt.datetime) -> None:
    proposed, letter = two(clerk, reviewer, now)
    remove_posting(posting=letter.posting, reason=EndReason.FALSE, by=head, at=now)
    assert state(proposed) == state(letter) == (ReferralStatus.CLOSED, CloseReason.POSTING_ENDED)


def test_a_pause_closes_nothing(clerk: User, reviewer: User, now: dt.datetime) -> None:
    proposed, letter = two(clerk, reviewer, now)
    pause_posting(posting=letter.posting, reason=EndReason.NOT_REACHED, by=clerk, at=now)
    assert (state(proposed)[0], state(letter)[0]) == (ReferralStatus.PROPOSED, ReferralStatus.LETTER)


def test_a_day_called_off_on_the_postings_page_frees_everybody_too(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    shift = a_shift(clerk, reviewer, now, ends_on="2026-11-25")
    hired = a_letter(clerk, reviewer, now, number=1, shift=shift)
    record_receipt(referral=hired, result=ReceiptResult.HIRED, by=clerk, at=now, today=now.date())
    letter = a_letter(clerk, reviewer, now, number=2, shift=first_shift(shift.posting))
    cancel_day(posting=shift.posting, day=dt.date(2026, 11, 24), by=clerk, at=now)
    assert state(letter) == (ReferralStatus.CLOSED, CloseReason.DAY_CANCELLED)
    assert state(hired)[0] == ReferralStatus.HIRED
    assert not Commitment.objects.filter(released_at=None).exists()


def test_steps_of_a_rained_off_day_bear_the_name_of_who_called_it_off(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)
    rain_off(posting=letter.posting, day=dt.date(2026, 11, 24), by=clerk, at=now)
    last = ReferralStatusChange.objects.filter(referral=letter).latest("pk")
    assert (last.after, last.by) == (ReferralStatus.CLOSED, clerk)


def without_id(by: User, at: dt.datetime) -> JobSeeker:
    """Register somebody whose age another document proves."""
    seeker = register_job_seeker(
        facts=facts(at.date()), contacts=[], consents=[NAMED], wish=make_wish(), office=by.office, by=by, at=at,
        channel=Channel.COUNTER,
    )  # fmt: skip
    confirm_age(person=seeker.person, birth_on=dt.date(1980, 5, 6), basis=AgeDocument.HOUSEHOLD_BOOK, by=by, at=at)
    return JobSeeker.objects.select_related("person").get(pk=seeker.pk)


# --- a person's record ------------------------------------------------------------------------------------------


def test_two_records_on_the_way_to_one_shift_become_one(
    clerk: User, head: User, reviewer: User, now: dt.datetime
) -> None:
    kept = a_letter(clerk, reviewer, now)
    absorbed = propose(without_id(clerk, now), kept.shift, clerk, now)
    record = merge_people(keep=kept.person, absorb=absorbed.person, by=head, at=now)
    assert state(absorbed) == (ReferralStatus.CLOSED, CloseReason.MERGED)
    assert (absorbed.person_id, absorbed.seeker_id) == (kept.person_id, kept.seeker_id)
    assert state(kept)[0] == ReferralStatus.LETTER

    undo_merge(record=record, by=head, at=now)
    assert state(absorbed) == (ReferralStatus.PROPOSED, "")
    assert absorbed.person_id != kept.person_id
    assert absorbed.seeker.person_id == absorbed.person_id
    assert ReferralStatusChange.objects.get(referral=absorbed, after=ReferralStatus.CLOSED).undone_at == now


def test_a_referral_moves_to_the_record_that_stays(clerk: User, head: User, reviewer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    other = make_person(clerk.office, clerk, now)
    record = merge_people(keep=other, absorb=letter.person, by=head, at=now)
    assert state(letter)[0] == ReferralStatus.LETTER
    assert letter.person_id == other.pk
    undo_merge(record=record, by=head, at=now)
    letter.refresh_from_db()
    assert letter.person_id != other.pk


def test_a_copy_of_everything_holds_the_referrals(clerk: User, head: User, reviewer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    copy = export_person(person=get_person(head, letter.person.public_id), by=head, at=now)
    assert letter.number in str(copy)


def test_whoever_leaves_is_on_the_way_nowhere(clerk: User, reviewer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    Referral.objects.filter(pk=letter.pk).update(score_bp=5, reasons=[["路近", 5]])
    (rows,) = (rows for rows in all_person_rows() if rows.model == "referrals.Referral")
    rows.anonymise(letter.person_id, now)
    assert state(letter) == (ReferralStatus.CLOSED, CloseReason.PERSON_LEFT)
    assert (letter.score_bp, letter.reasons) == (None, [])


def test_nobody_is_referred_on_a_record_that_was_merged_meanwhile(
    clerk: User, head: User, reviewer: User, now: dt.datetime
) -> None:
    seeker, shift = make_seeker(clerk, now, number=1), a_shift(clerk, reviewer, now)
    merge_people(keep=make_person(clerk.office, clerk, now), absorb=seeker.person, by=head, at=now)
    with pytest.raises(PersonGone):  # the page of the referral was opened before the merge
        propose_referral(seeker=seeker, shift=shift, by=clerk, at=now, today=now.date())
    with pytest.raises(PersonGone):
        register_for_work(
            person=seeker.person, wish=make_wish(), office=clerk.office, by=clerk, at=now, channel=Channel.COUNTER
        )
    assert not Referral.objects.exists()


def test_a_colleague_who_was_faster_is_seen(clerk: User, reviewer: User, now: dt.datetime) -> None:
    seeker, shift = make_seeker(clerk, now, number=1), a_shift(clerk, reviewer, now)
    JobSeeker.objects.filter(pk=seeker.pk).update(status=SeekerStatus.WORKING)
    with pytest.raises(NotAvailable):
        propose_referral(seeker=seeker, shift=shift, by=clerk, at=now, today=now.date())
