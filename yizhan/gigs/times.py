"""What speaks against promised times without forbidding them, for many people at once (`rules.time_warnings`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from yizhan.gigs.rules import Stretch, time_warnings
from yizhan.workers.queries import promised_times_of

#: So far around a promise others are looked at: a week of work on either side.
AROUND = dt.timedelta(days=8)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Asked:
    """One person at one time.

    :param labor_type: a `postings.LaborType`. :param is_promised: the time is theirs already, not asked about before.
    """

    person_id: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    labor_type: str
    is_promised: bool = False


def warnings_for(asked: dict[Key, Asked]) -> dict[Key, list[str]]:
    """Return the warnings for each, those without any left out; one query however many there are.

    Of what is promised already, the promise itself is none beside it.
    """
    if not asked:
        return {}
    others = promised_times_of(
        {one.person_id for one in asked.values()},
        min(one.starts_at for one in asked.values()) - AROUND,
        max(one.ends_at for one in asked.values()) + AROUND,
    )
    said = {key: _of(one, others.get(one.person_id, [])) for key, one in asked.items()}
    return {key: lines for key, lines in said.items() if lines}


def _of(one: Asked, promised: Iterable[tuple[dt.datetime, dt.datetime]]) -> list[str]:
    mine, others = (one.starts_at, one.ends_at), list(promised)
    if one.is_promised and mine in others:
        others.remove(mine)
    return time_warnings(Stretch(*mine), (Stretch(*times) for times in others), labor_type=one.labor_type)
