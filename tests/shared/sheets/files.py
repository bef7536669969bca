"""Generated files of every sort that a station receives."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
import xlwt

Rows = Sequence[Sequence[Any]]


def xlsx(*sheets: Rows) -> bytes:
    """Return a workbook; texts stay texts, numbers numbers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        for rows in sheets:
            page = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    page.write(number, column, value)
    return target.getvalue()


def xls(rows: Rows) -> bytes:
    """Return a workbook of the old kind."""
    book = xlwt.Workbook()
    page = book.add_sheet("Sheet1")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(number, column, value)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def delimited(rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Return a text file."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode(encoding)
