"""What every write of a posting shares: the lock, the step of a state with its dated row, the dated headcount."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yizhan.postings.enums import (
    PUBLISH_MOVES,
    REVIEW_MOVES,
    Axis,
    HeadcountReason,
    PublishState,
    ReviewState,
)
from yizhan.postings.events import PostingFilled
from yizhan.postings.models import HeadcountChange, Posting, PostingStatusChange, Shift
from yizhan.postings.operations.refusals import StepNotPossible
from yizhan.shared.changes.enums import Topic
from yizhan.shared.changes.operations import note_change
from yizhan.shared.db import lock
from yizhan.shared.events import publish

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def locked(posting: Posting) -> Posting:
    """Read a posting again for writing, with its terms, employer and office.

    The posting is always locked before its shifts, so that two writers cannot wait for each other.
    """
    return lock(Posting.objects.select_related("terms", "employer", "office"), pk=posting.pk)


def area_of(posting: Posting) -> str:
    """Return the area of the work as of now, or the office's where none was stated."""
    return (posting.terms.area_code if posting.terms else "") or posting.office.area_code


def step_review(posting: Posting, to: ReviewState, *, by: User | None, at: dt.datetime, reason: str = "") -> None:
    """Move the review state and write it down; the caller saves the posting.

    :raises StepNotPossible: no such step.
    """
    before = ReviewState(posting.review_state)
    if to not in REVIEW_MOVES[before]:
        raise StepNotPossible
    posting.review_state = to
    note_step(posting, Axis.REVIEW, before, to, by=by, at=at, reason=reason)


def step_publish(posting: Posting, to: PublishState, *, by: User | None, at: dt.datetime, reason: str = "") -> None:
    """Move the publish state and write it down; the caller saves the posting.

    :raises StepNotPossible: no such step.
    """
    before = PublishState(posting.publish_state)
    if to not in PUBLISH_MOVES[before]:
        raise StepNotPossible
    posting.publish_state = to
    note_step(posting, Axis.PUBLISH, before, to, by=by, at=at, reason=reason)


def note_step(
    posting: Posting, axis: Axis, before: str, after: str, *, by: User | None, at: dt.datetime, reason: str = ""
) -> None:
    """Write a dated row about a state."""
    PostingStatusChange.objects.create(
        posting=posting,
        axis=axis,
        before=before,
        after=after,
        reason=reason,
        at=at,
        by=by,
        office_id=posting.office_id,
        area_code=area_of(posting),
    )


def note_headcount(
    posting: Posting,
    shift: Shift,
    reason: HeadcountReason,
    *,
    headcount: tuple[int, int],
    taken: tuple[int, int],
    by: User | None,
    at: dt.datetime,
) -> None:
    """Write a dated row about places: (before, after) of headcount and of places taken."""
    HeadcountChange.objects.create(
        posting=posting,
        shift=shift,
        reason=reason,
        headcount_before=headcount[0],
        headcount_after=headcount[1],
        taken_before=taken[0],
        taken_after=taken[1],
        at=at,
        by=by,
        office_id=posting.office_id,
        area_code=area_of(posting),
    )


def follow_places(posting: Posting, *, by: User | None, at: dt.datetime) -> None:
    """Let the publish state follow the places: filled when none is left, published again when one is free."""
    kept = list(Shift.objects.kept().filter(posting=posting).values_list("headcount", "taken"))
    full = bool(kept) and all(taken >= headcount for headcount, taken in kept)
    if full and posting.publish_state == PublishState.PUBLISHED:
        step_publish(posting, PublishState.FILLED, by=by, at=at)
        publish(PostingFilled(posting.pk, at))
    elif not full and posting.publish_state == PublishState.FILLED:
        step_publish(posting, PublishState.PUBLISHED, by=by, at=at)


def save(posting: Posting, *, edited: bool = True) -> None:
    """Save under the lock. Only what people edit in forms counts as a new version; readers are told of every write."""
    if edited:
        posting.version += 1
    posting.save()
    note_change(topic=Topic.POSTING, row_id=posting.pk)
