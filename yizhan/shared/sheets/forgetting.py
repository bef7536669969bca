"""Sheets that nobody touches any more: their cells go, what was counted of them stays."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from yizhan.shared.sheets.enums import AT_WORK, OPEN_STATES, RowState
from yizhan.shared.sheets.models import ImportBatch, ImportRow

#: Days after which the cells of a sheet nobody touched are emptied: a staged list is no second register of people.
KEEP_DAYS = 30


def forget_old_cells(*, at: dt.datetime, limit: int = 5000) -> int:
    """Empty the cells of rows of sheets untouched for `KEEP_DAYS`; states and counts stay. Returns how many."""
    old = ImportBatch.objects.filter(touched_at__lt=at - dt.timedelta(days=KEEP_DAYS)).exclude(state__in=AT_WORK)
    pks = list(ImportRow.objects.filter(batch__in=old).exclude(content="").order_by("pk").values_list("pk")[:limit])
    for start in range(0, len(pks), 500):
        with transaction.atomic():
            rows = ImportRow.objects.filter(pk__in=[pk for (pk,) in pks[start : start + 500]])
            rows.filter(state__in=OPEN_STATES).update(state=RowState.SKIPPED)
            rows.update(content="")
    return len(pks)
