"""Calls that ask whether people are still wanted, the hour at which a posting leaves, and what CR-073 sends back."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from tests.postings.factories import LONG_JOB, a_posting, a_waiting
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import ClearReason, ConductKind
from yizhan.employers.operations import clear_review_flag, record_conduct
from yizhan.postings.enums import MOST_CALLS, CallAnswer, EndReason, PublishState, ReviewState
from yizhan.postings.models import ConfirmCall, Posting, PostingStatusChange
from yizhan.postings.operations import StepNotPossible, answer_call, approve_posting
from yizhan.postings.queries import is_fresh, masked_contacts, tries_of, unconfirmed_of
from yizhan.shared.errors import NotAllowed

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def posting(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Posting:
    """A day job two weeks ahead: nothing but the employer's silence ends it."""
    return a_posting(
        office=station, by=clerk, verifier=reviewer, at=now, starts_on="2026-12-07", valid_until_on="2026-12-07"
    )


def test_still_wanted_brings_it_back(posting: Posting, clerk: User, now: dt.datetime) -> None:
    at = now + 100 * HOUR
    assert not Posting.objects.live(at).exists()
    answered = answer_call(posting=posting, answer=CallAnswer.WANTED, by=clerk, at=at)
    assert answered.last_confirmed_at == at
    assert Posting.objects.live(at).get() == posting


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (CallAnswer.FILLED, PublishState.WITHDRAWN, EndReason.ENOUGH_PEOPLE),
        (CallAnswer.WRONG_NUMBER, PublishState.PAUSED, EndReason.WRONG_NUMBER),
    ],
)
def test_an_answer_ends_or_pauses(
    answer: CallAnswer, state: PublishState, reason: EndReason, posting: Posting, clerk: User, now: dt.datetime
) -> None:
    assert answer_call(posting=posting, answer=answer, by=clerk, at=now).publish_state == state
    assert PostingStatusChange.objects.filter(after=state).get().reason == reason
    assert ConfirmCall.objects.get().answer == answer


def test_the_third_call_that_reaches_nobody_pauses(posting: Posting, clerk: User, now: dt.datetime) -> None:
    for number in range(1, MOST_CALLS + 1):
        at = now + 49 * HOUR + number * 2 * HOUR
        answered = answer_call(posting=posting, answer=CallAnswer.NOT_REACHED, by=clerk, at=at)
        assert tries_of([posting.pk]) == {posting.pk: number}
        paused = number == MOST_CALLS
        assert (answered.publish_state == PublishState.PAUSED) is paused
    assert PostingStatusChange.objects.filter(after=PublishState.PAUSED).get().reason == EndReason.NOT_REACHED


def test_a_word_in_between_begins_the_count_again(posting: Posting, clerk: User, now: dt.datetime) -> None:
    for number, answer in enumerate([CallAnswer.NOT_REACHED, CallAnswer.NOT_REACHED, CallAnswer.WANTED]):
        answer_call(posting=posting, answer=answer, by=clerk, at=now + (number + 1) * HOUR)
    answered = answer_call(posting=posting, answer=CallAnswer.NOT_REACHED, by=clerk, at=now + 5 * HOUR)
    assert answered.publish_state == PublishState.PUBLISHED
    assert tries_of([posting.pk]) == {posting.pk: 1}


def test_whom_nobody_reached_waits_an_hour_behind_the_others(
    posting: Posting, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    other = a_posting(
        office=station, by=clerk, verifier=reviewer, at=now + HOUR, starts_on="2026-12-07",
        valid_until_on="2026-12-07",
    )  # fmt: skip
    at = now + 60 * HOUR
    assert list(unconfirmed_of(clerk, at)) == [posting, other]
    answer_call(posting=posting, answer=CallAnswer.NOT_REACHED, by=clerk, at=at)
    assert list(unconfirmed_of(clerk, at + HOUR / 2)) == [other, posting]
    assert list(unconfirmed_of(clerk, at + 2 * HOUR)) == [posting, other]


def test_who_may_not_and_what_is_not_offered(
    posting: Posting, station: Office, clerk: User, reviewer: User, auditor: User, now: dt.datetime
) -> None:
    with pytest.raises(NotAllowed):
        answer_call(posting=posting, answer=CallAnswer.WANTED, by=auditor, at=now)
    waiting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now)
    with pytest.raises(StepNotPossible):
        answer_call(posting=waiting, answer=CallAnswer.WANTED, by=clerk, at=now)
    assert not ConfirmCall.objects.exists()  # the call went with the step that was not possible


def test_calls_are_never_changed(posting: Posting, clerk: User, now: dt.datetime) -> None:
    answer_call(posting=posting, answer=CallAnswer.NOT_REACHED, by=clerk, at=now)
    for change in (ConfirmCall.objects.all().delete, lambda: ConfirmCall.objects.update(answer="wanted")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(("kind", "hours"), [("gig", 96), ("long", 14 * 24)])
def test_a_posting_leaves_at_the_very_hour(
    kind: str, hours: int, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    raw = {"starts_on": "2026-12-20", "valid_until_on": "2026-12-20"} | ({"raw": LONG_JOB} if kind == "long" else {})
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now, **raw)
    edge = now + hours * HOUR
    for at, live in ((edge - dt.timedelta(seconds=1), True), (edge, False), (edge + HOUR, False)):
        assert Posting.objects.live(at).exists() is live
        assert is_fresh(posting, at) is live
        assert Posting.objects.on_offer(at).exists()  # one call brings it back
        assert unconfirmed_of(clerk, at).get() == posting


def test_the_contact_is_masked_in_the_list(posting: Posting) -> None:
    shown = masked_contacts([posting.pk])[posting.pk]
    assert shown.endswith("9876")
    assert "13900009876" not in shown


def test_the_second_not_as_posted_sends_what_is_offered_back_and_a_reviewer_lets_it_out(
    posting: Posting, station: Office, clerk: User, reviewer: User, head: User, now: dt.datetime
) -> None:
    employer = posting.employer
    others = a_posting(office=station, by=clerk, verifier=reviewer, at=now, starts_on="2026-12-07")

    def say(at: dt.datetime) -> None:
        record_conduct(
            employer=employer, kind=ConductKind.NOT_AS_POSTED, source_kind="followup", source_public_id=uuid.uuid4(),
            by=clerk, at=at, person=uuid.uuid4(),
        )  # fmt: skip

    say(now + HOUR)
    assert Posting.objects.live(now + HOUR).count() == 2
    say(now + 2 * HOUR)
    posting.refresh_from_db()
    assert (posting.review_state, posting.publish_state) == (ReviewState.WAITING, PublishState.PAUSED)
    assert posting.hits.get(rule="CR-073").overridden_at is None
    assert list(Posting.objects.live(now + 2 * HOUR)) == [others]  # another employer's stays
    later = now + 3 * HOUR
    approve_posting(posting=posting, by=reviewer, at=later, reason="已电话核实", publish=True)
    assert posting in Posting.objects.live(later)

    clear_review_flag(employer=employer, outcome=ClearReason.MENDED, by=head, at=later)
    assert not employer.measures.filter(ended_at=None).exists()
    say(later + HOUR)
    posting.refresh_from_db()
    assert posting.publish_state == PublishState.PUBLISHED  # what was settled does not count a second time
