"""Reads of staged sheets. Whose batches somebody may see is the room's question; it passes its own queryset in."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone

from yizhan.shared.sheets.enums import AT_WORK, BatchState, RowState
from yizhan.shared.sheets.fields import values_of
from yizhan.shared.sheets.kinds import Context, ImportKind, RowValues
from yizhan.shared.sheets.models import ImportBatch, ImportRow

#: Without a sign of life for so long, whoever worked on a batch is gone: the longest transaction is far shorter.
STALE_AFTER = dt.timedelta(seconds=30)


@dataclass(frozen=True)
class Overview:
    """How the rows of a batch stand."""

    states: dict[str, int]
    reasons: dict[str, int]

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.states.values())

    @property
    def left(self) -> int:
        """Rows about which a person has something to say."""
        return self.of(RowState.NEEDS_DECISION) + self.of(RowState.REFUSED)

    @property
    def done(self) -> int:
        """Rows that are settled."""
        return self.of(RowState.IMPORTED) + self.of(RowState.SAME) + self.of(RowState.SKIPPED)

    def of(self, state: str) -> int:
        """Return the rows in a state."""
        return self.states.get(state, 0)


def overview(batch: ImportBatch) -> Overview:
    """Count rows by state, and open rows by reason; one query."""
    rows = ImportRow.objects.filter(batch=batch).values_list("state", "codes").annotate(n=Count("pk"))
    states: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for state, codes, count in rows.order_by("state", "codes"):
        states[state] += count
        if state in (RowState.NEEDS_DECISION, RowState.REFUSED):
            for code in codes.split():
                reasons[code] += count
    return Overview(dict(states), dict(reasons.most_common()))


def counts_of(batches: Iterable[ImportBatch]) -> dict[int, dict[str, int]]:
    """Return the counts by state of several batches; one query."""
    rows = (
        ImportRow.objects.filter(batch__in=[batch.pk for batch in batches])
        .values_list("batch_id", "state")
        .annotate(n=Count("pk"))
        .order_by("batch_id", "state")
    )
    counts: dict[int, dict[str, int]] = {}
    for batch_id, state, count in rows:
        counts.setdefault(batch_id, {})[state] = count
    return counts


def find_rows(batch: ImportBatch, *, state: str = "", code: str = "") -> Any:
    """Return the rows in the order of the sheet, narrowed to a state or a reason."""
    rows = ImportRow.objects.filter(batch=batch)
    if state:
        rows = rows.filter(state=state)
    if code:
        rows = rows.filter(codes__contains=f" {code} ")
    return rows.order_by("number", "pk")


#: Rows that are looked through for what a sheet proposes, and proposals that are shown of them.
_LOOKED_AT, _SHOWN = 200, 6


@dataclass(frozen=True, repr=False)
class Proposal:
    """What a cell of a column says, and what it would be taken for."""

    field: str
    quote: str
    proposal: str


def proposals_of(batch: ImportBatch, code: str) -> list[Proposal]:
    """Return the first different proposals of a reason that proposes; one query."""
    found: dict[str, Proposal] = {}
    for row in find_rows(batch, code=code).filter(state=RowState.NEEDS_DECISION)[:_LOOKED_AT]:
        reason: dict[str, Any] = next((reason for reason in row.reasons if reason["code"] == code), {})
        proposal = reason.get("proposal", "")
        if proposal and proposal not in found:
            words = row_values(batch, row).said(reason["field"])[:40]
            found[proposal] = Proposal(reason["field"], words, proposal)
        if len(found) == _SHOWN:
            break
    return list(found.values())


@dataclass(frozen=True, repr=False)
class Content:
    """What a row holds: cells as they came, corrections, and choices."""

    cells: list[str]
    edits: dict[str, str]
    choices: dict[str, str]

    def as_text(self) -> str:
        """Return it as it is kept (encrypted)."""
        return json.dumps(
            {"cells": self.cells, "edits": self.edits, "choices": self.choices}, ensure_ascii=False, sort_keys=True
        )


def content_of(row: ImportRow) -> Content:
    """Return what a row holds; nothing once it has been emptied."""
    held = json.loads(row.content) if row.content else {}
    return Content(held.get("cells", []), held.get("edits", {}), held.get("choices", {}))


def row_values(batch: ImportBatch, row: ImportRow, *, is_duplicate: bool = False) -> RowValues:
    """Return what a row says by field."""
    content = content_of(row)
    return RowValues(
        values_of(content.cells, batch.mapping, content.edits, batch.defaults),
        content.choices,
        key=row.key,
        is_duplicate=is_duplicate,
    )


def context_for(batch: ImportBatch, user: Any, at: dt.datetime) -> Context:
    """Return for whom the rows of a batch are judged."""
    return Context(
        at=at,
        user=user,
        office=batch.office,
        about=batch.about,
        accepted=frozenset(batch.accepted),
        uploaded_on=timezone.localdate(batch.made_at),
    )


def first_of_key(batch: ImportBatch, keys: Iterable[str]) -> dict[str, int]:
    """Return the first line of the sheet on which each key stands; one query."""
    rows = ImportRow.objects.filter(batch=batch, key__in=set(keys)).order_by("-number").values_list("key", "number")
    return dict(rows)


def stalled(at: dt.datetime) -> Any:
    """Return the batches whose worker is gone."""
    work = AT_WORK - {BatchState.LOADING}  # the file itself is not kept: an upload that broke off is uploaded again
    return ImportBatch.objects.filter(state__in=work, touched_at__lt=at - STALE_AFTER).order_by("pk")


def is_stalled(batch: ImportBatch, at: dt.datetime) -> bool:
    """Say whether whoever worked on the batch is gone."""
    return batch.state in AT_WORK and batch.touched_at < at - STALE_AFTER


def can_edit(batch: ImportBatch) -> bool:
    """Say whether rows may be changed now."""
    return batch.state not in AT_WORK


def can_start(kind: ImportKind, batch: ImportBatch, rows: Overview) -> bool:
    """Say whether there is anything to import and nobody at it."""
    return can_edit(batch) and rows.of(RowState.READY) > 0
