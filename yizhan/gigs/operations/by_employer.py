"""What an employer says from the console about the own shifts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from yizhan.gigs.enums import OrderState, PayMethod, SignMethod
from yizhan.gigs.events import PaySaid
from yizhan.gigs.for_employers import orders_of_agent
from yizhan.gigs.models import PayStatement
from yizhan.gigs.operations.attending import Said, state_hours
from yizhan.gigs.operations.refusals import OrderCannotMove, SaidMisfit
from yizhan.gigs.operations.steps import lock_order, note
from yizhan.gigs.operations.vouchers import keep_voucher
from yizhan.shared.db import constraint_speaks
from yizhan.shared.errors import NotAllowed
from yizhan.shared.events import publish

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.gigs.models import Order
    from yizhan.shared.files.operations import CheckedPaper


@transaction.atomic
def say_hours(*, order: Order, said: Said, by: User, at: dt.datetime, seen_version: int | None = None) -> Order:
    """Take the word of an employer's agent about hours or pieces; where the worker says otherwise, both are kept.

    The word stands as the foreman's, with the agent's account beside it.

    :raises yizhan.shared.errors.NotAllowed: it is no order of an employer for whom the agent speaks at this moment.
    :raises: as `state_hours`.
    """
    _demand_own(order, by)
    return state_hours(order=order, employer=said, method=SignMethod.FOREMAN, by=by, at=at, seen_version=seen_version)


@dataclass(frozen=True, repr=False)
class SaidPaid:
    """What an employer says was paid for a shift.

    :param fen: all of it together so far. :param paid_on: the day of the last part.
    """

    fen: int
    paid_on: dt.date
    method: PayMethod


@transaction.atomic
def say_paid(
    *, order: Order, said: SaidPaid, by: User, at: dt.datetime, today: dt.date, seen_version: int | None = None,
    voucher: CheckedPaper | None = None,
) -> PayStatement:  # fmt: skip
    """Take the word of an employer's agent that pay was handed over; the worker hears of it and is asked.

    It is a word and nothing else: the order stays to be paid, and on the lists of late pay, until the worker confirms
    it or a paper is shown. The same again changes nothing and tells nobody twice.

    :param voucher: a picture of the transfer or signature, from `look_at_voucher`; it may follow with the same word.
    :raises yizhan.shared.errors.NotAllowed: it is no order of an employer for whom the agent speaks at this moment.
    :raises OrderCannotMove: nothing is settled yet, or all of it is confirmed.
    :raises SaidMisfit: more than is due, nothing, a day before the work or still to come, or no way of paying.
    """
    _demand_own(order, by)
    order = lock_order(order, seen_version=seen_version)
    settlement = order.settlements.filter(struck_at=None).first()
    if order.state != OrderState.TO_PAY or settlement is None:
        raise OrderCannotMove
    if said.fen > settlement.net_fen or not timezone.localdate(order.shift.starts_at) <= said.paid_on <= today:
        raise SaidMisfit
    newest = order.pay_statements.order_by("-at", "-pk").first()
    if newest is not None and (newest.paid_fen, newest.paid_on, newest.method) == (
        said.fen, said.paid_on, said.method,
    ):  # fmt: skip
        if voucher is not None:
            keep_voucher(statement=newest, paper=voucher, by=by, at=at)
        return newest
    with constraint_speaks(PayStatement, paystatement_amount_positive=SaidMisfit, paystatement_method_known=SaidMisfit):
        statement = PayStatement.objects.create(
            order=order, paid_fen=said.fen, paid_on=said.paid_on, method=said.method, at=at, by=by
        )
    if voucher is not None:
        keep_voucher(statement=statement, paper=voucher, by=by, at=at)
    order.version += 1
    order.save(update_fields=["version"])
    publish(PaySaid(order.pk, order.public_id, said.paid_on, at))
    note(order, "said_paid", by=by, at=at, fields=["payment"], reason=said.method)
    return statement


def _demand_own(order: Order, by: User) -> None:
    if not orders_of_agent(by).filter(pk=order.pk).exists():
        raise NotAllowed
