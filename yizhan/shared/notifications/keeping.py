"""How long what was said is kept, and what stays of it: counts, without anybody in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, DateField, F, QuerySet
from django.db.models.functions import TruncMonth

from yizhan.shared.notifications.codes import forget_old_codes
from yizhan.shared.notifications.enums import MessageState, Way, Why
from yizhan.shared.notifications.models import Message, MessageCount
from yizhan.shared.notifications.tally import forget_old

LOCAL = ZoneInfo("Asia/Shanghai")
#: The ledger is kept as long as the ledger of visits (人力资源市场暂行条例 art. 33: two years). That the article holds
#: for messages is 待核实.
LEDGER_KEPT = dt.timedelta(days=730)
#: The words in a person's own list.
WORDS_KEPT = dt.timedelta(days=180)
#: Rows in one transaction, so that nobody waits for it.
AT_ONCE = 1000


def forget_old_messages(*, at: dt.datetime) -> int:
    """Delete codes and counts that are over, old words, and old lines of the ledger; return how many lines.

    Of each line that goes one is added to its `MessageCount`, in the same transaction.
    """
    forget_old(at=at)
    forget_old_codes(at=at)
    over = {"why": Why.LATE, "settled_at": at, "content": ""}
    # What nobody was called about in time would only confuse now.
    late = Message.objects.filter(useful_until__lte=at)
    for ids in _batches(late.filter(state=MessageState.DUE)):
        Message.objects.filter(pk__in=ids, state=MessageState.DUE).update(state=MessageState.CLOSED, **over)
    # Nor what the worker stumbled at until it was too late.
    for ids in _batches(late.filter(state=MessageState.WAITING)):
        Message.objects.filter(pk__in=ids, state=MessageState.WAITING).update(state=MessageState.DROPPED, **over)
    own = Message.objects.filter(way=Way.IN_APP, made_at__lt=at - WORDS_KEPT).exclude(content="")
    for ids in _batches(own):
        Message.objects.filter(pk__in=ids).update(content="")
    return sum(_count_and_delete(ids) for ids in _batches(Message.objects.filter(settled_at__lt=at - LEDGER_KEPT)))


def _batches(rows: QuerySet[Any]) -> Iterator[list[int]]:
    """Yield keys of the rows in small numbers; whoever takes them makes that they are no longer among the rows."""
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield ids


@transaction.atomic
def _count_and_delete(ids: list[int]) -> int:
    locked = Message.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    rows = Message.objects.filter(pk__in=[row.pk for row in locked.only("pk")]).order_by()
    month = TruncMonth("made_at", tzinfo=LOCAL, output_field=DateField())
    kinds: Any = (
        rows.annotate(month=month).values("office_id", "month", "purpose", "way", "state").annotate(n=Count("pk"))
    )
    for kind in list(kinds):
        add_to_count(MessageCount.objects, kind.pop("n"), **kind)
    return rows.delete()[0]


def add_to_count(counts: Any, more: int, **kind: Any) -> None:
    """Add to the row of a kind; called by one thread of housekeeping at a time, within the transaction that deletes."""
    if not counts.filter(**kind).update(count=F("count") + more):
        counts.create(count=more, **kind)
