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
    """

    title: StrOrPromise
    kind: Kind = "text"
    width: int = 14


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
