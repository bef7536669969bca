"""Who is promised which shift: from the board, from a hire, in a crew; calls before work; dropping out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from yizhan.employers.enums import ConductKind
from yizhan.employers.operations import record_conduct
from yizhan.followups.enums import CancelReason
from yizhan.followups.operations import cancel_for
from yizhan.gigs.enums import (
    AHEAD,
    GIVEN_UP,
    NO_SHOW_REASONS,
    STANDING,
    AgreedBy,
    CallResult,
    EndReason,
    OrderState,
    Role,
)
from yizhan.gigs.events import OrderEnded
from yizhan.gigs.models import Order
from yizhan.gigs.operations.agreeing import draft_agreement, newest_agreement, pay_day_of, settle_if_whole
from yizhan.gigs.operations.refusals import (
    AlreadyOnShift,
    CrewStands,
    HireHasOrder,
    NotACrew,
    NotOnOffer,
    NotSeeking,
    OrderCannotMove,
    PayUnclear,
    ShiftNotDated,
)
from yizhan.gigs.operations.steps import SOURCE, lock_order, note, note_step, step
from yizhan.gigs.rules import is_one_shift, rate_of
from yizhan.people.operations import lock_present
from yizhan.postings.operations import give_back_place, take_place
from yizhan.postings.queries import live_postings
from yizhan.referrals.operations import SOURCE as HIRE
from yizhan.referrals.operations import check_law
from yizhan.shared.db import constraint_speaks
from yizhan.shared.events import publish
from yizhan.shared.identifiers.operations import take_number
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.operations import add_commitment, release_commitments_of

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person
    from yizhan.postings.events import ShiftCancelled
    from yizhan.postings.models import PostingTerms, Shift
    from yizhan.referrals.events import HireUndone, PersonHired
    from yizhan.referrals.models import Referral
    from yizhan.workers.models import JobSeeker

NUMBER_PREFIX = "G"


@transaction.atomic
def promise_shift(
    *,
    seeker: JobSeeker,
    shift: Shift,
    places: int = 1,
    replaces: Order | None = None,
    overridden_reason: str = "",
    by: User,
    at: dt.datetime,
) -> Order:
    """Promise somebody a place on a dated shift, or a crew's leader the places of the crew: all of them or none.

    :param shift: with its posting and terms. :param replaces: the ended order of somebody who dropped out; the
        earliest in whose place nobody stands yet where none is named.
    :param overridden_reason: why the time is promised although it overlaps another promise.
    :raises ShiftNotDated, NotOnOffer, NotSeeking, PayUnclear: as their sentences say.
    :raises AlreadyOnShift: the person has a place there (the constraint decides).
    :raises yizhan.referrals.operations.UnderAge: and its kind: the law stands in the way.
    :raises yizhan.postings.operations.HeadcountFilled: fewer places are left (the constraint decides).
    :raises yizhan.workers.operations.AlreadyPromised: the time overlaps another promise.
    """
    posting, person = shift.posting, _present(seeker)
    if shift.ends_at is None or shift.ends_at <= at or not is_one_shift(shift.starts_at, shift.ends_at):
        raise ShiftNotDated
    # A posting that was filled may be joined again as soon as a place is free: that is a replacement at dawn.
    if posting.terms is None or not _may_join(shift, at):
        raise NotOnOffer
    check_law(person, posting.terms, shift)
    take_place(shift=shift, places=places, by=by, at=at)
    order = _new_order(
        seeker, shift, places=places, role=Role.LEADER if places > 1 else Role.WORKER, by=by, at=at,
        replaces=replaces or _vacated(shift, person),
    )  # fmt: skip
    _promise_time(order, overridden_reason, by=by, at=at)
    note(order, "promised", by=by, at=at, reason="overridden" if overridden_reason else "")
    return order


def _vacated(shift: Shift, person: Person) -> Order | None:
    """Return the earliest order that its worker gave up; whoever takes a place holds the shift's row locked.

    Who comes back, now or before, stands in their own place: nobody replaces them, they themselves least of all.
    """
    back = Order.objects.standing().filter(shift=shift).values("person")
    given_up = Order.objects.filter(shift=shift, end_reason__in=GIVEN_UP, replaced_by=None)
    given_up = given_up.exclude(person=person).exclude(person__in=back)
    return given_up.order_by("made_at", "pk").first()


def _present(seeker: JobSeeker) -> Person:
    """Return the person of a job seeker who can be sent at this moment.

    :raises NotSeeking: a colleague may have sent them to work since the page was opened.
    """
    person = lock_present(seeker.person)
    seeker.refresh_from_db(fields=["status"])
    if seeker.status != SeekerStatus.AVAILABLE:
        raise NotSeeking
    return person


def _may_join(shift: Shift, at: dt.datetime) -> bool:
    """Say whether the shift's posting is offered now."""
    posting = shift.posting
    return shift.cancelled_at is None and live_postings([posting.office_id], at).filter(pk=posting.pk).exists()


