"""The worker's side: take what is due, send it, write down what came of it.

No transaction is open while a carrier is asked. A row is claimed by a conditional update, so that of two workers one
sends; what was claimed and never settled is not sent again, because nobody knows whether it was.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import structlog
from django.db import transaction
from django.utils import translation

from yizhan.shared.db import lock
from yizhan.shared.notifications.adapters import Later, Letter, Refusal, send
from yizhan.shared.notifications.carriers import carriers_of, carries, hours_of, secrets_of
from yizhan.shared.notifications.enums import ROBOTS, Carrier, MessageState, Purpose, Way, Why
from yizhan.shared.notifications.models import Message, MessageCarrier
from yizhan.shared.notifications.operations import ask_to_call
from yizhan.shared.notifications.quiet import any_spread, wait_after
from yizhan.shared.notifications.tally import key_of, take
from yizhan.shared.notifications.texts import text_of
from yizhan.shared.notifications.transport import NoAnswer, NotReached

log = structlog.get_logger("yizhan.notifications")

#: Sent in one go, so that a morning of a thousand messages does not keep a code waiting behind it.
AT_ONCE = 20
#: A claim older than this belongs to a worker that died: a request takes ten seconds at most, a mail a minute.
CLAIM_LASTS = dt.timedelta(minutes=5)
#: How long a row rests at which we stumbled, so that those behind it have their turn.
STUCK_RESTS = dt.timedelta(minutes=1)
_DAY = dt.timedelta(days=1)
Clock = Callable[[], dt.datetime]


def send_due(*, now: Clock) -> int:
    """Send what is due, urgent messages first, and settle what a dead worker left; return how many were tried.

    The next is chosen anew each time: a code that is asked for meanwhile waits for one request, not for the round.
    """
    _settle_lost(now())
    tried: list[int] = []
    while len(tried) < AT_ONCE and (pk := _next_due(now(), tried)) is not None:
        tried.append(pk)
        try:
            send_one(message_id=pk, now=now)
        except Exception:
            # One row that cannot be read or written must not keep all others; the line tells the administrator.
            log.exception("message.stuck", message=pk)
            Message.objects.filter(pk=pk, state=MessageState.WAITING).update(due_at=now() + STUCK_RESTS)
    return len(tried)


def _next_due(at: dt.datetime, tried: list[int]) -> int | None:
    due = Message.objects.filter(state=MessageState.WAITING, due_at__lte=at).exclude(pk__in=tried)
    return due.order_by("-urgent", "due_at", "pk").values_list("pk", flat=True).first()


def _settle_lost(at: dt.datetime) -> None:
    """Settle what a dead worker had claimed. Ids only: a row that cannot be read must not keep the others."""
    lost = Message.objects.filter(state=MessageState.SENDING, claimed_at__lt=at - CLAIM_LASTS)
    for pk in list(lost.order_by("pk").values_list("pk", flat=True)):
        try:
            _settle(pk, MessageState.UNSURE, at=at, why=Why.UNSURE)
        except Exception:
            log.exception("message.stuck", message=pk)
            Message.objects.filter(pk=pk, state=MessageState.SENDING).update(claimed_at=at)


def send_one(*, message_id: int, now: Clock) -> None:
    """Claim one message, send it and settle it; nothing happens when somebody else has it."""
    at = now()
    claimed = _claim(message_id, at)
    if claimed is None:
        return
    message, carrier = claimed
    state, why, said = MessageState.SENT, "", ""
    try:
        said = send(Carrier(carrier.carrier), _letter(message, carrier, at))
    except (NotReached, Later) as error:
        _again_or_give_up(message, said=getattr(error, "code", ""), at=now())
        return
    except Refusal as refusal:
        state, why, said = MessageState.FAILED, Why.REFUSED, refusal.code
    except NoAnswer:
        state, why = MessageState.UNSURE, Why.UNSURE
    except Exception:
        # A fault of our own half-way through: whether it went out is not known, and the line tells the administrator.
        log.exception("message.broken", message=message.pk)
        state, why = MessageState.UNSURE, Why.UNSURE
    _settle(message.pk, state, at=now(), why=why, said=said)


@transaction.atomic
def _claim(message_id: int, at: dt.datetime) -> tuple[Message, MessageCarrier] | None:
    """Make sure that it may still be sent, and by us alone."""
    rows = Message.objects.select_related("office")
    try:
        message = lock(rows, pk=message_id, state=MessageState.WAITING, due_at__lte=at)
    except Message.DoesNotExist:
        return None
    if message.useful_until <= at:
        _drop(message, Why.LATE, at)
        return None
    carrier = carriers_of(message.office).get(Way(message.way))
    if carrier is None or not carries(carrier, message.text_key):
        _drop(message, Why.NO_PROVIDER, at)
        return None
    hours = hours_of(message.office)
    if not message.urgent and hours.is_quiet(at):
        message.due_at = hours.next_allowed(at)
        message.save(update_fields=["due_at"])
        return None
    # A second attempt was counted with the first one.
    if message.attempts == 0 and not _within_cap(message, hours.daily_most, at):
        _drop(message, Why.CAPPED, at)
        return None
    message.state, message.claimed_at, message.attempts = MessageState.SENDING, at, message.attempts + 1
    message.save(update_fields=["state", "claimed_at", "attempts"])
    return message, carrier


def _within_cap(message: Message, most: int, at: dt.datetime) -> bool:
    """Count a message for its telephone and its person. Codes have limits of their own; groups and tests have none."""
    if message.purpose in (Purpose.CODE, Purpose.TEST) or message.way in ROBOTS:
        return True
    counted = [key_of(message.recipient)]
    if message.person_id is not None:
        counted.append(key_of(f"person {message.person_id}"))
    sid = transaction.savepoint()
    if all(take(scope="message.day", key=key, at=at, window=_DAY, most=most) for key in counted):
        transaction.savepoint_commit(sid)
        return True
    transaction.savepoint_rollback(sid)  # what is not sent counts for nobody
    return False


def _drop(message: Message, why: Why, at: dt.datetime) -> None:
    """Let go of what will not be sent; the desk is asked to call unless it is too late for that, too."""
    content = message.content
    message.state, message.why, message.settled_at, message.content = MessageState.DROPPED, why, at, ""
    message.save()
    if why != Why.LATE:
        ask_to_call(message, content, why, at=at)


def _letter(message: Message, carrier: MessageCarrier, at: dt.datetime) -> Letter:
    text = text_of(message.text_key)
    parameters: dict[str, str] = json.loads(message.content)
    with translation.override("zh-hans"):  # what leaves the station is in the county's language
        return Letter(
            to=message.recipient,
            title=str(text.title),
            body=text.say(parameters),
            template=str(carrier.facts.get("templates", {}).get(text.key, "")),
            parameters=text.short(parameters),
            reference=message.public_id.hex,
            facts=carrier.facts,
            secrets=secrets_of(carrier),
            at=at,
        )


@transaction.atomic
def _again_or_give_up(message: Message, *, said: str, at: dt.datetime) -> None:
    wait = wait_after(message.attempts, urgent=message.urgent, spread=any_spread())
    if wait is None:
        _settle(message.pk, MessageState.FAILED, at=at, why=Why.UNREACHABLE, said=said)
        return
    Message.objects.filter(pk=message.pk, state=MessageState.SENDING).update(
        state=MessageState.WAITING, claimed_at=None, due_at=at + wait, carrier_said=said
    )


@transaction.atomic
def _settle(message_id: int, state: MessageState, *, at: dt.datetime, why: str = "", said: str = "") -> None:
    """Write down how it ended; what is not known to have arrived goes to the call list."""
    try:
        message = lock(Message.objects.select_related("office"), pk=message_id, state=MessageState.SENDING)
    except Message.DoesNotExist:
        return  # called off while it was on its way, with the person's record
    content = message.content
    message.state, message.why, message.settled_at, message.claimed_at = state, why, at, None
    message.content, message.carrier_said = "", said[:64]
    message.save()
    log.info("message.settled", message=message.pk, way=message.way, state=str(state), why=why)
    if state != MessageState.SENT:
        ask_to_call(message, content, Why(why), at=at)
