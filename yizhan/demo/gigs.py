"""A month of gigs: rosters that come back, and those that go wrong: no-shows replaced, disputes, pay late or never.

Most days go well and are written in bulk (`demo.orders`); what goes wrong goes through the operations.
"""

from __future__ import annotations

import datetime as dt
import random

from django.db.models import F

from yizhan.accounts.models import User
from yizhan.demo.ledger import County, Seeker
from yizhan.demo.orders import Worked, live_many, to_live
from yizhan.demo.scale import moment
from yizhan.followups.enums import FollowUpState, MatchesPosting, Method, Reach
from yizhan.followups.models import FollowUp
from yizhan.followups.operations import Answers, record_attempt
from yizhan.gigs.enums import AgreedBy, CallResult, EndReason, OrderState, PayMethod, Proof, SignMethod
from yizhan.gigs.models import Order
from yizhan.gigs.operations import (
    Payment,
    RosterLine,
    Said,
    cancel_order,
    confirm_agreement,
    confirm_payment,
    enter_roster,
    name_member,
    note_call,
    note_reminder,
    promise_shift,
    settle_order,
    state_hours,
)
from yizhan.gigs.operations.agreeing import PAY_CALL
from yizhan.gigs.queries import outstanding_fen
from yizhan.postings.enums import PayUnit
from yizhan.postings.models import Shift
from yizhan.shared.errors import Refused

#: When rosters of the day before are entered, before the counter gets busy.
ENTERED = 7.4
#: When somebody does not stand at the meeting point.
DAWN = 5.6
#: At most so many of a day's rosters go wrong, and so many people are sent from the board in the evening.
WRONG_A_DAY, FROM_THE_BOARD = 1, 4
#: Crews whose members are named, over the whole month; others wait for their names.
CREWS_NAMED = 10
#: How a roster goes wrong, in turn; each is a way that the pages show.
WAYS = ("unpaid", "late", "dispute", "settled_dispute")


def dice(county: County, day: dt.date) -> random.Random:
    """Return dice of the room's own, so that the rest of the county stays as it is."""
    return random.Random(f"gigs:{county.scale}:{day.isoformat()}")  # noqa: S311 - dice, not secrets


def replace_no_shows(county: County, day: dt.date) -> None:
    """Let somebody not turn up on every third day; the next who is free goes instead."""
    at = moment(day, DAWN)
    if at >= county.until or (county.today - day).days % 3:
        return
    rng = dice(county, day)
    rows = Order.objects.filter(state=OrderState.AGREED, places=1, shift__starts_at__gt=at, shift__cancelled_at=None)
    wanted = rows.filter(shift__starts_at__lt=moment(day, 23.9), office=county.offices["main"])
    for order in wanted.select_related("shift", "seeker").order_by("pk")[:1]:
        by = county.clerk_of(order.office_id, rng)
        cancel_order(order=order, reason=EndReason.WORKER_NO_SHOW, by=by, at=at)
        instead = _free(county, rng, order)
        if instead is not None:
            _send(instead, order.shift, by, at + dt.timedelta(minutes=9), replaces=order, agreed=True)


def _free(county: County, rng: random.Random, order: Order) -> Seeker | None:
    """Return somebody who may go to an order's shift instead."""
    shift = order.shift
    pool = [
        one
        for one in county.seekers
        if one.office_id == order.office_id and one.may_be_sent and one.is_available and one.party == 1
        and one.registered_at < shift.starts_at and one.is_free(shift.starts_at, shift.ends_at)
    ]  # fmt: skip
    return rng.choice(pool) if pool else None


def _send(
    seeker: Seeker, shift: Shift, by: User, at: dt.datetime, *, replaces: Order | None = None, agreed: bool
) -> Order | None:
    """Promise a shift; None where the law or the clock says no to the one whom the dice chose."""
    shift = Shift.objects.select_related("posting__terms", "posting__employer", "posting__office").get(pk=shift.pk)
    try:
        order = promise_shift(seeker=seeker.row, shift=shift, replaces=replaces, by=by, at=at)
    except Refused:
        return None
    if shift.ends_at is not None:
        seeker.busy.append((shift.starts_at, shift.ends_at))
    if agreed:
        confirm_agreement(order=order, worker=AgreedBy.PHONE, employer=AgreedBy.PHONE, by=by, at=at)
    return order


def enter_rosters(county: County, day: dt.date) -> None:
    """Enter the rosters of what is over: nearly all are signed and paid; a few go one of the `WAYS`."""
    at = moment(day, ENTERED)
    if at >= county.until:
        return
    rng = dice(county, day)
    _name_crews(county, rng, day)
    over = Order.objects.filter(state=OrderState.AGREED, places=1, shift__ends_at__lt=at, shift__cancelled_at=None)
    # Piece work has no count on these rosters, and nobody was hired for yesterday this morning.
    rows = to_live(over.filter(made_at__lt=at, pay_on__lt=day).exclude(agreements__pay_unit=PayUnit.PIECE))
    main = [row for row in rows if row.office_id == county.offices["main"].pk]
    wrong = main[:WRONG_A_DAY] if (county.today - day).days % 2 == 0 else []
    turn = (county.today - day).days // 2 % len(WAYS)
    for row in wrong:
        _go_wrong(WAYS[turn], row, county.clerk_of(row.office_id, rng), at)
    gone = {row.pk for row in wrong}
    live_many([Worked(row, county.clerk_of(row.office_id, rng), at) for row in rows if row.pk not in gone])
    _pay_late(county, rng, day)


