"""Quiet hours and back-off: pure arithmetic on moments."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from django.utils import timezone

#: What holds where no office said otherwise: no message between nine in the evening and eight in the morning.
QUIET_FROM, QUIET_UNTIL = dt.time(21, 0), dt.time(8, 0)
DAILY_MOST = 5
#: Seconds before the second, third, … attempt. After the last one somebody is asked to call.
BACK_OFF_S = (30, 120, 600, 3600)
#: The same for what is asked for at this moment (a one-time code, a shift called off).
BACK_OFF_URGENT_S = (3, 10, 30, 60)
#: Each wait is longer or shorter by up to this share, so that what failed together does not come back together.
JITTER = 0.2


@dataclass(frozen=True)
class Hours:
    """When nobody is to be woken, in local time. `start` equal to `end`: never quiet."""

    start: dt.time = QUIET_FROM
    end: dt.time = QUIET_UNTIL
    daily_most: int = DAILY_MOST

    def is_quiet(self, at: dt.datetime) -> bool:
        """Say whether the moment lies in quiet hours, `[start, end)`, which may run over midnight."""
        now = timezone.localtime(at).time()
        if self.start <= self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def next_allowed(self, at: dt.datetime) -> dt.datetime:
        """Return `at`, or the end of the quiet hours it lies in. Never earlier than `at`, never itself quiet."""
        if not self.is_quiet(at):
            return at
        local = timezone.localtime(at)
        day = local.date() + dt.timedelta(days=1) if local.time() >= self.end else local.date()
        return dt.datetime.combine(day, self.end, tzinfo=local.tzinfo)


def wait_after(attempts: int, *, urgent: bool, spread: float) -> dt.timedelta | None:
    """Return how long to wait after so many attempts, or None when there will be no other.

    :param attempts: made so far, at least 1. :param spread: -1 … 1, where in the jitter the wait lies.
    """
    steps = BACK_OFF_URGENT_S if urgent else BACK_OFF_S
    if attempts > len(steps):
        return None
    return dt.timedelta(seconds=steps[attempts - 1] * (1 + JITTER * spread))


def any_spread() -> float:
    """Return a random place in the jitter."""
    return random.uniform(-1, 1)  # noqa: S311 - spreads load, guards nothing
