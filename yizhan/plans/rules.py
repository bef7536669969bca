"""Rules of the room: who may plan and carry out, which steps there are. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yizhan.accounts.queries import can_export_people, can_see_people, can_serve
from yizhan.plans.enums import DAYS, PLAN_MOVES, ROW_MOVES, PlanKind, PlanState, RowState

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Plans further ahead are about people who will have found something else by then.
MOST_AHEAD = 60


def can_look(user: User) -> bool:
    """See plans: whoever sees the people in them."""
    return can_see_people(user)


def can_plan(user: User) -> bool:
    """Have a plan made and change it: whoever serves, and the county's officer for all stations."""
    return can_serve(user) or (can_see_people(user) and can_export_people(user))


def can_carry_out(user: User) -> bool:
    """Turn rows into promises: whoever serves people in person and will call them."""
    return can_serve(user)


def may_move(before: str, after: str) -> bool:
    """Say whether a plan may take this step."""
    return PlanState(after) in PLAN_MOVES.get(PlanState(before), frozenset())


def may_move_row(before: str, after: str) -> bool:
    """Say whether a row may take this step."""
    return RowState(after) in ROW_MOVES.get(RowState(before), frozenset())


def period(kind: str, from_on: dt.date) -> tuple[dt.date, dt.date]:
    """Return the half-open days of a plan."""
    return from_on, from_on + dt.timedelta(days=DAYS[PlanKind(kind)])
