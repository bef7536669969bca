"""What is shown in place of a number or a name: enough to tell two apart at the desk, not enough to use."""

from __future__ import annotations

import re
import unicodedata

from yizhan.shared.identifiers.phone import is_mobile, normalise_phone
from yizhan.shared.text.surnames import split_name

_STAR = "*"


def mask_id(number: str) -> str:
    """Mask an ID number: `3708**********1234`. Other document numbers keep their last four at most."""
    if len(number) == 18:
        return f"{number[:4]}{_STAR * 10}{number[-4:]}"
    return _keep(number, 0, 4 if len(number) >= 8 else 2 if len(number) >= 5 else 0)


def mask_phone(number: str) -> str:
    """Mask a telephone number: `138****5678`, fixed lines `063******56`."""
    digits = normalise_phone(number)
    if is_mobile(digits):
        return _keep(digits, 3, 4)
    if len(digits) >= 10:
        return _keep(digits, 3, 2)
    return _keep(digits, 0, 2 if len(digits) >= 7 else 0)


def mask_name(name: str) -> str:
    """Mask a name: 王* for two characters, 王*明 for three, 欧阳*明; J*** S**** in Latin letters.

    A name of one character is masked whole.
    """
    bare = name.strip()
    if not bare:
        return ""
    if re.match(r"[A-Za-z\u00c0-\u024f]", unicodedata.normalize("NFKC", bare)):
        return " ".join(_keep(word, 1, 0) if len(word) > 1 else _STAR for word in bare.split())
    if "·" in bare:
        parts = len(bare.replace("·", ""))
        shown = {0: parts > 1, len(bare) - 1: parts > 2}
        return "".join(char if char == "·" or shown.get(at) else _STAR for at, char in enumerate(bare))
    surname, given = split_name(bare)
    if not surname:
        return _keep(bare, 1 if len(bare) > 1 else 0, 1 if len(bare) > 2 else 0)
    return surname + (_STAR if len(given) == 1 else _STAR * (len(given) - 1) + given[-1])


def _keep(text: str, first: int, last: int) -> str:
    """Replace all but the first and last so many characters."""
    end = text[len(text) - last :]
    return text[:first] + _STAR * (len(text) - first - last) + end


def mask_email(address: str) -> str:
    """Return an e-mail address with nothing of the name but its first sign: `z***@example.com`."""
    return f"{address[:1]}***@{address.rpartition('@')[2]}"
