"""Signing up tells nothing and opens nothing; a code works once, for whoever holds it, and for a few days."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from tests.conftest import MakeUser, StrictClient, sign_in
from tests.employers.factories import a_company, a_uscc, an_id, company_facts, household_facts
from tests.portals.employer.factories import an_agent
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import MemberRole, RefusalReason, SignUpState, VerifyBasis
from yizhan.employers.models import Agent, Employer, Invitation, SignUp
from yizhan.employers.operations import (
    AlreadyMember,
    CodeUnknown,
    FactsRefused,
    LastOwner,
    NotCalledBack,
    NotYetVerified,
    SignUpSettled,
    TooManyCodesTried,
    TooManySignUps,
    admit,
    invite_member,
    join,
    refuse_sign_up,
    remove_member,
    sign_up,
    take_in,
    verify_employer,
    withdraw_invitation,
)
from yizhan.employers.queries import employers_visible_to
from yizhan.employers.slips import slip_data
from yizhan.shared.documents.qr import qr_svg
from yizhan.shared.errors import NotAllowed

PASSWORD = "Yonggong-2026-Hao"
ADDRESS = "192.0.2.7"


def ask(office: Office, at: dt.datetime, **more: Any) -> SignUp:
    """Ask for the console as a company."""
    facts = more.pop("facts", None) or company_facts(5)
    return sign_up(facts=facts, contact_name="测试经办", office=office, address=more.get("address", ADDRESS), at=at)


def code_for(row: SignUp, clerk: User, reviewer: User, at: dt.datetime) -> str:
    """Take the request in, verify, call back, and return the code."""
    employer = take_in(sign_up=row, by=clerk, at=at)
    verify_employer(employer=employer, basis=VerifyBasis.LICENCE_ORIGINAL, by=reviewer, at=at)
    return admit(sign_up=row, called_back=True, mandate_seen=True, id_no=an_id(9), by=clerk, at=at)


def joined(code: str, at: dt.datetime, username: str = "laoban", **more: Any) -> User:
    """Open an account with a code."""
    return join(code=code, user=None, username=username, password=PASSWORD, address=ADDRESS, at=at, **more)


def test_nobody_sees_anything_before_staff_have_verified_and_called_back(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    row = ask(station, now)
    assert not User.objects.filter(role=Role.AGENT).exists()
    assert not Employer.objects.exists()

    employer = take_in(sign_up=row, by=clerk, at=now)
    with pytest.raises(NotYetVerified):
        admit(sign_up=row, called_back=True, by=clerk, at=now)
    verify_employer(employer=employer, basis=VerifyBasis.LICENCE_ORIGINAL, by=reviewer, at=now)
    with pytest.raises(NotCalledBack):
        admit(sign_up=row, called_back=False, by=clerk, at=now)

    code = admit(sign_up=row, called_back=True, by=clerk, at=now)
    user = joined(code, now)
    assert list(employers_visible_to(user)) == [employer]
    assert user.office == station


def test_what_was_sent_about_a_person_goes_with_the_decision(station: Office, clerk: User, now: dt.datetime) -> None:
    row = ask(station, now, facts=household_facts(3))
    refused = refuse_sign_up(sign_up=row, reason=RefusalReason.NOT_REACHED, by=clerk, at=now)
    assert (refused.state, refused.person_id_no) == (SignUpState.REFUSED, "")
    with pytest.raises(SignUpSettled):
        take_in(sign_up=row, by=clerk, at=now)


def test_a_code_that_is_known_is_answered_like_one_that_is_not(
    client: StrictClient, station: Office, clerk: User, now: dt.datetime
) -> None:
    a_company(office=station, by=clerk, at=now, number=1)
    answers = []
    for number in (1, 2):
        form = {
            "kind": "company", "name": "测试公司", "uscc": a_uscc(number), "contact_name": "测试经办",
            "phone": f"1390000000{number}", "area_code": "371521", "agreed": "on",
        }  # fmt: skip
        with time_machine.travel(now, tick=False):
            answer = client.post(f"{reverse('employer:sign_up')}?office={station.public_id}", form, follow=True)
        answers.append((answer.redirect_chain, answer.content.decode().count("测试公司")))
    assert answers[0] == answers[1]
    assert SignUp.objects.count() == 2
    # The second request finds the employer of the code instead of making another.
    row = SignUp.objects.get(uscc=a_uscc(1))
    assert take_in(sign_up=row, by=clerk, at=now) == Employer.objects.get(uscc=a_uscc(1))


def test_the_same_request_twice_is_one(station: Office, now: dt.datetime) -> None:
    assert ask(station, now) == ask(station, now)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (company_facts(5, uscc="91371521MA0000005X"), "uscc"),
        (household_facts(5, person_id_no=""), "person_id_no"),
        (household_facts(5, person_id_no="371521198001010000"), "person_id_no"),
        (company_facts(5, phone="0635-1234567"), "phone"),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field(
    facts: Any, field: str, station: Office, now: dt.datetime
) -> None:
    with pytest.raises(FactsRefused) as refusal:
        ask(station, now, facts=facts)
    assert field in refusal.value.errors


def test_neither_an_address_nor_a_telephone_floods_the_desk(station: Office, now: dt.datetime) -> None:
    for number in range(10):
        ask(station, now, facts=company_facts(number + 10))
    with pytest.raises(TooManySignUps):
        ask(station, now, facts=company_facts(30))
    for number in range(3):
        ask(station, now, facts=company_facts(number + 40, phone="13912345678"), address=f"198.51.100.{number}")
    with pytest.raises(TooManySignUps):
        ask(station, now, facts=company_facts(50, phone="13912345678"), address="198.51.100.9")


def test_a_code_works_once_and_not_for_ever(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    row = ask(station, now)
    code = code_for(row, clerk, reviewer, now)
    assert code not in Invitation.objects.get().code_hash
    with pytest.raises(CodeUnknown):
        joined(code, now + dt.timedelta(days=3))
    second = admit(sign_up=row, called_back=True, by=clerk, at=now)
    with pytest.raises(CodeUnknown):  # the first is void since another was given
        joined(code, now)
    joined(second.upper(), now)
    with pytest.raises(CodeUnknown):
        joined(second, now, username="lingyiwei")
    assert Agent.objects.get().mandate_seen is True  # seen for the code that was lost


def test_codes_are_not_tried_out(station: Office, now: dt.datetime) -> None:
    for _n in range(20):
        with pytest.raises(CodeUnknown):
            joined("abcdefghjk", now)
    with pytest.raises(TooManyCodesTried):
        joined("abcdefghjk", now)


def test_owners_ask_members_in_and_their_acting_ends_at_once(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    owner = joined(code_for(ask(station, now), clerk, reviewer, now), now)
    employer = Employer.objects.get()
    code = invite_member(
        employer=employer, role=MemberRole.MEMBER, name="测试戊", mobile="13900005432", by=owner, at=now
    )
    member = joined(code, now, username="chengyuan")
    with pytest.raises(NotAllowed):
        invite_member(employer=employer, role=MemberRole.OWNER, name="某", mobile="13900005433", by=member, at=now)
    with pytest.raises(LastOwner):
        remove_member(agent=Agent.objects.get(user=owner), by=owner, at=now)
    remove_member(agent=Agent.objects.get(user=member), by=owner, at=now)
    assert not employers_visible_to(member).exists()


def test_an_agent_adds_another_employer_to_the_own_account(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    user = joined(code_for(ask(station, now), clerk, reviewer, now), now)
    second = code_for(ask(station, now, facts=company_facts(6)), clerk, reviewer, now)
    join(code=second, user=user, address=ADDRESS, at=now)
    assert employers_visible_to(user).count() == 2
    again = invite_member(
        employer=Employer.objects.order_by("pk")[0], role=MemberRole.MEMBER, name="测试", mobile="13900007777", by=user,
        at=now,
    )  # fmt: skip
    with pytest.raises(AlreadyMember):
        join(code=again, user=user, address=ADDRESS, at=now)
    assert Invitation.objects.get(mobile__isnull=False, name="测试").used_at is None


def test_a_withdrawn_code_opens_nothing(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    owner = joined(code_for(ask(station, now), clerk, reviewer, now), now)
    code = invite_member(
        employer=Employer.objects.get(), role=MemberRole.MEMBER, name="测试戊", mobile="13900005432", by=owner, at=now
    )
    withdraw_invitation(invitation=Invitation.objects.get(name="测试戊"), by=owner, at=now)
    with pytest.raises(CodeUnknown):
        joined(code, now, username="chengyuan")


def test_the_account_goes_to_the_agent_whom_the_station_wrote_down(
    station: Office, clerk: User, reviewer: User, make_user: MakeUser, now: dt.datetime
) -> None:
    employer = a_company(office=station, by=clerk, at=now)
    owner = make_user(Role.AGENT, station)
    an_agent(employer, owner, clerk, now)
    from yizhan.employers.operations import add_agent

    written = add_agent(employer=employer, name="测试庚", mobile="13900008888", by=clerk, at=now)
    code = invite_member(
        employer=employer, role=MemberRole.MEMBER, name="测试庚", mobile="13900008888", by=owner, at=now
    )
    user = joined(code, now)
    written.refresh_from_db()
    assert (written.user, written.role) == (user, MemberRole.MEMBER)


def test_staff_go_to_the_desk_and_agents_to_the_console(
    client: StrictClient, station: Office, make_user: MakeUser, clerk: User
) -> None:
    sign_in(client, make_user(Role.AGENT, station))
    assert client.get("/").headers["Location"] == "/e/"
    sign_in(client, clerk)
    assert client.get("/e/").status_code == 403


def test_a_code_is_printed_as_long_as_it_works_and_only_for_its_employer(
    client: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime, settings: Any
) -> None:
    settings.YIZHAN_PUBLIC_URL = "https://yizhan.example.gov.cn"
    row = ask(station, now)
    code = code_for(row, clerk, reviewer, now)
    sign_in(client, clerk)
    page = reverse("employers:sign_up_slip", args=[row.public_id])
    with time_machine.travel(now, tick=False):
        printed = client.post(page, {"code": code})
        assert printed["Content-Type"] == "application/pdf"
        assert client.post(page, {"code": "abcdefghjk"}).status_code == 422
        joined(code, now)
        assert client.post(page, {"code": code}).status_code == 422
    invitation = Invitation.objects.get()
    data = slip_data(invitation, code, address="https://yizhan.example.gov.cn/e/join/", at=now)
    assert data["qr_svg"] == qr_svg(f"https://yizhan.example.gov.cn/e/join/#{code}")
    assert not {row.contact_name, row.name} & set(data.values())  # whoever finds it does not learn whose it is
