"""Judging a sheet without writing anything: what would become of it, in numbers that sum up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yizhan.shared.sheets.cells import column_letter
from yizhan.shared.sheets.enums import RowState
from yizhan.shared.sheets.fields import values_of, where
from yizhan.shared.sheets.kinds import Context, ImportKind, Judgement, Reason, RowValues
from yizhan.shared.sheets.table import Sheet, SheetRow


@dataclass(frozen=True, repr=False)
class RowFinding:
    """A row that is not ready: where, why, and the words of the cell."""

    number: int
    state: RowState
    code: str
    cell: str
    quote: str
    sentence: str


@dataclass(repr=False)
class Findings:
    """Counts of a dry run; `ready + needs_decision + refused == read`."""

    read: int = 0
    states: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    rows: list[RowFinding] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the contract of `yizhan import … --dry-run --json`. A row on record already needs a decision."""
        needs = self.states[RowState.NEEDS_DECISION] + self.states[RowState.SAME]
        return {
            "read": self.read,
            "ready": self.states[RowState.READY],
            "needs_decision": needs,
            "refused": self.states[RowState.REFUSED],
            "reasons": dict(sorted(self.reasons.items())),
        }


def row_key(row: SheetRow, mapping: dict[int, str]) -> str:
    """Return what makes two rows the same: every mapped cell, or all cells where none is mapped. Not yet hashed."""
    if not mapping:
        return json.dumps(row.cells, ensure_ascii=False)
    said: dict[str, list[str]] = {}
    for index, name in sorted(mapping.items()):
        if row.cells[index]:
            said.setdefault(name, []).append(row.cells[index])
    return json.dumps(sorted(said.items()), ensure_ascii=False)


def judged_rows(
    kind: ImportKind, sheet: Sheet, context: Context, defaults: dict[str, str]
) -> Iterator[tuple[SheetRow, RowValues, Judgement]]:
    """Judge row after row; the second and later of equal rows are duplicates of the first."""
    mapping = {str(index): name for index, name in sheet.mapping.items()}
    seen: set[str] = set()
    for row in sheet.rows:
        key = row_key(row, sheet.mapping)
        values = RowValues(
            values_of(row.cells, mapping, {}, {**sheet.told, **defaults}), key=key, is_duplicate=key in seen
        )
        seen.add(key)
        yield row, values, kind.judge(context, values)


def dry_run(
    kind: ImportKind, sheet: Sheet, context: Context, *, defaults: dict[str, str] | None = None, keep: int = 0
) -> Findings:
    """Judge every row.

    :param keep: how many findings about rows to keep with their quoted cells; refusals come first.
    """
    findings = Findings()
    mapping = {str(index): name for index, name in sheet.mapping.items()}
    for row, values, judgement in judged_rows(kind, sheet, context, defaults or {}):
        findings.read += 1
        findings.states[judgement.state] += 1
        findings.reasons.update({reason.code for reason in judgement.reasons})
        for reason in judgement.reasons:
            if len(findings.rows) < keep or kind.reasons[reason.code].refuses:
                findings.rows.append(_finding(kind, row, values, judgement, reason, mapping))
    return findings


def _finding(
    kind: ImportKind, row: SheetRow, values: RowValues, judgement: Judgement, reason: Reason, mapping: dict[str, str]
) -> RowFinding:
    return RowFinding(
        number=row.number,
        state=judgement.state,
        code=reason.code,
        cell=where(reason.field, mapping, row.number, column_letter),
        quote=quote(kind, reason.field, values),
        sentence=str(kind.reasons[reason.code].sentence),
    )


def quote(kind: ImportKind, name: str, values: RowValues) -> str:
    """Return the cell as it stands, shortened; a person's name or number masked."""
    text = " ".join(values.said(name).split())
    spec = kind.spec(name)
    if text and spec is not None and spec.mask is not None:
        text = spec.mask(text)
    return text if len(text) <= 40 else f"{text[:39]}…"
