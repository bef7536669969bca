"""Where somebody stands: waiting, working, away; and the tier that follows from it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import ConsentPurpose
from yizhan.people.events import ConsentWithdrawn
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock
from yizhan.shared.errors import Refused
from yizhan.shared.events import publish
from yizhan.shared.standing import insert
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.events import SeekerStatusChanged
from yizhan.workers.models import JobSeeker, SeekerStatusChange
from yizhan.workers.queries import grounds_of, lapsed_seekers, seekers_due_for_review
from yizhan.workers.rules import may_move, service_tier

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User


class SeekerCannotMove(Refused):
    """There is no such step from where the person stands now."""

    code = "seeker_cannot_move"
    sentence = _("求职者现在的状态不能这样改，没有改动。请刷新页面看最新状态。")


def note_step(seeker: JobSeeker, before: str, *, office: Office, by: User | None, at: dt.datetime) -> None:
    """Write the dated row of a step that was just taken and tell the floors above."""
    step = SeekerStatusChange(
        seeker=seeker,
        before=before,
        after=seeker.status,
        at=at,
        actor_id=by.pk if by else None,
        office_id=office.pk,
        area_code=office.area_code,
    )
    insert(step)
    publish(SeekerStatusChanged(seeker.pk, seeker.person_id, before, seeker.status, at))


@transaction.atomic
def move_seeker(*, seeker: JobSeeker, to: SeekerStatus, by: User | None, at: dt.datetime) -> JobSeeker:
    """Take a job seeker one step along their life and write the step down. Going where one stands changes nothing.

    :raises SeekerCannotMove: no such step from where they stand now.
    """
    seeker = lock(JobSeeker.objects.all(), pk=seeker.pk)
    before = seeker.status
    if before == to:
        return seeker
    if not may_move(before, to):
        raise SeekerCannotMove
    seeker.status = to
    seeker.waiting_since_on = _day(at) if to == SeekerStatus.AVAILABLE else None
    seeker.version += 1
    seeker.save(update_fields=["status", "waiting_since_on", "version"])
    note_step(seeker, before, office=by.office if by else seeker.office, by=by, at=at)
    write_audit(action="seeker.moved", by=by, at=at, obj=seeker, person_id=seeker.person_id, fields=["status"])
    return seeker


def mark_working(*, seeker: JobSeeker, by: User | None, at: dt.datetime) -> JobSeeker:
    """Somebody has found work.

    :raises SeekerCannotMove: they are restricted or have left.
    """
    return move_seeker(seeker=seeker, to=SeekerStatus.WORKING, by=by, at=at)


def mark_available(*, seeker: JobSeeker, by: User | None, at: dt.datetime) -> JobSeeker:
    """Somebody waits for work again, from today.

    :raises SeekerCannotMove: they have left.
    """
    return move_seeker(seeker=seeker, to=SeekerStatus.AVAILABLE, by=by, at=at)


@transaction.atomic
def set_recommendation(*, seeker: JobSeeker, off: bool, by: User | None, at: dt.datetime) -> JobSeeker:
    """Turn personal recommendation off or on at the person's word (PIPL art. 24).

    :param by: the staff who heard it, or None for the person themselves on their own phone.
    """
    seeker = lock(JobSeeker.objects.all(), pk=seeker.pk)
    if seeker.recommendation_off != off:
        seeker.recommendation_off = off
        seeker.version += 1
        seeker.save(update_fields=["recommendation_off", "version"])
        write_audit(
            action="seeker.recommendation_set", by=by, at=at, obj=seeker, person_id=seeker.person_id,
            fields=["recommendation_off"], reason="self" if by is None else "",
        )  # fmt: skip
    return seeker


@transaction.atomic
def review_tier(*, seeker: JobSeeker, by: User | None, at: dt.datetime) -> JobSeeker:
    """Work the service tier out anew; the record says on which day."""
    seeker = lock(JobSeeker.objects.select_related("person"), pk=seeker.pk)
    today = _day(at)
    before = seeker.service_tier
    seeker.service_tier = service_tier(grounds_of(seeker, today))
    seeker.tier_reviewed_on = today
    seeker.save(update_fields=["service_tier", "tier_reviewed_on"])
    if seeker.service_tier != before:
        write_audit(
            action="seeker.tier_reviewed", by=by, at=at, obj=seeker, person_id=seeker.person_id,
            fields=["service_tier"],
        )  # fmt: skip
    return seeker


@transaction.atomic
def forget_limit(*, person_id: int, at: dt.datetime) -> None:
    """Delete what somebody said about their health, when they take back the consent to keep it (PIPL art. 47)."""
    for seeker in JobSeeker.objects.filter(person_id=person_id).exclude(work_limit="").select_for_update(of=("self",)):
        seeker.work_limit = ""
        seeker.version += 1
        seeker.save(update_fields=["work_limit", "version"])
        write_audit(
            action="seeker.limit_forgotten", by=None, at=at, obj=seeker, person_id=person_id, fields=["work_limit"],
            office_id=seeker.office_id,
        )  # fmt: skip


def forget_limit_without_consent(event: ConsentWithdrawn) -> None:
    """Act on the news, in the transaction in which the consent is taken back."""
    if event.purpose == ConsentPurpose.SENSITIVE:
        forget_limit(person_id=event.person_id, at=event.at)


#: Rows a transaction: a duty in the background never holds writers up for long.
RESTED_AT_ONCE = 100


def let_lapsed_rest(at: dt.datetime) -> int:
    """Make everybody dormant whose wish ran out 30 days ago (domain 6.1); return how many. A daily duty.

    Each batch is a transaction of its own. Somebody whose wish was renewed meanwhile is passed over.
    """
    today, rested, last = _day(at), 0, 0
    while batch := list(lapsed_seekers(today).filter(pk__gt=last)[:RESTED_AT_ONCE]):
        last = batch[-1].pk
        with transaction.atomic():
            for seeker in lapsed_seekers(today).filter(pk__in=[one.pk for one in batch]):
                move_seeker(seeker=seeker, to=SeekerStatus.DORMANT, by=None, at=at)
                rested += 1
    return rested


def review_due_tiers(at: dt.datetime) -> int:
    """Work anew every tier that waiting may have lifted, or that stood for 90 days; return how many. A daily duty."""
    today, reviewed, last = _day(at), 0, 0
    while batch := list(seekers_due_for_review(today).filter(pk__gt=last)[:RESTED_AT_ONCE]):
        last = batch[-1].pk
        with transaction.atomic():
            for seeker in batch:
                review_tier(seeker=seeker, by=None, at=at)
                reviewed += 1
    return reviewed


def _day(at: dt.datetime) -> dt.date:
    """Return the local day of a moment: the county's calendar decides, not UTC's."""
    return timezone.localdate(at)