def _promise_time(order: Order, overridden_reason: str, *, by: User | None, at: dt.datetime) -> None:
    add_commitment(
        person=order.person, starts_at=order.shift.starts_at, ends_at=_end(order), source_kind=SOURCE,
        source_public_id=order.public_id, by=by, at=at, overridden_reason=overridden_reason,
    )  # fmt: skip


def _end(order: Order) -> dt.datetime:
    if order.shift.ends_at is None:
        raise ShiftNotDated
    return order.shift.ends_at


def _new_order(
    seeker: JobSeeker,
    shift: Shift,
    *,
    places: int,
    role: Role,
    by: User | None,
    at: dt.datetime,
    referral: Referral | None = None,
    led_by: Order | None = None,
    replaces: Order | None = None,
) -> Order:
    """Write order, first step and first agreement; places and time are taken by the caller."""
    posting = shift.posting
    terms = referral.terms if referral else posting.terms
    rate = rate_of(terms) if terms else None
    if terms is None or rate is None:
        raise PayUnclear
    if shift.ends_at is None:
        raise ShiftNotDated
    with constraint_speaks(Order, order_once_a_shift=AlreadyOnShift, replaces=AlreadyOnShift):
        order = Order.objects.create(
            number=take_number(prefix=NUMBER_PREFIX, on=timezone.localdate(at)),
            person=seeker.person,
            seeker=seeker,
            shift=shift,
            office=posting.office,
            sent_by=by.office if by else posting.office,
            referral=referral,
            role=role,
            led_by=led_by,
            places=places,
            replaces=replaces,
            pay_on=pay_day_of(terms, shift.ends_at),
            made_at=at,
            made_by=by,
        )
    note_step(order, "", OrderState.PROMISED, by=by, at=at)
    draft_agreement(order, terms, rate, by=by, at=at)
    return order


@transaction.atomic
def name_member(*, leader: Order, seeker: JobSeeker, overridden_reason: str = "", by: User, at: dt.datetime) -> Order:
    """Give one of a leader's unnamed places to somebody by name: the wage ledger names everybody.

    :raises NotACrew: no unnamed place is left, or the leader is gone.
    :raises: as `promise_shift` about the person.
    """
    leader = lock_order(leader)
    if leader.state not in STANDING or leader.unnamed < 1:
        raise NotACrew
    person = _present(seeker)
    terms = newest_agreement(leader).terms
    check_law(person, terms, leader.shift)
    member = _new_order(seeker, leader.shift, places=1, role=Role.WORKER, led_by=leader, by=by, at=at)
    _promise_time(member, overridden_reason, by=by, at=at)
    leader.places -= 1
    leader.version += 1
    leader.save(update_fields=["places", "version"])
    note(member, "member_named", by=by, at=at)
    return member


@transaction.atomic
def give_back_unnamed(*, leader: Order, places: int, by: User, at: dt.datetime) -> Order:
    """Free places of a crew whose people are not coming.

    :raises NotACrew: fewer unnamed places are held.
    """
    leader = lock_order(leader)
    if leader.state not in STANDING or not 1 <= places <= leader.unnamed:
        raise NotACrew
    give_back_place(shift=leader.shift, places=places, by=by, at=at)
    leader.places -= places
    leader.version += 1
    leader.save(update_fields=["places", "version"])
    note(leader, "places_given_back", by=by, at=at, fields=["places"])
    return leader


@transaction.atomic
def note_call(*, order: Order, result: CallResult, by: User, at: dt.datetime, seen_version: int | None = None) -> Order:
    """Tick a call off. "Will come" is the worker's agreement by telephone; "will not" ends the order.

    :raises OrderCannotMove: nobody is to be called about it any more.
    """
    order = lock_order(order, seen_version=seen_version)
    if order.state not in AHEAD:
        raise OrderCannotMove
    order.calls += 1
    order.called_at, order.call_result = at, result
    order.version += 1
    order.save(update_fields=["calls", "called_at", "call_result", "version"])
    note(order, "called", by=by, at=at, fields=["calls"], reason=result)
    if result == CallResult.WILL_NOT_COME:
        return cancel_order(order=order, reason=EndReason.WORKER_DROPPED, by=by, at=at)
    if result == CallResult.WILL_COME and order.state == OrderState.PROMISED:
        settle_if_whole(order, worker=AgreedBy.PHONE, employer=None, by=by, at=at)
    return order


