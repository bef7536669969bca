"""Which characters our paper can print. A name with a sign that the font lacks must not come out as an empty box."""

from __future__ import annotations

import struct
from functools import cache

from yizhan.shared.documents.pdf import FONTS

REGULAR = FONTS / "NotoSansSC-Regular.ttf"
BOLD = FONTS / "NotoSansSC-Bold.ttf"
_GROUPS_FORMAT = 12


@cache
def _ranges() -> tuple[tuple[int, int], ...]:
    """Read the spans of code points of the regular font from its table `cmap` (sub-table format 12)."""
    content = REGULAR.read_bytes()
    (tables,) = struct.unpack_from(">H", content, 4)
    places = {
        content[at : at + 4]: struct.unpack_from(">I", content, at + 8)[0] for at in range(12, 12 + 16 * tables, 16)
    }
    start = places[b"cmap"]
    (count,) = struct.unpack_from(">H", content, start + 2)
    for record in range(count):
        (offset,) = struct.unpack_from(">I", content, start + 4 + 8 * record + 4)
        (layout,) = struct.unpack_from(">H", content, start + offset)
        if layout == _GROUPS_FORMAT:
            (groups,) = struct.unpack_from(">I", content, start + offset + 12)
            first = start + offset + 16
            spans = (struct.unpack_from(">II", content, first + 12 * group) for group in range(groups))
            return tuple((low, high) for low, high in spans)
    raise RuntimeError("the shipped font has no full character table")


def missing_from_font(text: str) -> str:
    """Return the characters of `text` that would not be printed, each once, in the order in which they stand."""
    ranges = _ranges()
    missing = (sign for sign in text if not any(low <= ord(sign) <= high for low, high in ranges))
    return "".join(dict.fromkeys(sign for sign in missing if not sign.isspace()))
