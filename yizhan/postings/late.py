"""Work whose beginning passed before anybody decided about it: what still goes on, and to when it can be put off.

Pure: no query, no clock. The rule book forbids to pass it (CR-015); the employer may still want people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yizhan.postings.enums import Again, PostingKind, PublishState, ReturnReason, ReviewState
from yizhan.postings.facts import LOCAL
from yizhan.shared.display import day_text, when_text

if TYPE_CHECKING:
    from yizhan.postings.cards import ShiftCard
    from yizhan.postings.models import Posting, PostingTerms

#: A stretch of work: when it starts and ends; longer work has no end.
Stretch = tuple[dt.datetime, dt.datetime | None]
#: People need so long to hear of work of the same day, and it begins on the half hour.
TO_GET_THERE = dt.timedelta(minutes=30)
HALF_HOURS = 30
#: Less than so much work, breaks left out, is no day for which anybody comes.
LEAST_LEFT = dt.timedelta(hours=2)
UNDECIDED = (ReviewState.DRAFT, ReviewState.WAITING, ReviewState.RETURNED)


@dataclass(frozen=True)
class Renewal:
    """To when work can be put off: its first day, its last (None for one day or no end), and its hours.

    :param start: the hour it begins with; None where no hours are stated.
    """

    how: Again
    starts_on: dt.date
    ends_on: dt.date | None
    start: dt.time | None

    @property
    def words(self) -> str:
        """What the button says."""
        day = day_text(self.starts_on, "short")
        if self.ends_on is not None and self.ends_on > self.starts_on:
            return _("改成 %(first)s 到 %(last)s") % {"first": day, "last": day_text(self.ends_on, "short")}
        if self.start is None:
            return _("改到 %(day)s") % {"day": day}
        return _("改到 %(day)s %(time)s 开始") % {"day": day, "time": f"{self.start:%H:%M}"}


@dataclass(frozen=True)
class Late:
    """What is to be said about it.

    :param began_at: when the stretch began that goes on, or the last one that is over.
    :param until: when that stretch ends, or ended; None for work without an end.
    :param goes_on: that stretch is not over.
    """

    began_at: dt.datetime
    until: dt.datetime | None
    goes_on: bool
    renewals: tuple[Renewal, ...]

    @property
    def words(self) -> str:
        """What is the matter, in one sentence."""
        if self.goes_on and self.until is not None:
            said = {"began": when_text(self.began_at, "short"), "until": when_text(self.until, "short")}
            return _("%(began)s 已经开工，要到 %(until)s 才收工：不能照原来的时间发布。") % said
        if self.until is not None:
            return _("%(until)s 已经收工：不能照原来的时间发布。") % {"until": when_text(self.until, "short")}
        return _("%(began)s 就该开工了：不能照原来的时间发布。") % {"began": when_text(self.began_at, "short")}


def stretches(shifts: Iterable[ShiftCard]) -> list[Stretch]:
    """Return the stretches of work of a card's shifts, soonest first."""
    return [(one.starts_at, one.ends_at) for one in shifts if not one.cancelled]


def late(posting: Posting, shifts: Sequence[Stretch], at: dt.datetime, reason: str = "") -> Late | None:
    """Return what is to be said about a posting that is too late to pass; None for all others.

    :param shifts: its stretches of work that were not cancelled, soonest first.
    :param reason: why it was sent back, where it was.
    """
    terms = posting.terms
    state, ended = posting.review_state, posting.publish_state in (PublishState.WITHDRAWN, PublishState.REMOVED)
    if terms is None or not shifts or state not in UNDECIDED or ended:
        return None
    if state == ReviewState.RETURNED and reason != ReturnReason.TIME_OVER:
        return None  # what it was sent back for comes first
    if not _is_late(posting, shifts, at):
        return None
    on = next((one for one in shifts if one[0] < at and (one[1] is None or one[1] > at)), None)
    began_at, until = on or shifts[-1]
    found = [_later_today(terms, shifts, on, at) if posting.kind == PostingKind.GIG else None, _next(terms, shifts, at)]
    return Late(began_at, until, on is not None, tuple(one for one in found if one is not None))


def _is_late(posting: Posting, shifts: Sequence[Stretch], at: dt.datetime) -> bool:
    """Say whether CR-015 forbids it, as `rules.posting_for_the_book` tells the book when the work begins."""
    ahead = [one for one in shifts if one[1] is None or one[1] > at]
    starts = min((start for start, _end in ahead or shifts))
    if posting.kind != PostingKind.GIG:
        return posting.published_at is None and starts.astimezone(LOCAL).date() < at.astimezone(LOCAL).date()
    in_time = posting.review_state == ReviewState.WAITING and posting.submitted_at and posting.submitted_at <= starts
    return starts < at and not (in_time and any(start >= at for start, _end in ahead))


def _later_today(terms: PostingTerms, shifts: Sequence[Stretch], on: Stretch | None, at: dt.datetime) -> Renewal | None:
    """Return the rest of the one day that goes on, where enough of it is left."""
    if on is None or on[1] is None or on is not shifts[-1] or not _has_hours(on):
        return None
    starts = _next_half_hour(at + TO_GET_THERE).astimezone(LOCAL)
    work = on[1] - starts - dt.timedelta(minutes=terms.break_minutes or 0)
    return Renewal(Again.TODAY, starts.date(), None, starts.time()) if work >= LEAST_LEFT else None


def _next(terms: PostingTerms, shifts: Sequence[Stretch], at: dt.datetime) -> Renewal:
    """Return the work from the first day on whose hour still lies ahead: to its own end, or for as many days again."""
    first = shifts[0]
    start = first[0].astimezone(LOCAL).time() if _has_hours(first) else None
    day = at.astimezone(LOCAL).date()
    if dt.datetime.combine(day, start or dt.time(), LOCAL) < at + TO_GET_THERE:
        day += dt.timedelta(days=1)
    ends_on = terms.ends_on
    if ends_on is not None and ends_on < day:
        ends_on = day + (ends_on - terms.starts_on)
    return Renewal(Again.NEXT, day, ends_on, start)


def _has_hours(stretch: Stretch) -> bool:
    """Say whether its hours were stated: from midnight to midnight means that none were."""
    times = {moment.astimezone(LOCAL).time() for moment in stretch if moment is not None}
    return times != {dt.time()}


def _next_half_hour(moment: dt.datetime) -> dt.datetime:
    over = moment.minute % HALF_HOURS * 60 + moment.second + moment.microsecond / 1_000_000
    return moment + dt.timedelta(seconds=HALF_HOURS * 60 - over) if over else moment
