"""What is due is asked at most three times, once a kind, and answers reach who wants to know."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction

from tests.people.factories import make_person
from yizhan.accounts.models import User
from yizhan.followups import kinds
from yizhan.followups.enums import CancelReason, FollowUpState, MatchesPosting, Method, Reach
from yizhan.followups.kinds import FollowUpKind, register_kind
from yizhan.followups.models import Attempt, FollowUp
from yizhan.followups.operations import (
    Answers,
    FollowUpClosed,
    FollowUpKnown,
    WrongDay,
    assign,
    cancel_for,
    due,
    mark_handled,
    record_attempt,
    reschedule,
)
from yizhan.followups.queries import alarms, call_list, count_due, counts
from yizhan.shared.errors import ChangedMeanwhile

pytestmark = pytest.mark.django_db
ABOUT = uuid.UUID(int=7)


@pytest.fixture
def heard() -> Iterator[list[Attempt]]:
    """Register a kind of this test's own and collect what it hears."""
    answers: list[Attempt] = []
    before = dict(kinds._kinds)
    register_kind(
        FollowUpKind(
            "test.d1", "到岗回访", 1, ("on_job", "paid_full"), lambda f, a, u: answers.append(a),
            lambda ids: dict.fromkeys(ids, "幸福里小区 · 砌墙"),
        )
    )  # fmt: skip
    yield answers
    kinds._kinds.clear()
    kinds._kinds.update(before)


@pytest.fixture
def followup(clerk: User, now: dt.datetime, heard: list[Attempt]) -> FollowUp:
    """One call due today."""
    return make_due(clerk, now)


def make_due(by: User, at: dt.datetime, *, days: int = 0, about: uuid.UUID = ABOUT) -> FollowUp:
    """Make a call due some days from `at`, about a person of its own."""
    person = make_person(by.office, by, at, phone="19900000001")
    return due(
        kind="test.d1", person=person, office=by.office, about_kind="test", about_public_id=about,
        due_on=at.date() + dt.timedelta(days=days), by=by, at=at,
    )  # fmt: skip


def attempt(followup: FollowUp, reach: Reach, by: User, at: dt.datetime, **answers: object) -> Attempt:
    """Call once."""
    return record_attempt(
        followup=followup, method=Method.PHONE, reach=reach, answers=Answers(**answers), by=by, at=at  # type: ignore[arg-type]
    )


def test_an_answer_closes_it_and_is_heard(
    followup: FollowUp, clerk: User, now: dt.datetime, heard: list[Attempt]
) -> None:
    said = attempt(followup, Reach.REACHED, clerk, now, on_job=True, paid_full=True)
    followup.refresh_from_db()
    assert followup.state == FollowUpState.DONE
    assert heard == [said]


def test_three_tries_without_an_answer_close_it(followup: FollowUp, clerk: User, now: dt.datetime) -> None:
    for _ in range(2):
        attempt(followup, Reach.NO_ANSWER, clerk, now)
        followup.refresh_from_db()
        assert followup.state == FollowUpState.DUE
    attempt(followup, Reach.NO_ANSWER, clerk, now)
    followup.refresh_from_db()
    assert followup.state == FollowUpState.CLOSED_UNREACHED
    with pytest.raises(FollowUpClosed):
        attempt(followup, Reach.REACHED, clerk, now)
    assert Attempt.objects.count() == 3


def test_answers_without_a_reached_person_are_dropped(followup: FollowUp, clerk: User, now: dt.datetime) -> None:
    said = attempt(followup, Reach.NO_ANSWER, clerk, now, on_job=True, csat=5)
    assert said.on_job is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            followup=followup, at=now, by=clerk, method=Method.PHONE, reach=Reach.NO_ANSWER, on_job=True
        )


