"""Who came, who went, how long: by roster, scan, telephone or foreman; both sides' words kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from yizhan.gigs.enums import CorrectionReason, OrderState, Side, SignMethod
from yizhan.gigs.models import MOST_MINUTES, Attendance, AttendanceCorrection, HoursStatement, Order
from yizhan.gigs.operations.agreeing import newest_agreement
from yizhan.gigs.operations.refusals import (
    AgreementNeeded,
    OrderCannotMove,
    PiecesMissing,
    SignedDifferently,
    TimeMisfit,
)
from yizhan.gigs.operations.steps import lock_order, note, step
from yizhan.gigs.pay.hours import minutes_between
from yizhan.postings.enums import PayUnit
from yizhan.shared.db import check_version, constraint_speaks
from yizhan.shared.errors import Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Nobody signs in longer before the start than this: pickup and a long way included.
EARLIEST = dt.timedelta(hours=6)
LONGEST = dt.timedelta(minutes=MOST_MINUTES)


@dataclass(frozen=True)
class Said:
    """What a side says about the work: minutes that are paid for, pieces where they are."""

    minutes: int
    pieces: int | None = None


@transaction.atomic
def sign_in(*, order: Order, moment: dt.datetime, method: SignMethod, by: User | None, at: dt.datetime) -> Attendance:
    """Note when somebody came. The same time again changes nothing.

    :param by: None where workers sign themselves in (`by_worker`), as in the other operations of this file.
    :raises AgreementNeeded: both sides have not agreed yet. :raises TimeMisfit: a time that cannot be.
    :raises SignedDifferently: another time stands: a person decides, never the last one who writes.
    :raises OrderCannotMove: the order is past that.
    """
    order = lock_order(order)
    known = Attendance.objects.filter(order=order).first()
    if known is not None:
        if known.in_at != moment:
            raise SignedDifferently
        return known
    if order.state == OrderState.PROMISED:
        raise AgreementNeeded
    if not _may_come_at(order, moment, at):
        raise TimeMisfit
    step(order, OrderState.AT_WORK, by=by, at=at)
    order.save(update_fields=["state", "version"])
    attendance = Attendance.objects.create(order=order, in_at=moment, in_method=method, in_by=by)
    note(order, "signed_in", by=by, at=at, fields=["attendance"], reason=method)
    return attendance


def _may_come_at(order: Order, moment: dt.datetime, at: dt.datetime) -> bool:
    """Say whether somebody can have come then: not long before the start, not after the end, not in the future."""
    shift = order.shift
    return shift.starts_at - EARLIEST <= moment <= at and (shift.ends_at is None or moment < shift.ends_at)


@transaction.atomic
def scan_order(*, order: Order, method: SignMethod, by: User, at: dt.datetime) -> tuple[Attendance, bool]:
    """Take the scan of a slip or a roster line: the first signs in, one after the end of the shift signs out.

    A second scan within the shift changes nothing: whoever goes early is signed out with a time, by a person.

    :returns: the attendance, and whether this scan changed it.
    :raises: as `sign_in` and `sign_out`.
    """
    moment = at.replace(second=0, microsecond=0)
    known = Attendance.objects.filter(order=order).first()
    if known is None:
        return sign_in(order=order, moment=moment, method=method, by=by, at=at), True
    ends_at = order.shift.ends_at
    if known.out_at is not None or ends_at is None or at < ends_at:
        return known, False
    return sign_out(order=order, moment=moment, method=method, by=by, at=at), True


@transaction.atomic
def sign_out(*, order: Order, moment: dt.datetime, method: SignMethod, by: User | None, at: dt.datetime) -> Attendance:
    """Note when somebody went; from now on both sides are asked how long it was.

    :raises OrderCannotMove: nobody signed in. :raises TimeMisfit, SignedDifferently: as `sign_in`.
    """
    order = lock_order(order)
    attendance = Attendance.objects.filter(order=order).first()
    if attendance is None:
        raise OrderCannotMove
    if attendance.out_at is not None:
        if attendance.out_at != moment:
            raise SignedDifferently
        return attendance
    _check_out(attendance, moment, at)
    step(order, OrderState.HOURS, by=by, at=at)
    order.save(update_fields=["state", "version"])
    attendance.out_at, attendance.out_method, attendance.out_by = moment, method, by
    attendance.version += 1
    attendance.save(update_fields=["out_at", "out_method", "out_by", "version"])
    note(order, "signed_out", by=by, at=at, fields=["attendance"], reason=method)
    return attendance


def _check_out(attendance: Attendance, moment: dt.datetime, at: dt.datetime) -> None:
    if not attendance.in_at < moment <= at or moment - attendance.in_at > LONGEST:
        raise TimeMisfit


@transaction.atomic
def correct_attendance(
    *,
    order: Order,
    in_at: dt.datetime,
    out_at: dt.datetime | None,
    reason: CorrectionReason,
    method: SignMethod,
    by: User,
    at: dt.datetime,
    seen_version: int | None = None,
) -> Attendance:
    """Put right what was noted wrongly, before it is settled; the version before stays in a row of its own.

    The same times again change nothing. What both sides said about the hours stands until they say otherwise.

    :param seen_version: of the attendance.
    :raises OrderCannotMove: nobody signed in, or it is settled: then the settlement is struck out first.
    :raises TimeMisfit: a time that cannot be, or a sign-out that would go.
    """
    order = lock_order(order)
    attendance = _to_correct(order, seen_version)
    if (attendance.in_at, attendance.out_at) == (in_at, out_at):
        return attendance
    if not _may_come_at(order, in_at, at) or (out_at is None and attendance.out_at is not None):
        raise TimeMisfit
    _keep_both(order, attendance, (in_at, out_at), reason, method, by=by, at=at)
    attendance.in_at, attendance.in_method, attendance.in_by = in_at, method, by
    attendance.in_lat_e6 = attendance.in_lng_e6 = None  # it was where they were at another time
    if out_at is not None:
        _check_out(attendance, out_at, at)
        attendance.out_at, attendance.out_method, attendance.out_by = out_at, method, by
        attendance.out_lat_e6 = attendance.out_lng_e6 = None
        if order.state == OrderState.AT_WORK:
            step(order, OrderState.HOURS, by=by, at=at)
            order.save(update_fields=["state", "version"])
    attendance.version += 1
    attendance.save()
    note(order, "attendance_corrected", by=by, at=at, fields=["attendance"], reason=reason)
    return attendance


def _to_correct(order: Order, seen_version: int | None) -> Attendance:
    if order.state not in (OrderState.AT_WORK, OrderState.HOURS, OrderState.DISPUTED):
        raise OrderCannotMove
    attendance = Attendance.objects.select_for_update().get(order=order)
    check_version(attendance, seen_version)
    return attendance


def _keep_both(
    order: Order,
    before: Attendance,
    after: tuple[dt.datetime | None, dt.datetime | None],
    reason: CorrectionReason,
    method: str,
    *,
    by: User,
    at: dt.datetime,
) -> None:
    with constraint_speaks(AttendanceCorrection, attendancecorrection_out_after_in=TimeMisfit):
        AttendanceCorrection.objects.create(
            order=order, before_in_at=before.in_at, before_out_at=before.out_at, before_method=before.in_method,
            in_at=after[0], out_at=after[1], method=method, reason=reason, at=at, by=by,
        )  # fmt: skip


@transaction.atomic
def take_back_sign_in(
    *, order: Order, reason: CorrectionReason, by: User, at: dt.datetime, seen_version: int | None = None
) -> Order:
    """Somebody else was signed in: what was noted is struck out and kept, the order waits again.

    :raises OrderCannotMove: nobody signed in, or they have signed out already.
    """
    order = lock_order(order, seen_version=seen_version)
    step(order, OrderState.AGREED, by=by, at=at, reason=reason)
    order.save(update_fields=["state", "version"])
    attendance = Attendance.objects.get(order=order)
    _keep_both(order, attendance, (None, None), reason, "", by=by, at=at)
    attendance.delete()
    note(order, "sign_in_taken_back", by=by, at=at, fields=["attendance"], reason=reason)
    return order


@transaction.atomic
def state_hours(
    *,
    order: Order,
    worker: Said | None = None,
    employer: Said | None = None,
    method: SignMethod,
    by: User | None,
    at: dt.datetime,
    seen_version: int | None = None,
) -> Order:
    """Note what one side or both say about hours and pieces. Different words make a dispute, equal ones end it.

    :raises OrderCannotMove: nobody has signed out yet, or it is settled.
    :raises PiecesMissing: pay is by the piece and no number was given. :raises TimeMisfit: longer than a day.
    """
    order = lock_order(order, seen_version=seen_version)
    if order.state not in (OrderState.HOURS, OrderState.DISPUTED):
        raise OrderCannotMove
    by_piece = newest_agreement(order).pay_unit == PayUnit.PIECE
    for side, said in ((Side.WORKER, worker), (Side.EMPLOYER, employer)):
        if said is None:
            continue
        if by_piece and said.pieces is None:
            raise PiecesMissing
        with constraint_speaks(HoursStatement, hoursstatement_within_a_day=TimeMisfit):
            HoursStatement.objects.create(
                order=order, side=side, minutes=said.minutes, pieces=said.pieces if by_piece else None,
                method=method, at=at, by=by,
            )  # fmt: skip
    words = newest_words(order)
    if len(words) == len(Side):
        _follow_words(order, is_agreed=agreed_hours(words) is not None, by=by, at=at)
    order.version += 1
    order.save(update_fields=["state", "version"])
    note(order, "hours_stated", by=by, at=at, fields=["hours"], reason=order.state)
    return order


def _follow_words(order: Order, *, is_agreed: bool, by: User | None, at: dt.datetime) -> None:
    to = OrderState.HOURS if is_agreed else OrderState.DISPUTED
    if order.state != to:
        step(order, to, by=by, at=at)


def newest_words(order: Order) -> dict[str, HoursStatement]:
    """Return the newest statement of each side."""
    return {one.side: one for one in order.statements.order_by("at", "pk")}


def agreed_hours(words: dict[str, HoursStatement]) -> Said | None:
    """Return what both sides say; None while one is silent or they differ."""
    said = {Said(one.minutes, one.pieces) for one in words.values()}
    return said.pop() if len(words) == len(Side) and len(said) == 1 else None


@dataclass(frozen=True)
class RosterLine:
    """One line of a roster that comes back from the field.

    :param both_signed: worker and employer have signed the line: its hours are both sides' word.
    """

    order: Order
    in_at: dt.datetime | None
    out_at: dt.datetime | None
    pieces: int | None = None
    both_signed: bool = False


@transaction.atomic
def enter_roster(*, lines: list[RosterLine], method: SignMethod, by: User, at: dt.datetime) -> dict[int, Refused]:
    """Enter a whole roster. A line that is refused keeps nothing and does not hold the others up.

    :returns: the refusal of each line that was not entered, by the order's primary key.
    """
    refused: dict[int, Refused] = {}
    for line in lines:
        try:
            with transaction.atomic():
                _enter_line(line, method, by=by, at=at)
        except Refused as refusal:
            refused[line.order.pk] = refusal
    return refused


def _enter_line(line: RosterLine, method: SignMethod, *, by: User, at: dt.datetime) -> None:
    if line.in_at is not None:
        sign_in(order=line.order, moment=line.in_at, method=method, by=by, at=at)
    if line.out_at is None:
        return
    attendance = sign_out(order=line.order, moment=line.out_at, method=method, by=by, at=at)
    if line.both_signed and not HoursStatement.objects.filter(order=line.order).exists():
        rest = newest_agreement(line.order).rest_minutes
        said = Said(max(0, minutes_between(attendance.in_at, line.out_at) - rest), line.pieces)
        state_hours(order=line.order, worker=said, employer=said, method=method, by=by, at=at)
