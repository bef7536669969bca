"""Whether pay came: confirmed by the worker or by evidence, struck out by counter-entry, asked about when late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from yizhan.employers.enums import ConductKind
from yizhan.employers.operations import record_conduct
from yizhan.gigs.enums import PAYABLE, UNPAID, CounterReason, EntryKind, OrderState, PayMethod, Proof
from yizhan.gigs.events import PaymentConfirmed, PayOverdue
from yizhan.gigs.models import LedgerEntry, Order
from yizhan.gigs.operations.refusals import (
    EntryStruck,
    OrderCannotMove,
    PaidInGoods,
    PaidTooMuch,
    PayeeIsAnother,
    ProofMissing,
)
from yizhan.gigs.operations.settling import counter_entry, identity_of
from yizhan.gigs.operations.steps import lock_order, note, step
from yizhan.gigs.queries import outstanding_fen
from yizhan.shared.db import constraint_speaks
from yizhan.shared.events import publish

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.referrals.events import PayAnswered

#: As what the conduct of an employer is sourced.
CONDUCT_SOURCE = "gigs.Order"


@dataclass(frozen=True)
class Payment:
    """What is known about a payment.

    :param method: a `PayMethod`; anything else (goods, vouchers, a debt set off) is refused.
    :param to_worker: the money reached the worker or an account in the worker's own name.
    """

    fen: int
    paid_on: dt.date
    method: str
    proof: str
    voucher: str = ""
    to_worker: bool = True


@transaction.atomic
def confirm_payment(
    *,
    order: Order,
    payment: Payment,
    by: User | None,
    at: dt.datetime,
    today: dt.date,
    seen_version: int | None = None,
) -> LedgerEntry:
    """Enter a payment in the ledger; when nothing is owed any more the order is paid. Paid late is remembered.

    :raises OrderCannotMove: nothing is settled or all is paid. :raises PaidTooMuch: more than is owed, or tomorrow.
    :raises PaidInGoods, PayeeIsAnother, ProofMissing: what the law does not take for payment.
    """
    if payment.method not in PayMethod.values:
        raise PaidInGoods
    if not payment.to_worker:
        raise PayeeIsAnother
    if payment.proof not in Proof.values or (payment.proof == Proof.VOUCHER and not payment.voucher):
        raise ProofMissing
    order = lock_order(order, seen_version=seen_version)
    settlement = order.settlements.filter(struck_at=None).first()
    if order.state != OrderState.TO_PAY or settlement is None:
        raise OrderCannotMove
    owed = outstanding_fen(order)
    if not 0 < payment.fen <= owed or payment.paid_on > today:
        raise PaidTooMuch
    with constraint_speaks(
        LedgerEntry, ledgerentry_unstated_only_by_worker=ProofMissing, ledgerentry_cash_is_signed=ProofMissing
    ):
        entry = LedgerEntry.objects.create(
            **identity_of(order), order=order, settlement=settlement, kind=EntryKind.PAYMENT,
            minutes=settlement.minutes, paid_fen=payment.fen, paid_on=payment.paid_on, method=payment.method,
            proof=payment.proof, voucher=payment.voucher, at=at, by=by,
        )  # fmt: skip
    if payment.fen == owed:
        step(order, OrderState.PAID, by=by, at=at)
        if payment.proof != Proof.VOUCHER:  # an employer's paper does not answer a worker who says that nothing came
            order.said_unpaid_at = None
        _remember(order, payment, by=by, at=at)
        publish(PaymentConfirmed(order.pk, order.public_id, payment.paid_on, at))
    order.version += 1
    order.save(update_fields=["state", "said_unpaid_at", "version"])
    note(order, "payment_confirmed", by=by, at=at, fields=["payment"], reason=payment.proof)
    return entry


def _remember(order: Order, payment: Payment, *, by: User | None, at: dt.datetime) -> None:
    """Say it of the employer when pay came after its day; once an order, whatever is struck out and entered anew."""
    if payment.paid_on > order.pay_on:
        record_conduct(
            employer=order.shift.posting.employer, kind=ConductKind.PAID_LATE, source_kind=CONDUCT_SOURCE,
            source_public_id=order.public_id, by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def strike_payment(*, entry: LedgerEntry, reason: CounterReason, by: User, at: dt.datetime) -> LedgerEntry:
    """Strike a payment out by a counter-entry: what it paid is owed again.

    :raises EntryStruck: it was struck out before, or is no payment (the unique key decides).
    """
    order = lock_order(entry.order)
    entry = LedgerEntry.objects.get(pk=entry.pk)
    if entry.kind != EntryKind.PAYMENT or entry.counters_id is not None:
        raise EntryStruck
    with constraint_speaks(LedgerEntry, counters=EntryStruck, mirrors=EntryStruck):
        counter = counter_entry(entry, reason, by=by, at=at)
    if order.state == OrderState.PAID:
        step(order, OrderState.TO_PAY, by=by, at=at, reason=reason)
        order.save(update_fields=["state", "version"])
    note(order, "payment_struck", by=by, at=at, fields=["payment"], reason=reason)
    return counter


@transaction.atomic
def note_reminder(*, order: Order, by: User, at: dt.datetime, today: dt.date) -> Order:
    """The employer was asked about pay that did not come by its day; the rooms above hear of it.

    :raises OrderCannotMove: nothing is late.
    """
    order = lock_order(order)
    if (order.state not in UNPAID and order.said_unpaid_at is None) or order.pay_on >= today:
        raise OrderCannotMove
    order.reminded_at = at
    order.save(update_fields=["reminded_at"])
    publish(PayOverdue(order.pk, order.public_id, order.person_id, order.shift.posting.employer_id, order.pay_on, at))
    note(order, "pay_reminded", by=by, at=at, fields=["reminded_at"])
    return order


@transaction.atomic
def hear_of_pay(*, order: Order, paid_full: bool | None, on_time: bool | None, by: User, at: dt.datetime) -> None:
    """Take a follow-up's answer at its word: paid in full confirms the payment, not in full is a warning."""
    order = lock_order(order)
    if paid_full and order.state == OrderState.TO_PAY:
        today = timezone.localdate(at)
        paid_on = order.pay_on if on_time and order.pay_on <= today else today
        payment = Payment(outstanding_fen(order), paid_on, PayMethod.UNSTATED, Proof.WORKER_SAID)
        confirm_payment(order=order, payment=payment, by=by, at=at, today=today)
    elif paid_full:
        hear_received(order, by=by, at=at)
    elif paid_full is False:
        hear_unpaid(order, by=by, at=at, today=timezone.localdate(at))


