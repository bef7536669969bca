"""Reads of the room: orders and who sees them, the ledger, and pay that did not come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import Http404

from yizhan.accounts.enums import OfficeKind
from yizhan.accounts.queries import can_see_people, in_offices_of
from yizhan.accounts.standing import StandingFor
from yizhan.employers.queries import conduct_counts, public_name
from yizhan.gigs.enums import AHEAD, FIELD_OPEN, UNPAID, CallResult, EntryKind, FieldWhat, OrderState, WarningLevel
from yizhan.gigs.models import (
    Agreement,
    AttendanceCorrection,
    FieldEntry,
    HoursStatement,
    LedgerEntry,
    LedgerEntryQuerySet,
    Order,
    OrderQuerySet,
    OrderStep,
    PayStatement,
    PayVoucher,
)
from yizhan.gigs.rules import ESCALATE_AFTER_DAYS, warning_level
from yizhan.people.queries import masked_phones
from yizhan.postings.queries import postings_visible_to
from yizhan.shared.identifiers.numbers import parse_number
from yizhan.shared.standing import TODAY
from yizhan.workers.queries import day_bounds

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person
    from yizhan.postings.models import Shift

NUMBER_PREFIX = "G"
#: Conduct that makes other pay of the same employer uncertain.
BAD_PAY = ("underpaid", "paid_late")

#: State -> kind of `status_badge`.
BADGES: dict[str, str] = {
    OrderState.PROMISED: "wait",
    OrderState.AGREED: "info",
    OrderState.AT_WORK: "info",
    OrderState.HOURS: "wait",
    OrderState.DISPUTED: "bad",
    OrderState.TO_PAY: "wait",
    OrderState.PAID: "good",
    OrderState.NO_SHOW: "bad",
    OrderState.CANCELLED: "off",
}


# --- who sees what ----------------------------------------------------------------------------------------------------


def orders_visible_to(user: User) -> OrderQuerySet:
    """Return the orders of the gigs that the user's offices answer for or sent somebody to; else none."""
    if not can_see_people(user):
        return Order.objects.none()
    return Order.objects.filter(in_offices_of(user) | in_offices_of(user, "sent_by"))


def get_order(user: User, public_id: UUID) -> Order:
    """Return an order with what its page shows.

    :raises Http404: there is none that the user may see.
    """
    found = (
        orders_visible_to(user)
        .select_related("person", "seeker", "shift__posting__terms", "shift__posting__employer", "office", "sent_by",
                        "referral", "led_by__person", "attendance__in_by", "attendance__out_by")
        .filter(public_id=public_id)
        .first()
    )  # fmt: skip
    if found is None:
        raise Http404
    return found


def find_by_number(user: User, text: str) -> Order | None:
    """Find an order by the number on its slip as it was scanned, typed or read out; None when the user sees none.

    :raises yizhan.shared.identifiers.numbers.NumberMisread: it is no number of an order.
    """
    number = str(parse_number(text, prefix=NUMBER_PREFIX))
    return orders_visible_to(user).filter(number=number).first()


def get_shift(user: User, public_id: UUID) -> Shift:
    """Return a dated shift of a posting that the user sees, with posting, terms and employer.

    :raises Http404: there is none.
    """
    from django.apps import apps

    shifts = apps.get_model("postings", "Shift").objects
    found = (
        shifts.filter(posting__in=postings_visible_to(user), ends_at__isnull=False, public_id=public_id)
        .select_related("posting__terms", "posting__employer", "posting__office")
        .first()
    )
    if found is None or not can_see_people(user):
        raise Http404
    return found


# --- one order --------------------------------------------------------------------------------------------------------


def outstanding_fen(order: Order) -> int:
    """Return what is owed: the sum of wages less payments over all entries, counter-entries included."""
    total = LedgerEntry.objects.filter(order=order).aggregate(owed=Sum(F("net_fen") - F("paid_fen")))["owed"]
    return int(total or 0)


def steps_of(order: Order) -> list[OrderStep]:
    """Return the dated steps, oldest first."""
    return list(OrderStep.objects.filter(order=order).select_related("by").order_by("at", "pk"))


