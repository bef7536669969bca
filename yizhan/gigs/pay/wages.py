"""What is due for a stretch of work, line by line. Each line is rounded once: half a fen and more upwards.

Without a full-time labour relation every minute and piece is paid as agreed. With one (劳动法 art. 36 and 44): the
first eight hours of working days at the agreed rate, what is beyond at 150 %, a day of rest without compensation at
200 %, one of the thirteen statutory holidays at 300 %. 非全日制 is paid by the agreed hour (劳动合同法 art. 72).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from yizhan.gigs.pay.hours import DayKind, DayPart

#: 劳动法 art. 36, 国务院关于职工工作时间的规定 art. 3: eight hours a day.
NORMAL_MINUTES = 8 * 60
#: 劳动法 art. 44: percent of the wage.
OVERTIME_PERCENT, REST_DAY_PERCENT, HOLIDAY_PERCENT = 150, 200, 300
PIECES_PER_RATE = 1000
WHOLE_BP = 10_000


class Unit(Enum):
    """Per what the rate is stated; piece rates per 1,000 pieces. The values are those of `postings.PayUnit`."""

    HOUR = "hour"
    DAY = "day"
    PIECE = "piece"
    LUMP = "lump"


class Item(Enum):
    """What a line is paid for. The values are those of `enums.LineKind`."""

    BASE = "base"
    OVERTIME = "overtime"
    REST_DAY = "rest_day"
    HOLIDAY = "holiday"


PERCENT = {
    Item.BASE: 100,
    Item.OVERTIME: OVERTIME_PERCENT,
    Item.REST_DAY: REST_DAY_PERCENT,
    Item.HOLIDAY: HOLIDAY_PERCENT,
}


@dataclass(frozen=True)
class Rate:
    """The agreed pay: fen per unit."""

    fen: int
    unit: Unit


@dataclass(frozen=True)
class Work:
    """What was done on one order.

    :param parts: minutes by local day, in order; without a day nothing was done.
    :param planned_minutes: paid minutes of the shift as agreed: what a day's rate is for.
    :param pieces: for piece rates. :param done_bp: share of a lump sum's work that was done.
    :param rest_is_compensated: another day off is given for a worked day of rest (劳动法 art. 44 no. 2).
    :param normal_before: minutes of the eight hours that earlier shifts for the same employer have used up that day.
    """

    parts: Sequence[DayPart]
    planned_minutes: int
    pieces: int = 0
    done_bp: int = WHOLE_BP
    rest_is_compensated: bool = False
    normal_before: int = 0

    @property
    def minutes(self) -> int:
        """All minutes."""
        return sum(part.minutes for part in self.parts)


@dataclass(frozen=True)
class Line:
    """One item that is due. `minutes` are those that the line pays for."""

    item: Item
    minutes: int
    amount_fen: int


def half_up(amount: Fraction) -> int:
    """Round a not negative amount to whole fen; half a fen goes up."""
    return int(amount + Fraction(1, 2))


def minutes_by_item(work: Work, *, full_time: bool) -> dict[Item, int]:
    """Sort the minutes by what they are paid as; the sum of them is `work.minutes`.

    The eight hours are counted along the shift, over midnight too: one working night is one working day. What earlier
    shifts for the same employer have used of them is gone (劳动法 art. 36: hours are counted by day, not by order).
    """
    found = dict.fromkeys(Item, 0)
    for part in work.parts:
        if not full_time or (part.kind is DayKind.REST_DAY and work.rest_is_compensated):
            item = Item.BASE
        else:
            item = {DayKind.HOLIDAY: Item.HOLIDAY, DayKind.REST_DAY: Item.REST_DAY}.get(part.kind, Item.BASE)
        normal = part.minutes
        if full_time and item is Item.BASE:
            normal = min(part.minutes, max(0, NORMAL_MINUTES - work.normal_before - found[Item.BASE]))
            found[Item.OVERTIME] += part.minutes - normal
        found[item] += normal
    return found


def fen_per_minute(rate: Rate, work: Work, *, full_time: bool) -> Fraction:
    """Return what a minute at the agreed rate is worth.

    A day's rate is for the minutes of the shift; in a full-time relation for eight hours at most, whatever longer day
    was agreed. Pieces are spread evenly over the minutes.

    :raises ValueError: a day's rate without planned minutes.
    """
    if rate.unit is Unit.HOUR:
        return Fraction(rate.fen, 60)
    if rate.unit is Unit.DAY:
        normal = min(work.planned_minutes, NORMAL_MINUTES) if full_time else work.planned_minutes
        if normal <= 0:
            raise ValueError("a day's rate needs the length of the day")
        return Fraction(rate.fen, normal)
    return Fraction(rate.fen * work.pieces, PIECES_PER_RATE * work.minutes) if work.minutes else Fraction(0)


def wage_lines(rate: Rate, work: Work, *, full_time: bool) -> list[Line]:
    """Return the items that are due, those of nothing left out.

    A lump sum is paid for the share that was done, whenever it was done: it has no hour to pay overtime for.

    :param full_time: a full-time labour relation exists.
    """
    if rate.unit is Unit.LUMP:
        amounts = {Item.BASE: (work.minutes, Fraction(rate.fen * work.done_bp, WHOLE_BP))}
    elif rate.unit is Unit.PIECE and not work.minutes:
        amounts = {Item.BASE: (0, Fraction(rate.fen * work.pieces, PIECES_PER_RATE))}
    else:
        worth = fen_per_minute(rate, work, full_time=full_time)
        amounts = {
            item: (minutes, worth * minutes * PERCENT[item] / 100)
            for item, minutes in minutes_by_item(work, full_time=full_time).items()
        }
    lines = [Line(item, minutes, half_up(amount)) for item, (minutes, amount) in amounts.items()]
    return [line for line in lines if line.amount_fen]