@transaction.atomic
def cancel_order(
    *, order: Order, reason: EndReason, by: User | None, at: dt.datetime, seen_version: int | None = None
) -> Order:
    """End an order before work: the place and the time are free again, at once.

    :raises OrderCannotMove: work has begun, or it has ended. :raises CrewStands: named members stand behind a leader.
    """
    order = lock_order(order, seen_version=seen_version)
    if order.crew.filter(state__in=sorted(STANDING)).exists():
        raise CrewStands
    to = OrderState.NO_SHOW if reason in NO_SHOW_REASONS else OrderState.CANCELLED
    step(order, to, by=by, at=at, reason=reason)
    order.end_reason = reason
    order.save(update_fields=["state", "end_reason", "version"])
    _free(order, by=by, at=at)
    if reason == EndReason.EMPLOYER_NO_SHOW:
        record_conduct(
            employer=order.shift.posting.employer, kind=ConductKind.NO_SHOW_EMPLOYER, source_kind="gigs.Order",
            source_public_id=order.public_id, by=by, at=at,
        )  # fmt: skip
    publish(OrderEnded(order, at))
    note(order, "ended", by=by, at=at, reason=reason)
    return order


def _free(order: Order, *, by: User | None, at: dt.datetime) -> None:
    """Give back what the order held: places (unless the shift itself is off), time, calls that are due."""
    if order.shift.cancelled_at is None and order.end_reason != EndReason.HIRE_UNDONE:
        give_back_place(shift=order.shift, places=order.places, by=by, at=at)
    release_commitments_of(source_kind=SOURCE, source_public_id=order.public_id, by=by, at=at)
    if order.referral is not None:
        release_commitments_of(source_kind=HIRE, source_public_id=order.referral.public_id, by=by, at=at)
    cancel_for(about_kind=SOURCE, about_public_id=order.public_id, reason=CancelReason.SOURCE_UNDONE, by=by, at=at)


def cancel_with_shift(event: ShiftCancelled) -> None:
    """Hear that a shift was called off: nobody stands on it any more."""
    ahead = Order.objects.filter(shift_id=event.shift_id, state__in=sorted(AHEAD))
    # Members before their leader, who cannot go while they stand.
    for order in ahead.order_by("-led_by_id", "pk"):
        if order.led_by_id:
            cancel_order(order=order, reason=EndReason.DAY_CANCELLED, by=None, at=event.at)
    for order in ahead.filter(led_by=None).order_by("pk"):
        cancel_order(order=order, reason=EndReason.DAY_CANCELLED, by=None, at=event.at)


def is_order(shift: Shift, terms: PostingTerms) -> bool:
    """Say whether work on a shift is an order; else the referral alone tells of it.

    Long work without an end, a job of several days in one stretch, and pay that names no shift are none.
    """
    return is_one_shift(shift.starts_at, shift.ends_at) and rate_of(terms) is not None


def take_over_hire(event: PersonHired) -> None:
    """Hear of a hire for a dated shift: it becomes an order that both sides have agreed to, with its place and time."""
    referral = event.referral
    shift = referral.shift
    if not is_order(shift, referral.terms):
        return
    role = Role.LEADER if referral.places > 1 else Role.WORKER
    order = _new_order(
        referral.seeker, shift, places=referral.places, role=role, referral=referral, by=event.by, at=event.at
    )
    settle_if_whole(order, worker=AgreedBy.PAPER, employer=AgreedBy.PAPER, by=event.by, at=event.at)
    note(order, "hired", by=event.by, at=event.at)


def end_with_hire(event: HireUndone) -> None:
    """Hear that a hire is taken back, places and all: the order goes with it.

    :raises HireHasOrder: work was noted, or a place was given back already.
    """
    order = Order.objects.filter(referral=event.referral).first()
    if order is None:
        return
    if order.state not in AHEAD or order.places != event.referral.places:
        raise HireHasOrder
    cancel_order(order=order, reason=EndReason.HIRE_UNDONE, by=event.by, at=event.at)
    # The hire may be entered again: the row of what was undone lets go of it.
    Order.objects.filter(pk=order.pk).update(referral=None)
