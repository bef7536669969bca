"""A person looks a plan through: takes somebody out, puts them back, sends somebody else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from yizhan.matching.queries import explain_pair
from yizhan.plans.enums import ChosenBy, PlanState, RowState
from yizhan.plans.models import PlanRow
from yizhan.plans.operations.refusals import DoesNotSuit, PersonHasPlace, PlanCannotMove, RowCannotMove
from yizhan.plans.rules import can_plan, may_move_row
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.workers.models import JobSeeker


def lock_row(row: PlanRow, *, seen_version: int | None = None) -> PlanRow:
    """Read a row again under lock, with its plan and shift.

    :raises yizhan.shared.errors.ChangedMeanwhile: somebody else changed it since the page was opened.
    """
    rows = PlanRow.objects.select_related(
        "plan", "person", "seeker__person", "shift__posting__terms", "shift__posting__employer",
        "shift__posting__office", "decided_by__office",
    )  # fmt: skip
    found = lock(rows, pk=row.pk)
    check_version(found, seen_version)
    return found


def move_row(row: PlanRow, to: RowState, *, by: User | None, at: dt.datetime) -> PlanRow:
    """Put a locked row into a state (not saved yet); a reason of earlier is gone with it.

    :raises RowCannotMove: the table knows no such step.
    """
    if not may_move_row(row.state, to):
        raise RowCannotMove
    row.state, row.decided_at, row.decided_by = to, at, by
    row.reason_code = row.reason = ""
    row.version += 1
    return row


def _demand(row: PlanRow, by: User) -> None:
    if not can_plan(by):
        raise NotAllowed
    if row.plan.state != PlanState.READY:
        raise PlanCannotMove


@transaction.atomic
def drop_row(*, row: PlanRow, by: User, at: dt.datetime, seen_version: int | None = None) -> PlanRow:
    """Take a row out; the person is free for another place of the plan.

    :raises RowCannotMove: it was carried out, or is being so.
    """
    row = lock_row(row, seen_version=seen_version)
    _demand(row, by)
    move_row(row, RowState.DROPPED, by=by, at=at).save()
    _note(row, "dropped", by=by, at=at)
    return row


@transaction.atomic
def put_back_row(*, row: PlanRow, by: User, at: dt.datetime, seen_version: int | None = None) -> PlanRow:
    """Put a row back that was taken out or overtaken by events.

    :raises PersonHasPlace: the person stands elsewhere in the plan by now (the constraint decides).
    """
    row = lock_row(row, seen_version=seen_version)
    _demand(row, by)
    with constraint_speaks(PlanRow, planrow_once_a_person=PersonHasPlace):
        move_row(row, RowState.PROPOSED, by=by, at=at).save()
    _note(row, "put_back", by=by, at=at)
    return row


@transaction.atomic
def replace_row(
    *, row: PlanRow, seeker: JobSeeker, by: User, at: dt.datetime, seen_version: int | None = None
) -> PlanRow:
    """Send somebody else: the row is taken out and a new one stands in its place, chosen by a person.

    :raises DoesNotSuit: something stands against it, and its sentence says what. :raises PersonHasPlace: in this plan.
    :raises RowCannotMove: it was carried out.
    """
    row = lock_row(row, seen_version=seen_version)
    _demand(row, by)
    view = explain_pair(seeker=seeker, posting=row.shift.posting, by=by, at=at, shift_id=row.shift_id)
    if view.reasons:
        raise DoesNotSuit(f"{DoesNotSuit.sentence}{view.reasons[0].words}")
    if row.state != RowState.DROPPED:
        move_row(row, RowState.DROPPED, by=by, at=at).save()
    personal = not seeker.recommendation_off
    with constraint_speaks(PlanRow, planrow_once_a_person=PersonHasPlace):
        new = PlanRow.objects.create(
            plan=row.plan, person=seeker.person, seeker=seeker, shift=row.shift, office=seeker.office,
            places=party_of(seeker), points_bp=view.points_bp if personal else None,
            parts=[[part.words, part.points_bp, part.most_bp] for part in view.parts] if personal else [],
            cautions=list(view.cautions), distance_m=view.distance_m, chosen_by=ChosenBy.STAFF,
        )  # fmt: skip
    _note(new, "replaced", by=by, at=at)
    return new


def party_of(seeker: JobSeeker) -> int:
    """Return how many the person comes with, the person included."""
    wish = getattr(seeker, "wish", None)
    return wish.party_size if wish is not None else 1


def _note(row: PlanRow, action: str, *, by: User, at: dt.datetime) -> None:
    write_audit(
        action=f"plan.row_{action}", by=by, at=at, obj=row.plan, person_id=row.person_id, fields=["state"],
    )  # fmt: skip
