"""Several shifts filled at once: who would go to which, so that it is best for all of them together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from yizhan.accounts.queries import subtree_of
from yizhan.matching.planning.market import read_market
from yizhan.matching.planning.pairings import pairings
from yizhan.matching.planning.whole import Choice, plan_most
from yizhan.matching.queries import PersonItem
from yizhan.matching.rules import can_match
from yizhan.people.queries import people_visible_to, person_card, with_contacts
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@dataclass(frozen=True, repr=False)
class Together:
    """Who would be sent where.

    :param items: by the shift's key, best first; of the shifts that are shown. :param sent: ids of all who have a
        place, at whichever shift.
    """

    items: dict[int, tuple[PersonItem, ...]]
    sent: frozenset[int]


def people_together(shift_ids: Collection[int], *, shown: Collection[int], by: User, at: dt.datetime) -> Together:
    """Say who would be sent to each open shift if all were planned at once: everybody to one of them.

    People and shifts of the user's offices. Crews are left to the day's plan; who turned recommendation off is
    nobody's.

    :param shown: of which shifts the people are told.
    :raises NotAllowed: the role may not see both people and postings.
    """
    if not can_match(by):
        raise NotAllowed
    offices = list(subtree_of(by.office).order_by("pk").values_list("pk", flat=True))
    market = read_market(offices, at, only=frozenset(shift_ids)).alone()
    most = plan_most(market).choice
    placed = np.flatnonzero(most.posting_of >= 0)
    told = placed[np.isin(market.postings.key[most.posting_of[placed]], list(shown))]
    posting_of = np.full_like(most.posting_of, -1)
    posting_of[told] = most.posting_of[told]
    chosen = pairings(market, Choice(posting_of, most.points, most.size), at)
    seen = with_contacts(people_visible_to(by).filter(pk__in=[one.person_id for one in chosen]))
    cards = {person.pk: person_card(person, today=market.day) for person in seen}
    rows = {row.seeker_id: row for row in market.rows}
    found: dict[int, list[PersonItem]] = {pk: [] for pk in shown}
    for one in chosen:
        if one.person_id in cards:
            row = rows[one.seeker_id]
            found[one.shift_id].append(
                PersonItem(
                    cards[one.person_id], one.points_bp, one.parts, one.cautions, one.distance_m, row.waiting_days,
                    row.party_size,
                )
            )  # fmt: skip
    sent = frozenset(market.rows[i].person_id for i in placed.tolist())
    return Together({pk: tuple(items) for pk, items in found.items()}, sent)
