"""A year's holiday notice as it is published: days off and worked weekend days, written as days and spans."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext_lazy as _

from yizhan.shared.errors import Refused

#: Between two days: a hyphen, a dash, a tilde or 至, with anything that a notice writes around it.
_SPAN = re.compile(r"\s*(?:至|到|—|–|-|~|～)\s*")
_PARTS = re.compile(r"[\s,，、;；。]+")
_DAY = re.compile(r"^(?:(\d{4})[年./-])?(\d{1,2})[月./-](\d{1,2})日?$")
#: A holiday of the notices lasts at most nine days; a longer span is a typing error.
LONGEST = 15


class NoticeMisread(Refused):
    """A day of the notice was not understood."""

    code = "notice_misread"
    status = 422

    def __init__(self, words: str) -> None:
        """Name what was not understood."""
        super().__init__(
            _("“%(words)s”没有看懂，没有保存。请写成 1月1日至1月3日 或 2月7日，用逗号或换行隔开。")
            % {"words": words[:30]}
        )


def read_days(text: str, year: int) -> list[dt.date]:
    """Read days such as `1月1日至1月3日，2027-02-07`; the year may be left out.

    :return: every day, in order, once.
    :raises NoticeMisread: a part is no day of that year, or a span runs backwards or too long.
    """
    found: set[dt.date] = set()
    joined = _SPAN.sub("至", _dates_apart(text))
    for part in filter(None, _PARTS.split(joined)):
        ends = [_day(words, year, part) for words in part.split("至")]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or not dt.timedelta(0) <= last - first < dt.timedelta(days=LONGEST):
            raise NoticeMisread(part)
        found.update(first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return sorted(found)


def _dates_apart(text: str) -> str:
    """Write ISO days with dots, so that a hyphen is always a span; what a notice adds in brackets goes."""
    text = re.sub(r"[（(][^）)]*[）)]", "", text)
    return re.sub(r"(\d{4})-(\d{1,2})-(\d{1,2})", r"\1.\2.\3", text)


def _day(words: str, year: int, part: str) -> dt.date:
    match = _DAY.match(words)
    if match is None:
        raise NoticeMisread(part)
    try:
        day = dt.date(int(match[1] or year), int(match[2]), int(match[3]))
    except ValueError:
        raise NoticeMisread(part) from None
    if day.year != year:
        raise NoticeMisread(part)
    return day
