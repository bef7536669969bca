"""The slow path: a table of the rows that are live at a moment, ranked whole. What every faster one must answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import numpy as np

from yizhan.engine import failures, newest_first, rank_postings
from yizhan.matching.chosen import BUSY, Chosen, counted
from yizhan.matching.columns import local_day, mobility, people_table
from yizhan.matching.snapshot import Offers
from yizhan.postings.queries import PostingRow
from yizhan.workers.queries import SeekerRow

Promises = Sequence[tuple[dt.datetime, dt.datetime]]
Answer = tuple[list[tuple[int, int, int]], int, int, list[tuple[str, int]], dict[int, int]]


def slow_answer(
    seeker: SeekerRow, rows: Iterable[PostingRow], at: dt.datetime, promises: Promises, k: int, *, personal: bool
) -> Answer:
    """Return (posting, shift, points) best first; suitable; considered; why not; suitable shifts of each posting."""
    live = [row for row in rows if row.valid_until_at > at and (row.ends_at is None or row.ends_at > at)]
    offers = Offers.of(live, local_day(at))
    people = people_table([seeker], offers.bits, local_day(at))
    busy = np.array(
        [
            row.ends_at is not None
            and not row.week_mask
            and any(row.starts_at < ends and row.ends_at > starts for starts, ends in promises)
            for row in live
        ],
        np.bool_,
    )
    rank = rank_postings if personal else newest_first
    ranked, points = rank(people, offers.table, max(1, len(live)), mobility=mobility(), among=~busy).row()
    first: dict[int, tuple[int, int, int]] = {}
    shifts: dict[int, int] = {}
    for j, score in zip(ranked.tolist(), points.tolist(), strict=True):
        posting = live[j].posting_id
        first.setdefault(posting, (posting, live[j].shift_id, score))
        shifts[posting] = shifts.get(posting, 0) + 1
    bits = failures(people, 0, offers.table, mobility=mobility()) | np.where(busy, BUSY, 0)
    considered, unlisted = counted(bits, offers.columns["posting_id"])
    why = [(each.code, each.count) for each in unlisted]
    return list(first.values())[:k], len(first), considered, why, shifts


def answer_of(chosen: Chosen) -> Answer:
    """Return what was chosen in the same shape."""
    rows = list(zip(chosen.postings, chosen.table.key.tolist(), chosen.points, strict=True))
    why = [(each.code, each.count) for each in chosen.unlisted]
    return rows, chosen.suitable, chosen.considered, why, chosen.shifts
