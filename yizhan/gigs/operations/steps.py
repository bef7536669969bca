"""One step along an order's life: checked, dated, logged. Everything else in the room goes through here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from yizhan.gigs.enums import OrderState
from yizhan.gigs.models import Attendance, Order, OrderStep
from yizhan.gigs.operations.refusals import OrderCannotMove
from yizhan.gigs.rules import may_move
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, lock

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yizhan.accounts.models import User

#: What the promised time and the follow-ups of the room are sourced from.
SOURCE = "gig"


def lock_order(order: Order, *, seen_version: int | None = None) -> Order:
    """Read an order again under lock.

    :raises yizhan.shared.errors.ChangedMeanwhile: somebody else took a step since the page was opened.
    """
    rows = Order.objects.select_related(
        "person", "seeker", "shift__posting__terms", "shift__posting__employer", "office", "sent_by", "referral"
    )
    found = lock(rows, pk=order.pk)
    check_version(found, seen_version)
    return found


def step(order: Order, to: OrderState, *, by: User | None, at: dt.datetime, reason: str = "") -> Order:
    """Put a locked order into a state (not saved yet) and write the dated row; who is paid stood nowhere any more.

    :raises OrderCannotMove: the table knows no such step.
    """
    if not may_move(order.state, to):
        raise OrderCannotMove
    note_step(order, order.state, to, by=by, at=at, reason=reason)
    order.state = to
    order.version += 1
    if to == OrderState.PAID:
        forget_places(Attendance.objects.filter(order=order))
    return order


def forget_places(attendances: QuerySet[Attendance]) -> None:
    """Erase where people were when they came and went: it was kept until they are paid, and no longer."""
    attendances.update(in_lat_e6=None, in_lng_e6=None, out_lat_e6=None, out_lng_e6=None)


def note_step(order: Order, before: str, to: str, *, by: User | None, at: dt.datetime, reason: str = "") -> None:
    """Write the dated row, with the area as of the event."""
    OrderStep.objects.create(
        order=order, before=before, after=to, reason=reason, at=at, by=by, office=order.office,
        area_code=order.office.area_code,
    )  # fmt: skip


def note(
    order: Order, action: str, *, by: User | None, at: dt.datetime, fields: Iterable[str] = ("state",), reason: str = ""
) -> None:
    """Write the one audit line of an operation on an order."""
    write_audit(
        action=f"gig.{action}", by=by, at=at, obj=order, person_id=order.person_id, fields=fields, reason=reason,
        office_id=None if by else order.office_id,
    )  # fmt: skip
