"""Employers are verified by people, known once, and what they did is remembered."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from tests.conftest import MakeUser
from tests.employers.factories import a_company, a_household, a_uscc, company_facts, household_facts
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.accounts.operations import change_role, confirm_second_factor
from yizhan.accounts.queries import users_with_phone
from yizhan.accounts.second_factor import code_at, new_secret
from yizhan.employers.enums import (
    ClearReason,
    ConductKind,
    EmployerKind,
    RefusalReason,
    VerifyBasis,
    VerifyState,
)
from yizhan.employers.models import Agent, Employer
from yizhan.employers.operations import (
    AgentKnown,
    BasisDoesNotFit,
    EmployerExists,
    FactsRefused,
    IdNumberMissing,
    LicenceMissing,
    LooksLikeKnown,
    NameDiffers,
    NotMarked,
    add_agent,
    change_employer,
    clear_review_flag,
    end_agent,
    free_phone,
    record_conduct,
    refuse_verification,
    register_employer,
    reveal_number,
    serve_employer,
    verify_employer,
)
from yizhan.employers.queries import employers_visible_to, is_verified, search_employers
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.errors import ChangedMeanwhile, NotAllowed
from yizhan.shared.models import AuditEntry


@pytest.mark.parametrize("kind", [k for k in EmployerKind if k not in (EmployerKind.HOUSEHOLD, EmployerKind.AGENCY)])
def test_units_of_every_kind_are_registered(kind: EmployerKind, station: Office, clerk: User, now: dt.datetime) -> None:
    employer = register_employer(facts=company_facts(1, kind=kind), office=station, by=clerk, at=now)
    assert employer.kind == kind
    assert employer.number.startswith("E2611-")
    assert employer.verify_state == VerifyState.UNVERIFIED
    assert not is_verified(employer, now)
    assert list(employers_visible_to(clerk)) == [employer]


def test_credit_codes_may_begin_with_letters(station: Office, clerk: User, now: dt.datetime) -> None:
    code = a_uscc(7, first="N2")
    facts = company_facts(7, kind=EmployerKind.VILLAGE, uscc=code.lower())
    assert register_employer(facts=facts, office=station, by=clerk, at=now).uscc == code


def test_a_wrong_check_symbol_is_refused(station: Office, clerk: User, now: dt.datetime) -> None:
    code = a_uscc(1)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    with pytest.raises(FactsRefused) as refusal:
        register_employer(facts=company_facts(1, uscc=wrong), office=station, by=clerk, at=now)
    assert set(refusal.value.errors) == {"uscc"}
    assert not Employer.objects.exists()


def test_everything_that_is_wrong_is_said_at_once(station: Office, clerk: User, now: dt.datetime) -> None:
    facts = company_facts(1, uscc="", phone="12", name=" ", area_code="")
    with pytest.raises(FactsRefused) as refusal:
        register_employer(facts=facts, office=station, by=clerk, at=now)
    assert set(refusal.value.errors) == {"uscc", "phone", "name", "area_code"}


def test_an_agency_needs_a_licence(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    facts = company_facts(1, kind=EmployerKind.AGENCY)
    with pytest.raises(FactsRefused) as refusal:
        register_employer(facts=facts, office=station, by=clerk, at=now)
    assert set(refusal.value.errors) == {"hr_licence_no", "hr_licence_until_on"}
    over = replace(facts, hr_licence_no="测试许可1号", hr_licence_until_on=dt.date(2026, 11, 22))
    agency = register_employer(facts=over, office=station, by=clerk, at=now)
    with pytest.raises(LicenceMissing):
        verify_employer(employer=agency, basis=VerifyBasis.LICENCE_ORIGINAL, by=reviewer, at=now)


def test_a_credit_code_is_known_once_wherever_it_was_registered(
    station: Office, foreign_station: Office, clerk: User, stranger: User, now: dt.datetime
) -> None:
    known = a_company(office=station, by=clerk, at=now, number=5)
    with pytest.raises(EmployerExists):
        register_employer(facts=company_facts(5, name="另一个名字"), office=foreign_station, by=stranger, at=now)
    assert not employers_visible_to(stranger).exists()
    serve_employer(employer=known, office=foreign_station, by=stranger, at=now)
    serve_employer(employer=known, office=foreign_station, by=stranger, at=now)
    assert list(employers_visible_to(stranger)) == [known]
    assert known.office_links.count() == 2


def test_the_same_name_asks_first(station: Office, clerk: User, now: dt.datetime) -> None:
    a_company(office=station, by=clerk, at=now, number=1, name="宏达测试公司")
    twin = company_facts(2, name="宏达测试公司")
    with pytest.raises(LooksLikeKnown):
        register_employer(facts=twin, office=station, by=clerk, at=now)
    assert Employer.objects.count() == 1
    register_employer(facts=twin, office=station, by=clerk, at=now, not_the_same=True)
    assert Employer.objects.count() == 2


def test_households_of_one_name_are_the_same_only_with_the_same_phone(
    station: Office, clerk: User, now: dt.datetime
) -> None:
    register_employer(facts=household_facts(1), office=station, by=clerk, at=now)
    register_employer(facts=household_facts(2), office=station, by=clerk, at=now)
    again = household_facts(3, phone=household_facts(1).phone)
    with pytest.raises(LooksLikeKnown):
        register_employer(facts=again, office=station, by=clerk, at=now)


def test_the_database_holds_that_units_have_a_code_and_households_none(
    station: Office, clerk: User, now: dt.datetime
) -> None:
    company = a_company(office=station, by=clerk, at=now)
    for values in ({"uscc": ""}, {"kind": EmployerKind.HOUSEHOLD}, {"verify_state": "verified"}, {"kind": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Employer.objects.filter(pk=company.pk).update(**values)


def test_a_clerk_verifies_households_and_a_reviewer_units(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    company = a_company(office=station, by=clerk, at=now)
    with pytest.raises(NotAllowed):
        verify_employer(employer=company, basis=VerifyBasis.LICENCE_ORIGINAL, by=clerk, at=now)
    verified = verify_employer(employer=company, basis=VerifyBasis.LICENCE_ORIGINAL, by=reviewer, at=now)
    assert verified.reverify_on == dt.date(2027, 5, 23)
    household = a_household(office=station, by=clerk, at=now)
    assert is_verified(household, now)


def test_a_verification_runs_out_by_the_clock_alone(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    company = a_company(office=station, by=clerk, at=now)
    company = verify_employer(employer=company, basis=VerifyBasis.VISIT, by=reviewer, at=now)
    assert is_verified(company, dt.datetime(2027, 5, 22, 23, 59, tzinfo=now.tzinfo))
    assert not is_verified(company, dt.datetime(2027, 5, 23, 0, 0, tzinfo=now.tzinfo))
    assert company.verify_state == VerifyState.VERIFIED


def test_papers_must_fit_the_kind(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    company = a_company(office=station, by=clerk, at=now)
    with pytest.raises(BasisDoesNotFit):
        verify_employer(employer=company, basis=VerifyBasis.ID_AND_CALL_BACK, by=reviewer, at=now)
    with pytest.raises(NameDiffers):
        verify_employer(employer=company, basis=VerifyBasis.LICENCE_ORIGINAL, by=reviewer, at=now, name_matches=False)
    nameless = register_employer(facts=household_facts(9, person_id_no=""), office=station, by=clerk, at=now)
    with pytest.raises(IdNumberMissing):
        verify_employer(employer=nameless, basis=VerifyBasis.ID_AND_CALL_BACK, by=clerk, at=now)


def test_a_refused_verification_says_why(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    company = a_company(office=station, by=clerk, at=now)
    with pytest.raises(NotAllowed):
        refuse_verification(employer=company, reason=RefusalReason.NAME_DIFFERS, by=clerk, at=now)
    company = refuse_verification(employer=company, reason=RefusalReason.NAME_DIFFERS, by=reviewer, at=now)
    assert company.verify_state == VerifyState.REFUSED
    assert company.verifications.get().reason == RefusalReason.NAME_DIFFERS


def test_changing_what_was_verified_takes_the_verification_back(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    company = a_company(office=station, by=clerk, at=now, number=3)
    company = verify_employer(employer=company, basis=VerifyBasis.VISIT, by=reviewer, at=now)
    same = change_employer(employer=company, facts=company_facts(3, address="新地址"), by=clerk, at=now)
    assert same.verify_state == VerifyState.VERIFIED
    other = change_employer(employer=company, facts=company_facts(3, name="改名测试公司"), by=clerk, at=now)
    assert other.verify_state == VerifyState.UNVERIFIED
    assert other.name_key == "改名测试公司"


def test_the_second_of_two_clerks_is_told(station: Office, clerk: User, colleague: User, now: dt.datetime) -> None:
    company = a_company(office=station, by=clerk, at=now, number=3)
    change_employer(employer=company, facts=company_facts(3, address="甲"), by=clerk, at=now, seen_version=1)
    with pytest.raises(ChangedMeanwhile):
        change_employer(employer=company, facts=company_facts(3, address="乙"), by=colleague, at=now, seen_version=1)
    company.refresh_from_db()
    assert company.address == "甲"


@pytest.mark.parametrize("kind", list(ConductKind))
def test_conduct_marks_for_review_where_it_must(
    kind: ConductKind, station: Office, clerk: User, now: dt.datetime
) -> None:
    company = a_company(office=station, by=clerk, at=now)
    marked = []
    for days in (0, 3):
        source = uuid.uuid4()
        for _again in range(2):  # the same source twice is one fact
            record_conduct(
                employer=company,
                kind=kind,
                source_kind="followups.FollowUp",
                source_public_id=source,
                by=clerk,
                at=now + dt.timedelta(days=days),
            )
        company.refresh_from_db()
        marked.append(company.review_flag)
    assert company.conduct.count() == 2
    assert (
        marked
        == {
            "fee_charged": [True, True],
            "document_kept": [True, True],
            "injury": [True, True],
            "underpaid": [True, True],
            "paid_late": [False, True],
            "not_as_posted": [False, True],
            "no_show_employer": [False, True],
            "hired": [False, False],
            "as_posted": [False, False],
            "paid_on_time": [False, False],
        }[kind]
    )


def test_only_the_head_settles_a_mark_and_the_facts_stay(
    station: Office, clerk: User, head: User, now: dt.datetime
) -> None:
    company = a_company(office=station, by=clerk, at=now)
    with pytest.raises(NotMarked):
        clear_review_flag(employer=company, outcome=ClearReason.MENDED, by=head, at=now)
    record_conduct(
        employer=company, kind=ConductKind.INJURY, source_kind="x", source_public_id=uuid.uuid4(), by=None, at=now
    )
    with pytest.raises(NotAllowed):
        clear_review_flag(employer=company, outcome=ClearReason.MENDED, by=clerk, at=now)
    company = clear_review_flag(employer=company, outcome=ClearReason.MENDED, by=head, at=now)
    assert not company.review_flag
    assert company.conduct.get().settled_as == ClearReason.MENDED


def test_an_agent_sees_only_their_own(station: Office, clerk: User, make_user: object, now: dt.datetime) -> None:
    agent_user = make_user(Role.AGENT, station)  # type: ignore[operator]
    own = a_company(office=station, by=clerk, at=now)
    a_company(office=station, by=clerk, at=now)
    assert not employers_visible_to(agent_user).exists()
    agent = add_agent(
        employer=own, name="测试乙", mobile="13900001234", by=clerk, at=now, mandate_seen=True, user=agent_user
    )
    assert list(employers_visible_to(agent_user)) == [own]
    with pytest.raises(AgentKnown):
        add_agent(employer=own, name="测试乙", mobile="139 0000 1234", by=clerk, at=now)
    end_agent(agent=agent, by=clerk, at=now)
    assert not employers_visible_to(agent_user).exists()


def test_a_lost_phone_of_an_agent_is_unbound_at_the_counter_and_nobody_elses(
    station: Office, clerk: User, reviewer: User, make_user: MakeUser, now: dt.datetime
) -> None:
    account = make_user(Role.AGENT, station)
    employer = a_company(office=station, by=clerk, at=now)
    agent = add_agent(employer=employer, name="测试乙", mobile="13900001234", by=clerk, at=now, user=account)
    secret = new_secret()
    confirm_second_factor(user=account, secret=secret, code=code_at(secret, now), at=now)
    with pytest.raises(NotAllowed):
        free_phone(agent=agent, by=reviewer, at=now)
    assert users_with_phone([account.pk]) == {account.pk}
    free_phone(agent=agent, by=clerk, at=now)
    assert users_with_phone([account.pk]) == set()
    assert AuditEntry.objects.get(action="user.second_factor_reset").actor_id == clerk.pk
    account.refresh_from_db()
    assert account.sessions_from == now, "every sign-in of the account is over"

    change_role(user=account, role=Role.HEAD, by=None, at=now)  # one of the station's own since: not the counter's
    agent.refresh_from_db()
    with pytest.raises(NotAllowed):
        free_phone(agent=agent, by=clerk, at=now)


def test_an_agents_mistakes_are_said(station: Office, clerk: User, now: dt.datetime) -> None:
    own = a_company(office=station, by=clerk, at=now)
    with pytest.raises(FactsRefused) as refusal:
        add_agent(employer=own, name="", mobile="0635-6123456", id_no="1", by=clerk, at=now, user=clerk)
    assert set(refusal.value.errors) == {"name", "mobile", "id_no", "user"}


def test_who_may_not_write_does_not(station: Office, clerk: User, auditor: User, now: dt.datetime) -> None:
    company = a_company(office=station, by=clerk, at=now)
    with pytest.raises(NotAllowed):
        register_employer(facts=company_facts(), office=station, by=auditor, at=now)
    with pytest.raises(NotAllowed):
        change_employer(employer=company, facts=company_facts(), by=auditor, at=now)
    with pytest.raises(NotAllowed):
        serve_employer(employer=company, office=station, by=auditor, at=now)
    with pytest.raises(NotAllowed):
        add_agent(employer=company, name="测试乙", mobile="13900001234", by=auditor, at=now)
    with pytest.raises(NotAllowed):
        reveal_number(employer=company, field="phone", reason="call", by=auditor, at=now)


def test_a_whole_number_is_shown_with_a_reason_that_is_written_down(
    station: Office, clerk: User, now: dt.datetime
) -> None:
    company = a_company(office=station, by=clerk, at=now, number=12)
    assert reveal_number(employer=company, field="phone", reason="call", by=clerk, at=now) == "13900000012"
    row = AuditEntry.objects.get(kind=AuditKind.REVEAL)
    assert (row.fields, row.reason, row.object_id) == (["phone"], "call", company.pk)
    with pytest.raises(NotAllowed):
        reveal_number(employer=company, field="version", reason="call", by=clerk, at=now)


@pytest.mark.parametrize(
    "typed", ["宏达", "hongda", "yghdjz", "0012", "13900000012", "139 0000 0012", a_uscc(12), "hdjz"]
)
def test_employers_are_found_by(typed: str, station: Office, clerk: User, now: dt.datetime) -> None:
    wanted = a_company(office=station, by=clerk, at=now, number=12, name="阳谷宏达建筑公司")
    a_company(office=station, by=clerk, at=now, number=999, name="别的公司")
    assert [c.public_id for c in search_employers(clerk, typed)] == [wanted.public_id]
    assert [c.public_id for c in search_employers(clerk, wanted.number)] == [wanted.public_id]


def test_a_household_is_found_by_id_and_shown_masked(
    station: Office, clerk: User, stranger: User, now: dt.datetime
) -> None:
    a_household(office=station, by=clerk, at=now, number=4)
    (card,) = search_employers(clerk, household_facts(4).person_id_no)
    assert "*" in card.name
    assert card.phone == "138****0004"
    assert search_employers(stranger, household_facts(4).person_id_no) == []
    assert search_employers(clerk, "  ") == []


def test_a_sign_in_stands_once_with_an_employer(
    station: Office, clerk: User, make_user: object, now: dt.datetime
) -> None:
    agent_user = make_user(Role.AGENT, station)  # type: ignore[operator]
    own = a_company(office=station, by=clerk, at=now)
    add_agent(employer=own, name="测试乙", mobile="13900001234", by=clerk, at=now, user=agent_user)
    with pytest.raises(AgentKnown):
        add_agent(employer=own, name="测试乙", mobile="13900001235", by=clerk, at=now, user=agent_user)
    assert own.agents.count() == 1


def test_the_upgrade_leaves_a_sign_in_with_the_first_of_an_employers_agents(
    station: Office, clerk: User, make_user: object, now: dt.datetime
) -> None:
    agent_user = make_user(Role.AGENT, station)  # type: ignore[operator]
    own, other = (a_company(office=station, by=clerk, at=now) for _n in range(2))
    with connection.cursor() as cursor:  # as it was before the constraint
        cursor.execute("DROP INDEX agent_user_once_an_employer")
    rows = [
        add_agent(employer=one, name="测试乙", mobile=mobile, by=clerk, at=now, user=agent_user)
        for one, mobile in ((own, "13900001234"), (own, "13900001235"), (other, "13900001234"), (own, "13900001236"))
    ]
    end_agent(agent=rows[3], by=clerk, at=now)
    upgrade = import_module("yizhan.employers.migrations.0007_sign_ups_members_and_invitations")
    upgrade.one_agent_a_user(apps, None)
    users = [Agent.objects.get(pk=row.pk).user_id for row in rows]
    assert users == [agent_user.pk, None, agent_user.pk, agent_user.pk]
