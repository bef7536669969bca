"""Doors of the room: say something to somebody, and settle what a caller did.

`notify` writes rows inside the caller's transaction and sends nothing: the rows are the queue (ADR 0034).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, Left
from django.utils.translation import gettext_lazy as _

from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import Refused
from yizhan.shared.identifiers.phone import is_mobile, normalise_phone
from yizhan.shared.notifications.carriers import carriers_of, carries, hours_of
from yizhan.shared.notifications.enums import (
    MOVES,
    NEVER_CALLED,
    OPTIONAL,
    ROBOTS,
    MessageState,
    Purpose,
    Way,
    Why,
)
from yizhan.shared.notifications.models import Message, MessageAddress, MessageRefusal
from yizhan.shared.notifications.recipients import Recipient, reach_of
from yizhan.shared.notifications.texts import MessageText, UnknownText, register_text, text_of

#: How long a message is worth being read when nobody says otherwise.
USEFUL = dt.timedelta(days=2)
#: Signs of the key that stay before the id of a row that was taken back: `event_key` has room for eleven digits.
KEY_KEPT = 48
#: What the staff's group hears when the call list grows.
CALLS = "desk.calls"


def register_desk_text() -> None:
    """Make the text for the staff's group known."""
    register_text(
        MessageText(CALLS, Purpose.DESK, _("驿站电话单"), _("有新的通知要打电话告知，请看电话单。"), (), called=False)
    )


class AlreadySaid(Refused):
    """The same event was told to the same recipient by the same way."""

    code = "already_said"
    sentence = _("这件事已经通知过，没有重复。")


class MessageSettled(Refused):
    """A colleague ticked it off, or it was called off."""

    code = "message_settled"
    sentence = _("这通电话已经有人处理过，记录没有改变。请看最新的电话单。")


@transaction.atomic
def notify(
    *,
    event: str,
    event_key: str,
    office: Any,
    recipient: Recipient,
    purpose: Purpose,
    text: str,
    parameters: Mapping[str, str],
    at: dt.datetime,
    urgent: bool = False,
    not_before: dt.datetime | None = None,
    useful_until: dt.datetime | None = None,
) -> list[Message]:
    """Write down that somebody is to be told, in the transaction of what happened.

    A person gets a line in their own list, which shows from `not_before` on, and one message outside of it: WeChat
    where they are bound, else SMS, else a line on the desk's call list. Saying the same again (same event, key,
    recipient and way) changes nothing.

    :param event: `room.what`, up to 40 signs. :param event_key: what it happened to, such as a public id (60 signs).
    :param office: whose message it is: its carriers, hours and call list.
    :param text: key of a registered text; `parameters` has all its fields.
    :param urgent: goes out in quiet hours, too, and a person who wants no messages is called instead.
    :param not_before: when it is said, if not at once; until then `call_off` takes it back.
    :param useful_until: after this moment it is not sent any more; two days after it is due unless given.
    :return: the rows that were new.
    :raises UnknownText: the text or one of its fields is missing: a programmer's mistake.
    """
    known = text_of(text)
    if missing := set(known.fields) - set(parameters):
        raise UnknownText(f"{text}: {', '.join(sorted(missing))}")
    due_at = max(at, not_before or at)
    draft = Message(
        office=office,
        event=event,
        event_key=event_key,
        recipient_key=recipient.key,
        purpose=purpose,
        person_id=recipient.person_id,
        text_key=text,
        urgent=urgent,
        made_at=at,
        due_at=due_at,
        useful_until=useful_until or due_at + USEFUL,
    )
    content = json.dumps(dict(parameters), ensure_ascii=False)
    return [row for row in _rows(draft, recipient, content, at) if row is not None]


def _rows(draft: Message, recipient: Recipient, content: str, at: dt.datetime) -> list[Message | None]:
    carriers = carriers_of(draft.office)
    if recipient.office_id is not None:
        return [_waiting(draft, way, content) for way in carriers if way in ROBOTS]
    if recipient.person_id is not None:
        own = _copy(draft, Way.IN_APP, MessageState.SENT, content, settled_at=at)
        return [own, _outside(draft, carriers, content, at)]
    phone = normalise_phone(recipient.phone)
    if is_mobile(phone) and carries(carriers.get(Way.SMS), draft.text_key):
        return [_waiting(draft, Way.SMS, content, to=phone, name=recipient.name)]
    if recipient.email and Way.EMAIL in carriers:
        return [_waiting(draft, Way.EMAIL, content, to=recipient.email, name=recipient.name)]
    draft.recipient, draft.recipient_name = recipient.phone, recipient.name
    return [_to_call(draft, content, Why.NO_PROVIDER if phone else Why.NO_ADDRESS)]


