"""Times in which a limit stands still: noting one, ending it, taking it back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yizhan.rights.enums import StepKind, StillGround
from yizhan.rights.models import Case, CaseStandstill
from yizhan.rights.operations.cases import DaysBackwards, take_case, write_step
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User


class StandstillOver(Refused):
    """It ended before, or was taken back."""

    code = "standstill_over"
    sentence = _("这段中止已经结束或撤销，没有改动。")


@transaction.atomic
def note_standstill(
    *, case: Case, from_on: dt.date, until_on: dt.date | None, ground: StillGround, note: str, by: User,
    at: dt.datetime, seen_version: int | None = None,
) -> CaseStandstill:  # fmt: skip
    """Note a time in which the person could not act.

    :param until_on: the first day on which they could again; None while it lasts.
    :raises DaysBackwards: it ends before it begins, or begins or ends in the future.
    :raises CaseCannotMove: the case is closed.
    """
    _check(from_on, until_on, timezone.localdate(at))
    case = take_case(case, seen_version)
    case.save(update_fields=["version"])
    row = CaseStandstill.objects.create(
        case=case, from_on=from_on, until_on=until_on, ground=ground, note=note, noted_by=by, noted_at=at
    )
    write_step(case, StepKind.STILL, by, at, on=from_on)
    write_audit(action="case.standstill_noted", by=by, at=at, obj=case, reason=ground)
    return row


@transaction.atomic
def end_standstill(*, standstill: CaseStandstill, until_on: dt.date, by: User, at: dt.datetime) -> CaseStandstill:
    """Let time run on from a day.

    :raises StandstillOver: it has ended. :raises DaysBackwards: the day lies before its beginning, or in the future.
    """
    row = _take(standstill)
    if row.until_on is not None:
        raise StandstillOver
    _check(row.from_on, until_on, timezone.localdate(at))
    row.until_on = until_on
    with constraint_speaks(CaseStandstill, casestandstill_runs_forward=DaysBackwards):
        row.save(update_fields=["until_on"])
    write_step(row.case, StepKind.STILL, by, at, on=until_on)
    write_audit(action="case.standstill_ended", by=by, at=at, obj=row.case)
    return row


@transaction.atomic
def withdraw_standstill(*, standstill: CaseStandstill, by: User, at: dt.datetime) -> CaseStandstill:
    """Take back one that was noted by mistake: it counts no longer, and stays to be read.

    :raises StandstillOver: it was taken back.
    """
    row = _take(standstill)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    write_step(row.case, StepKind.STILL, by, at)
    write_audit(action="case.standstill_withdrawn", by=by, at=at, obj=row.case)
    return row


def _take(standstill: CaseStandstill) -> CaseStandstill:
    """Lock its case and itself.

    :raises StandstillOver: it was taken back. :raises CaseCannotMove: the case is closed.
    """
    case = take_case(standstill.case, None)
    case.save(update_fields=["version"])
    row = lock(CaseStandstill.objects.select_related("case"), pk=standstill.pk)
    if row.withdrawn_at is not None:
        raise StandstillOver
    return row


def _check(from_on: dt.date, until_on: dt.date | None, today: dt.date) -> None:
    if from_on > today or (until_on is not None and not from_on < until_on <= today):
        raise DaysBackwards
