"""Reading changes without missing one: docs/adr/0025-change-cursor.md says why this holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Subquery

from yizhan.shared.changes.expressions import OldestRunning
from yizhan.shared.changes.models import Change
from yizhan.shared.db import is_sqlite
from yizhan.shared.written import Written


@dataclass(frozen=True)
class Cursor:
    """Up to where somebody has read.

    :param last: id and moment of the newest line that was seen. It must still be there, else lines were lost.
    :param horizon: PostgreSQL: every transaction below it was over at the last look. Always 0 on SQLite.
    :param seen: PostgreSQL: lines of later transactions that were seen all the same.
    """

    last: tuple[int, dt.datetime] | None = None
    horizon: int = 0
    seen: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Look:
    """What changed, and from where to look the next time.

    :param rows: topic -> ids of its rows that were written.
    """

    cursor: Cursor
    rows: dict[str, set[int]]


def begin() -> Cursor:
    """Return a cursor behind everything that is visible now; read the tables after it, never before. One query."""
    newest = Q(pk=Subquery(Change.objects.order_by("-pk").values("pk")[:1]))
    return _moved(Cursor(), _lines(newest if is_sqlite() else newest | Q(xact__gte=OldestRunning())))


def changes_since(cursor: Cursor) -> Look | None:
    """Return what was written since the cursor was made or moved; None when that cannot be known any more. One query.

    It cannot be known when the line that the cursor stands on is gone (lines are kept for two days), is another one, or
    came from a database whose transactions were numbered otherwise: a backup was restored. Then begin anew.
    """
    lines = _unseen(cursor)
    if cursor.last is not None and not _stands(cursor, lines):
        return None
    known = cursor.seen | ({cursor.last[0]} if cursor.last else set())
    rows: dict[str, set[int]] = {}
    for pk, topic, row_id, *_ in lines:
        if pk not in known:
            rows.setdefault(topic, set()).add(row_id)
    return Look(_moved(cursor, lines), rows)


def _unseen(cursor: Cursor) -> list[tuple[Any, ...]]:
    """Return the line that the cursor stands on, and what may have come since."""
    if cursor.last is None:
        return _lines(Q())
    return _since_line(cursor.last[0]) if is_sqlite() else _since_horizon(cursor.last[0], cursor.horizon)


def _lines(condition: Q) -> list[tuple[Any, ...]]:
    return list(_found(condition))


def _found(condition: Q) -> QuerySet[Change, tuple[Any, ...]]:
    found = Change.objects.filter(condition).annotate(oldest=OldestRunning()).order_by("pk")
    return found.values_list("pk", "topic", "row_id", "xact", "written_at", "oldest")


#: Asked at every look of every reader.
_since_line = Written(lambda last: _found(Q(pk=last) | Q(pk__gt=last)), int)
_since_horizon = Written(lambda last, horizon: _found(Q(pk=last) | Q(xact__gte=horizon)), int, int)


def _stands(cursor: Cursor, lines: list[tuple[Any, ...]]) -> bool:
    """Say whether the line under the cursor is still the same, and transactions have only gone forward."""
    found = next((line for line in lines if cursor.last and line[0] == cursor.last[0]), None)
    return found is not None and cursor.last is not None and found[4] == cursor.last[1] and found[5] >= cursor.horizon


def _moved(cursor: Cursor, lines: list[tuple[Any, ...]]) -> Cursor:
    """Return the cursor behind these lines; all of them were read in one snapshot of the database."""
    if not lines:
        return cursor
    newest, horizon = lines[-1], int(lines[-1][5])
    last = (int(newest[0]), newest[4])
    if cursor.last is not None and cursor.last[0] > last[0]:
        last = cursor.last
    return Cursor(last, horizon, frozenset(int(line[0]) for line in lines if line[3] >= horizon > 0))