def _outside(draft: Message, carriers: Mapping[Way, Any], content: str, at: dt.datetime) -> Message | None:
    """Choose how a person is reached outside their own list."""
    person_id, purpose = draft.person_id or 0, Purpose(draft.purpose)
    reach = reach_of(person_id, purpose, at)
    draft.recipient = reach.phone
    if not reach.may:
        return _dropped(draft, Way.SMS, Why.NO_CONSENT, at)
    if purpose in OPTIONAL and MessageRefusal.objects.filter(person_id=person_id, purpose=purpose).exists():
        # What would send somebody out in vain is still said, by a human being.
        return _to_call(draft, content, Why.OPTED_OUT) if draft.urgent else _dropped(draft, Way.SMS, Why.OPTED_OUT, at)
    if carries(carriers.get(Way.WECHAT), draft.text_key):
        bound = MessageAddress.objects.filter(person_id=person_id, way=Way.WECHAT).order_by("pk").first()
        if bound is not None:
            return _waiting(draft, Way.WECHAT, content, to=bound.address)
    if reach.phone and carries(carriers.get(Way.SMS), draft.text_key):
        return _waiting(draft, Way.SMS, content, to=reach.phone)
    why = Why.NO_PROVIDER if reach.phone else Why.NO_ADDRESS
    return _to_call(draft, content, why) if _is_called(draft) else _dropped(draft, Way.SMS, why, at)


def _waiting(draft: Message, way: Way, content: str, *, to: str = "", name: str = "") -> Message | None:
    due_at = draft.due_at if draft.urgent else hours_of(draft.office).next_allowed(draft.due_at)
    return _copy(draft, way, MessageState.WAITING, content, recipient=to, recipient_name=name, due_at=due_at)


def _to_call(draft: Message, content: str, why: Why, **facts: Any) -> Message | None:
    row = _copy(draft, Way.CALL, MessageState.DUE, content, why=why, **facts)
    if row is not None:
        _tell_desk(row)
    return row


def _is_called(message: Message) -> bool:
    """Say whether the desk reads it out where it cannot be sent. Nobody can read out a text of an earlier version."""
    try:
        return message.purpose not in NEVER_CALLED and text_of(message.text_key).called
    except UnknownText:
        return False


def _tell_desk(call: Message) -> None:
    """Say in the office's groups, once an hour, that there is somebody to call; not whom.

    An urgent call is told beside a line that may be waiting for the end of the quiet hours.
    """
    hour = call.due_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H")
    for way in sorted(ROBOTS & carriers_of(call.office).keys()):
        note = Message(
            office=call.office,
            event="calls",
            event_key=f"{hour}!" if call.urgent else hour,
            recipient_key=f"office:{call.office_id}",
            purpose=Purpose.DESK,
            text_key=CALLS,
            urgent=call.urgent,
            made_at=call.made_at,
            due_at=call.due_at,
            useful_until=call.due_at + dt.timedelta(hours=12),
        )
        _waiting(note, way, "{}")


def _dropped(draft: Message, way: Way, why: Why, at: dt.datetime) -> Message | None:
    return _copy(draft, way, MessageState.DROPPED, "", why=why, settled_at=at)


#: What the rows of one event have in common.
_SHARED = (
    "office", "event", "event_key", "recipient_key", "purpose", "person_id", "text_key", "urgent", "made_at", "due_at",
    "useful_until", "recipient", "recipient_name",
)  # fmt: skip


def _copy(draft: Message, way: Way, state: MessageState, content: str, **facts: Any) -> Message | None:
    """Save a row like the draft; None when it was said before: the constraint decides."""
    row = Message(**{name: getattr(draft, name) for name in _SHARED} | facts)
    row.way, row.state, row.content = way, state, content
    if way == Way.IN_APP:
        row.recipient = ""
    try:
        with constraint_speaks(Message, message_once_an_event_recipient_way=AlreadySaid):
            row.save()
    except AlreadySaid:
        return None
    return row


