"""Reads of the room: the best work for a person, the best people for work, and why something was not offered.

Nobody is rejected by a machine: what is not listed is counted under its reason, and every posting that is open to the
office answers "why not". Who turned recommendation off gets the newest first, without points (个人信息保护法 art. 24).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from yizhan.engine import POSTING_CHOOSES, People, explain, failures_of_people, rank_people
from yizhan.matching.cards import cards_of
from yizhan.matching.chosen import BUSY, Unlisted, choose, counted
from yizhan.matching.columns import (
    local_day,
    mobility,
    mobility_of,
    packed_occupation,
    people_table,
)
from yizhan.matching.enums import Hindrance, Order
from yizhan.matching.offers import offers_for, offices_offered_to
from yizhan.matching.pairs import pair_facts, shift_of
from yizhan.matching.rules import can_match
from yizhan.matching.snapshot import Offers
from yizhan.matching.words import (
    PairFacts,
    PartLine,
    Reason,
    caution_lines,
    failure_reasons,
    part_lines,
    points_text,
)
from yizhan.people.queries import PersonCard, people_visible_to, person_card, with_contacts
from yizhan.postings.enums import PublishState, ReviewState
from yizhan.postings.queries import (
    PostingCard,
    PostingRow,
    live_postings,
    posting_card,
    posting_cards,
    posting_columns,
    postings_visible_to,
    search_postings,
)
from yizhan.shared.errors import NotAllowed
from yizhan.shared.text.normalise import clean_line
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.queries import SeekerRow, promised_times_of, promised_to, seeker_row, seeker_rows_for

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.postings.models import Posting, PostingQuerySet
    from yizhan.postings.queries import ShiftCard
    from yizhan.workers.models import JobSeeker

__all__ = [
    "Item",
    "PairView",
    "PartLine",
    "PersonItem",
    "Reason",
    "Recommendation",
    "can_match",
    "explain_pair",
    "find_offered",
    "points_text",
    "postings_offered_to",
    "recommend_people",
    "recommend_people_each",
    "recommend_postings",
    "why_not",
]

T = TypeVar("T")
#: Ids of people by the shift that they are kept for.
Kept = Mapping[int, Collection[int]]
NOBODY_KEPT: Kept = {}


@dataclass(frozen=True)
class Item:
    """One posting in a person's list.

    :param shift: the shift that suits best; `other_shifts` more of the posting suit too.
    :param points_bp: 0 … 10 000, the sum of `parts`; None in a list without personal points.
    :param distance_m: None when unknown.
    :param cautions: what must be said before the person is sent.
    """

    posting: PostingCard
    shift: ShiftCard
    other_shifts: int
    points_bp: int | None
    parts: tuple[PartLine, ...]
    cautions: tuple[str, ...]
    distance_m: int | None

    @property
    def points(self) -> str:
        """Points out of 100.00."""
        return "" if self.points_bp is None else points_text(self.points_bp)


@dataclass(frozen=True)
class PersonItem:
    """One person in a posting's list; fields as in `Item`."""

    person: PersonCard
    points_bp: int | None
    parts: tuple[PartLine, ...]
    cautions: tuple[str, ...]
    distance_m: int | None
    waiting_days: int
    party_size: int

    @property
    def points(self) -> str:
        """Points out of 100.00."""
        return "" if self.points_bp is None else points_text(self.points_bp)


@dataclass(frozen=True)
class Recommendation(Generic[T]):
    """A list with what stands behind it.

    :param suitable: how many passed every hard constraint; `items` are the first of them.
    :param considered: how many were looked at; `considered - suitable` is the sum of `unlisted`.
    :param is_personal: points were given; False for newest first.
    :param apart: those who turned recommendation off, in the order of registration (only in a posting's list).
    :param notes: sentences about the list as a whole.
    """

    items: tuple[T, ...]
    order: str
    is_personal: bool
    suitable: int
    considered: int
    unlisted: tuple[Unlisted, ...]
    notes: tuple[str, ...] = ()
    apart: tuple[T, ...] = ()

    @property
    def not_listed(self) -> int:
        """How many were not offered."""
        return self.considered - self.suitable


