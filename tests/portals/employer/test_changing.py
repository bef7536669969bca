"""A change or copy keeps what the short form does not ask; the station that answers is one that serves the employer."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.conftest import MakeUser, StrictClient, sign_in
from tests.employers.factories import a_company
from tests.portals.employer.factories import FORM, an_agent, own_posting
from tests.postings.factories import LONG_JOB, an_employer, an_offer
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import MemberRole
from yizhan.employers.models import Invitation
from yizhan.employers.operations import invite_member, serve_employer
from yizhan.portals.employer.jobs import may_do
from yizhan.postings.enums import EndReason, PublishState
from yizhan.postings.facts import TermsFacts
from yizhan.postings.models import Posting, Shift
from yizhan.postings.operations import draft_posting, pause_posting, resume_posting
from yizhan.postings.queries import was_paused_by_an_agent

COLUMNS = [one.name for one in fields(TermsFacts)]
WHOLE: dict[str, Any] = {
    "break_time": "90", "load_kg": "25", "loads_per_hour": "12", "is_outdoors": "on", "fare_paid": "on",
    "protection": ["helmet"], "skills": "叉车、码垛", "requirements": "会用液压车", "ppe": "通风", "age_min": "18",
    "meeting_place": "粮库东门", "meeting_time": "6:30", "channels": ["screen"], "valid_until_on": "2026-11-30",
}  # fmt: skip
NIGHT = {"start_time": "20:00", "end_time": "4:00", "break_time": "30"}


@pytest.fixture
def agent(make_user: MakeUser, station: Office) -> User:
    """Somebody who acts for an employer."""
    return make_user(Role.AGENT, station, "agent")


def columns(posting: Posting) -> dict[str, Any]:
    """Return the terms that stand, by column."""
    terms = Posting.objects.select_related("terms").get(pk=posting.pk).terms
    assert terms is not None
    return {name: getattr(terms, name) for name in COLUMNS}


def as_shown(client: StrictClient, address: str) -> dict[str, Any]:
    """Return what a browser would send back of a form that nobody touched."""
    form = client.get(address).context["form"]
    found = {bound.name: bound.value() for bound in form}
    return {name: value for name, value in found.items() if value not in (None, "", False, [])} | {"then": "draft"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "terms",
    [
        WHOLE,
        {"pay": "200", "pay_unit": "day"},
        {"pay": "0.5元/件", "pieces_per_day": "400"},
        {"start_time": "8:00", "end_time": "8:00", "hours_per_day": "8"},
        {"raw": LONG_JOB},
        {"raw": LONG_JOB | NIGHT},
        {"raw": LONG_JOB | {"hours_per_day": "7.5", "start_time": "", "end_time": ""}},
        {"kind": "short", "ends_on": "2026-11-27", "week_days": ["1", "2", "3"]},
    ],
)
def test_a_save_that_changes_nothing_leaves_the_posting_live(
    terms: dict[str, Any], language: str, client: StrictClient, station: Office, agent: User, clerk: User,
    reviewer: User, now: dt.datetime,
) -> None:  # fmt: skip
    posting = own_posting(station, agent, clerk, reviewer, now, **terms)
    before, channels, until = columns(posting), posting.channels, posting.valid_until_at
    client.cookies["django_language"] = language
    sign_in(client, agent)
    address = reverse("employer:job_change", args=[posting.public_id])
    with time_machine.travel(now, tick=False):
        answer = client.post(address, as_shown(client, address))
    assert answer.status_code == 302, answer.context["form"].errors
    posting.refresh_from_db()
    assert columns(posting) == before
    assert (posting.publish_state, posting.source, posting.channels) == (PublishState.PUBLISHED, "desk", channels)
    assert posting.valid_until_at == until


def test_figures_without_words_stay_until_words_are_written(
    client: StrictClient, station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    an_agent(employer, agent, clerk, now)
    offer = an_offer(now, pay="180元/天")
    offer = replace(offer, terms=replace(offer.terms, pay_note="", hazards=("load", "dust")))
    posting = draft_posting(employer=employer, offer=offer, by=clerk, at=now, office=station)
    before = columns(posting)
    sign_in(client, agent)
    address = reverse("employer:job_change", args=[posting.public_id])
    with time_machine.travel(now, tick=False):
        client.post(address, as_shown(client, address))
        assert columns(posting) == before
        client.post(address, as_shown(client, address) | {"pay": "220元/天"})
    assert (columns(posting)["pay_min_fen"], columns(posting)["pay_unit"]) == (22000, "day")


def test_a_day_job_that_is_put_off_lives_to_see_its_new_day(
    client: StrictClient, station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = own_posting(station, agent, clerk, reviewer, now)
    sign_in(client, agent)
    address = reverse("employer:job_change", args=[posting.public_id])
    with time_machine.travel(now, tick=False):
        client.post(address, as_shown(client, address) | {"starts_on": "2026-12-02"})
    posting.refresh_from_db()
    assert posting.valid_until_at == dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC)  # 17:00 at the counter
    with time_machine.travel(now, tick=False):
        client.post(address, as_shown(client, address) | {"valid_until_on": "2026-11-30"})
    posting.refresh_from_db()
    assert posting.valid_until_at == dt.datetime(2026, 11, 30, 16, tzinfo=dt.UTC)  # what is asked for is kept


def test_each_day_keeps_its_own_headcount_until_another_is_asked_for(
    client: StrictClient, station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = own_posting(station, agent, clerk, reviewer, now, ends_on="2026-11-26")
    second = Shift.objects.filter(posting=posting).order_by("starts_at")[1]
    Shift.objects.filter(pk=second.pk).update(headcount=7)
    sign_in(client, agent)
    address = reverse("employer:job_change", args=[posting.public_id])

    def counts() -> list[int]:
        return list(Shift.objects.filter(posting=posting).order_by("starts_at").values_list("headcount", flat=True))

    with time_machine.travel(now, tick=False):
        client.post(address, as_shown(client, address))
        assert counts() == [3, 7, 3]
        client.post(address, as_shown(client, address) | {"headcount": "4"})
    assert counts() == [4, 4, 4]


def test_hours_that_the_form_does_not_show_follow_the_times_that_it_does(
    client: StrictClient, station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = own_posting(station, agent, clerk, reviewer, now, hours_per_day="9")
    sign_in(client, agent)
    address = reverse("employer:job_change", args=[posting.public_id])
    with time_machine.travel(now, tick=False):
        client.post(address, as_shown(client, address) | {"end_time": "12:00"})
    assert columns(posting)["hours_per_day_x10"] == 50


def test_an_agents_work_goes_to_a_station_that_serves_the_employer(
    client: StrictClient, station: Office, foreign_station: Office, agent: User, stranger: User, clerk: User,
    now: dt.datetime,
) -> None:  # fmt: skip
    elsewhere = a_company(office=foreign_station, by=stranger, at=now)
    an_agent(elsewhere, agent, stranger, now)
    sign_in(client, agent)
    address = reverse("employer:job_new", args=[elsewhere.public_id])
    with time_machine.travel(now, tick=False):
        client.post(address, FORM | {"area_code": foreign_station.area_code[:6]})
        assert Posting.objects.get().office == foreign_station
        invite_member(
            employer=elsewhere, role=MemberRole.MEMBER, name="测试戊", mobile="13900005432", by=agent, at=timezone.now()
        )
        assert Invitation.objects.get().office == foreign_station
        serve_employer(employer=elsewhere, office=station, by=clerk, at=now)
        client.post(address, FORM | {"title": "保洁"})
    assert Posting.objects.get(terms__title="保洁").office == station


def test_what_the_station_stopped_is_not_offered_to_be_taken_up(
    station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = own_posting(station, agent, clerk, reviewer, now)
    posting = pause_posting(posting=posting, reason=EndReason.ENOUGH_PEOPLE, by=agent, at=now)
    assert may_do(posting, blocked=False, over=False)["resume"]
    posting = resume_posting(posting=posting, by=agent, at=now)
    posting = pause_posting(posting=posting, reason=EndReason.COMPLAINT, by=clerk, at=now)
    assert not was_paused_by_an_agent(posting)
    assert not may_do(posting, blocked=False, over=False)["resume"]
