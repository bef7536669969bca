"""What the head and the county are told: how many and how late; and a case that nobody attends to any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.http import Http404
from django.test import Client
from django.urls import reverse

from tests.conftest import MakeUser, sign_in
from tests.rights.factories import a_case, a_late_order
from yizhan.accounts.enums import Role
from yizhan.accounts.models import User
from yizhan.accounts.operations import deactivate_user
from yizhan.rights.enums import CaseKind, HandReason
from yizhan.rights.models import Case, CaseStep
from yizhan.rights.operations import CaseCannotMove, NotTheirs, assign_case
from yizhan.rights.queries import count_ending, get_case
from yizhan.rights.rules import shown
from yizhan.rights.supervision import count_unattended, escalated, get_unattended, station_lines, unattended_cards
from yizhan.shared.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=True):
        yield


def ending_soon(by: User, at: dt.datetime, **more: Any) -> Case:
    """Somebody was hurt 25 days ago: the unit has five days left to apply."""
    return a_case(by, at, kind=CaseKind.INJURY, happened_on=at.date() - dt.timedelta(days=25), ended_on=None, **more)


def test_a_small_count_is_hidden_outside_its_office() -> None:
    assert [shown(n, own=False) for n in (0, 1, 4, 5, 12)] == [0, None, None, 5, 12]
    assert [shown(n, own=True) for n in (0, 1, 4, 5)] == [0, 1, 4, 5]


def test_the_badge_counts_limits_that_end_soon(clerk: User, colleague: User, now: dt.datetime) -> None:
    a_case(clerk, now)
    ending_soon(clerk, now)
    assert count_ending(clerk, now.date()) == 1
    assert count_ending(clerk, now.date() - dt.timedelta(days=20)) == 0
    assert count_ending(colleague, now.date()) == 0


def test_the_desk_shows_what_ends_soon(client: Client, clerk: User, now: dt.datetime) -> None:
    ending_soon(clerk, now)
    sign_in(client, clerk)
    assert "我的维权案件" in client.get("/").content.decode().split("<main", 1)[1]


def test_the_county_sees_counts_and_no_case(
    client: Client, officer: User, head: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    case = ending_soon(clerk, now, situation="从架子上掉下来")
    order = a_late_order(clerk, reviewer, now)
    (mine,) = station_lines(head, escalated(head, now.date()), now.date())
    assert (mine.running, mine.ending, mine.escalated, mine.opened) == (1, 1, 1, 0)
    (above,) = station_lines(officer, escalated(officer, now.date()), now.date())
    assert (above.running, above.ending, above.closed, above.escalated) == (None, None, 0, None)
    sign_in(client, officer)
    page = client.get(reverse("rights:overview")).content.decode()
    assert "&lt;5" in page
    assert order.number in page
    assert order.person.name not in page.split("<main", 1)[1]
    for secret in (case.number, case.person.name, "架子", str(case.public_id)):
        assert secret not in page


def test_pay_is_escalated_by_itself_after_three_days(
    officer: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = a_late_order(clerk, reviewer, now)
    assert escalated(officer, order.pay_on + dt.timedelta(days=3)) == []
    assert len(escalated(officer, order.pay_on + dt.timedelta(days=4))) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_counting_costs_the_same_however_many(
    count: int, head: User, clerk: User, now: dt.datetime, django_assert_num_queries: object
) -> None:
    for number in range(count):
        ending_soon(clerk, now, name="测试" + "甲乙丙"[number])
    # Offices, cases, ways, claims, standstills, calendar, unattended, closed; escalated orders were asked for before.
    with django_assert_num_queries(8):  # type: ignore[operator]
        (line,) = station_lines(head, [], now.date())
    assert line.running == count


def test_a_case_whose_people_have_left_is_assigned_unread(
    client: Client, clerk: User, head: User, colleague: User, sysadmin: User, now: dt.datetime
) -> None:
    case = ending_soon(clerk, now, situation="从架子上掉下来")
    assert count_unattended(head) == 0
    with pytest.raises(Http404):
        get_unattended(head, case.public_id)
    deactivate_user(user=clerk, by=sysadmin, at=now)
    assert count_unattended(head) == 1
    sign_in(client, head)
    page = client.get(reverse("rights:overview")).content.decode()
    assert case.number in page
    assert "架子" not in page
    assert case.person.name not in page
    assert client.get(reverse("rights:case", args=[case.public_id])).status_code == 404
    client.post(reverse("rights:assign", args=[case.public_id]), {"to": colleague.pk})
    assert get_case(colleague, case.public_id).responsible == colleague
    with pytest.raises(Http404):
        get_case(head, case.public_id)
    step = CaseStep.objects.get(reason=HandReason.NOBODY)
    assert (step.by, count_unattended(head)) == (head, 0)
    assert AuditEntry.objects.get(action="case.assigned").actor_id == head.pk


def test_nothing_is_assigned_that_somebody_attends_to(
    clerk: User, head: User, stranger: User, reviewer: User, now: dt.datetime
) -> None:
    case = a_case(clerk, now)
    with pytest.raises(CaseCannotMove):
        assign_case(case=case, to=head, by=head, at=now)
    for to in (stranger, reviewer):
        with pytest.raises(NotTheirs):
            assign_case(case=case, to=to, by=head, at=now)


def test_another_stations_head_sees_none_of_it(
    make_user: MakeUser, clerk: User, stranger: User, sysadmin: User, now: dt.datetime
) -> None:
    a_case(clerk, now)
    deactivate_user(user=clerk, by=sysadmin, at=now)
    foreign = make_user(Role.HEAD, stranger.office)
    assert unattended_cards(foreign, now.date()) == []
    assert station_lines(foreign, [], now.date()) == []
