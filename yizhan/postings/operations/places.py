"""Places of a shift. Taken never exceeds headcount, whatever two clerks do at once: the database holds it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from yizhan.postings.enums import OFFERED, EndReason, HeadcountReason, PublishState
from yizhan.postings.events import PlacesGivenBack, PlacesTaken, PostingChanged, PostingEnded, ShiftCancelled
from yizhan.postings.facts import LOCAL
from yizhan.postings.models import Posting, Shift
from yizhan.postings.operations.drafting import cancel_shift
from yizhan.postings.operations.refusals import (
    HeadcountBelowTaken,
    HeadcountFilled,
    NoSuchDay,
    NothingToGiveBack,
    ShiftIsCancelled,
    StepNotPossible,
    WrongPlaces,
)
from yizhan.postings.operations.steps import follow_places, locked, note_headcount, save, step_publish
from yizhan.postings.operations.voice import demand_voice
from yizhan.postings.rules import can_run
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import NotAllowed
from yizhan.shared.events import publish

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: A hire may be written down after the posting ran out or was withdrawn, but never before it was offered.
NEVER_OFFERED = frozenset({PublishState.UNPUBLISHED, PublishState.REMOVED})


@transaction.atomic
def take_place(*, shift: Shift, places: int = 1, by: User | None, at: dt.datetime) -> Shift:
    """Promise places of a shift; the last one fills the posting.

    :param places: how many at once; a crew takes all of theirs or none.
    :raises HeadcountFilled: fewer places are left (the constraint decides).
    :raises ShiftIsCancelled: the shift will not take place.
    :raises StepNotPossible: the posting was never offered or was taken down.
    """
    if places < 1:
        raise WrongPlaces
    posting, shift = _locked_pair(shift)
    if shift.cancelled_at is not None:
        raise ShiftIsCancelled
    if posting.publish_state in NEVER_OFFERED:
        raise StepNotPossible
    with constraint_speaks(Shift, shift_taken_within_headcount=HeadcountFilled):
        Shift.objects.filter(pk=shift.pk).update(taken=F("taken") + places)
    _note_taken(posting, shift, HeadcountReason.TAKEN, places, by=by, at=at)
    publish(PlacesTaken(posting.pk, shift.pk, places, at))
    return shift


@transaction.atomic
def give_back_place(*, shift: Shift, places: int = 1, by: User | None, at: dt.datetime) -> Shift:
    """Free places again; a filled posting is offered again.

    :raises NothingToGiveBack: fewer are taken (the constraint decides).
    """
    if places < 1:
        raise WrongPlaces
    posting, shift = _locked_pair(shift)
    if shift.taken < places:
        # PostgreSQL would answer "out of range" before the CHECK is asked; under the lock the number is the truth.
        raise NothingToGiveBack
    with constraint_speaks(Shift, taken=NothingToGiveBack):
        Shift.objects.filter(pk=shift.pk).update(taken=F("taken") - places)
    _note_taken(posting, shift, HeadcountReason.GIVEN_BACK, -places, by=by, at=at)
    publish(PlacesGivenBack(posting.pk, shift.pk, places, at))
    return shift


def _locked_pair(shift: Shift) -> tuple[Posting, Shift]:
    posting = locked(Posting(pk=shift.posting_id))
    return posting, lock(Shift.objects.all(), pk=shift.pk)


def _note_taken(
    posting: Posting, shift: Shift, reason: HeadcountReason, more: int, *, by: User | None, at: dt.datetime
) -> None:
    before, shift.taken = shift.taken, shift.taken + more
    same = (shift.headcount, shift.headcount)
    note_headcount(posting, shift, reason, headcount=same, taken=(before, shift.taken), by=by, at=at)
    follow_places(posting, by=by, at=at)
    save(posting, edited=False)  # an open form is not out of date because a place was taken
    write_audit(action=f"posting.place_{reason.value}", by=by, at=at, obj=posting, fields=["taken"])


@transaction.atomic
def set_headcount(*, shift: Shift, headcount: int, by: User, at: dt.datetime) -> Shift:
    """Change how many people a shift needs; no review is needed for that.

    :raises HeadcountBelowTaken: more are promised already (the constraint decides).
    :raises WrongPlaces: not between 1 and 999.
    """
    posting, shift = _locked_pair(shift)
    demand_voice(posting, by, staff=can_run)
    if shift.cancelled_at is not None:
        raise ShiftIsCancelled
    if not 1 <= headcount <= 999:
        raise WrongPlaces
    before = shift.headcount
    with constraint_speaks(Shift, shift_taken_within_headcount=HeadcountBelowTaken):
        Shift.objects.filter(pk=shift.pk).update(headcount=headcount)
    shift.headcount = headcount
    same = (shift.taken, shift.taken)
    note_headcount(posting, shift, HeadcountReason.CHANGED, headcount=(before, headcount), taken=same, by=by, at=at)
    follow_places(posting, by=by, at=at)
    save(posting)
    write_audit(action="posting.headcount_changed", by=by, at=at, obj=posting, fields=["headcount"])
    publish(PostingChanged(posting.pk, at))
    return shift


@transaction.atomic
def cancel_day(
    *, posting: Posting, day: dt.date, by: User, at: dt.datetime, reason: EndReason = EndReason.WEATHER
) -> list[Shift]:
    """Call off what starts on a day (rain). Rows and promises stay, so that everybody can be called.

    :returns: the shifts that were cancelled, `taken` as it was.
    :raises NoSuchDay: no shift starts on that day.
    """
    if not can_run(by):
        raise NotAllowed
    posting = locked(posting)
    starts = dt.datetime.combine(day, dt.time(), LOCAL)
    over = starts + dt.timedelta(days=1)
    shifts = list(
        Shift.objects.kept()
        .filter(posting=posting, starts_at__gte=starts, starts_at__lt=over)
        .select_for_update()
        .order_by("starts_at", "pk")
    )
    if not shifts:
        raise NoSuchDay
    for shift in shifts:
        cancel_shift(posting, shift, by=by, at=at)
    if not Shift.objects.kept().filter(posting=posting).exists() and posting.publish_state in OFFERED:
        step_publish(posting, PublishState.WITHDRAWN, by=by, at=at, reason=reason)
        publish(PostingEnded(posting.pk, PublishState.WITHDRAWN, reason, at))
    else:
        follow_places(posting, by=by, at=at)
    save(posting)
    write_audit(action="posting.day_cancelled", by=by, at=at, obj=posting, fields=["shifts"], reason=reason)
    for shift in shifts:
        publish(ShiftCancelled(posting.pk, shift.pk, reason, at))
    return shifts
