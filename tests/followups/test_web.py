"""The day's calls on the screen: one call after the other, three tries, other days, other hands, alarms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.conftest import sign_in
from tests.followups.factories import a_call, after_a_hire, an_alarm
from tests.people.factories import mobile
from yizhan.accounts.models import User
from yizhan.followups.enums import FollowUpState, Method, Reach
from yizhan.followups.models import FollowUp
from yizhan.followups.operations import Answers, record_attempt, reschedule
from yizhan.followups.queries import next_call, progress
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=True):
        yield


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    """The clerk's browser."""
    sign_in(client, clerk)
    return client


def post(browser: Client, name: str, followup: FollowUp, **data: Any) -> Any:
    """Send a form of a follow-up's page as it stands."""
    followup.refresh_from_db()
    version = {"version": followup.version, "method": "phone"}
    return browser.post(reverse(name, args=[followup.public_id]), version | data)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    count: int,
    desk: Client,
    clerk: User,
    now: dt.datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
    still_menu: None,
) -> None:
    for number in range(1, count + 1):
        a_call(clerk, now, number=number)
    desk.get(reverse("followups:list"))
    with django_assert_num_queries(9):
        page = desk.get(reverse("followups:list")).content.decode()
    assert page.count("到岗回访") >= count
    assert mobile(1) not in page


def test_overdue_calls_stand_first_and_say_so(desk: Client, clerk: User, now: dt.datetime) -> None:
    fresh, old = a_call(clerk, now, number=1), a_call(clerk, now - dt.timedelta(days=3), number=2)
    page = desk.get(reverse("followups:list")).content.decode()
    assert page.index(str(old.public_id)) < page.index(str(fresh.public_id))
    assert "过期 3 天" in page


def test_one_call_leads_to_the_next_and_the_last_to_the_list(
    desk: Client, clerk: User, reviewer: User, now: dt.datetime, today: dt.date
) -> None:
    first = after_a_hire(clerk, reviewer, now, kind="hire.d1")
    reschedule(followup=first, due_on=today, today=today, by=clerk, at=now)
    second = a_call(clerk, now, number=2)
    answer = post(desk, "followups:call", first, reach="reached", on_job="yes", matches_posting="yes")
    assert answer["Location"] == reverse("followups:call", args=[second.public_id])
    answer = post(desk, "followups:call", second, reach="no_answer")
    assert answer["Location"] == reverse("followups:list")
    said = first.tries.get()
    assert (said.on_job, said.matches_posting, said.paid_full, said.csat) == (True, "yes", None, None)


def test_a_kind_asks_its_own_questions(desk: Client, clerk: User, now: dt.datetime) -> None:
    arrival, pay = a_call(clerk, now), a_call(clerk, now, kind="hire.d7", number=2)
    page = desk.get(reverse("followups:call", args=[arrival.public_id])).content.decode()
    assert "受过伤吗" in page
    assert "给够了吗" not in page
    assert "给够了吗" in desk.get(reverse("followups:call", args=[pay.public_id])).content.decode()


