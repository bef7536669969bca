"""Appeals about postings: what they do, what they decline, and what the database holds."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.postings.factories import a_waiting, an_offer
from yizhan.accounts.models import Office, User
from yizhan.postings.enums import PublishState, ReturnReason, ReviewState
from yizhan.postings.models import Decision, Posting, PostingAppeal, PostingAppealChange
from yizhan.postings.operations import (
    RulesForbid,
    StepNotPossible,
    decide_appeal,
    lodge_appeal,
    publish_posting,
    refuse_posting,
    return_posting,
    revise_posting,
    withdraw_appeal,
)
from yizhan.postings.queries import appeals_visible_to
from yizhan.shared.appeals.enums import APPEAL_MOVES, AppealState
from yizhan.shared.appeals.operations import AppealEnded, AppealForAnother, AppealStands, GroundMissing, Said
from yizhan.shared.errors import ChangedMeanwhile, NotAllowed

pytestmark = pytest.mark.django_db
SAID = Said("活是真的，可以去看。")


@pytest.fixture
def returned(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Posting:
    posting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now)
    return return_posting(posting=posting, reason=ReturnReason.UNTRUE, by=reviewer, at=now)


@pytest.fixture
def decision(returned: Posting) -> Decision:
    return returned.decisions.get()


@pytest.fixture
def appeal(decision: Decision, clerk: User, now: dt.datetime) -> PostingAppeal:
    return lodge_appeal(decision=decision, said=SAID, by=clerk, at=now)


def test_a_granted_appeal_approves_and_does_not_publish(
    appeal: PostingAppeal, clerk: User, head: User, now: dt.datetime
) -> None:
    decide_appeal(appeal=appeal, granted=True, answer="去看过。", by=head, at=now)
    posting = Posting.objects.get()
    assert (posting.review_state, posting.publish_state) == (ReviewState.APPROVED, PublishState.UNPUBLISHED)
    assert posting.reviewed_by == head
    assert list(posting.decisions.order_by("pk").values_list("outcome", flat=True)) == ["returned", "approved"]
    publish_posting(posting=posting, by=clerk, at=now)
    assert Posting.objects.live(now).exists()
    assert list(PostingAppealChange.objects.order_by("pk").values_list("before", "after")) == [
        ("", "waiting"), ("waiting", "granted"),
    ]  # fmt: skip


def test_an_upheld_one_leaves_everything_as_it_was(appeal: PostingAppeal, head: User, now: dt.datetime) -> None:
    decide_appeal(appeal=appeal, granted=False, answer="没有这个工地。", by=head, at=now)
    assert Posting.objects.get().review_state == ReviewState.RETURNED
    assert PostingAppeal.objects.get().answer == "没有这个工地。"


def test_a_refusal_for_good_can_be_changed_by_appeal_alone(
    station: Office, clerk: User, reviewer: User, head: User, now: dt.datetime
) -> None:
    posting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now)
    refuse_posting(posting=posting, reason=ReturnReason.UNTRUE, by=reviewer, at=now)
    appeal = lodge_appeal(decision=posting.decisions.get(), said=SAID, by=clerk, at=now)
    decide_appeal(appeal=appeal, granted=True, answer="去看过。", by=head, at=now)
    assert Posting.objects.get().review_state == ReviewState.APPROVED


def test_nobody_decides_about_their_own(
    appeal: PostingAppeal, clerk: User, colleague: User, reviewer: User, officer: User, now: dt.datetime
) -> None:
    for who in (clerk, reviewer):
        with pytest.raises(AppealForAnother):
            decide_appeal(appeal=appeal, granted=True, answer="x", by=who, at=now)
    with pytest.raises(NotAllowed):
        decide_appeal(appeal=appeal, granted=True, answer="x", by=colleague, at=now)
    decide_appeal(appeal=appeal, granted=False, answer="x", by=officer, at=now)


def test_the_head_who_wrote_it_down_leaves_it_to_another(decision: Decision, head: User, now: dt.datetime) -> None:
    appeal = lodge_appeal(decision=decision, said=SAID, by=head, at=now)
    with pytest.raises(AppealForAnother):
        decide_appeal(appeal=appeal, granted=True, answer="x", by=head, at=now)


def test_the_database_keeps_them_apart_and_the_words_known(
    appeal: PostingAppeal, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    own = PostingAppeal.objects.filter(pk=appeal.pk)
    for who in (clerk, reviewer):
        with pytest.raises(IntegrityError), transaction.atomic():
            own.update(state=AppealState.UPHELD, decided_at=now, decided_by=who)
    for wrong in ({"state": "lost"}, {"came_by": "dream"}, {"speaker": "nobody"}, {"state": AppealState.UPHELD}):
        with pytest.raises(IntegrityError), transaction.atomic():
            own.update(**wrong)


def test_what_is_missing_or_late_is_declined(
    appeal: PostingAppeal, decision: Decision, clerk: User, head: User, stranger: User, now: dt.datetime
) -> None:
    with pytest.raises(AppealStands):
        lodge_appeal(decision=decision, said=SAID, by=clerk, at=now)
    with pytest.raises(GroundMissing):
        lodge_appeal(decision=decision, said=Said("  "), by=clerk, at=now)
    with pytest.raises(NotAllowed):
        lodge_appeal(decision=decision, said=SAID, by=stranger, at=now)
    with pytest.raises(NotAllowed):
        withdraw_appeal(appeal=appeal, by=stranger, at=now)
    with pytest.raises(GroundMissing):
        decide_appeal(appeal=appeal, granted=True, answer=" ", by=head, at=now)
    with pytest.raises(ChangedMeanwhile):
        decide_appeal(appeal=appeal, granted=True, answer="x", by=head, at=now, seen_version=7)
    assert not appeals_visible_to(stranger).exists()


def test_once_withdrawn_another_may_be_lodged(
    appeal: PostingAppeal, decision: Decision, clerk: User, now: dt.datetime
) -> None:
    withdraw_appeal(appeal=appeal, by=clerk, at=now)
    assert lodge_appeal(decision=decision, said=SAID, by=clerk, at=now).pk != appeal.pk


def test_what_was_mended_meanwhile_is_not_approved_by_appeal(
    appeal: PostingAppeal, decision: Decision, returned: Posting, clerk: User, head: User, now: dt.datetime
) -> None:
    revise_posting(posting=returned, offer=an_offer(now, pay="230元/天"), by=clerk, at=now)
    with pytest.raises(AppealEnded):
        decide_appeal(appeal=appeal, granted=True, answer="x", by=head, at=now)
    withdraw_appeal(appeal=appeal, by=clerk, at=now)
    with pytest.raises(StepNotPossible):
        lodge_appeal(decision=decision, said=SAID, by=clerk, at=now)


def test_what_the_rules_forbid_stays_forbidden(appeal: PostingAppeal, head: User, now: dt.datetime) -> None:
    with pytest.raises(RulesForbid):  # the employer's verification has run out meanwhile
        decide_appeal(appeal=appeal, granted=True, answer="x", by=head, at=now + dt.timedelta(days=200))
    appeal.refresh_from_db()
    assert appeal.state == AppealState.WAITING


@pytest.mark.parametrize("state", list(AppealState))
def test_only_a_waiting_appeal_moves(
    state: AppealState, appeal: PostingAppeal, clerk: User, head: User, now: dt.datetime
) -> None:
    if state == AppealState.WITHDRAWN:
        withdraw_appeal(appeal=appeal, by=clerk, at=now)
    elif state != AppealState.WAITING:
        decide_appeal(appeal=appeal, granted=state == AppealState.GRANTED, answer="x", by=head, at=now)
    for to in (AppealState.GRANTED, AppealState.UPHELD, AppealState.WITHDRAWN):
        with transaction.atomic():
            try:
                if to == AppealState.WITHDRAWN:
                    withdraw_appeal(appeal=appeal, by=clerk, at=now)
                else:
                    decide_appeal(appeal=appeal, granted=to == AppealState.GRANTED, answer="x", by=head, at=now)
                moved = True
            except AppealEnded:
                moved = False
            transaction.set_rollback(True)
        assert moved is (to in APPEAL_MOVES.get(state, frozenset())), to


def test_a_decision_is_never_changed_whatever_reasons_came_to_the_list(decision: Decision) -> None:
    for write in (lambda: Decision.objects.update(field="content"), lambda: Decision.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            write()