@dataclass(frozen=True)
class PairView:
    """One person beside one posting: points, what to say, and what stands against it (empty: can be introduced)."""

    posting: PostingCard
    shift: ShiftCard | None
    points_bp: int
    parts: tuple[PartLine, ...]
    cautions: tuple[str, ...]
    reasons: tuple[Reason, ...]
    distance_m: int | None

    @property
    def points(self) -> str:
        """Points out of 100.00."""
        return points_text(self.points_bp)


# --- which postings ---------------------------------------------------------------------------------------------------


def postings_offered_to(user: User, at: dt.datetime) -> PostingQuerySet:
    """Return the live postings of all stations of the user's county: what may be offered to the people served there."""
    if not can_match(user):
        return postings_visible_to(user).none()
    return live_postings(list(offices_offered_to(user)), at)


def find_offered(user: User, text: str, at: dt.datetime, limit: int = 10) -> list[PostingCard]:
    """Find postings by number or title: those on offer in the county, and the user's own whatever their state."""
    text = clean_line(text)
    if not text or not can_match(user):
        return []
    own = [posting.pk for posting in search_postings(user, text, limit)]
    named = Q(terms__title__icontains=text) | Q(number__iexact=text)
    offered = list(postings_offered_to(user, at).filter(named).values_list("pk", flat=True)[:limit])
    return list(posting_cards(list(dict.fromkeys(offered + own))[:limit], at).values())


# --- work for a person ------------------------------------------------------------------------------------------------


def recommend_postings(
    *, seeker: JobSeeker, by: User, at: dt.datetime, k: int = 20, order: str = Order.BEST
) -> Recommendation[Item]:
    """Return the best `k` postings for somebody, each at its best shift, with reasons that add up.

    Postings of all stations of the county that are live at `at`. Ties: points descending, then the older shift. Who
    turned recommendation off gets the newest first whatever `order` says. A fixed number of queries.

    :raises NotAllowed: the role may not see both people and postings.
    """
    _demand(by)
    day = local_day(at)
    row = seeker_row(seeker, day)
    promises = promised_to(seeker.person_id, at)
    personal = order == Order.BEST and not row.recommendation_off
    with offers_for(by, at) as offers:
        bits = offers.snapshot.bits
        people = people_table([row], bits, day)
        chosen = choose(people, offers, promises, max(1, k), personal=personal)
    cards = cards_of(chosen.postings, at, offers.as_read)
    near = mobility_of(packed_occupation(code) for code in row.wanted)
    items = []
    for n, posting_id in enumerate(chosen.postings):
        card = cards.get(posting_id)
        shift = shift_of(card, int(chosen.table.key[n]))
        if card is None or shift is None:  # removed since the snapshot was read
            continue
        said = explain(people, 0, chosen.table, n, mobility=near)
        assert not personal or said.points == chosen.points[n]  # noqa: S101 - the two twins agree
        pair = pair_facts(said, row, chosen.table, n, bits, card, shift, promises, day)
        items.append(_item(pair, chosen.shifts[posting_id], personal=personal))
    return Recommendation(
        items=tuple(items),
        order=str(Order.BEST if personal else Order.NEWEST),
        is_personal=personal,
        suitable=chosen.suitable,
        considered=chosen.considered,
        unlisted=chosen.unlisted,
        notes=_notes(seeker, row, day),
    )


def _demand(user: User) -> None:
    if not can_match(user):
        raise NotAllowed


def _item(pair: PairFacts, shifts: int, *, personal: bool) -> Item:
    return Item(
        posting=pair.card,
        shift=pair.shift,
        other_shifts=shifts - 1,
        points_bp=pair.said.points if personal else None,
        parts=part_lines(pair) if personal else (),
        cautions=caution_lines(pair),
        distance_m=pair.said.distance_m if pair.said.distance_m >= 0 else None,
    )


