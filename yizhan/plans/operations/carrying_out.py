"""Carrying a plan out, row by row, each asked of the database anew. What was overtaken by events is listed, not forced.

A person queues rows; a task takes one after the other, so that 300 rows hold up neither the page nor other writers. A
worker that dies leaves whole rows only, and another goes on behind the last.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yizhan.gigs.operations import promise_shift
from yizhan.gigs.operations.refusals import PayUnclear
from yizhan.matching.queries import explain_pair
from yizhan.plans.enums import ChosenBy, OutcomeKind, PlanState, RowState
from yizhan.plans.models import PlanOutcome, PlanRow
from yizhan.plans.operations.computing import beat_of
from yizhan.plans.operations.editing import lock_row, move_row, party_of
from yizhan.plans.operations.making import lock_plan
from yizhan.plans.operations.refusals import (
    AlreadyCarriedOut,
    CrewChanged,
    NobodyToCarryOut,
    PlanCannotMove,
    TurnedOff,
)
from yizhan.plans.rules import can_carry_out
from yizhan.referrals.enums import MatchedBy
from yizhan.referrals.operations import propose_referral
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks
from yizhan.shared.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.plans.models import Plan


class NoLongerSuits(Refused):
    """Something stands against the pair now; its sentence says what."""

    code = "plan_no_longer_suits"
    sentence = _("此人现在不能去这个班次。")


@transaction.atomic
def queue_rows(*, plan: Plan, rows: QuerySet[PlanRow], by: User, at: dt.datetime) -> int:
    """Mark rows to be carried out in somebody's name; return how many. Rows that are past that are left alone.

    :param rows: those that `by` may see. :raises PlanCannotMove: the plan is not ready. :raises NotAllowed.
    """
    if not can_carry_out(by):
        raise NotAllowed
    plan = lock_plan(plan)
    if plan.state != PlanState.READY:
        raise PlanCannotMove
    waiting = rows.filter(plan=plan, state=RowState.PROPOSED).order_by("pk").select_for_update(of=("self",))
    count = 0
    for row in waiting:
        move_row(row, RowState.QUEUED, by=by, at=at).save(
            update_fields=["state", "decided_at", "decided_by", "reason", "reason_code", "version"]
        )
        count += 1
    if count:
        beat_of(plan.pk, at)
        write_audit(action="plan.queued", by=by, at=at, obj=plan, fields=["rows"], reason=f"rows:{count}")
    return count


def carry_out_next(*, plan_id: int, at: dt.datetime) -> bool:
    """Carry out the next queued row of a plan; say whether there was one.

    What stands against the pair is asked before the transaction, from the county's table, and then once more by the
    operation that promises the place, from the rows themselves, under lock.
    """
    row = (
        PlanRow.objects.filter(plan=plan_id, state=RowState.QUEUED)
        .select_related("seeker__person", "seeker__wish", "shift__posting", "decided_by__office")
        .order_by("pk")
        .first()
    )
    if row is None:
        return False
    beat_of(plan_id, at)
    try:
        _check(row, at)
        _carry_out(row, at)
    except Refused as refusal:
        _set_aside(row, refusal, at)
    return True


def _check(row: PlanRow, at: dt.datetime) -> None:
    """Ask everything that can have changed since: who carries out, the person's will, and every hard constraint.

    :raises NobodyToCarryOut, TurnedOff, CrewChanged, NoLongerSuits: as their sentences say.
    """
    by = row.decided_by
    if by is None or not by.is_active or not can_carry_out(by):
        raise NobodyToCarryOut
    if row.seeker.recommendation_off and row.chosen_by == ChosenBy.SYSTEM:
        raise TurnedOff
    if party_of(row.seeker) != row.places:
        raise CrewChanged
    view = explain_pair(seeker=row.seeker, posting=row.shift.posting, by=by, at=at, shift_id=row.shift_id)
    if view.reasons:
        raise NoLongerSuits(view.reasons[0].words, code=view.reasons[0].code)


@transaction.atomic
def _carry_out(row: PlanRow, at: dt.datetime) -> None:
    """Promise the place and write down what came of it; both or nothing.

    :raises AlreadyCarriedOut: it is past that (the lock, and behind it the unique key, decide).
    :raises Refused: what the operations of the gigs or the referrals refuse.
    """
    row = lock_row(row)
    if row.state != RowState.QUEUED or row.decided_by is None:
        raise AlreadyCarriedOut
    kind, result = _promised(row, row.decided_by, at)
    with constraint_speaks(PlanOutcome, planoutcome_once_a_row=AlreadyCarriedOut):
        PlanOutcome.objects.create(row=row, kind=kind, result_public_id=result, at=at, by=row.decided_by)
    move_row(row, RowState.APPLIED, by=row.decided_by, at=at).save()


def _promised(row: PlanRow, by: User, at: dt.datetime) -> tuple[OutcomeKind, UUID]:
    """A dated shift is promised at once; long work, or pay that names no shift, begins with a referral."""
    if row.shift.ends_at is not None:
        try:
            order = promise_shift(seeker=row.seeker, shift=row.shift, places=row.places, by=by, at=at)
        except PayUnclear:
            pass
        else:
            return OutcomeKind.ORDER, order.public_id
    system = row.chosen_by == ChosenBy.SYSTEM
    referral = propose_referral(
        seeker=row.seeker, shift=row.shift, places=row.places,
        matched_by=MatchedBy.SYSTEM if system else MatchedBy.MANUAL, score_bp=row.points_bp,
        reasons=[part[:2] for part in row.parts], by=by, at=at, today=timezone.localdate(at),
    )  # fmt: skip
    return OutcomeKind.REFERRAL, referral.public_id


@transaction.atomic
def _set_aside(row: PlanRow, refusal: Refused, at: dt.datetime) -> None:
    """List a row as overtaken by events, with the reason in one sentence."""
    row = lock_row(row)
    if row.state != RowState.QUEUED:  # another worker was quicker, and the row says what came of it
        return
    move_row(row, RowState.OVERTAKEN, by=row.decided_by, at=at)
    row.reason_code, row.reason = refusal.code[:40], str(refusal)[:300]
    row.save()
    write_audit(
        action="plan.row_overtaken", by=row.decided_by, at=at, obj=row.plan, person_id=row.person_id, fields=["state"],
        reason=refusal.code[:40], office_id=None if row.decided_by else row.office_id,
    )  # fmt: skip
