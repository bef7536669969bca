"""The slow calculator: minute by minute, sharing no code with `yizhan.gigs.pay`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CHINA = dt.timezone(dt.timedelta(hours=8))


def slow_minutes_by_day(starts_at: dt.datetime, ends_at: dt.datetime) -> dict[dt.date, int]:
    """Walk through the time minute by minute; a begun minute counts for the day it begins on."""
    found: dict[dt.date, int] = {}
    moment = starts_at
    while moment < ends_at:
        day = moment.astimezone(CHINA).date()
        found[day] = found.get(day, 0) + 1
        moment += dt.timedelta(minutes=1)
    return found


def slow_pay(
    *,
    fen: int,
    unit: str,
    minutes: list[tuple[dt.date, int]],
    kind_of: Callable[[dt.date], str],
    planned: int,
    pieces: int,
    full_time: bool,
    before: int = 0,
) -> dict[str, int]:
    """Pay every minute by itself and add up by item; round each item once."""
    total = sum(count for _day, count in minutes)
    if unit == "hour":
        worth = Fraction(fen, 60)
    elif unit == "day":
        worth = Fraction(fen, min(planned, 480) if full_time else planned)
    else:
        worth = Fraction(fen * pieces, 1000 * total) if total else Fraction(0)
    sums: dict[str, Fraction] = {}
    normal_so_far = before  # earlier shifts of the day have used it up
    for day, count in minutes:
        for _minute in range(count):
            kind = kind_of(day) if full_time else "workday"
            if kind == "holiday":
                item, percent = "holiday", 300
            elif kind == "rest_day":
                item, percent = "rest_day", 200
            elif full_time and normal_so_far >= 480:
                item, percent = "overtime", 150
            else:
                item, percent = "base", 100
                normal_so_far += 1
            sums[item] = sums.get(item, Fraction(0)) + worth * percent / 100
    return {item: rounded for item, amount in sums.items() if (rounded := slow_round(amount))}


def slow_round(amount: Fraction) -> int:
    """Round to whole fen by the decimal library."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    doubled = amount * 2
    if doubled.denominator == 1 and doubled.numerator % 2:
        return (doubled.numerator + 1) // 2  # exactly half a fen
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
