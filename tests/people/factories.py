"""Generated people: obviously artificial, with right check digits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from yizhan.accounts.models import Office, User
from yizhan.people.enums import Channel, ContactKind
from yizhan.people.facts import ContactFacts, PersonFacts
from yizhan.people.models import Person
from yizhan.people.operations import ConsentFacts, register_person
from yizhan.people.queries import read_person_facts
from yizhan.shared.identifiers.id_number import check_symbol

AREA = "371521"


def id_number(serial: int, *, born: dt.date = dt.date(1980, 5, 6), area: str = AREA) -> str:
    """Return an artificial ID number; odd serials are men."""
    first = f"{area}{born:%Y%m%d}{serial:03d}"
    return first + check_symbol(first)


def mobile(serial: int) -> str:
    """Return an artificial mobile number."""
    return f"199{serial:08d}"


def facts(today: dt.date, **raw: Any) -> PersonFacts:
    """Return facts read from raw values, a name and a reason for no ID by default."""
    given = {"name": "王师傅", **raw}
    if "id_no" not in given:
        given.setdefault("no_id_reason", "not_here")
    reading = read_person_facts(given, today=today)
    assert reading.facts is not None, {key: str(value) for key, value in reading.errors.items()}
    return reading.facts


def make_person(
    office: Office, by: User, at: dt.datetime, *, phone: str = "", consents: tuple[str, ...] = (), **raw: Any
) -> Person:
    """Register somebody."""
    contacts = [ContactFacts(ContactKind.MOBILE, phone)] if phone else []
    return register_person(
        facts=facts(at.date(), **raw), contacts=contacts, consents=[ConsentFacts(one) for one in consents],
        office=office, by=by, at=at, channel=Channel.COUNTER,
    )  # fmt: skip
