"""One step along a referral's life: checked, dated, logged. Everything else in the room goes through here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from yizhan.employers.operations import note_answer
from yizhan.referrals.enums import CloseReason, ReferralStatus
from yizhan.referrals.events import ReferralClosed
from yizhan.referrals.models import Referral, ReferralStatusChange
from yizhan.referrals.operations.refusals import ReferralCannotMove
from yizhan.referrals.rules import may_move
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, lock
from yizhan.shared.events import publish

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def lock_referral(referral: Referral, *, seen_version: int | None = None) -> Referral:
    """Read a referral again under lock.

    :raises yizhan.shared.errors.ChangedMeanwhile: somebody else took a step since the page was opened.
    """
    rows = Referral.objects.select_related("person", "seeker", "posting", "terms", "shift", "office")
    found = lock(rows, pk=referral.pk)
    check_version(found, seen_version)
    return found


def step(referral: Referral, to: ReferralStatus, *, by: User | None, at: dt.datetime) -> Referral:
    """Put a locked referral into a state (not saved yet) and write the dated row.

    :raises ReferralCannotMove: the table knows no such step.
    """
    if not may_move(referral.status, to):
        raise ReferralCannotMove
    note_step(referral, referral.status, to, by=by, at=at)
    referral.status = to
    referral.version += 1
    return referral


def note_step(referral: Referral, before: str, to: str, *, by: User | None, at: dt.datetime) -> None:
    """Write the dated row, with the area as of the event."""
    ReferralStatusChange.objects.create(
        referral=referral,
        before=before,
        after=to,
        at=at,
        by=by,
        office=referral.office,
        area_code=referral.office.area_code,
    )


def note(referral: Referral, action: str, *, by: User | None, at: dt.datetime, reason: str = "") -> None:
    """Write the one audit line of an operation on a referral."""
    write_audit(
        action=f"referral.{action}", by=by, at=at, obj=referral, person_id=referral.person_id, fields=["status"],
        reason=reason,
    )  # fmt: skip


def close(
    referral: Referral,
    reason: CloseReason,
    *,
    by: User | None,
    at: dt.datetime,
    closed_by: Referral | None = None,
) -> Referral:
    """Close a locked, open referral and save it.

    :raises ReferralCannotMove: it has ended.
    """
    step(referral, ReferralStatus.CLOSED, by=by, at=at)
    referral.close_reason, referral.closed_by = reason, closed_by
    referral.save()
    note_answer(source_public_id=referral.public_id, answered=False, today=timezone.localdate(at))
    publish(ReferralClosed(referral, at))
    note(referral, "closed", by=by, at=at, reason=reason)
    return referral
