"""Who a message goes to, and how a person's telephone is found without knowing the room of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yizhan.shared.notifications.enums import Purpose
from yizhan.shared.notifications.tally import key_of


@dataclass(frozen=True, repr=False)
class Recipient:
    """Exactly one of: a person on record; a telephone or an e-mail address of somebody who is none; a desk.

    :param name: who that is, for whoever calls; not needed for a person.
    """

    person_id: int | None = None
    phone: str = ""
    email: str = ""
    name: str = ""
    office_id: int | None = None

    @property
    def key(self) -> str:
        """What the recipient is called in the constraint that lets each be told once."""
        if self.person_id is not None:
            return f"person:{self.person_id}"
        if self.office_id is not None:
            return f"office:{self.office_id}"
        return f"phone:{key_of(self.phone)}" if self.phone else f"email:{key_of(self.email.casefold())}"


def to_person(person: Any) -> Recipient:
    """Tell a person on record."""
    return Recipient(person_id=person.pk)


def to_phone(phone: str, *, name: str = "", email: str = "") -> Recipient:
    """Tell whoever holds a telephone, or, where no SMS goes out, an e-mail address: an employer."""
    return Recipient(phone=phone, name=name, email=email)


def to_desk(office: Any) -> Recipient:
    """Tell the staff of an office in their group. No word about a person who is served."""
    return Recipient(office_id=office.pk)


@dataclass(frozen=True, repr=False)
class Reach:
    """How a person is reached now.

    :param phone: mobile that takes SMS, own or a proxy's; "" when there is none.
    :param may: whether the person's consents allow the purpose (offers need one, PIPL art. 24).
    """

    phone: str
    may: bool


AddressBook = Callable[[int, Purpose, dt.datetime], Reach]
_book: list[AddressBook] = []


def register_address_book(book: AddressBook) -> None:
    """Say how a person is reached; the room of people's own rooms above do so once."""
    _book[:] = [book]


def reach_of(person_id: int, purpose: Purpose, at: dt.datetime) -> Reach:
    """Return how a person is reached for a purpose."""
    return _book[0](person_id, purpose, at) if _book else Reach("", may=False)
