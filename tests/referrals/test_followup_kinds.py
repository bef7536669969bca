"""What is asked after a hire, and what the answers set in motion."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.postings.factories import LONG_JOB
from tests.referrals.factories import a_letter, a_shift
from yizhan.accounts.models import User
from yizhan.employers.enums import ConductKind
from yizhan.employers.models import ConductFact, Employer
from yizhan.followups.enums import MatchesPosting, Method, Reach
from yizhan.followups.kinds import all_kinds
from yizhan.followups.models import FollowUp
from yizhan.followups.operations import Answers, record_attempt
from yizhan.followups.queries import call_list
from yizhan.referrals.enums import ReceiptResult
from yizhan.referrals.followup_kinds import about
from yizhan.referrals.models import Referral
from yizhan.referrals.operations import record_receipt
from yizhan.workers.enums import SeekerStatus

pytestmark = pytest.mark.django_db
ALL_WELL: dict[str, Any] = {
    "on_job": True, "matches_posting": MatchesPosting.YES, "paid_full": True, "paid_on_time": True,
    "fee_asked": False, "id_held": False, "injured": False,
}  # fmt: skip


def a_hire(by: User, reviewer: User, at: dt.datetime, *, number: int = 1, long: bool = False) -> Referral:
    """Hire somebody."""
    letter = a_letter(by, reviewer, at, number=number, shift=a_shift(by, reviewer, at, raw=LONG_JOB) if long else None)
    return record_receipt(referral=letter, result=ReceiptResult.HIRED, by=by, at=at, today=at.date())


def say(referral: Referral, by: User, at: dt.datetime, *, kind: str = "hire.d3", **answers: Any) -> FollowUp:
    """Answer one of the calls."""
    followup = FollowUp.objects.get(about_public_id=referral.public_id, kind=kind)
    given = Answers(**{**ALL_WELL, **answers})
    record_attempt(followup=followup, method=Method.PHONE, reach=Reach.REACHED, answers=given, by=by, at=at)
    return followup


def test_four_calls_follow_a_hire() -> None:
    assert [(kind.key, kind.offset_days) for kind in all_kinds() if kind.key.startswith("hire.")] == [
        ("hire.minor", 0), ("hire.d1", 1), ("hire.d3", 3), ("hire.d7", 7), ("hire.d30", 30),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "kind", "is_flagged"),
    [
        ({"fee_asked": True}, ConductKind.FEE_CHARGED, True),
        ({"id_held": True}, ConductKind.DOCUMENT_KEPT, True),
        ({"injured": True}, ConductKind.INJURY, True),
        ({"paid_full": False}, ConductKind.UNDERPAID, True),
        ({"paid_on_time": False}, ConductKind.PAID_LATE, False),
        ({"matches_posting": MatchesPosting.LOWER_PAY}, ConductKind.NOT_AS_POSTED, False),
        ({}, ConductKind.PAID_ON_TIME, False),
    ],
)
def test_an_answer_is_a_fact_about_the_employer(
    answers: dict[str, Any], kind: ConductKind, is_flagged: bool, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    hired = a_hire(clerk, reviewer, now)
    followup = say(hired, clerk, now, **answers)
    fact = ConductFact.objects.get(kind=kind)
    assert (fact.kind, fact.source_kind, fact.source_public_id) == (kind, "followup", followup.public_id)
    assert Employer.objects.get(pk=hired.posting.employer_id).review_flag is is_flagged


def test_several_accusations_are_several_facts(clerk: User, reviewer: User, now: dt.datetime) -> None:
    say(a_hire(clerk, reviewer, now), clerk, now, fee_asked=True, injured=True)
    said = set(ConductFact.objects.filter(source_kind="followup").values_list("kind", flat=True))
    # What was well is a fact too: somebody may be paid in full and hurt all the same.
    assert said >= {ConductKind.FEE_CHARGED, ConductKind.INJURY}


def test_nothing_is_made_of_what_was_not_asked(clerk: User, reviewer: User, now: dt.datetime) -> None:
    say(a_hire(clerk, reviewer, now), clerk, now, kind="hire.d1", paid_full=None, paid_on_time=None, matches_posting="")
    assert not ConductFact.objects.filter(source_kind="followup").exists()


def test_whoever_is_no_longer_at_work_waits_for_work_again(clerk: User, reviewer: User, now: dt.datetime) -> None:
    hired = a_hire(clerk, reviewer, now, long=True)
    hired.seeker.refresh_from_db()
    assert hired.seeker.status == SeekerStatus.WORKING
    say(hired, clerk, now, on_job=False)
    hired.seeker.refresh_from_db()
    assert hired.seeker.status == SeekerStatus.AVAILABLE


def test_each_call_says_what_it_is_about_in_one_query_for_all(
    clerk: User, reviewer: User, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hires = [a_hire(clerk, reviewer, now, number=number) for number in (1, 2)]
    with django_assert_num_queries(1):
        lines = about([*(one.public_id for one in hires), uuid.uuid4()])
    assert len(lines) == 2
    assert all(line.endswith(" · 装卸工") for line in lines.values())


@pytest.mark.parametrize("count", [1, 3])
def test_the_call_list_costs_three_queries(
    count: int, clerk: User, reviewer: User, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shift = a_shift(clerk, reviewer, now)
    for number in range(1, count + 1):
        letter = a_letter(clerk, reviewer, now, number=number, shift=shift)
        record_receipt(referral=letter, result=ReceiptResult.HIRED, by=clerk, at=now, today=now.date())
    with django_assert_num_queries(3):
        rows = call_list(clerk, now.date() + dt.timedelta(days=40))
    assert len(rows) == 4 * count
    assert rows[0].is_overdue
