"""What the morning's page shows: things to do, the day's work that still needs people, the day so far."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone
from django_stubs_ext import StrOrPromise

from yizhan.accounts.queries import can_see_postings, can_serve
from yizhan.postings.queries import PostingCard, ShiftCard, gigs_starting, posting_cards
from yizhan.referrals import numbers as referrals
from yizhan.shared.panels import menu_for
from yizhan.shared.web.context import counted
from yizhan.workers import numbers as workers

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: How many day jobs the page shows before it says that there are more.
JOBS_SHOWN = 12


@dataclass(frozen=True)
class ToDo:
    """Something that waits, and where to do it."""

    title: StrOrPromise
    count: int
    url_name: str
    icon: str


@dataclass(frozen=True)
class DaySoFar:
    """Counts of the day until now."""

    visits: int
    registered: int
    letters: int
    hired: int


def to_dos(request: HttpRequest) -> list[ToDo]:
    """Return what waits for whoever asks, as it is counted for the menu; what is done is left out."""
    found = []
    for item in menu_for(request.user):
        count = counted(item, request)
        if count:
            found.append(ToDo(item.title, count, item.url_name, item.icon))
    return found


@dataclass(frozen=True)
class JobToFill:
    """A day job and the shift that needs people next."""

    card: PostingCard
    shift: ShiftCard


def jobs_to_fill(user: User, at: dt.datetime) -> list[JobToFill]:
    """Return day jobs with a shift that starts until tomorrow night and still has places, the soonest first."""
    if not can_see_postings(user):
        return []
    until = _midnight(timezone.localdate(at) + dt.timedelta(days=2))
    ids = gigs_starting(user, at, until, limit=JOBS_SHOWN + 1)
    jobs = []
    for card in posting_cards(ids, at).values():
        ahead = [shift for shift in card.shifts if shift.left and at < shift.starts_at < until]
        jobs += [JobToFill(card, shift) for shift in ahead[:1]]
    return jobs


def day_so_far(user: User, at: dt.datetime) -> DaySoFar | None:
    """Return the day's counts for those who serve or answer for the office; None for other roles."""
    if not can_serve(user):
        return None
    start = _midnight(timezone.localdate(at))
    visits, registered = workers.came_to(user, start, at)
    letters, hired = referrals.sent_by(user, start, at)
    return DaySoFar(visits=visits, registered=registered, letters=letters, hired=hired)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())