def _notes(seeker: JobSeeker, row: SeekerRow, day: dt.date) -> tuple[str, ...]:
    """Return what to know about the person before reading the list."""
    said = []
    if row.recommendation_off:
        said.append(_("本人关闭了个性化推荐：下面按雇主最近确认的先后排列，不打分，只去掉本人去不了的。"))
    if row.birth_on is None:
        said.append(_("年龄还没有凭证件核实，所有岗位都暂时不能介绍。请先凭证件确认年龄。"))
    if seeker.status != SeekerStatus.AVAILABLE:
        said.append(_("本人现在不是“待业可派”，介绍前先核对状态。"))
    wish = getattr(seeker, "wish", None)
    if wish is not None and wish.valid_until_on < day:
        said.append(_("求职意向已经过期，请先问清楚现在的要求。"))
    return tuple(said)


# --- people for work --------------------------------------------------------------------------------------------------


def recommend_people(
    *, posting: Posting, by: User, at: dt.datetime, k: int = 20, shift_id: int | None = None
) -> Recommendation[PersonItem]:
    """Return the best `k` people for an open shift of a posting, among those whom `by` may see.

    Pay weighs nothing here, so that whoever asks for less is not called first. People who turned recommendation off
    are not ranked: they stand apart in the order of registration. A fixed number of queries.

    :param shift_id: which shift; by default the soonest that is open.
    :raises NotAllowed: the role may not see both people and postings.
    """
    _demand(by)
    found = _people_for(_open_rows(posting, by, at, shift_id)[:1], by=by, at=at, k=k)
    return next(iter(found.values()), None) or _nothing_open()


def recommend_people_each(
    shifts: Mapping[int, int], *, by: User, at: dt.datetime, k: int = 20, kept: Kept = NOBODY_KEPT
) -> dict[int, Recommendation[PersonItem]]:
    """Return the best `k` people for each open shift, as `recommend_people` does, by the shift's key.

    The people are read once and ranked for all shifts in one call of the engine. A fixed number of queries.

    :param shifts: the posting of each shift. :param kept: ids of people by the shift that they are kept for: all of
        them stand first there, in the same order as the others, and on no other list.
    :raises NotAllowed: the role may not see both people and postings.
    """
    _demand(by)
    rows = posting_columns(list(offices_offered_to(by)), at, only=sorted(set(shifts.values())))
    found = _people_for([row for row in rows if row.shift_id in shifts], by=by, at=at, k=k, kept=kept)
    return {shift_id: found.get(shift_id) or _nothing_open() for shift_id in shifts}


def _nothing_open() -> Recommendation[PersonItem]:
    notes = (_("这个岗位现在没有可以报名的班次，所以没有推荐。"),)
    return Recommendation((), str(Order.BEST), is_personal=True, suitable=0, considered=0, unlisted=(), notes=notes)


@dataclass(frozen=True, eq=False)
class _Listed:
    """Rows of the people's table for one shift: ranked, apart, and of everybody what fails."""

    ranked: list[int]
    apart: list[int]
    bits: NDArray[Any]


def _people_for(
    open_rows: Sequence[PostingRow], *, by: User, at: dt.datetime, k: int, kept: Kept = NOBODY_KEPT
) -> dict[int, Recommendation[PersonItem]]:
    """Return the best people for each of some open shifts; a shift that went since it was read is left out."""
    if not open_rows:
        return {}
    day = local_day(at)
    offers, rows = Offers.of(open_rows, day), seeker_rows_for(by, day)
    people = people_table(rows, offers.bits, day)
    lists = _lists(open_rows, offers, rows, people, max(1, k), kept)
    persons = _person_cards(by, {rows[i].person_id for one in lists for i in (*one.ranked, *one.apart)}, day)
    postings = posting_cards(list(dict.fromkeys(row.posting_id for row in open_rows)), at)
    found: dict[int, Recommendation[PersonItem]] = {}
    for j, (open_row, one) in enumerate(zip(open_rows, lists, strict=True)):
        card = postings.get(open_row.posting_id)
        shift = shift_of(card, open_row.shift_id)
        if card is None or shift is None:
            continue
        items = _Items(people, rows, persons, offers, j, card, shift, day)
        considered, unlisted = counted(one.bits, people.key)
        found[open_row.shift_id] = Recommendation(
            items=items.of(one.ranked, personal=True),
            order=str(Order.BEST),
            is_personal=True,
            suitable=int((one.bits == 0).sum()),
            considered=considered,
            unlisted=unlisted,
            apart=items.of(one.apart, personal=False),
        )
    return found


