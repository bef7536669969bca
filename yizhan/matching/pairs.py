"""One person beside one shift: what the engine said, with what the sentences about it quote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from yizhan.engine import Explanation, Postings
from yizhan.matching.columns import local_day
from yizhan.matching.words import PairFacts
from yizhan.shared.display import day_text

if TYPE_CHECKING:
    from yizhan.postings.queries import PostingCard, ShiftCard
    from yizhan.workers.queries import SeekerRow


def shift_of(card: PostingCard | None, shift_id: int) -> ShiftCard | None:
    """Return a posting's shift, None where it is not there any more."""
    return next((one for one in card.shifts if one.id == shift_id), None) if card else None


def pair_facts(
    said: Explanation, row: SeekerRow, table: Postings, j: int, bits: dict[str, int], card: PostingCard,
    shift: ShiftCard, promises: Sequence[tuple[dt.datetime, dt.datetime]], day: dt.date,
) -> PairFacts:  # fmt: skip
    """Put together what was said of row `j` of a table; `bits` numbers its skills."""
    clash = next((p for p in promises if shift.ends_at and p[0] < shift.ends_at and p[1] > shift.starts_at), None)
    return PairFacts(
        said=said,
        row=row,
        card=card,
        shift=shift,
        skills=sum(_has_skill(table, j, bits.get(name)) for name in set(row.skills)),
        weekly=bool(table.weekly[j]),
        confirmed_days=int(table.days_since_confirmed[j]),
        busy=day_text(local_day(clash[0]), "short") if clash else "",
        day=day,
    )


def _has_skill(table: Postings, j: int, bit: int | None) -> bool:
    return bit is not None and bool(int(table.skills[j, bit // 64]) >> bit % 64 & 1)
