"""Sheets that do not run: a cell that a spreadsheet would take for a formula is marked as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")

#: What starts a formula, in full width too (some programs narrow it on opening), and what hides one from the eye.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "'"


def safe_cell(value: T) -> T | str:
    """Return a cell that is safe to open: text that looks like a formula gets an apostrophe in front.

    Numbers and dates are returned as they are. So that `plain_cell` can undo it without guessing, text that already
    begins with an apostrophe before such a sign gets another one.
    """
    if isinstance(value, str) and value.lstrip(_MARK + " ").startswith(_STARTS):
        return _MARK + value
    return value


def plain_cell(value: T) -> T | str:
    """Undo `safe_cell` on reading a sheet of our own back."""
    if isinstance(value, str) and value.startswith(_MARK) and value.lstrip(_MARK + " ").startswith(_STARTS):
        return value[1:]
    return value


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV file that Excel and WPS open rightly: UTF-8 with BOM, CRLF, every cell safe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([safe_cell(name) for name in header])
    writer.writerows([safe_cell("" if value is None else value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
