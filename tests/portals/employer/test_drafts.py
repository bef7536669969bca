"""Drafts in the console: several from one text, submitted together, and how many people one suits beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import MakeUser, StrictClient, sign_in
from tests.people.factories import mobile
from tests.portals.employer.factories import an_agent
from tests.postings.factories import an_employer, an_offer
from tests.workers.factories import BRICKLAYER, make_seeker
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.employers.models import Employer
from yizhan.portals.employer import jobs
from yizhan.postings.models import Posting
from yizhan.postings.operations import draft_posting

TEXT = """11月25日 招装卸工3名，200元一天日结，管饭，早8点到晚5点
11月26日 招保洁2名，150元一天日结，早8点到下午4点"""


@pytest.fixture(autouse=True)
def at_nine(now: dt.datetime) -> Iterator[None]:
    """The clock of the counter."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def agent(make_user: MakeUser, station: Office) -> User:
    """An account for an employer's agent."""
    return make_user(Role.AGENT, station)


@pytest.fixture
def employer(station: Office, clerk: User, reviewer: User, agent: User, now: dt.datetime) -> Employer:
    """A verified company for which the agent acts."""
    made = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    an_agent(made, agent, clerk, now)
    return made


def test_a_text_with_several_jobs_makes_as_many_drafts_and_they_are_submitted_together(
    client: StrictClient, employer: Employer, agent: User
) -> None:
    sign_in(client, agent)
    page = reverse("employer:job_paste", args=[employer.public_id])
    read = client.post(page, {"text": TEXT, "then": "read"})
    forms = read.context["jobs"]
    assert [form["title"].value() for form in forms] == ["装卸工", "保洁"]
    assert not Posting.objects.exists()

    data = {"text": TEXT, "then": "save"}
    for form in forms:
        shown = {field.html_name: field.value() for field in form}
        data |= {name: value for name, value in shown.items() if value not in (None, False, "")}
    for field, value in (
        ("content", "库房装卸袋装化肥，叉车辅助。"), ("place_name", "测试路粮库"), ("break_time", "1小时"),
        ("insurance", "accident"), ("contact_name", "测试老板"), ("contact_phone", "13900000007"),
    ):  # fmt: skip
        data[f"job1-{field}"] = value
    saved = client.post(page, data | {"job2-pay": "面议"}, follow=True)  # pay that is not said is no pay (CR-011)
    assert saved.redirect_chain == [(reverse("employer:drafts", args=[employer.public_id]), 302)]
    first, second = Posting.objects.order_by("pk")

    drafts = reverse("employer:drafts", args=[employer.public_id])
    answered = client.post(drafts, {"job": [str(first.public_id), str(second.public_id), "nonsense"]})
    for posting in (first, second):
        posting.refresh_from_db()
    assert (first.review_state, second.review_state) == ("waiting", "draft")
    content = answered.content.decode()
    assert "已提交 1 条，没有提交 1 条" in content
    assert "CR-011" in content
    assert first.number not in content


def test_a_job_that_is_left_out_needs_nothing(client: StrictClient, employer: Employer, agent: User) -> None:
    sign_in(client, agent)
    page = reverse("employer:job_paste", args=[employer.public_id])
    nothing = client.post(page, {"text": TEXT, "then": "save", "job1-starts_on": "nonsense"})
    assert nothing.status_code == 422
    assert not Posting.objects.exists()


def test_the_list_of_drafts_asks_the_same_however_long_it_is(
    client: StrictClient, employer: Employer, agent: User, now: dt.datetime
) -> None:
    sign_in(client, agent)
    page, counts = reverse("employer:drafts", args=[employer.public_id]), []
    for more in (1, 2):
        for _n in range(more):
            draft_posting(employer=employer, offer=an_offer(now), by=agent, at=now)
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_how_many_people_a_draft_suits_is_said_in_fives_and_not_too_often(
    client: StrictClient, employer: Employer, agent: User, clerk: User, now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for number in range(1, 8):
        make_seeker(clerk, now, number=number, phone=mobile(number), pay_min_fen=24_000 if number == 7 else 20_000)
    offer = an_offer(now, title="砌墙", occupation_code=BRICKLAYER, pay="220元/天", hazards=[])
    draft = draft_posting(employer=employer, offer=offer, by=agent, at=now)
    sign_in(client, agent)
    page = reverse("employer:job_people", args=[draft.public_id])
    monkeypatch.setattr(jobs, "LOOKS", (("draft.people.hour", dt.timedelta(hours=1), 1),))
    said = client.post(page).content.decode()
    assert "全县现在至少有 5 人合适" in said  # six do; one more for 20 yuan is too few to tell
    assert "每天加20元" not in said
    draft.refresh_from_db()
    assert draft.review_state == "draft"
    assert client.post(page).status_code == 429
