"""Lists out: what the sheet is, who took it, why. The rows come from the rooms, already masked where they must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.documents.xlsx import Column, csv_bytes, workbook
from yizhan.shared.errors import Refused
from yizhan.shared.sheets.enums import ExportPurpose

#: Lists longer than this are told to be recorded (CR-085).
MANY_ROWS = 500
#: So are lists taken from 22:00 to 6:00 of the station's day.
NIGHT_FROM, NIGHT_UNTIL = 22, 6
LOCAL = ZoneInfo("Asia/Shanghai")
#: Whole numbers of people may leave for these purposes only (PIPL art. 6: no more than the purpose needs; CR-080).
WHOLE_NUMBERS = frozenset({"id_no_whole", "contacts_whole"})
NEEDS_WHOLE = frozenset({ExportPurpose.REPORT, ExportPurpose.HANDOVER})


class PurposeMissing(Refused):
    """Nobody takes a list without saying why."""

    code = "export_purpose_missing"
    sentence = _("没有选择用途，没有导出。请选择这份名单的用途，它会记入日志。")
    status = 422


class OutsidePurpose(Refused):
    """The list shows more of people than its purpose needs (CR-080)."""

    code = "export_outside_purpose"
    sentence = _("名单里有超出所选用途的个人信息，没有导出。请换用途，或不选查看完整号码，导出遮盖号码的名单。")
    status = 422


@dataclass(frozen=True, repr=False)
class ExportFile:
    """A finished sheet."""

    data: bytes
    content_type: str
    suffix: str
    rows: int
    #: it was large or taken at night, which stands in the log by itself (CR-085).
    is_noted: bool = False


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
    :raises OutsidePurpose: whole numbers for a purpose that does not need them.
    """
    if purpose not in ExportPurpose.values:
        raise PurposeMissing
    fields = list(fields)
    if WHOLE_NUMBERS & set(fields) and purpose not in NEEDS_WHOLE:
        raise OutsidePurpose
    kept = list(rows)
    if shape == "csv":
        file = ExportFile(csv_bytes(columns, kept), "text/csv; charset=utf-8", "csv", len(kept))
    elif shape == "pdf" and pdf is not None:
        file = ExportFile(pdf(kept), "application/pdf", "pdf", len(kept))
    else:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        file = ExportFile(workbook(columns, kept), kind, "xlsx", len(kept))
    write_audit(action=action, by=by, at=at, fields=fields, reason=purpose, kind=AuditKind.EXPORT, office_id=office_id)
    hour = at.astimezone(LOCAL).hour
    is_night = hour >= NIGHT_FROM or hour < NIGHT_UNTIL
    if len(kept) > MANY_ROWS or is_night:
        seen = f"rows:{len(kept)}" + (",night" if is_night else "")
        write_audit(action="export.noted", by=by, at=at, reason=seen, kind=AuditKind.EXPORT, office_id=office_id)
        file = replace(file, is_noted=True)
    return file
