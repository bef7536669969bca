"""The receipt closes the loop: hired, not hired, did not come, already filled."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from yizhan.employers.enums import ConductKind
from yizhan.employers.operations import await_answer, note_answer, record_conduct, withdraw_conduct
from yizhan.followups.enums import CancelReason
from yizhan.followups.operations import cancel_for, due
from yizhan.followups.queries import has_attempts
from yizhan.postings.enums import PostingKind
from yizhan.postings.operations import give_back_place, take_place
from yizhan.referrals.enums import RECEIPT_RESULTS, CloseReason, ReceiptReason, ReceiptResult, ReferralStatus
from yizhan.referrals.events import HireUndone, PersonHired, ReceiptRecorded, ReceiptUndone
from yizhan.referrals.models import FollowUpPlan, Referral, ReferralStatusChange
from yizhan.referrals.operations.refusals import CannotReopen, NothingToUndo, NotYetStarted
from yizhan.referrals.operations.steps import close, lock_referral, note, step
from yizhan.referrals.queries import cautions_for, last_step
from yizhan.referrals.rules import first_day, may_take_back, plan_days
from yizhan.shared.db import constraint_speaks
from yizhan.shared.events import publish
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.operations import (
    add_commitment,
    mark_available,
    mark_working,
    release_commitments_of,
)

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

SOURCE = "referral"
#: 16 or 17: the employer registers the worker and has their health checked before work begins (CR-042).
MINOR, MINOR_PAPERS = "CR-042", "hire.minor"


@transaction.atomic
def record_receipt(
    *,
    referral: Referral,
    result: ReceiptResult,
    by: User,
    at: dt.datetime,
    today: dt.date,
    reason: ReceiptReason | None = None,
    arrived_on: dt.date | None = None,
    overridden_reason: str = "",
    seen_version: int | None = None,
) -> Referral:
    """Write down what the receipt says; a hire takes its place, its time and its calls in this one transaction.

    A hire takes `places` of the shift's headcount, promises the person's time, closes the person's other open
    referrals, marks a person hired for longer than a day as working, and makes the calls due.

    :param arrived_on: first day at work as the receipt says; None where it does not.
    :param overridden_reason: why the time is promised although it overlaps another promise.
    :raises ReferralCannotMove: no letter is out, or the receipt has been entered.
    :raises NotYetStarted: an arrival after today.
    :raises yizhan.postings.operations.HeadcountFilled: nobody more is wanted: the receipt says "already filled".
    :raises yizhan.workers.operations.AlreadyPromised: the person's time is promised elsewhere.
    """
    referral = lock_referral(referral, seen_version=seen_version)
    if arrived_on is not None and arrived_on > today:
        raise NotYetStarted
    step(referral, ReferralStatus(result.value), by=by, at=at)
    referral.receipt_result, referral.receipt_at = result, at
    referral.receipt_reason = reason or ""
    note_answer(source_public_id=referral.public_id, answered=True, today=today)
    if result == ReceiptResult.HIRED:
        referral.arrived_on = arrived_on
        referral.save()
        # Before the posting is locked: whoever hears about an employer locks the employer first.
        record_conduct(
            employer=referral.posting.employer,
            kind=ConductKind.HIRED,
            source_kind=SOURCE,
            source_public_id=referral.public_id,
            by=by,
            at=at,
            person=referral.person.public_id,
        )
        _place(referral, by=by, at=at, today=today, overridden_reason=overridden_reason)
    else:
        referral.save()
    note(referral, "answered", by=by, at=at, reason=result)
    publish(ReceiptRecorded(referral, by, at))
    return referral


def _place(referral: Referral, *, by: User, at: dt.datetime, today: dt.date, overridden_reason: str) -> None:
    """Everything that follows from a hire."""
    take_place(shift=referral.shift, places=referral.places, by=by, at=at)
    shift = referral.shift
    if shift.ends_at is not None:
        add_commitment(
            person=referral.person,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            source_kind=SOURCE,
            source_public_id=referral.public_id,
            by=by,
            at=at,
            overridden_reason=overridden_reason,
        )
    others = Referral.objects.open().filter(person=referral.person).exclude(pk=referral.pk).order_by("pk")
    for other in others:
        close(lock_referral(other), CloseReason.HIRED_ELSEWHERE, by=by, at=at, closed_by=referral)
    if referral.posting.kind != PostingKind.GIG and referral.seeker.status == SeekerStatus.AVAILABLE:
        # A day labourer is free again tomorrow: the promised hours are what keeps them from being sent twice.
        mark_working(seeker=referral.seeker, by=by, at=at)
    _make_calls_due(referral, by=by, at=at, today=today)
    if any(hit.rule == MINOR for hit in cautions_for(referral)):
        _call_due(referral, MINOR_PAPERS, today, by=by, at=at)
    publish(PersonHired(referral, by, at))


def _make_calls_due(referral: Referral, *, by: User, at: dt.datetime, today: dt.date) -> None:
    start = first_day(timezone.localdate(referral.shift.starts_at), today, referral.arrived_on)
    for days in days_for(referral.office, referral.posting.kind):
        _call_due(referral, f"hire.d{days}", start + dt.timedelta(days=days), by=by, at=at)


def _call_due(referral: Referral, kind: str, due_on: dt.date, *, by: User, at: dt.datetime) -> None:
    due(
        kind=kind,
        person=referral.person,
        office=referral.office,
        about_kind=SOURCE,
        about_public_id=referral.public_id,
        due_on=due_on,
        by=by,
        at=at,
    )


def days_for(office: Office, posting_kind: str) -> tuple[int, ...]:
    """Return on which days after the start this office asks about a kind of posting."""
    plan = FollowUpPlan.objects.filter(office=office, posting_kind=posting_kind).first()
    return plan_days(plan.days if plan else None)


@transaction.atomic
def undo_last_step(
    *, referral: Referral, by: User, at: dt.datetime, today: dt.date, may_undo_others: bool, seen_version: int | None
) -> Referral:
    """Take the last step back, with everything that followed from it. The row of the step stays, marked as undone.

    :param may_undo_others: whether steps of colleagues may be taken back (the station head). What an employer's agent
        entered is taken back by whoever serves the person: it is the station that the agent telephones.
    :raises NothingToUndo: there is no step, it is not of today, or it is somebody else's.
    :raises CannotReopen: a call about the hire has been made, or the person is on the way to that shift anew.
    """
    referral = lock_referral(referral, seen_version=seen_version)
    last = last_step(referral)
    if last is None or not last.before or timezone.localdate(last.at) != today:
        raise NothingToUndo
    if not (may_undo_others or may_take_back(last.by_id, last.by.role if last.by else "", by.pk)):
        raise NothingToUndo
    if last.after == ReferralStatus.HIRED:
        _unplace(referral, by=by, at=at)
    last.undone_at = at
    last.save(update_fields=["undone_at"])
    _put_back(referral, last.before)
    with constraint_speaks(Referral, referral_once_while_open=CannotReopen):
        referral.save()
    _wait_or_not(referral, by=by, today=today)
    note(referral, "undone", by=by, at=at, reason=last.after)
    if last.after in RECEIPT_RESULTS:
        publish(ReceiptUndone(referral, last.pk, ReferralStatus(last.after), by, at))
    return referral


def _wait_or_not(referral: Referral, *, by: User | None, today: dt.date) -> None:
    """Wait for the employer's word again where a letter is out again; else not any more."""
    if referral.status == ReferralStatus.LETTER:
        await_answer(employer=referral.posting.employer, source_public_id=referral.public_id, by=by, today=today)
    else:
        note_answer(source_public_id=referral.public_id, answered=False, today=today)