def test_money_is_kept_in_fen_and_what_is_not_money_is_told(
    desk: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    call = after_a_hire(clerk, reviewer, now)
    refused = post(desk, "followups:call", call, reach="reached", wage_real="很多")
    assert refused.status_code == 422
    assert "金额没有看懂" in refused.content.decode()
    post(desk, "followups:call", call, reach="reached", wage_real="150.5", paid_full="no", demand="要回五十")
    said = call.tries.get()
    assert (said.wage_real_fen, said.paid_full, said.demand) == (15_050, False, "要回五十")


def test_the_third_try_closes_it(desk: Client, clerk: User, now: dt.datetime) -> None:
    call = a_call(clerk, now)
    for _ in range(3):
        post(desk, "followups:call", call, reach="no_answer")
    call.refresh_from_db()
    assert call.state == FollowUpState.CLOSED_UNREACHED
    page = desk.get(reverse("followups:call", args=[call.public_id])).content.decode()
    assert "不用再打" in page
    assert post(desk, "followups:call", call, reach="no_answer").status_code == 409


def test_two_clerks_do_not_call_twice_and_nothing_typed_is_lost(
    desk: Client, clerk: User, colleague: User, now: dt.datetime
) -> None:
    call = a_call(clerk, now, kind="hire.d7")
    record_attempt(followup=call, method=Method.PHONE, reach=Reach.NO_ANSWER, answers=Answers(), by=colleague, at=now)
    answer = desk.post(
        reverse("followups:call", args=[call.public_id]),
        {"version": 1, "method": "phone", "reach": "reached", "demand": "等回话"},
    )
    assert answer.status_code == 409
    assert "等回话" in answer.content.decode()
    assert 'value="2"' in answer.content.decode()
    assert call.tries.count() == 1


def test_a_call_is_put_off_and_given_to_a_colleague(
    desk: Client, clerk: User, colleague: User, stranger: User, now: dt.datetime
) -> None:
    call = a_call(clerk, now)
    post(desk, "followups:assign", call, to=colleague.pk)
    call.refresh_from_db()
    assert call.assigned_to == colleague
    assert post(desk, "followups:assign", call, to=stranger.pk).status_code == 422
    post(desk, "followups:reschedule", call, due_on="2026-11-26")
    call.refresh_from_db()
    assert call.due_on == dt.date(2026, 11, 26)
    assert str(call.public_id) in desk.get(reverse("followups:coming")).content.decode()
    assert post(desk, "followups:reschedule", call, due_on="2026-11-20").status_code == 409
    assert post(desk, "followups:reschedule", call, due_on="").status_code == 422


def test_a_colleagues_call_is_not_the_next_one(clerk: User, colleague: User, now: dt.datetime, today: dt.date) -> None:
    mine, theirs = a_call(clerk, now, number=1), a_call(clerk, now, number=2)
    FollowUp.objects.filter(pk=theirs.pk).update(assigned_to=colleague)
    assert next_call(clerk, today, after=mine) is None
    assert next_call(colleague, today, after=mine) == theirs


def test_the_days_progress_counts_calls_and_answers(
    desk: Client, clerk: User, now: dt.datetime, today: dt.date
) -> None:
    done, _left = a_call(clerk, now, number=1), a_call(clerk, now, number=2)
    record_attempt(followup=done, method=Method.PHONE, reach=Reach.REFUSED, answers=Answers(), by=clerk, at=now)
    start = now.replace(hour=0)
    found = progress(clerk, today, start, start + dt.timedelta(days=1))
    assert (found.closed, found.left, found.all, found.tries, found.reached) == (1, 1, 2, 1, 0)
    assert "打了 1 个电话" in desk.get(reverse("followups:list")).content.decode()


def test_a_number_is_shown_for_a_reason_and_logged(desk: Client, clerk: User, now: dt.datetime) -> None:
    call = a_call(clerk, now)
    assert post(desk, "followups:reveal", call).status_code == 422
    assert mobile(1) in post(desk, "followups:reveal", call, reason="call").content.decode()
    assert AuditEntry.objects.filter(kind=AuditKind.REVEAL, person_id=call.person_id).count() == 1


def test_an_alarm_is_listed_for_the_head_until_seen_to(
    client: Client, head: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    alarm = an_alarm(clerk, reviewer, now)
    sign_in(client, head)
    address = reverse("followups:alarms")
    page = client.get(address).content.decode()
    assert "被收费" in page
    assert "退钱" in page
    assert client.post(reverse("followups:handled", args=[alarm.pk])).status_code == 302
    alarm.refresh_from_db()
    assert alarm.handled_by == head
    assert "没有待处理的告警" in client.get(address).content.decode()
    assert "被收费" in client.get(address + "?handled=1").content.decode()


def test_an_auditor_reads_calls_and_notes_none(client: Client, auditor: User, clerk: User, now: dt.datetime) -> None:
    call = a_call(clerk, now)
    sign_in(client, auditor)
    page = client.get(reverse("followups:call", args=[call.public_id]))
    assert page.status_code == 200
    assert "记下，打下一个" not in page.content.decode()
    assert post(client, "followups:call", call, reach="no_answer").status_code == 403


def test_a_stranger_finds_no_call(client: Client, stranger: User, clerk: User, now: dt.datetime) -> None:
    call = a_call(clerk, now)
    sign_in(client, stranger)
    assert client.get(reverse("followups:call", args=[call.public_id])).status_code == 404
    assert post(client, "followups:call", call, reach="no_answer").status_code == 404
    assert str(call.public_id) not in client.get(reverse("followups:list")).content.decode()