def corrections_of(order: Order) -> list[AttendanceCorrection]:
    """Return what was put right about coming and going, newest first, each with the version before."""
    return list(order.corrections.select_related("by").order_by("-at", "-pk"))


def open_field_entries(user: User) -> QuerySet[FieldEntry]:
    """Return the notes from the field that wait for a person, the oldest first."""
    rows = FieldEntry.objects.filter(decision="", outcome__in=sorted(FIELD_OPEN))
    return rows.filter(order__in=orders_visible_to(user)).order_by("sent_at", "pk")


def field_entries(user: User, *, limit: int = 200) -> list[FieldEntry]:
    """Return them with what stands (`stands`); one query."""
    found = list(open_field_entries(user).select_related("order__person", "order__attendance", "by")[:limit])
    for one in found:
        noted = getattr(one.order, "attendance", None)
        one.stands = noted and (noted.in_at if one.what == FieldWhat.CAME else noted.out_at)  # type: ignore[attr-defined]
    return found


def statements_of(order: Order) -> list[HoursStatement]:
    """Return what was said about the hours, newest first; nothing is ever overwritten."""
    return list(HoursStatement.objects.filter(order=order).select_related("by").order_by("-at", "-pk"))


def paid_words_of(order: Order) -> list[PayStatement]:
    """Return what the employer said was paid, newest first."""
    rows = PayStatement.objects.filter(order=order).select_related("by").prefetch_related("vouchers")
    return list(rows.order_by("-at", "-pk"))


def get_voucher(user: User, public_id: UUID) -> PayVoucher:
    """Return a picture that an employer added, of an order in sight.

    :raises Http404: there is none, or not for these eyes.
    """
    rows = PayVoucher.objects.select_related("file", "statement__order")
    found = rows.filter(public_id=public_id, statement__order__in=orders_visible_to(user)).first()
    if found is None:
        raise Http404
    return found


def newest_paid_words(order_ids: Iterable[int]) -> dict[int, PayStatement]:
    """Return the newest word of the employer about pay of each order; orders without one are left out. One query.

    Each says with `pictures` how many vouchers came with it.
    """
    rows = PayStatement.objects.filter(order_id__in=list(order_ids)).annotate(pictures=Count("vouchers"))
    rows = rows.order_by("at", "pk")
    return {one.order_id: one for one in rows}


def said_paid_on(order_id: int) -> list[dt.date]:
    """Return the days on which the employer said that an order was paid."""
    return sorted(set(PayStatement.objects.filter(order_id=order_id).order_by().values_list("paid_on", flat=True)))


def entries_of(order: Order) -> list[LedgerEntry]:
    """Return the entries of an order in the order in which they were made."""
    rows = LedgerEntry.objects.filter(order=order).select_related("by", "countered_by")
    return list(rows.order_by("pk"))


def orders_of_person(user: User, person: Person) -> OrderQuerySet:
    """Return a person's orders that the user sees, newest first."""
    return orders_visible_to(user).filter(person=person).order_by("-made_at", "-pk")


def signed_today(user: User, today: dt.date) -> OrderQuerySet:
    """Return orders whose people came or went on a day, the newest first."""
    start, end = day_bounds(today)
    rows = orders_visible_to(user).filter(attendance__in_at__gte=start, attendance__in_at__lt=end)
    return rows.order_by("-attendance__in_at", "-pk")


@dataclass(frozen=True, repr=False)
class OrderCard:
    """An order as it stands in a list; the telephone is masked."""

    pk: int
    public_id: UUID
    number: str
    person_id: int
    person_public_id: UUID
    person_name: str
    phone: str
    employer_name: str
    title: str
    shift_public_id: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: str
    state_label: str
    end_reason: str
    role_label: str
    led_by_id: int | None
    replaces_id: int | None
    places: int
    calls: int
    call_result: str
    call_label: str
    pay_on: dt.date
    labor_type: str
    version: int

    @property
    def badge(self) -> str:
        """Kind of `status_badge`."""
        return BADGES[self.state]

    @property
    def is_ahead(self) -> bool:
        """Nobody has come yet."""
        return self.state in AHEAD

    @property
    def is_to_call(self) -> bool:
        """Nobody has come yet, and no call has brought a yes."""
        return self.is_ahead and self.call_result != CallResult.WILL_COME


