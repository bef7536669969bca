"""What the database itself refuses when an operation is bypassed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from tests.people.factories import id_number, make_person, mobile
from yizhan.accounts.models import Office, User
from yizhan.people.models import (
    Consent,
    ConsentText,
    Contact,
    Household,
    HouseholdLink,
    MergeRecord,
    Person,
    PersonGroup,
    ReclaimSlip,
    SearchKey,
    Served,
)

Refuses = Callable[..., None]


@pytest.fixture
def person(station: Office, clerk: User, now: dt.datetime) -> Person:
    return make_person(station, clerk, now, id_no=id_number(1))


@pytest.fixture
def other(station: Office, clerk: User, now: dt.datetime) -> Person:
    return make_person(station, clerk, now, name="测试乙")


def refused(row: models.Model, constraint: str) -> None:
    """Assert that the database refuses the row, and that validation says it in words."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        row.save()
    found = next(one for one in row._meta.constraints if one.name == constraint)
    named = str(caught.value)
    assert constraint in named or isinstance(found, models.UniqueConstraint)
    with pytest.raises(ValidationError) as spoken:
        found.validate(type(row), row)
    assert str(spoken.value.messages[0]).endswith("。")


def changed(row: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def test_id_number_and_reason_exclude_each_other(person: Person, other: Person) -> None:
    refused(changed(person, no_id_reason="lost"), "person_id_number_or_reason")
    refused(changed(other, no_id_reason=""), "person_id_number_or_reason")


def test_an_id_number_is_on_one_living_record(person: Person, other: Person) -> None:
    refused(changed(other, id_no=id_number(1), no_id_reason=""), "person_id_number_once")


def test_an_id_number_cannot_lose_its_index(person: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(id_no_index=None)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"sex": "3"}, "person_sex_known_code"),
        ({"id_kind": "x"}, "person_id_kind_known"),
        ({"no_id_reason": "x"}, "person_no_id_reason_known"),
        ({"birth_on": dt.date(1980, 1, 1), "birth_basis": ""}, "person_birth_has_a_basis"),
        ({"birth_basis": "stated"}, "person_birth_has_a_basis"),
        ({"name": ""}, "person_named_unless_anonymised"),
        ({"anonymised_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "person_named_unless_anonymised"),
        ({"id_checked_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, "person_id_check_whole"),
    ],
)
def test_a_person_is_held_by_checks(other: Person, values: dict[str, Any], constraint: str) -> None:
    refused(changed(other, **values), constraint)


def test_a_record_is_not_merged_into_itself(other: Person) -> None:
    refused(changed(other, merged_into=other), "person_not_merged_into_itself")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"kind": "fax"}, "contact_kind_known"),
        ({"number": ""}, "contact_number_unless_station_takes_it"),
        ({"kind": "proxy"}, "contact_proxy_has_a_relation"),
        ({"proxy_relation": "spouse"}, "contact_proxy_has_a_relation"),
        ({"is_current": False}, "contact_ended_when_not_current"),
    ],
)
def test_a_contact_is_held_by_checks(other: Person, now: dt.datetime, values: dict[str, Any], constraint: str) -> None:
    row = Contact(person=other, kind="mobile", number=mobile(1), added_at=now)
    refused(changed(row, **values), constraint)


def test_a_telephone_is_never_unique(person: Person, other: Person, now: dt.datetime) -> None:
    for one in (person, other):
        Contact.objects.create(person=one, kind="mobile", number=mobile(1), added_at=now)
    assert Contact.objects.values("number_index").distinct().count() == 1


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"purpose": "x"}, "consent_purpose_known"),
        ({"channel": "x"}, "consent_channel_known"),
        ({"withdrawn_at": -1}, "consent_withdrawn_after_given"),
        ({"expires_at": 0}, "consent_expires_after_given"),
    ],
)
def test_a_consent_is_held_by_checks(other: Person, now: dt.datetime, values: dict[str, Any], constraint: str) -> None:
    text = ConsentText.objects.get(purpose="push", version=1)
    row = Consent(person=other, purpose="push", text=text, channel="counter", given_at=now)
    days = {key: now + dt.timedelta(days=value) if isinstance(value, int) else value for key, value in values.items()}
    refused(changed(row, **days), constraint)


