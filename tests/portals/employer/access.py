"""Who gets what from the console: an agent of the employer everything, an agent of another employer nothing at all."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access import WHO, Row, World, expect
from tests.employers.factories import a_uscc
from tests.gigs.factories import evening, settled
from tests.portals.employer.factories import FORM, an_agent, own_letter, own_order, own_posting, sheet
from tests.postings.factories import an_employer, an_offer
from tests.referrals.factories import first_shift
from yizhan.employers.enums import MemberRole
from yizhan.employers.models import Agent, Invitation
from yizhan.employers.operations import invite_member
from yizhan.gigs.operations import settle_order
from yizhan.portals.employer.sheets import OWN
from yizhan.postings.models import Posting
from yizhan.postings.operations import draft_posting
from yizhan.shared.sheets.operations import stage_file, work_through
from yizhan.shared.sheets.reading import read_sheet

EVERYBODY = dict.fromkeys(WHO, 200)
HTMX = {"HX-Request": "true"}
MINE = expect("agent", foreign=None)
ONLY_MINE = expect("agent")
TAKEN = expect("agent", status=302)


def _posting(world: World) -> Posting:
    posting = own_posting(world.station, world.agent, world.clerk, world.reviewer, world.now)
    world.kept["posting"] = posting
    return posting


def a_live_one(world: World) -> dict[str, Any]:
    """Publish an own posting."""
    return {"public_id": _posting(world).public_id}


def a_draft(world: World) -> dict[str, Any]:
    """Draft one as the agent."""
    employer = an_employer(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    an_agent(employer, world.agent, world.clerk, world.now)
    draft = draft_posting(employer=employer, offer=an_offer(world.now), by=world.agent, at=world.now)
    world.kept["posting"] = draft
    return {"public_id": draft.public_id}


def its_draft(world: World) -> dict[str, Any]:
    """Draft one, and name its employer."""
    a_draft(world)
    return {"public_id": world.kept["posting"].employer.public_id}


def the_employer(world: World) -> dict[str, Any]:
    """Name the employer."""
    return {"public_id": _posting(world).employer.public_id}


def its_shift(world: World) -> dict[str, Any]:
    """Name the shift."""
    return {"public_id": _posting(world).shifts.get().public_id}


def a_letter(world: World) -> dict[str, Any]:
    """Send somebody."""
    return {"public_id": own_letter(world.agent, world.clerk, world.reviewer, world.now).public_id}


def an_order(world: World) -> dict[str, Any]:
    """Let somebody work; the employer has not said how long."""
    order = own_order(world.agent, world.clerk, world.reviewer, world.now)
    world.now = evening(order)
    return {"public_id": order.public_id}


def a_settled_order(world: World) -> dict[str, Any]:
    """The same, settled."""
    order = own_order(world.agent, world.clerk, world.reviewer, world.now, agree=True)
    settle_order(order=order, by=world.clerk, at=evening(order))
    return {"public_id": order.public_id}


def an_order_to_pay(world: World) -> dict[str, Any]:
    """Let somebody work today, by a posting of yesterday; settled."""
    before, today = world.now - dt.timedelta(days=1), str(world.today)
    posting = own_posting(world.station, world.agent, world.clerk, world.reviewer, before, starts_on=today)
    order = settled(world.clerk, world.reviewer, before, shift=first_shift(posting))
    return {"public_id": order.public_id}


def its_pay(world: World) -> dict[str, Any]:
    """Say that it was paid on that evening."""
    return {"amount": "100", "paid_on": str(world.today), "method": "cash"}


def a_sheet(world: World) -> dict[str, Any]:
    """Stage a sheet of one row of the own employer."""
    employer, data = _posting(world).employer, sheet({})
    batch = stage_file(
        kind=OWN, sheet=read_sheet(data, fields=OWN.fields), data=data, file_name="a.csv", page=None,
        office=world.station, by=world.agent, at=world.now, about=employer.public_id,
    )  # fmt: skip
    work_through(batch_id=batch.pk, now=lambda: world.now)
    return {"public_id": batch.public_id}


def its_row(world: World) -> dict[str, Any]:
    """Name its row."""
    return a_sheet(world) | {"number": 2}


def a_file(world: World) -> dict[str, Any]:
    """Return a file to upload."""
    return {"file": SimpleUploadedFile("a.csv", sheet({}))}


def a_member(world: World) -> dict[str, Any]:
    """Name the own employer and its agent; another owner stays."""
    arguments = the_employer(world)
    agent = Agent.objects.get(user=world.agent)
    other = Agent(
        employer=agent.employer, name="测试丁", mobile="13900004321", user=world.users["foreign_clerk"],
        from_on=world.today,
    )  # fmt: skip
    other.save()
    return arguments | {"agent_id": other.public_id}


def an_invitation(world: World) -> dict[str, Any]:
    """Ask somebody in."""
    arguments = the_employer(world)
    invite_member(
        employer=world.kept["posting"].employer, role=MemberRole.MEMBER, name="测试戊", mobile="13900005432",
        by=world.agent, at=world.now,
    )  # fmt: skip
    return arguments | {"invitation_id": Invitation.objects.get().public_id}


def a_code(world: World) -> dict[str, Any]:
    """Ask somebody in and keep the code."""
    arguments = the_employer(world)
    world.kept["code"] = invite_member(
        employer=world.kept["posting"].employer, role=MemberRole.MEMBER, name="测试戊", mobile="13900005432",
        by=world.agent, at=world.now,
    )  # fmt: skip
    return arguments


def edited(world: World) -> dict[str, Any]:
    """Return the form with another headcount."""
    return FORM | {"headcount": "5", "version": world.kept["posting"].version}


SIGN_UP = {
    "kind": "company", "name": "测试新公司", "uscc": a_uscc(78), "contact_name": "测试经办", "phone": "13900000078",
    "area_code": "371521", "agreed": "on",
}  # fmt: skip
#: Staff are told that the console is not theirs; agents join with their own account.
JOINING = dict.fromkeys(WHO, 403) | {"anonymous": 200, "agent": 200, "foreign_agent": 200}


def a_step(step: str, make: Any) -> Any:
    """Return a maker that adds the step."""
    return lambda world: make(world) | {"step": step}


ACCESS: dict[str, Row | list[Row]] = {
    "employer:start": Row(EVERYBODY),
    "employer:sign_up": [
        Row(EVERYBODY),
        # No sign-in is asked for, so nobody's role either; without a station named the first page is shown.
        Row(EVERYBODY, method="post", data=SIGN_UP, only_reads=True),
    ],
    "employer:request": [
        Row(EVERYBODY),
        Row(dict.fromkeys(WHO, 422), method="post", data={"code": "abcdefghjk"}, only_reads=True),
    ],
    "employer:join": [
        Row(JOINING),
        Row(
            JOINING | {"anonymous": 422, "agent": 422, "foreign_agent": 422},
            method="post",
            data={"code": "abcdefghjk", "username": "ceshi", "password": "Changjian-2026", "again": "Changjian-2026"},
        ),
    ],
    "employer:home": Row(MINE, make=lambda world: a_live_one(world) and {}),
    "employer:job_new": [
        Row(ONLY_MINE, make=the_employer),
        Row(TAKEN, make=the_employer, method="post", data=FORM),
    ],
    "employer:job_paste": [
        Row(ONLY_MINE, make=the_employer),
        Row(ONLY_MINE, make=the_employer, method="post", data={"text": "明天招小工2名 200一天 管饭"}),
    ],
    "employer:job": [Row(ONLY_MINE, make=a_live_one), Row(ONLY_MINE, make=a_draft)],
    "employer:job_people": Row(ONLY_MINE, make=a_draft, method="post", only_reads=True),
    "employer:job_change": [
        Row(ONLY_MINE, make=a_draft),
        Row(TAKEN, make=a_draft, method="post", data=edited),
    ],
    "employer:job_step": [
        Row(TAKEN, make=a_step("submit", a_draft), method="post"),
        Row(TAKEN, make=a_step("confirm", a_live_one), method="post"),
        Row(TAKEN, make=a_step("pause", a_live_one), method="post", data={"reason": "enough_people"}),
        Row(TAKEN, make=a_step("withdraw", a_live_one), method="post", data={"reason": "work_cancelled"}),
        Row(expect("agent", status=422), make=a_step("remove", a_live_one), method="post"),
    ],
    "employer:headcount": Row(TAKEN, make=its_shift, method="post", data={"headcount": "7"}),
    "employer:letters": Row(MINE, make=lambda world: a_letter(world) and {}, reads=1),
    "employer:letter": Row(ONLY_MINE, make=a_letter, reads=1),
    "employer:answer": Row(TAKEN, make=a_letter, method="post", data={"result": "hired"}),
    "employer:shifts": Row(MINE, make=lambda world: its_shift(world) and {}),
    "employer:shift": Row(ONLY_MINE, make=its_shift, reads=1),
    "employer:hours": Row(TAKEN, make=an_order, method="post", data={"hours": "8"}),
    "employer:paid": Row(TAKEN, make=an_order_to_pay, method="post", data=its_pay),
    "employer:wages": Row(ONLY_MINE, make=a_settled_order, reads=1),
    "employer:imports": [
        Row(ONLY_MINE, make=the_employer),
        Row(expect("agent", status=422), make=the_employer, method="post", data={}),
    ],
    "employer:drafts": [
        Row(ONLY_MINE, make=its_draft),
        Row(ONLY_MINE, make=its_draft, method="post", data=lambda world: {"job": str(world.kept["posting"].public_id)}),
    ],
    "employer:import_drafts": Row(TAKEN, make=a_sheet),
    "employer:import_template": Row(MINE | {"foreign_agent": 200}),
    "employer:import_batch": [
        Row(ONLY_MINE, make=a_sheet),
        Row(TAKEN, make=a_sheet, method="post", data={"action": "start"}),
    ],
    "employer:import_status": Row(expect("agent", anonymous=401), make=a_sheet, headers=HTMX),
    "employer:import_row": [
        Row(expect("agent", anonymous=401), make=its_row, headers=HTMX),
        Row(
            expect("agent", anonymous=401),
            make=its_row,
            headers=HTMX,
            method="post",
            data={"version": "1", "action": "edit", "field_pay": "180元/天"},
        ),
    ],
    "employer:members": Row(ONLY_MINE, make=the_employer, reads=1),
    "employer:record": Row(ONLY_MINE, make=the_employer),
    "employer:papers": [
        Row(ONLY_MINE, make=the_employer),
        Row(expect("agent", status=422), make=the_employer, method="post", data={"kind": "licence"}),
    ],
    "employer:mail": [
        Row(ONLY_MINE, make=the_employer),
        # No server of e-mail is set up there, and says so.
        Row(
            expect("agent", status=409),
            make=the_employer,
            method="post",
            data={"email": "a@example.com", "then": "send"},
        ),
    ],
    "employer:mail_change": Row(TAKEN, make=the_employer, method="post", data={"then": "forget"}),
    "employer:invite": Row(
        ONLY_MINE,
        make=the_employer,
        method="post",
        data={"name": "测试己", "mobile": "13900006543", "role": "member"},
        reads=1,
    ),
    "employer:invite_slip": Row(
        ONLY_MINE, make=a_code, method="post", data=lambda world: {"code": world.kept["code"]}
    ),
    "employer:member_end": Row(TAKEN, make=a_member, method="post"),
    "employer:invitation_void": Row(TAKEN, make=an_invitation, method="post"),
}