def order_cards(orders: QuerySet[Order]) -> list[OrderCard]:
    """Return cards in the order of a queryset: two queries however many there are."""
    found = list(
        orders.select_related("person", "shift__posting__employer", "shift__posting__terms").defer(
            "person__id_no", "shift__posting__terms__contact_name", "shift__posting__terms__contact_phone",
            "shift__posting__employer__person_id_no", "shift__posting__employer__legal_rep",
            "shift__posting__employer__phone",
        )
    )  # fmt: skip
    phones = masked_phones([row.person_id for row in found])
    return [_order_card(row, phones.get(row.person_id, "")) for row in found]


def _order_card(row: Order, phone: str) -> OrderCard:
    posting = row.shift.posting
    return OrderCard(
        pk=row.pk,
        public_id=row.public_id,
        number=row.number,
        person_id=row.person_id,
        person_public_id=row.person.public_id,
        person_name=row.person.name,
        phone=phone,
        employer_name=public_name(posting.employer.kind, posting.employer.name),
        title=posting.terms.title if posting.terms else "",
        shift_public_id=row.shift.public_id,
        starts_at=row.shift.starts_at,
        ends_at=row.shift.ends_at or row.shift.starts_at,
        state=row.state,
        state_label=str(row.get_state_display()),
        end_reason=str(row.get_end_reason_display()),
        role_label=str(row.get_role_display()),
        led_by_id=row.led_by_id,
        replaces_id=row.replaces_id,
        places=row.places,
        calls=row.calls,
        call_result=row.call_result,
        call_label=str(row.get_call_result_display()),
        pay_on=row.pay_on,
        labor_type=posting.terms.labor_type if posting.terms else "",
        version=row.version,
    )


def waiting_for_us(user: User) -> OrderQuerySet:
    """Return the orders on which the station has something to do after work: hours, disputes, settlements, pay."""
    after = sorted({OrderState.HOURS, OrderState.DISPUTED, OrderState.TO_PAY, OrderState.AT_WORK})
    return orders_visible_to(user).filter(state__in=after).order_by("pay_on", "pk")


# --- the wage ledger --------------------------------------------------------------------------------------------------


def ledger_visible_to(user: User) -> LedgerEntryQuerySet:
    """Return the entries of the offices that the user sees into; nothing for roles that see no people."""
    if not can_see_people(user):
        return LedgerEntry.objects.none()
    return LedgerEntry.objects.filter(in_offices_of(user))


def ledger_of_period(
    user: User, from_on: dt.date, until_on: dt.date, *, employer: UUID | None = None, office: UUID | None = None
) -> LedgerEntryQuerySet:
    """Return the entries for work that began in `[from_on, until_on)`, by day and as they were made.

    :param employer: public id; its name is a person's for households, and names stand in no address.
    :param office: public id of the office that answered for the gig.
    """
    found = ledger_visible_to(user).filter(period_from_on__gte=from_on, period_from_on__lt=until_on)
    if employer is not None:
        found = found.filter(order__shift__posting__employer__public_id=employer)
    if office is not None:
        found = found.filter(office__public_id=office)
    return found.select_related("order", "countered_by__order", "counters").order_by(*LEDGER_ORDER)


#: By day of work and as they were made; unique together, so that a page can begin after the last row of another.
LEDGER_ORDER = ("period_from_on", "id")


def ledger_choices(user: User, from_on: dt.date, until_on: dt.date) -> tuple[list[tuple[str, str]], ...]:
    """Return the offices and the employers that have entries in a period, as `(public id, name)`; two queries."""
    rows = ledger_visible_to(user).filter(period_from_on__gte=from_on, period_from_on__lt=until_on).order_by()
    offices = rows.values_list("office__public_id", "office__name").distinct().order_by("office__path")
    employers = rows.values_list("order__shift__posting__employer__public_id", "employer_name").distinct()
    named = [(str(key), name) for key, name in employers.order_by("employer_name")]
    return [(str(key), name) for key, name in offices], list(dict(named).items())