@dataclass(frozen=True, eq=False)
class _Items:
    """What the lines of one shift's list are written from; `j` is its row in the table."""

    people: People
    rows: Sequence[SeekerRow]
    persons: Mapping[int, PersonCard]
    offers: Offers
    j: int
    card: PostingCard
    shift: ShiftCard
    day: dt.date

    def of(self, chosen: list[int], *, personal: bool) -> tuple[PersonItem, ...]:
        """Write a line for each row; whoever is out of sight by now has none."""
        table, bits, j = self.offers.table, self.offers.bits, self.j
        near = mobility_of([int(table.occupation[j])])
        lines = []
        for i in chosen:
            row = self.rows[i]
            if row.person_id in self.persons:
                said = explain(self.people, i, table, j, weights=POSTING_CHOOSES, mobility=near)
                pair = pair_facts(said, row, table, j, bits, self.card, self.shift, (), self.day)
                lines.append(_person_item(pair, self.persons[row.person_id], personal=personal))
        return tuple(lines)


def _lists(
    open_rows: Sequence[PostingRow], offers: Offers, rows: Sequence[SeekerRow], people: People, k: int, kept: Kept
) -> list[_Listed]:
    """Rank everybody for every shift at once; whoever is promised elsewhere at that time falls out afterwards."""
    off = np.array([row.recommendation_off for row in rows], np.bool_)
    everybody_kept = frozenset(person_id for people_ids in kept.values() for person_id in people_ids)
    free = np.array([row.person_id not in everybody_kept for row in rows], np.bool_)
    busy = _busy(open_rows, rows)
    asked = k + int(busy.sum(axis=1).max(initial=0))
    ranking = rank_people(offers.table, people, asked, mobility=mobility(), among=~off & free)
    first = rank_people(offers.table, people, max(1, int((~free).sum())), mobility=mobility(), among=~off & ~free)
    lists = []
    for j, open_row in enumerate(open_rows):
        ours = kept.get(open_row.shift_id, ())
        leading = [i for i in first.row(j)[0].tolist() if rows[i].person_id in ours and not busy[j, i]]
        ranked = ranking.row(j)[0]
        ranked = ranked[~busy[j][ranked]][: max(0, k - len(leading))]
        bits = np.where(busy[j], BUSY, 0)
        if rows:
            bits |= failures_of_people(offers.table, j, people, mobility=mobility())
        apart = np.flatnonzero(off & (bits == 0))[:k]
        lists.append(_Listed([*leading, *ranked.tolist()], apart.tolist(), bits))
    return lists


def _open_rows(posting: Posting, by: User, at: dt.datetime, shift_id: int | None) -> list[PostingRow]:
    """Return the open shifts of one posting as rows, soonest first: of one posting the database is asked itself."""
    rows = posting_columns(list(offices_offered_to(by)), at, only=[posting.pk])
    return [row for row in rows if shift_id is None or row.shift_id == shift_id]


def _busy(open_rows: Sequence[PostingRow], rows: Sequence[SeekerRow]) -> NDArray[np.bool_]:
    """Say of each shift who is promised elsewhere at its time: bool[shifts, people].

    Work without named days is joined beside a promise.
    """
    busy = np.zeros((len(open_rows), len(rows)), np.bool_)
    dated = [(j, row.starts_at, row.ends_at) for j, row in enumerate(open_rows) if row.ends_at and not row.week_mask]
    if not dated:
        return busy
    first, last = min(start for _j, start, _end in dated), max(end for _j, _start, end in dated)
    place = {row.person_id: i for i, row in enumerate(rows)}
    for person_id, promises in promised_times_of(place, first, last).items():
        for j, starts_at, ends_at in dated:
            busy[j, place[person_id]] = any(p[0] < ends_at and p[1] > starts_at for p in promises)
    return busy


def _person_cards(user: User, ids: Iterable[int], day: dt.date) -> dict[int, PersonCard]:
    found = with_contacts(people_visible_to(user).filter(pk__in=list(ids)))
    return {person.pk: person_card(person, today=day) for person in found}


