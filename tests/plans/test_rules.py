"""The whole square of steps, of plans and of rows."""

from __future__ import annotations

from yizhan.plans.enums import PLAN_MOVES, ROW_MOVES, PlanState, RowState
from yizhan.plans.rules import may_move, may_move_row


def test_the_squares_of_steps() -> None:
    for state in PlanState:
        assert {after for after in PlanState if may_move(state, after)} == PLAN_MOVES.get(state, frozenset())
    for row in RowState:
        assert {after for after in RowState if may_move_row(row, after)} == ROW_MOVES.get(row, frozenset())


def test_what_is_over_stays_over() -> None:
    assert PlanState.DISCARDED not in PLAN_MOVES
    assert RowState.APPLIED not in ROW_MOVES
