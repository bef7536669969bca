"""Who gets what from the room's addresses."""

from __future__ import annotations

from typing import Any

from tests.access import Row, World, expect
from tests.people.factories import mobile
from tests.plans.factories import a_plan, rows_of
from tests.workers.factories import make_seeker
from yizhan.plans.models import PlanRow

SEES = ("clerk", "head", "officer", "auditor")
PLANS = ("clerk", "head", "officer")
HTMX = {"HX-Request": "true"}


def a_ready_plan(world: World) -> dict[str, Any]:
    world.kept["plan"] = a_plan(world.clerk, world.reviewer, world.now)
    return {"public_id": world.kept["plan"].public_id}


def a_row(world: World) -> dict[str, Any]:
    a_ready_plan(world)
    row: PlanRow = rows_of(world.kept["plan"])[0]
    world.kept["other"] = make_seeker(world.clerk, world.now, number=9, phone=mobile(9))
    return {"public_id": row.public_id}


ACCESS = {
    "plans:list": [
        Row(expect(*SEES, foreign=None)),
        Row(
            expect(*PLANS, status=302, foreign=None), method="post",
            data={"kind": "day", "from_on": "2026-11-24", "policy": "most"},
        ),
    ],
    "plans:show": Row(expect(*SEES), make=a_ready_plan, reads=1),
    "plans:status": Row(expect(*SEES, anonymous=401), make=a_ready_plan, headers=HTMX),
    "plans:act": [
        Row(
            expect("clerk", "head", status=302, foreign_officer=(403, 404)), make=a_ready_plan, method="post",
            data={"act": "carry_out"},
        ),
        Row(expect(*PLANS, status=302), make=a_ready_plan, method="post", data={"act": "discard"}),
    ],
    "plans:choose": Row(expect(*PLANS), make=a_row, reads=1),
    "plans:change": [
        Row(expect(*PLANS, status=302), make=a_row, method="post", data={"act": "drop", "version": 1}),
        Row(
            expect(*PLANS, status=302), make=a_row, method="post",
            data=lambda world: {
                "act": "replace", "version": 1, "person": str(world.kept["other"].person.public_id),
            },
        ),
    ],
}  # fmt: skip