def _put_back(referral: Referral, status: str) -> None:
    """Put a locked referral into an earlier state and clear what that state does not have."""
    referral.status = status
    referral.version += 1
    referral.receipt_result, referral.receipt_reason, referral.receipt_at = "", "", None
    referral.arrived_on = None
    referral.close_reason, referral.closed_by = "", None
    if status in (ReferralStatus.PROPOSED, ReferralStatus.UNREACHED, ReferralStatus.AGREED, ReferralStatus.ACCEPTED):
        referral.issued_at, referral.issued_by, referral.site_check = None, None, ""


def _unplace(referral: Referral, *, by: User, at: dt.datetime) -> None:
    """Undo everything that followed from a hire.

    :raises CannotReopen: somebody has been called about it: what was answered cannot be unsaid.
    """
    if has_attempts(SOURCE, referral.public_id):
        raise CannotReopen
    publish(HireUndone(referral, by, at))
    withdraw_conduct(source_kind=SOURCE, source_public_id=referral.public_id, by=by, at=at)
    give_back_place(shift=referral.shift, places=referral.places, by=by, at=at)
    release_commitments_of(source_kind=SOURCE, source_public_id=referral.public_id, by=by, at=at)
    cancel_for(about_kind=SOURCE, about_public_id=referral.public_id, reason=CancelReason.SOURCE_UNDONE, by=by, at=at)
    if referral.seeker.status == SeekerStatus.WORKING:
        mark_available(seeker=referral.seeker, by=by, at=at)
    for other in Referral.objects.filter(closed_by=referral).order_by("pk"):
        _reopen(lock_referral(other), by=by, at=at)


def _reopen(referral: Referral, *, by: User, at: dt.datetime) -> None:
    last = ReferralStatusChange.objects.filter(referral=referral, undone_at=None).order_by("-at", "-pk").first()
    if last is None or last.after != ReferralStatus.CLOSED:
        raise CannotReopen
    last.undone_at = at
    last.save(update_fields=["undone_at"])
    issued_at, issued_by = referral.issued_at, referral.issued_by
    _put_back(referral, last.before)
    if last.before == ReferralStatus.LETTER:
        referral.issued_at, referral.issued_by = issued_at, issued_by
    with constraint_speaks(Referral, referral_once_while_open=CannotReopen):
        referral.save()
    _wait_or_not(referral, by=by, today=timezone.localdate(at))
    note(referral, "reopened", by=by, at=at)
