"""Reads of the worker's pages: whose phone it is, what waits at the counter."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from django.db.models import CharField, QuerySet

from yizhan.accounts.queries import can_serve, in_offices_of
from yizhan.people.queries import people_visible_to
from yizhan.portals.worker.models import DataRequest, Device
from yizhan.portals.worker.tokens import hash_of
from yizhan.shared.standing import AT, Slot, Standing
from yizhan.shared.text.normalise import half_width

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person


#: A year, with what people write behind it, or the end of an ID number, which has letters in some documents.
_FACT = re.compile(r"([0-9A-Z]{4})\s*(?:年(?:出?生)?)?")


def device_by(token: str, at: dt.datetime) -> Device | None:
    """Return the signed-in phone with this token and its person; None when it is over or was never. One query."""
    if not 20 <= len(token) <= 100:
        return None
    return _DEVICE.first(at=at, token=hash_of(token))


_DEVICE = Standing(
    lambda: (
        Device.objects.filter(ended_at=None, until_at__gt=AT, person__merged_into=None)
        .filter(person__anonymised_at=None, token_hash=Slot("token", CharField()))
        .select_related("person")
    )
)


def devices_of(person: Person, at: dt.datetime) -> list[Device]:
    """Return the phones that are signed in now, the newest first."""
    return list(Device.objects.filter(person=person, ended_at=None, until_at__gt=at).order_by("-opened_at", "-pk"))


def read_fact(typed: str) -> str:
    """Return a second fact as it is compared: four signs; "" for what can be none."""
    found = _FACT.fullmatch(half_width(typed).upper())
    return found[1] if found else ""


def fits(person: Person, fact: str) -> bool:
    """Say whether a second fact is the person's: the year of birth, or the last four signs of their ID number."""
    typed = read_fact(fact)
    if not typed:
        return False
    year = f"{person.birth_on.year}" if person.birth_on else ""
    return typed in (year, person.id_no[-4:].upper())


def has_fact(person: Person) -> bool:
    """Say whether there is a second fact to ask for."""
    return bool(person.birth_on or person.id_no)


def requests_waiting(user: User) -> QuerySet[DataRequest]:
    """Return what people ask the user's offices for, the oldest first."""
    if not can_serve(user):
        return DataRequest.objects.none()
    rows = DataRequest.objects.filter(in_offices_of(user), settled_at=None, person__in=people_visible_to(user))
    return rows.order_by("made_at", "pk")


def open_requests(person: Person) -> list[DataRequest]:
    """Return what a person has asked for and is not settled."""
    return list(DataRequest.objects.filter(person=person, settled_at=None).order_by("made_at", "pk"))