def test_two_clerks_do_not_call_twice_unawares(
    followup: FollowUp, clerk: User, colleague: User, now: dt.datetime
) -> None:
    seen = followup.version
    attempt(followup, Reach.NO_ANSWER, clerk, now)
    with pytest.raises(ChangedMeanwhile):
        record_attempt(
            followup=followup, method=Method.PHONE, reach=Reach.NO_ANSWER, answers=Answers(), by=colleague, at=now,
            seen_version=seen,
        )  # fmt: skip


def test_the_same_thing_is_not_due_twice(followup: FollowUp, clerk: User, now: dt.datetime) -> None:
    again = {
        "kind": "test.d1", "person": followup.person, "office": clerk.office, "about_kind": "test",
        "about_public_id": ABOUT, "due_on": now.date(), "by": clerk, "at": now,
    }  # fmt: skip
    with pytest.raises(FollowUpKnown):
        due(**again)  # type: ignore[arg-type]
    undone = CancelReason.SOURCE_UNDONE
    assert cancel_for(about_kind="test", about_public_id=ABOUT, reason=undone, by=clerk, at=now) == 1
    assert due(**again).state == FollowUpState.DUE  # type: ignore[arg-type]


def test_another_day_is_today_or_later(followup: FollowUp, clerk: User, now: dt.datetime) -> None:
    today = now.date()
    moved = reschedule(followup=followup, due_on=today + dt.timedelta(days=2), today=today, by=clerk, at=now)
    assert count_due(clerk, today) == 0
    with pytest.raises(WrongDay):
        reschedule(followup=moved, due_on=today - dt.timedelta(days=1), today=today, by=clerk, at=now)


def test_a_closed_one_can_neither_move_nor_be_given_away(followup: FollowUp, clerk: User, now: dt.datetime) -> None:
    assert assign(followup=followup, to=clerk, by=clerk, at=now).assigned_to == clerk
    attempt(followup, Reach.REFUSED, clerk, now)
    with pytest.raises(FollowUpClosed):
        reschedule(followup=followup, due_on=now.date(), today=now.date(), by=clerk, at=now)
    with pytest.raises(FollowUpClosed):
        assign(followup=followup, to=None, by=clerk, at=now)


def test_an_accusing_answer_waits_for_the_head(followup: FollowUp, clerk: User, head: User, now: dt.datetime) -> None:
    said = attempt(followup, Reach.REACHED, clerk, now, fee_asked=True, matches_posting=MatchesPosting.YES)
    assert list(alarms(head)) == [said]
    mark_handled(attempt=said, by=head, at=now)
    assert not alarms(head).exists()
    assert alarms(head, handled=True).exists()


def test_the_numbers_of_a_day_can_be_recomputed(clerk: User, now: dt.datetime, heard: list[Attempt]) -> None:
    today = now.date()
    calls = [make_due(clerk, now, about=uuid.UUID(int=n)) for n in range(3)]
    attempt(calls[0], Reach.REACHED, clerk, now)
    attempt(calls[1], Reach.NO_ANSWER, clerk, now)
    tomorrow = today + dt.timedelta(days=1)
    assert counts([clerk.office_id], today, tomorrow) == {"due": 3, "done": 2, "reached": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_the_call_list_costs_the_same_whatever_its_length(
    count: int, clerk: User, stranger: User, auditor: User, sysadmin: User, now: dt.datetime, heard: list[Attempt],
    django_assert_num_queries: object,
) -> None:  # fmt: skip
    for number in range(count):
        make_due(clerk, now, days=-number, about=uuid.UUID(int=number))
    clerk = User.objects.select_related("office").get(pk=clerk.pk)
    with django_assert_num_queries(2):  # type: ignore[operator]
        cards = call_list(clerk, now.date())
    assert [card.days_overdue for card in cards] == sorted(range(count), reverse=True)
    assert cards[0].phone == "199****0001"
    assert cards[0].about == "幸福里小区 · 砌墙"
    assert call_list(stranger, now.date()) == []
    assert call_list(sysadmin, now.date()) == []
    assert len(call_list(auditor, now.date())) == count
