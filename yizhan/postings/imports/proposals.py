"""What a cell of a sheet may mean without saying it whole: a day without its year, a number of people from … to.

Nothing of it is taken unasked. A proposal is kept as a code (a day `2026-12-03`, from one to another
`2026-12-01~2026-12-10`, one of two `2026-12-01/2026-12-10`, people `2~3`) and put into words where somebody reads it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yizhan.postings.reading.dates import parse_day
from yizhan.postings.reading.moments import nearest_day
from yizhan.postings.reading.numerals import CHINESE_DIGITS, chinese_number

#: Reasons whose accepting takes what was proposed.
PROPOSING = frozenset(
    {"start_without_year", "end_without_year", "deadline_without_year", "headcount_between", "headcount_from_date"}
)
#: Days since 30 December 1899: 2000-01-01 to 2099-12-31.
_DAY_NUMBER = re.compile(r"\d{5}(?:\.\d+)?")
_FIRST_DAY_NUMBER, _LAST_DAY_NUMBER = 36526, 73050
_TO = r"\s*(?:-+|~+|—+|–|至|到)\s*"
_MONTH, _DAY = r"(1[0-2]|0?[1-9])", r"(3[01]|[12]\d|0?[1-9])"
_AROUND = r"(?:\s*[(（]?(?:周|星期)[一二三四五六日天][)）]?)?\s*(?:开工|上岗|上班|到岗|开始|起|前|止|截止)?"
_WEEKDAY = re.compile(r"\s*[(（]?(?:周|星期)[一二三四五六日天][)）]?$")
#: 26-12-5: the year with two digits.
_SHORT_YEAR = re.compile(r"(?:2[4-9]|3\d)\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?")
_NUMERALS = re.compile(r"(?P<year>二[〇零][一二三四五六七八九〇零]{2})(?=年)|[一二三四五六七八九十]{1,3}(?=[月日号])")
#: 12月3日, 12/3, 12.3 and 12-3; up to a second day, with its month or without (12月3日-5日).
_WITHOUT_YEAR = re.compile(
    rf"{_MONTH}\s*(?:月份?|[./-])\s*{_DAY}\s*[日号]?(?:{_TO}(?:{_MONTH}\s*(?:月份?|[./])\s*)?{_DAY}\s*[日号]?)?{_AROUND}"
)
#: A spreadsheet keeps 12.10 as the number 12.1.
_LOST_NOUGHT = re.compile(r"\d{1,2}\.([123])")


@dataclass(frozen=True)
class DaysRead:
    """A first day, and a last one where the cell states both; `proposal` is "" where the years are written."""

    first: dt.date
    last: dt.date | None = None
    proposal: str = ""


def read_days(text: str, today: dt.date, *, after: dt.date | None = None) -> DaysRead | None:
    """Read a date column's cell: days as written, the number that a spreadsheet keeps for one (46351), or a proposal.

    :param today: from which days without a year are counted, by the rule of pasted texts: the nearest of that name.
    :param after: a last day without a year is the first of that name from this day on.
    """
    if _DAY_NUMBER.fullmatch(text) and _FIRST_DAY_NUMBER <= int(text.split(".")[0]) <= _LAST_DAY_NUMBER:
        return DaysRead(dt.date(1899, 12, 30) + dt.timedelta(days=int(text.split(".")[0])))
    plain = _WEEKDAY.sub("", _in_digits(unicodedata.normalize("NFKC", text[:60]))).strip()
    day = parse_day(plain)
    if day is not None:
        return DaysRead(day)
    short = _SHORT_YEAR.fullmatch(plain)
    if short is not None and (day := parse_day(f"20{plain}")) is not None:
        return DaysRead(day, proposal=str(day))
    return _both_written(plain) or _without_year(plain, today, after)


def _in_digits(text: str) -> str:
    """Write 二〇二六年十二月五日 in digits."""

    def number(found: re.Match[str]) -> str:
        if found["year"]:
            return "".join(str(CHINESE_DIGITS[sign]) for sign in found["year"])
        return str(chinese_number(found[0]) or found[0])

    return _NUMERALS.sub(number, text)


def _both_written(plain: str) -> DaysRead | None:
    """Read 2026-12-03至2026-12-10."""
    for at in re.finditer(_TO, plain):
        first, last = parse_day(plain[: at.start()]), parse_day(plain[at.end() :])
        if first is not None and last is not None and first <= last:
            return DaysRead(first, last)
    return None


def _without_year(plain: str, today: dt.date, after: dt.date | None) -> DaysRead | None:
    found = _WITHOUT_YEAR.fullmatch(plain)
    if found is None:
        return None
    month, day, last_month, last_day = (int(part) if part else None for part in found.groups())
    first = _first_from(month or 0, day or 0, after) if after else nearest_day(month or 0, day or 0, today)
    if first is None:
        return None
    if last_day is not None:
        last = _first_from(last_month or first.month, last_day, first)
        return DaysRead(first, last, f"{first}~{last}") if last is not None else None
    lost = _LOST_NOUGHT.fullmatch(plain)
    if lost is not None and (other := _first_from(first.month, int(lost[1]) * 10, first)) is not None:
        return DaysRead(first, proposal=f"{first}/{other}")
    return DaysRead(first, proposal=str(first))


def _first_from(month: int, day: int, start: dt.date) -> dt.date | None:
    """Return the first day of that name from a day on, within a year."""
    for year in (start.year, start.year + 1):
        try:
            found = dt.date(year, month, day)
        except ValueError:
            continue
        if found >= start:
            return found
    return None


def counts_proposal(least: int, most: int) -> str:
    """Return how a number of people from … to is kept as a proposal."""
    return f"{least}~{most}"


def proposal_words(code: str, proposal: str) -> str:
    """Return a proposal in words."""
    if code.startswith("headcount_"):
        least, most = proposal.split("~")
        return _("%(least)s 人（最多 %(most)s 人）") % {"least": least, "most": most}
    if "~" in proposal:
        first, last = proposal.split("~")
        return _("%(first)s 至 %(last)s") % {"first": first, "last": last}
    day, _sign, other = proposal.partition("/")
    return _("%(day)s（表格会丢掉末尾的 0，也可能是 %(other)s）") % {"day": day, "other": other} if other else day
