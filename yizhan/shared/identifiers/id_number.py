"""The citizen's number of the resident identity card, GB 11643-1999.

18 symbols: area code (6) · birth date (8) · sequence (3, odd for men) · check symbol (ISO 7064 MOD 11-2). Residence
permits of Hong Kong, Macao and Taiwan residents (810000, 820000, 830000) and the permanent residence cards of
foreigners follow the same pattern. The area code is never a reason to refuse: it may have been abolished long ago, and
it keeps the code of the first registration for life.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yizhan.shared.text.misread import Misread

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SYMBOLS = "10X98765432"
EARLIEST_BIRTH = dt.date(1900, 1, 1)
#: GB/T 2261.1
MALE, FEMALE = "1", "2"
#: What stands between the digits when people or programs write the number in groups; the apostrophe is Excel's.
_BETWEEN = re.compile(r"[\s\-‐‑‒–—−_.·'’`\u200b-\u200f\u2060\ufeff]+")


class IdMisread(Misread):
    """What was typed is not an ID number."""

    code = "id_misread"


class IdEmpty(IdMisread):
    """Nothing was typed."""

    code = "id_empty"
    sentence = _("没有填证件号码。请填写 18 位号码，没有证件时请选择原因。")


class IdOldFifteen(IdMisread):
    """A number of the first generation of cards, invalid since 2013-01-01 (居民身份证法 第23条 and its notices)."""

    code = "id_old_fifteen"
    sentence = _("这是 15 位的旧号码，第一代身份证 2013 年起已经停用。请按现在的身份证或户口簿填写 18 位号码。")


class IdLength(IdMisread):
    """Too short or too long."""

    code = "id_length"
    sentence = _("证件号码应当是 18 位，现在位数不对。请数一数，看是否漏填或多填。")


class IdCharacters(IdMisread):
    """Something other than digits, or an X that is not the last."""

    code = "id_characters"
    sentence = _("证件号码里有不该有的字符：前 17 位只能是数字，最后一位是数字或 X。请核对。")


class IdBirthImpossible(IdMisread):
    """The eight digits of the birth date are no date."""

    code = "id_birth_impossible"
    sentence = _("证件号码第 7 至 14 位不是一个真实的日期。请对照证件核对出生年月日。")


class IdBirthInFuture(IdMisread):
    """Born after today."""

    code = "id_birth_in_future"
    sentence = _("证件号码里的出生日期还没有到。请对照证件核对，并检查电脑日期是否正确。")


class IdBirthTooEarly(IdMisread):
    """Born before 1900."""

    code = "id_birth_too_early"
    sentence = _("证件号码里的出生日期早于 1900 年。请对照证件核对出生年份。")


class IdCheckDigit(IdMisread):
    """A digit is wrong or two are swapped."""

    code = "id_check_digit"
    sentence = _("证件号码的校验位不对，多半有一位填错或两位颠倒。请对照证件逐位核对。")


@dataclass(frozen=True)
class IdReading:
    """What an ID number says.

    :param number: 18 symbols, X in upper case.
    :param sex: GB/T 2261.1: "1" male, "2" female.
    :param area_code: six digits, perhaps abolished.
    """

    number: str
    birth_on: dt.date
    sex: str
    area_code: str

    def __repr__(self) -> str:
        """Keep the number out of logs and tracebacks."""
        return "IdReading(…)"


def normalise_id(text: str) -> str:
    """Return the bare symbols: full-width made narrow, spaces and dashes gone, x made X. Never raises."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_symbol(first17: str) -> str:
    """Return the 18th symbol for the first 17 digits (ISO 7064 MOD 11-2)."""
    return _SYMBOLS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True)) % 11]


def read_id(text: str, *, today: dt.date) -> IdReading:
    """Read an ID number as typed, pasted, or sent by a card reader.

    :param today: the day against which the birth date is held.
    :raises IdMisread: one of the subclasses above, each with its sentence and code.
    """
    number = normalise_id(text)
    if not number:
        raise IdEmpty
    if re.fullmatch(r"[0-9]{15}", number):
        raise IdOldFifteen
    if len(number) != 18:
        raise IdLength
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise IdCharacters
    birth_on = _birth(number[6:14])
    # The check symbol comes before the two limits: after a slip of the finger "check every digit" helps most.
    if check_symbol(number[:17]) != number[17]:
        raise IdCheckDigit
    if birth_on > today:
        raise IdBirthInFuture
    if birth_on < EARLIEST_BIRTH:
        raise IdBirthTooEarly
    return IdReading(number, birth_on, MALE if int(number[16]) % 2 else FEMALE, number[:6])


def _birth(digits: str) -> dt.date:
    """Return the date of eight digits.

    :raises IdBirthImpossible: there is no such day.
    """
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise IdBirthImpossible from error
