"""How long what was said is kept."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from yizhan.shared.notifications.codes import forget_old_codes
from yizhan.shared.notifications.enums import MessageState, Way, Why
from yizhan.shared.notifications.models import Message
from yizhan.shared.notifications.tally import forget_old

#: The ledger is kept as long as the ledger of visits.
LEDGER_KEPT = dt.timedelta(days=730)
#: The words in a person's own list.
WORDS_KEPT = dt.timedelta(days=180)
#: Rows in one transaction, so that nobody waits for it.
AT_ONCE = 1000


def forget_old_messages(*, at: dt.datetime) -> int:
    """Delete codes and counts that are over, old words, and old lines of the ledger; return how many lines."""
    forget_old(at=at)
    forget_old_codes(at=at)
    # What nobody was called about in time would only confuse now.
    Message.objects.filter(state=MessageState.DUE, useful_until__lte=at).update(
        state=MessageState.CLOSED, why=Why.LATE, settled_at=at, content=""
    )
    # Nor what the worker stumbled at until it was too late.
    Message.objects.filter(state=MessageState.WAITING, useful_until__lte=at).update(
        state=MessageState.DROPPED, why=Why.LATE, settled_at=at, content=""
    )
    own = Message.objects.filter(way=Way.IN_APP, made_at__lt=at - WORDS_KEPT).exclude(content="")
    while ids := list(own.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        Message.objects.filter(pk__in=ids).update(content="")
    count = 0
    over = Message.objects.filter(settled_at__lt=at - LEDGER_KEPT)
    while ids := list(over.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            count += Message.objects.filter(pk__in=ids).delete()[0]
    return count
