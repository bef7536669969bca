"""Who gets what from the pages of appeals."""

from __future__ import annotations

from typing import Any

from tests.access import Row, World, expect
from tests.employers.factories import an_id
from tests.postings.factories import a_waiting
from yizhan.employers.operations import add_agent
from yizhan.postings.enums import ReturnReason
from yizhan.postings.models import Decision
from yizhan.postings.operations import decide_appeal, lodge_appeal, return_posting
from yizhan.shared.appeals.enums import AppealState
from yizhan.shared.appeals.operations import Said

SEES = ("clerk", "head", "reviewer", "officer", "auditor", "agent")
SPEAKS = ("clerk", "head", "agent")
GROUND = {"speaker": "employer", "came_by": "phone", "ground": "活是真的，地点也写了。"}


def a_return(world: World) -> dict[str, Any]:
    """Return a posting of an employer for whom the agent acts."""
    posting = a_waiting(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    add_agent(
        employer=posting.employer, name="测试乙", mobile="13900001234", id_no=an_id(9), mandate_seen=True,
        by=world.clerk, at=world.now, user=world.agent,
    )  # fmt: skip
    return_posting(posting=posting, reason=ReturnReason.UNCLEAR, by=world.reviewer, at=world.now)
    return {"kind": "posting", "public_id": Decision.objects.get().public_id}


def an_appeal(world: World) -> dict[str, Any]:
    """Appeal against it."""
    a_return(world)
    said = Said("活是真的，地点也写了。")
    appeal = lodge_appeal(decision=Decision.objects.get(), said=said, by=world.clerk, at=world.now)
    world.kept["appeal"] = appeal
    return {"kind": "posting", "public_id": appeal.public_id}


def an_answered_one(world: World) -> dict[str, Any]:
    """Have it decided."""
    arguments = an_appeal(world)
    appeal = decide_appeal(
        appeal=world.kept["appeal"], granted=False, answer="看过了，还是不清楚。", by=world.head, at=world.now
    )
    assert appeal.state == AppealState.UPHELD
    return arguments


def of_no_kind(make: Any) -> Any:
    """Name a kind that nobody registered."""
    return lambda world: make(world) | {"kind": "nothing"}


NOBODY = expect(*SEES, status=404, otherwise=404)
ACCESS: dict[str, Row | list[Row]] = {
    "appeals:list": Row(expect(*SEES, foreign=None), make=lambda world: an_appeal(world) and {}),
    "appeals:lodge": [
        Row(expect(*SPEAKS), make=a_return),
        Row(expect(*SPEAKS, status=302), make=a_return, method="post", data=GROUND),
    ],
    "appeals:show": [
        Row(expect(*SEES), make=an_appeal, reads=1),
        Row(NOBODY, make=of_no_kind(an_appeal)),
    ],
    "appeals:decide": Row(
        # The reviewer decided first: refused in words. Foreign officers and heads see nothing.
        expect("head", "officer", status=302, reviewer=403, foreign_reviewer=404),
        make=an_appeal,
        method="post",
        data={"granted": "yes", "answer": "看过了，写得清楚。", "version": "1"},
    ),
    "appeals:withdraw": Row(expect(*SPEAKS, status=302), make=an_appeal, method="post"),
    "appeals:answer": [
        Row(expect(*SEES), make=an_answered_one, reads=1),
        Row(expect(*SEES, status=404), make=an_appeal),
    ],
}
