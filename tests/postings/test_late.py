"""Work whose beginning passed before anybody decided: said precisely, put off by one press, its lapse named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tests.conftest import MakeUser, StrictClient, sign_in
from tests.portals.employer.factories import an_agent
from tests.postings.factories import a_waiting
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import ConductKind
from yizhan.employers.operations import report_conduct
from yizhan.postings.enums import Again, Harm, PostingKind, ReturnReason, ReviewState
from yizhan.postings.facts import LOCAL
from yizhan.postings.late import late
from yizhan.postings.models import Posting, PostingTerms, Shift
from yizhan.postings.operations import StepNotPossible, approve_posting, renew_posting, return_posting
from yizhan.postings.queries import current_hits
from yizhan.postings.rules import waiting_since


def moment(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """Return a local moment of November 2026."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=LOCAL)


DAY = (moment(24, 7), moment(24, 17))
NIGHT = (moment(24, 22), moment(25, 6))
UNTIMED = (moment(24, 0), moment(25, 0))
THREE = [(moment(day, 7), moment(day, 17)) for day in (24, 25, 26)]
STRETCH = [(moment(24, 8), moment(30, 17))]


def ways(shifts: list[Any], at: dt.datetime, kind: str = PostingKind.GIG, **terms: Any) -> list[str] | None:
    """Return what a posting that waits can be put off to, as text; None where it is not late."""
    days = {"starts_on": dt.date(2026, 11, 24), "ends_on": None} | terms
    posting = Posting(kind=kind, review_state=ReviewState.WAITING, submitted_at=moment(23, 18))
    posting.terms = PostingTerms(**days)
    found = late(posting, shifts, at)
    if found is None:
        return None
    return [
        f"{one.how} {one.starts_on:%d}-{one.ends_on or one.starts_on:%d} {one.start or ''}" for one in found.renewals
    ]


@pytest.mark.parametrize(
    ("shifts", "at", "terms", "found"),
    [
        ([DAY], moment(24, 6, 59), {}, None),
        ([DAY], moment(24, 7, 20), {}, ["today 24-24 08:00:00", "next 25-25 07:00:00"]),
        ([DAY], moment(24, 7, 30), {}, ["today 24-24 08:00:00", "next 25-25 07:00:00"]),
        ([DAY], moment(24, 14, 30), {}, ["today 24-24 15:00:00", "next 25-25 07:00:00"]),
        ([DAY], moment(24, 14, 31), {}, ["next 25-25 07:00:00"]),  # less than two hours would be left
        ([DAY], moment(24, 14, 0), {"break_minutes": 60}, ["next 25-25 07:00:00"]),
        ([DAY], moment(25, 5), {}, ["next 25-25 07:00:00"]),  # over, and its hour of today still ahead
        ([DAY], moment(25, 6, 40), {}, ["next 26-26 07:00:00"]),
        ([NIGHT], moment(25, 1, 10), {}, ["today 25-25 02:00:00", "next 25-25 22:00:00"]),
        ([UNTIMED], moment(24, 9), {}, ["next 25-25 "]),
        # Of several days those ahead can be passed as they are.
        (THREE, moment(24, 9), {"ends_on": dt.date(2026, 11, 26)}, None),
        (THREE, moment(26, 9), {"ends_on": dt.date(2026, 11, 26)}, ["today 26-26 09:30:00", "next 27-29 07:00:00"]),
    ],
)
def test_what_is_late_and_to_when_it_can_be_put_off(
    shifts: list[Any], at: dt.datetime, terms: dict[str, Any], found: list[str] | None
) -> None:
    assert ways(shifts, at, **terms) == found


def test_longer_work_begins_anew_and_ends_when_it_was_to_end() -> None:
    asked: dict[str, Any] = {"kind": PostingKind.SHORT, "ends_on": dt.date(2026, 11, 30)}
    assert ways(STRETCH, moment(24, 12), **asked) is None  # "from today" is not over at noon
    assert ways(STRETCH, moment(26, 12), **asked) == ["next 27-30 08:00:00"]
    assert ways([(moment(24, 8), None)], moment(26, 7), PostingKind.LONG) == ["next 26-26 08:00:00"]


