"""Work near a place, for somebody who signed in or for anybody: by words, within a radius, and what lies further out.

A list for the public's own pages. Nothing personal is asked of a visitor, and nothing about one is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from yizhan.engine import PERSON_CHOOSES, UNKNOWN_UDEG, Failure, Part, Postings, explain, failures
from yizhan.engine.advise import NEAR_WORK_BP
from yizhan.matching.cards import cards_of
from yizhan.matching.chosen import BUSY, Unlisted, counted, first_of_each
from yizhan.matching.columns import local_day, mobility, mobility_of, packed_occupation, people_table
from yizhan.matching.exposure import note_shown
from yizhan.matching.offers import OnOffer, offers_of
from yizhan.matching.pairs import pair_facts, shift_of
from yizhan.matching.words import PartLine, caution_lines, for_the_public, part_lines, points_text
from yizhan.postings.queries import PostingCard, titled
from yizhan.shared.text.normalise import clean_line
from yizhan.vocabularies.queries import find_occupations
from yizhan.workers.enums import ALL_WEEK
from yizhan.workers.queries import SeekerRow, promised_to, seeker_row

if TYPE_CHECKING:
    from yizhan.postings.queries import ShiftCard
    from yizhan.workers.models import JobSeeker

#: How far one may look, in metres; None is any distance.
RADII_M: tuple[int, ...] = (2_000, 5_000, 10_000, 20_000, 50_000)
MOST_OCCUPATIONS = 5
#: A metre is less micro-degrees than this to the north, and to the east below 61° of latitude; so south of 60°, as far
#: as this.
NORTH_A_METRE, EAST_A_METRE, AS_FAR_AS_M, SOUTH_OF_E6 = 10, 21, 200_000, 60_000_000
#: Of a visitor only these can fail: nobody has said what they hold, when they are free or what they ask for.
OF_A_VISITOR = int(Failure.DISTANCE | Failure.OCCUPATION | Failure.PLACES)
#: Not a reason to hide public work from somebody who looks by themselves: it is settled with papers at the counter.
SETTLED_AT_THE_COUNTER = int(Failure.AGE_UNKNOWN)
#: Parts that say something about the work to anybody.
ABOUT_THE_WORK = frozenset({Part.OCCUPATION, Part.PAY, Part.DISTANCE, Part.SKILLS, Part.FRESHNESS})


class NearbyOrder(models.TextChoices):
    """How the list stands. The first needs somebody who signed in and has not turned recommendation off."""

    BEST = "best", gettext_lazy("最合适在前")
    NEWEST = "newest", gettext_lazy("最新确认在前")
    NEAREST = "nearest", gettext_lazy("近的在前")


@dataclass(frozen=True)
class NearbyJob:
    """One posting at the shift that stands first; no name or number of a person in it.

    :param points_bp: None unless the list is personal; `parts` add up to it.
    :param reasons: the same in words alone. :param cautions: only for somebody who signed in.
    :param distance_m: None when unknown; of a household up to the next kilometre.
    """

    posting: PostingCard
    shift: ShiftCard
    other_shifts: int
    distance_m: int | None
    points_bp: int | None
    parts: tuple[PartLine, ...]
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]

    @property
    def points(self) -> str:
        """Points out of 100.00."""
        return "" if self.points_bp is None else points_text(self.points_bp)


@dataclass(frozen=True)
class Wider:
    """So many more postings within a wider radius (None: at any distance, unknown places included)."""

    radius_m: int | None
    more: int


@dataclass(frozen=True)
class Nearby:
    """A list with what lies further out.

    :param found: postings within the radius; `items` are a page of them.
    :param wider: the radii that hold more, the nearest first.
    :param near_work: postings within the radius in occupations near those that were asked for (same 中类, or near by
        the mobility table): `include_near=True` lists them too.
    :param occupations: codes that the words were read as; empty where none was known. :param by_title: then titles were
        searched for the words.
    :param unlisted: for somebody who signed in: why the others within the radius do not suit.
    """

    items: tuple[NearbyJob, ...]
    found: int
    radius_m: int | None
    wider: tuple[Wider, ...]
    near_work: int
    occupations: tuple[str, ...]
    by_title: bool
    order: str
    is_personal: bool
    unlisted: tuple[Unlisted, ...] = ()
    notes: tuple[str, ...] = ()


def occupations_meant(words: str) -> tuple[str, ...]:
    """Return the codes that words for work mean: of the hits, those found in the best way; no query."""
    text = clean_line(words)[:40]
    hits = find_occupations(text, limit=MOST_OCCUPATIONS) if text else []
    return tuple(dict.fromkeys(hit.code for hit in hits if hit.matched_by == hits[0].matched_by))


def jobs_near(
    *,
    at: dt.datetime,
    offices: tuple[int, ...] | None = None,
    seeker: JobSeeker | None = None,
    point: tuple[int, int] | None = None,
    words: str = "",
    occupations: Sequence[str] = (),
    radius_m: int | None = None,
    include_near: bool = False,
    order: str = NearbyOrder.NEWEST,
    k: int = 20,
    skip: int = 0,
    look_further: bool = True,
) -> Nearby:
    """Return open work near a place, each posting once. One query warm, four with a seeker, two more where a card is
    not kept; a search of titles (words that mean no known work) asks one more.

    A visitor is offered all that is open; somebody who signed in what they can take (their own times, pay,
    certificates, promises), in the order asked for. Points are given in the order BEST alone, never to who turned
    recommendation off (个人信息保护法 art. 24): they get the newest first.

    What is returned counts as shown: every caller puts it before somebody who looks for work.

    :param offices: ids of the offices whose work is looked through; None: the whole installation.
    :param point: latitude and longitude in micro-degrees (GCJ-02); the seeker's home unless given.
    :param words: in everyday language, read as occupations; `occupations` are codes that were chosen, and win.
    :param radius_m: None: as far as the seeker goes, for a visitor any distance. Without a known place it says nothing.
    :param skip: how many of the list were shown before.
    :param look_further: say also what is not listed (`wider`, `near_work`, `unlisted`): with a radius that is most of
        the price, because all of the offices' work has to be looked at.
    """
    day = local_day(at)
    own = seeker_row(seeker, day) if seeker is not None else None
    codes = tuple(occupations)[:MOST_OCCUPATIONS] or occupations_meant(words)
    row = _asker(own, codes, point, radius_m)
    radius_m = row.max_distance_m if row.point is not None else None
    promises = promised_to(seeker.person_id, at) if seeker is not None else []
    titles = titled(offices, clean_line(words), at) if clean_line(words) and not codes else None
    personal = own is not None and order == NearbyOrder.BEST and not own.recommendation_off and own.birth_on is not None
    with offers_of(offices, at) as on_offer:
        look = _Look(
            on_offer,
            row,
            day,
            visitor=own is None,
            asked=bool(codes),
            promises=promises,
            titles=titles,
            further=look_further or order == NearbyOrder.NEAREST,
        )
        listed = look.inside & (look.near if include_near else look.exact)
        owners, counts = np.unique(look.owners[listed], return_counts=True)
        positions = look.page(listed, len(owners), order, max(1, k), max(0, skip), personal=personal)
        table, bits = on_offer.snapshot.index.take(positions), on_offer.snapshot.bits
        people = people_table([row], bits, day)
        shown = on_offer.snapshot.beside["posting_id"][positions].tolist()
    shifts = dict(zip(shown, counts[np.searchsorted(owners, shown)].tolist(), strict=True))
    cards = cards_of(shown, at, on_offer.as_read)
    note_shown(shown)
    items = tuple(_items(people, table, shown, cards, row, bits, shifts, promises, day, personal, own is None))
    standing = NearbyOrder.NEWEST if order == NearbyOrder.BEST and not personal else order
    return Nearby(
        items=items, found=len(owners), radius_m=radius_m, wider=look.wider(include_near),
        near_work=look.near_work() if look_further and not include_near else 0, occupations=codes,
        by_title=titles is not None, order=str(standing), is_personal=personal, unlisted=look.unlisted,
        notes=_notes(own),
    )  # fmt: skip


def _asker(
    own: SeekerRow | None, codes: tuple[str, ...], point: tuple[int, int] | None, radius_m: int | None
) -> SeekerRow:
    """Return the one who asks as a row: a visitor has said nothing but where, how far and what."""
    if own is not None:
        return replace(
            own, wanted=codes or own.wanted, point=point or own.point, max_distance_m=radius_m or own.max_distance_m
        )
    return SeekerRow(
        seeker_id=0, person_id=0, person_public_id=UUID(int=0), wanted=codes, skills=(), certificates=(),
        week_mask=ALL_WEEK, days=(), point=point, max_distance_m=radius_m, pay_min_daily_fen=None, birth_on=None,
        party_size=1, waiting_days=0, tier="C", recommendation_off=True,
    )  # fmt: skip


class _Look:
    """One look at what is on offer: which rows suit, which are near enough, which are of the work that was asked for.

    All columns are in the order of `rows`, the positions that suit but for distance.
    """

    def __init__(
        self, on_offer: OnOffer, row: SeekerRow, day: dt.date, *, visitor: bool, asked: bool,
        promises: Sequence[tuple[dt.datetime, dt.datetime]], titles: Collection[int] | None, further: bool,
    ) -> None:  # fmt: skip
        self.on_offer, self.row, self.further = on_offer, row, further
        snapshot = on_offer.snapshot
        index = snapshot.index
        # The asker, then, where one looks further, the same at each radius; a table's keys differ.
        radii = [row.max_distance_m, *(RADII_M if further else ())]
        askers = [replace(row, seeker_id=n, max_distance_m=radius) for n, radius in enumerate(radii)]
        self.people = people_table(askers, snapshot.bits, day)
        positions = on_offer.rows if further else self._around(on_offer.rows)
        if titles is not None:
            among = np.isin(snapshot.beside["posting_id"][positions], np.fromiter(titles, np.int64))
            positions = positions[among]
        failed = self._failed(0, positions)
        bits = failed & (OF_A_VISITOR if visitor else ~SETTLED_AT_THE_COUNTER) & ~int(Failure.DISTANCE)
        bits = bits | np.where(snapshot.clashes(positions, promises), BUSY, 0)
        placed = index.column("lat_udeg", positions) != UNKNOWN_UDEG
        near = exact = np.ones(len(positions), np.bool_)
        if asked:
            occupied = index.column("occupation", positions) > 0
            near = self._is_close(positions, NEAR_WORK_BP) & occupied
            exact = self._is_close(positions, 10_000) & occupied
        within = np.ones(len(positions), np.bool_)
        if row.max_distance_m is not None and row.point is not None:  # a place that nobody knows lies within no radius
            within = (failed & int(Failure.DISTANCE) == 0) & placed
        suits, owners = bits == 0, snapshot.beside["posting_id"][positions]
        self.rows, self.near, self.exact, self.inside = positions[suits], near[suits], exact[suits], within[suits]
        self.owners = owners[suits]
        self.rings = [self._within(n, self.rows, placed[suits]) for n in range(1, len(radii))]
        self.unlisted: tuple[Unlisted, ...] = ()
        if further and not visitor:
            why = within & near
            _considered, self.unlisted = counted(bits[why], owners[why])

    def _around(self, positions: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the rows that lie in a square around the asker which holds their whole circle, or all."""
        row, index = self.row, self.on_offer.snapshot.index
        radius = row.max_distance_m
        if row.point is None or radius is None or radius > AS_FAR_AS_M or abs(row.point[0]) > SOUTH_OF_E6:
            return positions
        lat, lng = (index.column(name, positions) for name in ("lat_udeg", "lng_udeg"))
        inside = (lat != UNKNOWN_UDEG) & (abs(lat - row.point[0]) <= (radius + 1) * NORTH_A_METRE)
        found: NDArray[np.intp] = positions[inside & (abs(lng - row.point[1]) <= (radius + 1) * EAST_A_METRE)]
        return found

    def _failed(self, person: int, positions: NDArray[np.intp], least_bp: int = 0) -> NDArray[np.int32]:
        weights = replace(PERSON_CHOOSES, least_closeness_bp=least_bp)
        index = self.on_offer.snapshot.index
        return failures(self.people, person, index, weights=weights, mobility=mobility(), positions=positions)

    def _is_close(self, positions: NDArray[np.intp], least_bp: int) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self._failed(0, positions, least_bp) & int(Failure.OCCUPATION) == 0
        return found

    def _within(self, person: int, positions: NDArray[np.intp], placed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say of rows whether they lie within a radius; a place that nobody knows lies within none."""
        if self.row.point is None:
            return np.ones(len(positions), np.bool_)
        found: NDArray[np.bool_] = (self._failed(person, positions) & int(Failure.DISTANCE) == 0) & placed
        return found

    def page(
        self, listed: NDArray[np.bool_], postings: int, order: str, k: int, skip: int, *, personal: bool
    ) -> NDArray[np.intp]:
        """Return the positions of a page of `postings` in all, each at the shift that stands first."""
        found, owners = self.rows[listed], self.owners[listed]
        if personal:
            many = min(skip + k, postings)
            positions, _points = first_of_each(self.people.take([0]), self.on_offer, found, many, many, personal=True)
            return positions[skip:]
        beside = self.on_offer.snapshot.beside
        days = self.on_offer.snapshot.index.column("days_since_confirmed", found)
        keys: list[NDArray[Any]] = [beside["starts"][found], -owners, -beside["confirmed"][found], days]
        if order == NearbyOrder.NEAREST:  # by the rings
            keys.append(np.sum([~ring[listed] for ring in self.rings], axis=0))
        ordered = np.lexsort(keys)
        _, first = np.unique(owners[ordered], return_index=True)
        page: NDArray[np.intp] = found[ordered[np.sort(first)[skip : skip + k]]]
        return page

    def _postings(self, chosen: NDArray[np.bool_]) -> int:
        return len(np.unique(self.owners[chosen]))

    def near_work(self) -> int:
        """How many postings within the radius are of work near what was asked for, and not of that itself."""
        return self._postings(self.inside & self.near) - self._postings(self.inside & self.exact)

    def wider(self, include_near: bool) -> tuple[Wider, ...]:
        """How many more lie within each wider radius, where it is more than within the one before."""
        if self.row.point is None or self.row.max_distance_m is None or not self.further:
            return ()
        asked = self.near if include_near else self.exact
        here = last = self._postings(self.inside & asked)
        found = []
        for radius, ring in [*zip(RADII_M, self.rings, strict=True), (None, np.ones(len(self.rows), np.bool_))]:
            if radius is None or radius > self.row.max_distance_m:
                there = self._postings(ring & asked)
                if there > last:
                    found.append(Wider(radius, there - here))
                last = max(last, there)
        return tuple(found)


def _items(
    people: Any, table: Postings, shown: Sequence[int], cards: dict[int, PostingCard], row: SeekerRow,
    bits: dict[str, int], shifts: dict[int, int], promises: Sequence[tuple[dt.datetime, dt.datetime]], day: dt.date,
    personal: bool, visitor: bool,
) -> Iterator[NearbyJob]:  # fmt: skip
    near = mobility_of(packed_occupation(code) for code in row.wanted)
    for n, posting_id in enumerate(shown):
        card = cards.get(posting_id)
        shift = shift_of(card, int(table.key[n]))
        if card is None or shift is None:  # removed since the snapshot was read
            continue
        said = explain(people, 0, table, n, mobility=near)
        pair = for_the_public(pair_facts(said, row, table, n, bits, card, shift, promises, day))
        parts = part_lines(pair)
        yield NearbyJob(
            posting=card,
            shift=shift,
            other_shifts=shifts[posting_id] - 1,
            distance_m=pair.said.distance_m if pair.said.distance_m >= 0 else None,
            points_bp=said.points if personal else None,
            parts=parts if personal else (),
            reasons=tuple(part.words for part in parts if part.part in ABOUT_THE_WORK),
            cautions=() if visitor else caution_lines(pair),
        )


def _notes(own: SeekerRow | None) -> tuple[str, ...]:
    if own is None:
        return ()
    said = []
    if own.recommendation_off:
        said.append(_("您关闭了个性化推荐：下面按雇主最近确认的先后排列，不打分。"))
    if own.birth_on is None:
        said.append(_("您的年龄还没有凭证件核实，去之前先带身份证到驿站。"))
    return tuple(said)
