"""By which day pay is due: settled as agreed, never later than the law allows, moved before holidays."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection
from enum import Enum

#: 劳动合同法 art. 72 para. 2: part-time work is settled within fifteen days (CR-056).
PART_TIME_DAYS = 15
#: Used where pay is monthly and no day was agreed.
USUAL_MONTH_DAY = 15
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}


class Settling(Enum):
    """The values are those of `postings.SettleKind`."""

    DAILY = "daily"
    WEEKLY = "weekly"
    HALF_MONTH = "half_month"
    MONTHLY = "monthly"
    ON_COMPLETION = "on_completion"


def agreed_day(kind: Settling, ends_on: dt.date, said: str = "") -> dt.date:
    """Return the day that was agreed, before holidays are looked at.

    :param ends_on: local day on which the work (for `ON_COMPLETION` all of it) ends.
    :param said: the settlement day in the posting's words: `每周五`, `次月10日`; what cannot be read
        counts for nothing.
    """
    if kind is Settling.WEEKLY:
        named = re.search(r"(?:周|星期|礼拜)([一二三四五六日天])", said)
        until = (_WEEKDAYS[named.group(1)] - ends_on.weekday()) % 7 if named else 7
        return ends_on + dt.timedelta(days=until)
    if kind is Settling.HALF_MONTH:
        return ends_on + dt.timedelta(days=15)
    if kind is Settling.MONTHLY:
        number = re.search(r"(\d{1,2})\s*[日号]", said)
        following = ends_on.replace(day=1) + dt.timedelta(days=32)
        last = calendar.monthrange(following.year, following.month)[1]
        wanted = int(number.group(1)) if number else USUAL_MONTH_DAY
        return following.replace(day=min(max(wanted, 1), last))
    return ends_on


def pay_day(
    kind: Settling, ends_on: dt.date, *, said: str = "", part_time: bool, free: Collection[dt.date] = ()
) -> dt.date:
    """Return the day by which pay is due.

    A day that falls on a holiday or day of rest moves to the last day before that is none (保障农民工工资支付条例 art.
    14), but never before the end of the work.

    :param part_time: 非全日制: at the latest fifteen days after the work.
    :param free: the free days from `ends_on` to forty-six days later at least.
    """
    day = agreed_day(kind, ends_on, said)
    if part_time:
        day = min(day, ends_on + dt.timedelta(days=PART_TIME_DAYS))
    while day > ends_on and day in free:
        day -= dt.timedelta(days=1)
    return day
