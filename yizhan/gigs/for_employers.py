"""What an employer's agent sees of the own shifts: who came, what each side says about hours, what is due and paid.

Whoever agreed to work is known to the employer by name; before that the surname alone is told. Never a telephone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, Sum

from yizhan.accounts.queries import is_agent
from yizhan.gigs.enums import AHEAD, EntryKind, OrderState, Side
from yizhan.gigs.models import HoursStatement, LedgerEntry, Order, OrderQuerySet, PayStatement, Settlement
from yizhan.gigs.queries import BADGES, newest_paid_words
from yizhan.gigs.words import hours_text
from yizhan.postings.enums import PayUnit
from yizhan.postings.queries import postings_visible_to
from yizhan.referrals.for_employers import master

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.postings.models import Shift, ShiftQuerySet

#: Nobody has been asked about hours before these, and nothing can be said after.
TO_SAY = (OrderState.HOURS, OrderState.DISPUTED)


def orders_of_agent(user: User) -> OrderQuerySet:
    """Return the orders on shifts of the agent's employers; nobody else's."""
    if not is_agent(user):
        return Order.objects.none()
    return Order.objects.filter(shift__posting__in=postings_visible_to(user))


def count_hours_to_say(user: User) -> int:
    """Return on how many orders the employer has not said yet how long the work was; the badge in the menu."""
    said = HoursStatement.objects.filter(order=OuterRef("pk"), side=Side.EMPLOYER)
    return orders_of_agent(user).filter(~Exists(said), state__in=TO_SAY).order_by().count()


@dataclass(frozen=True)
class ShiftLine:
    """One shift in the list: how many are expected and how many came."""

    public_id: UUID
    title: str
    place_name: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    headcount: int
    expected: int
    came: int
    to_say: int


def _shifts(user: User) -> ShiftQuerySet:
    shifts: ShiftQuerySet = apps.get_model("postings", "Shift").objects.kept()
    own = postings_visible_to(user) if is_agent(user) else postings_visible_to(user).none()
    return shifts.filter(posting__in=own, posting__published_at__isnull=False, ends_at__isnull=False)


def shifts_of_agent(user: User, *, start: int, count: int) -> list[ShiftLine]:
    """Return dated shifts of the agent's employers, the latest first; two queries however many."""
    rows = list(
        _shifts(user)
        .select_related("posting__terms")
        .defer("posting__terms__contact_name", "posting__terms__contact_phone")
        .order_by("-starts_at", "-pk")[start : start + count]
    )
    counted = (
        Order.objects.standing()
        .filter(shift__in=[one.pk for one in rows])
        .order_by()
        .values("shift")
        .annotate(
            expected=Sum("places"),
            came=Sum("places", filter=~Q(state__in=sorted(AHEAD)), default=0),
            to_say=Count("pk", filter=Q(state__in=TO_SAY)),
        )
    )
    counts = {row["shift"]: (row["expected"], row["came"], row["to_say"]) for row in counted}
    return [_shift_line(one, *counts.get(one.pk, (0, 0, 0))) for one in rows]


def _shift_line(shift: Shift, expected: int, came: int, to_say: int) -> ShiftLine:
    terms = shift.posting.terms
    return ShiftLine(
        public_id=shift.public_id,
        title=terms.title if terms else "",
        place_name=terms.place_name if terms else "",
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        headcount=shift.headcount,
        expected=expected,
        came=came,
        to_say=to_say,
    )


def shift_of_agent(user: User, public_id: UUID) -> Shift | None:
    """Return a dated shift of the agent's employers, or None."""
    rows = _shifts(user).select_related("posting__terms", "posting__employer")
    return rows.filter(public_id=public_id).first()


@dataclass(frozen=True, repr=False)
class RosterRow:
    """One worker of a shift as the employer sees them; money in fen, None before it is settled.

    :param worker_said: what the worker says about the work, in words, "" before they did; :param employer_said: the own
        word. :param minutes: what the form offers: the own word, else the worker's.
    :param paid_fen: what the worker confirmed or a paper shows; :param said_paid: the own word about it.
    """

    public_id: UUID
    number: str
    who: str
    places: int
    state: str
    state_label: str
    badge: str
    end_reason: str
    in_at: dt.datetime | None
    out_at: dt.datetime | None
    worker_said: str
    employer_said: str
    minutes: int | None
    pieces: int | None
    by_piece: bool
    net_fen: int | None
    paid_fen: int
    said_paid: PayStatement | None
    pay_on: dt.date
    version: int

    @property
    def may_say(self) -> bool:
        """The employer may say how long the work was."""
        return self.state in TO_SAY

    @property
    def may_say_paid(self) -> bool:
        """The employer may say that pay was handed over."""
        return self.state == OrderState.TO_PAY

    @property
    def is_disputed(self) -> bool:
        """The two sides say different things; both are kept."""
        return self.state == OrderState.DISPUTED


def roster_of(user: User, shift: Shift) -> list[RosterRow]:
    """Return who stands on a shift or stood on it, in the order in which they were promised; six queries."""
    rows = list(
        orders_of_agent(user)
        .filter(shift=shift)
        .select_related("person", "attendance")
        .defer("person__id_no")
        .prefetch_related("agreements")
        .order_by("made_at", "pk")
    )
    keys = [row.pk for row in rows]
    said: dict[int, dict[str, HoursStatement]] = defaultdict(dict)
    for one in HoursStatement.objects.filter(order__in=keys).order_by("at", "pk"):
        said[one.order_id][one.side] = one
    due = dict(Settlement.objects.filter(order__in=keys, struck_at=None).values_list("order_id", "net_fen"))
    payments = LedgerEntry.objects.filter(order__in=keys, kind=EntryKind.PAYMENT).order_by().values("order_id")
    paid = dict(payments.annotate(sum=Sum("paid_fen")).values_list("order_id", "sum"))
    words = newest_paid_words(keys)
    return [
        _roster_row(row, said[row.pk], due.get(row.pk), int(paid.get(row.pk) or 0), words.get(row.pk)) for row in rows
    ]


def _roster_row(
    order: Order, said: dict[str, HoursStatement], net_fen: int | None, paid_fen: int, said_paid: PayStatement | None
) -> RosterRow:
    noted = getattr(order, "attendance", None)
    versions = order.agreements.all()
    newest = max(versions, key=lambda one: one.number, default=None)
    has_agreed = any(one.is_whole for one in versions)
    worker, own = said.get(Side.WORKER), said.get(Side.EMPLOYER)
    offered = own or worker
    return RosterRow(
        public_id=order.public_id,
        number=order.number,
        who=order.person.name if has_agreed else master(order.person.name),
        places=order.places,
        state=order.state,
        state_label=str(order.get_state_display()),
        badge=BADGES[order.state],
        end_reason=str(order.get_end_reason_display()),
        in_at=noted.in_at if noted else None,
        out_at=noted.out_at if noted else None,
        worker_said=_words(worker),
        employer_said=_words(own),
        minutes=offered.minutes if offered else None,
        pieces=offered.pieces if offered else None,
        by_piece=newest is not None and newest.pay_unit == PayUnit.PIECE,
        net_fen=net_fen,
        paid_fen=paid_fen,
        said_paid=said_paid,
        pay_on=order.pay_on,
        version=order.version,
    )


def _words(said: HoursStatement | None) -> str:
    if said is None:
        return ""
    return hours_text(said.minutes) if said.pieces is None else f"{hours_text(said.minutes)} / {said.pieces}"
