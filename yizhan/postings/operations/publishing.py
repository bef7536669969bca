"""Publishing, pausing, ending, and asking whether people are still wanted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from yizhan.employers.queries import is_verified, may_offer
from yizhan.postings.enums import OFFERED, EndReason, PublishState, ReviewState
from yizhan.postings.events import PostingChanged, PostingEnded, PostingPublished
from yizhan.postings.facts import ShiftFacts, usual_end
from yizhan.postings.models import Posting, Shift
from yizhan.postings.operations.refusals import (
    EmployerNotVerified,
    EmployerSuspended,
    NothingToDo,
    RunOut,
    StepNotPossible,
)
from yizhan.postings.operations.steps import follow_places, locked, save, step_publish
from yizhan.postings.operations.voice import demand_own_pause, demand_voice
from yizhan.postings.rules import can_remove, can_run
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version
from yizhan.shared.errors import NotAllowed
from yizhan.shared.events import publish

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@transaction.atomic
def publish_posting(*, posting: Posting, by: User, at: dt.datetime, seen_version: int | None = None) -> Posting:
    """Offer an approved posting from now on.

    :raises StepNotPossible: not approved, or offered already.
    :raises EmployerNotVerified: the employer's verification does not stand.
    :raises EmployerSuspended: missing pay or a kept document was verified (CR-074).
    :raises RunOut: its period of validity is over.
    :raises NothingToDo: no shift is ahead.
    """
    if not can_run(by):
        raise NotAllowed
    posting = locked(posting)
    check_version(posting, seen_version)
    return publish_locked(posting, by=by, at=at)


def publish_locked(posting: Posting, *, by: User, at: dt.datetime, was_asked: bool = True) -> Posting:
    """Publish (or publish again) what the caller holds the lock of.

    :param was_asked: it rests on the employer's word of this moment; otherwise on their last one (CR-018).
    """
    if posting.review_state != ReviewState.APPROVED:
        raise StepNotPossible
    if not is_verified(posting.employer, at):
        raise EmployerNotVerified
    if not may_offer(posting.employer, at):
        raise EmployerSuspended
    if posting.valid_until_at <= at:
        raise RunOut
    shifts = list(Shift.objects.kept().filter(posting=posting).values_list("ends_at", flat=True))
    if not any(ends_at is None or ends_at > at for ends_at in shifts):
        raise NothingToDo
    step_publish(posting, PublishState.PUBLISHED, by=by, at=at)
    posting.published_at = posting.published_at or at
    if was_asked:
        posting.last_confirmed_at = at
    follow_places(posting, by=by, at=at)
    save(posting)
    write_audit(action="posting.published", by=by, at=at, obj=posting, fields=["publish_state"])
    publish(PostingPublished(posting.pk, posting.office_id, at))
    return posting


@transaction.atomic
def pause_posting(*, posting: Posting, reason: EndReason, by: User, at: dt.datetime) -> Posting:
    """Stop sending people for now."""
    return _end(posting, PublishState.PAUSED, reason, by=by, at=at)


@transaction.atomic
def resume_posting(*, posting: Posting, by: User, at: dt.datetime) -> Posting:
    """Send people again; refusals as of `publish_posting`. An agent takes up only what an agent stopped."""
    posting = locked(posting)
    demand_voice(posting, by, staff=can_run)
    if posting.publish_state != PublishState.PAUSED:
        raise StepNotPossible
    demand_own_pause(posting, by)
    return publish_locked(posting, by=by, at=at)


@transaction.atomic
def withdraw_posting(*, posting: Posting, reason: EndReason, by: User, at: dt.datetime) -> Posting:
    """End it as the employer wishes; it stays in the archive."""
    return _end(posting, PublishState.WITHDRAWN, reason, by=by, at=at)


@transaction.atomic
def remove_posting(*, posting: Posting, reason: EndReason, by: User, at: dt.datetime) -> Posting:
    """Take it down whatever the employer wishes; it stays in the archive."""
    if not can_remove(by):
        raise NotAllowed
    return _end(posting, PublishState.REMOVED, reason, by=by, at=at)


def _end(posting: Posting, to: PublishState, reason: EndReason, *, by: User, at: dt.datetime) -> Posting:
    posting = locked(posting)
    demand_voice(posting, by, staff=can_run)
    step_publish(posting, to, by=by, at=at, reason=reason)
    save(posting)
    write_audit(action=f"posting.{to.value}", by=by, at=at, obj=posting, fields=["publish_state"], reason=reason)
    publish(PostingEnded(posting.pk, to, reason, at))
    return posting


@transaction.atomic
def confirm_posting(*, posting: Posting, by: User, at: dt.datetime, extend: bool = True) -> Posting:
    """Write down that the employer was asked and still wants people (CR-018).

    :param extend: let it hold for another usual period from now, if that is longer.
    :raises StepNotPossible: it is not offered.
    """
    posting = locked(posting)
    demand_voice(posting, by, staff=can_run)
    if posting.publish_state not in OFFERED | {PublishState.PAUSED}:
        raise StepNotPossible
    posting.last_confirmed_at = at
    fields = ["last_confirmed_at"]
    if extend:
        kept = Shift.objects.kept().filter(posting=posting).values_list("starts_at", "ends_at", "headcount")
        until = usual_end(posting.kind, [ShiftFacts(*row) for row in kept], at)
        if until > posting.valid_until_at:
            posting.valid_until_at = until
            fields.append("valid_until_at")
    save(posting)
    write_audit(action="posting.confirmed", by=by, at=at, obj=posting, fields=fields)
    publish(PostingChanged(posting.pk, at))
    return posting