def _go_wrong(way: str, order: Order, by: User, at: dt.datetime) -> None:
    """Let an order stop where somebody has to see to it."""
    disputed = way in ("dispute", "settled_dispute")
    line = RosterLine(order, order.shift.starts_at, order.shift.ends_at, both_signed=not disputed)
    enter_roster(lines=[line], method=SignMethod.ROSTER, by=by, at=at)
    if disputed:
        assert order.shift.ends_at is not None  # noqa: S101 - an order has an end
        worked = int((order.shift.ends_at - order.shift.starts_at) / dt.timedelta(minutes=1))
        said = {"order": order, "method": SignMethod.PHONE, "by": by}
        state_hours(worker=Said(worked), employer=Said(worked - 60), at=at, **said)  # type: ignore[arg-type]
        if way == "settled_dispute":
            state_hours(employer=Said(worked), at=at + dt.timedelta(minutes=40), **said)  # type: ignore[arg-type]
    if way != "dispute":
        settle_order(order=order, by=by, at=at + dt.timedelta(minutes=45))


def _pay_late(county: County, rng: random.Random, day: dt.date) -> None:
    """Ask employers about pay that is late; what was settled two days ago or more comes on every other such day."""
    at = moment(day, ENTERED + 0.7)
    if at >= county.until:
        return
    late = Order.objects.filter(state=OrderState.TO_PAY, pay_on__lt=day - dt.timedelta(days=1))
    for order in late.order_by("pk"):
        by = county.clerk_of(order.office_id, rng)
        if order.reminded_at is None:
            note_reminder(order=order, by=by, at=at, today=day)
        elif order.pk % 2:
            pay = Payment(outstanding_fen(order), day, PayMethod.MOBILE, Proof.WORKER_SAID)
            confirm_payment(order=order, payment=pay, by=by, at=at, today=day)


def ask_about_pay(county: County, day: dt.date) -> None:
    """Ring those sent from the board the day after their pay day; who was not paid says so."""
    at = moment(day, 10.4)
    if at >= county.until:
        return
    rng = dice(county, day)
    due = FollowUp.objects.filter(kind=PAY_CALL, state=FollowUpState.DUE, due_on__lte=day).order_by("pk")
    paid = set(
        Order.objects.filter(public_id__in=due.values("about_public_id"), state=OrderState.PAID)
        .order_by("pk")
        .values_list("public_id", flat=True)
    )
    for followup in list(due):
        has = followup.about_public_id in paid
        record_attempt(
            followup=followup, method=Method.PHONE, reach=Reach.REACHED, by=county.clerk_of(followup.office_id, rng),
            answers=Answers(on_job=True, matches_posting=MatchesPosting.YES, paid_full=has, paid_on_time=has), at=at,
        )  # fmt: skip


def _name_crews(county: County, rng: random.Random, day: dt.date) -> None:
    """Name the members of some crews before their work is entered: the ledger names everybody."""
    at = moment(day, ENTERED - 0.3)
    if Order.objects.exclude(led_by=None).values("led_by").distinct().count() >= CREWS_NAMED:
        return
    over = Order.objects.filter(state=OrderState.AGREED, places__gt=1, shift__ends_at__lt=at, made_at__lt=at)
    for leader in (
        over.filter(shift__cancelled_at=None, places__lte=3).select_related("shift", "seeker").order_by("pk")[:1]
    ):
        by = county.clerk_of(leader.office_id, rng)
        for _member in range(leader.unnamed):
            seeker = _free(county, rng, leader)
            if seeker is None:
                return
            try:
                member = name_member(leader=leader, seeker=seeker.row, by=by, at=at)
            except Refused:
                continue
            seeker.busy.append((leader.shift.starts_at, leader.shift.ends_at or at))
            confirm_agreement(order=member, worker=AgreedBy.COUNTER, employer=AgreedBy.PHONE, by=by, at=at)


def fill_the_board(county: County, day: dt.date) -> None:
    """Promise some of what is left of tomorrow's places from the board, and ring half of those people."""
    at = moment(day, 18.2) if day < county.today else moment(day, 8.4)  # after all receipts of the day
    if at >= county.until or (county.today - day).days > 6:
        return
    rng = dice(county, day)
    start = moment(day + dt.timedelta(days=1), 0)
    left = Shift.objects.filter(
        cancelled_at=None, taken__lt=F("headcount"), starts_at__gte=start, starts_at__lt=start + dt.timedelta(days=1),
        ends_at__lte=F("starts_at") + dt.timedelta(hours=16), posting__office=county.offices["main"],
    ).select_related("posting")  # fmt: skip
    for n, shift in enumerate(left.order_by("pk")[:FROM_THE_BOARD]):
        by = county.clerk_of(shift.posting.office_id, rng)
        stand_in = Order(shift=shift, office_id=shift.posting.office_id)
        seeker = _free(county, rng, stand_in)
        order = _send(seeker, shift, by, at, agreed=False) if seeker else None
        if order is not None and n % 2:
            note_call(order=order, result=CallResult.WILL_COME, by=by, at=at + dt.timedelta(minutes=3 + n))
