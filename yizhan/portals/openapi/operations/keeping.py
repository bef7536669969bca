"""How long messages to partners are kept, and what stays of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Count, DateField, F, QuerySet
from django.db.models.functions import TruncMonth

from yizhan.portals.openapi.contract import LOCAL
from yizhan.portals.openapi.enums import DeliveryState
from yizhan.portals.openapi.models import Delivery, DeliveryCount
from yizhan.shared.notifications.keeping import add_to_count

#: As long as the words in a person's own list: nobody sends a message again half a year later.
WORDS_KEPT = dt.timedelta(days=180)
#: Logs of what was shared are kept three years (网络数据安全管理条例 art. 12). That it holds for messages without a
#: person in them is 待核实; the longer time is taken.
LINES_KEPT = dt.timedelta(days=3 * 365)
#: Rows in one transaction, so that nobody waits for it.
AT_ONCE = 1000


def forget_old_deliveries(*, at: dt.datetime) -> int:
    """Empty the words of old messages and delete old lines; return how many lines.

    Of each line that goes one is added to its `DeliveryCount`, in the same transaction. What waits is left.
    """
    settled = Delivery.objects.exclude(state=DeliveryState.WAITING)
    for ids in _batches(settled.filter(created_at__lt=at - WORDS_KEPT).exclude(body="")):
        Delivery.objects.filter(pk__in=ids).exclude(state=DeliveryState.WAITING).update(body="")
    return sum(_count_and_delete(ids) for ids in _batches(settled.filter(created_at__lt=at - LINES_KEPT)))


def _batches(rows: QuerySet[Delivery]) -> Iterator[list[int]]:
    """Yield keys of the rows in small numbers; a batch that nothing could be done with is the last."""
    seen = 0
    while ids := list(rows.filter(pk__gt=seen).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        yield ids
        seen = ids[-1]


@transaction.atomic
def _count_and_delete(ids: list[int]) -> int:
    locked = Delivery.objects.select_for_update().filter(pk__in=ids).exclude(state=DeliveryState.WAITING)
    rows = Delivery.objects.filter(pk__in=[row.pk for row in locked.order_by("pk").only("pk")]).order_by()
    month = TruncMonth("created_at", tzinfo=LOCAL, output_field=DateField())
    kinds: Any = rows.annotate(month=month, partner_id=F("webhook__partner_id"))
    for kind in list(kinds.values("partner_id", "month", "news", "state").annotate(n=Count("pk"))):
        add_to_count(DeliveryCount.objects, kind.pop("n"), **kind)
    return rows.delete()[0]
