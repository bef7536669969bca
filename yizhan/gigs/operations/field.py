"""What was noted in the field without network comes in: entered where nothing stands, else shown to a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from yizhan.gigs.enums import CorrectionReason, FieldDecision, FieldOutcome, FieldWhat, SignMethod
from yizhan.gigs.models import Attendance, FieldEntry, Order
from yizhan.gigs.operations.attending import correct_attendance, sign_in, sign_out
from yizhan.gigs.operations.refusals import FieldDecided, SignedDifferently
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@dataclass(frozen=True)
class FieldNote:
    """One thing noted on a device.

    :param public_id: made on the device, so that sending twice enters once. :param noted_at: by the device's clock.
    """

    public_id: UUID
    order: Order
    what: FieldWhat
    moment: dt.datetime
    noted_at: dt.datetime


@transaction.atomic
def merge_field(*, notes: Iterable[FieldNote], by: User, at: dt.datetime) -> list[FieldEntry]:
    """Take in what a device sends, the earliest first; every note is kept with what became of it.

    A note that says what stands is the same; one that says another time is a conflict, and what stands, stands, until a
    person decides. One that is refused keeps its reason. None holds the others up.
    """
    notes = sorted(notes, key=lambda one: (one.moment, one.what != FieldWhat.CAME, str(one.public_id)))
    known = {one.public_id: one for one in FieldEntry.objects.filter(public_id__in=[one.public_id for one in notes])}
    found = []
    for one in notes:
        if one.public_id not in known:
            known[one.public_id] = _take_in(one, by=by, at=at)
        found.append(known[one.public_id])
    return found


def _take_in(one: FieldNote, *, by: User, at: dt.datetime) -> FieldEntry:
    outcome, refusal = _try(one, by=by, at=at)
    with constraint_speaks(FieldEntry, public_id=FieldDecided):
        entry = FieldEntry.objects.create(
            public_id=one.public_id, order=one.order, what=one.what, moment=one.moment, noted_at=one.noted_at,
            sent_at=at, by=by, outcome=outcome, refusal=refusal,
        )  # fmt: skip
    write_audit(
        action="gig.field_merged", by=by, at=at, obj=one.order, person_id=one.order.person_id, fields=["attendance"],
        reason=outcome,
    )  # fmt: skip
    return entry


def _try(one: FieldNote, *, by: User, at: dt.datetime) -> tuple[FieldOutcome, str]:
    before = Attendance.objects.filter(order=one.order).first()
    stands = before and (before.in_at if one.what == FieldWhat.CAME else before.out_at)
    note = sign_in if one.what == FieldWhat.CAME else sign_out
    try:
        with transaction.atomic():
            note(order=one.order, moment=one.moment, method=SignMethod.FIELD, by=by, at=at)
    except SignedDifferently as refusal:
        return FieldOutcome.CONFLICT, refusal.code
    except Refused as refusal:
        return FieldOutcome.REFUSED, refusal.code
    return (FieldOutcome.SAME if stands else FieldOutcome.ENTERED), ""


@transaction.atomic
def decide_field(*, entry: FieldEntry, decision: FieldDecision, by: User, at: dt.datetime) -> FieldEntry:
    """Decide about a note that could not be entered: what stands is kept, or the note's time is taken instead.

    Taking it is a correction of attendance, with both versions kept.

    :raises FieldDecided: somebody decided before, or there is nothing to decide or to take.
    :raises: what `correct_attendance` raises.
    """
    entry = lock(FieldEntry.objects.select_related("order"), pk=entry.pk)
    takes = decision == FieldDecision.TAKEN
    if not entry.is_open or (takes and entry.outcome != FieldOutcome.CONFLICT):
        raise FieldDecided
    if takes:
        stands = Attendance.objects.get(order=entry.order)
        came = entry.what == FieldWhat.CAME
        correct_attendance(
            order=entry.order, in_at=entry.moment if came else stands.in_at,
            out_at=stands.out_at if came else entry.moment, reason=CorrectionReason.FIELD, method=SignMethod.FIELD,
            by=by, at=at,
        )  # fmt: skip
    entry.decision, entry.decided_by, entry.decided_at = decision, by, at
    entry.save(update_fields=["decision", "decided_by", "decided_at"])
    write_audit(
        action="gig.field_decided", by=by, at=at, obj=entry.order, person_id=entry.order.person_id,
        fields=["attendance"], reason=decision,
    )  # fmt: skip
    return entry
