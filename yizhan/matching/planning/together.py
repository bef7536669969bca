"""Several shifts filled at once: who would go to which, so that it is best for all of them together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from yizhan.accounts.queries import subtree_of
from yizhan.matching.planning.market import read_market
from yizhan.matching.planning.whole import plan_most
from yizhan.matching.rules import can_match
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def people_together(shift_ids: Collection[int], *, by: User, at: dt.datetime) -> dict[int, set[int]]:
    """Return the ids of who would be sent to each open shift if all were planned at once: everybody to one of them.

    People and shifts of the user's offices. Crews are left to the day's plan; who turned recommendation off is
    nobody's. A fixed number of queries.

    :raises NotAllowed: the role may not see both people and postings.
    """
    if not can_match(by):
        raise NotAllowed
    offices = list(subtree_of(by.office).order_by("pk").values_list("pk", flat=True))
    market = read_market(offices, at, only=frozenset(shift_ids)).alone()
    posting_of = plan_most(market).choice.posting_of
    found: dict[int, set[int]] = defaultdict(set)
    for i in np.flatnonzero(posting_of >= 0).tolist():
        found[int(market.postings.key[posting_of[i]])].add(market.rows[i].person_id)
    return dict(found)
