"""How long the rest between two halves of a day is: 中午休息2小时, 午休一个半小时, 12点到13点半吃饭休息."""

from __future__ import annotations

import re

from yizhan.postings.reading.folding import fold
from yizhan.postings.reading.numerals import chinese_number

_N = r"(?:\d{1,3}(?:\.\d)?|[一二两三四五六七八九十]{1,3})"
_LENGTH = re.compile(
    rf"(?P<half>半个?(?:小时|钟头))|(?P<hours>{_N})(?P<andhalf>个半)?个?(?P<andhalf2>半)?(?:小时|钟头|h)(?P<half2>半)?"
    rf"|(?P<minutes>{_N}) ?(?:分钟|minutes?|min)"
)
_CLOCK = rf"({_N})(?:[点时:](半|\d{{1,2}})?分?)?"
_BETWEEN = re.compile(rf"{_CLOCK}\s*(?:-+|~|—+|–|至|到)\s*{_CLOCK}")
_REST = r"(?:午休|休息|吃饭|午饭|歇)"
#: A rest between two halves of a day; 月休四天 and 每周休息一天 state days and have no length that fits.
_STATED = (
    re.compile(
        rf"(?:中午|午间|中间|午饭|吃饭)[^，。；;\n\d一二两三半]{{0,6}}{_REST}?[^，。；;\n\d一二两三半]{{0,4}}(?P<what>{_LENGTH.pattern})"
    ),
    re.compile(rf"(?:午休|中间歇|歇晌)[^，。；;\n\d一二两三半]{{0,4}}(?P<what>{_LENGTH.pattern})"),
    re.compile(rf"(?P<span>{_BETWEEN.pattern})[^，。；;\n]{{0,3}}(?:午休|休息|吃饭)"),
    re.compile(rf"(?:午休|中午休息)[^，。；;\n\d一二两三]{{0,3}}(?P<span>{_BETWEEN.pattern})"),
)
#: The rest stands between its hours: 十二点歇到两点.
_LASTS_TILL = re.compile(
    rf"{_CLOCK}[^，。；;\n\d一二两三半]{{0,2}}(?:歇|休|停)[^，。；;\n\d一二两三半]{{0,2}}(?:到|至){_CLOCK}"
)
NOON_MINUTES = 12 * 60


def read_break(text: str) -> int | None:
    """Read a length or a stretch of time that stands alone: ``90``, ``1.5小时``, ``12:00-13:30``; whole minutes.

    A bare number up to 6 is hours, a larger one minutes. ``None`` where it is not understood.

    >>> read_break("一个半小时")
    90
    """
    plain = fold(text).plain.strip()
    if re.fullmatch(r"\d{1,3}(?:\.\d)?", plain):
        number = float(plain)
        return round(number * 60) if number <= 6 else round(number)
    whole = _LENGTH.fullmatch(plain)
    if whole:
        return _minutes(whole)
    span = _BETWEEN.fullmatch(plain)
    return _between(span.groups()) if span else None


def find_break(text: str) -> int | None:
    """Find the rest at noon that a description states, in minutes; ``None`` where it states none.

    >>> find_break("早8点到晚6点，中午休息2小时")
    120
    """
    plain = fold(text).plain
    for pattern in _STATED:
        found = pattern.search(plain)
        if found is None:
            continue
        stated = read_break(found.groupdict().get("what") or found.groupdict().get("span") or "")
        if stated is not None and 0 < stated <= 4 * 60:
            return stated
    lasts = _LASTS_TILL.search(plain)
    return _between(lasts.groups()) if lasts else None


def _minutes(length: re.Match[str]) -> int | None:
    if length["half"]:
        return 30
    if length["minutes"]:
        minutes = _number(length["minutes"])
        return None if minutes is None else round(minutes)
    hours = _number(length["hours"])
    if hours is None:
        return None
    return round(hours * 60) + (30 if length["andhalf"] or length["andhalf2"] or length["half2"] else 0)


def _between(parts: tuple[str | None, ...]) -> int | None:
    start, start_rest, end, end_rest = parts[-4:]
    first, last = _clock(start, start_rest), _clock(end, end_rest)
    if first is None or last is None:
        return None
    if last <= first:  # 12点到2点: the second is in the afternoon
        last += NOON_MINUTES
    return last - first if first < last <= first + 6 * 60 else None


def _clock(hour: str | None, rest: str | None) -> int | None:
    number = _number(hour or "")
    if number is None or number != int(number) or not 0 <= number < 24:
        return None
    minutes = 30 if rest == "半" else int(rest) if rest and rest.isdecimal() else 0
    return int(number) * 60 + minutes if minutes < 60 else None


def _number(text: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d)?", text):
        return float(text)
    known = chinese_number(text)
    return None if known is None else float(known)
