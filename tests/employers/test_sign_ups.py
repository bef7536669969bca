"""Requests for the console at the desk: who stands on which page, what comes before a code, how long it is kept."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import MakeUser, StrictClient, sign_in
from tests.employers.factories import a_company, a_verified_company, an_id, company_facts, household_facts
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.cli.housekeeping import DUTIES
from yizhan.employers.enums import MemberRole, RefusalReason, SignUpState, VerifyBasis
from yizhan.employers.models import Agent, Employer, Invitation, SignUp
from yizhan.employers.operations import (
    LooksLikeKnown,
    MemberHasAccount,
    MobileOfAnother,
    add_agent,
    admit,
    forget_old_requests,
    invite_member,
    join,
    refuse_sign_up,
    sign_up,
    take_in,
    verify_employer,
)
from yizhan.employers.rules import CODE_KEPT_DAYS, DECIDED_KEPT_DAYS, UNDECIDED_KEPT_DAYS

CONTACT = "测试经办"
DAY = dt.timedelta(days=1)


def ask(office: Office, at: dt.datetime, number: int = 5, **changes: Any) -> SignUp:
    """Ask for the console as a company, from an address of its own."""
    facts = changes.pop("facts", None) or company_facts(number, **changes)
    return sign_up(facts=facts, contact_name=CONTACT, office=office, address=f"192.0.2.{number}", at=at)


def taken(row: SignUp, clerk: User, reviewer: User, at: dt.datetime) -> Employer:
    """Take a request in and look at the licence."""
    employer = take_in(sign_up=row, by=clerk, at=at)
    return verify_employer(employer=employer, basis=VerifyBasis.LICENCE_ORIGINAL, by=reviewer, at=at)


def opened(code: str, at: dt.datetime, username: str = "laoban") -> User:
    """Open an account with a code."""
    return join(code=code, user=None, username=username, password="Yonggong-2026-Hao", address="192.0.2.7", at=at)


def address_of(row: SignUp, step: str = "sign_up") -> str:
    return reverse(f"employers:{step}", args=[row.public_id])


def test_a_telephone_stands_whole_on_one_page_only_and_for_who_calls(
    client: StrictClient, station: Office, clerk: User, auditor: User, now: dt.datetime
) -> None:
    row = ask(station, now)
    sign_in(client, clerk)
    with time_machine.travel(now, tick=False):
        listed = client.get(reverse("employers:sign_ups")).content.decode()
        assert address_of(row) in listed
        assert "139 0000 0005" not in listed
        assert CONTACT not in listed
        assert "139 0000 0005" in client.get(address_of(row)).content.decode()
        sign_in(client, auditor)
        shown = client.get(address_of(row)).content.decode()
    assert CONTACT in shown
    assert "139 0000 0005" not in shown


def test_a_households_name_is_masked_on_the_list(
    client: StrictClient, station: Office, clerk: User, now: dt.datetime
) -> None:
    ask(station, now, facts=household_facts(3))
    sign_in(client, clerk)
    with time_machine.travel(now, tick=False):
        assert "测试户主" not in client.get(reverse("employers:sign_ups")).content.decode()


def test_the_list_asks_the_same_however_long_it_is(
    client: StrictClient, station: Office, clerk: User, now: dt.datetime
) -> None:
    sign_in(client, clerk)
    counts = []
    with time_machine.travel(now, tick=False):
        for numbers in ((5,), (6, 7)):
            for number in numbers:
                ask(station, now, number)
            client.get(reverse("employers:sign_ups"))
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("employers:sign_ups"))
            counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_page_below_a_code_leads_on(
    client: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    row = ask(station, now)
    taken(row, clerk, reviewer, now)
    sign_in(client, clerk)
    with time_machine.travel(now, tick=False):
        refused = client.post(address_of(row, "sign_up_admit"), {"id_no": "371521198001010000", "called_back": "on"})
        assert refused.status_code == 422
        assert not Invitation.objects.exists()
        given = client.post(address_of(row, "sign_up_admit"), {"called_back": "on"})
        page = given.content.decode()
        main = page[page.index("<main") :]
        links = [link for link in re.findall(r'href="([^"]*)"', main) if not link.startswith("#")]
        assert all(link.startswith("/") for link in links)  # relative to an address that takes no GET
        assert all(client.get(link).status_code == 200 for link in links)
    assert given.context["code"] in page


def test_the_same_name_is_looked_at_before_a_second_employer_is_made(
    client: StrictClient, station: Office, clerk: User, now: dt.datetime
) -> None:
    known = a_company(office=station, by=clerk, at=now, number=6, name=company_facts(5).name)
    row = ask(station, now)
    with pytest.raises(LooksLikeKnown):
        take_in(sign_up=row, by=clerk, at=now)
    sign_in(client, clerk)
    with time_machine.travel(now, tick=False):
        asked = client.post(address_of(row, "sign_up_take"))
        assert asked.status_code == 409
        assert known.number in asked.content.decode()
        assert Employer.objects.count() == 1
        client.post(address_of(row, "sign_up_take"), {"not_the_same": "on"})
    row.refresh_from_db()
    assert (Employer.objects.count(), row.state) == (2, SignUpState.TAKEN)


def test_who_is_verified_already_is_not_sent_to_be_verified(
    client: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_verified_company(office=station, by=clerk, verifier=reviewer, at=now, number=5)
    row = ask(station, now)
    sign_in(client, clerk)
    with time_machine.travel(now, tick=False):
        assert client.post(address_of(row, "sign_up_take")).headers["Location"] == address_of(row)
        shown = client.get(address_of(row)).content.decode()
    assert "已核验，待发码" in shown
    assert "待核验" not in shown


def test_a_corrected_request_stands_beside_the_first(station: Office, now: dt.datetime) -> None:
    first = ask(station, now)
    assert ask(station, now, address="测试路2号") != first
    assert SignUp.objects.count() == 2


def test_a_request_that_is_decided_and_made_again_is_a_new_one(station: Office, clerk: User, now: dt.datetime) -> None:
    first = ask(station, now)
    refuse_sign_up(sign_up=first, reason=RefusalReason.NOT_REACHED, by=clerk, at=now)
    assert ask(station, now) != first


def test_a_second_request_of_somebody_with_an_account_gets_no_second_code(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    first = ask(station, now)
    taken(first, clerk, reviewer, now)
    opened(admit(sign_up=first, called_back=True, by=clerk, at=now), now)
    second = ask(station, now + DAY)
    take_in(sign_up=second, by=clerk, at=now + DAY)
    with pytest.raises(MemberHasAccount):
        admit(sign_up=second, called_back=True, by=clerk, at=now + DAY)
    assert Invitation.objects.count() == 1


def test_a_second_request_voids_the_code_of_the_first_and_nobody_elses(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    first = ask(station, now)
    employer = taken(first, clerk, reviewer, now)
    admit(sign_up=first, called_back=True, by=clerk, at=now)
    namesake = ask(station, now, 5, phone="13900007777")
    take_in(sign_up=namesake, by=clerk, at=now)
    admit(sign_up=namesake, called_back=True, by=clerk, at=now)
    assert employer.invitations.filter(withdrawn_at=None).count() == 2
    again = ask(station, now + DAY)
    take_in(sign_up=again, by=clerk, at=now + DAY)
    admit(sign_up=again, called_back=True, by=clerk, at=now + DAY)
    good = employer.invitations.filter(withdrawn_at=None).order_by("pk")
    assert [one.mobile for one in good] == ["13900007777", "13900000005"]


def test_what_was_seen_is_written_down_with_whom_the_station_knew(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    row = ask(station, now)
    employer = taken(row, clerk, reviewer, now)
    add_agent(employer=employer, name=CONTACT, mobile="13900000005", by=clerk, at=now)
    code = admit(sign_up=row, called_back=True, mandate_seen=True, id_no=an_id(9), by=clerk, at=now)
    user = opened(code, now)
    agent = Agent.objects.get()
    assert (agent.user, agent.mandate_seen, agent.id_no) == (user, True, an_id(9))


def test_an_account_is_not_given_to_somebody_of_another_name(
    station: Office, clerk: User, reviewer: User, make_user: MakeUser, now: dt.datetime
) -> None:
    row = ask(station, now)
    employer = taken(row, clerk, reviewer, now)
    add_agent(employer=employer, name="测试庚", mobile="13900000005", by=clerk, at=now)
    with pytest.raises(MobileOfAnother):
        admit(sign_up=row, called_back=True, by=clerk, at=now)
    owner = make_user(Role.AGENT, station)
    add_agent(employer=employer, name="测试辛", mobile="13900001111", by=clerk, at=now, user=owner)
    with pytest.raises(MobileOfAnother):
        invite_member(employer=employer, role=MemberRole.MEMBER, name="测试壬", mobile="13900000005", by=owner, at=now)


def test_requests_and_codes_are_kept_as_long_as_the_rule_says(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    admitted, left = ask(station, now), ask(station, now, 6)
    employer = taken(admitted, clerk, reviewer, now)
    opened(admit(sign_up=admitted, called_back=True, by=clerk, at=now), now)
    ended = Invitation.objects.get().expires_at + dt.timedelta(days=CODE_KEPT_DAYS)
    moment = dt.timedelta(seconds=1)

    assert forget_old_requests(at=ended - moment) == 0
    assert forget_old_requests(at=ended) == 1
    assert not Invitation.objects.exists()
    assert forget_old_requests(at=now + DAY * DECIDED_KEPT_DAYS - moment) == 0
    assert forget_old_requests(at=now + DAY * DECIDED_KEPT_DAYS) == 1
    assert list(SignUp.objects.all()) == [left]
    assert forget_old_requests(at=now + DAY * UNDECIDED_KEPT_DAYS - moment) == 0
    assert forget_old_requests(at=now + DAY * UNDECIDED_KEPT_DAYS) == 1
    assert not SignUp.objects.exists()
    assert Agent.objects.filter(employer=employer).count() == 1


def test_housekeeping_lets_old_requests_go(station: Office, now: dt.datetime) -> None:
    ask(station, now)
    duty = next(duty for _every, duty in DUTIES if duty.__name__ == "forget_old_requests")
    with time_machine.travel(now + DAY * UNDECIDED_KEPT_DAYS, tick=False):
        duty()
    assert not SignUp.objects.exists()
