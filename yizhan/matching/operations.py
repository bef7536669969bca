"""Writes of the room: counts of looks, and letting old ones go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import connection, transaction

from yizhan.matching.models import Looks

#: Days of looks that weigh, today among them, and days that are kept.
WEIGHED_DAYS = 7
KEPT_DAYS = 14
#: Rows a statement: SQLite counts the values of one.
A_BATCH = 500

_ADD = (
    "INSERT INTO matching_looks (posting_id, day, looks) VALUES {rows} "
    "ON CONFLICT (posting_id, day) DO UPDATE SET looks = matching_looks.looks + excluded.looks"
)


@transaction.atomic
def add_looks(*, looks: Mapping[int, int], day: dt.date) -> None:
    """Add to the counts of a day, one upsert a posting, in the order of ids, so that two writers never wait in a ring.

    :param looks: posting -> how many more.
    """
    rows = sorted(looks.items())
    date = connection.ops.adapt_datefield_value(day)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), A_BATCH):
            batch = rows[start : start + A_BATCH]
            values = [value for posting, count in batch for value in (posting, date, count)]
            cursor.execute(_ADD.format(rows=", ".join(["(%s, %s, %s)"] * len(batch))), values)


@transaction.atomic
def forget_old_looks(*, today: dt.date) -> int:
    """Remove the counts of days that are over `KEPT_DAYS` ago; return how many rows."""
    removed, _ = Looks.objects.filter(day__lte=today - dt.timedelta(days=KEPT_DAYS)).delete()
    return removed
