"""Registrations in bulk, row for row as `workers.operations.register_job_seeker` writes them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import models

from yizhan.accounts.models import Office, User
from yizhan.demo.ledger import BATCH, audit_line, take_numbers, write_lines
from yizhan.people.enums import NAMED_RECIPIENT, Channel, ConsentPurpose, GroupBasis, ServedBasis
from yizhan.people.events import PersonRegistered
from yizhan.people.facts import ContactFacts, PersonFacts
from yizhan.people.models import Consent, ConsentText, Contact, Person, PersonGroup, SearchKey, Served
from yizhan.people.operations import ConsentFacts
from yizhan.people.operations._common import fingerprint, scopes_of
from yizhan.people.operations.register import apply_facts
from yizhan.people.queries import age_on
from yizhan.people.search_keys import spellings
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.events import publish
from yizhan.shared.pay import comparable_daily_fen
from yizhan.workers.enums import SeekerStatus, VisitPurpose
from yizhan.workers.events import SeekerRegistered
from yizhan.workers.facts import WishFacts
from yizhan.workers.models import (
    JobSeeker,
    SeekerStatusChange,
    Skill,
    Visit,
    Wish,
    WishedDay,
    WishedOccupation,
)
from yizhan.workers.operations import SkillFacts
from yizhan.workers.operations.register import DAYS_A_WEEK, FULL_DAY_HOURS_X10
from yizhan.workers.rules import TierGrounds, service_tier


@dataclass(frozen=True)
class Entry:
    """One registration: what was told, where, by whom and when."""

    facts: PersonFacts
    contacts: tuple[ContactFacts, ...]
    consents: tuple[ConsentFacts, ...]
    wish: WishFacts
    skills: tuple[SkillFacts, ...]
    office: Office
    by: User
    at: dt.datetime
    channel: Channel


@dataclass
class Registered:
    """What one registration made."""

    person: Person
    seeker: JobSeeker
    wish: Wish
    #: names of the fields written to the person, for the audit line.
    fields: list[str]


def register_many(entries: Sequence[Entry], day: dt.date) -> list[Registered]:
    """Write registrations of one day, in the order of their moments.

    Whoever says what they can do has their skills noted with them, as `set_skills` does afterwards.
    """
    lines: list[AuditEntry] = []
    made = _people(entries, day)
    _around(entries, made, lines)
    _search_keys(entries, made)
    for entry, one in zip(entries, made, strict=True):
        lines.append(
            audit_line(
                action="person.registered",
                by=entry.by,
                at=entry.at,
                obj=one.person,
                person_id=one.person.pk,
                fields=one.fields,
                reason=entry.channel,
                after_hash=fingerprint(one.person),
            )
        )
    _seekers(entries, made, day, lines)
    _write_visits(entries, made, lines)
    _skills(entries, made, lines)
    write_lines(lines)
    for entry, one in zip(entries, made, strict=True):
        publish(PersonRegistered(one.person.pk, entry.office.pk, entry.by.pk, entry.at))
        publish(SeekerRegistered(one.seeker.pk, one.person.pk, entry.office.pk, entry.at))
    return made


def _people(entries: Sequence[Entry], day: dt.date) -> list[Registered]:
    made = []
    for entry, number in zip(entries, take_numbers("P", day, len(entries)), strict=True):
        person = Person(origin=settings.YIZHAN_INSTALLATION, registered_at=entry.at, last_contact_on=day)
        fields = apply_facts(person, entry.facts, by=entry.by, at=entry.at)
        person.number = number
        made.append(Registered(person, JobSeeker(), Wish(), fields))
    Person.objects.bulk_create([one.person for one in made], batch_size=BATCH)
    return made


def _around(entries: Sequence[Entry], made: list[Registered], lines: list[AuditEntry]) -> None:
    """Write who serves them, how they are reached, what they agreed to, which groups they are of."""
    served, contacts, consents, groups = [], [], [], []
    texts = {text.purpose: text for text in ConsentText.objects.order_by("version")}  # the newest of each wins
    for entry, one in zip(entries, made, strict=True):
        day = one.person.last_contact_on
        served.append(Served(person=one.person, office=entry.office, from_on=day, basis=ServedBasis.WALK_IN))
        contacts += [
            Contact(person=one.person, added_at=entry.at, **dataclasses.asdict(contact))
            for contact in dict.fromkeys(entry.contacts)
        ]
        if entry.contacts:
            one.fields.append("contacts")
        for consent in entry.consents:
            purpose = ConsentPurpose(consent.purpose)
            consents.append(
                (
                    entry,
                    Consent(
                        person=one.person,
                        purpose=purpose,
                        text=texts[purpose],
                        channel=entry.channel,
                        recipient=consent.recipient if purpose in NAMED_RECIPIENT else "",
                        given_at=entry.at,
                        given_through=entry.by,
                        expires_at=consent.expires_at,
                        evidence=consent.evidence,
                    ),
                )
            )
        groups += [
            PersonGroup(person=one.person, group=group, basis=GroupBasis.STATED, from_on=day)
            for group in sorted(entry.facts.groups or ())
        ]
        if entry.facts.groups:
            one.fields.append("groups")
    Served.objects.bulk_create(served, batch_size=BATCH)
    Contact.objects.bulk_create(contacts, batch_size=BATCH)
    Consent.objects.bulk_create([row for _entry, row in consents], batch_size=BATCH)
    PersonGroup.objects.bulk_create(groups, batch_size=BATCH)
    for entry, row in consents:
        lines.append(
            audit_line(
                action="consent.given",
                by=entry.by,
                at=entry.at,
                obj=row,
                person_id=row.person_id,
                fields=[row.purpose],
                reason=entry.channel,
            )
        )


def _search_keys(entries: Sequence[Entry], made: list[Registered]) -> None:
    scopes = {entry.office.pk: sorted(scopes_of([entry.office])) for entry in entries}
    keys = [
        SearchKey(scope_id=scope, key=key, person=one.person)
        for entry, one in zip(entries, made, strict=True)
        for scope in scopes[entry.office.pk]
        for key in sorted(spellings(one.person.name, one.person.number))
    ]
    SearchKey.objects.bulk_create(keys, batch_size=BATCH)


def _seekers(entries: Sequence[Entry], made: list[Registered], day: dt.date, lines: list[AuditEntry]) -> None:
    for entry, one in zip(entries, made, strict=True):
        wish = entry.wish
        one.seeker = JobSeeker(
            person=one.person,
            office=entry.office,
            status=SeekerStatus.AVAILABLE,
            registered_at=entry.at,
            registered_by=entry.by,
            reg_channel=entry.channel,
            waiting_since_on=day,
            tier_reviewed_on=day,
            has_smartphone=wish.has_smartphone,
            work_limit=wish.work_limit,
            home_name=wish.home_name,
            lat_e6=wish.home[0] if wish.home else None,
            lng_e6=wish.home[1] if wish.home else None,
            # Nobody has noted a skill at that moment, as in the operation.
            service_tier=service_tier(
                TierGrounds(
                    age=age_on(one.person, day),
                    waiting_days=0,
                    has_smartphone=wish.has_smartphone,
                    has_skill=False,
                    groups=entry.facts.groups or (),
                )
            ),
        )
    JobSeeker.objects.bulk_create([one.seeker for one in made], batch_size=BATCH)
    for entry, one in zip(entries, made, strict=True):
        one.wish = _wish(one.seeker, entry.wish, day)
    Wish.objects.bulk_create([one.wish for one in made], batch_size=BATCH)
    works, days, steps = [], [], []
    for entry, one in zip(entries, made, strict=True):
        works += [
            WishedOccupation(wish=one.wish, occupation_code=work.occupation_code, place=place, said_as=work.said_as)
            for place, work in enumerate(entry.wish.works, start=1)
        ]
        days += [WishedDay(wish=one.wish, day=on, parts=parts) for on, parts in sorted(dict(entry.wish.days).items())]
        steps.append(
            SeekerStatusChange(
                seeker=one.seeker,
                before="",
                after=SeekerStatus.AVAILABLE,
                at=entry.at,
                actor_id=entry.by.pk,
                office_id=entry.office.pk,
                area_code=entry.office.area_code,
            )
        )
        lines.append(
            audit_line(
                action="seeker.registered",
                by=entry.by,
                at=entry.at,
                obj=one.seeker,
                person_id=one.person.pk,
                fields=["wish"],
            )
        )
    for rows in (works, days, steps):
        _create(rows)


def _wish(seeker: JobSeeker, facts: WishFacts, day: dt.date) -> Wish:
    return Wish(
        seeker=seeker,
        party_size=facts.party_size,
        work_modes=list(facts.work_modes),
        settle=list(facts.settle),
        pay_min_fen=facts.pay_min_fen,
        pay_unit=facts.pay_unit,
        pay_min_daily_fen=comparable_daily_fen(
            min_fen=facts.pay_min_fen,
            unit=facts.pay_unit or None,
            hours_per_day_x10=FULL_DAY_HOURS_X10,
            days_per_week=DAYS_A_WEEK,
        ),
        week_mask=facts.week_mask,
        max_distance_m=facts.max_distance_m,
        transport=facts.transport,
        board_lodging=facts.board_lodging,
        tools=facts.tools,
        languages=facts.languages,
        valid_until_on=day + dt.timedelta(days=facts.valid_days),
    )


def _create(rows: Sequence[models.Model]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


def _write_visits(entries: Sequence[Entry], made: list[Registered], lines: list[AuditEntry]) -> None:
    visits = [
        Visit(office=entry.office, at=entry.at, purpose=VisitPurpose.REGISTER, person=one.person, by=entry.by)
        for entry, one in zip(entries, made, strict=True)
    ]
    Visit.objects.bulk_create(visits, batch_size=BATCH)
    lines += [visit_line(visit, entry.by) for visit, entry in zip(visits, entries, strict=True)]


def visit_line(visit: Visit, by: User) -> AuditEntry:
    """Return the line that a visit leaves."""
    return audit_line(
        action="visit.recorded", by=by, at=visit.at, obj=visit, person_id=visit.person_id, reason=visit.purpose
    )


def _skills(entries: Sequence[Entry], made: list[Registered], lines: list[AuditEntry]) -> None:
    rows = []
    for entry, one in zip(entries, made, strict=True):
        if entry.skills:
            rows += [Skill(seeker=one.seeker, **dataclasses.asdict(skill)) for skill in entry.skills]
            lines.append(
                audit_line(
                    action="seeker.skills_set",
                    by=entry.by,
                    at=entry.at,
                    obj=one.seeker,
                    person_id=one.person.pk,
                    fields=["skills"],
                )
            )
    _create(rows)
