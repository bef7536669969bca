"""How a person on record is reached, for `shared.notifications`, which does not know the room of people."""

from __future__ import annotations

import datetime as dt

from yizhan.people.enums import ConsentPurpose
from yizhan.people.queries import has_consent, mobile_for_messages
from yizhan.shared.notifications.enums import Purpose
from yizhan.shared.notifications.recipients import Reach, register_address_book


def reach(person_id: int, purpose: Purpose, at: dt.datetime) -> Reach:
    """Return a mobile, and whether the purpose is allowed: offers need a consent (PIPL art. 24)."""
    may = purpose != Purpose.MATCH or has_consent(person_id, ConsentPurpose.PUSH, at)
    return Reach(mobile_for_messages(person_id), may=may)


def register() -> None:
    """Hand the book to the port."""
    register_address_book(reach)
