"""The written agreement: drawn up from the posting's terms, versioned, confirmed by both sides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from yizhan.followups.enums import CancelReason
from yizhan.followups.operations import cancel_for, due
from yizhan.gigs.enums import AHEAD, AgreedBy, OrderState
from yizhan.gigs.events import OrderAgreed, OrderChanged
from yizhan.gigs.models import Agreement, Order
from yizhan.gigs.operations.refusals import OrderCannotMove, PaysTooLate, TermsMisfit
from yizhan.gigs.operations.steps import SOURCE, lock_order, note, step
from yizhan.gigs.pay.due import PART_TIME_DAYS, Settling, pay_day
from yizhan.postings.enums import LaborType
from yizhan.shared.db import constraint_speaks
from yizhan.shared.events import publish
from yizhan.vocabularies.queries import free_days

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.postings.models import PostingTerms, Shift

#: Kind of the follow-up that asks whether pay came; the day after it was due.
PAY_CALL = "gig.pay"
#: Pay days lie at most so far behind the work (`pay.due`).
LOOK_AHEAD = dt.timedelta(days=63)


def newest_agreement(order: Order) -> Agreement:
    """Return the version that holds."""
    return order.agreements.select_related("terms").latest("number")


def pay_day_of(terms: PostingTerms, shift_ends_at: dt.datetime) -> dt.date:
    """Return the day by which pay for a shift is due under a posting's terms."""
    ends_on = timezone.localdate(shift_ends_at - dt.timedelta(microseconds=1))
    settling = Settling(terms.settle_kind)
    if settling is Settling.ON_COMPLETION and terms.ends_on is not None:
        ends_on = max(ends_on, terms.ends_on)
    return pay_day(
        settling, ends_on, said=terms.settle_day, part_time=terms.labor_type == LaborType.PART_TIME,
        free=free_days(ends_on, ends_on + LOOK_AHEAD),
    )  # fmt: skip


def draft_agreement(
    order: Order, terms: PostingTerms, rate: tuple[int, str], *, by: User | None, at: dt.datetime
) -> Agreement:
    """Draw up the first version from what was posted."""
    return Agreement.objects.create(
        order=order, number=1, terms=terms, labor_type=terms.labor_type, pay_fen=rate[0], pay_unit=rate[1],
        settle_kind=terms.settle_kind, pay_on=order.pay_on,
        meeting_point=terms.meeting_place or terms.place_name, made_at=at, made_by=by,
    )  # fmt: skip


@dataclass(frozen=True)
class AgreedTerms:
    """What may be agreed otherwise than posted. Amounts in fen a unit (pieces per 1,000)."""

    pay_fen: int
    pay_unit: str
    pay_on: dt.date
    rest_minutes: int = 0
    meeting_point: str = ""
    policy_no: str = ""
    insurer: str = ""
    policy_from_on: dt.date | None = None
    policy_until_on: dt.date | None = None
    premium_payer: str = ""


@transaction.atomic
def change_agreement(
    *, order: Order, terms: AgreedTerms, by: User, at: dt.datetime, seen_version: int | None = None
) -> Agreement:
    """Write a new version; both sides have to confirm anew, so an agreed order waits again.

    :raises OrderCannotMove: work has begun: what was agreed then holds.
    :raises PaysTooLate: before the work, or later than the law allows. :raises TermsMisfit: a constraint says no.
    """
    order = lock_order(order, seen_version=seen_version)
    if order.state not in AHEAD:
        raise OrderCannotMove
    before = newest_agreement(order)
    _check_pay_day(order.shift, terms.pay_on, before.labor_type)
    longest = (order.shift.ends_at - order.shift.starts_at) // dt.timedelta(minutes=1) if order.shift.ends_at else 0
    if terms.rest_minutes >= longest:
        raise TermsMisfit
    named = {"agreement_pay_is_money": TermsMisfit, "agreement_policy_whole": TermsMisfit}
    with constraint_speaks(Agreement, **named):
        agreement = Agreement.objects.create(
            order=order, number=before.number + 1, terms=before.terms, labor_type=before.labor_type,
            settle_kind=before.settle_kind, made_at=at, made_by=by, **vars(terms),
        )  # fmt: skip
    order.pay_on = terms.pay_on
    order.version += 1
    if order.state == OrderState.AGREED:
        step(order, OrderState.PROMISED, by=by, at=at)
        cancel_for(about_kind=SOURCE, about_public_id=order.public_id, reason=CancelReason.SOURCE_UNDONE, by=by, at=at)
    order.save(update_fields=["pay_on", "state", "version"])
    publish(OrderChanged(order, agreement, at))
    note(order, "agreement_changed", by=by, at=at, fields=["agreement"])
    return agreement


