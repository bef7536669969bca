"""Who is on record already, asked while somebody is being registered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django_stubs_ext import StrOrPromise

from yizhan.people.enums import DuplicateKey, Sex
from yizhan.people.operations import ContactFacts, PersonFacts, TooManyLookups, look_up_elsewhere
from yizhan.people.queries import PersonCard, find_duplicates, is_whole_id, search_people
from yizhan.places.queries import area_name_of_id
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.crypto.keyring import ring
from yizhan.shared.identifiers.id_number import IdReading, normalise_id, read_id
from yizhan.shared.text.misread import Misread
from yizhan.shared.text.normalise import clean_line
from yizhan.workers.queries import seekers_by_person
from yizhan.workers.web.words import STATUS_KIND

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: More than the eye takes in at once; the rest is found by typing on.
MOST_HITS = 5


@dataclass(frozen=True)
class Hit:
    """A record on the side of the screen. `keys` say why it may be the same person; empty: found by what was typed."""

    card: PersonCard
    age: int | None
    keys: tuple[StrOrPromise, ...]
    status: StrOrPromise
    status_kind: str


@dataclass(frozen=True)
class Known:
    """What is known about the one who stands at the counter.

    :param reading: what the ID number says. :param sentence: what is wrong with it.
    :param elsewhere: the whole number, where it is on record at a foreign office; it was typed on this screen.
    :param asked: token of the question about other offices, so that one number is asked for once.
    :param can_be_new: whether a new record may be made all the same.
    """

    hits: tuple[Hit, ...] = ()
    reading: IdReading | None = None
    age: int | None = None
    area: str = ""
    sentence: StrOrPromise = ""
    elsewhere: str = ""
    asked: str = ""
    can_be_new: bool = True
    strong: bool = False

    @property
    def sex(self) -> StrOrPromise:
        """The sex that the number says, in words."""
        return Sex(self.reading.sex).label if self.reading else ""

    def has(self, key: DuplicateKey) -> bool:
        """Whether a hit has this key."""
        return any(key.label in hit.keys for hit in self.hits)


def nobody() -> Known:
    """Nothing asked yet."""
    return Known()


def elsewhere(id_no: str) -> Known:
    """The number is on record at a foreign office; that is all that is told."""
    return Known(elsewhere=id_no, can_be_new=False)


def same_people(user: User, facts: PersonFacts, contacts: Iterable[ContactFacts], today: dt.date) -> Known:
    """Return records here that may be the same person, by the four keys; asked once more before saving."""
    found = find_duplicates(user, facts, contacts, limit=MOST_HITS)
    keys = {hit.card.pk: hit.keys for hit in found if hit.card}
    hits = _hits([hit.card for hit in found if hit.card], keys, today)
    taken = any(DuplicateKey.ID in hit.keys for hit in found)
    reading, _sentence = _read(facts.id_no, facts.id_kind, today)
    return Known(
        hits=hits, reading=reading, age=_years(reading.birth_on if reading else None, today), area=_area(reading),
        can_be_new=not taken, strong=bool(hits),
    )  # fmt: skip


def who_is_known(user: User, form: Any, *, asked: str, at: dt.datetime) -> Known:
    """Answer for what has been typed so far: the ID's own facts, records here, and whether it is on record elsewhere.

    Leaves one line in the audit log where people are shown.

    :param asked: the token of the last answer; the same number is not asked for again at other offices.
    """
    form.is_valid()  # a field with a fault still says who it may be, so what was typed is looked at, not what is clean
    data = {key: clean_line(str(form.data.get(key, ""))) for key in ("name", "id_no", "id_kind", "mobile")}
    typed_id = normalise_id(data["id_no"])
    reading, sentence = _read(typed_id, data["id_kind"] or "resident", form.today)
    facts = form.facts or _rough(data, reading)
    found = find_duplicates(user, facts, form.contacts, limit=MOST_HITS)
    keys = {hit.card.pk: hit.keys for hit in found if hit.card}
    cards = [hit.card for hit in found if hit.card]
    for text in _words(data):
        cards += [card for card in search_people(user, text, MOST_HITS, today=form.today) if card.pk not in keys]
    hits = _hits(list({card.pk: card for card in cards}.values())[:MOST_HITS], keys, form.today)
    if hits:
        write_audit(
            action="people.listed", by=user, at=at, kind=AuditKind.READ, fields=["name", "id_no", "contacts"],
            reason=f"rows:{len(hits)}",
        )  # fmt: skip
    here = any(DuplicateKey.ID in hit.keys for hit in found)
    token, is_elsewhere = "", False
    if typed_id and not here and is_whole_id(typed_id):
        try:
            token, is_elsewhere = _ask_elsewhere(user, typed_id, asked, at)
        except TooManyLookups as refusal:
            sentence = str(refusal)
    return Known(
        hits=hits, reading=reading, age=_years(reading.birth_on if reading else None, form.today),
        area=_area(reading), sentence=sentence, elsewhere=typed_id if is_elsewhere else "", asked=token,
        strong=bool(keys),
    )  # fmt: skip


def _words(data: dict[str, str]) -> list[str]:
    """Return what to search for: the name as typed (one sign would list half the town), a whole telephone number."""
    name, mobile = data["name"], data["mobile"]
    return [word for word in (name if len(name) > 1 else "", mobile if len(mobile) == 11 else "") if word]


def _rough(data: dict[str, str], reading: IdReading | None) -> PersonFacts:
    """Return facts for comparing only, from a form that is not complete yet."""
    return PersonFacts(
        name=data["name"],
        id_no=reading.number if reading else "",
        birth_on=reading.birth_on if reading else None,
    )


def _read(id_no: str, kind: str, today: dt.date) -> tuple[IdReading | None, StrOrPromise]:
    if not id_no or kind not in ("resident", "hmt"):
        return None, ""
    try:
        return read_id(id_no, today=today), ""
    except Misread as error:
        return None, error.sentence


def _years(born: dt.date | None, today: dt.date) -> int | None:
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _area(reading: IdReading | None) -> str:
    return (area_name_of_id(reading.area_code) or "") if reading else ""


def _ask_elsewhere(user: User, id_no: str, asked: str, at: dt.datetime) -> tuple[str, bool]:
    """Ask other offices about a number, once: the answer comes back with the form, bound to number and user."""
    for answer in ("0", "1"):
        if asked and ring().keyed_matches(_label(user), id_no + answer, asked):
            return asked, answer == "1"
    found = look_up_elsewhere(id_no=id_no, by=user, at=at)
    return ring().keyed_hash(_label(user), id_no + ("1" if found else "0")), found


def was_asked(user: User, id_no: str, asked: str) -> bool:
    """Say whether the token tells that this user was told before that the number is on record elsewhere."""
    return bool(asked) and ring().keyed_matches(_label(user), id_no + "1", asked)


def _label(user: User) -> str:
    return f"workers.asked_elsewhere:{user.pk}"


def _hits(cards: list[PersonCard], keys: dict[int, tuple[DuplicateKey, ...]], today: dt.date) -> tuple[Hit, ...]:
    seekers = seekers_by_person([card.pk for card in cards])
    hits = []
    for card in cards:
        seeker = seekers.get(card.pk)
        hits.append(
            Hit(
                card=card,
                age=_years(card.birth_on, today),
                keys=tuple(key.label for key in keys.get(card.pk, ())),
                status=seeker.get_status_display() if seeker else "",
                status_kind=STATUS_KIND[seeker.status] if seeker else "plain",  # type: ignore[index]
            )
        )
    return tuple(hits)
