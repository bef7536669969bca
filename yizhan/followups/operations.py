"""Writes of the room: making something due, noting attempts, calling off."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.followups.enums import MOST_ATTEMPTS, CancelReason, FollowUpState, Method, Reach
from yizhan.followups.kinds import FollowUpKind, kind_of, register_kind
from yizhan.followups.models import Attempt, FollowUp
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.people.models import Person

__all__ = [
    "Answers",
    "FollowUpClosed",
    "FollowUpKind",
    "FollowUpKnown",
    "WrongDay",
    "assign",
    "cancel_for",
    "due",
    "mark_handled",
    "record_attempt",
    "register_kind",
    "reschedule",
]


class FollowUpClosed(Refused):
    """It has been done, closed or called off."""

    code = "followup_closed"
    sentence = _("这项回访已经结束，这次的回答没有保存。请刷新名单；要补充请写在人员记录里。")


class FollowUpKnown(Refused):
    """The same thing is due already."""

    code = "followup_known"
    sentence = _("这项回访已经安排过，没有重复安排。")


class WrongDay(Refused):
    """A day in the past."""

    code = "wrong_day"
    sentence = _("改期要选今天或以后的日期，没有改动。")


@dataclass(frozen=True, repr=False)
class Answers:
    """What somebody said; None and "" mean: not asked or not answered. Amounts in fen."""

    on_job: bool | None = None
    matches_posting: str = ""
    wage_real_fen: int | None = None
    paid_full: bool | None = None
    paid_on_time: bool | None = None
    fee_asked: bool | None = None
    id_held: bool | None = None
    injured: bool | None = None
    csat: int | None = None
    demand: str = ""


@transaction.atomic
def due(
    *,
    kind: str,
    person: Person,
    office: Office,
    about_kind: str,
    about_public_id: UUID,
    due_on: dt.date,
    by: User | None,
    at: dt.datetime,
) -> FollowUp:
    """Make something due. Called inside the transaction of the event that it follows.

    :raises KeyError: nobody registered the kind.
    :raises FollowUpKnown: it is due already.
    """
    kind_of(kind)
    with constraint_speaks(FollowUp, followup_once_a_kind=FollowUpKnown):
        followup = FollowUp.objects.create(
            kind=kind,
            person=person,
            office=office,
            about_kind=about_kind,
            about_public_id=about_public_id,
            due_on=due_on,
            made_at=at,
        )
    write_audit(action="followup.due", by=by, at=at, obj=followup, person_id=person.pk)
    return followup


@transaction.atomic
def record_attempt(
    *,
    followup: FollowUp,
    method: Method,
    reach: Reach,
    answers: Answers,
    by: User,
    at: dt.datetime,
    seen_version: int | None = None,
) -> Attempt:
    """Note a try. An answer or a refusal closes the follow-up; the third try without an answer closes it too.

    :param answers: dropped unless somebody was reached.
    :raises FollowUpClosed: it has ended.
    :raises yizhan.shared.errors.ChangedMeanwhile: a colleague noted an attempt since the list was opened.
    """
    followup = lock(FollowUp.objects.select_related("person"), pk=followup.pk)
    if followup.state != FollowUpState.DUE:
        raise FollowUpClosed
    check_version(followup, seen_version)
    said = asdict(answers) if reach == Reach.REACHED else {"demand": answers.demand}
    attempt = Attempt.objects.create(followup=followup, at=at, by=by, method=method, reach=reach, **said)
    followup.attempts += 1
    followup.version += 1
    if reach in (Reach.REACHED, Reach.REFUSED):
        followup.state = FollowUpState.DONE
    elif followup.attempts >= MOST_ATTEMPTS:
        followup.state = FollowUpState.CLOSED_UNREACHED
    if followup.state != FollowUpState.DUE:
        followup.closed_at = at
    followup.save(update_fields=["attempts", "version", "state", "closed_at"])
    given = [name for name, value in said.items() if value not in (None, "")]
    write_audit(
        action="followup.attempted", by=by, at=at, obj=followup, person_id=followup.person_id, fields=given,
        reason=reach,
    )  # fmt: skip
    if reach == Reach.REACHED:
        kind_of(followup.kind).on_answer(followup, attempt, by)
    return attempt


@transaction.atomic
def reschedule(*, followup: FollowUp, due_on: dt.date, today: dt.date, by: User, at: dt.datetime) -> FollowUp:
    """Ask on another day.

    :raises WrongDay: before today. :raises FollowUpClosed: it has ended.
    """
    if due_on < today:
        raise WrongDay
    followup = lock(FollowUp.objects.all(), pk=followup.pk)
    if followup.state != FollowUpState.DUE:
        raise FollowUpClosed
    followup.due_on = due_on
    followup.version += 1
    followup.save(update_fields=["due_on", "version"])
    write_audit(
        action="followup.rescheduled", by=by, at=at, obj=followup, person_id=followup.person_id, fields=["due_on"]
    )
    return followup


@transaction.atomic
def assign(*, followup: FollowUp, to: User | None, by: User, at: dt.datetime) -> FollowUp:
    """Give it to somebody, or to nobody in particular.

    :raises FollowUpClosed: it has ended.
    """
    followup = lock(FollowUp.objects.all(), pk=followup.pk)
    if followup.state != FollowUpState.DUE:
        raise FollowUpClosed
    followup.assigned_to = to
    followup.version += 1
    followup.save(update_fields=["assigned_to", "version"])
    write_audit(
        action="followup.assigned", by=by, at=at, obj=followup, person_id=followup.person_id, fields=["assigned_to"]
    )
    return followup


@transaction.atomic
def cancel_for(
    *,
    about_kind: str,
    about_public_id: UUID,
    reason: CancelReason,
    by: User | None,
    at: dt.datetime,
) -> int:
    """Call off what is still due about something; return how many there were."""
    standing = FollowUp.objects.select_for_update().filter(
        about_kind=about_kind, about_public_id=about_public_id, state=FollowUpState.DUE
    )
    count = 0
    for followup in standing.order_by("pk"):
        followup.state, followup.closed_at, followup.cancel_reason = FollowUpState.CANCELLED, at, reason
        followup.version += 1
        followup.save(update_fields=["state", "closed_at", "cancel_reason", "version"])
        write_audit(
            action="followup.cancelled", by=by, at=at, obj=followup, person_id=followup.person_id, reason=reason
        )
        count += 1
    return count


@transaction.atomic
def mark_handled(*, attempt: Attempt, by: User, at: dt.datetime) -> Attempt:
    """The station head has seen to what an answer accuses somebody of. Doing so twice is the same as once."""
    attempt = lock(Attempt.objects.select_related("followup"), pk=attempt.pk)
    if attempt.handled_at is None:
        attempt.handled_at, attempt.handled_by = at, by
        attempt.save(update_fields=["handled_at", "handled_by"])
        write_audit(
            action="followup.alarm_handled", by=by, at=at, obj=attempt.followup, person_id=attempt.followup.person_id
        )
    return attempt
