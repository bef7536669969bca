"""What workers do on their own phone. Each act checks that the order is theirs and may be sent twice.

The page has made sure who the person is; nobody of the staff stands behind these rows (`by` is None), which the
database allows for a worker's own phone alone.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404

from yizhan.gigs.enums import (
    AHEAD,
    ENDED,
    PAYABLE,
    AgreedBy,
    EndReason,
    OrderState,
    PayMethod,
    Proof,
    Side,
    SignMethod,
)
from yizhan.gigs.models import Attendance, HoursStatement, Order
from yizhan.gigs.operations.agreeing import confirm_agreement, newest_agreement
from yizhan.gigs.operations.attending import Said, newest_words, sign_in, sign_out, state_hours
from yizhan.gigs.operations.paying import Payment, confirm_payment, hear_received, hear_unpaid
from yizhan.gigs.operations.promising import cancel_order
from yizhan.gigs.operations.refusals import OrderCannotMove, PayNotDue, SiteCodeWrong, TermsMoved
from yizhan.gigs.operations.steps import forget_places, lock_order, note
from yizhan.gigs.queries import outstanding_fen
from yizhan.gigs.site import is_site_code
from yizhan.places.queries import gcj02

if TYPE_CHECKING:
    from yizhan.people.models import Person

OWN = SignMethod.OWN_PHONE
#: Latitude and longitude in micro-degrees of WGS-84, as a phone tells them; only from somebody who agreed just then.
Place = tuple[int, int]


def _own(order: Order, person: Person) -> Order:
    """Read an order again under lock.

    :raises Http404: it is somebody else's: whoever asks does not learn that there is one.
    """
    found = lock_order(order)
    if found.person_id != person.pk:
        raise Http404
    return found


@transaction.atomic
def confirm_terms(*, order: Order, person: Person, number: int, at: dt.datetime) -> Order:
    """Agree to a version of the terms as it was shown; agreed before, nothing changes.

    :param number: of the version that the worker has read.
    :raises TermsMoved: another version holds by now. :raises OrderCannotMove: the order has ended.
    """
    order = _own(order, person)
    agreement = newest_agreement(order)
    if agreement.number != number:
        raise TermsMoved
    if agreement.worker_agreed_at is not None and order.state not in ENDED:
        return order
    return confirm_agreement(order=order, worker=AgreedBy.OWN_PHONE, by=None, at=at)


@transaction.atomic
def decline(*, order: Order, person: Person, at: dt.datetime) -> Order:
    """Say before work that one will not come: place and time are free at once for the next.

    :raises OrderCannotMove: work has begun, or it ended otherwise.
    :raises yizhan.gigs.operations.refusals.CrewStands: named members stand behind a leader.
    """
    order = _own(order, person)
    if order.state == OrderState.CANCELLED and order.end_reason == EndReason.WORKER_DROPPED:
        return order
    if order.state not in AHEAD:
        raise OrderCannotMove
    return cancel_order(order=order, reason=EndReason.WORKER_DROPPED, by=None, at=at)


@transaction.atomic
def sign_in_by_code(
    *, order: Order, person: Person, code: str, at: dt.datetime, place: Place | None = None
) -> Attendance:
    """Note that somebody has come, by the code that hangs at the meeting point. Noted before, nothing changes.

    :param place: only where the worker agreed at that moment; erased when they are paid or take it back.
    :raises SiteCodeWrong: the code of another shift, or none.
    :raises: as `sign_in`: no agreement of both sides yet, too early, after the end.
    """
    order = _own(order, person)
    if not is_site_code(order.shift, code):
        raise SiteCodeWrong
    known = Attendance.objects.filter(order=order).first()
    if known is not None:
        return known
    noted = sign_in(order=order, moment=_minute(at), method=OWN, by=None, at=at)
    if place is not None:
        noted.in_lat_e6, noted.in_lng_e6 = gcj02(*place)
        noted.save(update_fields=["in_lat_e6", "in_lng_e6"])
    return noted


@transaction.atomic
def sign_out_by_code(
    *, order: Order, person: Person, code: str, at: dt.datetime, place: Place | None = None
) -> Attendance:
    """Note that somebody goes, by the same code, also before the end of the shift. Noted before, nothing changes.

    :raises SiteCodeWrong: as above. :raises OrderCannotMove: nobody has come.
    :raises yizhan.gigs.operations.refusals.TimeMisfit: within the minute of coming, or a day after it.
    """
    order = _own(order, person)
    if not is_site_code(order.shift, code):
        raise SiteCodeWrong
    known = Attendance.objects.filter(order=order).first()
    if known is not None and known.out_at is not None:
        return known
    noted = sign_out(order=order, moment=_minute(at), method=OWN, by=None, at=at)
    if place is not None:
        noted.out_lat_e6, noted.out_lng_e6 = gcj02(*place)
        noted.save(update_fields=["out_lat_e6", "out_lng_e6"])
    return noted


def _minute(at: dt.datetime) -> dt.datetime:
    return at.replace(second=0, microsecond=0)


@transaction.atomic
def forget_place(*, order: Order, person: Person, at: dt.datetime) -> None:
    """Take back that one's place is kept: it is erased, the times stay (PIPL art. 15, 47)."""
    order = _own(order, person)
    forget_places(Attendance.objects.filter(order=order))
    note(order, "place_forgotten", by=None, at=at, fields=["place"])


@transaction.atomic
def state_own_hours(*, order: Order, person: Person, said: Said, at: dt.datetime) -> Order:
    """Say how long it was, or how many pieces; the same again changes nothing. Both sides' words are kept.

    :raises: as `state_hours`: nobody has signed out yet, it is settled, pieces are missing, longer than a day.
    """
    order = _own(order, person)
    mine = newest_words(order).get(Side.WORKER)
    if mine is not None and _words(mine) in (said, Said(said.minutes)):
        return order
    return state_hours(order=order, worker=said, method=OWN, by=None, at=at)


def _words(statement: HoursStatement) -> Said:
    return Said(statement.minutes, statement.pieces)


@transaction.atomic
def confirm_received(
    *,
    order: Order,
    person: Person,
    paid_on: dt.date,
    at: dt.datetime,
    today: dt.date,
    method: PayMethod = PayMethod.UNSTATED,
) -> Order:
    """Say that all of the pay has come. What was entered as paid before is not entered twice.

    :raises OrderCannotMove: nothing is settled yet.
    :raises yizhan.gigs.operations.refusals.PaidTooMuch: a day that is still to come.
    """
    order = _own(order, person)
    if order.state == OrderState.PAID:
        hear_received(order, by=None, at=at)
        return order
    payment = Payment(outstanding_fen(order), paid_on, method, Proof.WORKER_SAID)
    return confirm_payment(order=order, payment=payment, by=None, at=at, today=today).order


@transaction.atomic
def say_not_paid(*, order: Order, person: Person, at: dt.datetime, today: dt.date) -> Order:
    """Say that the pay, or part of it, has not come: the order stands on the station's list from now on.

    :raises PayNotDue: the day is not over. :raises OrderCannotMove: no work was noted.
    """
    order = _own(order, person)
    if order.state not in PAYABLE:
        raise OrderCannotMove
    if order.pay_on >= today:
        raise PayNotDue
    if order.said_unpaid_at is None:
        hear_unpaid(order, by=None, at=at, today=today)
    return order