def hear_of_hire(event: PayAnswered) -> None:
    """Hear what a call after a hire said about the pay of the order that came of it (CR-061).

    Pay whose day is still to come is not missing; what the answer says of the employer is written down by the call.
    """
    order = Order.objects.filter(referral=event.referral).first()
    if order is None:
        return
    if event.in_full:
        hear_of_pay(order=order, paid_full=True, on_time=event.on_time, by=event.by, at=event.at)
    elif order.pay_on < timezone.localdate(event.at):
        _keep_unpaid(lock_order(order), by=event.by, at=event.at)


def hear_received(order: Order, *, by: User | None, at: dt.datetime) -> None:
    """Let go of "it has not come" on a locked order that is paid: the worker says that it has."""
    if order.state != OrderState.PAID or order.said_unpaid_at is None:
        return
    order.said_unpaid_at = None
    order.version += 1
    order.save(update_fields=["said_unpaid_at", "version"])
    note(order, "said_received", by=by, at=at, fields=["said_unpaid_at"])


def hear_unpaid(order: Order, *, by: User | None, at: dt.datetime, today: dt.date) -> None:
    """Keep on a locked order that the worker says pay has not come, and say it of the employer once its day is over.

    The order stands on the list of warnings from then on, whatever an employer's voucher says (CR-061).
    """
    _keep_unpaid(order, by=by, at=at)
    if order.pay_on < today:
        record_conduct(
            employer=order.shift.posting.employer, kind=ConductKind.UNDERPAID, source_kind=CONDUCT_SOURCE,
            source_public_id=order.public_id, by=by, at=at,
        )  # fmt: skip


def _keep_unpaid(order: Order, *, by: User | None, at: dt.datetime) -> None:
    if order.state in PAYABLE and order.said_unpaid_at is None:
        order.said_unpaid_at = at
        order.version += 1
        order.save(update_fields=["said_unpaid_at", "version"])
        note(order, "said_unpaid", by=by, at=at, fields=["said_unpaid_at"])
