"""The code that hangs at a meeting point: whoever scans it there signs in and out on their own phone.

`1042-7K3QF9TA`: the shift's key and eight characters that only this installation can make of it. It is printed at the
head of the roster and holds for that shift alone. A photograph of it signs in from afar: it shows that somebody knows
the paper, not where they stand, so that hours are still both sides' word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from yizhan.shared.crypto.keyring import ring
from yizhan.shared.text.normalise import half_width

if TYPE_CHECKING:
    from yizhan.postings.models import Shift

LABEL = "gig-site"
#: Without letters that are read as others.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8
_SHAPE = re.compile(rf"([1-9][0-9]{{0,17}})-?([{_LETTERS}]{{{_LENGTH}}})")
_LOOKALIKES = str.maketrans("OILU", "011V")

_address: Callable[[str], str] | None = None


def register_sign_address(address: Callable[[str], str]) -> None:
    """Tell where a phone signs in with a code; the room with the workers' pages calls it once, when it is ready.

    :param address: code -> whole address for a QR code.
    """
    global _address
    _address = address


def sign_address(code: str) -> str | None:
    """Return the address behind the QR code; None where workers have no page of their own."""
    return _address(code) if _address else None


def site_code(shift: Shift) -> str:
    """Return the code of a shift's meeting point."""
    return f"{shift.pk}-{_short(ring().keyed_hash(LABEL, str(shift.public_id)))}"


def is_site_code(shift: Shift, text: str) -> bool:
    """Say whether a text is the code of this shift, as typed or scanned; one made under an older key counts too."""
    found = read_site_code(text)
    if found is None or found[0] != shift.pk:
        return False
    return found[1] in {_short(one) for one in ring().keyed_hashes(LABEL, str(shift.public_id))}


def read_site_code(text: str) -> tuple[int, str] | None:
    """Take a text apart into key and letters; None where it is no code. Nothing is proved by that."""
    key, _dash, rest = half_width(text).upper().replace(" ", "").translate(_LOOKALIKES).rpartition("-")
    match = _SHAPE.fullmatch(f"{key}-{rest}")
    return (int(match[1]), match[2]) if match else None


def _short(digest: str) -> str:
    number = int(digest[:16], 16)
    return "".join(_LETTERS[number >> 5 * place & 31] for place in range(_LENGTH))
