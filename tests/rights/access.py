"""Who gets what from the room's addresses.

A case exists for its people only: for the head of its own office, too, it is 404 unless they take part.
"""

from __future__ import annotations

from typing import Any

from tests.access import Row, World, expect
from tests.followups.factories import an_alarm
from tests.rights.factories import a_case, a_late_order
from tests.rights.files import jpeg
from yizhan.accounts.enums import Role
from yizhan.accounts.operations import create_user, deactivate_user
from yizhan.rights.enums import Outcome, StillGround
from yizhan.rights.operations import add_evidence, add_helper, close_case, note_standstill

SEES = ("clerk", "head", "officer", "auditor")
SERVES = ("clerk", "head")
#: The clerk's own case: the head of the same office gets nothing.
MINE = {"head": 404}


def case(world: World) -> dict[str, Any]:
    world.kept["case"] = a_case(world.clerk, world.now)
    return {"public_id": world.kept["case"].public_id}


def helped(world: World) -> dict[str, Any]:
    """The head assists: they may go, as whoever answers for the case may let them go."""
    arguments = case(world)
    add_helper(case=world.kept["case"], to=world.head, by=world.clerk, at=world.now)
    return arguments


def closed(world: World) -> dict[str, Any]:
    arguments = case(world)
    close_case(case=world.kept["case"], outcome=Outcome.AGREED, note="", by=world.clerk, at=world.now)
    return arguments


def left_alone(world: World) -> dict[str, Any]:
    gone = create_user(
        username="gone", name="测试离岗", role=Role.CLERK, office=world.station, password=None, by=None, at=world.now
    )
    left = a_case(gone, world.now)
    deactivate_user(user=gone, by=world.users["sysadmin"], at=world.now)
    return {"public_id": left.public_id}


def a_file(world: World) -> dict[str, Any]:
    arguments = case(world)
    row = add_evidence(case=world.kept["case"], name="记工本", data=jpeg(), by=world.clerk, at=world.now)
    return arguments | {"evidence_id": row.public_id}


def a_standstill(world: World) -> dict[str, Any]:
    arguments = case(world)
    row = note_standstill(
        case=world.kept["case"], from_on=world.today, until_on=None, ground=StillGround.SICK, note="", by=world.clerk,
        at=world.now,
    )  # fmt: skip
    return arguments | {"standstill_id": row.public_id}


def a_paper(world: World) -> dict[str, Any]:
    return case(world) | {"shape": "slip"}


def a_person(world: World) -> dict[str, Any]:
    case(world)
    return {"public_id": world.kept["case"].person.public_id}


def an_answer(world: World) -> dict[str, Any]:
    return {"public_id": an_alarm(world.clerk, world.reviewer, world.now).followup.public_id}


def a_late_pay(world: World) -> dict[str, Any]:
    return {"public_id": a_late_order(world.clerk, world.reviewer, world.now).public_id}


OPENING = {"kind": "arrears", "relation": "labour", "happened_on": "2026-11-02", "situation": "没有给钱"}

ACCESS = {
    "rights:limits": [
        Row(expect(*SEES, foreign=None)),
        Row(
            expect(*SEES, foreign=None), method="post", only_reads=True,
            data={"kind": "arrears", "relation": "labour", "happened_on": "2026-09-30"},
        ),
    ],
    "rights:injury": [
        Row(expect(*SEES, foreign=None)),
        Row(
            expect(*SEES, foreign=None), method="post", only_reads=True,
            data={"relation": "labour", "happened_on": "2026-09-30", "province": "37"},
        ),
    ],
    "rights:reckon": [
        Row(expect(*SEES, foreign=None), make=lambda _world: {"slug": "severance"}),
        Row(
            expect(*SEES, foreign=None), make=lambda _world: {"slug": "arrears"}, method="post", only_reads=True,
            data={"promised": "3000", "paid": "1000", "basis": "none"},
        ),
    ],
    "rights:cases": Row(expect(*SERVES, foreign=None)),
    "rights:of_person": Row(expect(*SERVES, anonymous=401), make=a_person, reads=1, headers={"HX-Request": "true"}),
    "rights:open": [
        Row(expect(*SERVES), make=a_person, reads=1),
        Row(expect(*SERVES, status=302), make=a_person, method="post", data=OPENING),
    ],
    "rights:open_from": [
        Row(expect(*SERVES), make=an_answer, reads=1),
        Row(expect(*SERVES, status=302), make=an_answer, method="post", data={**OPENING, "kind": "fee"}),
    ],
    "rights:open_late": Row(expect(*SERVES, status=302), make=a_late_pay, method="post"),
    "rights:overview": Row(expect("head", "officer", "auditor", foreign=None)),
    "rights:assign": Row(
        expect("head", status=302), make=left_alone, method="post", data=lambda world: {"to": world.head.pk}
    ),
    "rights:mend": Row(
        expect(*SERVES, status=302, **MINE), make=case, method="post", data={"relation": "service", "version": "1"}
    ),
    "rights:case": Row(expect(*SERVES, **MINE), make=case, reads=1),
    "rights:standstill": Row(
        expect(*SERVES, status=302, **MINE), make=case, method="post",
        data={"ground": "sick", "from_on": "2026-11-20", "version": "1"},
    ),
    "rights:standstill_end": Row(
        expect(*SERVES, status=302, **MINE), make=a_standstill, method="post", data={"act": "withdraw"}
    ),
    # Without a file: told in words. Files are sent in test_evidence.
    "rights:evidence_add": Row(expect(*SERVES, status=422, **MINE), make=case, method="post", data={"name": "记工本"}),
    "rights:evidence": Row(expect(*SERVES, **MINE), make=a_file),
    "rights:evidence_remove": Row(
        expect(*SERVES, status=302, **MINE), make=a_file, method="post", data={"reason": "asked"}
    ),
    "rights:paper": Row(expect(*SERVES, **MINE), make=a_paper, method="post", reads=1),
    "rights:step": Row(
        expect(*SERVES, status=302, **MINE), make=case, method="post",
        data={"kind": "followed", "on": "2026-11-23", "note": "打了电话", "version": "1"},
    ),
    "rights:channel": Row(
        expect(*SERVES, status=302, **MINE), make=case, method="post",
        data={"channel": "inspection", "filed_on": "2026-11-20", "version": "1"},
    ),
    "rights:hand": Row(
        expect(*SERVES, status=302, **MINE), make=case, method="post",
        data=lambda world: {"to": world.head.pk, "reason": "absent", "version": "1"},
    ),
    "rights:helper_add": Row(
        expect(*SERVES, status=302, **MINE), make=case, method="post",
        data=lambda world: {"to": world.head.pk, "version": "1"},
    ),
    "rights:helper_remove": Row(
        expect("clerk", "head", status=302), make=helped, method="post",
        data=lambda world: {"to": world.head.pk, "version": "2"},
    ),
    "rights:close": Row(
        expect(*SERVES, status=302, **MINE), make=case, method="post", data={"outcome": "agreed", "version": "1"}
    ),
    "rights:reopen": Row(expect(*SERVES, status=302, **MINE), make=closed, method="post"),
}  # fmt: skip
