"""What the console says is true at the moment at which it says it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from tests.conftest import MakeUser, StrictClient, sign_in
from tests.employers.factories import a_company
from tests.portals.employer.factories import FORM, an_agent, own_posting
from tests.postings.factories import an_employer, an_offer
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import MemberRole
from yizhan.employers.models import Agent, Employer
from yizhan.employers.operations import invite_member
from yizhan.postings.enums import EndReason
from yizhan.postings.models import Posting
from yizhan.postings.operations import draft_posting, pause_posting, submit_for_review, withdraw_posting


@pytest.fixture
def agent(make_user: MakeUser, station: Office) -> User:
    """Somebody who acts for an employer."""
    return make_user(Role.AGENT, station, "agent")


@pytest.fixture
def own(agent: User, station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Employer:
    """Verify the agent's employer."""
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)
    an_agent(employer, agent, clerk, now)
    return employer


def page_of(client: StrictClient, posting: Posting) -> str:
    return client.get(reverse("employer:job", args=[posting.public_id])).content.decode()


def test_what_the_station_paused_is_said_to_be_the_stations(
    client: StrictClient, station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = own_posting(station, agent, clerk, reviewer, now)
    sign_in(client, agent)
    pause_posting(posting=posting, reason=EndReason.COMPLAINT, by=clerk, at=now)
    with time_machine.travel(now, tick=False):
        page = page_of(client, posting)
    assert "是驿站暂停的" in page
    assert "继续招</button>" not in page


def test_a_withdrawn_draft_is_not_said_to_be_ready(
    client: StrictClient, own: Employer, agent: User, now: dt.datetime
) -> None:
    posting = draft_posting(employer=own, offer=an_offer(now), by=agent, at=now)
    sign_in(client, agent)
    with time_machine.travel(now, tick=False):
        assert "规则提示" in page_of(client, posting)
        withdraw_posting(posting=posting, reason=EndReason.WEATHER, by=agent, at=now)
        assert "规则提示" not in page_of(client, posting)


def test_a_change_while_the_station_looks_is_not_said_to_need_no_review(
    client: StrictClient, own: Employer, agent: User, now: dt.datetime
) -> None:
    posting = draft_posting(employer=own, offer=an_offer(now), by=agent, at=now)
    posting = submit_for_review(posting=posting, by=agent, at=now)
    sign_in(client, agent)
    address = reverse("employer:job_change", args=[posting.public_id])
    with time_machine.travel(now, tick=False):
        form = client.get(address).context["form"]
        typed = {bound.name: bound.value() for bound in form if bound.value() not in (None, "", False, [])}
        answer = client.post(address, typed | {"headcount": "4", "then": "draft"}, follow=True).content.decode()
    assert "还在等驿站审核" in answer
    assert "不用重新审核" not in answer


def test_a_saved_job_is_said_to_be_saved_and_not_submitted(
    client: StrictClient, own: Employer, agent: User, now: dt.datetime
) -> None:
    sign_in(client, agent)
    with time_machine.travel(now, tick=False):
        answer = client.post(reverse("employer:job_new", args=[own.public_id]), FORM, follow=True)
    assert "还没有提交" in answer.content.decode()


def test_a_job_whose_days_are_fixed_is_not_said_to_hold_longer(
    client: StrictClient, station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = own_posting(station, agent, clerk, reviewer, now)
    before = posting.valid_until_at
    sign_in(client, agent)
    with time_machine.travel(now, tick=False):
        step = reverse("employer:job_step", args=[posting.public_id, "confirm"])
        answer = client.post(step, follow=True).content.decode()
    posting.refresh_from_db()
    assert posting.valid_until_at == before
    assert "已记下您还在招人" in answer
    assert "顺延" not in answer


def test_who_has_signed_in_is_not_told_to_sign_in(
    client: StrictClient, station: Office, own: Employer, agent: User, make_user: MakeUser, clerk: User,
    now: dt.datetime,
) -> None:  # fmt: skip
    other = a_company(office=station, by=clerk, at=now)
    owner = make_user(Role.AGENT, station, "owner")
    an_agent(other, owner, clerk, now)
    code = invite_member(employer=other, role=MemberRole.MEMBER, name="测试戊", mobile="13900005432", by=owner, at=now)
    sign_in(client, agent)
    with time_machine.travel(now, tick=False):
        answer = client.post(reverse("employer:join"), {"code": code}, follow=True).content.decode()
    assert "替这家单位办事" in answer
    assert "密码登录" not in answer


def test_who_leaves_is_told_of_themselves(
    client: StrictClient, own: Employer, agent: User, make_user: MakeUser, station: Office, now: dt.datetime
) -> None:
    second = make_user(Role.AGENT, station, "second")
    other = Agent(employer=own, name="测试庚", mobile="13900004444", user=second, from_on=now.date())
    other.save()
    sign_in(client, agent)
    mine = Agent.objects.get(user=agent)
    with time_machine.travel(now, tick=False):
        address = reverse("employer:member_end", args=[own.public_id, mine.public_id])
        answer = client.post(address, follow=True).content.decode()
    assert "您已不再替该单位办事" in answer


def test_whom_the_station_cannot_give_a_second_code_is_said_beside_the_mobile(
    client: StrictClient, own: Employer, agent: User, now: dt.datetime
) -> None:
    sign_in(client, agent)
    typed = {"name": "测试乙", "mobile": "13900001234", "role": "member"}
    with time_machine.travel(now, tick=False):
        answer = client.post(reverse("employer:invite", args=[own.public_id]), typed)
    assert answer.status_code == 422
    assert "mobile" in answer.context["form"].errors


def test_a_job_whose_days_are_past_is_not_said_to_want_people(
    client: StrictClient, station: Office, agent: User, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    posting = own_posting(station, agent, clerk, reviewer, now)
    with time_machine.travel(now + dt.timedelta(days=5), tick=False):
        sign_in(client, agent)
        page = page_of(client, posting)
        assert "日子都过了" in page
        assert "招人中" not in page
        assert "还在招</button>" not in page
        assert "招人中" not in client.get(reverse("employer:home")).content.decode()
