"""A day's registrations, and what staff add to the records of some of them."""

from __future__ import annotations

import dataclasses
import datetime as dt

from yizhan.accounts.models import Office
from yizhan.demo.ledger import County, Seeker
from yizhan.demo.people import Sketch, draw_person
from yizhan.demo.registering import Entry, Registered, register_many
from yizhan.demo.visits import hour_of_day
from yizhan.people.enums import AgeDocument, Channel, ConsentPurpose, ContactKind, HouseholdRole
from yizhan.people.models import Consent
from yizhan.people.operations import confirm_age, issue_reclaim_slip, link_household, withdraw_consent
from yizhan.people.queries import age_on, has_proven_birth
from yizhan.vocabularies.queries import certificate
from yizhan.workers.operations import add_certificate, set_recommendation

CHANNELS = (Channel.COUNTER, Channel.VILLAGE_ROUND, Channel.PHONE, Channel.PROXY)
ADULT = 18


def register_arrivals(county: County, day: dt.date, count: int, *, foreign: bool = False) -> int:
    """Register the people of a day; return how many."""
    rng = county.rng
    drawn: list[tuple[Entry, Sketch]] = []
    couples: list[tuple[int, int]] = []
    times = sorted(hour_of_day(county, day) for _one in range(count))
    for at in (one for one in times if one < county.until):
        sketch = draw_person(county, day)
        partner = _partner(county, drawn, sketch)
        if partner is not None:
            sketch = dataclasses.replace(sketch, contacts=drawn[partner][1].contacts)
            couples.append((partner, len(drawn)))
        office = _office(county, foreign)
        if partner is not None:
            office = drawn[partner][0].office
        entry = Entry(
            facts=sketch.facts,
            contacts=sketch.contacts,
            consents=sketch.consents,
            wish=sketch.wish,
            skills=sketch.skills,
            office=office,
            by=county.clerk_of(office.pk),
            at=at,
            channel=rng.choices(CHANNELS, [86, 7, 4, 3])[0],
        )
        drawn.append((entry, sketch))
    made = register_many([entry for entry, _sketch in drawn], day)
    for (entry, sketch), one in zip(drawn, made, strict=True):
        _keep(county, entry, sketch, one)
        _add_to(county, entry, sketch, one)
    for first, second in couples:
        link_household(
            person=made[first].person,
            other=made[second].person,
            role=HouseholdRole.SPOUSE,
            other_role=HouseholdRole.SPOUSE,
            by=drawn[second][0].by,
            at=drawn[second][0].at,
        )
    return len(made)


def _office(county: County, foreign: bool) -> Office:
    if foreign:
        return county.offices["foreign"]
    return county.offices["park" if county.rng.random() < 0.17 else "main"]


def _partner(county: County, drawn: list[tuple[Entry, Sketch]], sketch: Sketch) -> int | None:
    """Return who came together with this person and shares a telephone with them: a couple, one in twenty."""
    if not drawn or county.rng.random() > 0.1:
        return None
    last = drawn[-1][1]
    has_mobile = any(contact.kind == ContactKind.MOBILE for contact in last.contacts)
    if not (has_mobile and last.facts.sex != sketch.facts.sex) or last.contacts == (
        drawn[-2][1].contacts if len(drawn) > 1 else ()
    ):
        return None
    return len(drawn) - 1 if _years_apart(last, sketch) < 9 else None


def _years_apart(one: Sketch, other: Sketch) -> int:
    """Return how far apart two birth years are; very far where one is unknown."""
    if one.facts.birth_on is None or other.facts.birth_on is None:
        return 99
    return abs(one.facts.birth_on.year - other.facts.birth_on.year)


def _may_be_named(sketch: Sketch) -> bool:
    """Say whether they agreed to be named to employers: a letter needs it (CR-084)."""
    return any(consent.purpose == ConsentPurpose.EMPLOYER for consent in sketch.consents)


def _keep(county: County, entry: Entry, sketch: Sketch, one: Registered) -> None:
    """Keep somebody in mind for the days to come; strangers of another county are none of ours."""
    if entry.office.pk == county.offices["foreign"].pk:
        return
    age = age_on(one.person, county.first_day)
    seeker = Seeker(
        person=one.person,
        row=one.seeker,
        wish=one.wish,
        trades=sketch.trades,
        office_id=entry.office.pk,
        registered_at=entry.at,
        party=sketch.wish.party_size,
        may_be_sent=has_proven_birth(one.person) and age is not None and age >= ADULT and _may_be_named(sketch),
        certificates=(sketch.certificate,) if sketch.certificate else (),
    )
    county.seekers.append(seeker)
    county.by_person[one.person.pk] = seeker
    for work in sketch.wish.works:
        county.by_trade[(entry.office.pk, work.occupation_code)].append(seeker)


def _add_to(county: County, entry: Entry, sketch: Sketch, one: Registered) -> None:
    """Certificates seen, an age confirmed by another document, a slip for who has nothing, a consent taken back."""
    rng, at = county.rng, entry.at + dt.timedelta(seconds=50)
    if sketch.certificate:
        _show_certificate(county, entry, sketch.certificate, one)
    person = one.person
    if person.birth_on and not has_proven_birth(person) and rng.random() < 0.5:
        document = rng.choice([AgeDocument.HOUSEHOLD_BOOK, AgeDocument.TEMPORARY_CARD, AgeDocument.SOCIAL_CARD])
        one.person = confirm_age(person=person, birth_on=person.birth_on, basis=document, by=entry.by, at=at)
    if not person.id_no and not entry.contacts:
        issue_reclaim_slip(person=person, by=entry.by, at=at)  # printed and handed over; kept nowhere
    if rng.random() < 0.006:
        one.seeker.version = set_recommendation(seeker=one.seeker, off=True, by=entry.by, at=at).version
    if rng.random() < 0.006:
        given = Consent.objects.filter(person=person, purpose=ConsentPurpose.PUSH, withdrawn_at=None).first()
        if given is not None:
            withdraw_consent(consent=given, by=entry.by, at=at)


def _show_certificate(county: County, entry: Entry, code: str, one: Registered) -> None:
    rng, day = county.rng, entry.at.date()
    kind = certificate(code)
    months = (kind.validity_months if kind else None) or 72
    issued = day - dt.timedelta(days=rng.randint(100, months * 27))
    review = (kind.review_months if kind else None) or 0
    add_certificate(
        person=one.person,
        code=code,
        number=f"演示{rng.randrange(10**6):06}",
        issuer="演示发证机关",
        issued_on=issued,
        expires_on=issued + dt.timedelta(days=months * 30),
        review_on=day + dt.timedelta(days=rng.randint(20, 700)) if review and review < months else None,
        by=entry.by,
        at=entry.at + dt.timedelta(seconds=30),
        today=day,
    )
