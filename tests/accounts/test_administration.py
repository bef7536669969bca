"""The administrator's pages: offices and accounts of the own tree, and nobody served."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from tests.conftest import MakeUser, sign_in
from yizhan.accounts.enums import OfficeKind, Role
from yizhan.accounts.models import Office, User
from yizhan.accounts.operations import (
    NotOneself,
    change_office,
    change_user,
    create_office,
    deactivate_user,
    reactivate_user,
)
from yizhan.accounts.queries import audit_offices, search_users, users_of
from yizhan.shared.errors import ChangedMeanwhile
from yizhan.shared.submissions import new_submission_key


def test_an_account_is_made_with_a_password_that_is_shown_once(client: Client, sysadmin: User, station: Office) -> None:
    sign_in(client, sysadmin)
    key = new_submission_key()
    facts = {
        "username": "xinren",
        "name": "测试甲",
        "role": "clerk",
        "office": str(station.public_id),
        "submission": key,
    }
    page = client.post("/accounts/users/new/", facts).content.decode()

    made = User.objects.get(username="xinren")
    password = page.split("<code>")[1].split("</code>")[0]
    assert made.check_password(password)
    assert (made.must_change_password, made.office, made.role) == (True, station, Role.CLERK)
    again = client.post("/accounts/users/new/", facts)
    assert again["Location"] == f"/accounts/users/{made.public_id}/"
    assert User.objects.filter(username="xinren").count() == 1


@pytest.mark.parametrize("username", ["王师傅", "a", "371521199001011234", "13800000000", "a b"])
def test_a_sign_in_name_is_no_persons_number(client: Client, sysadmin: User, station: Office, username: str) -> None:
    sign_in(client, sysadmin)
    facts = {"username": username, "name": "测试甲", "role": "clerk", "office": str(station.public_id)}
    assert client.post("/accounts/users/new/", facts).status_code == 422


def test_a_taken_sign_in_name_keeps_what_was_typed(client: Client, sysadmin: User, clerk: User) -> None:
    sign_in(client, sysadmin)
    facts = {"username": "clerk", "name": "测试乙", "role": "head", "office": str(clerk.office.public_id)}
    answer = client.post("/accounts/users/new/", facts)
    assert answer.status_code == 422
    assert "这个登录名已经有人用了" in answer.content.decode()
    assert "测试乙" in answer.content.decode()


def test_two_administrators_do_not_overwrite_each_other(clerk: User, sysadmin: User, now: dt.datetime) -> None:
    station = clerk.office
    change_user(user=clerk, name="甲", role=Role.HEAD, office=station, seen_version=1, by=sysadmin, at=now)
    with pytest.raises(ChangedMeanwhile):
        change_user(user=clerk, name="乙", role=Role.CLERK, office=station, seen_version=1, by=sysadmin, at=now)


def test_nobody_takes_the_own_rights_away(sysadmin: User, now: dt.datetime) -> None:
    with pytest.raises(NotOneself):
        deactivate_user(user=sysadmin, by=sysadmin, at=now)
    with pytest.raises(NotOneself):
        change_user(
            user=sysadmin, name="甲", role=Role.CLERK, office=sysadmin.office, seen_version=None, by=sysadmin, at=now
        )


def test_an_account_comes_back_into_use(clerk: User, sysadmin: User, now: dt.datetime) -> None:
    deactivate_user(user=clerk, by=sysadmin, at=now)
    assert not users_of(clerk.office).filter(pk=clerk.pk).exists()
    reactivate_user(user=clerk, by=sysadmin, at=now)
    assert users_of(clerk.office).filter(pk=clerk.pk).exists()


def test_search_stays_within_the_own_offices(sysadmin: User, clerk: User, stranger: User) -> None:
    assert set(search_users(sysadmin)) == {sysadmin, clerk}
    assert list(search_users(sysadmin, text="CLER")) == [clerk]
    assert list(search_users(sysadmin, role="sysadmin")) == [sysadmin]


def test_the_search_is_no_get_and_its_text_in_no_address(
    client: Client, sysadmin: User, clerk: User, make_user: MakeUser, station: Office
) -> None:
    sign_in(client, sysadmin)
    for number in range(51):
        make_user(Role.CLERK, station, f"many{number:02}")
    assert clerk.name in client.get("/accounts/users/?q=many").content.decode(), "an address narrows nothing down"
    page = client.post("/accounts/users/", {"q": "many"}).content.decode()
    assert clerk.name not in page
    assert "many49" in page
    assert "many50" not in page
    assert "?" not in "".join(re.findall(r'(?:href|action)="(/accounts/users[^"]*)"', page))
    assert "many50" in client.post("/accounts/users/", {"q": "many", "page": "2"}).content.decode()


def test_an_office_is_described_anew_once_a_version(station: Office, sysadmin: User, now: dt.datetime) -> None:
    facts = {
        "name": "新名",
        "area_code": "371521",
        "address": "车站东",
        "phone": "",
        "point_e6": None,
        "is_active": True,
    }
    changed = change_office(office=station, **facts, seen_version=1, by=sysadmin, at=now)  # type: ignore[arg-type]
    assert (changed.name, changed.lat_e6, changed.version) == ("新名", None, 2)
    with pytest.raises(ChangedMeanwhile):
        change_office(office=station, **facts, seen_version=1, by=sysadmin, at=now)  # type: ignore[arg-type]


def test_an_office_form_takes_a_point_or_none(client: Client, sysadmin: User, station: Office) -> None:
    sign_in(client, sysadmin)
    url = f"/accounts/offices/{station.public_id}/"
    assert "36.114" in client.get(url).content.decode()
    half = {"name": "站", "area_code": "371521", "lat": "36.1", "is_active": "on", "version": "1"}
    assert client.post(url, half).status_code == 422
    assert client.post(url, half | {"lng": "115.7"}).status_code == 302
    station.refresh_from_db()
    assert (station.lat_e6, station.lng_e6) == (36_100_000, 115_700_000)


def test_the_eleventh_station_does_not_lie_inside_the_first(county: Office, now: dt.datetime) -> None:
    stations = [
        create_office(name=f"站{number}", kind=OfficeKind.STATION, parent=county, area_code="371521", by=None, at=now)
        for number in range(12)
    ]
    assert [office.path for office in stations][-1] == county.path + "0012/"
    assert list(Office.objects.under(stations[0])) == [stations[0]]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_accounts_takes_the_same_few_queries(
    client: Client,
    sysadmin: User,
    station: Office,
    make_user: MakeUser,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    for _ in range(number):
        make_user(Role.CLERK, station)
    sign_in(client, sysadmin)
    client.get("/accounts/users/")
    with django_assert_num_queries(3):  # session, user with office, accounts
        client.get("/accounts/users/")


def test_the_installations_own_lines_are_read_at_the_root(auditor: User, head: User, stranger: User) -> None:
    assert 0 in audit_offices(auditor)
    assert 0 not in audit_offices(head)
    assert set(audit_offices(head)) == {head.office_id}


def test_the_audit_list_is_narrowed_and_paged_without_counting(
    client: Client, auditor: User, clerk: User, now: dt.datetime
) -> None:
    from yizhan.shared.audit.operations import write_audit

    for number in range(60):
        write_audit(action=f"thing.done{number:02d}", by=clerk, at=now)
    sign_in(client, auditor)
    page = client.get(f"/accounts/audit/?actor={clerk.public_id}").content.decode()
    assert "thing.done59" in page
    assert "thing.done09" not in page
    older = page.split('href="?')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(f"/accounts/audit/?{older}").content.decode()
    assert "thing.done09" in second
    assert "thing.done59" not in second
    assert "thing.done" not in client.get("/accounts/audit/?kind=read").content.decode()
    assert "thing.done" not in client.get("/accounts/audit/?until_on=2026-11-22").content.decode()
    with CaptureQueriesContext(connection) as asked:
        client.get("/accounts/audit/")
    on_the_log = [query["sql"] for query in asked if "shared_auditentry" in query["sql"]]
    assert len(on_the_log) == 1  # the menu's own numbers are other rooms' business
    assert "COUNT(" not in on_the_log[0]


def test_the_head_sees_no_line_of_another_station(client: Client, head: User, stranger: User, now: dt.datetime) -> None:
    from yizhan.shared.audit.operations import write_audit

    write_audit(action="foreign.done", by=stranger, at=now)
    sign_in(client, head)
    assert "foreign.done" not in client.get("/accounts/audit/").content.decode()