@dataclass(frozen=True)
class Policy:
    """One insurance for everybody on a shift, as the employer's paper says; never paid by the workers."""

    policy_no: str
    insurer: str
    policy_from_on: dt.date
    policy_until_on: dt.date
    premium_payer: str


@transaction.atomic
def insure_shift(*, shift: Shift, policy: Policy, by: User, at: dt.datetime) -> int:
    """Write the policy into the agreement of everybody who is still expected on a shift; return of how many.

    What else was agreed stays. Both sides confirm the new version, as any other.

    :raises TermsMisfit: the policy is not whole or runs backwards.
    """
    count = 0
    for order in Order.objects.filter(shift=shift, state__in=sorted(AHEAD)).order_by("pk"):
        held = newest_agreement(order)
        terms = AgreedTerms(
            held.pay_fen, held.pay_unit, held.pay_on, rest_minutes=held.rest_minutes,
            meeting_point=held.meeting_point, **vars(policy),
        )  # fmt: skip
        change_agreement(order=order, terms=terms, by=by, at=at)
        count += 1
    return count


def _check_pay_day(shift: Shift, pay_on: dt.date, labor_type: str) -> None:
    ends_on = timezone.localdate((shift.ends_at or shift.starts_at) - dt.timedelta(microseconds=1))
    late = (pay_on - ends_on).days
    limit = PART_TIME_DAYS if labor_type == LaborType.PART_TIME else LOOK_AHEAD.days
    if not 0 <= late <= limit:
        raise PaysTooLate


@transaction.atomic
def confirm_agreement(
    *,
    order: Order,
    worker: AgreedBy | None = None,
    employer: AgreedBy | None = None,
    by: User | None,
    at: dt.datetime,
    seen_version: int | None = None,
) -> Order:
    """Note that a side (or both) agreed to the newest version, and how; with both the order is agreed.

    :raises OrderCannotMove: work has begun or the order has ended.
    """
    order = lock_order(order, seen_version=seen_version)
    if order.state not in AHEAD:
        raise OrderCannotMove
    settle_if_whole(order, worker=worker, employer=employer, by=by, at=at)
    note(order, "agreement_confirmed", by=by, at=at, fields=["agreement"], reason=f"{worker or ''}+{employer or ''}")
    return order


@transaction.atomic
def confirm_for_employer(*, shift: Shift, method: AgreedBy, by: User, at: dt.datetime) -> int:
    """Note that the employer agreed to everybody on a shift, in one call; return to how many."""
    waiting = Order.objects.filter(shift=shift, state=OrderState.PROMISED).order_by("pk")
    count = 0
    for order in waiting:
        locked = lock_order(order)
        if locked.state == OrderState.PROMISED and newest_agreement(locked).employer_agreed_at is None:
            settle_if_whole(locked, worker=None, employer=method, by=by, at=at)
            note(locked, "agreement_confirmed", by=by, at=at, fields=["agreement"], reason=f"+{method}")
            count += 1
    return count


def settle_if_whole(
    order: Order, *, worker: AgreedBy | None, employer: AgreedBy | None, by: User | None, at: dt.datetime
) -> None:
    """Put confirmations on the newest version of a locked order; where both sides have agreed, take the step.

    A confirmation that stands is not overwritten: when somebody agreed, they agreed then.
    """
    agreement = newest_agreement(order)
    if worker and agreement.worker_agreed_at is None:
        agreement.worker_agreed_at, agreement.worker_agreed_by = at, worker
    if employer and agreement.employer_agreed_at is None:
        agreement.employer_agreed_at, agreement.employer_agreed_by = at, employer
    agreement.save(update_fields=["worker_agreed_at", "worker_agreed_by", "employer_agreed_at", "employer_agreed_by"])
    if agreement.is_whole and order.state == OrderState.PROMISED:
        step(order, OrderState.AGREED, by=by, at=at)
        order.save(update_fields=["state", "version"])
        publish(OrderAgreed(order, agreement, at))
        _make_pay_call_due(order, by=by, at=at)


def _make_pay_call_due(order: Order, *, by: User | None, at: dt.datetime) -> None:
    """Ask the day after the pay day whether pay came: nobody has to complain first (CR-061).

    Whoever went with a letter is asked by the calls of the hire.
    """
    if order.referral_id:
        return
    due(
        kind=PAY_CALL, person=order.person, office=order.sent_by, about_kind=SOURCE, about_public_id=order.public_id,
        due_on=order.pay_on + dt.timedelta(days=1), by=by, at=at,
    )  # fmt: skip