def _person_item(pair: PairFacts, card: PersonCard, *, personal: bool) -> PersonItem:
    return PersonItem(
        person=card,
        points_bp=pair.said.points if personal else None,
        parts=part_lines(pair) if personal else (),
        cautions=caution_lines(pair),
        distance_m=pair.said.distance_m if pair.said.distance_m >= 0 else None,
        waiting_days=pair.row.waiting_days,
        party_size=pair.row.party_size,
    )


# --- one pair ---------------------------------------------------------------------------------------------------------


def explain_pair(
    *, seeker: JobSeeker, posting: Posting, by: User, at: dt.datetime, shift_id: int | None = None
) -> PairView:
    """Say everything about one person and one posting, offered or not: for "why not?" and for a letter's reasons.

    :param shift_id: which shift; by default, of those that are open, the one with the fewest reasons against it.
    :raises NotAllowed: the role may not see both people and postings.
    """
    _demand(by)
    day = local_day(at)
    row = seeker_row(seeker, day)
    rows = _open_rows(posting, by, at, shift_id)
    card = posting_card(posting, at)
    closed = _closed_reasons(card)
    if closed or not rows:
        over = Reason(Hindrance.OVER.value, _("没有还能报名的班次：都已满员、取消或结束。"))
        return PairView(card, None, 0, (), (), tuple(closed or [over]), None)
    offers = Offers.of(rows, day)
    people = people_table([row], offers.bits, day)
    promises = promised_to(seeker.person_id, at)
    near = mobility_of(packed_occupation(code) for code in row.wanted)
    shifts = {one.id: one for one in card.shifts}
    table, bits = offers.table, offers.bits
    views = [
        _pair_view(pair_facts(explain(people, 0, table, j, mobility=near), row, table, j, bits, card,
                              shifts[open_row.shift_id], promises, day))
        for j, open_row in enumerate(rows) if open_row.shift_id in shifts
    ]  # fmt: skip
    return min(views, key=lambda view: (len(view.reasons), view.shift.starts_at if view.shift else at))


def _pair_view(pair: PairFacts) -> PairView:
    return PairView(
        posting=pair.card,
        shift=pair.shift,
        points_bp=pair.said.points,
        parts=part_lines(pair),
        cautions=caution_lines(pair),
        reasons=tuple(failure_reasons(pair)),
        distance_m=pair.said.distance_m if pair.said.distance_m >= 0 else None,
    )


def _closed_reasons(card: PostingCard) -> list[Reason]:
    """Return why a posting is open to nobody; empty when the reason, if any, lies with its shifts."""
    if card.is_live:
        return []
    said = []
    if card.review_state != ReviewState.APPROVED:
        said.append(Reason(Hindrance.NOT_APPROVED.value, _("岗位没有审核通过，谁也不能介绍。")))
    match card.publish_state:
        case PublishState.UNPUBLISHED:
            said.append(Reason(Hindrance.NOT_PUBLISHED.value, _("岗位还没有发布。")))
        case PublishState.PAUSED:
            said.append(Reason(Hindrance.PAUSED.value, _("岗位暂停招人。")))
        case PublishState.FILLED:
            said.append(Reason(Hindrance.FILLED.value, _("岗位已经招满。")))
        case PublishState.WITHDRAWN | PublishState.REMOVED:
            said.append(Reason(Hindrance.ENDED.value, _("岗位已经撤回或下架。")))
    if card.is_run_out:
        said.append(Reason(Hindrance.RUN_OUT.value, _("岗位已过有效期，请先向雇主确认并延期。")))
    if not said and card.shifts and any(s.left for s in card.shifts):
        said.append(Reason(Hindrance.EMPLOYER.value, _("雇主没有有效的实名核验，请先核验雇主。")))
    return said


def why_not(*, seeker: JobSeeker, posting: Posting, by: User, at: dt.datetime) -> list[Reason]:
    """Return everything that stands against a person and a posting; empty when it is offered.

    :raises NotAllowed: the role may not see both people and postings.
    """
    return list(explain_pair(seeker=seeker, posting=posting, by=by, at=at).reasons)
