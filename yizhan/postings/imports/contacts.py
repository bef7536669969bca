"""A cell with whom to call: one number, perhaps with a name before or behind it."""

from __future__ import annotations

import re
import unicodedata

_NAME = r"[\u4e00-\u9fff]{1,6}"
_NUMBER = r"(?:1\d{2}[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8})"
_BOTH = re.compile(
    rf"(?P<before>{_NAME})[\s:、,]*(?P<one>{_NUMBER})|(?P<two>{_NUMBER})[\s:、,]*\(?(?P<behind>{_NAME})\)?"
)
#: 1.38E+10: what a spreadsheet shows of a number in a narrow column, and saves as text.
_LOST = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")


def read_contact(cell: str) -> tuple[str, str]:
    """Return the number and the name of a cell; the cell as it is and "" where it is not plainly one of each."""
    found = _BOTH.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    if found is None:
        return cell, ""
    return found["one"] or found["two"], found["before"] or found["behind"]


def is_rounded(cell: str) -> bool:
    """Say whether this was a telephone's number, of which a spreadsheet kept the first digits only."""
    return _LOST.fullmatch(unicodedata.normalize("NFKC", cell).strip()) is not None