def test_one_consent_stands_for_one_purpose(station: Office, clerk: User, now: dt.datetime) -> None:
    someone = make_person(station, clerk, now, consents=("push",))
    text = ConsentText.objects.get(purpose="push", version=1)
    row = Consent(person=someone, purpose="push", text=text, channel="counter", given_at=now)
    refused(row, "consent_once_until_withdrawn")
    refused(ConsentText(purpose="push", version=1, text="另一份"), "consenttext_version_once")
    refused(ConsentText(purpose="x", version=1, text="另一份"), "consenttext_purpose_known")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"basis": "x"}, "served_basis_known"),
        ({"basis": "exact_id"}, "served_foreign_record_has_a_reason"),
        ({"reason": "x"}, "served_foreign_record_has_a_reason"),
        ({"until_on": dt.date(2026, 1, 1)}, "served_ends_after_it_began"),
    ],
)
def test_serving_is_held_by_checks(
    other: Person, foreign_station: Office, today: dt.date, values: dict[str, Any], constraint: str
) -> None:
    row = Served(person=other, office=foreign_station, from_on=today, basis="walk_in")
    refused(changed(row, **values), constraint)


def test_an_office_serves_a_person_once_at_a_time(other: Person, station: Office, today: dt.date) -> None:
    refused(Served(person=other, office=station, from_on=today, basis="walk_in"), "served_once_an_office")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"group": "x"}, "persongroup_group_known"),
        ({"basis": "x"}, "persongroup_basis_known"),
        ({"until_on": dt.date(2026, 1, 1)}, "persongroup_ends_after_it_began"),
    ],
)
def test_a_group_is_held_by_checks(other: Person, today: dt.date, values: dict[str, Any], constraint: str) -> None:
    row = PersonGroup(person=other, group="migrant", basis="stated", from_on=today)
    refused(changed(row, **values), constraint)


def test_a_group_holds_once_at_a_time(station: Office, clerk: User, now: dt.datetime, today: dt.date) -> None:
    someone = make_person(station, clerk, now, groups=["migrant"])
    refused(PersonGroup(person=someone, group="migrant", basis="list", from_on=today), "persongroup_once_at_a_time")


def test_a_person_is_in_one_household(other: Person, now: dt.datetime) -> None:
    first, second = Household.objects.create(made_at=now), Household.objects.create(made_at=now)
    HouseholdLink.objects.create(household=first, person=other, role="spouse", linked_at=now)
    row = HouseholdLink(household=second, person=other, role="spouse", linked_at=now)
    refused(row, "householdlink_one_household_a_person")
    refused(changed(row, role="x", ended_at=now), "householdlink_role_known")
    refused(changed(row, role="ward", ended_at=now - dt.timedelta(1)), "householdlink_ends_after_it_began")


def test_one_open_slip_a_person(other: Person, clerk: User, now: dt.datetime) -> None:
    ReclaimSlip.objects.create(person=other, secret_hash="a", issued_at=now, issued_by=clerk)
    row = ReclaimSlip(person=other, secret_hash="b", issued_at=now, issued_by=clerk)
    refused(row, "reclaimslip_one_open_a_person")
    refused(changed(row, used_at=now - dt.timedelta(1)), "reclaimslip_used_after_issued")


def test_a_merge_is_of_two_and_undone_whole(
    person: Person, other: Person, clerk: User, station: Office, now: dt.datetime
) -> None:
    row = MergeRecord(kept=person, absorbed=person, merged_at=now, merged_by=clerk, office=station)
    refused(row, "mergerecord_of_two")
    refused(changed(row, absorbed=other, undone_at=now), "mergerecord_undone_after_merged")
    changed(row, undone_at=None).save()
    again = MergeRecord(kept=person, absorbed=other, merged_at=now, merged_by=clerk, office=station)
    refused(again, "mergerecord_absorbed_once")


def test_a_spelling_stands_once(other: Person) -> None:
    key = SearchKey.objects.filter(person=other).first()
    assert key is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchKey.objects.create(scope_id=key.scope_id, key=key.key, person=other)


def test_numbers_do_not_lie_in_the_clear(person: Person, now: dt.datetime) -> None:
    from django.db import connection

    Contact.objects.create(person=person, kind="mobile", number=mobile(1), added_at=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_no FROM people_person UNION ALL SELECT number FROM people_contact")
        stored = [row[0] for row in cursor.fetchall()]
    assert not any(id_number(1) in value or mobile(1) in value for value in stored)
    assert id_number(1) not in str(person)
