"""Offices hang where they may; accounts have one name each."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.conftest import PASSWORD
from yizhan.accounts.enums import OfficeKind, Role
from yizhan.accounts.models import Office, User
from yizhan.accounts.operations import UsernameTaken, WrongParent, create_office, create_user
from yizhan.accounts.queries import in_offices_of, offices_visible_to
from yizhan.shared.models import AuditEntry


def test_a_subtree_is_the_office_and_all_below_it(
    county: Office, station: Office, officer: User, stranger: User
) -> None:
    assert set(offices_visible_to(officer)) == {county, station}
    assert county not in offices_visible_to(stranger)


def test_a_station_needs_a_county_above_it(station: Office, now: dt.datetime) -> None:
    with pytest.raises(WrongParent):
        create_office(name="站", kind=OfficeKind.STATION, parent=station, area_code="371521", by=None, at=now)


def test_two_people_cannot_have_one_sign_in_name(clerk: User, station: Office, now: dt.datetime) -> None:
    with pytest.raises(UsernameTaken):
        create_user(username="clerk", name="乙", role=Role.CLERK, office=station, password=PASSWORD, by=None, at=now)


def test_an_account_leaves_one_audit_line(clerk: User) -> None:
    assert AuditEntry.objects.filter(action="user.created", object_id=clerk.pk).count() == 1


def test_condition_on_offices_finds_users_below(officer: User, clerk: User, stranger: User) -> None:
    assert set(User.objects.filter(in_offices_of(officer))) == {officer, clerk}
    assert set(User.objects.filter(in_offices_of(clerk))) == {clerk}
