"""The wage ledger as a sheet: every column of 保障农民工工资支付条例 art. 15, counter-entries among the rest.

ID number and contact stand there whole, because the article demands them; taking the list out is on record with its
purpose, and only those who may take lists of people out can.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_export_people
from yizhan.gigs.queries import ledger_of_period
from yizhan.gigs.words import hours_text
from yizhan.shared.display import day_text, money_text, when_text
from yizhan.shared.documents.pdf import render_pdf
from yizhan.shared.documents.xlsx import Column
from yizhan.shared.errors import NotAllowed
from yizhan.shared.sheets.enums import ExportPurpose
from yizhan.shared.sheets.export import ExportFile, export_list

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.gigs.models import LedgerEntry

COLUMNS = (
    Column(_("序号"), "number", 8), Column(_("类别"), width=8), Column(_("用人单位名称"), width=24),
    Column(_("支付周期起"), "day", 12), Column(_("支付周期止"), "day", 12), Column(_("约定支付日"), "day", 12),
    Column(_("支付日期"), "day", 12), Column(_("支付对象姓名"), width=12), Column(_("身份证号码"), width=22),
    Column(_("联系方式"), width=16), Column(_("工作时间"), width=14), Column(_("应发工资项目及数额"), width=34),
    Column(_("代扣代缴扣除项目和数额"), width=34), Column(_("应发"), "yuan", 12), Column(_("扣款"), "yuan", 12),
    Column(_("应付"), "yuan", 12), Column(_("实发数额"), "yuan", 12), Column(_("支付方式"), width=18),
    Column(_("银行代发凭证或本人签字"), width=22), Column(_("订单号"), width=16), Column(_("冲销序号"), "number", 10),
)  # fmt: skip
#: What `ledger_row` puts into each column, by the name under which the paper knows it.
NAMES = (
    "number", "kind", "employer", "from_on", "to_on", "due_on", "paid_on", "person_name", "id_no", "contact", "hours",
    "gross_items", "deduction_items", "gross", "deductions", "net", "paid", "method", "voucher", "order", "counters",
)  # fmt: skip
MONEY = frozenset({"gross", "deductions", "net", "paid"})
PAPER = Path(__file__).parent / "documents" / "ledger.typ"
FIELDS = ("name", "id_no", "contacts", "pay")
FETCH = 500


def export_ledger(
    *,
    from_on: dt.date,
    until_on: dt.date,
    shape: str,
    purpose: str,
    by: User,
    at: dt.datetime,
    employer: UUID | None = None,
    office: UUID | None = None,
) -> ExportFile:
    """Export the entries for work that began in `[from_on, until_on)` at the offices that the user sees into.

    :param employer: of one employer only. :param office: of one office only.
    :raises NotAllowed: the user may not take lists of people out.
    :raises yizhan.shared.sheets.export.PurposeMissing: no purpose was chosen.
    """
    if not can_export_people(by):
        raise NotAllowed

    def write(rows: Sequence[Sequence[Any]]) -> bytes:
        return ledger_pdf(rows, period=(from_on, until_on), purpose=purpose, by=by, at=at)

    return export_list(
        action="gig.ledger_exported", columns=COLUMNS, rows=_rows(by, from_on, until_on, employer, office),
        shape=shape, fields=FIELDS, purpose=purpose, by=by, office_id=by.office_id, at=at, pdf=write,
    )  # fmt: skip


def ledger_pdf(
    rows: Sequence[Sequence[Any]], *, period: tuple[dt.date, dt.date], purpose: str, by: User, at: dt.datetime
) -> bytes:
    """Set rows of `ledger_row` on paper, with the sums of what stands there."""
    from_on, until_on = period
    named = [dict(zip(NAMES, row, strict=True)) for row in rows]
    with translation.override("zh-hans"):
        data: dict[str, Any] = {
            "station": by.office.name,
            "period": f"{day_text(from_on)} – {day_text(until_on - dt.timedelta(days=1))}",
            "printed_on": when_text(at),
            "printed_by": by.name,
            "purpose": str(ExportPurpose(purpose).label),
            "rows": [_on_paper(row) for row in named],
        }
        data |= {name: money_text(sum(row[name] for row in named)) for name in MONEY}
        return render_pdf(PAPER, data)


def _on_paper(row: dict[str, Any]) -> dict[str, str]:
    words = {name: money_text(value) if name in MONEY else _text(value) for name, value in row.items()}
    words["period"] = words["from_on"] if row["from_on"] == row["to_on"] else f"{words['from_on']} – {words['to_on']}"
    words["proof"] = " ".join(part for part in (words["method"], words["voucher"]) if part)
    if row["counters"]:
        words["kind"] += f" 冲 {row['counters']}"
    return words


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _rows(
    by: User, from_on: dt.date, until_on: dt.date, employer: UUID | None, office: UUID | None
) -> Iterator[tuple[Any, ...]]:
    entries = ledger_of_period(by, from_on, until_on, employer=employer, office=office)
    for entry in entries.iterator(chunk_size=FETCH):
        yield ledger_row(entry)


def ledger_row(entry: LedgerEntry) -> tuple[Any, ...]:
    """Return one row; the last day of the period is inclusive, as paper writes it."""
    proof = " ".join(part for part in (str(entry.get_proof_display()), entry.voucher) if part)
    return (
        entry.pk, str(entry.get_kind_display()), entry.employer_name, entry.period_from_on,
        entry.period_until_on - dt.timedelta(days=1), entry.due_on, entry.paid_on, entry.person_name, entry.id_no,
        entry.contact, hours_text(entry.minutes), _items(entry.gross_items), _items(entry.deduction_items),
        entry.gross_fen, entry.deductions_fen, entry.net_fen, entry.paid_fen, str(entry.get_method_display()), proof,
        entry.order.number, entry.counters_id,
    )  # fmt: skip


def _items(items: list[list[Any]]) -> str:
    return "；".join(f"{words} {money_text(fen)}" for words, fen in items)
