"""Messages to partners: written down with what they tell, sent outside of any transaction, tried again.

The time between tries is that of Standard Webhooks: seconds at first, a day at last, three days and a quarter in all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.portals.openapi.contract import as_json, dumps
from yizhan.portals.openapi.enums import MOVES, DeliveryState, NewsKind
from yizhan.portals.openapi.models import Delivery, SentPosting, Webhook
from yizhan.portals.openapi.outbound import NotSent, Outbound
from yizhan.portals.openapi.queries import told_of_posting
from yizhan.portals.openapi.sending import hand_to_worker
from yizhan.portals.openapi.signing import signed_headers
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock
from yizhan.shared.errors import Refused

log = structlog.get_logger("yizhan.api")
WAITS = tuple(dt.timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400))
#: A worker that took a message has this long; then another may.
LEASE = dt.timedelta(minutes=2)
GONE = 410


class DeliveryWaits(Refused):
    """The message waits for its next try, or is being sent at this moment."""

    code = "delivery_waiting"
    sentence = _("这条推送还在排队或正在发送，没有再排一次。没有送到时会自己再试，请稍后再看。")


class DeliveryForgotten(Refused):
    """The words of the message are gone: only its line is kept."""

    code = "delivery_forgotten"
    sentence = _("这条推送已超过半年，内容已按期删除，不能重新推送。请用读取接口查看现在的状态。")


def news_of_posting(*, posting_id: int, news: NewsKind, at: dt.datetime, reason: str = "") -> int:
    """Write a message for everybody who wants this news of this posting; return how many.

    Called inside the transaction of what it tells: either both stand or neither.
    """
    hooks = told_of_posting(posting_id, news)
    if not hooks:
        return 0
    sent = SentPosting.objects.select_related("posting").get(posting=posting_id)
    posting = sent.posting
    posting.refresh_from_db(fields=["review_state", "publish_state"])
    data = {
        "posting": posting.public_id,
        "number": posting.number,
        "review_state": posting.review_state,
        "publish_state": posting.publish_state,
        "reason": reason,
    }
    return _write(hooks, news, data, at)


def news_of_receipt(*, posting_id: int, news: NewsKind, data: Mapping[str, Any], at: dt.datetime) -> int:
    """Write a message about a letter to a partner's posting. It names the letter, never the person."""
    return _write(told_of_posting(posting_id, news), news, data, at)


def _write(hooks: list[Webhook], news: NewsKind, data: Mapping[str, Any], at: dt.datetime) -> int:
    body = dumps({"type": news.value, "timestamp": at, "data": as_json(dict(data))})
    for hook in hooks:
        delivery = Delivery.objects.create(webhook=hook, news=news, body=body, created_at=at, next_at=at)
        hand_to_worker(delivery.pk)
    return len(hooks)


@transaction.atomic
def replay(*, delivery: Delivery, by: Any, at: dt.datetime) -> Delivery:
    """Send a message once more, under the same id, with all its tries before it.

    :raises DeliveryWaits: it is on its way as it is. :raises DeliveryForgotten: it is older than half a year.
    """
    delivery = lock(Delivery.objects.all(), pk=delivery.pk)
    if not delivery.body:
        raise DeliveryForgotten
    if DeliveryState.WAITING not in MOVES[DeliveryState(delivery.state)]:
        raise DeliveryWaits
    delivery.state, delivery.attempts, delivery.next_at = DeliveryState.WAITING, 0, at
    delivery.save(update_fields=["state", "attempts", "next_at"])
    write_audit(action="delivery.replayed", by=by, at=at, obj=delivery, fields=["state"])
    hand_to_worker(delivery.pk)
    return delivery


@dataclass(frozen=True)
class _Taken:
    """A message in the hands of one worker."""

    delivery: Delivery
    secrets: tuple[str, ...]


def deliver(*, delivery_id: int, door: Outbound, now: Callable[[], dt.datetime]) -> str:
    """Send a message if its time has come; return the state in which it stands then, "" when it was not ours to send.

    Taken under a lock, sent without one, noted under one: no transaction waits for somebody else's server.
    """
    taken = _take(delivery_id, now())
    if taken is None:
        return ""
    delivery = taken.delivery
    body = delivery.body.encode()
    headers = signed_headers(taken.secrets, f"msg_{delivery.public_id.hex}", int(now().timestamp()), body)
    status, problem = None, ""
    try:
        status = door.post(delivery.webhook.url, body, headers)
    except NotSent as error:
        problem = error.code
    if status is not None and not 200 <= status < 300:
        problem = "redirect" if 300 <= status < 400 else "status"
    return _note(delivery.pk, status, problem, now())


@transaction.atomic
def _take(delivery_id: int, at: dt.datetime) -> _Taken | None:
    rows = Delivery.objects.select_related("webhook__partner").select_for_update(of=("self",))
    delivery = rows.filter(pk=delivery_id, state=DeliveryState.WAITING, next_at__lte=at).first()
    if delivery is None:
        return None
    hook = delivery.webhook
    if hook.ended_at is not None:
        delivery.state, delivery.next_at, delivery.last_problem = DeliveryState.FAILED, None, "ended"
        delivery.save(update_fields=["state", "next_at", "last_problem"])
        return None
    delivery.attempts += 1
    delivery.next_at = at + LEASE
    delivery.save(update_fields=["attempts", "next_at"])
    overlaps = hook.old_until_at is not None and hook.old_until_at > at
    return _Taken(delivery, (hook.secret, hook.old_secret) if overlaps else (hook.secret,))


@transaction.atomic
def _note(delivery_id: int, status: int | None, problem: str, at: dt.datetime) -> str:
    delivery = lock(Delivery.objects.all(), pk=delivery_id)
    if delivery.state != DeliveryState.WAITING:  # this try outlived its lease, and another has ended since
        return delivery.state
    delivery.last_at, delivery.last_status, delivery.last_problem = at, status, problem
    if not problem:
        delivery.state, delivery.next_at = DeliveryState.DELIVERED, None
    elif delivery.attempts > len(WAITS) or status == GONE:
        delivery.state, delivery.next_at = DeliveryState.FAILED, None
    else:
        delivery.next_at = at + WAITS[delivery.attempts - 1]
    delivery.save(update_fields=["last_at", "last_status", "last_problem", "state", "next_at"])
    if status == GONE:
        Webhook.objects.filter(pk=delivery.webhook_id, ended_at=None).update(ended_at=at)
    if delivery.next_at is not None:
        hand_to_worker(delivery.pk, delivery.next_at)
    log.info("delivery.tried", delivery=delivery.pk, state=delivery.state, status=status, problem=problem)
    return delivery.state
