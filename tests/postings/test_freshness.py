"""Calls that ask whether people are still wanted, the hour at which a posting leaves, and what CR-073 sends back."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.postings.factories import LONG_JOB, a_posting, a_waiting
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import ClearReason, ConductKind
from yizhan.employers.models import Employer
from yizhan.employers.operations import clear_review_flag, record_conduct
from yizhan.postings.enums import MOST_CALLS, CallAnswer, EndReason, HitLevel, PublishState, ReviewState
from yizhan.postings.models import ConfirmCall, Posting, PostingStatusChange, RuleHit
from yizhan.postings.operations import StepNotPossible, answer_call, approve_posting
from yizhan.postings.queries import (
    count_waiting,
    current_hits,
    filtered,
    is_fresh,
    masked_contacts,
    review_queue,
    tries_of,
    unconfirmed_of,
)
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


def say_twice(employer: Employer, clerk: User, at: dt.datetime) -> None:
    """Let two people say that work was not as posted: CR-073 speaks."""
    for minutes in (0, 1):
        record_conduct(
            employer=employer, kind=ConductKind.NOT_AS_POSTED, source_kind="followup", source_public_id=uuid.uuid4(),
            by=clerk, at=at + dt.timedelta(minutes=minutes), person=uuid.uuid4(),
        )  # fmt: skip


def test_the_end_of_a_recheck_lets_out_what_it_alone_held_back(
    posting: Posting, clerk: User, reviewer: User, head: User, station: Office, now: dt.datetime
) -> None:
    employer = posting.employer
    made: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now, "employer": employer}
    dear = a_posting(**made, starts_on="2026-12-07", place_name="北库", content="在北库清点货架。", pay="260元/天")
    RuleHit.objects.filter(posting=dear).delete()
    say_twice(employer, clerk, now + HOUR)
    new = a_waiting(**made | {"at": now + 2 * HOUR}, place_name="西院", content="在西院扫院子。")
    assert dear.terms is not None
    RuleHit.objects.create(
        posting=dear, terms=dear.terms, rule="CR-013", level=HitLevel.REVIEW, field="pay", message="x", found_at=now
    )
    assert RuleHit.objects.filter(rule="CR-073", overridden_at=None).count() == 3
    before = Posting.objects.get(pk=dear.pk).queue_at

    later = now + 3 * HOUR
    clear_review_flag(employer=employer, outcome=ClearReason.UNFOUNDED, by=head, at=later)

    hits = RuleHit.objects.filter(rule="CR-073")
    assert set(hits.values_list("overridden_by", "overridden_reason")) == {(head.pk, "已核实，情况不属实")}
    assert list(Posting.objects.live(later)) == [posting]
    posting.refresh_from_db()
    assert posting.last_confirmed_at == now  # nobody asked the employer
    states = [Posting.objects.get(pk=one.pk) for one in (dear, new)]
    assert {one.review_state for one in states} == {ReviewState.WAITING}
    assert states[0].queue_at == before  # the other finding is as grave, and it waits as long


@pytest.mark.parametrize("way", ["own", "run out", "begun"])
def test_what_else_speaks_against_keeps_it_in_the_queue_and_the_recheck_ends(
    posting: Posting, clerk: User, head: User, now: dt.datetime, way: str
) -> None:
    say_twice(posting.employer, clerk, now + HOUR)
    if way == "own":
        Posting.objects.filter(pk=posting.pk).update(submitted_by=head)
    at = now + (3 * HOUR if way == "own" else 13 * DAY + 23 * HOUR if way == "begun" else 30 * DAY)
    clear_review_flag(employer=posting.employer, outcome=ClearReason.MENDED, by=head, at=at)
    posting.refresh_from_db()
    assert (posting.review_state, posting.publish_state) == (ReviewState.WAITING, PublishState.PAUSED)
    assert not posting.hits.filter(rule="CR-073", overridden_at=None).exists()
    assert not posting.employer.measures.filter(ended_at=None).exists()


def test_longer_work_that_has_begun_is_let_out_until_it_ends(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    made: dict[str, Any] = {"raw": LONG_JOB, "starts_on": "2026-11-24", "valid_until_on": "2026-12-20"}
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now, **made)
    say_twice(posting.employer, clerk, now + 3 * DAY)
    at = now + 4 * DAY
    assert list(review_queue(reviewer, at)) == [posting]
    assert "CR-015" not in {hit.rule for hit in current_hits(Posting.objects.get(pk=posting.pk), at)}
    with transaction.atomic():
        approve_posting(posting=posting, by=reviewer, at=at, reason="已电话核实", publish=True)
        assert posting in Posting.objects.live(at)
        transaction.set_rollback(True)
    gone = now + 60 * DAY
    assert not review_queue(reviewer, gone).exists()
    assert count_waiting(reviewer, gone) == 0
    assert filtered(Posting.objects.all(), kind="", state="run_out", at=gone).get() == posting


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
