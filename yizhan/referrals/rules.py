"""Rules of the room: who may be sent where, which steps there are. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from yizhan.accounts.enums import Role
from yizhan.referrals.enums import MOVES, ReferralStatus

#: 禁止使用童工规定 (国务院令第364号) art. 2 and 4: whoever introduces somebody under 16 breaks the law too. CR-040.
LEAST_AGE = 16
#: 劳动法 art. 58: from 16 to 17 a person is a 未成年工 and is kept from the work of art. 64. CR-041.
ADULT_AGE = 18
#: D+1 arrival, D+3 pay, D+7 and D+30 still there (domain 2.7).
FOLLOW_UP_DAYS = (1, 3, 7, 30)
#: A letter that nobody has used by then is worth nothing: the person asks again.
LETTER_VALID_DAYS = 3
#: How many a clerk picks and calls at once (即时快招).
QUICK_PICKS = 3


def may_move(before: str, after: str) -> bool:
    """Say whether a referral may take this step."""
    return ReferralStatus(after) in MOVES.get(ReferralStatus(before), frozenset())


def may_take_back(taken_by: int | None, role: str, user_id: int) -> bool:
    """Say whether somebody of the station may take a step back for whoever took it: their own, or an employer's."""
    return taken_by == user_id or role == Role.AGENT


def plan_days(chosen: Collection[int] | None) -> tuple[int, ...]:
    """Return the days after the start on which to ask: those chosen, or the standard ones."""
    if chosen is None:
        return FOLLOW_UP_DAYS
    return tuple(day for day in FOLLOW_UP_DAYS if day in chosen)


def first_day(starts_on: dt.date, today: dt.date, arrived_on: dt.date | None) -> dt.date:
    """Return the day from which follow-ups count: arrival where it is known, else the start of work, never the past."""
    return max(arrived_on or starts_on, today) if arrived_on is None else arrived_on


def report_at(starts_at: dt.datetime, ends_at: dt.datetime | None, issued_at: dt.datetime) -> dt.datetime:
    """Return when somebody sent at `issued_at` is to be there: work that has begun is joined at its next start of day.

    Where no such start is left before the end (a day's work under way), the start of the work itself.
    """
    if starts_at >= issued_at:
        return starts_at
    day = dt.timedelta(days=1)
    next_start = starts_at + -((starts_at - issued_at) // day) * day
    return next_start if ends_at is None or next_start < ends_at else starts_at
