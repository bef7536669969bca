"""Units of pay, and one daily amount for every way of paying, so that wishes and postings can be compared.

The rule is written down in docs/pay-comparison.md.
"""

from __future__ import annotations

from typing import TypeGuard

#: What pay is stated per. Piece rates are kept per 1,000 pieces: 0.035 yuan a piece has no whole fen.
UNITS = ("hour", "day", "piece", "week", "month", "year", "lump")
PIECES_PER_RATE = 1000

# 月计薪天数 21.75 = (365 - 104) / 12, kept as a ratio so that only integers are used:
# 关于职工全年月平均工作时间和工资折算问题的通知, part 2 (人社部发〔2025〕2号; before it 劳社部发〔2008〕3号).
PAID_DAYS_NUMERATOR, PAID_DAYS_DENOMINATOR = 2175, 100


def comparable_daily_fen(
    *,
    min_fen: int | None,
    unit: str | None,
    hours_per_day_x10: int | None = None,
    pieces_per_day: int | None = None,
    days_per_week: int | None = None,
    days: int | None = None,
) -> int | None:
    """The lower pay as fen for one day of work, or ``None`` where it cannot be known.

    :param min_fen: lower pay in fen per ``unit``; for ``piece`` per 1,000 pieces.
    :param unit: hour, day, piece, week, month, year, lump; ``None`` gives ``None``.
    :param hours_per_day_x10: tenths of an hour worked in a day (8.5 h = 85); needed for ``hour``.
    :param pieces_per_day: what a person usually makes in a day; needed for ``piece``.
    :param days_per_week: days worked in a week, 1–7; needed for ``week``.
    :param days: days of work that a lump sum pays for; needed for ``lump``.
    :raises ValueError: an unknown unit (a fault in the calling code, not in the posting).

    Integers only; half a fen and more is rounded up, once, at the end.
    """
    if unit is not None and unit not in UNITS:
        raise ValueError(f"unknown pay unit: {unit}")
    if min_fen is None or unit is None or min_fen <= 0:
        return None
    if unit == "day":
        return min_fen
    if unit == "month":
        return _half_up(min_fen * PAID_DAYS_DENOMINATOR, PAID_DAYS_NUMERATOR)
    if unit == "year":
        return _half_up(min_fen * PAID_DAYS_DENOMINATOR, 12 * PAID_DAYS_NUMERATOR)
    if unit == "hour":
        return _half_up(min_fen * hours_per_day_x10, 10) if _known(hours_per_day_x10, 240) else None
    if unit == "piece":
        return _half_up(min_fen * pieces_per_day, PIECES_PER_RATE) if _known(pieces_per_day) else None
    if unit == "week":
        return _half_up(min_fen, days_per_week) if _known(days_per_week, 7) else None
    return _half_up(min_fen, days) if _known(days) else None


def _known(count: int | None, most: int | None = None) -> TypeGuard[int]:
    return count is not None and count > 0 and (most is None or count <= most)


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
