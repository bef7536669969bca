"""Registering, correcting, reaching, serving, agreeing, revealing."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.conftest import MakeUser
from tests.people.factories import facts, id_number, make_person, mobile
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.people.enums import (
    AgeDocument,
    BirthBasis,
    Channel,
    ConsentPurpose,
    ContactKind,
    HouseholdRole,
    OpenReason,
    RevealField,
    ServedBasis,
    UnmaskReason,
)
from yizhan.people.events import ConsentWithdrawn, PersonRegistered
from yizhan.people.facts import ContactFacts
from yizhan.people.models import Consent, ConsentText, Contact, ExactIdLookup, Person, PersonGroup, SearchKey, Served
from yizhan.people.operations import (
    AgeProvenByCard,
    BirthImpossible,
    ConsentFacts,
    ConsentOver,
    ConsentStands,
    ConsentTextMissing,
    IdTaken,
    InAnotherHousehold,
    NoSuchRecord,
    NothingToReveal,
    PersonGone,
    SamePerson,
    SensitiveNeedsConsent,
    SlipUnknown,
    TooManyLookups,
    anonymise_person,
    change_person,
    check_duplicates,
    confirm_age,
    end_serving,
    give_consent,
    issue_reclaim_slip,
    leave_household,
    link_household,
    look_up_elsewhere,
    note_contact,
    open_elsewhere,
    read_secret,
    reclaim,
    register_person,
    reveal,
    serve_at,
    set_contacts,
    withdraw_consent,
)
from yizhan.people.queries import get_person, has_consent, has_proven_birth, household_of, people_visible_to
from yizhan.people.rules import LOOKUPS_AN_HOUR, age_on
from yizhan.shared import events
from yizhan.shared.errors import ChangedMeanwhile, NotAllowed
from yizhan.shared.models import AuditEntry

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def person(station: Office, clerk: User, now: dt.datetime) -> Person:
    return make_person(station, clerk, now, id_no=id_number(1), phone=mobile(1))


def audited(action: str, person: Person) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action, person_id=person.pk).order_by("pk"))


# --- registering ------------------------------------------------------------------------------------------------------


def test_registering_leaves_one_record_one_line_and_one_piece_of_news(
    station: Office, clerk: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[PersonRegistered] = []
    monkeypatch.setattr(events, "_subscribers", {PersonRegistered: [heard.append], })
    monkeypatch.setitem(events._subscribers, ConsentWithdrawn, [])
    person = make_person(station, clerk, now, id_no=id_number(1), phone=mobile(1), id_seen="on")
    assert heard == [PersonRegistered(person.pk, station.pk, clerk.pk, now)]
    assert len(audited("person.registered", person)) == 1
    assert (person.name_pinyin, person.name_initials) == ("wangshifu", "wsf")
    assert person.id_checked_by == clerk
    assert person.number.startswith("P2611-")
    assert list(people_visible_to(clerk)) == [person]


def test_the_audit_line_holds_names_of_fields_and_no_value(person: Person) -> None:
    entry = audited("person.registered", person)[0]
    held = " ".join(str(value) for value in vars(entry).values())
    assert "id_no" in entry.fields
    assert len(entry.after_hash) == 32
    assert not any(value in held for value in (id_number(1), mobile(1), "王师傅"))


def test_a_number_on_record_is_refused_whoever_sees_it(
    person: Person, clerk: User, stranger: User, station: Office, foreign_station: Office, now: dt.datetime
) -> None:
    sentences = set()
    for user, office in ((clerk, station), (stranger, foreign_station)):
        with pytest.raises(IdTaken) as caught:
            make_person(office, user, now, name="测试乙", id_no=id_number(1))
        sentences.add(str(caught.value))
    assert len(sentences) == 1
    assert Person.objects.count() == 1


def test_disability_is_kept_only_with_consent(station: Office, clerk: User, now: dt.datetime) -> None:
    with pytest.raises(SensitiveNeedsConsent):
        make_person(station, clerk, now, groups=["disabled"])
    assert not Person.objects.exists()
    person = make_person(station, clerk, now, groups=["disabled", "migrant"], consents=("sensitive",))
    assert PersonGroup.objects.filter(person=person).count() == 2


def test_the_age_is_that_of_the_day(person: Person) -> None:
    assert age_on(person, dt.date(2026, 5, 5)) == 45
    assert age_on(person, dt.date(2026, 5, 6)) == 46
    leap = Person(birth_on=dt.date(2008, 2, 29))
    assert age_on(leap, dt.date(2026, 2, 28)) == 17
    assert age_on(leap, dt.date(2026, 3, 1)) == 18
    assert age_on(Person(), dt.date(2026, 3, 1)) is None


# --- correcting -------------------------------------------------------------------------------------------------------


def test_the_second_clerk_is_told_and_nothing_is_overwritten(
    person: Person, clerk: User, colleague: User, now: dt.datetime, today: dt.date
) -> None:
    mine = facts(today, name="王师傅", id_no=id_number(1), resid_place="第一个地址")
    theirs = facts(today, name="王师傅", id_no=id_number(1), resid_place="第二个地址")
    change_person(person=person, facts=mine, seen_version=1, by=clerk, at=now)
    with pytest.raises(ChangedMeanwhile):
        change_person(person=person, facts=theirs, seen_version=1, by=colleague, at=now)
    person.refresh_from_db()
    assert (person.resid_place, person.version) == ("第一个地址", 2)
    with pytest.raises(ChangedMeanwhile):
        set_contacts(person=person, contacts=[], seen_version=1, by=colleague, at=now)
    with pytest.raises(ChangedMeanwhile):
        confirm_age(
            person=person, birth_on=today, basis=AgeDocument.PASSPORT, by=colleague, at=now, seen_version=1
        )


def test_a_correction_names_its_fields_and_renews_the_search(
    person: Person, clerk: User, now: dt.datetime, today: dt.date
) -> None:
    change_person(
        person=person, facts=facts(today, name="测试甲", id_no=id_number(3)), seen_version=1, by=clerk, at=now
    )
    entry = audited("person.changed", person)[0]
    assert entry.fields == ["id_no", "name"]
    assert entry.before_hash != entry.after_hash
    keys = set(SearchKey.objects.filter(person=person).values_list("key", flat=True))
    assert "n测试甲" in keys
    assert "n王师傅" not in keys


def test_a_number_of_another_record_cannot_be_taken_over(
    person: Person, station: Office, clerk: User, now: dt.datetime, today: dt.date
) -> None:
    other = make_person(station, clerk, now, name="测试乙")
    with pytest.raises(IdTaken):
        change_person(person=other, facts=facts(today, id_no=id_number(1)), seen_version=1, by=clerk, at=now)


def test_a_record_that_is_gone_is_not_written(
    person: Person, head: User, clerk: User, now: dt.datetime, today: dt.date
) -> None:
    anonymise_person(person=person, ground="request", by=head, at=now)
    with pytest.raises(PersonGone):
        change_person(person=person, facts=facts(today), seen_version=None, by=clerk, at=now)
    with pytest.raises(PersonGone):
        serve_at(person=person, office=clerk.office, basis=ServedBasis.WALK_IN, by=clerk, at=now)


def test_a_confirmed_age_is_not_lost_by_an_empty_field(
    station: Office, clerk: User, now: dt.datetime, today: dt.date
) -> None:
    someone = make_person(station, clerk, now)
    confirm_age(person=someone, birth_on=dt.date(1970, 1, 2), basis=AgeDocument.HOUSEHOLD_BOOK, by=clerk, at=now)
    changed = change_person(person=someone, facts=facts(today, name="测试丙"), seen_version=2, by=clerk, at=now)
    assert (changed.birth_on, changed.birth_basis) == (dt.date(1970, 1, 2), BirthBasis.OTHER_DOCUMENT)


def test_only_a_document_proves_an_age(station: Office, clerk: User, now: dt.datetime, person: Person) -> None:
    someone = make_person(station, clerk, now, birth_on="1970-01-02")
    assert not has_proven_birth(someone)
    with pytest.raises(BirthImpossible):
        confirm_age(person=someone, birth_on=dt.date(2030, 1, 1), basis=AgeDocument.PASSPORT, by=clerk, at=now)
    someone = confirm_age(
        person=someone, birth_on=dt.date(1970, 1, 2), basis=AgeDocument.HOUSEHOLD_BOOK, by=clerk, at=now
    )
    assert has_proven_birth(someone)
    assert audited("person.age_confirmed", someone)[0].reason == "hukou"
    with pytest.raises(AgeProvenByCard):
        confirm_age(person=person, birth_on=dt.date(1970, 1, 2), basis=AgeDocument.PASSPORT, by=clerk, at=now)


def test_contacts_that_are_over_stay_as_ended(person: Person, clerk: User, now: dt.datetime) -> None:
    new = [ContactFacts(ContactKind.MOBILE, mobile(2)), ContactFacts(ContactKind.PROXY, "", "", "station")]
    set_contacts(person=person, contacts=new, seen_version=1, by=clerk, at=now + MINUTE)
    rows = {(row.number, row.is_current) for row in Contact.objects.filter(person=person)}
    assert rows == {(mobile(1), False), (mobile(2), True), ("", True)}
    again = set_contacts(person=person, contacts=new, seen_version=2, by=clerk, at=now + MINUTE)
    assert again.version == 2


# --- serving, looking elsewhere ---------------------------------------------------------------------------------------


def test_a_foreign_office_learns_only_that_there_is_a_record(
    person: Person, stranger: User, now: dt.datetime, today: dt.date
) -> None:
    hits = check_duplicates(facts=facts(today, id_no=id_number(1)), contacts=[], by=stranger, at=now)
    assert [(hit.card, hit.is_elsewhere) for hit in hits] == [(None, True)]
    assert ExactIdLookup.objects.get().found
    assert [entry.kind for entry in audited("person.looked_up_elsewhere", person)] == ["read"]
    same_name = facts(today, name="王师傅", birth_on="1980-05-06")
    phone = [ContactFacts(ContactKind.MOBILE, mobile(1))]
    assert check_duplicates(facts=same_name, contacts=phone, by=stranger, at=now) == []


def test_the_exact_number_opens_a_foreign_record_for_a_coded_reason(
    person: Person, stranger: User, foreign_station: Office, now: dt.datetime
) -> None:
    opened = open_elsewhere(id_no=id_number(1), reason=OpenReason.MOVED_HERE, by=stranger, at=now)
    assert opened == person
    served = Served.objects.get(person=person, office=foreign_station)
    assert (served.basis, served.reason) == ("exact_id", "moved")
    assert audited("person.served", person)[0].reason == "moved"
    assert get_person(stranger, person.public_id) == person


def test_a_number_nobody_has_opens_nothing(person: Person, stranger: User, now: dt.datetime) -> None:
    for number in (id_number(9), id_number(1)[:17], "王师傅"):
        with pytest.raises(NoSuchRecord):
            open_elsewhere(id_no=number, reason=OpenReason.BY_PHONE, by=stranger, at=now)
    # The whole number counts although the answer was no: otherwise numbers could be tried out without end.
    assert ExactIdLookup.objects.filter(by=stranger, found=False).count() == 1


def test_one_s_own_person_opens_without_a_question(person: Person, clerk: User, now: dt.datetime) -> None:
    assert open_elsewhere(id_no=id_number(1), reason=OpenReason.BY_PHONE, by=clerk, at=now) == person
    assert not ExactIdLookup.objects.exists()


def test_the_counter_is_no_oracle(person: Person, stranger: User, now: dt.datetime, make_user: MakeUser) -> None:
    for serial in range(LOOKUPS_AN_HOUR):
        assert not look_up_elsewhere(id_no=id_number(500 + serial), by=stranger, at=now)
    with pytest.raises(TooManyLookups):
        look_up_elsewhere(id_no=id_number(1), by=stranger, at=now)
    assert look_up_elsewhere(id_no=id_number(1), by=stranger, at=now + dt.timedelta(hours=1, seconds=1))
    officer = make_user(Role.OFFICER, stranger.office)
    with pytest.raises(NotAllowed):
        look_up_elsewhere(id_no=id_number(1), by=officer, at=now)


def test_when_serving_ends_the_record_is_out_of_sight(
    person: Person, clerk: User, station: Office, now: dt.datetime
) -> None:
    end_serving(person=person, office=station, by=clerk, at=now)
    assert not people_visible_to(clerk).exists()
    assert not SearchKey.objects.exists()
    serve_at(person=person, office=station, basis=ServedBasis.WALK_IN, by=clerk, at=now)
    serve_at(person=person, office=station, basis=ServedBasis.WALK_IN, by=clerk, at=now)
    assert people_visible_to(clerk).count() == 1
    assert Served.objects.filter(person=person, until_on=None).count() == 1


def test_a_service_restarts_the_time_after_which_records_go(person: Person, now: dt.datetime) -> None:
    note_contact(person_id=person.pk, on=dt.date(2027, 1, 1))
    note_contact(person_id=person.pk, on=dt.date(2026, 12, 1))
    person.refresh_from_db()
    assert person.last_contact_on == dt.date(2027, 1, 1)


def test_a_whole_number_costs_a_coded_line(person: Person, clerk: User, now: dt.datetime) -> None:
    value = reveal(person=person, field=RevealField.ID_NO, reason=UnmaskReason.CHECK, by=clerk, at=now)
    assert value == id_number(1)
    contact = Contact.objects.get(person=person)
    number = reveal(
        person=person, field=RevealField.CONTACT, reason=UnmaskReason.CALL, by=clerk, at=now, contact_id=contact.pk
    )
    assert number == mobile(1)
    assert [(one.kind, one.fields, one.reason) for one in audited("person.revealed", person)] == [
        ("reveal", ["id_no"], "check"),
        ("reveal", ["contact"], "call"),
    ]


def test_revealing_is_refused_to_other_roles_other_offices_and_for_nothing(
    person: Person, officer: User, stranger: User, clerk: User, station: Office, now: dt.datetime
) -> None:
    with pytest.raises(NotAllowed):
        reveal(person=person, field=RevealField.ID_NO, reason=UnmaskReason.CHECK, by=officer, at=now)
    with pytest.raises(PersonGone):
        reveal(person=person, field=RevealField.ID_NO, reason=UnmaskReason.CHECK, by=stranger, at=now)
    nobody = make_person(station, clerk, now, name="测试乙")
    for field in RevealField:
        with pytest.raises(NothingToReveal):
            reveal(person=nobody, field=field, reason=UnmaskReason.CHECK, by=clerk, at=now)


# --- consent ----------------------------------------------------------------------------------------------------------


def test_a_consent_stands_until_it_is_withdrawn(person: Person, clerk: User, now: dt.datetime) -> None:
    consent = give_consent(
        person=person, consent=ConsentFacts(ConsentPurpose.EMPLOYER), channel=Channel.COUNTER, by=clerk, at=now
    )
    assert has_consent(person, "employer", now)
    assert has_consent(person, "employer", now, recipient="某单位")
    with pytest.raises(ConsentStands):
        give_consent(
            person=person, consent=ConsentFacts("employer"), channel=Channel.COUNTER, by=clerk, at=now
        )
    withdraw_consent(consent=consent, by=clerk, at=now + MINUTE)
    assert has_consent(person, "employer", now)
    assert not has_consent(person, "employer", now + MINUTE)
    with pytest.raises(ConsentOver):
        withdraw_consent(consent=consent, by=clerk, at=now + MINUTE)
    assert len(audited("consent.given", person)) == len(audited("consent.withdrawn", person)) == 1


def test_a_new_wording_asks_again(person: Person, clerk: User, now: dt.datetime) -> None:
    give_consent(person=person, consent=ConsentFacts("push"), channel=Channel.COUNTER, by=clerk, at=now)
    ConsentText.objects.create(purpose="push", version=2, text="新的说法。")
    give_consent(person=person, consent=ConsentFacts("push"), channel=Channel.COUNTER, by=clerk, at=now + MINUTE)
    standing = Consent.objects.filter(person=person).standing(now + MINUTE)
    assert [row.text.version for row in standing] == [2]


def test_an_expired_consent_can_be_given_again(person: Person, clerk: User, now: dt.datetime) -> None:
    short = ConsentFacts("push", expires_at=now + MINUTE)
    give_consent(person=person, consent=short, channel=Channel.COUNTER, by=clerk, at=now)
    assert not has_consent(person, "push", now + MINUTE)
    give_consent(person=person, consent=ConsentFacts("push"), channel=Channel.PHONE, by=clerk, at=now + MINUTE)
    assert has_consent(person, "push", now + 2 * MINUTE)


def test_without_a_wording_nobody_agrees(person: Person, clerk: User, now: dt.datetime) -> None:
    ConsentText.objects.filter(purpose="survey").delete()
    with pytest.raises(ConsentTextMissing):
        give_consent(person=person, consent=ConsentFacts("survey"), channel=Channel.COUNTER, by=clerk, at=now)


def test_withdrawing_deletes_what_was_kept_for_it(station: Office, clerk: User, now: dt.datetime) -> None:
    person = make_person(station, clerk, now, groups=["disabled", "migrant"], consents=("sensitive",))
    withdraw_consent(consent=Consent.objects.get(person=person), by=clerk, at=now)
    assert list(PersonGroup.objects.filter(person=person).values_list("group", flat=True)) == ["migrant"]


# --- household, slips -------------------------------------------------------------------------------------------------


def test_a_couple_shares_a_telephone_and_a_household(
    person: Person, station: Office, clerk: User, now: dt.datetime
) -> None:
    wife = make_person(station, clerk, now, name="测试乙", phone=mobile(1))
    child = make_person(station, clerk, now, name="测试丙")
    link_household(
        person=person, other=wife, role=HouseholdRole.SPOUSE, other_role=HouseholdRole.SPOUSE, by=clerk, at=now
    )
    link_household(
        person=person, other=child, role=HouseholdRole.GUARDIAN, other_role=HouseholdRole.WARD, by=clerk, at=now
    )
    assert [link.person for link in household_of(clerk, person)] == [wife, child]
    leave_household(person=child, by=clerk, at=now + MINUTE)
    assert [link.person for link in household_of(clerk, person)] == [wife]
    leave_household(person=wife, by=clerk, at=now + MINUTE)
    assert household_of(clerk, person) == []
    leave_household(person=wife, by=clerk, at=now + MINUTE)


def test_two_households_are_not_joined_by_accident(
    person: Person, station: Office, clerk: User, now: dt.datetime
) -> None:
    role = HouseholdRole.MEMBER
    others = [make_person(station, clerk, now, name=f"测试{sign}") for sign in "乙丙丁"]
    link_household(person=person, other=others[0], role=role, other_role=role, by=clerk, at=now)
    link_household(person=others[1], other=others[2], role=role, other_role=role, by=clerk, at=now)
    with pytest.raises(InAnotherHousehold):
        link_household(person=person, other=others[1], role=role, other_role=role, by=clerk, at=now)
    with pytest.raises(SamePerson):
        link_household(person=person, other=person, role=role, other_role=role, by=clerk, at=now)


def test_a_slip_leads_back_once(
    station: Office, clerk: User, stranger: User, officer: User, now: dt.datetime
) -> None:
    person = make_person(station, clerk, now, no_id_reason="none")
    slip, secret = issue_reclaim_slip(person=person, by=clerk, at=now)
    assert secret not in str(vars(slip))
    assert reclaim(secret=" ".join(secret.lower()), by=stranger, at=now) == person
    assert get_person(stranger, person.public_id) == person
    with pytest.raises(SlipUnknown):
        reclaim(secret=secret, by=stranger, at=now)
    with pytest.raises(NotAllowed):
        reclaim(secret=secret, by=officer, at=now)
    with pytest.raises(NotAllowed):
        issue_reclaim_slip(person=person, by=officer, at=now)


def test_a_reprint_voids_the_first_slip(station: Office, clerk: User, now: dt.datetime) -> None:
    person = make_person(station, clerk, now)
    _slip, first = issue_reclaim_slip(person=person, by=clerk, at=now)
    _slip, second = issue_reclaim_slip(person=person, by=clerk, at=now)
    with pytest.raises(SlipUnknown):
        reclaim(secret=first, by=clerk, at=now)
    assert reclaim(secret=second, by=clerk, at=now) == person


def test_signs_that_look_alike_are_set_right() -> None:
    assert read_secret("0o1i lU-7") == "QQJJJV7"


def test_contacts_and_consents_come_with_the_registration(station: Office, clerk: User, now: dt.datetime) -> None:
    person = register_person(
        facts=facts(now.date()), contacts=[ContactFacts(ContactKind.MOBILE, mobile(1))],
        consents=[ConsentFacts("employer"), ConsentFacts("push")], office=station, by=clerk, at=now,
        channel=Channel.VILLAGE_ROUND,
    )  # fmt: skip
    assert {row.channel for row in Consent.objects.filter(person=person)} == {"village"}
    assert Contact.objects.get(person=person).number == mobile(1)
