"""An employer's e-mail address: nothing goes there before its code came back, and nothing after an owner said no."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail as outbox
from django.db import connection
from django.urls import reverse

from tests.conftest import MakeUser, StrictClient, sign_in
from tests.employers.factories import a_verified_company
from tests.portals.employer.factories import an_agent
from tests.rights.files import png
from tests.shared.notifications.factories import an_account
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import MemberRole, PaperKind, SendBackReason
from yizhan.employers.models import Agent, Employer
from yizhan.employers.operations import confirm_email, forget_email, send_back, upload_paper, want_email
from yizhan.notices.queries import ledger_lines
from yizhan.shared.errors import NotAllowed
from yizhan.shared.models import Message
from yizhan.shared.notifications.enums import Carrier, Way
from yizhan.shared.notifications.sending import send_due

ADDRESS = "laoban@example.com"


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
def employer(station: Office, clerk: User, reviewer: User, agent: User, sysadmin: User, now: dt.datetime) -> Employer:
    """A company whose agent is its owner; the station has a server of e-mail and no SMS."""
    made = a_verified_company(office=station, by=clerk, verifier=reviewer, at=now)
    an_agent(made, agent, clerk, now)
    an_account(station, sysadmin, now, Carrier.EMAIL)
    return made


def tell(employer: Employer, agent: User, clerk: User, at: dt.datetime) -> Message:
    """Send a licence back: the employer is told."""
    paper = upload_paper(employer=employer, kind=PaperKind.LICENCE, data=png(), office=employer.office, by=agent, at=at)
    send_back(paper=paper, reason=SendBackReason.UNREADABLE, by=clerk, at=at)
    return Message.objects.filter(text_key="employers.papers_back").order_by("-pk")[0]


def test_an_address_is_used_once_its_code_came_back(
    client: StrictClient, employer: Employer, agent: User, clerk: User, now: dt.datetime, settings: Any
) -> None:
    settings.YIZHAN_EMAIL_FROM = "驿站 <yizhan@example.gov.cn>"
    assert tell(employer, agent, clerk, now).way == Way.CALL
    sign_in(client, agent)
    page = reverse("employer:mail", args=[employer.public_id])
    assert client.post(page, {"email": "laoban@", "then": "send"}).status_code == 422
    assert "验证码已发到" in client.post(page, {"email": f" {ADDRESS} ", "then": "send"}).content.decode()
    assert tell(employer, agent, clerk, now).way == Way.CALL  # typed is not confirmed
    send_due(now=lambda: now)
    digits = re.search(r"\d{6}", str(outbox.outbox[0].body))
    assert digits is not None
    wrong = "000000" if digits[0] != "000000" else "000001"
    assert client.post(page, {"email": ADDRESS, "code": wrong, "then": "confirm"}).status_code == 422
    # A code for one address confirms no other.
    assert client.post(page, {"email": "x@example.com", "code": digits[0], "then": "confirm"}).status_code == 422
    shown = client.post(page, {"email": ADDRESS, "code": digits[0], "then": "confirm"}, follow=True).content.decode()
    assert "l***@example.com" in shown
    assert ADDRESS not in shown
    employer.refresh_from_db()
    told = tell(employer, agent, clerk, now)
    assert (told.way, told.recipient) == (Way.EMAIL, ADDRESS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM employers_employer")
        assert cursor.fetchone()[0].startswith("y1:")
    assert "l***@example.com" in {line.address for line in ledger_lines(clerk, "all", start=0, count=9)}

    want_email(employer=employer, wanted=False, by=agent, at=now)
    employer.refresh_from_db()
    assert tell(employer, agent, clerk, now).way == Way.CALL
    forget_email(employer=employer, by=agent, at=now)
    employer.refresh_from_db()
    assert (employer.email, employer.email_confirmed_at) == ("", None)


def test_only_an_owner_says_where_messages_go(employer: Employer, agent: User, now: dt.datetime) -> None:
    Agent.objects.filter(user=agent).update(role=MemberRole.MEMBER)
    with pytest.raises(NotAllowed):
        confirm_email(employer=employer, email=ADDRESS, code="123456", by=agent, address="192.0.2.1", at=now)
    with pytest.raises(NotAllowed):
        forget_email(employer=employer, by=agent, at=now)
