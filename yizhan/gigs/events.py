"""What the room tells the rooms above it. Ids only; published inside the transaction of the write."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yizhan.gigs.models import Agreement, Order


@dataclass(frozen=True)
class PayOverdue:
    """Staff asked an employer about pay that did not come by its day. What is known stands in `queries.pay_facts`."""

    order_id: int
    order_public_id: uuid.UUID
    person_id: int
    employer_id: int
    pay_on: dt.date
    at: dt.datetime


@dataclass(frozen=True)
class PaymentConfirmed:
    """An order is paid in full: nothing is owed any more."""

    order_id: int
    order_public_id: uuid.UUID
    paid_on: dt.date
    at: dt.datetime


@dataclass(frozen=True)
class PaySaid:
    """The employer says that pay was handed over; the worker has not confirmed it, and it is owed as before."""

    order_id: int
    order_public_id: uuid.UUID
    paid_on: dt.date
    at: dt.datetime


@dataclass(frozen=True)
class OrderAgreed:
    """Both sides have agreed to the newest version of the terms; the order is the row being written."""

    order: Order
    agreement: Agreement
    at: dt.datetime


@dataclass(frozen=True)
class OrderChanged:
    """There is a new version of the terms, to which both sides have to agree anew."""

    order: Order
    agreement: Agreement
    at: dt.datetime


@dataclass(frozen=True)
class OrderEnded:
    """The order ended before work was done; `order.end_reason` says why."""

    order: Order
    at: dt.datetime
