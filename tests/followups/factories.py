"""Calls that are due, of a kind of the tests' own (the rooms above register the real ones), and a real alarm."""

from __future__ import annotations

import datetime as dt
import uuid

from tests.people.factories import make_person, mobile
from yizhan.accounts.models import User
from yizhan.followups.enums import Method, Reach
from yizhan.followups.models import Attempt, FollowUp
from yizhan.followups.operations import Answers, due, record_attempt


def a_call(by: User, at: dt.datetime, *, kind: str = "hire.d1", days: int = 0, number: int = 1) -> FollowUp:
    """Make a call due some days from `at`, about nothing in particular, to a person of its own."""
    person = make_person(by.office, by, at, name="测试" + "甲乙丙丁戊己庚辛壬癸"[number % 10], phone=mobile(number))
    return due(
        kind=kind,
        person=person,
        office=by.office,
        about_kind="referral",
        about_public_id=uuid.uuid4(),
        due_on=at.date() + dt.timedelta(days=days),
        by=by,
        at=at,
    )


def after_a_hire(by: User, reviewer: User, at: dt.datetime, *, kind: str = "hire.d3") -> FollowUp:
    """Hire somebody and return one of the calls that follow."""
    from tests.referrals.factories import a_letter
    from yizhan.referrals.enums import ReceiptResult
    from yizhan.referrals.operations import record_receipt

    letter = a_letter(by, reviewer, at)
    record_receipt(referral=letter, result=ReceiptResult.HIRED, by=by, at=at, today=at.date())
    return FollowUp.objects.select_related("person", "office").get(about_public_id=letter.public_id, kind=kind)


def an_alarm(by: User, reviewer: User, at: dt.datetime) -> Attempt:
    """Somebody says that they were charged a fee."""
    return record_attempt(
        followup=after_a_hire(by, reviewer, at),
        method=Method.PHONE,
        reach=Reach.REACHED,
        answers=Answers(on_job=True, fee_asked=True, demand="退钱"),
        by=by,
        at=at,
    )
