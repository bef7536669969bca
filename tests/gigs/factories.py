"""A shift with orders, at any station of their lives."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.people.factories import mobile
from tests.referrals.factories import a_shift
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.gigs.enums import AgreedBy, SignMethod
from yizhan.gigs.models import Order
from yizhan.gigs.operations import Said, confirm_agreement, promise_shift, settle_order, sign_in, sign_out, state_hours
from yizhan.postings.models import Shift

HOUR = dt.timedelta(hours=1)


def fresh(shift: Shift) -> Shift:
    """Read a shift again with all that a promise looks at."""
    return Shift.objects.select_related("posting__terms", "posting__employer", "posting__office").get(pk=shift.pk)


def an_order(
    by: User, reviewer: User, at: dt.datetime, *, number: int = 1, shift: Shift | None = None, **more: Any
) -> Order:
    """Promise somebody new a place on tomorrow's shift."""
    shift = fresh(shift or a_shift(by, reviewer, at))
    seeker = make_seeker(by, at, number=number, phone=mobile(number))
    return promise_shift(seeker=seeker, shift=shift, by=by, at=at, **more)


def agreed(by: User, reviewer: User, at: dt.datetime, **more: Any) -> Order:
    """The same, with both sides' agreement."""
    order = an_order(by, reviewer, at, **more)
    return confirm_agreement(order=order, worker=AgreedBy.PHONE, employer=AgreedBy.PHONE, by=by, at=at)


def worked(by: User, reviewer: User, at: dt.datetime, *, agree: bool = True, **more: Any) -> Order:
    """The same, worked from start to end; `agree`: both sides say the same eight hours."""
    order = agreed(by, reviewer, at, **more)
    after = evening(order)
    sign_in(order=order, moment=order.shift.starts_at, method=SignMethod.ROSTER, by=by, at=after)
    sign_out(order=order, moment=order.shift.ends_at or after, method=SignMethod.ROSTER, by=by, at=after)
    if agree:
        said = Said(480)
        state_hours(order=order, worker=said, employer=said, method=SignMethod.ROSTER, by=by, at=after)
    return Order.objects.get(pk=order.pk)


def settled(by: User, reviewer: User, at: dt.datetime, **more: Any) -> Order:
    """The same, settled."""
    order = worked(by, reviewer, at, **more)
    settle_order(order=order, by=by, at=evening(order))
    return Order.objects.get(pk=order.pk)


def evening(order: Order) -> dt.datetime:
    """Return a moment after the shift."""
    return (order.shift.ends_at or order.shift.starts_at) + HOUR