@dataclass(frozen=True)
class LedgerSums:
    """Sums over entries, counter-entries included. `owed_fen` is net less paid."""

    gross_fen: int
    deductions_fen: int
    net_fen: int
    paid_fen: int

    @property
    def owed_fen(self) -> int:
        """What is owed on these entries."""
        return self.net_fen - self.paid_fen


def ledger_sums(entries: QuerySet[LedgerEntry]) -> LedgerSums:
    """Add entries up; one query."""
    names = ("gross_fen", "deductions_fen", "net_fen", "paid_fen")
    sums = entries.order_by().aggregate(**{f"s_{name}": Sum(name) for name in names})
    return LedgerSums(**{name: int(sums[f"s_{name}"] or 0) for name in names})


# --- pay that did not come --------------------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class PayWarning:
    """Pay that is late, or at risk because the same employer owes others or has done so within thirty days.

    :param days_late: 0 or less where the day has not passed. :param owed_fen: None before it is settled.
    :param co_workers: other people to whom the employer's pay is late. :param reports: facts about bad pay in 30 days.
    :param said_paid: the employer's newest word that it was paid; the worker has not confirmed it.
    """

    card: OrderCard
    level: WarningLevel
    days_late: int
    owed_fen: int | None
    co_workers: int
    reports: int
    reminded_at: dt.datetime | None
    said_unpaid_at: dt.datetime | None = None
    said_paid: PayStatement | None = None

    @property
    def level_label(self) -> str:
        """The level in words."""
        return str(self.level.label)


def late_orders(user: User, today: dt.date) -> OrderQuerySet:
    """Return orders whose pay day has passed without the whole pay being confirmed, the longest first.

    Derived at the moment of reading: work was noted, no final word about its pay, the day is over. Whether hours are
    still disputed or nothing was settled makes no difference to the worker. What was entered as paid stands here too
    while the worker says that it has not come.
    """
    unpaid = Q(state__in=sorted(UNPAID)) | Q(said_unpaid_at__isnull=False)
    late = orders_visible_to(user).filter(unpaid, pay_on__lt=today)
    return late.order_by("pay_on", "pk")


def order_for_notice(order_id: int) -> tuple[Order, Agreement]:
    """Return an order with the newest agreement: what a message to its worker is made of. Two queries."""
    order = Order.objects.select_related("shift", "sent_by").get(pk=order_id)
    agreement = order.agreements.select_related("terms").order_by("-number")[0]
    return order, agreement


def unpaid_with_pay_day(from_on: dt.date, until_on: dt.date) -> OrderQuerySet:
    """Return the orders of all offices whose pay day lies in `[from_on, until_on)` and whose pay nobody confirmed."""
    rows = Order.objects.filter(state__in=sorted(UNPAID), pay_on__gte=from_on, pay_on__lt=until_on)
    return rows.select_related("sent_by", "shift").order_by("pk")


