"""Reads of the room: calls to be made, the ledger, one person's messages, accounts with carriers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Sum
from django.shortcuts import get_object_or_404
from django_stubs_ext import StrOrPromise

from yizhan.accounts.queries import in_offices_of, offices_visible_to
from yizhan.accounts.standing import StandingFor
from yizhan.shared.identifiers.masks import mask_email, mask_phone
from yizhan.shared.models import Message, MessageCarrier, MessageCount, MessageRefusal, MessageRules
from yizhan.shared.notifications.enums import OPTIONAL, ROBOTS, MessageState, Way
from yizhan.shared.notifications.quiet import Hours
from yizhan.shared.notifications.texts import UnknownText, text_of, words_of
from yizhan.shared.standing import AT

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Calls on one page; the rest comes when these are ticked off.
MOST_CALLS = 100
#: What each tab of the ledger shows.
TABS: dict[str, tuple[MessageState, ...]] = {
    "all": (),
    "missed": (MessageState.FAILED, MessageState.UNSURE, MessageState.DROPPED),
    "waiting": (MessageState.WAITING, MessageState.SENDING, MessageState.DUE),
}
#: Badge kinds of states.
MARKS: dict[MessageState, str] = {
    MessageState.WAITING: "wait",
    MessageState.SENDING: "wait",
    MessageState.SENT: "good",
    MessageState.READ: "good",
    MessageState.FAILED: "bad",
    MessageState.UNSURE: "warn",
    MessageState.DROPPED: "off",
    MessageState.DUE: "warn",
    MessageState.CALLED: "done",
    MessageState.CLOSED: "off",
}


@dataclass(frozen=True, repr=False)
class MessageLine:
    """One message as a list shows it.

    :param name: of the person, or of who holds the telephone; "" for a group. :param address: masked.
    :param words: what is to be said; "" when they are gone.
    """

    message: Message
    person_public_id: uuid.UUID | None
    name: str
    address: str
    title: StrOrPromise
    words: str
    mark: str

    @property
    def is_new(self) -> bool:
        """It stands in the person's own list, and they have not said that they have read it."""
        return self.message.way == Way.IN_APP and self.message.state == MessageState.SENT

    @property
    def is_group(self) -> bool:
        """It goes to the staff's group."""
        return self.message.way in ROBOTS


def messages_visible_to(user: User) -> QuerySet[Message]:
    """Return the messages of the offices that the user may see into."""
    return Message.objects.filter(in_offices_of(user))


def due_calls(user: User, at: dt.datetime) -> QuerySet[Message]:
    """Return the calls to be made now: due, and still of use."""
    return messages_visible_to(user).filter(state=MessageState.DUE, due_at__lte=at, useful_until__gt=at)


def count_calls(user: User, at: dt.datetime) -> int:
    """Return how many calls are to be made."""
    return _CALLS.count(user, at=at)


_CALLS = StandingFor(lambda user: due_calls(user, AT))


def call_lines(user: User, at: dt.datetime) -> list[MessageLine]:
    """Return whom to call: urgent first, then what waits longest. One query."""
    return lines(due_calls(user, at).order_by("-urgent", "due_at", "pk")[:MOST_CALLS])


def counts_of_old(user: User) -> dict[int, int]:
    """Return how many messages of each year have left the ledger, the newest year first; one query."""
    rows = MessageCount.objects.filter(in_offices_of(user)).order_by().values("month__year").annotate(n=Sum("count"))
    return {row["month__year"]: row["n"] for row in sorted(rows, key=lambda row: -row["month__year"])}


def ledger_lines(user: User, tab: str, *, start: int, count: int) -> list[MessageLine]:
    """Return the ledger, newest first. One query."""
    rows = messages_visible_to(user)
    if states := TABS[tab]:
        rows = rows.filter(state__in=states)
    return lines(rows.order_by("-made_at", "-pk")[start : start + count])


def lines_of_person(user: User, person_id: int, *, count: int = 10) -> list[MessageLine]:
    """Return the newest messages to a person from offices in sight. One query."""
    return lines(messages_visible_to(user).filter(person_id=person_id).order_by("-made_at", "-pk")[:count])


def own_lines(person_id: int, at: dt.datetime, *, start: int, count: int) -> list[MessageLine]:
    """Return what a person has been told by now, newest first, as long as its words are kept. One query."""
    rows = Message.objects.filter(person_id=person_id, way=Way.IN_APP, due_at__lte=at).exclude(content="")
    return lines(rows.order_by("-made_at", "-pk")[start : start + count])


def lines(rows: QuerySet[Message]) -> list[MessageLine]:
    """Return what lists show of messages."""
    return [_line(row) for row in rows.select_related("person", "office", "settled_by")]


def _line(row: Message) -> MessageLine:
    address = row.recipient
    return MessageLine(
        message=row,
        person_public_id=row.person.public_id if row.person else None,
        name=row.person.name if row.person else row.recipient_name,
        address=_masked(Way(row.way), address) if address else "",
        title=_title(row.text_key),
        words=words_of(row),
        mark=MARKS[MessageState(row.state)],
    )


def _masked(way: Way, address: str) -> str:
    if way == Way.EMAIL:
        return mask_email(address)
    return "***" if way == Way.WECHAT else mask_phone(address)


def _title(key: str) -> StrOrPromise:
    try:
        return text_of(key).title
    except UnknownText:  # a text of an earlier version
        return key


def wanted_purposes(person_id: int) -> set[str]:
    """Return the optional purposes for which a person takes messages."""
    refused = MessageRefusal.objects.filter(person_id=person_id).values_list("purpose", flat=True)
    return {purpose.value for purpose in OPTIONAL} - set(refused)


def get_message(user: User, public_id: uuid.UUID) -> Message:
    """Return a message in sight.

    :raises Http404: there is none, or not for these eyes.
    """
    return get_object_or_404(messages_visible_to(user).select_related("office", "person"), public_id=public_id)


def accounts_visible_to(user: User) -> QuerySet[MessageCarrier]:
    """Return the accounts of the offices that the user may see into, those in use first."""
    rows = MessageCarrier.objects.filter(in_offices_of(user)).select_related("office", "changed_by")
    return rows.order_by("-is_active", "office__path", "way", "-pk")


def rules_of(office_id: int) -> tuple[Hours, int | None]:
    """Return an office's own hours with their version, or what holds where nobody said otherwise and None."""
    row = MessageRules.objects.filter(office_id=office_id).first()
    return (Hours(row.quiet_from, row.quiet_until, row.daily_most), row.version) if row else (Hours(), None)


def offices_for(user: User) -> Iterable[tuple[str, str]]:
    """Return the offices for which the user may set up a carrier, by public id."""
    return [(str(one.public_id), one.name) for one in offices_visible_to(user).order_by("path")]
