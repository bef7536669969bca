"""Reads of the room. One predicate, `people_visible_to`, decides who may see what, in every list, filter and export."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, UUIDField, prefetch_related_objects
from django.http import Http404
from django_stubs_ext import StrOrPromise

from yizhan.accounts.queries import can_see_people, in_offices_of
from yizhan.accounts.standing import StandingFor
from yizhan.people.enums import PROVEN_BIRTH, ConsentPurpose, ContactKind, DuplicateKey, ProxyRelation, Sex
from yizhan.people.facts import ContactFacts, PersonFacts, Reading, read_birth, read_name, read_person_facts
from yizhan.people.models import (
    Consent,
    ConsentText,
    Contact,
    HouseholdLink,
    MergeRecord,
    Person,
    PersonGroup,
    PersonQuerySet,
    SearchKey,
    Served,
)
from yizhan.people.rules import KEEP_MONTHS, age_on, has_proven_birth, months_before
from yizhan.people.search_keys import AFTER_ALL, GIVEN, INITIALS, LONGEST, NAME, NUMBER, PINYIN, number_key
from yizhan.people.standing import (
    CONSENTS,
    CONTACTS,
    GROUPS,
    HOUSEHOLD,
    SAME_ID,
    SAME_NAME_BIRTH,
    SAME_PHONE_NAME,
    SAME_PINYIN_TAIL,
    SHARING,
    of_id,
    of_numbers,
)
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.crypto.fields import blind_q
from yizhan.shared.identifiers.id_number import normalise_id, read_id
from yizhan.shared.identifiers.masks import mask_id, mask_phone
from yizhan.shared.identifiers.phone import is_mobile, normalise_phone
from yizhan.shared.standing import Slot
from yizhan.shared.text.misread import Misread
from yizhan.shared.text.normalise import search_key
from yizhan.shared.text.pinyin import name_keys, pinyin_query

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

__all__ = [
    "ContactFacts",
    "DuplicateHit",
    "PersonCard",
    "PersonFacts",
    "Reading",
    "age_on",
    "find_duplicates",
    "get_person",
    "has_consent",
    "has_proven_birth",
    "masked_id",
    "masked_phone",
    "mobile_for_messages",
    "people_reached_at",
    "people_visible_to",
    "people_with_consent",
    "person_card",
    "read_birth",
    "read_name",
    "read_person_facts",
    "search_people",
]


@dataclass(frozen=True, repr=False)
class PersonCard:
    """One line of a list: masked, nothing that could be used outside the desk.

    :param age: completed years on the day that was asked for; None when unknown or no day was given.
    :param phone: the first current telephone, masked; for a proxy with who it is; "" when there is none.
    """

    pk: int
    public_id: uuid.UUID
    number: str
    name: str
    sex: StrOrPromise
    age: int | None
    birth_on: dt.date | None
    age_proven: bool
    id_no: str
    phone: str
    resid_place: str


@dataclass(frozen=True, repr=False)
class DuplicateHit:
    """A record that looks like the same person.

    :param card: None for a record of a foreign office: then only that it exists is told (已在别处登记).
    """

    card: PersonCard | None
    keys: tuple[DuplicateKey, ...]

    @property
    def is_elsewhere(self) -> bool:
        """Whether another office serves the person."""
        return self.card is None


# --- who may see whom -------------------------------------------------------------------------------------------------


def people_visible_to(user: User) -> PersonQuerySet:
    """Return the present records that `user` may see: served now by an office that the user may see into."""
    if not can_see_people(user):
        return Person.objects.none()
    here = Served.objects.filter(in_offices_of(user), person=OuterRef("pk"), until_on=None)
    return Person.objects.present().filter(Exists(here))


def serving_office(person: Person) -> Office | None:
    """Return the office that serves a person now, the newest of several; None where none does."""
    now = Served.objects.filter(person=person, until_on=None).select_related("office")
    newest = now.order_by("-from_on", "-pk").first()
    return newest.office if newest else None


def get_person(user: User, public_id: uuid.UUID) -> Person:
    """Return a person that `user` may see.

    :raises Http404: does not exist, or not for these eyes.
    """
    person = _PERSON.first(user, public_id=public_id)
    if person is None:
        raise Http404
    return person


_PERSON = StandingFor(lambda user: people_visible_to(user).filter(public_id=Slot("public_id", UUIDField())))


def where_merged(user: User, public_id: uuid.UUID) -> Person | None:
    """Return the visible record into which the one with this id was merged, so that old addresses lead on."""
    row = Person.objects.filter(public_id=public_id).exclude(merged_into=None).first()
    while row is not None and row.merged_into_id is not None:
        row = Person.objects.get(pk=row.merged_into_id)
    return people_visible_to(user).filter(pk=row.pk).first() if row else None


# --- cards ------------------------------------------------------------------------------------------------------------


def with_contacts(people: PersonQuerySet) -> QuerySet[Person]:
    """Fetch the current contacts along, in one query, as `current_contacts`."""
    return people.prefetch_related(_current())


def _current() -> Prefetch[Any]:
    return Prefetch("contacts", queryset=Contact.objects.current().order_by("pk"), to_attr="current_contacts")


def current_contacts(person: Person) -> list[Contact]:
    """Return the current contacts in the order in which they were added."""
    fetched: list[Contact] | None = getattr(person, "current_contacts", None)
    return CONTACTS.all(person=person.pk) if fetched is None else fetched


def masked_id(person: Person) -> str:
    """Return the masked number of the document, "" when there is none."""
    return mask_id(person.id_no) if person.id_no else ""


def contact_line(contact: Contact) -> str:
    """Return one contact masked; a proxy with the relation."""
    number = mask_phone(contact.number) if contact.number else ""
    if contact.kind != ContactKind.PROXY:
        return number
    return " ".join(part for part in (number, f"（{ProxyRelation(contact.proxy_relation).label}）") if part)


def masked_phone(person: Person) -> str:
    """Return the first current contact masked, "" when there is none."""
    contacts = current_contacts(person)
    return contact_line(contacts[0]) if contacts else ""


def person_card(person: Person, *, today: dt.date | None = None) -> PersonCard:
    """Return what a list shows of a person."""
    return PersonCard(
        pk=person.pk,
        public_id=person.public_id,
        number=person.number,
        name=person.name,
        sex=Sex(person.sex).label,
        age=age_on(person, today) if today else None,
        birth_on=person.birth_on,
        age_proven=has_proven_birth(person),
        id_no=masked_id(person),
        phone=masked_phone(person),
        resid_place=person.resid_place,
    )


# --- search -----------------------------------------------------------------------------------------------------------

_DIGITS = re.compile(r"\d+[Xx]?")
_NUMBER = re.compile(r"[A-Za-z]\d{4}([- ]?\d{1,6}([- ]?\d)?)?")
#: Fewer digits would list half the town.
LEAST_DIGITS = 4
#: Rows that share four signs, installation-wide: about ten among 100,000 people, a thousand among ten million.
_MOST = 2000
#: Candidates fetched before the same person under two spellings is folded into one.
_SPARE = 4


def search_people(user: User, text: str, limit: int = 20, *, today: dt.date | None = None) -> list[PersonCard]:
    """Find people by name, pinyin, initials, telephone tail, last signs of the ID, or registration number.

    Words are combined: `王 5678` finds the 王 whose number ends so. Only people whom `user` may see.
    Best first: names in the order of their spelling, the whole name before longer ones; ties by primary key.

    :param text: as typed; digits need at least `LEAST_DIGITS`.
    :param limit: at most so many cards.
    """
    words = text.split()[:4]
    if not words or not can_see_people(user):
        return []
    words.sort(key=lambda word: -len(word) if _DIGITS.fullmatch(word) else 0)
    ids = _candidates(user, words[0], limit if len(words) == 1 else 500)
    for word in words[1:]:
        ids = _narrowed(user, word, ids)
    visible = with_contacts(people_visible_to(user))
    found = visible.filter(pk__in=ids[:limit]).in_bulk()
    if len(found) < min(limit, len(ids)):
        # Keys follow the offices at once, so this is rare; and each person fetched in vain is decrypted in vain.
        found |= visible.filter(pk__in=ids[limit : limit * _SPARE]).in_bulk()
    return [person_card(found[pk], today=today) for pk in ids if pk in found][:limit]


def is_too_short(text: str) -> bool:
    """Whether the text is digits only, and too few to search for."""
    words = text.split()
    return bool(words) and all(word.isdigit() and len(word) < LEAST_DIGITS for word in words)


def _narrowed(user: User, word: str, ids: list[int]) -> list[int]:
    """Keep the ids that the word finds too."""
    if _DIGITS.fullmatch(word):
        kept = set(_by_digits(user, word, within=ids))
    else:
        keys = Q()
        for prefix in _prefixes(word):
            keys |= Q(key__gte=prefix, key__lt=prefix + AFTER_ALL)
        rows = SearchKey.objects.filter(keys, scope=user.office_id, person__in=ids)
        kept = set(rows.values_list("person_id", flat=True)) if keys else set()
    return [pk for pk in ids if pk in kept]


def _candidates(user: User, word: str, limit: int) -> list[int]:
    """Return ids of people for one word, best first."""
    if _DIGITS.fullmatch(word):
        return _by_digits(user, word)[: limit * _SPARE]
    ids: dict[int, None] = {}
    for prefix in _prefixes(word):
        rows = (
            SearchKey.objects.filter(scope=user.office_id, key__gte=prefix, key__lt=prefix + AFTER_ALL)
            .order_by("key", "person_id")
            .values_list("person_id", flat=True)[: limit * _SPARE]
        )
        ids.update(dict.fromkeys(rows))
        if len(ids) >= limit:
            break
    return list(ids)


def _prefixes(word: str) -> list[str]:
    """Return the key ranges in which a word that is no number may lie, the likeliest first."""
    found: list[str] = []
    if _NUMBER.fullmatch(word):
        found.append(NUMBER + number_key(word))
    elif word.isascii():
        typed = pinyin_query(word)
        # One letter: every pinyin that begins so has initials that begin so, which is one range instead of two.
        found += [INITIALS + typed] + ([PINYIN + typed] if len(typed) > 1 else [])
    else:
        typed = search_key(word)
        found += [NAME + typed, GIVEN + typed] if typed else []
    return [prefix[:LONGEST] for prefix in found if len(prefix) > 1]


def _by_digits(user: User, digits: str, within: Collection[int] | None = None) -> list[int]:
    """Return ids of people whose telephone or ID ends in these digits.

    The index knows whole numbers and the last four signs; longer tails are compared after decrypting the few that share
    the last four.
    """
    if len(digits) < LEAST_DIGITS:
        return []
    wanted = digits.upper()
    # First the few rows that the index gives, then who of them may be seen: in one query, planners start from the
    # offices or from an order and read a hundred thousand rows.
    by_id = Person.objects.present().filter(blind_q(Person, "id_tail_index", wanted)).only("pk", "id_no")
    ids = [one.pk for one in by_id.order_by("-pk")[:_MOST] if normalise_id(one.id_no).endswith(wanted)]
    if wanted.isdigit():
        reached = Contact.objects.current().filter(blind_q(Contact, "tail_index", wanted)).only("person_id", "number")
        ids += [
            one.person_id for one in reached.order_by("-person_id", "pk")[:_MOST]
            if normalise_phone(one.number).endswith(wanted)
        ]  # fmt: skip
    if within is not None:
        among = set(within)
        ids = [pk for pk in ids if pk in among]
    seen = set(people_visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in dict.fromkeys(ids) if pk in seen]


# --- exact ID, duplicates ---------------------------------------------------------------------------------------------


def people_reached_at(number: str) -> list[Person]:
    """Return the present records whose own mobile this is now, the oldest first. For their own sign-in, not for staff.

    A telephone of somebody who takes messages for a person opens nothing of that person's.
    """
    text = normalise_phone(number)
    if not text:
        return []
    reached = Contact.objects.current().filter(blind_q(Contact, "number_index", text), kind=ContactKind.MOBILE)
    return list(Person.objects.present().filter(pk__in=reached.values("person")).order_by("pk"))


def present_people(ids: Iterable[int]) -> list[Person]:
    """Return the present records with these ids, the oldest first; for rooms that know them already."""
    return list(Person.objects.present().filter(pk__in=list(ids)).order_by("pk"))


def is_whole_id(text: str) -> bool:
    """Whether the text is a whole ID number whose check digit is right: only then other offices are asked."""
    try:
        read_id(text, today=dt.date.max)
    except Misread:
        return False
    return True


def person_by_exact_id(id_no: str) -> Person | None:
    """Return the present record with this number, whoever may see it. For operations that log the question only."""
    number = normalise_id(id_no)
    return Person.objects.present().filter(blind_q(Person, "id_no_index", number)).first() if number else None


def find_duplicates(
    user: User, facts: PersonFacts, contacts: Iterable[ContactFacts], *, but: Person | None = None, limit: int = 10
) -> list[DuplicateHit]:
    """Find visible records that look like the same person, by four keys; the surest first.

    ID number; telephone and name; name and date of birth; name in pinyin and telephone tail. Records of foreign offices
    are not searched here: `operations.check_duplicates` asks for those by exact ID, and logs it.

    :param but: a record that is left out: the one being corrected.
    """
    found: dict[int, list[DuplicateKey]] = {}

    def note(key: DuplicateKey, question: StandingFor[int], **values: Any) -> None:
        for pk in question.all(user, but=but.pk if but else 0, **values)[:limit]:
            if key not in (keys := found.setdefault(pk, [])):
                keys.append(key)

    name, numbers = facts.name, [contact.number for contact in contacts if contact.number]
    if facts.id_no:
        for laid in of_id(facts.id_no):
            note(DuplicateKey.ID, SAME_ID, **laid)
    if numbers:
        for laid in of_numbers("number_index", numbers):
            note(DuplicateKey.PHONE_NAME, SAME_PHONE_NAME, name=name, **laid)
        pinyin = name_keys(name).full
        for laid in of_numbers("tail_index", numbers):
            note(DuplicateKey.PINYIN_TAIL, SAME_PINYIN_TAIL, pinyin=pinyin, **laid)
    if facts.birth_on:
        note(DuplicateKey.NAME_BIRTH, SAME_NAME_BIRTH, name=name, birth_on=facts.birth_on)
    order = list(DuplicateKey)
    best = sorted(found, key=lambda pk: (min(order.index(key) for key in found[pk]), -len(found[pk]), pk))[:limit]
    rows = with_contacts(people_visible_to(user).filter(pk__in=best)).in_bulk() if best else {}
    return [DuplicateHit(card=person_card(rows[pk]), keys=tuple(found[pk])) for pk in best]


def facts_of(person: Person) -> PersonFacts:
    """Return what is on record as facts, for comparing with other records."""
    return PersonFacts(
        name=person.name, id_kind=person.id_kind, id_no=person.id_no, no_id_reason=person.no_id_reason, sex=person.sex,
        birth_on=person.birth_on, birth_basis=person.birth_basis, ethnicity=person.ethnicity,
        education=person.education, huji_code=person.huji_code, resid_code=person.resid_code,
        resid_place=person.resid_place,
    )  # fmt: skip


def contact_facts_of(person: Person) -> list[ContactFacts]:
    """Return the current contacts as facts."""
    return [ContactFacts(row.kind, row.number, row.proxy_name, row.proxy_relation) for row in current_contacts(person)]


def duplicates_of(user: User, person: Person) -> list[DuplicateHit]:
    """Return visible records that look like this one."""
    return find_duplicates(user, facts_of(person), contact_facts_of(person), but=person)


# --- consent, groups, household ---------------------------------------------------------------------------------------


def has_consent(person: Person | int, purpose: str, at: dt.datetime, recipient: str | None = None) -> bool:
    """Whether a consent to the purpose stands at a moment.

    :param person: the row or its id. :param recipient: asks for this receiver; a consent without a receiver covers all.
    """
    rows = Consent.objects.filter(person=person, purpose=purpose).standing(at)
    if recipient is not None:
        rows = rows.filter(recipient__in=["", recipient])
    return rows.exists()


def people_with_consent(
    person_ids: Collection[uuid.UUID], purpose: str, at: dt.datetime, recipient: str
) -> set[uuid.UUID]:
    """Return which of some people agreed to the purpose, for this receiver or for all; in one query.

    :param person_ids: public ids.
    """
    rows = Consent.objects.filter(person__public_id__in=person_ids, purpose=purpose, recipient__in=["", recipient])
    return set(rows.standing(at).values_list("person__public_id", flat=True))


def who_consented(asks: Collection[tuple[int, str]], *, purpose: str, at: dt.datetime) -> set[tuple[int, str]]:
    """Return for which of these a consent to a purpose stands at a moment; one query.

    :param asks: a person's id and who would receive the data; a consent without a receiver covers all.
    """
    rows = Consent.objects.filter(person_id__in={person for person, _recipient in asks}, purpose=purpose).standing(at)
    given = set(rows.order_by("pk").values_list("person_id", "recipient"))
    return {(person, recipient) for person, recipient in asks if given & {(person, ""), (person, recipient)}}


def whole_mobiles(person_ids: Iterable[int]) -> dict[int, str]:
    """Return the first current number of each of these people, whole: of those who agreed to that. One query.

    A number that somebody else answers (`ContactKind.PROXY`) is not theirs to give away.
    """
    first: dict[int, str] = {}
    rows = Contact.objects.current().filter(person_id__in=list(person_ids)).exclude(kind=ContactKind.PROXY)
    for contact in rows.order_by("person_id", "pk"):
        first.setdefault(contact.person_id, contact.number)
    return first


def consents_of(person: Person) -> QuerySet[Consent]:
    """Return all consents ever given, the newest first, with their texts."""
    return Consent.objects.filter(person=person).select_related("text").order_by("-given_at", "-pk")


def standing_consents(person: Person, at: dt.datetime) -> list[Consent]:
    """Return the consents in force at a moment, the newest first, with their texts."""
    return CONSENTS.all(person=person.pk, at=at)


def newest_texts() -> dict[str, ConsentText]:
    """Return the newest wording of each purpose."""
    return {text.purpose: text for text in ConsentText.objects.order_by("purpose", "version")}


def all_texts() -> dict[str, list[ConsentText]]:
    """Return every wording of each purpose, the newest first; one query."""
    found: dict[str, list[ConsentText]] = {purpose.value: [] for purpose in ConsentPurpose}
    for text in ConsentText.objects.select_related("made_by").order_by("purpose", "-version"):
        found[text.purpose].append(text)
    return found


def standing_purposes(rows: Iterable[Consent], texts: dict[str, ConsentText], at: dt.datetime) -> set[str]:
    """Return the purposes whose newest wording is agreed to now; any other may be asked again."""
    return {
        row.purpose
        for row in rows
        if row.withdrawn_at is None and (row.expires_at is None or row.expires_at > at)
        and row.text_id == texts[row.purpose].pk
    }  # fmt: skip


def held_purposes(rows: Iterable[Consent], at: dt.datetime) -> set[str]:
    """Return the purposes to which a consent stands now, in whatever wording: `has_consent` goes by these."""
    return {row.purpose for row in rows if row.withdrawn_at is None and (row.expires_at is None or row.expires_at > at)}


def groups_of(person: Person, day: dt.date) -> list[PersonGroup]:
    """Return the memberships that hold on a day."""
    return GROUPS.all(person=person.pk, day=day)


def household_of(user: User, person: Person) -> list[HouseholdLink]:
    """Return the other members of the household whose records `user` may see."""
    own = HOUSEHOLD.first(person=person.pk)
    if own is None:
        return []
    others = HouseholdLink.objects.filter(
        household=own.household_id, ended_at=None, person__in=people_visible_to(user)
    ).exclude(person=person)
    return list(others.select_related("person").order_by("pk"))


def sharing_phone(user: User, person: Person) -> list[PersonCard]:
    """Return up to five visible people with the same telephone: couples share one, and so do two records of one."""
    numbers = [contact.number for contact in current_contacts(person) if contact.number]
    laid = of_numbers("number_index", numbers)
    others = list(dict.fromkeys(other for each in laid for other in SHARING.all(user, but=person.pk, **each)))
    prefetch_related_objects(others, _current())
    return [person_card(other) for other in others]


# --- merges, looks, time running out ----------------------------------------------------------------------------------


def merges_visible_to(user: User) -> QuerySet[MergeRecord]:
    """Return the merges of the offices that `user` may see into, the newest first."""
    rows = MergeRecord.objects.filter(in_offices_of(user)) if can_see_people(user) else MergeRecord.objects.none()
    return rows.select_related("kept", "absorbed", "merged_by", "undone_by").order_by("-merged_at", "-pk")


@dataclass(frozen=True)
class Look:
    """One line of "who looked at this record"."""

    at: dt.datetime
    kind: str
    action: str
    actor: str
    reason: str
    fields: list[str]


def looks_at(person: Person, *, page: int = 1, size: int = 50) -> tuple[list[Look], bool]:
    """Return who read or changed a record, the newest first, and whether there is more. Two queries."""
    start = (page - 1) * size
    rows = list(AuditEntry.objects.filter(person_id=person.pk).order_by("-id")[start : start + size + 1])
    actors = {row.actor_id for row in rows if row.actor_id is not None}
    names: dict[int, Any] = get_user_model().objects.select_related("office").in_bulk(actors)
    looks = [
        Look(
            row.at, row.get_kind_display(), row.action,
            f"{names[row.actor_id].name}（{names[row.actor_id].office.name}）" if row.actor_id in names else "",
            row.reason, row.fields,
        )
        for row in rows[:size]
    ]  # fmt: skip
    return looks, len(rows) > size


def lapsed_people(*, today: dt.date) -> QuerySet[Person]:
    """Return present records without any service for `KEEP_MONTHS`: due to be anonymised (domain 9.1), oldest first."""
    over = months_before(today, KEEP_MONTHS)
    return Person.objects.present().filter(last_contact_on__lte=over).order_by("last_contact_on", "pk")


#: For rooms that filter their own rows by people whose age is proven.
PROVEN = Q(birth_on__isnull=False, birth_basis__in=PROVEN_BIRTH)


def masked_phones(person_ids: Iterable[int]) -> dict[int, str]:
    """Return the first current contact of each of these people, masked; one query. Who has none is not in it."""
    first: dict[int, str] = {}
    for contact in Contact.objects.current().filter(person_id__in=list(person_ids)).order_by("person_id", "pk"):
        first.setdefault(contact.person_id, contact_line(contact))
    return first


def mobile_for_messages(person_id: int) -> str:
    """Return the mobile that messages to a person go to: their own, else that of who takes messages, else ""."""
    mobiles = [
        contact
        for contact in Contact.objects.current().filter(person_id=person_id).order_by("pk")
        if is_mobile(contact.number)
    ]
    own = [contact for contact in mobiles if contact.kind != ContactKind.PROXY]
    return normalise_phone((own or mobiles)[0].number) if mobiles else ""
