"""统一社会信用代码, GB 32100-2015: 18 symbols of digits and capital letters without I O S V Z.

Registering body (1) · kind of organisation (1) · area code (6 digits) · organisation code (9) · check symbol.
The first two may be letters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yizhan.shared.text.misread import Misread

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_BETWEEN = re.compile(r"[\s\-‐‑‒–—−_.·'’`\u200b-\u200f\u2060\ufeff]+")


class UsccMisread(Misread):
    """What was typed is not a credit code."""

    code = "uscc_misread"


class UsccEmpty(UsccMisread):
    """Nothing was typed."""

    code = "uscc_empty"
    sentence = _("没有填统一社会信用代码。请按营业执照填写 18 位代码；个人雇主不用填。")


class UsccOldLicence(UsccMisread):
    """A business registration number of 15 digits from before the three-in-one licence."""

    code = "uscc_old_licence"
    sentence = _("这是 15 位的旧营业执照注册号。请按换发后的营业执照填写 18 位统一社会信用代码。")


class UsccLength(UsccMisread):
    """Too short or too long."""

    code = "uscc_length"
    sentence = _("统一社会信用代码应当是 18 位，现在位数不对。请对照营业执照核对。")


class UsccCharacters(UsccMisread):
    """A symbol that the standard leaves out, or a letter in the area code."""

    code = "uscc_characters"
    sentence = _(
        "统一社会信用代码里有不该有的字符：不用字母 I、O、S、V、Z，第 3 至 8 位是数字。"
        "请看是否把 0 写成 O、把 1 写成 I、把 5 写成 S。"
    )


class UsccCheckSymbol(UsccMisread):
    """A symbol is wrong or two are swapped."""

    code = "uscc_check_symbol"
    sentence = _("统一社会信用代码的校验位不对，多半有一位填错或两位颠倒。请对照营业执照逐位核对。")


@dataclass(frozen=True)
class UsccReading:
    """What a credit code says.

    :param code: 18 symbols in capitals.
    :param registrar: first symbol (1 机构编制, 5 民政, 9 工商, N 农业农村 …).
    :param kind: second symbol, its meaning depends on the first (91 企业, 92 个体工商户, 93 农民专业合作社).
    :param area_code: six digits, perhaps abolished.
    """

    code: str
    registrar: str
    kind: str
    area_code: str


def normalise_uscc(text: str) -> str:
    """Return the bare symbols in capitals: full-width made narrow, spaces and dashes gone. Never raises."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_symbol(first17: str) -> str:
    """Return the 18th symbol for the first 17 (MOD 31-3)."""
    total = sum(weight * _ALPHABET.index(symbol) for weight, symbol in zip(_WEIGHTS, first17, strict=True))
    return _ALPHABET[-total % 31]


def read_uscc(text: str) -> UsccReading:
    """Read a credit code as typed or pasted.

    :raises UsccMisread: one of the subclasses above, each with its sentence and code.
    """
    code = normalise_uscc(text)
    if not code:
        raise UsccEmpty
    if re.fullmatch(r"[0-9]{15}", code):
        raise UsccOldLicence
    if len(code) != 18:
        raise UsccLength
    if not re.fullmatch(r"[0-9]{6}", code[2:8]) or any(symbol not in _ALPHABET for symbol in code):
        raise UsccCharacters
    if check_symbol(code[:17]) != code[17]:
        raise UsccCheckSymbol
    return UsccReading(code, code[0], code[1], code[2:8])
