"""Rules of the room: which steps there are, what is said before time is promised, when pay is late. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yizhan.gigs.enums import MOVES, DeductionGround, OrderState, WarningLevel
from yizhan.gigs.pay.hours import local_day, minutes_between, split_by_day
from yizhan.postings.enums import LaborType

if TYPE_CHECKING:
    from yizhan.postings.models import PostingTerms

#: Forms of work in which 劳动法 art. 36 to 44 count hours: a full-time labour relation.
FULL_TIME = frozenset({LaborType.CONTRACT, LaborType.PUBLIC_WELFARE})
#: 劳动法 art. 36 and 41: eight hours, and three more at the very most.
NORMAL_MINUTES, LONGEST_MINUTES = 8 * 60, 11 * 60
#: 劳动合同法 art. 68: four hours a day on average.
PART_TIME_MINUTES = 4 * 60
#: The station's own measure of enough sleep between two shifts; the law (劳动法 art. 3) names no number.
REST_BETWEEN = dt.timedelta(hours=8)
#: What is longer is a job of several days, not a shift; its days are postings' to tell.
LONGEST_SHIFT = dt.timedelta(hours=24)
#: 劳动法 art. 38: one day of rest in seven.
DAYS_IN_A_ROW = 6
#: Days after the pay day on which nobody has confirmed pay and the county sees it too.
ESCALATE_AFTER_DAYS = 3
#: 保障农民工工资支付条例 art. 15 para. 2: three years.
KEEP_YEARS = 3
#: 工资支付暂行规定 art. 16: damage is made good with at most a fifth of the wage.
MOST_DAMAGE_PERCENT = 20


def may_move(before: str, after: str) -> bool:
    """Say whether an order may take this step."""
    return OrderState(after) in MOVES.get(OrderState(before), frozenset())


def is_full_time(labor_type: str) -> bool:
    """Say whether overtime is paid by 劳动法 art. 44."""
    return labor_type in FULL_TIME


def keep_until(due_on: dt.date) -> dt.date:
    """Return the first day on which an entry of the ledger may go; 29 February becomes 1 March."""
    try:
        return due_on.replace(year=due_on.year + KEEP_YEARS)
    except ValueError:
        return dt.date(due_on.year + KEEP_YEARS, 3, 1)


@dataclass(frozen=True)
class Stretch:
    """A promised time `[starts_at, ends_at)`."""

    starts_at: dt.datetime
    ends_at: dt.datetime


def time_warnings(new: Stretch, others: Iterable[Stretch], *, labor_type: str) -> list[str]:
    """Say what speaks against a promise of time without forbidding it, each with its article.

    :param others: the person's other promises of the days around.
    """
    others = list(others)
    said = [*_long_days(new, others, labor_type)]
    gaps = [max(new.starts_at - one.ends_at, one.starts_at - new.ends_at) for one in others]
    if any(dt.timedelta(0) <= gap < REST_BETWEEN for gap in gaps):
        said.append(_("两个班次之间休息不到 8 小时，请问清本人是否吃得消（劳动法第三条：劳动者享有休息的权利）。"))
    if _days_in_a_row(new, others) > DAYS_IN_A_ROW:
        said.append(_("连续干活超过 6 天，每周至少要休息一天（劳动法第三十八条）。"))
    return said


def _long_days(new: Stretch, others: list[Stretch], labor_type: str) -> list[str]:
    by_day: dict[dt.date, int] = {}
    for one in [new, *others]:
        for day, minutes in split_by_day(one.starts_at, one.ends_at).items():
            by_day[day] = by_day.get(day, 0) + minutes
    # A night's work counts as the work of one day, although midnight lies within it.
    longest = max([minutes_between(new.starts_at, new.ends_at), *(by_day[day] for day in split_by_day(
        new.starts_at, new.ends_at))])  # fmt: skip
    if longest > LONGEST_MINUTES:
        return [_("这一天合计超过 11 小时，超过了法律允许的最长工作时间（劳动法第三十六条、第四十一条）。")]
    if longest > NORMAL_MINUTES:
        return [_("这一天合计超过 8 小时，超出部分属于延长工作时间（劳动法第三十六条、第四十一条）。")]
    if labor_type == LaborType.PART_TIME and longest > PART_TIME_MINUTES:
        return [_("非全日制用工平均每天不超过 4 小时、每周不超过 24 小时（劳动合同法第六十八条）。")]
    return []


def _days_in_a_row(new: Stretch, others: list[Stretch]) -> int:
    days = {local_day(one.starts_at) for one in [new, *others]}
    first = last = local_day(new.starts_at)
    while first - dt.timedelta(days=1) in days:
        first -= dt.timedelta(days=1)
    while last + dt.timedelta(days=1) in days:
        last += dt.timedelta(days=1)
    return (last - first).days + 1


def warning_level(pay_on: dt.date, today: dt.date, *, outstanding: bool) -> WarningLevel | None:
    """Say how late pay is on a day; None when it is not. Nothing has to run for this to be right."""
    late = (today - pay_on).days
    if not outstanding or late < 1:
        return None
    return WarningLevel.ESCALATED if late > ESCALATE_AFTER_DAYS else WarningLevel.LATE


def damage_is_too_much(gross_fen: int, grounds: Collection[tuple[str, int]]) -> bool:
    """Say whether more than a fifth of the wage is taken for damage (工资支付暂行规定 art. 16).

    :param grounds: `(ground, fen)` of every deduction.
    """
    damage = sum(fen for ground, fen in grounds if ground == DeductionGround.DAMAGE)
    return damage * 100 > gross_fen * MOST_DAMAGE_PERCENT


def is_one_shift(starts_at: dt.datetime, ends_at: dt.datetime | None) -> bool:
    """Say whether a stretch is one shift that somebody signs in to and out of, and not a job of several days."""
    return ends_at is not None and ends_at - starts_at <= LONGEST_SHIFT


def rate_of(terms: PostingTerms) -> tuple[int, str] | None:
    """Return pay and unit for one shift from a posting's terms; None where they give none.

    A monthly or yearly wage becomes a day's by the paid days of a month, 21.75 (人社部发〔2025〕2号), half a fen up.
    Where a span was posted, the lower end is what is certain; the agreement may say more.
    """
    fen, unit = terms.pay_min_fen, terms.pay_unit
    if not fen:
        return None
    if unit in ("hour", "day", "piece", "lump"):
        return fen, unit
    months = {"month": 1, "year": 12}.get(unit)
    if months is None:
        return None
    return (2 * fen * 100 + 2175 * months) // (2 * 2175 * months), "day"
