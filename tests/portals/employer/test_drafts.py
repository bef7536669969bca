"""Drafts in the console: several from one text, submitted together, and how many people one suits beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

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
from yizhan.portals.employer import drafts, jobs
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


def as_shown(read: Any) -> dict[str, Any]:
    """Return what a browser sends back to save what was read."""
    context = read.context
    data = {"text": context["form"]["text"].value(), "read": context["read"], "then": "save"}
    for form in context["jobs"]:
        shown = {field.html_name: field.value() for field in form}
        data |= {name: value for name, value in shown.items() if value not in (None, False, "")}
    return data


def test_a_text_with_several_jobs_makes_as_many_drafts_and_they_are_submitted_together(
    client: StrictClient, employer: Employer, agent: User
) -> None:
    sign_in(client, agent)
    page = reverse("employer:job_paste", args=[employer.public_id])
    read = client.post(page, {"text": TEXT, "then": "read"})
    forms = read.context["jobs"]
    assert [form["title"].value() for form in forms] == ["装卸工", "保洁"]
    assert not Posting.objects.exists()

    data = as_shown(read)
    for field, value in (
        ("content", "库房装卸袋装化肥，叉车辅助。"), ("place_name", "测试路粮库"), ("break_time", "1小时"),
        ("insurance", "accident"), ("contact_name", "测试老板"), ("contact_phone", "13900000007"),
    ):  # fmt: skip
        data[f"job1-{field}"] = value
    saved = client.post(page, data | {"job2-pay": "面议"}, follow=True)  # pay that is not said is no pay (CR-011)
    assert saved.redirect_chain == [(reverse("employer:drafts", args=[employer.public_id]), 302)]
    first, second = Posting.objects.order_by("pk")

    listed = reverse("employer:drafts", args=[employer.public_id])
    answered = client.post(listed, {"job": [str(first.public_id), str(second.public_id), "nonsense"]})
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
    data = as_shown(client.post(page, {"text": TEXT, "then": "read"})) | {"job1-starts_on": "nonsense"}
    assert client.post(page, data).status_code == 422
    assert not Posting.objects.exists()
    del data["job1-keep"]
    saved = client.post(page, data)
    assert (saved.status_code, saved["Location"]) == (302, reverse("employer:drafts", args=[employer.public_id]))
    (posting,) = Posting.objects.select_related("terms")
    assert posting.terms is not None
    assert posting.terms.title == "保洁"


def test_a_text_that_was_changed_is_read_again_before_anything_is_kept(
    client: StrictClient, employer: Employer, agent: User
) -> None:
    sign_in(client, agent)
    page = reverse("employer:job_paste", args=[employer.public_id])
    data = as_shown(client.post(page, {"text": TEXT, "then": "read"}))
    turned = "\n".join(reversed(TEXT.splitlines()))  # what was typed for job 1 would go to another job
    again = client.post(page, data | {"text": turned})
    assert [form["title"].value() for form in again.context["jobs"]] == ["保洁", "装卸工"]
    assert "文字改过了" in again.content.decode()
    assert not Posting.objects.exists()
    assert client.post(page, as_shown(again)).status_code == 302
    assert Posting.objects.count() == 2


def test_jobs_beyond_the_most_are_said_to_be_left_out(client: StrictClient, employer: Employer, agent: User) -> None:
    sign_in(client, agent)
    page = reverse("employer:job_paste", args=[employer.public_id])
    lines = [f"11月{number}日 招装卸工3名，200元一天日结，管饭，早8点到晚5点" for number in range(7, 28)]
    read = client.post(page, {"text": "\n".join(lines), "then": "read"})
    assert len(read.context["jobs"]) == drafts.MOST_JOBS == len(lines) - 1
    assert "一次最多 20 条，后面的没有列出" in read.content.decode()
    assert "没有列出" not in client.post(page, {"text": TEXT, "then": "read"}).content.decode()


def test_the_telephone_that_was_read_stands_in_the_form_and_goes_where_it_is_taken_out(
    client: StrictClient, employer: Employer, agent: User
) -> None:
    sign_in(client, agent)
    page = reverse("employer:job_paste", args=[employer.public_id])
    first, second = (f"{line}，电话1390000001{number}" for number, line in enumerate(TEXT.splitlines()))
    one = client.post(page, {"text": first, "then": "read"})
    assert one.context["jobs"][0]["contact_phone"].value() == "13900000010"
    several = client.post(page, {"text": f"{first}\n{second}", "then": "read"})
    data = as_shown(several)
    assert (data["job1-contact_phone"], data["job2-contact_phone"]) == ("13900000010", "13900000011")
    client.post(page, data | {"job1-contact_phone": ""})
    phones = list(Posting.objects.order_by("pk").values_list("terms__contact_phone", flat=True))
    assert phones == ["", "13900000011"]


@pytest.mark.parametrize("text", [TEXT.splitlines()[0], TEXT])
def test_one_job_keeps_what_several_keep_though_the_form_does_not_show_it(
    client: StrictClient, employer: Employer, agent: User, text: str
) -> None:
    sign_in(client, agent)
    page = reverse("employer:job_paste", args=[employer.public_id])
    first, *others = text.splitlines()
    read = client.post(page, {"text": "\n".join([f"{first}，要电工证，发安全帽", *others]), "then": "read"})
    answer = client.post(page, as_shown(read))
    posting = Posting.objects.select_related("terms").earliest("pk")
    assert posting.terms is not None
    leads_to = ("drafts", employer) if others else ("job", posting)
    assert answer["Location"] == reverse(f"employer:{leads_to[0]}", args=[leads_to[1].public_id])
    assert (posting.terms.requirements, posting.terms.ppe) == ("电工证", "安全帽")


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
