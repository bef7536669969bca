"""What a posting that is read anew from its own texts would lose: kept as long as its text is not touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yizhan.postings.facts import ShiftFacts


def days_of(week_mask: int) -> tuple[int, ...]:
    """Return the weekdays (0 = Monday) on which a mask of 28 parts of days asks for work."""
    return tuple(day for day in range(7) if week_mask >> (day * 4) & 0b1111)


@dataclass(frozen=True)
class Kept:
    """What stands about a posting beside its texts. Money in fen per unit, as in `facts.TermsFacts`.

    :param pay_note: the words from which the figures were read; "" where they came as figures.
    :param last_on: the last day of the work. :param valid_until_on: the last day of its period of validity.
    :param ends_with_work: that period is over the moment the last shift is.
    :param headcounts: how many each shift needs, by its start, where they differ from the first one's `headcount`.
    """

    pay_note: str
    pay_min_fen: int | None
    pay_max_fen: int | None
    pay_unit: str
    week_mask: int
    last_on: dt.date | None = None
    valid_until_on: dt.date | None = None
    ends_with_work: bool = False
    headcount: int | None = None
    headcounts: Mapping[dt.datetime, int] = field(default_factory=dict)

    def pay(self, written: str, unit: str) -> tuple[int | None, int | None, str, str] | None:
        """Return least, most, unit and words of the pay where neither words nor unit were changed."""
        if written != self.pay_note or unit not in ("", self.pay_unit):
            return None
        return self.pay_min_fen, self.pay_max_fen, self.pay_unit, written

    def mask(self, days: tuple[int, ...]) -> int | None:
        """Return the parts of the week where the weekdays are the same: a long job's hours are kept nowhere else."""
        return self.week_mask if days == days_of(self.week_mask) else None

    def holds_until(self, day: dt.date | None, last_on: dt.date | None) -> dt.date | None:
        """Return the last day of validity that was asked for; None for the usual one.

        An end that nobody touched follows the work where it was the work's own; and a job that is put off beyond it
        would be gone before its day: the usual one again.
        """
        if day is None or day != self.valid_until_on or self.last_on is None or last_on is None:
            return day
        return None if self.ends_with_work or self.last_on <= day < last_on else day

    def own_headcounts(self, shifts: tuple[ShiftFacts, ...]) -> tuple[ShiftFacts, ...]:
        """Leave each shift its own headcount where the one that is asked for all of them was not changed."""
        if not shifts or shifts[0].headcount != self.headcount:
            return shifts
        return tuple(replace(one, headcount=self.headcounts.get(one.starts_at, one.headcount)) for one in shifts)
