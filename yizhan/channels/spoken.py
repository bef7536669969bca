"""Numbers, money and times as a village loudspeaker says them: 二百块一天, 早上七点. Chinese only, pure."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from django.utils import timezone

DIGITS = "零一二三四五六七八九"
#: Read one by one, 1 is 幺, which cannot be heard as 七.
ONE_BY_ONE = "零幺二三四五六七八九"
PER = {"hour": "一小时", "day": "一天", "piece": "一件", "week": "一周", "month": "一个月", "year": "一年"}
WAN = 10_000


def say_number(number: int, *, counts: bool = False) -> str:
    """Say a whole number from 0 up to a hundred million.

    :param counts: it stands before a measure word, so a lone 2 is 两: 两个人, 两点.

    >>> say_number(2500), say_number(105), say_number(12), say_number(2, counts=True)
    ('两千五百', '一百零五', '十二', '两')
    """
    if not 0 <= number < WAN * WAN:
        raise ValueError(f"not sayable here: {number}")
    if number == 2 and counts:
        return "两"
    if number < WAN:
        return _below_wan(number)
    high, low = divmod(number, WAN)
    head = ("两" if high == 2 else _below_wan(high)) + "万"
    if low == 0:
        return head
    return head + ("零" if low < 1000 else "") + _below_wan(low, inside=True)


def _below_wan(number: int, *, inside: bool = False) -> str:
    """Say 0 … 9,999. :param inside: behind a larger part, where 12 is 一十二."""
    if number < 10:
        return DIGITS[number]
    said, zero = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit == 0:
            zero = bool(said) and number > 0
            continue
        said += ("零" if zero else "") + _digit(digit, unit, bare=not said and not inside) + word
        zero = False
    return said


def _digit(digit: int, unit: int, *, bare: bool) -> str:
    if digit == 1 and unit == 10 and bare:
        return ""  # 十二, not 一十二
    return "两" if digit == 2 and unit == 1000 else DIGITS[digit]


def say_digits(text: str) -> str:
    """Say a number that identifies, digit by digit, in groups as they are written: `0635-612` → 零六三五，六幺二."""
    groups = re.findall(r"[0-9]+", text)
    return "，".join("".join(ONE_BY_ONE[int(digit)] for digit in group) for group in groups)


def say_yuan(fen: Decimal | int) -> str:
    """Say an amount: 20000 fen 二百块, 2550 二十五块五毛, 50 五毛, 3.5 三分五厘."""
    thousandths = int(Decimal(fen) * 10)
    yuan, rest = divmod(thousandths, 1000)
    parts = [f"{say_number(yuan, counts=True)}块"] if yuan else []
    for unit, word in ((100, "毛"), (10, "分"), (1, "厘")):
        digit, rest = divmod(rest, unit)
        if digit:
            parts.append(f"{'两' if digit == 2 and not parts else DIGITS[digit]}{word}")
        elif parts and rest and not parts[-1].endswith("零"):
            parts.append("零")
    return "".join(parts) or "零块"


def say_pay(min_fen: int | None, max_fen: int | None, unit: str) -> str:
    """Say the pay: 二百块一天, 一百八十到二百二十块一天, 一共三百块; what is not stated is to be asked for."""
    scale = 1000 if unit == "piece" else 1
    low = None if min_fen is None else Decimal(min_fen) / scale
    high = None if max_fen is None else Decimal(max_fen) / scale
    per = PER.get(unit, "")
    if low is None and high is None:
        return "工钱到驿站问"
    before = "" if per else "一共"
    if low is None or high is None:
        only = say_yuan(low if low is not None else high)  # type: ignore[arg-type]
        return f"{before}{only}{per}{'以上' if low is not None else '以内'}"
    if low == high:
        return f"{before}{say_yuan(low)}{per}"
    said = say_yuan(low)
    whole = low % 100 == 0 and high % 100 == 0
    return f"{before}{said.removesuffix('块') if whole else said}到{say_yuan(high)}{per}"


def say_clock(moment: dt.datetime) -> str:
    """Say a time of the day: 早上七点, 下午一点半, 晚上八点零五分."""
    local = timezone.localtime(moment)
    hour, minute = local.hour, local.minute
    part = next(word for until, word in PARTS if hour < until)
    said = say_number(hour if hour <= 12 else hour - 12, counts=True)
    tail = "" if minute == 0 else "半" if minute == 30 else ("零" if minute < 10 else "") + say_number(minute) + "分"
    return f"{part}{said}点{tail}"


#: (first hour that is no longer in it, word).
PARTS = ((5, "凌晨"), (9, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


def say_day(day: dt.date, today: dt.date) -> str:
    """Say a day as seen from another: 今天, 明天, 后天, else 十一月二十四号."""
    near = {0: "今天", 1: "明天", 2: "后天"}.get((day - today).days)
    return near or f"{say_number(day.month)}月{say_number(day.day)}号"


def say_text(text: str) -> str:
    """Turn the figures in a text into words, so that whoever reads aloud need not stop: 3号库 → 三号库."""

    def word(found: re.Match[str]) -> str:
        digits = found.group()
        plain = len(digits) <= 4 and not digits.startswith("0")
        return say_number(int(digits)) if plain else say_digits(digits)

    return re.sub(r"[0-9]+", word, text)


def syllables(text: str) -> int:
    """Count what is spoken: every Han character, letter and figure; signs and spaces are pauses."""
    return sum(1 for sign in text if sign.isalnum())
