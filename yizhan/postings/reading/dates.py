"""Days as sheets write them: a date, or ``None`` where the text does not state one with its year."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from zoneinfo import ZoneInfo

_CHINA = ZoneInfo("Asia/Shanghai")
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_DAY = re.compile(
    r"(?:(?:报名)?截止(?:日期|时间)?[:至到]?|有效期[:至到]*|至|到)?\s*"
    r"(?:(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?号?"
    r"|(?P<whole>\d{8}))"
    r"(?:[t\s]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?\s*(?:止|前|截止)?"
)


def day_is_over(moment: dt.datetime) -> dt.datetime:
    """Return the midnight, in China, at which the day of a moment is over.

    A period of days leaves out the day on which it starts and ends at midnight of its last (民法典 第201、203条).
    """
    return dt.datetime.combine(moment.astimezone(_CHINA).date() + dt.timedelta(days=1), dt.time(), _CHINA)


def parse_day(text: str) -> dt.date | None:
    """Read one date with its year; never raises.

    1970-01-01 and 1900-01-01 are what a machine writes for an empty cell: they are no dates, like every year
    outside 2000–2099. A day without a year (6月6日) and 长期 are ``None``: a year would be invented.
    """
    plain = unicodedata.normalize("NFKC", text[:200]).strip().lower().strip("[]'\" ")
    found = _DAY.fullmatch(plain)
    if found is None:
        return None
    whole = found["whole"]
    parts = (whole[:4], whole[4:6], whole[6:]) if whole else (found["year"], found["month"], found["day"])
    year, month, day = (int(part) for part in parts)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
