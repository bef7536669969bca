"""Telephone numbers of the mainland: mobiles, fixed lines with their area code, and 400/800 hotlines."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from yizhan.shared.text.misread import Misread

Kind = Literal["mobile", "landline", "hotline"]

_BETWEEN = re.compile(r"[\s\-‐‑‒–—−_.·()'’`\u200b-\u200f\u2060\ufeff]+")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
#: 010 and 02x have three digits and eight behind them; all other area codes have four, with seven or eight.
_LANDLINE = re.compile(r"(010|02[0-9])([2-9][0-9]{7})|(0[3-9][0-9]{2})([2-9][0-9]{6,7})")
_HOTLINE = re.compile(r"[48]00[0-9]{7}")
_COUNTRY = re.compile(r"(?:\+|00)86")
#: An extension is written after the number with one of these words or signs.
_EXTENSION = re.compile(r"(?:转|分机|EXT\.?|X|#|,|;)\s*[:：]?\s*([0-9]{1,6})$", re.IGNORECASE)
_DASHED_EXTENSION = re.compile(r"^(.*[0-9]{7,8})-([0-9]{1,5})$")


class PhoneMisread(Misread):
    """What was typed is not a telephone number."""

    code = "phone_misread"
    sentence = _("电话号码不对：手机是 11 位、以 1 开头；座机请带区号，例如 0635-6123456。请核对。")


class PhoneEmpty(PhoneMisread):
    """Nothing was typed."""

    code = "phone_empty"
    sentence = _("没有填电话号码。请填写，没有电话时请选择代为联系的人。")


class PhoneMobileLength(PhoneMisread):
    """Begins as a mobile but has not eleven digits."""

    code = "phone_mobile_length"
    sentence = _("手机号应当是 11 位，现在位数不对。请数一数，看是否漏填或多填。")


class PhoneMobileSegment(PhoneMisread):
    """Eleven digits that begin with 10, 11 or 12."""

    code = "phone_mobile_segment"
    sentence = _("手机号第二位只能是 3 到 9。请核对开头几位。")


class PhoneNoAreaCode(PhoneMisread):
    """Seven or eight digits: a fixed line as the neighbours dial it."""

    code = "phone_no_area_code"
    sentence = _("座机号前面缺区号。请加上区号，例如 0635-6123456。")


class PhoneNotMobile(PhoneMisread):
    """A right number, but a mobile is needed here."""

    code = "phone_not_mobile"
    sentence = _("这里要填手机号（11 位、以 1 开头）。座机请填在固定电话一栏。")


@dataclass(frozen=True)
class PhoneReading:
    """What a telephone number says.

    :param number: canonical: `13…` (11 digits), `0635-6123456`, `0635-6123456-801`, `4001234567`.
    """

    number: str
    kind: Kind

    def __repr__(self) -> str:
        """Keep the number out of logs and tracebacks."""
        return f"PhoneReading({self.kind})"


def normalise_phone(text: str) -> str:
    """Return the digits without country code, signs and extension, for indexes and comparison. Never raises.

    A fixed line gives area code and number run together: `06356123456`.
    """
    main, _extension = _split(text)
    return main


def is_mobile(text: str) -> bool:
    """Say whether the text is a mobile number, however it is written."""
    main, extension = _split(text)
    return not extension and _MOBILE.fullmatch(main) is not None


def read_phone(text: str) -> PhoneReading:
    """Read a telephone number as typed or pasted.

    :raises PhoneMisread: one of the subclasses above, each with its sentence and code.
    """
    main, extension = _split(text)
    if not main:
        raise PhoneEmpty if not text.strip() else PhoneMisread
    if _MOBILE.fullmatch(main) and not extension:
        return PhoneReading(main, "mobile")
    if _HOTLINE.fullmatch(main) and not extension:
        return PhoneReading(main, "hotline")
    if found := _LANDLINE.fullmatch(main):
        area, line = found.group(1) or found.group(3), found.group(2) or found.group(4)
        return PhoneReading("-".join([area, line, *([extension] if extension else [])]), "landline")
    raise PhoneMisread if extension else _what_is_wrong(main)


def read_mobile(text: str) -> str:
    """Read a mobile number and return its eleven digits.

    :raises PhoneNotMobile: it is another kind of number.
    :raises PhoneMisread: it is none.
    """
    reading = read_phone(text)
    if reading.kind != "mobile":
        raise PhoneNotMobile
    return reading.number


def _split(text: str) -> tuple[str, str]:
    """Return the digits of the number and of its extension."""
    narrow = unicodedata.normalize("NFKC", text).strip()
    narrow = re.sub(r"[‐‑‒–—−]", "-", narrow)
    extension = ""
    if found := _EXTENSION.search(narrow):
        narrow, extension = narrow[: found.start()], found.group(1)
    elif (found := _DASHED_EXTENSION.match(narrow)) and _is_landline(found.group(1)):
        narrow, extension = found.group(1), found.group(2)
    return _without_country(_BETWEEN.sub("", narrow)), extension


def _is_landline(text: str) -> bool:
    """Say whether the text before a dash is a whole fixed line already."""
    return _LANDLINE.fullmatch(_without_country(_BETWEEN.sub("", text))) is not None


def _without_country(digits: str) -> str:
    """Drop +86, 0086, and a bare 86 before a mobile; a fixed line written for callers abroad gets its 0 back."""
    if found := _COUNTRY.match(digits):
        rest = digits[found.end() :]
        abroad = _LANDLINE.fullmatch("0" + rest) and not _MOBILE.fullmatch(rest)
        return "0" + rest if abroad else rest
    if digits.startswith("86") and _MOBILE.fullmatch(digits[2:]):
        return digits[2:]
    return digits


def _what_is_wrong(digits: str) -> PhoneMisread:
    """Choose the sentence that helps most."""
    if not digits.isdecimal():
        return PhoneMisread()
    if digits[0] == "1" and len(digits) == 11:
        return PhoneMobileSegment()
    if digits[0] == "1" and len(digits) > 8:
        return PhoneMobileLength()
    if digits[0] in "23456789" and len(digits) in (7, 8):
        return PhoneNoAreaCode()
    return PhoneMisread()
