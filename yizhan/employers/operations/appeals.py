"""An employer asks that a measure be looked at again; somebody else decides."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.employers.enums import APPEAL_MOVES, AppealState, EndOfMeasure
from yizhan.employers.models import Appeal, AppealChange, Employer, Measure
from yizhan.employers.operations.conduct import MeasureEnded, end_measure
from yizhan.employers.queries import employers_visible_to
from yizhan.employers.rules import can_decide_appeal, can_lodge_appeal
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User


class AppealWaits(Refused):
    """One appeal at a time."""

    code = "appeal_waits"
    sentence = _("这项措施已有申诉在等待复核，没有重复登记。请等复核结果。")


class AppealEnded(Refused):
    """It was decided or withdrawn."""

    code = "appeal_ended"
    sentence = _("这项申诉已经有结果，记录没有改变。请刷新后再看。")


class AppealForAnother(NotAllowed):
    """Who decided first, and who lodged it, does not decide about the appeal."""

    code = "appeal_for_another"
    sentence = _("这项措施由您查实或申诉由您登记，应由另一位同事复核。记录没有改变。")


class GroundMissing(Refused):
    """Nothing was said."""

    code = "appeal_ground_missing"
    sentence = _("没有写理由，没有保存。请用一两句话写明理由。")
    status = 422


@transaction.atomic
def lodge_appeal(*, measure: Measure, ground: str, by: User, at: dt.datetime) -> Appeal:
    """Ask that a measure be looked at again: the employer's agent, or a clerk who writes down what the employer says.

    :raises GroundMissing: no reason. :raises MeasureEnded: nothing to appeal against.
    :raises AppealWaits: one waits already (the constraint decides).
    """
    if not can_lodge_appeal(by) or not employers_visible_to(by).filter(pk=measure.employer_id).exists():
        raise NotAllowed
    if not ground.strip():
        raise GroundMissing
    measure = lock(Measure.objects.select_related("employer"), pk=measure.pk)
    if not measure.is_in_force:
        raise MeasureEnded
    with constraint_speaks(Appeal, appeal_once_at_a_time=AppealWaits):
        appeal = Appeal.objects.create(
            measure=measure,
            ground=ground.strip()[:500],
            lodged_at=at,
            lodged_by=by,
            first_decided_by=measure.decided_by,
        )
    _note(appeal, "", AppealState.WAITING, by=by, at=at)
    write_audit(action="employer.appeal_lodged", by=by, at=at, obj=measure.employer, fields=["appeals"])
    return appeal


@transaction.atomic
def decide_appeal(
    *, appeal: Appeal, granted: bool, answer: str, by: User, at: dt.datetime, seen_version: int | None = None
) -> Appeal:
    """Decide about an appeal; granted, the measure ends in the same transaction.

    :raises AppealForAnother: the user decided first or lodged it (two constraints hold it too).
    :raises GroundMissing: no opinion. :raises AppealEnded: decided or withdrawn meanwhile.
    """
    employer = lock(Employer.objects.all(), pk=appeal.measure.employer_id)
    appeal = lock(Appeal.objects.all(), pk=appeal.pk)
    if not can_decide_appeal(by, appeal):
        raise AppealForAnother if by.pk in (appeal.first_decided_by_id, appeal.lodged_by_id) else NotAllowed
    check_version(appeal, seen_version)
    if not answer.strip():
        raise GroundMissing
    to = AppealState.GRANTED if granted else AppealState.UPHELD
    _move(appeal, to, by=by, at=at)
    appeal.answer, appeal.decided_at, appeal.decided_by = answer.strip()[:500], at, by
    with constraint_speaks(
        Appeal, appeal_decided_by_another=AppealForAnother, appeal_not_by_who_lodged=AppealForAnother
    ):
        appeal.save()
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
    if not can_lodge_appeal(by) or not employers_visible_to(by).filter(pk=appeal.measure.employer_id).exists():
        raise NotAllowed
    appeal = lock(Appeal.objects.select_related("measure__employer"), pk=appeal.pk)
    _move(appeal, AppealState.WITHDRAWN, by=by, at=at)
    appeal.save()
    write_audit(action="employer.appeal_withdrawn", by=by, at=at, obj=appeal.measure.employer, fields=["appeals"])
    return appeal


def _move(appeal: Appeal, to: AppealState, *, by: User, at: dt.datetime) -> None:
    before = AppealState(appeal.state)
    if to not in APPEAL_MOVES.get(before, frozenset()):
        raise AppealEnded
    appeal.state = to
    appeal.version += 1
    _note(appeal, before, to, by=by, at=at)


def _note(appeal: Appeal, before: str, after: AppealState, *, by: User, at: dt.datetime) -> None:
    AppealChange.objects.create(appeal=appeal, before=before, after=after, at=at, by=by)
