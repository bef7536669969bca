"""What people see of their own orders. No other is found: `own_order` answers 404 for somebody else's.

Whoever shows these pages has made sure who the person is and leaves the line in the log.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404
from django.utils.functional import cached_property

from yizhan.employers.queries import public_name
from yizhan.gigs.enums import AHEAD, PAYABLE, OrderState, Side
from yizhan.gigs.models import Agreement, Attendance, HoursStatement, Order
from yizhan.gigs.paper import payslip_data, payslips_pdf, slips_pdf, span_text, with_payslip, with_sheet
from yizhan.gigs.queries import BADGES, newest_paid_words, outstanding_fen
from yizhan.gigs.site import read_site_code
from yizhan.people.queries import masked_phone

if TYPE_CHECKING:
    from yizhan.gigs.models import PayStatement
    from yizhan.people.models import Person


@dataclass(frozen=True, repr=False)
class OwnOrder:
    """An order as its worker sees it.

    :param may: names of what the worker can do now: `confirm_terms`, `decline`, `sign_in`, `sign_out`, `state_hours`,
        `confirm_received`, `say_not_paid`.
    :param minutes: what each side says, the newest word of it; None while a side is silent.
    """

    order: Order
    agreement: Agreement
    employer_name: str
    state_label: str
    badge: str
    noted: Attendance | None
    minutes: dict[str, int | None]
    pieces: dict[str, int | None]
    may: frozenset[str]

    @property
    def public_id(self) -> UUID:
        """Address of the order."""
        return self.order.public_id

    @property
    def when(self) -> str:
        """The day and the hours in words."""
        return span_text(self.order.shift.starts_at, self.order.shift.ends_at)

    @cached_property
    def said_paid(self) -> PayStatement | None:
        """The employer's newest word that pay was handed over; asked for where one order is shown, not in the list."""
        return newest_paid_words([self.order.pk]).get(self.order.pk)

    @property
    def has_place(self) -> bool:
        """Say whether it is kept where the worker came or went."""
        noted = self.noted
        return noted is not None and (noted.in_lat_e6 is not None or noted.out_lat_e6 is not None)


def own_orders(person: Person, today: dt.date, *, limit: int = 60) -> list[OwnOrder]:
    """Return a person's orders, the newest shift first; three queries however many there are."""
    return [_own(order, today) for order in _rows(person).order_by("-shift__starts_at", "-pk")[:limit]]


def own_order(person: Person, public_id: UUID, today: dt.date) -> OwnOrder:
    """Return one of a person's orders.

    :raises Http404: there is none, or it is somebody else's.
    """
    found = _rows(person).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return _own(found, today)


def order_at_site(person: Person, code: str) -> Order | None:
    """Return the person's standing order for the shift whose meeting point has a code; None where there is none.

    Whether the code is right is for `sign_in_by_code` to say.
    """
    read = read_site_code(code)
    if read is None:
        return None
    return Order.objects.standing().filter(person=person, shift_id=read[0]).first()


def _rows(person: Person) -> Any:
    statements = HoursStatement.objects.order_by("at", "pk")
    return (
        Order.objects.filter(person=person)
        .select_related("attendance", "office", "shift__posting__employer", "shift__posting__terms")
        .prefetch_related(
            Prefetch("agreements", Agreement.objects.select_related("terms").order_by("-number")),
            Prefetch("statements", statements),
        )
    )


def _own(order: Order, today: dt.date) -> OwnOrder:
    employer, noted = order.shift.posting.employer, getattr(order, "attendance", None)
    agreement = next(iter(order.agreements.all()))
    words = {one.side: one for one in order.statements.all()}
    return OwnOrder(
        order=order,
        agreement=agreement,
        employer_name=public_name(employer.kind, employer.name),
        state_label=str(order.get_state_display()),
        badge=BADGES[order.state],
        noted=noted,
        minutes={side: words[side].minutes if side in words else None for side in Side.values},
        pieces={side: words[side].pieces if side in words else None for side in Side.values},
        may=frozenset(_may(order, agreement, noted, today)),
    )


def _may(order: Order, agreement: Agreement, noted: Attendance | None, today: dt.date) -> list[str]:
    state = order.state
    late = order.pay_on < today
    able = [
        ("confirm_terms", state in AHEAD and agreement.worker_agreed_at is None),
        ("decline", state in AHEAD),
        ("sign_in", state == OrderState.AGREED),
        ("sign_out", state == OrderState.AT_WORK and noted is not None),
        ("state_hours", state in (OrderState.HOURS, OrderState.DISPUTED)),
        ("confirm_received", state == OrderState.TO_PAY or (order.said_unpaid_at is not None
         and state == OrderState.PAID)),
        ("say_not_paid", state in PAYABLE and late and order.said_unpaid_at is None),
    ]  # fmt: skip
    return [name for name, is_so in able if is_so]


# --- papers -----------------------------------------------------------------------------------------------------------


def own_payslip(person: Person, public_id: UUID, at: dt.datetime) -> dict[str, Any]:
    """Return what the payslip of a settled order says (`paper.payslip_data`), and `owed_fen`.

    :raises Http404: nothing is settled, or it is somebody else's.
    """
    order = with_payslip(_mine(person, public_id)).first()
    if order is None:
        raise Http404
    return payslip_data(order, masked_phone(person), at) | {"owed_fen": outstanding_fen(order)}


def own_payslip_pdf(person: Person, public_id: UUID, at: dt.datetime) -> bytes:
    """Return the same as a sheet.

    :raises Http404: as `own_payslip`.
    """
    rows = list(with_payslip(_mine(person, public_id)))
    if not rows:
        raise Http404
    return payslips_pdf(rows, at=at)


def own_terms_pdf(person: Person, public_id: UUID, at: dt.datetime) -> bytes:
    """Return the agreed terms as the sheet that the counter prints.

    :raises Http404: there is no such order of this person.
    """
    rows = list(with_sheet(_mine(person, public_id)))
    if not rows:
        raise Http404
    return slips_pdf(rows, at=at)


def _mine(person: Person, public_id: UUID) -> Any:
    return Order.objects.filter(person=person, public_id=public_id).order_by("pk")
