"""The desk's day: handing over a shift, a day that is called off, how long after a hire to call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from yizhan.postings.operations import cancel_day
from yizhan.referrals.models import FollowUpPlan, Handover, Referral
from yizhan.referrals.operations.endings import free_everybody
from yizhan.referrals.operations.refusals import HandoverTaken
from yizhan.referrals.rules import FOLLOW_UP_DAYS
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.postings.models import Posting


@transaction.atomic
def hand_over(*, by: User, to: User | None, note: str, open_counts: Mapping[str, int], at: dt.datetime) -> Handover:
    """Leave the desk to the next clerk, with what is open and a word about it.

    :param to: None when it is not known who comes next.
    :param open_counts: what was open, as `queries.open_at_desk` counts it.
    """
    handover = Handover.objects.create(
        office=by.office, from_user=by, to_user=to, at=at, note=note, open_counts=dict(open_counts)
    )
    write_audit(action="desk.handed_over", by=by, at=at, obj=handover, fields=["note"] if note else [])
    return handover


@transaction.atomic
def take_over(*, handover: Handover, by: User, at: dt.datetime) -> Handover:
    """Say "I have read it".

    :raises HandoverTaken: a colleague has.
    """
    handover = lock(Handover.objects.all(), pk=handover.pk)
    if handover.taken_at is not None:
        raise HandoverTaken
    handover.taken_at, handover.taken_by = at, by
    handover.save(update_fields=["taken_at", "taken_by"])
    write_audit(action="desk.taken_over", by=by, at=at, obj=handover)
    return handover


@transaction.atomic
def rain_off(*, posting: Posting, day: dt.date, by: User, at: dt.datetime) -> list[Referral]:
    """Call off a day of a posting and return everybody who must be called: hired people and letters that are out.

    Their promised time becomes free, calls about the hire are called off, and letters that wait are closed.

    :raises yizhan.postings.operations.NoSuchDay: no shift starts on that day.
    """
    start = dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())
    kept = posting.shifts.filter(cancelled_at=None, starts_at__gte=start, starts_at__lt=start + dt.timedelta(days=1))
    # Before the day is cancelled, so that the steps bear the name of who took them; what comes in meanwhile is closed
    # by the posting's own news (`endings.close_with_shift`).
    people = free_everybody(list(kept.values_list("pk", flat=True)), by=by, at=at)
    cancel_day(posting=posting, day=day, by=by, at=at)
    return people


@transaction.atomic
def set_followup_plan(
    *, office: Office, posting_kind: str, days: Sequence[int], by: User, at: dt.datetime
) -> FollowUpPlan:
    """Choose on which of the standard days an office asks about a kind of posting. Hires from now on follow it."""
    kept = [day for day in FOLLOW_UP_DAYS if day in days]
    plan, _new = FollowUpPlan.objects.update_or_create(
        office=office, posting_kind=posting_kind, defaults={"days": kept}
    )
    write_audit(action="followup_plan.set", by=by, at=at, obj=plan, fields=["days"])
    return plan
