"""What one change would open: to a person, to whoever offers work. Counted exactly over what is on offer now.

The rule is the engine's (docs/engine/advice.md): a change opens a pair that fails for that reason alone. Times are
asked here, because one more part of the week changes both columns of times. Nothing is saved and nobody is ranked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from yizhan.accounts.queries import office_of
from yizhan.engine import PERSON_CHOOSES, UNKNOWN_PAY, Advice, Change, Failure, advise, advise_posting, failures
from yizhan.engine.advise import NEAR_WORK_BP
from yizhan.matching.columns import local_day, mobility, people_table
from yizhan.matching.offers import OnOffer, offers_of, offices_around
from yizhan.matching.rules import can_match
from yizhan.matching.snapshot import Offers
from yizhan.matching.words import week_words
from yizhan.postings.queries import draft_columns, offers_lodging, posting_columns
from yizhan.shared.display import distance_text, money_text
from yizhan.shared.errors import NotAllowed
from yizhan.vocabularies.enums import CertificateKind
from yizhan.vocabularies.queries import Certificate, all_certificates, course_kinds
from yizhan.workers.enums import ALL_WEEK, FURTHER_M, LESS_FEN
from yizhan.workers.queries import (
    SeekerRow,
    busy_people,
    promised_to,
    seeker_row,
    seeker_rows,
    seeker_rows_for,
)

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.postings.models import Posting
    from yizhan.postings.queries import PostingRow
    from yizhan.workers.models import JobSeeker

#: How much more an employer might pay a day.
MORE_FEN = (1000, 2000, 5000)
#: Below so many people no number leaves the office; what leaves is rounded down to a multiple of it.
FEWEST_TOLD = 5
#: Lines of advice; more would be a table to study.
MOST_LINES = 8
#: Of these the employer may do without: no law asks for them (the others are a condition of the work itself).
NO_LAW_ASKS = frozenset({CertificateKind.SKILL_LEVEL, CertificateKind.SPECIAL_SKILL, CertificateKind.FIRST_AID})
TIMES = int(Failure.WEEKLY_TIMES | Failure.DATED_TIMES)
#: Morning and afternoon: what a day's work usually takes.
DAYTIME = 0b0011
#: Weights by which everything that is not near a wish fails.
NEAR_WORK = replace(PERSON_CHOOSES, least_closeness_bp=NEAR_WORK_BP)


@dataclass(frozen=True)
class WishLine:
    """One change of a wish and what it adds to what is open to the person now.

    :param kind: distance, pay, times or certificate. :param words: the change, `再远2.0公里`.
    :param shifts: how many more open shifts suit, each counted by itself; :param places: places left on them.
    :param change: what `workers:wish` fills in (`?change=…`): `distance-2`, `pay-1`, `part-20`, `day-5`; "" for a
        certificate. No amount stands in it, so that none stands in an address.
    :param certificate: its code, else "". :param courses: names of the kinds of courses that lead to it.
    """

    kind: str
    words: str
    shifts: int
    places: int
    change: str = ""
    certificate: str = ""
    courses: tuple[str, ...] = ()


@dataclass(frozen=True)
class WishAdvice:
    """What would open more work near a wish, the most places first; `shifts` and `places` are open now.

    :param notes: why there is no advice, in a sentence.
    """

    shifts: int
    places: int
    lines: tuple[WishLine, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorkLine:
    """One change of a posting and how many more people it would suit.

    :param kind: a word of the engine's `Change`. :param people: more people; in advice for an employer rounded down.
    :param by_law: the law asks for the certificate: it cannot be dropped, but `courses` lead to it.
    """

    kind: str
    words: str
    people: int
    by_law: bool = False
    courses: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorkAdvice:
    """What would suit more people.

    :param people: whom it suits now; None = fewer than `FEWEST_TOLD`, which is not told outside the office.
    :param is_exact: False where numbers are rounded down to a multiple of `FEWEST_TOLD`: say "at least".
    """

    people: int | None
    lines: tuple[WorkLine, ...]
    is_exact: bool
    notes: tuple[str, ...] = ()


# --- for a person -----------------------------------------------------------------------------------------------------


def advise_seeker(*, seeker: JobSeeker, at: dt.datetime, offices: tuple[int, ...] | None = None) -> WishAdvice:
    """Return what one change of the person's wish would open, among open work near it.

    Whoever calls answers for who reads it: the person, or staff who may see both people and postings. Who turned
    recommendation off gets none (个人信息保护法 art. 24). Five queries.

    :param offices: whose work; by default that of the county of the person's station.
    """
    day = local_day(at)
    row = seeker_row(seeker, day)
    if row.recommendation_off:
        return WishAdvice(0, 0, (), (_("本人关闭了个性化推荐，不做这项计算。"),))
    if row.birth_on is None:
        return WishAdvice(0, 0, (), (_("年龄还没有凭证件核实，什么都还不能介绍。先凭证件确认年龄。"),))
    if not row.wanted:
        return WishAdvice(0, 0, (), (_("还没有登记想做的工种，先登记意向。"),))
    promises = promised_to(seeker.person_id, at)
    offices = offices_around(seeker.office) if offices is None else offices
    with offers_of(offices, at) as on_offer:
        free = on_offer.rows[~on_offer.snapshot.clashes(on_offer.rows, promises)]
        bits = on_offer.snapshot.bits
        people = people_table([row], bits, day)
        table = on_offer.snapshot.index.take(free)
        said = advise(people, 0, table, more_m=FURTHER_M, less_fen=LESS_FEN, mobility=mobility())
        more_times = list(_times(row, OnOffer(on_offer.snapshot, free), day))
    lines = [line for one in _smallest_steps(said.changes) if (line := _wish_line(one, row)) is not None]
    ordered = sorted([*lines, *more_times], key=lambda line: (-line.places, -line.shifts))
    return WishAdvice(said.rows, said.places, tuple(ordered[:MOST_LINES]))


def _smallest_steps(changes: Iterable[Advice]) -> Iterator[Advice]:
    """Leave out the larger step that opens no more than a smaller one."""
    for one in changes:
        alike = (o for o in changes if o.change == one.change and o.change in (Change.DISTANCE, Change.PAY))
        if not any(o.amount < one.amount and (o.rows, o.places) == (one.rows, one.places) for o in alike):
            yield one


def _wish_line(one: Advice, row: SeekerRow) -> WishLine | None:
    match one.change:
        case Change.DISTANCE:
            most = (row.max_distance_m or 0) + one.amount
            words = _("再远%(more)s（最远%(most)s）") % {"more": distance_text(one.amount), "most": distance_text(most)}
            return WishLine("distance", words, one.rows, one.places, f"distance-{FURTHER_M.index(one.amount) + 1}")
        case Change.PAY:
            least = max(0, (row.pay_min_daily_fen or 0) - one.amount)
            amounts = {"less": money_text(one.amount), "least": money_text(least, "day")}
            words = _("每天少要%(less)s（最低%(least)s）") % amounts
            return WishLine("pay", words, one.rows, one.places, f"pay-{LESS_FEN.index(one.amount) + 1}")
        case Change.CERTIFICATE:
            found = _certificate(one.amount)
            words = _("考下“%(name)s”") % {"name": found.name}
            courses = _courses(found)
            return WishLine("certificate", words, one.rows, one.places, certificate=found.code, courses=courses)
        case _:  # times are asked by `_times`
            return None


def _times(row: SeekerRow, on_offer: OnOffer, day: dt.date) -> Iterator[WishLine]:
    """Ask once more with each further part of the week, and with each further day, those that only times keep shut."""
    index, rows = on_offer.snapshot.index, on_offer.rows
    week = ALL_WEEK if row.week_mask is None else row.week_mask
    tried = {f"part-{part}": 1 << part for part in range(28)} | {f"day-{d}": DAYTIME << 4 * d for d in range(7)}
    tried = {change: mask for change, mask in tried.items() if mask & ~week}
    if not len(rows) or not tried:
        return
    masks = [0, *tried.values()]
    askers = [replace(row, seeker_id=n, week_mask=week | mask) for n, mask in enumerate(masks)]  # a table's keys differ
    people = people_table(askers, on_offer.snapshot.bits, day)

    def failed(person: int, positions: NDArray[np.intp]) -> NDArray[np.int32]:
        return failures(people, person, index, weights=NEAR_WORK, mobility=mobility(), positions=positions)

    bits = failed(0, rows)
    shut = rows[(bits != 0) & (bits & ~TIMES == 0)]
    columns = index.columns(shut)
    shut, places = shut[columns["occupation"] > 0], columns["places_left"][columns["occupation"] > 0]
    opened: dict[str, NDArray[np.bool_]] = {}
    for person, (change, mask) in enumerate(tried.items(), 1):
        now = failed(person, shut) == 0 if len(shut) else np.zeros(0, np.bool_)
        opened[change] = now
        kind, number = change.split("-")
        # A whole day is told only where it opens more than its morning or its afternoon alone.
        halves = (
            [opened[f"part-{4 * int(number) + h}"] for h in (0, 1)] if kind == "day" and mask & ~week == mask else []
        )
        if now.any() and not (kind == "day" and (not halves or any((now == half).all() for half in halves))):
            words = _("%(times)s也能干") % {"times": week_words(mask)}
            yield WishLine("times", words, int(now.sum()), int(places[now].sum()), change)


# --- for whoever offers work ------------------------------------------------------------------------------------------


def advise_work(*, posting: Posting, by: User, at: dt.datetime, shift_id: int | None = None) -> WorkAdvice:
    """Return how many more people one change of a posting would suit, among those whom `by` may see; exact.

    :param shift_id: which shift; by default the soonest that is open. Ten queries.
    :raises NotAllowed: the role may not see both people and postings.
    """
    if not can_match(by):
        raise NotAllowed
    day = local_day(at)
    return _advise_work(posting, offices_around(office_of(by)), seeker_rows_for(by, day), at, shift_id, exact=True)


def advise_employer(*, posting: Posting, at: dt.datetime, shift_id: int | None = None) -> WorkAdvice:
    """Return the same for the employer's own eyes: people of the whole county, counts alone.

    No number below `FEWEST_TOLD` is told, and the others are rounded down to a multiple of it, so that two looks never
    tell what one person asks for. Whoever calls answers for whose posting it is. Ten queries.
    """
    day, offices = local_day(at), offices_around(posting.office)
    return _advise_work(posting, offices, seeker_rows(offices, day), at, shift_id, exact=False)


def advise_draft(*, posting: Posting, at: dt.datetime) -> WorkAdvice:
    """Return the same as `advise_employer` for work that nobody has submitted yet, as if it were on offer now.

    Whoever calls answers for whose draft it is, and for how often: terms can be changed at will and asked about again.
    """
    day, offices = local_day(at), offices_around(posting.office)
    open_rows = draft_columns(posting.pk, at)
    if not open_rows:
        return WorkAdvice(None, (), False, (_("还没有写人数和时间，没有可算的。"),))
    return _advise_about(posting, open_rows[0], seeker_rows(offices, day), day, exact=False)


def _advise_work(
    posting: Posting, offices: tuple[int, ...], rows: Sequence[SeekerRow], at: dt.datetime, shift_id: int | None, *,
    exact: bool,
) -> WorkAdvice:  # fmt: skip
    open_rows = posting_columns(list(offices), at, only=[posting.pk])
    shift = next((row for row in open_rows if shift_id is None or row.shift_id == shift_id), None)
    if shift is None:
        return WorkAdvice(None, (), exact, (_("这个岗位现在没有可以报名的班次，没有可算的。"),))
    return _advise_about(posting, shift, rows, local_day(at), exact=exact)


def _advise_about(
    posting: Posting, shift: PostingRow, rows: Sequence[SeekerRow], day: dt.date, *, exact: bool
) -> WorkAdvice:
    if shift.ends_at is not None and not shift.week_mask:
        busy = busy_people([row.person_id for row in rows], shift.starts_at, shift.ends_at)
        rows = [row for row in rows if row.person_id not in busy]
    one = Offers.of([shift], day)
    lodged = offers_lodging(posting.pk)
    said = advise_posting(
        one.table, 0, people_table(rows, one.bits, day), more_fen=MORE_FEN, mobility=mobility(),
        would_lodge=None if lodged else np.array([row.would_lodge for row in rows], np.bool_),
    )  # fmt: skip
    lines = [_work_line(each, told) for each in _smallest_steps(said.changes) if (told := _told(each.rows, exact))]
    unknown = (_("报酬折算不成每天多少钱，没有比较加价。"),) if int(one.table.pay_fen[0]) == UNKNOWN_PAY else ()
    return WorkAdvice(_told(said.rows, exact), tuple(lines[:MOST_LINES]), exact, unknown)


def _told(people: int, exact: bool) -> int | None:
    """Return the number as it may be told, None where it may not."""
    if exact:
        return people
    return people // FEWEST_TOLD * FEWEST_TOLD or None


def _work_line(one: Advice, people: int) -> WorkLine:
    match one.change:
        case Change.PAY:
            words = _("每天加%(more)s") % {"more": money_text(one.amount)}
        case Change.CERTIFICATE:
            found = _certificate(one.amount)
            by_law = found.kind not in NO_LAW_ASKS
            shape = _("只差“%(name)s”（依法要持证，不能去掉）") if by_law else _("不要求“%(name)s”")
            return WorkLine(one.change.value, shape % {"name": found.name}, people, by_law, _courses(found))
        case Change.WEEKLY:
            words = _("%(times)s不用来") % {"times": week_words(1 << one.amount)}
        case Change.LODGING:
            words = _("提供住宿")
        case _:
            words = _("去掉年龄要求")
    return WorkLine(one.change.value, words, people)


def _certificate(bit: int) -> Certificate:
    return next(each for each in all_certificates() if each.bit == bit)


def _courses(found: Certificate) -> tuple[str, ...]:
    return tuple(course.name for course in course_kinds() if found.code in course.certificates)
