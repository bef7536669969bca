"""The morning's page says what waits, shows the day jobs that still need people, and no person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import Client

from tests.conftest import sign_in
from tests.postings.factories import a_posting, a_waiting
from tests.referrals.factories import a_letter
from tests.workers.factories import make_seeker
from yizhan.accounts.enums import Role
from yizhan.accounts.models import User
from yizhan.portals.desk.queries import day_so_far, jobs_to_fill, to_dos
from yizhan.postings.operations import take_place

pytestmark = pytest.mark.django_db


def asks(user: User) -> HttpRequest:
    """Return a request of a user."""
    request = HttpRequest()
    request.user, request.session = user, SessionBase()
    return request


def test_an_empty_station_is_told_what_to_do_next(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    page = client.get("/").content.decode()
    assert "没有等着的事" in page
    assert "登记岗位" in page


def test_day_jobs_with_places_are_shown_and_filled_ones_are_not(
    clerk: User, reviewer: User, stranger: User, now: dt.datetime
) -> None:
    posting = a_posting(office=clerk.office, by=clerk, verifier=reviewer, at=now, headcount="1")
    assert [job.card.title for job in jobs_to_fill(clerk, now)] == ["装卸工"]
    assert jobs_to_fill(stranger, now) == []
    take_place(shift=posting.shifts.get(), by=clerk, at=now)
    assert jobs_to_fill(clerk, now) == []


def test_the_days_counts_are_todays(clerk: User, reviewer: User, now: dt.datetime) -> None:
    a_letter(clerk, reviewer, now)
    found = day_so_far(clerk, now + dt.timedelta(minutes=1))
    assert found is not None
    assert (found.visits, found.registered, found.letters, found.hired) == (1, 1, 1, 0)
    tomorrow = day_so_far(clerk, now + dt.timedelta(days=1))
    assert tomorrow is not None
    assert tomorrow.registered == 0


def test_what_waits_is_counted_once_and_for_who_can_do_it(clerk: User, reviewer: User, now: dt.datetime) -> None:
    with time_machine.travel(now, tick=False):
        assert to_dos(asks(clerk)) == []
        a_letter(clerk, reviewer, now)
        assert [(one.url_name, one.count) for one in to_dos(asks(clerk))] == [("referrals:receipt", 1)]
        assert to_dos(asks(reviewer)) == []


def test_a_reviewer_is_told_what_waits_for_a_decision(clerk: User, reviewer: User, now: dt.datetime) -> None:
    a_waiting(office=clerk.office, by=clerk, verifier=reviewer, at=now)
    with time_machine.travel(now, tick=False):
        assert [(one.url_name, one.count) for one in to_dos(asks(reviewer))] == [("postings:queue", 1)]
        assert to_dos(asks(clerk)) == []


def test_no_person_stands_on_the_page(client: Client, clerk: User, now: dt.datetime) -> None:
    seeker = make_seeker(clerk, now, phone="19900000001")
    sign_in(client, clerk)
    page = client.get("/").content.decode()
    assert seeker.person.name not in page
    assert "0001" not in page


def test_an_agent_goes_to_their_own_page(client: Client, make_user: object, clerk: User) -> None:
    sign_in(client, make_user(Role.AGENT, clerk.office))  # type: ignore[operator]
    assert client.get("/").headers["Location"] == "/e/"


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_page_costs_the_same_whatever_there_is(
    jobs: int,
    client: Client,
    clerk: User,
    reviewer: User,
    now: dt.datetime,
    django_assert_num_queries: Any,
    still_menu: None,
) -> None:
    for number in range(jobs):
        a_posting(office=clerk.office, by=clerk, verifier=reviewer, at=now, title=f"装卸工{number}号线")
    sign_in(client, clerk)
    with time_machine.travel(now, tick=False):
        client.get("/")  # what the menu counts once
        with django_assert_num_queries(9):
            page = client.get("/").content.decode()
    assert page.count("号线") == jobs
