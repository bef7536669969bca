"""What applies at an office from the tables of its county (and of the city and province above it).

Words and limits are kept in the process. Every write of them gives the office a stamp that is never used twice, also
when its transaction is rolled back; one query asks for the stamps, and rows are read only when a stamp is new.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from yizhan.accounts.queries import offices_visible_to
from yizhan.postings.county_tables import LocalLimit, LocalStamp, LocalWord, WeatherAlert
from yizhan.postings.rulebook.limits import tightened
from yizhan.postings.rulebook.local import NOTHING_LOCAL, LocalBook

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.postings.models import Shift

#: Signs of one step of an office's path ("0001/0007/").
STEP = 5
Stamps = tuple[tuple[int, uuid.UUID], ...]
Row = tuple[str, str | int, dt.date, dt.date | None]


def paths_upward(office: Office) -> list[str]:
    """Return the paths of an office and of all above it."""
    return [office.path[:end] for end in range(STEP, len(office.path) + 1, STEP)]


def local_book(office: Office, on: dt.date) -> LocalBook:
    """Return what the county of an office adds to the rule book on a day; one query, three when something changed."""
    stamps = LocalStamp.objects.filter(office__path__in=paths_upward(office)).order_by("office")
    return _book(tuple(stamps.values_list("office_id", "stamp")), on)


def local_book_of_area(area_code: str, on: dt.date) -> LocalBook:
    """Return what the offices of an area, or without one all of this installation, add to the rule book on a day."""
    stamps = LocalStamp.objects.order_by("office")
    if area_code:
        stamps = stamps.filter(office__area_code__in=[area_code[:2] + "0000", area_code[:4] + "00", area_code[:6]])
    return _book(tuple(stamps.values_list("office_id", "stamp")), on)


@lru_cache(maxsize=512)
def _book(stamps: Stamps, on: dt.date) -> LocalBook:
    if not stamps:
        return NOTHING_LOCAL
    words, limits = _rows(stamps)
    return LocalBook(
        tuple(dict.fromkeys((row[0], str(row[1])) for row in words if _holds(row, on))),
        tightened((row[0], int(row[1])) for row in limits if _holds(row, on)),
    )


@lru_cache(maxsize=128)
def _rows(stamps: Stamps) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Read the rows of some offices as they are under these stamps."""
    offices = [office for office, _stamp in stamps]
    words = LocalWord.objects.filter(office__in=offices).order_by("pk")
    limits = LocalLimit.objects.filter(office__in=offices).order_by("pk")
    return (
        tuple(words.values_list("rule", "folded", "from_on", "until_on")),
        tuple(limits.values_list("name", "value", "from_on", "until_on")),
    )


def _holds(row: Row, on: dt.date) -> bool:
    _name, _value, from_on, until_on = row
    return from_on <= on and (until_on is None or on < until_on)


def weather_for(office: Office, shifts: Iterable[Shift], at: dt.datetime) -> str:
    """Return what is announced for the time of a shift that is not over, such as ``高温橙色预警``, or ""; one query."""
    ahead = [s for s in shifts if s.cancelled_at is None and (s.ends_at is None or s.ends_at > at)]
    for alert in alerts_at(office, at):
        for shift in ahead:
            if shift.starts_at < alert.until_at and (shift.ends_at is None or shift.ends_at > alert.from_at):
                return f"{alert.get_kind_display()}{alert.get_level_display()}"
    return ""


def alerts_at(office: Office, at: dt.datetime) -> QuerySet[WeatherAlert]:
    """Return what is announced for an office and not over at a moment, the soonest first."""
    known = WeatherAlert.objects.filter(office__path__in=paths_upward(office), until_at__gt=at, ended_at=None)
    return known.order_by("from_at", "pk")


def _seen_by(user: User, prefix: str = "office") -> Q:
    """Return the condition "of an office that the user sees into, or of one above the own"."""
    own = Q(**{f"{prefix}__in": offices_visible_to(user)})
    return own | Q(**{f"{prefix}__path__in": paths_upward(user.office)})


def local_words(user: User) -> QuerySet[LocalWord]:
    """Return the words that concern a user's offices, those in force first, then the newest."""
    found = LocalWord.objects.filter(_seen_by(user)).select_related("office", "added_by", "retired_by")
    return found.order_by("until_on", "rule", "-from_on", "-pk")


def local_limits(user: User) -> QuerySet[LocalLimit]:
    """Return the limits that concern a user's offices, those in force first, then the newest."""
    found = LocalLimit.objects.filter(_seen_by(user)).select_related("office", "added_by", "retired_by")
    return found.order_by("until_on", "name", "-from_on", "-pk")


def weather_alerts(user: User, at: dt.datetime) -> QuerySet[WeatherAlert]:
    """Return the weather of the last thirty days that concerns a user's offices, the newest first."""
    since = at - dt.timedelta(days=30)
    found = WeatherAlert.objects.filter(_seen_by(user), until_at__gt=since).select_related("office", "added_by")
    return found.order_by("-from_at", "-pk")