@pytest.mark.django_db
def test_a_day_that_began_while_it_waited_is_put_off_by_one_press(
    client: StrictClient, station: Office, clerk: User, reviewer: User, make_user: MakeUser, now: dt.datetime
) -> None:
    waiting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now, break_time="1小时")
    agent = make_user(Role.AGENT, station, "agent")
    an_agent(waiting.employer, agent, clerk, now)
    queue = reverse("postings:queue")
    with time_machine.travel(moment(24, 8, 10), tick=False):
        sign_in(client, reviewer)
        shown = client.get(queue).content.decode()
        assert "11-24 07:00 已经开工，要到 11-24 17:00 才收工" in shown
        assert "一按就能改好时间再提交" in shown
        assert "renew-" not in shown  # a reviewer enters nothing
        sign_in(client, clerk)
        assert "改到 11-24 周二 09:00 开始" in client.get(queue).content.decode()
        renewed = client.post(reverse("postings:step", args=[waiting.public_id, "renew-today"]), {"back": queue})
        assert renewed.headers["Location"] == queue
    waiting = Posting.objects.select_related("terms").get(pk=waiting.pk)
    assert waiting.queue_at is not None
    assert waiting.terms is not None
    assert (waiting.review_state, waiting_since(waiting.queue_at, Harm(waiting.harm))) == (ReviewState.WAITING, now)
    assert (waiting.terms.number, waiting.terms.hours_per_day_x10, waiting.terms.pay_min_fen) == (2, 70, 20_000)
    assert Shift.objects.get(posting=waiting).starts_at == moment(24, 9)

    # Again too late: it leaves the queue, which names it, and the employer takes the next day.
    with time_machine.travel(moment(24, 17, 5), tick=False):
        sign_in(client, reviewer)
        shown = client.get(queue).content.decode()
        assert "另有 1 条等审核时过了有效期" in shown
        assert waiting.number in client.get(reverse("postings:list") + "?state=lapsed").content.decode()
        sign_in(client, agent)
        assert "11-24 17:00 已经收工" in client.get(reverse("employer:job", args=[waiting.public_id])).content.decode()
        client.post(reverse("employer:job_step", args=[waiting.public_id, "renew-next"]))
    at = moment(24, 17, 10)
    assert not [hit for hit in current_hits(Posting.objects.get(pk=waiting.pk), at) if hit.level == "BLOCK"]
    approve_posting(posting=waiting, by=reviewer, at=at, publish=True, reason="测试放行")
    assert Posting.objects.live(at).get() == waiting
    assert Shift.objects.get(posting=waiting).starts_at == moment(25, 9)


@pytest.mark.django_db
def test_of_several_days_those_ahead_are_passed_and_what_was_sent_back_for_more_is_not_put_off(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    made: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now}
    three = a_waiting(**made, ends_on="2026-11-26")
    approve_posting(posting=three, by=reviewer, at=moment(24, 9), publish=True)
    assert Posting.objects.live(moment(24, 9)).get() == three

    other = a_waiting(**made, content="在另一处搬运木料，两个人一起抬。")
    return_posting(posting=other, reason=ReturnReason.PAY, by=reviewer, at=now)
    with pytest.raises(StepNotPossible):
        renew_posting(posting=other, how=Again.NEXT, by=clerk, at=moment(24, 9))


@pytest.mark.django_db
def test_who_puts_off_twice_or_after_a_recheck_keeps_the_place_in_the_queue(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    def waits(posting: Posting) -> dt.datetime | None:
        return waiting_since(posting.queue_at, Harm(posting.harm)) if posting.queue_at else None

    made: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now}
    twice = renew_posting(posting=a_waiting(**made), how=Again.TODAY, by=clerk, at=moment(24, 8, 10))
    assert waits(renew_posting(posting=twice, how=Again.NEXT, by=clerk, at=moment(24, 10))) == now

    other = a_waiting(**made, content="在另一处搬运木料，两个人一起抬。")
    approve_posting(posting=other, by=reviewer, at=now, publish=True)
    for hour in (5, 6):
        report_conduct(employer=other.employer, kind=ConductKind.NOT_AS_POSTED, by=clerk, at=moment(24, hour))
    other = renew_posting(posting=Posting.objects.get(pk=other.pk), how=Again.NEXT, by=clerk, at=moment(24, 9))
    assert waits(other) == moment(24, 6)
