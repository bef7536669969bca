"""Lists out: what the sheet is, who took it, why. The rows come from the rooms, already masked where they must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.documents.xlsx import Column, csv_bytes, workbook
from yizhan.shared.errors import Refused
from yizhan.shared.sheets.enums import ExportPurpose

#: Lists longer than this are told to be recorded (CR-085).
MANY_ROWS = 500


class PurposeMissing(Refused):
    """Nobody takes a list without saying why."""

    code = "export_purpose_missing"
    sentence = _("没有选择用途，没有导出。请选择这份名单的用途，它会记入日志。")
    status = 422


@dataclass(frozen=True, repr=False)
class ExportFile:
    """A finished sheet."""

    data: bytes
    content_type: str
    suffix: str
    rows: int


@transaction.atomic
def export_list(
    *,
    action: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    shape: str,
    fields: Iterable[str],
    purpose: str,
    by: Any,
    office_id: int,
    at: dt.datetime,
    pdf: Callable[[Sequence[Sequence[Any]]], bytes] | None = None,
) -> ExportFile:
    """Write the sheet and its line in the audit log; one does not exist without the other.

    :param action: `noun.verb` of the audit line.
    :param fields: names of what the list shows.
    :param shape: `xlsx`, `csv`, or `pdf` where the list has a paper of its own.
    :param pdf: sets the rows on that paper. :param purpose: an `ExportPurpose`.
    :raises PurposeMissing: no purpose, or an unknown one.
    """
    if purpose not in ExportPurpose.values:
        raise PurposeMissing
    kept = list(rows)
    if shape == "csv":
        file = ExportFile(csv_bytes(columns, kept), "text/csv; charset=utf-8", "csv", len(kept))
    elif shape == "pdf" and pdf is not None:
        file = ExportFile(pdf(kept), "application/pdf", "pdf", len(kept))
    else:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        file = ExportFile(workbook(columns, kept), kind, "xlsx", len(kept))
    write_audit(action=action, by=by, at=at, fields=fields, reason=purpose, kind=AuditKind.EXPORT, office_id=office_id)
    return file
