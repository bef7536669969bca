"""Excel and CSV out: streamed, ID columns as text, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from django.utils import timezone
from django_stubs_ext import StrOrPromise

from yizhan.shared.text.csvsafe import safe_cell

Kind = Literal["text", "number", "yuan", "day", "time"]


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    :param title: its heading.
    :param kind: `text` (also for every number that identifies: ID, phone, registration number), `number`,
        `yuan` (the value is int fen), `day` (date) or `time` (aware datetime).
    :param width: in characters of the usual font.
    :param choices: words to choose from in the empty rows of a template; others are warned about, not refused.
    :param hint: shown beside a cell of a template that is being filled in.
    """

    title: StrOrPromise
    kind: Kind = "text"
    width: int = 14
    choices: tuple[StrOrPromise, ...] = ()
    hint: StrOrPromise = ""


def safe_text(value: Any) -> str:
    """Return `value` as text that no spreadsheet runs: a leading `= + - @` gets an apostrophe before it."""
    return safe_cell("" if value is None else str(value))


def workbook(columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, sheet: str = "Sheet1") -> bytes:
    """Write rows into an .xlsx with a fixed, filterable head row; rows are read once and not kept.

    :param rows: each with one value a column; None leaves the cell empty.
    :raises ValueError: a row has more or fewer values than there are columns.
    """
    target = io.BytesIO()
    # In memory: a list of people leaves no parts of itself among the machine's temporary files.
    options = {"constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(sheet)
        head = book.add_format({"bold": True, "bg_color": "#E3EFEE", "bottom": 1})
        shapes = {
            "text": book.add_format({"num_format": "@"}),
            "number": book.add_format({"num_format": "0.########"}),
            "yuan": book.add_format({"num_format": "#,##0.00"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        for index, column in enumerate(columns):
            page.set_column(index, index, column.width, shapes[column.kind])
            page.write_string(0, index, safe_text(column.title), head)
        page.freeze_panes(1, 0)
        last = 0
        for last, row in enumerate(rows, start=1):
            for index, (column, value) in enumerate(zip(columns, row, strict=True)):
                if value is not None:
                    _write(page, last, index, column.kind, value, shapes[column.kind])
        page.autofilter(0, 0, last, max(len(columns) - 1, 0))
    return target.getvalue()


def _write(page: Any, row: int, index: int, kind: Kind, value: Any, shape: Any) -> None:
    if kind == "number":
        page.write_number(row, index, value, shape)
    elif kind == "yuan":
        page.write_number(row, index, Decimal(value) / 100, shape)
    elif kind == "day":
        page.write_datetime(row, index, dt.datetime.combine(value, dt.time()), shape)
    elif kind == "time":
        page.write_datetime(row, index, timezone.make_naive(value), shape)
    else:
        page.write_string(row, index, safe_text(value), shape)


#: Rows of a template for which lists and hints are laid out.
TEMPLATE_ROWS = 2000
#: What Excel takes: a title of 32, a hint of 255 characters; a list longer than this stands on a sheet of its own.
_MOST_TITLE, _MOST_HINT = 32, 255


def template(columns: Sequence[Column], *, sheet: str, lists: str) -> bytes:
    """Write an empty .xlsx to be filled in: headings, lists to choose from, and a hint at each cell.

    :param sheet: name of the sheet. :param lists: name of the sheet that holds the words of the lists, hidden.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        page, words = book.add_worksheet(sheet), book.add_worksheet(lists)
        words.hide()
        head = book.add_format({"bold": True, "bg_color": "#E3EFEE", "bottom": 1})
        shapes = {"text": book.add_format({"num_format": "@"}), "day": book.add_format({"num_format": "yyyy-mm-dd"})}
        for index, column in enumerate(columns):
            page.set_column(index, index, column.width, shapes.get(column.kind, shapes["text"]))
            page.write_string(0, index, safe_text(column.title), head)
            for place, choice in enumerate(column.choices):
                words.write_string(place, index, str(choice))
            _offer(page, lists, index, column)
        page.freeze_panes(1, 0)
    return target.getvalue()


def _offer(page: Any, lists: str, index: int, column: Column) -> None:
    rule: dict[str, Any] = {"validate": "any"}
    if column.choices:
        letter = xlsxwriter.utility.xl_col_to_name(index, col_abs=True)
        rule = {
            "validate": "list",
            "source": f"='{lists}'!{letter}$1:{letter}${len(column.choices)}",
            "error_type": "warning",
        }
    if column.hint:
        rule |= {"input_title": str(column.title)[:_MOST_TITLE], "input_message": str(column.hint)[:_MOST_HINT]}
    if column.choices or column.hint:
        page.data_validation(1, index, TEMPLATE_ROWS, index, rule)


def csv_bytes(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """Write the same as CSV in UTF-8 with a byte-order mark, which Excel and WPS need to read Chinese.

    :raises ValueError: a row has more or fewer values than there are columns.
    """
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([safe_text(column.title) for column in columns])
    for row in rows:
        writer.writerow([_as_csv(column.kind, value) for column, value in zip(columns, row, strict=True)])
    return target.getvalue().encode("utf-8-sig")


def _as_csv(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if kind == "number":
        return str(value)
    if kind == "yuan":
        return f"{Decimal(value) / 100:.2f}"
    if kind == "day":
        return str(value.isoformat())
    if kind == "time":
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return safe_text(value)
