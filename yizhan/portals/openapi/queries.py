"""Reads of the room."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet, Sum

from yizhan.accounts.queries import in_offices_of
from yizhan.portals.openapi.enums import DeliveryState
from yizhan.portals.openapi.models import ApiKey, Delivery, DeliveryCount, KeyUse, Partner, SentPosting, Webhook
from yizhan.portals.openapi.rules import can_keep_partners
from yizhan.portals.openapi.tokens import hash_of_key, key_in, same_hash

if TYPE_CHECKING:
    from yizhan.accounts.models import User

__all__ = ["can_keep_partners"]

#: For how many days a page tells how often a key was used.
DAYS_TOLD = 30


def key_of(header: str, at: dt.datetime) -> ApiKey | None:
    """Return the key of an Authorization header while it is good, with its partner; one query at most."""
    found = key_in(header)
    if found is None:
        return None
    whole, prefix = found
    key = valid_keys(at).select_related("partner__account__office").filter(prefix=prefix).first()
    return key if key is not None and same_hash(key.key_hash, hash_of_key(whole)) else None


def valid_keys(at: dt.datetime) -> QuerySet[ApiKey]:
    """Return the keys that are taken at a moment."""
    runs = Q(expires_at=None) | Q(expires_at__gt=at)
    return ApiKey.objects.filter(runs, revoked_at=None, partner__ended_at=None)


def partners_visible_to(user: User) -> QuerySet[Partner]:
    """Return the partners of the offices in sight, those in use first; none for who has no business here."""
    if not can_keep_partners(user):
        return Partner.objects.none()
    found = Partner.objects.filter(in_offices_of(user)).select_related("office")
    return found.order_by(F("ended_at").asc(nulls_first=True), "name", "pk")


def keys_of(partner: Partner) -> list[ApiKey]:
    """Return a partner's keys, the newest first."""
    return list(partner.keys.select_related("created_by").order_by("-pk"))


def use_of(partner: Partner, today: dt.date) -> dict[int, KeyUse]:
    """Return the newest day on which each key was used, by the key."""
    rows = KeyUse.objects.filter(key__partner=partner, day__lte=today).order_by("day", "pk")
    return {row.key_id: row for row in rows.filter(day__gt=today - dt.timedelta(days=DAYS_TOLD))}


def calls_of(partner: Partner, today: dt.date) -> dict[int, dict[str, int]]:
    """Return calls and refusals of each key over the last 30 days, today included; one query."""
    rows = KeyUse.objects.filter(key__partner=partner, day__gt=today - dt.timedelta(days=DAYS_TOLD), day__lte=today)
    sums = rows.order_by().values("key").annotate(n=Sum("calls"), r=Sum("refused"))
    return {row["key"]: {"calls": row["n"], "refused": row["r"]} for row in sums}


def use_of_key(key: ApiKey, today: dt.date) -> list[KeyUse]:
    """Return the days of the last 30 on which a key was used, the newest first."""
    since = today - dt.timedelta(days=DAYS_TOLD)
    return list(KeyUse.objects.filter(key=key, day__gt=since, day__lte=today).order_by("-day"))


def sent_by(partner: Partner) -> QuerySet[SentPosting]:
    """Return what a partner sent, the newest first."""
    return SentPosting.objects.filter(partner=partner).order_by("-pk")


def earlier_sent(partner: Partner, key: uuid.UUID) -> SentPosting | None:
    """Return what came under this idempotency key before."""
    return SentPosting.objects.filter(partner=partner, idempotency_key=key).select_related("posting").first()


def webhooks_of(partner: Partner) -> QuerySet[Webhook]:
    """Return a partner's addresses in use, by age."""
    return Webhook.objects.filter(partner=partner, ended_at=None).order_by("pk")


def deliveries_of(webhook: Webhook) -> QuerySet[Delivery]:
    """Return what an address was sent, the newest first."""
    return Delivery.objects.filter(webhook=webhook).order_by("-pk")


def newest_deliveries(partner: Partner, limit: int = 30) -> list[Delivery]:
    """Return what a partner was sent last, wherever."""
    rows = Delivery.objects.filter(webhook__partner=partner).select_related("webhook")
    return list(rows.order_by("-pk")[:limit])


def older_deliveries(partner: Partner) -> dict[str, int]:
    """Return how many messages a partner was sent whose lines are gone by now, by how they ended; one query."""
    rows = DeliveryCount.objects.filter(partner=partner).order_by().values("state").annotate(n=Sum("count"))
    ends = {DeliveryState.DELIVERED.value: 0, DeliveryState.FAILED.value: 0}
    return ends | {row["state"]: row["n"] for row in rows}


def due_deliveries(at: dt.datetime, limit: int = 200) -> list[int]:
    """Return the messages whose time has come, the longest due first."""
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lte=at).order_by("next_at", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def told_of_posting(posting_id: int, news: str) -> list[Any]:
    """Return the addresses that want this news of this posting: those of whoever sent the posting."""
    sent = SentPosting.objects.filter(posting=posting_id).values("partner")
    hooks = Webhook.objects.filter(partner__in=sent, partner__ended_at=None, ended_at=None).order_by("pk")
    return [hook for hook in hooks if news in hook.news]
