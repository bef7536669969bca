"""Making a record, correcting it, and how its person is reached."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import BigAutoField
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import (
    SENSITIVE_GROUPS,
    AgeDocument,
    BirthBasis,
    Channel,
    ConsentPurpose,
    GroupBasis,
    ServedBasis,
)
from yizhan.people.events import PersonChanged, PersonRegistered
from yizhan.people.facts import EARLIEST_BIRTH, ContactFacts, PersonFacts
from yizhan.people.models import Consent, Contact, Person, PersonGroup, Served
from yizhan.people.operations._common import IDENTITY, day_of, fingerprint, refresh_search_keys
from yizhan.people.operations.consents import ConsentFacts, give_consent
from yizhan.people.standing import CONTACTS
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks
from yizhan.shared.errors import Refused
from yizhan.shared.events import publish
from yizhan.shared.identifiers.operations import take_number
from yizhan.shared.standing import Slot, Standing, insert
from yizhan.shared.text.pinyin import name_keys

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User


class IdTaken(Refused):
    """The number of the document is on another record, here or elsewhere. Says neither where nor whose."""

    code = "id_taken"
    sentence = _("这个证件号码已经有登记记录，没有重复保存，您填的内容还在。请用证件号码查找，打开原来的记录。")


class PersonGone(Refused):
    """The record was merged into another or anonymised since the page was opened."""

    code = "person_gone"
    sentence = _("这条记录已经被合并或匿名化，没有改动。请重新查找此人。")


class SensitiveNeedsConsent(Refused):
    """Health and the like is kept only with separate consent (PIPL art. 29)."""

    code = "sensitive_needs_consent"
    sentence = _("残疾等敏感信息要先得到本人单独同意，没有保存这一项。请先勾选“处理健康等敏感信息”的同意。")


class BirthImpossible(Refused):
    """A date of birth that cannot be."""

    code = "birth_impossible"
    sentence = _("出生日期不可能（在今天之后或早于 1900 年），没有保存。请核对证件。")


class AgeProvenByCard(Refused):
    """The ID number already says the date of birth."""

    code = "age_proven_by_card"
    sentence = _("出生日期已由身份证号码确定，没有改动。号码有误时请在“更正”里改号码。")


def lock_present(person: Person) -> Person:
    """Re-read a person for writing.

    :raises PersonGone: merged or anonymised meanwhile.
    """
    found = _LOCKED.first(person=person.pk)
    if found is None:
        raise PersonGone
    return found


_LOCKED = Standing(
    lambda: Person.objects.present().filter(pk=Slot("person", BigAutoField())).select_for_update(of=("self",))
)


def apply_facts(person: Person, facts: PersonFacts, *, by: User | None, at: dt.datetime) -> list[str]:
    """Put facts on an unsaved or locked person; return the names of the fields that changed."""
    changed = [name for name in IDENTITY if getattr(person, name) != getattr(facts, name)]
    for name in changed:
        setattr(person, name, getattr(facts, name))
    if "name" in changed:
        keys = name_keys(person.name)
        person.name_pinyin, person.name_initials = keys.full[:300], keys.initials[:50]
    if "id_no" in changed:
        person.id_checked_at, person.id_checked_by = None, None
    if facts.id_seen and facts.id_no and by is not None and person.id_checked_at is None:
        person.id_checked_at, person.id_checked_by = at, by
        changed.append("id_checked_at")
    return changed


def write_groups(person: Person, groups: tuple[str, ...] | None, *, at: dt.datetime) -> list[str]:
    """Make the standing memberships exactly these; None leaves them. Return `["groups"]` when something changed.

    :raises SensitiveNeedsConsent: a sensitive group without the consent.
    """
    if groups is None:
        return []
    standing = set(PersonGroup.objects.filter(person=person, until_on=None).values_list("group", flat=True))
    new, over = set(groups) - standing, standing - set(groups)
    if new & SENSITIVE_GROUPS:
        agreed = Consent.objects.filter(person=person, purpose=ConsentPurpose.SENSITIVE).standing(at).exists()
        if not agreed:
            raise SensitiveNeedsConsent
    day = day_of(at)
    if over:
        PersonGroup.objects.filter(person=person, until_on=None, group__in=over).update(until_on=day)
    for group in sorted(new):
        PersonGroup.objects.create(person=person, group=group, basis=GroupBasis.STATED, from_on=day)
    return ["groups"] if new or over else []


def write_contacts(person: Person, contacts: Iterable[ContactFacts], *, at: dt.datetime) -> bool:
    """Make the current contacts exactly these; what is over stays on record as ended. Return whether any changed."""
    wanted = list(dict.fromkeys(contacts))
    standing = {}
    for row in CONTACTS.all(person=person.pk):
        standing[ContactFacts(row.kind, row.number, row.proxy_name, row.proxy_relation)] = row
    for facts, row in standing.items():
        if facts not in wanted:
            row.is_current, row.ended_at = False, at
            row.save(update_fields=["is_current", "ended_at"])
    new = [facts for facts in wanted if facts not in standing]
    for facts in new:
        contact = Contact(
            person=person, kind=facts.kind, number=facts.number, proxy_name=facts.proxy_name,
            proxy_relation=facts.proxy_relation, added_at=at,
        )  # fmt: skip
        insert(contact)
    return bool(new) or any(facts not in wanted for facts in standing)


@transaction.atomic
def register_person(
    *,
    facts: PersonFacts,
    contacts: Iterable[ContactFacts],
    consents: Iterable[ConsentFacts],
    office: Office,
    by: User,
    at: dt.datetime,
    channel: Channel,
    basis: ServedBasis = ServedBasis.WALK_IN,
) -> Person:
    """Make the record of somebody whom `office` serves from now on.

    :param facts: from `queries.read_person_facts`.
    :param channel: where they registered; consents given now carry it.
    :raises IdTaken: the number of the document is on a record already, visible to `by` or not.
    :raises SensitiveNeedsConsent: a sensitive group without the consent to it.
    """
    day = day_of(at)
    person = Person(origin=settings.YIZHAN_INSTALLATION, registered_at=at, last_contact_on=day)
    fields = apply_facts(person, facts, by=by, at=at)
    person.number = take_number(prefix="P", on=day)
    with constraint_speaks(Person, person_id_number_once=IdTaken):
        insert(person)
    insert(Served(person=person, office=office, from_on=day, basis=basis))
    if write_contacts(person, contacts, at=at):
        fields.append("contacts")
    for consent in consents:
        give_consent(person=person, consent=consent, channel=channel, by=by, at=at)
    fields += write_groups(person, facts.groups, at=at)
    refresh_search_keys(person)
    write_audit(
        action="person.registered", by=by, at=at, obj=person, person_id=person.pk, fields=fields, reason=channel,
        after_hash=fingerprint(person),
    )  # fmt: skip
    publish(PersonRegistered(person_id=person.pk, office_id=office.pk, by_id=by.pk, at=at))
    return person


def _save_changed(person: Person, fields: list[str], before: str, *, action: str, by: User, at: dt.datetime) -> Person:
    """Save a locked person with the next version, keys, audit line and news."""
    person.version += 1
    person.last_contact_on = max(person.last_contact_on, day_of(at))
    with constraint_speaks(Person, person_id_number_once=IdTaken):
        person.save()
    refresh_search_keys(person)
    write_audit(
        action=action, by=by, at=at, obj=person, person_id=person.pk, fields=fields, before_hash=before,
        after_hash=fingerprint(person),
    )  # fmt: skip
    publish(PersonChanged(person_id=person.pk, at=at))
    return person


@transaction.atomic
def change_person(*, person: Person, facts: PersonFacts, seen_version: int | None, by: User, at: dt.datetime) -> Person:
    """Correct what is on record about somebody (PIPL art. 46).

    :param seen_version: the version that the clerk's form showed; None for imports.
    :raises ChangedMeanwhile: somebody saved since; nothing is overwritten.
    :raises IdTaken: the corrected number belongs to another record.
    :raises SensitiveNeedsConsent: a sensitive group without the consent to it.
    :raises PersonGone: merged or anonymised meanwhile.
    """
    person = lock_present(person)
    check_version(person, seen_version)
    before = fingerprint(person)
    if facts.birth_on is None and not facts.id_no and person.birth_basis == BirthBasis.OTHER_DOCUMENT:
        # A date that staff confirmed by a document is not lost because a form left the field empty.
        facts = _with_birth(facts, person.birth_on, person.birth_basis)
    fields = apply_facts(person, facts, by=by, at=at)
    fields += write_groups(person, facts.groups, at=at)
    return _save_changed(person, fields, before, action="person.changed", by=by, at=at)


def _with_birth(facts: PersonFacts, birth_on: dt.date | None, basis: str) -> PersonFacts:
    return dataclasses.replace(facts, birth_on=birth_on, birth_basis=basis)


@transaction.atomic
def set_contacts(
    *, person: Person, contacts: Iterable[ContactFacts], seen_version: int | None, by: User, at: dt.datetime
) -> Person:
    """Make the current ways to reach somebody exactly these. None at all is possible.

    :raises ChangedMeanwhile: somebody saved since.
    :raises PersonGone: merged or anonymised meanwhile.
    """
    person = lock_present(person)
    check_version(person, seen_version)
    if not write_contacts(person, contacts, at=at):
        return person
    before = fingerprint(person)
    return _save_changed(person, ["contacts"], before, action="person.contacts_changed", by=by, at=at)


@transaction.atomic
def confirm_age(
    *, person: Person, birth_on: dt.date, basis: AgeDocument, by: User, at: dt.datetime, seen_version: int | None = None
) -> Person:
    """Write down a date of birth that staff read from another document, so that the person may be referred.

    :param basis: which document was seen; it stands in the audit line, no copy is kept.
    :raises AgeProvenByCard: the ID number says it already.
    :raises BirthImpossible: after today or before 1900.
    :raises ChangedMeanwhile: somebody saved since.
    """
    person = lock_present(person)
    check_version(person, seen_version)
    if person.birth_basis == BirthBasis.ID_CARD:
        raise AgeProvenByCard
    if not EARLIEST_BIRTH <= birth_on <= day_of(at):
        raise BirthImpossible
    person.birth_on, person.birth_basis = birth_on, BirthBasis.OTHER_DOCUMENT
    person.version += 1
    person.last_contact_on = max(person.last_contact_on, day_of(at))
    person.save()
    write_audit(
        action="person.age_confirmed", by=by, at=at, obj=person, person_id=person.pk,
        fields=["birth_on", "birth_basis"], reason=AgeDocument(basis),
    )  # fmt: skip
    publish(PersonChanged(person_id=person.pk, at=at))
    return person


@transaction.atomic
def note_contact(*, person_id: int, on: dt.date) -> None:
    """Remember that somebody was served on a day, which restarts the time after which records are anonymised.

    The room that serves (a visit, a call, a referral) writes its own audit line; this adds none.
    """
    Person.objects.filter(pk=person_id, anonymised_at=None, last_contact_on__lt=on).update(last_contact_on=on)
