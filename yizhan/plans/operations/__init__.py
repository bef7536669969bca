"""Writes of the room, by what they are about; other rooms import from here."""

from __future__ import annotations

from yizhan.plans.operations.carrying_out import carry_out_next, queue_rows
from yizhan.plans.operations.computing import begin_again, compute_plan
from yizhan.plans.operations.editing import drop_row, put_back_row, replace_row
from yizhan.plans.operations.making import discard_plan, make_plan

__all__ = [
    "begin_again",
    "carry_out_next",
    "compute_plan",
    "discard_plan",
    "drop_row",
    "make_plan",
    "put_back_row",
    "queue_rows",
    "replace_row",
]
