"""The market of some offices, read from the database as columns of the engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from yizhan.engine import ALL_DATED, People, Postings
from yizhan.matching.columns import DAYS_AHEAD, local_day, people_table
from yizhan.matching.snapshot import NEVER, Offers, micros
from yizhan.postings.facts import needed_parts
from yizhan.postings.queries import PostingRow, posting_columns
from yizhan.workers.queries import SeekerRow, promised_times, seeker_rows

Times = dict[int, list[tuple[dt.datetime, dt.datetime]]]


@dataclass(frozen=True)
class Window:
    """Work that starts in `[from_at, until_at)`; `dated_only`: shifts with an end, which can be dispatched."""

    from_at: dt.datetime
    until_at: dt.datetime
    dated_only: bool = False


@dataclass(frozen=True, eq=False)
class Market:
    """People who can be sent and work that is open, as of one moment.

    :param rows: in the order of `people`. :param offers: as columns, in the order of `postings`.
    :param apart: people who turned recommendation off: nobody gives them points, so no plan places them
        (个人信息保护法 art. 24).
    """

    rows: tuple[SeekerRow, ...]
    people: People
    offers: Offers
    promised: Times
    apart: int
    day: dt.date

    def clashes(self, person: int, posting: int) -> bool:
        """Say whether a pair of rows overlaps a promise: part of a day may hide a quarter of an hour."""
        starts, ends = (int(self.offers.columns[name][posting]) for name in ("starts", "ends"))
        return ends != NEVER and any(
            starts < micros(ends_at) and ends > micros(starts_at)
            for starts_at, ends_at in self.promised.get(self.rows[person].person_id, ())
        )

    def alone(self) -> Market:
        """The same market without crews."""
        chosen = np.flatnonzero(self.people.party_size == 1)
        rows = tuple(self.rows[row] for row in chosen.tolist())
        return replace(self, rows=rows, people=self.people.take(chosen))

    @property
    def postings(self) -> Postings:
        """The table of open shifts."""
        return self.offers.table


def read_market(
    offices: Sequence[int], at: dt.datetime, window: Window | None = None, *, only: Collection[int] | None = None
) -> Market:
    """Read everybody of these offices who can be sent, and their open shifts. A fixed number of queries.

    A part of a day that somebody promised elsewhere is not free: whoever works in the morning is not planned for that
    morning, even where an hour of it is left.

    :param only: ids of the shifts to plan; all that the window lets through unless given.
    """
    day = local_day(at)
    work = [
        row
        for row in posting_columns(list(offices), at)
        if (window is None or _starts_in(row, window)) and (only is None or row.shift_id in only)
    ]
    offers = Offers.of(work, day)
    everybody = seeker_rows(offices, day)
    rows = tuple(row for row in everybody if not row.recommendation_off)
    people = people_table(rows, offers.bits, day)
    promised = promised_times(offices, at)
    people = replace(people, dated=_without(people.dated, rows, promised, day))
    return Market(rows, people, offers, promised, len(everybody) - len(rows), day)


def _starts_in(row: PostingRow, window: Window) -> bool:
    if row.ends_at is None:
        # Long work that has begun is joined any day.
        return not window.dated_only and row.starts_at < window.until_at
    return window.from_at <= row.starts_at < window.until_at


def _without(dated: NDArray[np.uint64], rows: Sequence[SeekerRow], promised: Times, day: dt.date) -> NDArray[np.uint64]:
    free = dated.copy()
    for place, row in enumerate(rows):
        for starts_at, ends_at in promised.get(row.person_id, ()):
            for named, part in needed_parts(starts_at, ends_at):
                ahead = (named - day).days
                if 0 <= ahead < DAYS_AHEAD:
                    free[place, part] &= np.uint64(ALL_DATED & ~(1 << ahead))
    return free
