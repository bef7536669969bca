"""Work for a wish that belongs to nobody: the same rule and the same snapshot, without a person and without a row."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from yizhan.engine import explain
from yizhan.matching.chosen import choose
from yizhan.matching.columns import local_day, mobility_of, packed_occupation, people_table
from yizhan.matching.offers import offers_for
from yizhan.workers.enums import ALL_WEEK
from yizhan.workers.queries import SeekerRow

if TYPE_CHECKING:
    from yizhan.accounts.models import User

NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; `SeekerRow` says what the fields mean.

    :param age: whole years, by which limits of age in law are held.
    """

    occupations: tuple[str, ...]
    age: int
    point: tuple[int, int] | None = None
    max_distance_m: int | None = None
    pay_min_daily_fen: int | None = None
    certificates: tuple[str, ...] = ()
    party_size: int = 1

    def anywhere(self) -> Wish:
        """Return the same wish without a place."""
        return replace(self, point=None, max_distance_m=None)

    def row(self, day: dt.date) -> SeekerRow:
        """Return the wish as the row that matching reads."""
        born = dt.date(day.year - self.age, day.month, min(day.day, 28))
        return SeekerRow(
            seeker_id=0, person_id=0, person_public_id=NOBODY, wanted=self.occupations, skills=(),
            certificates=self.certificates, week_mask=ALL_WEEK, days=(), point=self.point,
            max_distance_m=self.max_distance_m, pay_min_daily_fen=self.pay_min_daily_fen, birth_on=born,
            party_size=self.party_size, waiting_days=0, tier="", recommendation_off=False,
        )  # fmt: skip


@dataclass(frozen=True)
class Suggested:
    """One posting for a wish, at its best shift.

    :param points_bp: 0 … 10 000. :param parts: (name, points) of what added something; they add up.
    :param distance_m: None when unknown.
    """

    posting_id: int
    points_bp: int
    parts: tuple[tuple[str, int], ...]
    distance_m: int | None


def suggest(*, wish: Wish, by: User, at: dt.datetime, k: int, among: frozenset[int], inside: bool) -> list[Suggested]:
    """Return the best `k` postings for a wish among those of the county of `by`, best first; ties as in `docs/engine`.

    The answer rests on nothing but the wish and the postings, and nothing is kept of it.

    :param among: postings that alone count, or, not `inside`, that do not: left out before the best are taken, so that
        they can push nothing out of the answer either.
    """
    day = local_day(at)
    row = wish.row(day)
    with offers_for(by, at) as offers:
        people = people_table([row], offers.snapshot.bits, day)
        owners = offers.snapshot.beside["posting_id"][offers.rows]
        counts = np.isin(owners, np.fromiter(among, np.int64), invert=not inside)
        chosen = choose(people, replace(offers, rows=offers.rows[counts]), [], max(1, k), personal=True)
    near = mobility_of(packed_occupation(code) for code in row.wanted)
    found = []
    for n, posting_id in enumerate(chosen.postings):
        said = explain(people, 0, chosen.table, n, mobility=near)
        parts = tuple((part.part.value, part.points) for part in said.parts if part.points)
        distance = said.distance_m if said.distance_m >= 0 else None
        found.append(Suggested(posting_id, chosen.points[n], parts, distance))
    return found
