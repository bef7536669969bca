"""From hours to pay: the settlement with its lines, and its entry in the wage ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from yizhan.gigs.enums import LABOUR_GROUNDS, CounterReason, DeductionGround, EntryKind, LineKind, OrderState
from yizhan.gigs.models import Agreement, Attendance, LedgerEntry, Order, Settlement, SettlementLine
from yizhan.gigs.operations.agreeing import newest_agreement
from yizhan.gigs.operations.attending import Said, agreed_hours, newest_words
from yizhan.gigs.operations.refusals import (
    BelowMinimum,
    DeductedTooMuch,
    DeductionForbidden,
    EarlierShiftOpen,
    HoursMissing,
    NothingDue,
    OrderCannotMove,
    PaymentStands,
    TermsMisfit,
    UnnamedLeft,
)
from yizhan.gigs.operations.steps import lock_order, note, step
from yizhan.gigs.pay.hours import DayKind, DayPart, apportion, minutes_between, split_by_day
from yizhan.gigs.pay.wages import WHOLE_BP, Rate, Unit, Work, wage_lines
from yizhan.gigs.rules import damage_is_too_much, is_full_time, keep_until
from yizhan.gigs.words import line_working
from yizhan.people.queries import current_contacts
from yizhan.shared.db import constraint_speaks
from yizhan.vocabularies.queries import free_days, is_statutory_holiday, minimum_wage
from yizhan.workers.queries import day_bounds

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@dataclass(frozen=True)
class Deduction:
    """What is taken off, and on which ground of law."""

    ground: DeductionGround
    fen: int


@dataclass(frozen=True)
class Extras:
    """What the arithmetic cannot know.

    :param allowance_fen: what is paid on top (heat, meals in money, a holiday of part-time work), with its words.
    :param done_bp: share of a lump sum's work that was done.
    :param rest_is_compensated: another day off is given for a worked day of rest (劳动法 art. 44 no. 2).
    """

    allowance_fen: int = 0
    allowance_words: str = ""
    deductions: Sequence[Deduction] = ()
    done_bp: int = WHOLE_BP
    rest_is_compensated: bool = False


@dataclass(frozen=True)
class DraftLine:
    """A line before it is written."""

    kind: LineKind
    amount_fen: int
    working: str
    ground: str = ""


@dataclass(frozen=True)
class Draft:
    """A settlement before it is written: what the page shows and the operation saves."""

    said: Said
    lines: tuple[DraftLine, ...]

    @property
    def gross_fen(self) -> int:
        """All that is due."""
        return sum(line.amount_fen for line in self.lines if line.kind != LineKind.DEDUCTION)

    @property
    def deductions_fen(self) -> int:
        """All that is taken off."""
        return sum(line.amount_fen for line in self.lines if line.kind == LineKind.DEDUCTION)

    @property
    def net_fen(self) -> int:
        """What is to be paid."""
        return self.gross_fen - self.deductions_fen


def work_of(order: Order, agreement: Agreement, said: Said, extras: Extras) -> Work:
    """Return what was done as the arithmetic wants it: minutes by local day with the kind of each day.

    :raises HoursMissing: nobody signed out.
    """
    attendance = getattr(order, "attendance", None)
    shift = order.shift
    if attendance is None or attendance.out_at is None or shift.ends_at is None:
        raise HoursMissing
    by_day = apportion(said.minutes, split_by_day(attendance.in_at, attendance.out_at))
    full_time = is_full_time(agreement.labor_type)
    kinds = _day_kinds(sorted(by_day)) if full_time else dict.fromkeys(by_day, DayKind.WORKDAY)
    parts = [DayPart(day, kinds[day], by_day[day]) for day in sorted(by_day)]
    planned = minutes_between(shift.starts_at, shift.ends_at) - agreement.rest_minutes
    before = normal_used_before(order, attendance) if full_time else 0
    return Work(parts, planned, said.pieces or 0, extras.done_bp, extras.rest_is_compensated, before)


def normal_used_before(order: Order, attendance: Attendance) -> int:
    """Return the minutes that the person worked for the same employer earlier on the local day on which this began.

    Counted are full-time orders that began before this one: what both sides agree on, else the time signed for less
    the unpaid rest, so that a dispute about the morning does not make the evening's overtime vanish.
    """
    day_start, day_end = day_bounds(timezone.localdate(attendance.in_at))
    same = Order.objects.standing().exclude(pk=order.pk).filter(
        person=order.person_id, shift__posting__employer=order.shift.posting.employer_id
    )  # fmt: skip
    unfinished = same.filter(shift__starts_at__gte=day_start, shift__starts_at__lt=order.shift.starts_at)
    if unfinished.filter(Q(attendance=None) | Q(attendance__out_at=None)).exists():
        raise EarlierShiftOpen
    earlier = (
        same.filter(attendance__in_at__gte=day_start, attendance__in_at__lt=day_end, attendance__out_at__isnull=False)
        .filter(Q(attendance__in_at__lt=attendance.in_at) | Q(attendance__in_at=attendance.in_at, pk__lt=order.pk))
        .select_related("attendance")
        .order_by("attendance__in_at", "pk")
    )
    return sum(_minutes_of(one) for one in earlier)


def _minutes_of(order: Order) -> int:
    agreement, said, noted = newest_agreement(order), agreed_hours(newest_words(order)), order.attendance
    if not is_full_time(agreement.labor_type):
        return 0
    if said is not None:
        return said.minutes
    return max(0, minutes_between(noted.in_at, noted.out_at or noted.in_at) - agreement.rest_minutes)


def _day_kinds(days: list[dt.date]) -> dict[dt.date, DayKind]:
    """Ask the calendar: statutory holidays, other free days, working days.

    :raises yizhan.vocabularies.queries.YearUnknown: a year without a table.
    """
    if not days:
        return {}
    free = free_days(days[0], days[-1] + dt.timedelta(days=1))
    return {
        day: DayKind.HOLIDAY if is_statutory_holiday(day) else DayKind.REST_DAY if day in free else DayKind.WORKDAY
        for day in days
    }


def draft_settlement(order: Order, extras: Extras) -> Draft:
    """Work out what is due, without writing anything.

    :raises HoursMissing: no hours that both sides agree on. :raises NothingDue: nothing comes of it (CR-062).
    :raises DeductionForbidden, DeductedTooMuch, BelowMinimum: what may not be taken off.
    """
    said = agreed_hours(newest_words(order))
    if said is None:
        raise HoursMissing
    return draft_from(order, newest_agreement(order), said, extras)


def draft_from(order: Order, agreement: Agreement, said: Said, extras: Extras) -> Draft:
    """Work out what is due for hours that both sides agree on.

    :raises: as `draft_settlement`.
    """
    full_time = is_full_time(agreement.labor_type)
    if not 0 < extras.done_bp <= WHOLE_BP or extras.allowance_fen < 0:
        raise TermsMisfit
    work = work_of(order, agreement, said, extras)
    rate = Rate(agreement.pay_fen, Unit(agreement.pay_unit))
    with translation.override("zh-hans"):  # the ledger is a Chinese document, whatever the page is read in
        lines = [
            DraftLine(LineKind(line.item.value), line.amount_fen, line_working(line, rate, work, full_time=full_time))
            for line in wage_lines(rate, work, full_time=full_time)
        ]
    if extras.allowance_fen:
        lines.append(DraftLine(LineKind.ALLOWANCE, extras.allowance_fen, extras.allowance_words))
    if not lines:
        raise NothingDue
    lines += [DraftLine(LineKind.DEDUCTION, one.fen, "", one.ground) for one in extras.deductions]
    draft = Draft(said, tuple(lines))
    _check_deductions(order, draft, agreement)
    return draft


def _check_deductions(order: Order, draft: Draft, agreement: Agreement) -> None:
    taken = [(line.ground, line.amount_fen) for line in draft.lines if line.kind == LineKind.DEDUCTION]
    grounds = {ground for ground, _fen in taken}
    if any(fen <= 0 for _ground, fen in taken) or (grounds & LABOUR_GROUNDS and not is_full_time(agreement.labor_type)):
        raise DeductionForbidden
    if damage_is_too_much(draft.gross_fen, taken):
        raise DeductionForbidden
    if draft.net_fen < 0:
        raise DeductedTooMuch
    if DeductionGround.DAMAGE in grounds:
        day = timezone.localdate(order.shift.starts_at)
        least = minimum_wage(agreement.terms.area_code, day)
        if least is not None and draft.net_fen * 60 < least.hour_fen * draft.said.minutes:
            raise BelowMinimum


@transaction.atomic
def settle_order(
    *, order: Order, extras: Extras = Extras(), by: User, at: dt.datetime, seen_version: int | None = None
) -> Settlement:
    """Write down what is due and enter it in the wage ledger, in one transaction.

    :raises OrderCannotMove: hours are still disputed, or it is settled. :raises UnnamedLeft: a crew without names.
    :raises: what `draft_settlement` raises.
    """
    order = lock_order(order, seen_version=seen_version)
    if order.state != OrderState.HOURS:
        raise HoursMissing if order.state == OrderState.DISPUTED else OrderCannotMove
    if order.unnamed:
        raise UnnamedLeft
    draft = draft_settlement(order, extras)
    with constraint_speaks(Settlement, settlement_one_stands=OrderCannotMove):
        settlement = Settlement.objects.create(
            order=order, agreement=newest_agreement(order), minutes=draft.said.minutes, pieces=draft.said.pieces,
            gross_fen=draft.gross_fen, deductions_fen=draft.deductions_fen, net_fen=draft.net_fen, at=at, by=by,
        )  # fmt: skip
    SettlementLine.objects.bulk_create(settlement_lines(settlement, draft))
    wage_entry(order, settlement, draft, by=by, at=at).save(force_insert=True)
    step(order, OrderState.TO_PAY, by=by, at=at)
    if draft.net_fen == 0:  # all of it was paid in advance: nothing is left to be confirmed
        step(order, OrderState.PAID, by=by, at=at)
    order.save(update_fields=["state", "version"])
    note(order, "settled", by=by, at=at, fields=["settlement"])
    return settlement


def settlement_lines(settlement: Settlement, draft: Draft) -> list[SettlementLine]:
    """Return the lines of a settlement, not saved yet."""
    return [
        SettlementLine(
            settlement=settlement, place=place, kind=line.kind, ground=line.ground, working=line.working,
            amount_fen=line.amount_fen,
        )
        for place, line in enumerate(draft.lines, start=1)
    ]  # fmt: skip


def wage_entry(order: Order, settlement: Settlement, draft: Draft, *, by: User, at: dt.datetime) -> LedgerEntry:
    """Return the ledger's entry of what was earned, not saved yet; its items are named in Chinese, as on paper."""
    with translation.override("zh-hans"):
        gross = [[str(line.kind.label), line.amount_fen] for line in draft.lines if line.kind != LineKind.DEDUCTION]
        taken = [
            [str(DeductionGround(line.ground).label), line.amount_fen]
            for line in draft.lines
            if line.kind == LineKind.DEDUCTION
        ]
    return LedgerEntry(
        **identity_of(order), order=order, settlement=settlement, kind=EntryKind.WAGE, minutes=settlement.minutes,
        gross_items=gross, deduction_items=taken, gross_fen=draft.gross_fen, deductions_fen=draft.deductions_fen,
        net_fen=draft.net_fen, at=at, by=by,
    )  # fmt: skip


