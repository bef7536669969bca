"""Who gets what from the room's addresses."""

from __future__ import annotations

from typing import Any

from tests.access import Row, World, expect
from tests.followups.factories import a_call, after_a_hire, an_alarm

SEES = ("clerk", "head", "officer", "auditor")
SERVES = ("clerk", "head")


def due(world: World) -> dict[str, Any]:
    world.kept["followup"] = after_a_hire(world.clerk, world.reviewer, world.now)
    return {"public_id": world.kept["followup"].public_id}


def with_a_telephone(world: World) -> dict[str, Any]:
    return {"public_id": a_call(world.clerk, world.now).public_id}


def of_somebody(world: World) -> dict[str, Any]:
    due(world)
    return {"public_id": world.kept["followup"].person.public_id}


def an_accusation(world: World) -> dict[str, Any]:
    return {"attempt_id": an_alarm(world.clerk, world.reviewer, world.now).pk}


ACCESS = {
    "followups:list": Row(expect(*SEES, foreign=None)),
    "followups:coming": Row(expect(*SEES, foreign=None)),
    "followups:call": [
        Row(expect(*SEES), make=due, reads=1),
        Row(
            expect(*SERVES, status=302), make=due, method="post",
            data={"method": "phone", "reach": "reached", "on_job": "yes", "version": "1"},
        ),
    ],
    "followups:reveal": Row(
        expect(*SERVES), make=with_a_telephone, method="post", data={"reason": "call"}
    ),
    "followups:reschedule": Row(expect(*SERVES, status=302), make=due, method="post", data={"due_on": "2026-11-25"}),
    "followups:assign": Row(expect(*SERVES, status=302), make=due, method="post", data={"to": ""}),
    "followups:alarms": Row(expect("head", "officer", "auditor", foreign=None)),
    "followups:handled": Row(expect("head", status=302), make=an_accusation, method="post"),
    "followups:panel": Row(
        expect(*SEES, anonymous=401), make=of_somebody, reads=1, headers={"HX-Request": "true"}
    ),
}  # fmt: skip
