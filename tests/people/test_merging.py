"""Merging through every room's handlers, undo, the copy of everything held, and anonymising."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.conftest import MakeUser
from tests.people.factories import facts, id_number, make_person, mobile
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.people.enums import Channel, HouseholdRole
from yizhan.people.facts import ContactFacts
from yizhan.people.models import Consent, Contact, MergeRecord, Person, PersonGroup, SearchKey, Served
from yizhan.people.operations import (
    ConsentFacts,
    GroundUnknown,
    MergeCannotBeUndone,
    MergeUndone,
    PersonGone,
    SamePerson,
    TwoIdNumbers,
    anonymise_lapsed,
    anonymise_person,
    change_person,
    export_person,
    give_consent,
    issue_reclaim_slip,
    link_household,
    merge_people,
    set_contacts,
    undo_merge,
)
from yizhan.people.queries import people_visible_to, search_people, where_merged
from yizhan.shared import person_rows
from yizhan.shared.errors import ChangedMeanwhile, NotAllowed
from yizhan.shared.models import AuditEntry
from yizhan.shared.person_rows import PersonRows, all_person_rows


@pytest.fixture
def kept(station: Office, clerk: User, now: dt.datetime) -> Person:
    return make_person(station, clerk, now, name="测试甲", phone=mobile(1), consents=("push",))


@pytest.fixture
def absorbed(station: Office, clerk: User, now: dt.datetime) -> Person:
    return make_person(
        station, clerk, now, name="测试假", id_no=id_number(1), phone=mobile(2), consents=("push", "survey"),
        groups=["migrant"], resid_code="371521", resid_place="测试村",
    )  # fmt: skip


def state() -> dict[str, object]:
    """Return all that a merge may touch, as plain values."""
    people = [
        (one.pk, one.name, one.id_no, one.no_id_reason, one.sex, one.birth_on, one.resid_place, one.merged_into_id)
        for one in Person.objects.order_by("pk")
    ]
    tables = {
        model.__name__: sorted(model._default_manager.values_list("pk", "person_id"))
        for model in (Contact, Consent, PersonGroup, Served)
    }
    keys = sorted(SearchKey.objects.values_list("scope_id", "key", "person_id"))
    return {"people": people, "keys": keys, **tables}


def test_a_merge_fills_in_what_the_kept_record_does_not_say(
    kept: Person, absorbed: Person, head: User, now: dt.datetime
) -> None:
    merge_people(keep=kept, absorb=absorbed, by=head, at=now)
    kept.refresh_from_db()
    absorbed.refresh_from_db()
    assert (kept.name, kept.id_no, kept.no_id_reason) == ("测试甲", id_number(1), "")
    assert kept.birth_on == dt.date(1980, 5, 6)
    assert (kept.sex, kept.resid_place) == ("1", "测试村")
    assert absorbed.merged_into == kept
    assert {row.number for row in Contact.objects.filter(person=kept)} == {mobile(1), mobile(2)}
    assert list(people_visible_to(head)) == [kept]
    assert {row.purpose for row in Consent.objects.filter(person=kept)} == {"push", "survey"}
    assert where_merged(head, absorbed.public_id) == kept


def test_a_chosen_part_is_taken_over(kept: Person, absorbed: Person, head: User, now: dt.datetime) -> None:
    merge_people(keep=kept, absorb=absorbed, by=head, at=now, take=["name"])
    kept.refresh_from_db()
    assert (kept.name, kept.name_pinyin) == ("测试假", "ceshijia")


def test_undo_brings_everything_back(
    kept: Person, absorbed: Person, head: User, station: Office, clerk: User, now: dt.datetime
) -> None:
    child = make_person(station, clerk, now, name="测试丙")
    link_household(
        person=absorbed, other=child, role=HouseholdRole.GUARDIAN, other_role=HouseholdRole.WARD, by=clerk, at=now
    )
    issue_reclaim_slip(person=absorbed, by=clerk, at=now)
    before = state()
    record = merge_people(keep=kept, absorb=absorbed, by=head, at=now, take=["name"])
    assert state() != before
    undo_merge(record=record, by=head, at=now)
    assert state() == before
    with pytest.raises(MergeUndone):
        undo_merge(record=record, by=head, at=now)


def test_a_correction_after_the_merge_survives_the_undo(
    kept: Person, absorbed: Person, head: User, clerk: User, now: dt.datetime, today: dt.date
) -> None:
    record = merge_people(keep=kept, absorb=absorbed, by=head, at=now)
    correct = facts(today, name="测试甲", id_no=id_number(1), resid_code="371521", resid_place="改正的村")
    change_person(person=kept, facts=correct, seen_version=None, by=clerk, at=now)
    undo_merge(record=record, by=head, at=now)
    kept.refresh_from_db()
    assert (kept.resid_place, kept.id_no, kept.no_id_reason) == ("改正的村", "", "not_here")


def test_a_merge_and_its_undo_run_every_rooms_handlers_in_order(
    kept: Person, absorbed: Person, head: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[tuple[object, ...]] = []

    def merge(kept_id: int, absorbed_id: int, at: object) -> dict[str, object]:
        called.append(("merge", kept_id, absorbed_id))
        return {"moved": [7]}

    upper = PersonRows(
        "upper.Row",
        merge,
        lambda kept_id, absorbed_id, journal, at: called.append(("unmerge", kept_id, absorbed_id, journal["moved"])),
        lambda person_id: [{"行": "一行"}],
        lambda person_id, at: called.append(("anonymise", person_id)),
    )
    monkeypatch.setattr(person_rows, "_registered", {**person_rows._registered, "upper.Row": upper})
    record = merge_people(keep=kept, absorb=absorbed, by=head, at=now)
    undo_merge(record=record, by=head, at=now)
    assert called == [("merge", kept.pk, absorbed.pk), ("unmerge", kept.pk, absorbed.pk, [7])]
    assert export_person(person=kept, by=head, at=now)["upper.Row"] == [{"行": "一行"}]
    merge_people(keep=kept, absorb=absorbed, by=head, at=now)
    anonymise_person(person=kept, ground="request", by=head, at=now)
    assert called[-2:] == [("anonymise", absorbed.pk), ("anonymise", kept.pk)]


def test_a_handler_that_fails_takes_the_whole_merge_with_it(
    kept: Person, absorbed: Person, head: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> dict[str, object]:
        raise RuntimeError("upper room")

    upper = PersonRows("upper.Row", fails, lambda *_: None, lambda _: [], lambda *_: None)
    monkeypatch.setattr(person_rows, "_registered", {**person_rows._registered, "upper.Row": upper})
    before = state()
    with pytest.raises(RuntimeError):
        merge_people(keep=kept, absorb=absorbed, by=head, at=now)
    assert state() == before
    assert not MergeRecord.objects.exists()


def test_a_merge_is_refused_for_good_reasons(
    kept: Person, absorbed: Person, head: User, clerk: User, station: Office, now: dt.datetime, make_user: MakeUser,
    foreign_station: Office,
) -> None:  # fmt: skip
    with pytest.raises(NotAllowed):
        merge_people(keep=kept, absorb=absorbed, by=clerk, at=now)
    with pytest.raises(SamePerson):
        merge_people(keep=kept, absorb=kept, by=head, at=now)
    other = make_person(station, clerk, now, name="测试丁", id_no=id_number(3))
    with pytest.raises(TwoIdNumbers):
        merge_people(keep=other, absorb=absorbed, by=head, at=now)
    with pytest.raises(ChangedMeanwhile):
        merge_people(keep=kept, absorb=absorbed, by=head, at=now, seen_versions=(1, 9))
    with pytest.raises(PersonGone):
        merge_people(keep=kept, absorb=absorbed, by=make_user(Role.HEAD, foreign_station), at=now)
    record = merge_people(keep=kept, absorb=absorbed, by=head, at=now)
    with pytest.raises(PersonGone):
        merge_people(keep=other, absorb=absorbed, by=head, at=now)
    with pytest.raises(NotAllowed):
        undo_merge(record=record, by=clerk, at=now)


def test_a_later_merge_stands_in_the_way_of_the_undo(
    kept: Person, absorbed: Person, head: User, clerk: User, station: Office, now: dt.datetime
) -> None:
    third = make_person(station, clerk, now, name="测试戊")
    first = merge_people(keep=kept, absorb=absorbed, by=head, at=now)
    second = merge_people(keep=third, absorb=kept, by=head, at=now)
    with pytest.raises(MergeCannotBeUndone):
        undo_merge(record=first, by=head, at=now)
    assert where_merged(head, absorbed.public_id) == third
    undo_merge(record=second, by=head, at=now)
    undo_merge(record=first, by=head, at=now)
    assert people_visible_to(head).count() == 3


def test_merging_and_undoing_are_audited_on_both_records(
    kept: Person, absorbed: Person, head: User, now: dt.datetime
) -> None:
    record = merge_people(keep=kept, absorb=absorbed, by=head, at=now)
    undo_merge(record=record, by=head, at=now)
    actions = AuditEntry.objects.filter(object_kind="people.MergeRecord").order_by("pk")
    assert [(one.action, one.person_id) for one in actions] == [
        ("person.merged", kept.pk),
        ("person.absorbed", absorbed.pk),
        ("person.merge_undone", kept.pk),
        ("person.merge_undone", absorbed.pk),
    ]
    assert "测试" not in json.dumps(record.journal, ensure_ascii=False)


# --- the copy ---------------------------------------------------------------------------------------------------------


def test_the_copy_holds_everything_and_can_be_written_as_json(
    absorbed: Person, clerk: User, now: dt.datetime
) -> None:
    held = export_person(person=absorbed, by=clerk, at=now)
    text = json.dumps(held, ensure_ascii=False)
    assert {"people.Person", "people.Contact", "people.Consent", "people.PersonGroup", "people.Served"} <= set(held)
    assert all(value in text for value in (id_number(1), mobile(2), "测试假", "测试村", "农民工"))
    assert AuditEntry.objects.get(action="person.exported").kind == "export"


def test_the_copy_is_handed_out_only_where_the_person_is_served(
    absorbed: Person, auditor: User, stranger: User, now: dt.datetime
) -> None:
    with pytest.raises(NotAllowed):
        export_person(person=absorbed, by=auditor, at=now)
    with pytest.raises(PersonGone):
        export_person(person=absorbed, by=stranger, at=now)


# --- anonymising ------------------------------------------------------------------------------------------------------


def test_nothing_that_names_the_person_is_left(
    kept: Person, absorbed: Person, head: User, clerk: User, now: dt.datetime
) -> None:
    from django.core import serializers
    from django.db.models import Model

    set_contacts(
        person=kept, contacts=[ContactFacts("mobile", mobile(5))], seen_version=None, by=clerk, at=now
    )
    give_consent(
        person=kept, consent=ConsentFacts("survey", evidence="档案盒3"), channel=Channel.COUNTER, by=clerk, at=now
    )
    merge_people(keep=kept, absorb=absorbed, by=head, at=now)
    address, number = kept.public_id, kept.number
    anonymise_person(person=kept, ground="request", by=head, at=now)
    kept.refresh_from_db()
    rows: list[Model] = [*Person.objects.all(), *MergeRecord.objects.all(), *Consent.objects.all()]
    left = serializers.serialize("json", rows)
    for value in ("测试", "ceshi", id_number(1), mobile(1), "档案盒", "1980-05-06", str(address), number):
        assert value not in left
    assert not Contact.objects.exists()
    assert not PersonGroup.objects.exists()
    assert not SearchKey.objects.exists()
    assert not people_visible_to(head).exists()
    assert (kept.sex, kept.resid_code, kept.anonymised_at is not None) == ("1", "371521", True)
    with pytest.raises(PersonGone):
        anonymise_person(person=kept, ground="request", by=head, at=now)


def test_only_the_head_anonymises_and_says_why(
    kept: Person, clerk: User, head: User, now: dt.datetime, make_user: MakeUser, foreign_station: Office
) -> None:
    with pytest.raises(NotAllowed):
        anonymise_person(person=kept, ground="request", by=clerk, at=now)
    with pytest.raises(GroundUnknown):
        anonymise_person(person=kept, ground="because", by=head, at=now)
    with pytest.raises(PersonGone):
        anonymise_person(person=kept, ground="request", by=make_user(Role.HEAD, foreign_station), at=now)


def test_after_two_years_without_service_a_record_is_anonymised(
    kept: Person, station: Office, clerk: User, now: dt.datetime
) -> None:
    later = dt.datetime(2028, 11, 22, 9, tzinfo=dt.UTC)
    assert anonymise_lapsed(today=later.date(), at=later) == 0
    fresh = make_person(station, clerk, now + dt.timedelta(days=30), name="测试乙")
    assert anonymise_lapsed(today=dt.date(2028, 11, 23), at=later) == 1
    assert list(people_visible_to(clerk)) == [fresh]
    assert AuditEntry.objects.get(action="person.anonymised").actor_id is None


def test_a_merged_record_is_found_under_its_other_name_no_more(
    kept: Person, absorbed: Person, head: User, now: dt.datetime
) -> None:
    merge_people(keep=kept, absorb=absorbed, by=head, at=now)
    assert [card.pk for card in search_people(head, "测试")] == [kept.pk]


def test_every_model_of_the_room_that_points_at_a_person_is_registered() -> None:
    from django.apps import apps

    pointing = {
        model._meta.label
        for model in apps.get_app_config("people").get_models()
        if any(field.related_model is Person for field in model._meta.concrete_fields)
    }
    assert pointing <= {rows.model for rows in all_person_rows()}
