"""The wage ledger as a sheet: every column of 保障农民工工资支付条例 art. 15, counter-entries among the rest.

ID number and contact stand there whole, because the article demands them; taking the list out is on record with its
purpose, and only those who may take lists of people out can.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_export_people
from yizhan.gigs.queries import ledger_of_period
from yizhan.gigs.words import hours_text
from yizhan.shared.display import money_text
from yizhan.shared.documents.xlsx import Column
from yizhan.shared.errors import NotAllowed
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
FIELDS = ("name", "id_no", "contacts", "pay")
FETCH = 500


def export_ledger(
    *, from_on: dt.date, until_on: dt.date, shape: str, purpose: str, by: User, at: dt.datetime
) -> ExportFile:
    """Export the entries for work that began in `[from_on, until_on)` at the offices that the user sees into.

    :raises NotAllowed: the user may not take lists of people out.
    :raises yizhan.shared.sheets.export.PurposeMissing: no purpose was chosen.
    """
    if not can_export_people(by):
        raise NotAllowed
    return export_list(
        action="gig.ledger_exported", columns=COLUMNS, rows=_rows(by, from_on, until_on), shape=shape, fields=FIELDS,
        purpose=purpose, by=by, office_id=by.office_id, at=at,
    )  # fmt: skip


def _rows(by: User, from_on: dt.date, until_on: dt.date) -> Iterator[tuple[Any, ...]]:
    for entry in ledger_of_period(by, from_on, until_on).iterator(chunk_size=FETCH):
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