def identity_of(order: Order) -> dict[str, object]:
    """Return what every entry of the ledger says about who, for whom, when (条例 art. 15), as it stands now."""
    person, shift = order.person, order.shift
    contact = next(iter(current_contacts(person)), None)
    first = timezone.localdate(shift.starts_at)
    last = timezone.localdate((shift.ends_at or shift.starts_at) - dt.timedelta(microseconds=1))
    return {
        "office": order.office,
        "person": person,
        "employer_name": shift.posting.employer.name,
        "person_name": person.name,
        "id_no": person.id_no or "",
        "contact": contact.number if contact else "",
        "period_from_on": first,
        "period_until_on": last + dt.timedelta(days=1),
        "due_on": order.pay_on,
        "keep_until_on": keep_until(order.pay_on),
    }


def counter_entry(entry: LedgerEntry, reason: CounterReason, *, by: User, at: dt.datetime) -> LedgerEntry:
    """Write the exact negative of an entry. The caller has locked the order.

    A trigger refuses a counter-entry that is not the negative; a unique key refuses a second one.
    """
    negative = {name: -getattr(entry, name) for name in ("gross_fen", "deductions_fen", "net_fen", "paid_fen")}
    same = (
        "order", "settlement", "kind", "office", "person", "employer_name", "person_name", "id_no", "contact",
        "period_from_on", "period_until_on", "due_on", "minutes", "paid_on", "method", "proof", "voucher",
        "keep_until_on",
    )  # fmt: skip
    return LedgerEntry.objects.create(
        **{name: getattr(entry, name) for name in same}, **negative, counters=entry, counter_reason=reason,
        gross_items=[[words, -fen] for words, fen in entry.gross_items],
        deduction_items=[[words, -fen] for words, fen in entry.deduction_items], at=at, by=by,
    )  # fmt: skip


@transaction.atomic
def strike_settlement(
    *, order: Order, reason: CounterReason, by: User, at: dt.datetime, seen_version: int | None = None
) -> Settlement:
    """Strike a settlement out by a counter-entry; the hours are to be confirmed and settled anew.

    :raises OrderCannotMove: nothing is settled. :raises PaymentStands: a payment on it stands.
    """
    order = lock_order(order, seen_version=seen_version)
    settlement = order.settlements.filter(struck_at=None).first()
    if settlement is None:
        raise OrderCannotMove
    if settlement.entries.filter(kind=EntryKind.PAYMENT, counters=None, countered_by=None).exists():
        raise PaymentStands
    if order.state == OrderState.PAID:  # nothing was left to pay
        step(order, OrderState.TO_PAY, by=by, at=at, reason=reason)
    counter_entry(settlement.entries.get(kind=EntryKind.WAGE, counters=None), reason, by=by, at=at)
    settlement.struck_at, settlement.struck_by, settlement.struck_reason = at, by, reason
    settlement.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    step(order, OrderState.HOURS, by=by, at=at, reason=reason)
    order.save(update_fields=["state", "version"])
    note(order, "settlement_struck", by=by, at=at, fields=["settlement"], reason=reason)
    return settlement
