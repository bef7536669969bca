"""Hours of work as sheets write them: 7:00, 早7点, 17点半, 7:00-17:00 in one cell, 8小时 in the wrong column."""

from __future__ import annotations

import re
import unicodedata

from yizhan.postings.reading.folding import fold
from yizhan.postings.reading.moments import NOON, HoursFound, find_hours

_CLOCK = re.compile(r"\d{1,2}[::]\d{2}")
_FRACTION = re.compile(r"0\.\d{2,}")
_LENGTH = re.compile(r"(\d{1,2}(?:\.\d)?)\s*(?:个?小时|h)")


def read_times(start: str, end: str, length: str) -> dict[str, str]:
    """Return `start_time`, `end_time` and `hours_per_day` in the words of the form, "" for what is not said.

    What is not understood stays as it is: the form asks about it.
    """
    start, end = _of_fraction(start), _of_fraction(end)
    hours = unicodedata.normalize("NFKC", length).removesuffix("小时").strip()
    as_length = _LENGTH.fullmatch(unicodedata.normalize("NFKC", start).strip())
    if as_length is not None and not end:
        return {"start_time": "", "end_time": "", "hours_per_day": hours or as_length[1]}
    first, last = _told(start), _told(end)
    if first is not None and first.start is not None:
        start = f"{first.start:%H:%M}"
        if first.end is not None and not end:
            end = f"{first.end:%H:%M}"
    if last is not None and (moment := last.end or last.start) and (last.parted or moment.hour > NOON):
        end = f"{moment:%H:%M}"  # 5点 alone may be the morning or the afternoon: it is asked about
    return {"start_time": start, "end_time": end, "hours_per_day": hours}


def _of_fraction(cell: str) -> str:
    """Return the time of day that a spreadsheet keeps as a part of the day (0.2917 is 7:00)."""
    if _FRACTION.fullmatch(cell) is None:
        return cell
    minutes = round(float(cell) * 24 * 60) % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _told(cell: str) -> HoursFound | None:
    """Return the hours that a cell tells, where it tells nothing else."""
    plain = fold(cell).plain.strip()
    if not plain or _CLOCK.fullmatch(plain):
        return None
    found = find_hours(plain)
    return found[0] if len(found) == 1 and found[0].piece == (0, len(plain)) else None