def ask_to_call(message: Message, content: str, why: Why, *, at: dt.datetime) -> Message | None:
    """Put on the desk's call list what could not be sent; None where a call would be wrong."""
    if not _is_called(message):
        return None
    return _to_call(message, content, why, recipient=_telephone_of(message, at))


def _telephone_of(message: Message, at: dt.datetime) -> str:
    """Return the number to call: an openid or an address is none."""
    if message.way == Way.SMS:
        return message.recipient
    return reach_of(message.person_id, Purpose(message.purpose), at).phone if message.person_id is not None else ""


@transaction.atomic
def call_off(*, event: str, event_key: str, at: dt.datetime) -> int:
    """Take back what was not said yet, because it has come to nothing; return how many. What is on its way stays.

    What was taken back was not said: its row gives the key free, so that the same may be said later after all.
    """
    rows = Message.objects.filter(event=event, event_key=event_key)
    given_free = Concat(Left("event_key", KEY_KEPT), Value("#"), Cast("pk", CharField()))
    over = {"settled_at": at, "why": Why.NOT_NEEDED, "content": "", "event_key": given_free}
    unread = rows.filter(way=Way.IN_APP, state=MessageState.SENT, due_at__gt=at)  # its time has not come
    count = unread.update(state=MessageState.DROPPED, **over)
    count += rows.filter(state=MessageState.WAITING).update(state=MessageState.DROPPED, **over)
    return count + rows.filter(state=MessageState.DUE).update(state=MessageState.CLOSED, **over)


@transaction.atomic
def settle_call(*, message: Message, reached: bool, by: Any, at: dt.datetime) -> Message:
    """Tick a line of the call list off: told on the telephone, or no longer needed.

    :raises MessageSettled: somebody did already.
    """
    message = lock(Message.objects.all(), pk=message.pk)
    to = MessageState.CALLED if reached else MessageState.CLOSED
    if to not in MOVES.get(MessageState(message.state), frozenset()):
        raise MessageSettled
    message.state, message.settled_at, message.settled_by, message.content = to, at, by, ""
    message.attempts += 1
    message.save()
    write_audit(
        action="message.called" if reached else "message.closed", by=by, at=at, obj=message, person_id=message.person_id
    )
    return message


@transaction.atomic
def note_no_answer(*, message: Message, by: Any, at: dt.datetime) -> Message:
    """Write down that nobody answered; the line stays on the list.

    :raises MessageSettled: somebody ticked it off already.
    """
    message = lock(Message.objects.all(), pk=message.pk)
    if message.state != MessageState.DUE:
        raise MessageSettled
    message.attempts += 1
    message.save(update_fields=["attempts"])
    write_audit(action="message.no_answer", by=by, at=at, obj=message, person_id=message.person_id)
    return message


@transaction.atomic
def mark_read(*, person_id: int, at: dt.datetime) -> int:
    """Mark all that stands in a person's own list as read, when they looked at it by a POST of their own."""
    own = Message.objects.filter(person_id=person_id, way=Way.IN_APP, state=MessageState.SENT, due_at__lte=at)
    return own.update(state=MessageState.READ)


@transaction.atomic
def set_wanted(*, person_id: int, wanted: frozenset[Purpose], by: Any, at: dt.datetime) -> None:
    """Say for which of the optional purposes a person wants messages; the others are refused from now on.

    :param by: the staff who wrote it down, or None for the person themselves.
    """
    for purpose in OPTIONAL:
        rows = MessageRefusal.objects.filter(person_id=person_id, purpose=purpose)
        if purpose in wanted:
            rows.delete()
        else:
            MessageRefusal.objects.get_or_create(person_id=person_id, purpose=purpose, defaults={"since": at})
    write_audit(action="message.preferences", by=by, at=at, person_id=person_id, fields=["purposes"])


@transaction.atomic
def set_address(*, person_id: int, way: Way, address: str, at: dt.datetime) -> None:
    """Keep a confirmed openid or e-mail address of a person; "" removes it."""
    MessageAddress.objects.filter(person_id=person_id, way=way).delete()
    if address:
        MessageAddress.objects.create(person_id=person_id, way=way, address=address, confirmed_at=at)
    write_audit(action="message.address", by=None, at=at, person_id=person_id, fields=[str(way)])
