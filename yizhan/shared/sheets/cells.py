"""One cell as text: what a person would read in the spreadsheet, without invented digits."""

from __future__ import annotations

import ast
import datetime as dt
import math
import re
import unicodedata
from typing import Any

from yizhan.shared.text.csvsafe import plain_cell

#: No field of ours takes more; what is longer is told to be too long by whoever reads the field.
LONGEST = 4000
#: A spreadsheet keeps fifteen digits of a number; whatever stood behind them is gone.
EXACT_BELOW = 10**15
_LOST = re.compile(r"\s*\d(?:\.\d+)?[eE]\+?(?:1[5-9]|[2-9]\d)\s*")
_LIST = re.compile(r"\s*\[(.*)\]\s*", re.S)
_KEPT_AS_TEXT = re.compile(r"'(\d[^']*)|=\"([^\"]*)\"")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def cell_text(value: Any) -> str:
    """Return a cell's value as text; total, never raises.

    Whole floats lose their point (0.0 is 0). A number of sixteen digits and more is written in powers of ten, as
    spreadsheets show it, because its last digits are not known: see `has_lost_digits`.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, list | tuple):
        return " ".join(filter(None, (cell_text(item) for item in value)))[:LONGEST]
    text = str(plain_cell(str(value))).replace("\r\n", "\n").replace("\r", "\n")
    return _as_typed(_CONTROLS.sub("", text).strip())[:LONGEST]


def _as_typed(text: str) -> str:
    """Return a number without the signs that keep a spreadsheet from rounding it: '199… and ="199…"."""
    kept = _KEPT_AS_TEXT.fullmatch(text)
    return (kept[1] or kept[2]) if kept else text


def _number(value: float) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    if abs(value) >= EXACT_BELOW:
        try:
            return f"{float(value):.14E}"
        except OverflowError:
            return "1E+308"
    if value == int(value):
        return str(int(value))
    return f"{value:.10g}" if abs(value) >= 0.0001 else f"{value:.10f}".rstrip("0").rstrip(".")


def has_lost_digits(text: str) -> bool:
    """Say whether this was a long number that a spreadsheet has rounded (3.71521E+17)."""
    return bool(_LOST.fullmatch(unicodedata.normalize("NFKC", text)))


def listed(text: str) -> list[str]:
    """Return the items of a list written as text: `['a', 'b']`, or parted by 、，；/ or line breaks."""
    found = _LIST.fullmatch(text)
    if found:
        try:
            items = ast.literal_eval(text.strip()[:LONGEST])
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            items = [part.strip(" '\"") for part in found[1].split(",")]
        if isinstance(items, list):
            return [item for item in (cell_text(part) for part in items) if item]
    return [part for part in (piece.strip(" '\"") for piece in re.split(r"[,，、;；/\n]+", text)) if part]


def column_letter(index: int) -> str:
    """Return the name of a column as spreadsheets show it: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
