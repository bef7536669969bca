"""Writing changes down, and forgetting old ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from yizhan.shared.changes.enums import Topic
from yizhan.shared.changes.models import Change

#: How long a line is kept. A reader who has not looked for so long begins anew.
KEPT = dt.timedelta(days=2)


def note_change(*, topic: Topic, row_id: int) -> None:
    """Say that a row was written. Called in the transaction that writes it, so that both are seen or neither."""
    Change.objects.create(topic=topic, row_id=row_id)


def note_changes(*, topic: Topic, row_ids: Iterable[int]) -> None:
    """Say the same of many rows at once."""
    Change.objects.bulk_create([Change(topic=topic, row_id=row_id) for row_id in row_ids])


@transaction.atomic
def forget_old_changes(*, at: dt.datetime) -> int:
    """Remove lines that are older than `KEPT`, except the newest of all: by it a reader sees that it missed nothing.

    :return: how many were removed.
    """
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    removed, _ = Change.objects.filter(written_at__lt=at - KEPT).exclude(pk=newest).delete()
    return removed
