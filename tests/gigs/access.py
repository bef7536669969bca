"""Who gets what from the room's addresses."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.access import Row, World, expect
from tests.gigs.factories import agreed, an_order
from tests.people.factories import mobile
from tests.referrals.factories import a_shift
from tests.rights.files import png
from tests.workers.factories import make_seeker
from yizhan.gigs.enums import FieldWhat
from yizhan.gigs.models import PayStatement, PayVoucher
from yizhan.gigs.operations import FieldNote, merge_field
from yizhan.shared.files.operations import check_paper, seal_file

SEES = ("clerk", "head", "officer", "auditor")
SERVES = ("clerk", "head")
HTMX = {"HX-Request": "true"}


def a_promise(world: World) -> dict[str, Any]:
    return {"public_id": an_order(world.clerk, world.reviewer, world.now).public_id}


def a_voucher(world: World) -> dict[str, Any]:
    """Say that it was paid, with a picture."""
    order = agreed(world.clerk, world.reviewer, world.now)
    said = PayStatement.objects.create(
        order=order, paid_fen=100, paid_on=world.today, method="cash", at=world.now, by=world.agent
    )
    file = seal_file(check_paper(png()), at=world.now)
    voucher = PayVoucher.objects.create(statement=said, file=file, added_at=world.now, added_by=world.agent)
    return {"public_id": voucher.public_id}


def its_shift(world: World) -> dict[str, Any]:
    return {"public_id": agreed(world.clerk, world.reviewer, world.now).shift.public_id}


def a_free_shift(world: World) -> dict[str, Any]:
    world.kept["seeker"] = make_seeker(world.clerk, world.now, phone=mobile(1))
    return {"public_id": a_shift(world.clerk, world.reviewer, world.now).public_id}


A_POLICY = {
    "policy_no": "ZX-1", "insurer": "测试保险", "policy_from_on": "2026-11-24", "policy_until_on": "2026-11-24",
    "premium_payer": "employer",
}  # fmt: skip


def the_seeker(world: World) -> dict[str, Any]:
    return {"person": str(world.kept["seeker"].person.public_id), "places": 1}


def a_scan(world: World) -> dict[str, Any]:
    """Somebody comes three hours early: one line for the person, one for the list below in which they stand now."""
    times = {"starts_on": str(world.today), "start_time": "12:00", "end_time": "20:00"}
    shift = a_shift(world.clerk, world.reviewer, world.now, **times)
    world.kept["number"] = agreed(world.clerk, world.reviewer, world.now, shift=shift).number
    return {}


def the_number(world: World) -> dict[str, Any]:
    return {"number": world.kept["number"]}


def a_person(world: World) -> dict[str, Any]:
    return {"public_id": an_order(world.clerk, world.reviewer, world.now).person.public_id}


def a_posting_with_orders(world: World) -> dict[str, Any]:
    return {"public_id": an_order(world.clerk, world.reviewer, world.now).shift.posting.public_id}


def a_day_to_call(world: World) -> dict[str, Any]:
    a_promise(world)
    return {}


def a_day_of_slips(world: World) -> dict[str, Any]:
    a_promise(world)
    return {"kind": "slips"}


def a_roster_on_paper(world: World) -> dict[str, Any]:
    return its_shift(world) | {"kind": "roster"}


def a_slip(world: World) -> dict[str, Any]:
    return a_promise(world) | {"kind": "slips"}


def a_conflict(world: World) -> dict[str, Any]:
    """Somebody went without having come: a person has to look at it."""
    order, key = agreed(world.clerk, world.reviewer, world.now), uuid4()
    note = FieldNote(key, order, FieldWhat.WENT, world.now, world.now)
    merge_field(notes=[note], by=world.clerk, at=world.now)
    return {"public_id": key}


ACCESS = {
    "gigs:board": Row(expect(*SEES, foreign=None)),
    "gigs:late": Row(expect(*SEES, foreign=None)),
    "gigs:ledger": Row(expect(*SEES, foreign=None)),
    "gigs:ledger_export": [
        Row(expect("head", "officer", foreign=None)),
        Row(expect("head", "officer", foreign=None), method="post", data={"purpose": "report", "shape": "xlsx"}),
    ],
    "gigs:suggest": Row(expect(*SERVES, anonymous=401), make=a_free_shift, reads=1, headers=HTMX),
    "gigs:promise": Row(
        expect(*SERVES, status=302), make=a_free_shift, method="post", data=the_seeker
    ),
    "gigs:employer": Row(expect(*SERVES, status=302), make=its_shift, method="post"),
    "gigs:roster": [
        Row(expect(*SERVES), make=its_shift, reads=1),
        Row(expect(*SERVES, status=302), make=its_shift, method="post"),
    ],
    "gigs:scan": [
        Row(expect(*SERVES, foreign=None)),
        Row(expect(*SERVES, foreign=422), make=a_scan, method="post", data=the_number, reads=2),
    ],
    "gigs:field": Row(expect(*SERVES, foreign=None)),
    "gigs:field_worker": Row(expect(*SERVES, foreign=None)),
    "gigs:field_merge": Row(expect(*SERVES, status=422, foreign=422), method="post"),
    "gigs:field_conflicts": Row(expect(*SERVES, foreign=None)),
    "gigs:field_decide": Row(expect(*SERVES, status=302), make=a_conflict, method="post", data={"decision": "kept"}),
    "gigs:choose": [
        Row(expect(*SERVES), make=a_free_shift),
        Row(expect(*SERVES), make=a_free_shift, method="post", data={"q": "nobody"}),
        Row(expect(*SERVES, status=302), make=a_free_shift, method="post", data=the_seeker),
    ],
    "gigs:insure": [
        Row(expect(*SERVES), make=its_shift),
        Row(expect(*SERVES, status=302), make=its_shift, method="post", data=A_POLICY),
    ],
    "gigs:of_person": Row(expect(*SEES, anonymous=401), make=a_person, reads=1, headers=HTMX),
    "gigs:of_posting": Row(expect(*SEES, anonymous=401), make=a_posting_with_orders, reads=1, headers=HTMX),
    "gigs:calls": Row(expect(*SERVES, foreign=409), make=a_day_to_call, method="post"),
    "gigs:paper_of_day": Row(expect(*SERVES, foreign=409), make=a_day_of_slips, reads=1),
    "gigs:paper_of_shift": Row(expect(*SERVES), make=a_roster_on_paper, reads=1),
    "gigs:paper": Row(expect(*SEES), make=a_slip, reads=1),
    "gigs:order": Row(expect(*SEES), make=a_promise, reads=1),
    "gigs:voucher": Row(expect(*SEES), make=a_voucher, reads=1),
    "gigs:act": Row(
        expect(*SERVES, status=302), make=a_promise, method="post", data={"act": "call", "result": "yes"}
    ),
}  # fmt: skip