def pay_warnings(user: User, today: dt.date, *, limit: int = 200) -> list[PayWarning]:
    """Return today's list: late pay first, then pay at risk with the same employers. A fixed number of queries."""
    late = list(late_orders(user, today).values_list("pk", "shift__posting__employer_id")[:limit])
    owing = {employer for _pk, employer in late}
    risk_q = Q(shift__posting__employer__in=sorted(owing)) | Q(
        shift__posting__employer__review_flag=True, shift__posting__employer__review_reason__in=BAD_PAY
    )
    at_risk = orders_visible_to(user).filter(risk_q, state__in=sorted(UNPAID), pay_on__gte=today)
    risky = list(at_risk.order_by("pay_on", "pk").values_list("pk", "shift__posting__employer_id")[:limit])
    employer_of = dict([*late, *risky])
    cards = {card.pk: card for card in order_cards(Order.objects.filter(pk__in=employer_of).order_by("pk"))}
    moments = Order.objects.filter(pk__in=employer_of).values_list("pk", "reminded_at", "said_unpaid_at")
    heard = {pk: (reminded, said) for pk, reminded, said in moments}
    owed, words = _owed(employer_of), newest_paid_words(employer_of)
    reports = conduct_counts(employer_of.values())
    return [
        PayWarning(
            card=cards[pk],
            level=warning_level(cards[pk].pay_on, today, outstanding=True) or WarningLevel.AT_RISK,
            days_late=(today - cards[pk].pay_on).days,
            owed_fen=owed.get(pk),
            co_workers=sum(1 for other, of in late if of == employer_of[pk] and other != pk),
            reports=sum(count for kind, count in reports.get(employer_of[pk], {}).items() if kind in BAD_PAY),
            reminded_at=heard[pk][0],
            said_unpaid_at=heard[pk][1],
            said_paid=words.get(pk),
        )
        for pk, _employer in [*late, *risky]
    ]


def _owed(order_ids: Iterable[int]) -> dict[int, int]:
    """Return what each order is owed by the ledger; orders without an entry are left out."""
    rows = LedgerEntry.objects.filter(order_id__in=list(order_ids)).order_by().values("order_id")
    return dict(rows.annotate(owed=Sum(F("net_fen") - F("paid_fen"))).values_list("order_id", "owed"))


def sees_as_county(user: User) -> bool:
    """Say whether the user sits above stations: to them what stations did not solve comes first."""
    return user.office.kind != OfficeKind.STATION


def count_late(user: User, today: dt.date) -> int:
    """Count late pay; the badge in the menu. Above the stations only what has been late too long."""
    since = today - dt.timedelta(days=ESCALATE_AFTER_DAYS) if sees_as_county(user) else today
    return _LATE.count(user, today=since)


_LATE = StandingFor(lambda user: late_orders(user, TODAY))


@dataclass(frozen=True, repr=False)
class PayFacts:
    """What a rights case about an order begins with; the room above copies it into the case.

    :param said_unpaid_at: since when the worker says that the pay has not come, whatever was entered as paid.
    """

    order_public_id: UUID
    number: str
    person_id: int
    employer_id: int
    employer_name: str
    title: str
    work_from: dt.datetime
    work_until: dt.datetime
    pay_on: dt.date
    days_late: int
    minutes: int | None
    net_fen: int | None
    paid_fen: int
    owed_fen: int | None
    is_disputed: bool
    reminded_at: dt.datetime | None
    said_unpaid_at: dt.datetime | None


def pay_facts(user: User, public_id: UUID, today: dt.date) -> PayFacts:
    """Return the facts about an order's pay.

    :raises Http404: the user sees no such order.
    """
    order = get_order(user, public_id)
    posting, standing = order.shift.posting, order.settlements.filter(struck_at=None).first()
    paid = LedgerEntry.objects.filter(order=order, kind=EntryKind.PAYMENT).aggregate(sum=Sum("paid_fen"))["sum"]
    return PayFacts(
        order_public_id=order.public_id,
        number=order.number,
        person_id=order.person_id,
        employer_id=posting.employer_id,
        employer_name=posting.employer.name,
        title=posting.terms.title if posting.terms else "",
        work_from=order.shift.starts_at,
        work_until=order.shift.ends_at or order.shift.starts_at,
        pay_on=order.pay_on,
        days_late=max(0, (today - order.pay_on).days),
        minutes=standing.minutes if standing else None,
        net_fen=standing.net_fen if standing else None,
        paid_fen=int(paid or 0),
        owed_fen=outstanding_fen(order) if standing else None,
        is_disputed=order.state == OrderState.DISPUTED,
        reminded_at=order.reminded_at,
        said_unpaid_at=order.said_unpaid_at,
    )


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the month of a day as `[first, first of the next)`."""
    first = day.replace(day=1)
    return first, (first + dt.timedelta(days=32)).replace(day=1)
