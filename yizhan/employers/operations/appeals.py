"""An employer asks that a measure be looked at again; somebody else decides. The shape: `shared.appeals`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from yizhan.accounts.queries import can_decide_appeals
from yizhan.employers.enums import EndOfMeasure
from yizhan.employers.models import Appeal, Employer, Measure
from yizhan.employers.operations.conduct import MeasureEnded, end_measure
from yizhan.employers.queries import employers_visible_to
from yizhan.employers.rules import can_lodge_appeal
from yizhan.shared.appeals.operations import Said, demand_another, settle_appeal, take_appeal_back, write_appeal
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@transaction.atomic
def lodge_appeal(*, measure: Measure, said: Said, by: User, at: dt.datetime, submission: str | None = None) -> Appeal:
    """Ask that a measure be looked at again: the employer's agent, or a clerk who writes down what the employer says.

    :raises GroundMissing: no reason. :raises MeasureEnded: nothing to appeal against.
    :raises AppealStands: one waits already (the constraint decides).
    """
    _demand_voice(by, measure.employer_id)
    measure = lock(Measure.objects.select_related("employer"), pk=measure.pk)
    if not measure.is_in_force:
        raise MeasureEnded
    appeal = write_appeal(
        Appeal(measure=measure, first_decided_by=measure.decided_by),
        said,
        kind="measure",
        once="appeal_once_at_a_time",
        by=by,
        at=at,
        submission=submission,
    )
    write_audit(action="employer.appeal_lodged", by=by, at=at, obj=measure.employer, fields=["appeals"])
    return appeal


def _demand_voice(by: User, employer_id: int) -> None:
    """Refuse whoever may not speak for the employer."""
    if not can_lodge_appeal(by) or not employers_visible_to(by).filter(pk=employer_id).exists():
        raise NotAllowed


@transaction.atomic
def decide_appeal(
    *, appeal: Appeal, granted: bool, answer: str, by: User, at: dt.datetime, seen_version: int | None = None
) -> Appeal:
    """Decide about an appeal; granted, the measure ends in the same transaction.

    :raises AppealForAnother: the user decided first or lodged it (two constraints hold it too).
    :raises GroundMissing: no answer. :raises AppealEnded: decided or withdrawn meanwhile.
    """
    employer = lock(Employer.objects.all(), pk=appeal.measure.employer_id)
    appeal = lock(Appeal.objects.all(), pk=appeal.pk)
    demand_another(appeal, by, may=can_decide_appeals(by))
    to = settle_appeal(appeal, granted=granted, answer=answer, by=by, at=at, seen_version=seen_version)
    write_audit(action="employer.appeal_decided", by=by, at=at, obj=employer, fields=["appeals"], reason=to)
    if granted and appeal.measure.is_in_force:
        measure = lock(Measure.objects.all(), pk=appeal.measure_id)
        end_measure(measure, EndOfMeasure.APPEAL, employer=employer, by=by, at=at)
    return appeal


@transaction.atomic
def withdraw_appeal(*, appeal: Appeal, by: User, at: dt.datetime) -> Appeal:
    """Take an appeal back before it was decided.

    :raises AppealEnded: it was decided or withdrawn.
    """
    _demand_voice(by, appeal.measure.employer_id)
    appeal = lock(Appeal.objects.select_related("measure__employer"), pk=appeal.pk)
    take_appeal_back(appeal, by=by, at=at)
    write_audit(action="employer.appeal_withdrawn", by=by, at=at, obj=appeal.measure.employer, fields=["appeals"])
    return appeal
