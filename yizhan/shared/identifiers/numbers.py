"""Short numbers that people read aloud: `T2611-0042-7`.

A letter for the kind (T for an introduction letter, say) · year and month · a sequence within that month, at least four
digits · a check digit. Unique per installation; gaps mean nothing. Damm's check digit finds every wrong digit and every
swap of two neighbours. It is taken over the letter as well, written as two digits (A = 10 … Z = 35).

Plan of the storage: one row per letter and month (`sequence_model.NumberSequence`); `operations.take_number` adds one
to it inside the caller's transaction, so that the row lock orders the takers and a rollback gives the number back.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yizhan.shared.text.misread import Misread

#: A totally anti-symmetric quasigroup of order ten (Damm 2004).
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
#: As said on the telephone: 幺 is one, and letters that look like digits.
_SPOKEN = str.maketrans("〇零一二三四五六七八九幺两", "0012345678912")
_LOOKALIKES = str.maketrans("OILS", "0115")
_SHAPE = re.compile(r"([A-Z]?)([0-9]{2})(0[1-9]|1[0-2])([0-9]{4,9})([0-9])")


class NumberMisread(Misread):
    """What was typed is not one of our numbers."""

    code = "number_misread"


class NumberUnreadable(NumberMisread):
    """The shape is wrong."""

    code = "number_unreadable"
    sentence = _("编号不完整或写法不对。编号的样子是 T2611-0042-7：一个字母、年月、序号和校验位，请核对。")


class NumberCheckDigit(NumberMisread):
    """A digit is wrong or two are swapped."""

    code = "number_check_digit"
    sentence = _("编号的校验位不对，多半有一位听错或写错。请让对方再念一遍编号。")


class NumberOfAnotherKind(NumberMisread):
    """A right number, of something else."""

    code = "number_of_another_kind"
    sentence = _("这个编号是另一种单据的。请看单据开头的字母，到对应的页面查找。")


@dataclass(frozen=True, order=True)
class ShortNumber:
    """A number taken apart. `str()` gives the canonical form.

    :param year: four digits, 2000 to 2099.
    """

    prefix: str
    year: int
    month: int
    sequence: int

    def __str__(self) -> str:
        """Write it with its check digit."""
        yymm, sequence = f"{self.year % 100:02}{self.month:02}", f"{self.sequence:04}"
        return f"{self.prefix}{yymm}-{sequence}-{check_digit(self.prefix, yymm + sequence)}"


def check_digit(prefix: str, digits: str) -> int:
    """Return Damm's check digit over the letter (as two digits) and the digits."""
    interim = 0
    for digit in f"{ord(prefix) - 55}{digits}":
        interim = _DAMM[interim][int(digit)]
    return interim


def make_number(prefix: str, on: dt.date, sequence: int) -> str:
    """Write a number.

    :param prefix: one letter A to Z.
    :param on: any day of the month it belongs to, 2000 to 2099.
    :param sequence: from 1.
    :raises ValueError: outside these bounds (a mistake of the program, not of a person).
    """
    if not re.fullmatch(r"[A-Z]", prefix) or not 2000 <= on.year <= 2099 or not 1 <= sequence <= 999_999_999:
        raise ValueError("a short number is a letter, a month of this century and a positive sequence")
    return str(ShortNumber(prefix, on.year, on.month, sequence))


def parse_number(text: str, *, prefix: str | None = None) -> ShortNumber:
    """Read a number as typed, scanned, or written down from the telephone.

    Case, spaces, any dashes (or none), full-width and Chinese digits, and O I L S for 0 1 1 5 behind the letter are
    accepted. With `prefix` the letter may be left out.

    :raises NumberUnreadable: not of this shape.
    :raises NumberCheckDigit: misheard or mistyped.
    :raises NumberOfAnotherKind: `prefix` is given and the number has another.
    """
    bare = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).translate(_SPOKEN).upper())
    starts_with_letter = bare[:1].isalpha() and not (prefix and bare[:1] in "OILS" and bare[0] != prefix)
    head = 1 if starts_with_letter else 0
    found = _SHAPE.fullmatch(bare[:head] + bare[head:].translate(_LOOKALIKES))
    letter = (found.group(1) or prefix) if found else None
    if found is None or letter is None:
        raise NumberUnreadable
    yy, mm, sequence, check = found.group(2, 3, 4, 5)
    if check_digit(letter, yy + mm + sequence) != int(check) or int(sequence) == 0:
        raise NumberCheckDigit
    if prefix is not None and letter != prefix:
        raise NumberOfAnotherKind
    number = ShortNumber(letter, 2000 + int(yy), int(mm), int(sequence))
    if len(sequence) > 4 and sequence.startswith("0"):
        raise NumberUnreadable  # one number, one way to write it: no padding beyond four digits
    return number
