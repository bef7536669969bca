"""Asking for a plan, and giving it up."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from yizhan.plans.enums import PlanKind, PlanPolicy, PlanState, RowState
from yizhan.plans.models import Plan, PlanRow
from yizhan.plans.operations.refusals import DayNotAhead, PlanCannotMove, PlanUnderWay
from yizhan.plans.rules import MOST_AHEAD, can_plan, may_move, period
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@transaction.atomic
def make_plan(
    *, kind: PlanKind, policy: PlanPolicy, from_on: dt.date, by: User, at: dt.datetime, today: dt.date
) -> Plan:
    """Ask for a plan of one's own office and those below it; a task computes it.

    :raises DayNotAhead: before today or too far ahead. :raises PlanUnderWay: the same one is being computed (the
        constraint decides). :raises NotAllowed: the role may not plan.
    """
    if not can_plan(by):
        raise NotAllowed
    if not today <= from_on <= today + dt.timedelta(days=MOST_AHEAD):
        raise DayNotAhead
    first, end = period(kind, from_on)
    with constraint_speaks(Plan, plan_one_under_way=PlanUnderWay):
        plan = Plan.objects.create(
            office=by.office, kind=kind, policy=policy, from_on=first, until_on=end, beat_at=at, made_at=at, made_by=by
        )
    write_audit(action="plan.made", by=by, at=at, obj=plan, fields=["kind", "policy"], reason=f"{kind} {policy}")
    return plan


def lock_plan(plan: Plan, *, seen_version: int | None = None) -> Plan:
    """Read a plan again under lock.

    :raises yizhan.shared.errors.ChangedMeanwhile: somebody else took a step since the page was opened.
    """
    found = lock(Plan.objects.select_related("office", "made_by"), pk=plan.pk)
    check_version(found, seen_version)
    return found


def move(plan: Plan, to: PlanState) -> Plan:
    """Put a locked plan into a state (not saved yet).

    :raises PlanCannotMove: the table knows no such step.
    """
    if not may_move(plan.state, to):
        raise PlanCannotMove
    plan.state = to
    plan.version += 1
    return plan


@transaction.atomic
def discard_plan(*, plan: Plan, by: User, at: dt.datetime, seen_version: int | None = None) -> Plan:
    """Give a plan up: what was carried out stays, nothing more will be.

    :raises PlanCannotMove: rows are being carried out, or it was given up before.
    """
    plan = lock_plan(plan, seen_version=seen_version)
    if PlanRow.objects.filter(plan=plan, state=RowState.QUEUED).exists():
        raise PlanCannotMove
    move(plan, PlanState.DISCARDED).save(update_fields=["state", "version"])
    write_audit(action="plan.discarded", by=by, at=at, obj=plan, fields=["state"])
    return plan
