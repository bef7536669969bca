"""Chosen pairs in words: points part by part, what must be said beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from yizhan.engine import explain
from yizhan.matching.columns import mobility_of, packed_occupation
from yizhan.matching.planning.market import Market
from yizhan.matching.planning.whole import Choice
from yizhan.matching.words import PairFacts, PartLine, caution_lines, part_lines
from yizhan.postings.queries import posting_cards


@dataclass(frozen=True)
class Pairing:
    """One person, or a crew under whoever speaks for it, with the shift they were given.

    :param places: how many go together; the points are of each.
    :param parts: add up to `points_bp`. :param distance_m: None when unknown.
    """

    seeker_id: int
    person_id: int
    shift_id: int
    places: int
    points_bp: int
    parts: tuple[PartLine, ...]
    cautions: tuple[str, ...]
    distance_m: int | None


def pairings(
    market: Market, choice: Choice, at: dt.datetime, tell: Callable[[int, int], None] = lambda _done, _all: None
) -> list[Pairing]:
    """Return everybody who was given a place, by shift and then by points; two queries.

    :param tell: called with (pairs explained, pairs in all), now and then.
    """
    chosen = np.flatnonzero(choice.posting_of >= 0)
    columns, table = market.offers.columns, market.postings
    cards = posting_cards(sorted({int(columns["posting_id"][j]) for j in choice.posting_of[chosen]}), at)
    found = []
    for done, i in enumerate(chosen.tolist()):
        if done % 100 == 0:
            tell(done, len(chosen))
        j, row = int(choice.posting_of[i]), market.rows[i]
        card = cards.get(int(columns["posting_id"][j]))
        shift = next((one for one in card.shifts if one.id == int(table.key[j])), None) if card else None
        if card is None or shift is None:  # taken away since the market was read
            continue
        near = mobility_of(packed_occupation(code) for code in row.wanted)
        said = explain(market.people, i, table, j, mobility=near)
        skills = int(np.bitwise_count(market.people.skills[i] & table.skills[j]).sum())
        pair = PairFacts(
            said=said, row=row, card=card, shift=shift, skills=skills, weekly=bool(table.weekly[j]),
            confirmed_days=int(table.days_since_confirmed[j]), busy="", day=market.day,
        )  # fmt: skip
        distance = said.distance_m if said.distance_m >= 0 else None
        found.append(
            Pairing(
                row.seeker_id,
                row.person_id,
                shift.id,
                row.party_size,
                said.points,
                part_lines(pair),
                caution_lines(pair),
                distance,
            )
        )
    tell(len(chosen), len(chosen))
    return sorted(found, key=lambda one: (one.shift_id, -one.points_bp, one.seeker_id))
