"""Who gets what from the room's URLs."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from tests.access import Row, World, expect
from tests.employers.factories import a_company, a_household, a_uscc, company_facts
from tests.rights.files import png
from yizhan.accounts.operations import confirm_second_factor
from yizhan.accounts.second_factor import code_at, new_secret
from yizhan.employers.enums import ConductKind, PaperKind, VerifyBasis
from yizhan.employers.models import ConductFact, Employer, Measure, Paper
from yizhan.employers.operations import (
    add_agent,
    admit,
    await_answer,
    record_conduct,
    sign_up,
    take_in,
    verify_employer,
)

READERS = ("clerk", "head", "reviewer", "officer", "auditor")
WRITERS = ("clerk", "head")


def a_unit(world: World) -> dict[str, Any]:
    """Make a company for which the station's agent acts."""
    employer = a_company(office=world.station, by=world.clerk, at=world.now, number=1)
    agent = add_agent(
        employer=employer, name="测试乙", mobile="13900001234", by=world.clerk, at=world.now, user=world.agent
    )
    world.kept["agent"] = agent
    return {"public_id": employer.public_id}


def a_home(world: World) -> dict[str, Any]:
    """Make a household."""
    return {"public_id": a_household(office=world.station, by=world.clerk, at=world.now).public_id}


def a_marked_unit(world: World) -> dict[str, Any]:
    """Make a company with a mark for review."""
    employer = a_company(office=world.station, by=world.clerk, at=world.now)
    record_conduct(
        employer=employer,
        kind=ConductKind.INJURY,
        source_kind="followups.FollowUp",
        source_public_id=uuid.uuid4(),
        by=world.clerk,
        at=world.now,
    )
    return {"public_id": employer.public_id}


def its_agent(world: World) -> dict[str, Any]:
    """Make a company and name its agent."""
    arguments = a_unit(world)
    return arguments | {"agent_id": world.kept["agent"].public_id}


def its_agent_with_a_phone(world: World) -> dict[str, Any]:
    """The agent signs in with a phone's code."""
    arguments = its_agent(world)
    secret = new_secret()
    confirm_second_factor(user=world.agent, secret=secret, code=code_at(secret, world.now), at=world.now)
    return arguments


def a_known_code(world: World) -> dict[str, Any]:
    """Make the company that is served by its code."""
    a_unit(world)
    return {}


def a_reported_fact(world: World) -> dict[str, Any]:
    """Make a company about which somebody complained."""
    arguments = a_marked_unit(world)
    return arguments | {"fact": ConductFact.objects.get().pk}


def a_suspended_unit(world: World) -> Measure:
    """Make a company that is suspended for a document it kept; the agent acts for it."""
    employer = Employer.objects.get(public_id=a_unit(world)["public_id"])
    record_conduct(
        employer=employer, kind=ConductKind.DOCUMENT_KEPT, source_kind="desk", source_public_id=uuid.uuid4(),
        by=world.head, at=world.now, verified=True,
    )  # fmt: skip
    return employer.measures.get()


def a_measure(world: World) -> dict[str, Any]:
    """Name the measure."""
    return {"public_id": a_suspended_unit(world).public_id}


def one_who_owes(world: World) -> dict[str, Any]:
    """Make a company that leaves a letter without an answer."""
    employer = a_company(office=world.station, by=world.clerk, at=world.now)
    await_answer(
        employer=employer, source_public_id=uuid.uuid4(), by=world.clerk, today=world.today - dt.timedelta(days=5)
    )
    return {"public_id": employer.public_id}


def a_request(world: World) -> dict[str, Any]:
    """Ask for the console."""
    row = sign_up(
        facts=company_facts(5), contact_name="测试经办", office=world.station, address="192.0.2.1", at=world.now
    )
    world.kept["sign_up"] = row
    return {"public_id": row.public_id}


def one_to_admit(world: World) -> dict[str, Any]:
    """Take it in and verify it."""
    arguments = a_request(world)
    employer = take_in(sign_up=world.kept["sign_up"], by=world.clerk, at=world.now)
    verify_employer(employer=employer, basis=VerifyBasis.LICENCE_ORIGINAL, by=world.reviewer, at=world.now)
    return arguments


def a_paper(world: World) -> dict[str, Any]:
    """Ask for the console with a licence, and take the request in."""
    row = sign_up(
        facts=company_facts(5), contact_name="测试经办", office=world.station, address="192.0.2.1", at=world.now,
        files={PaperKind.LICENCE: png()},
    )  # fmt: skip
    take_in(sign_up=row, by=world.clerk, at=world.now)
    world.kept["paper"] = Paper.objects.get()
    return {"public_id": world.kept["paper"].public_id}


def whose_paper(world: World) -> dict[str, Any]:
    """Name the employer of it."""
    a_paper(world)
    return {"public_id": world.kept["paper"].employer.public_id}


def a_code(world: World) -> dict[str, Any]:
    """Give the code."""
    arguments = one_to_admit(world)
    row = world.kept["sign_up"]
    row.refresh_from_db()
    world.kept["code"] = admit(sign_up=row, called_back=True, by=world.clerk, at=world.now)
    return arguments


NEW = {
    "kind": "company",
    "name": "测试新公司",
    "uscc": a_uscc(77),
    "phone": "13900000077",
    "area_code": "371521",
    "wage_guarantee": "none",
}
CHANGED = NEW | {"uscc": a_uscc(1), "version": "1"}

ACCESS: dict[str, Row | list[Row]] = {
    "employers:list": Row(expect(*READERS, foreign=None), make=lambda world: a_home(world) and {}),
    "employers:find": Row(
        expect(*READERS, foreign=None, anonymous=401),
        method="post",
        data={"text": "测试"},
        headers={"HX-Request": "true"},
        only_reads=True,
    ),
    "employers:mine": Row(expect("agent", foreign=None), make=lambda world: a_unit(world) and {}),
    "employers:create": [
        Row(expect(*WRITERS, foreign=None)),
        # The township is not one of the foreign county's.
        Row(expect(*WRITERS, status=302, foreign=422), method="post", data=NEW),
    ],
    "employers:serve": Row(
        expect(*WRITERS, status=302, foreign=None), make=a_known_code, method="post", data={"code": a_uscc(1)}
    ),
    "employers:show": [
        Row(expect(*READERS, "agent"), make=a_unit, reads=1),
        Row(expect(*READERS, agent=404), make=a_home, reads=1),
    ],
    "employers:change": [
        Row(expect(*WRITERS), make=a_unit, reads=1),
        Row(expect(*WRITERS, status=302), make=a_unit, method="post", data=CHANGED),
    ],
    "employers:verify": [
        Row(
            expect("head", "reviewer", status=302, foreign_clerk=(403, 404)),
            make=a_unit,
            method="post",
            data={"v-basis": "licence_original", "v-name_matches": "on"},
        ),
        Row(
            expect("clerk", "head", "reviewer", status=302),
            make=a_home,
            method="post",
            data={"v-basis": "id_and_call_back", "v-name_matches": "on"},
        ),
    ],
    "employers:refuse": Row(
        expect("head", "reviewer", status=302, foreign_clerk=(403, 404)),
        make=a_unit,
        method="post",
        data={"reason": "name_differs"},
    ),
    "employers:record": Row(expect(*READERS), make=a_marked_unit, reads=1),
    "employers:report": Row(expect(*WRITERS, status=302), make=a_home, method="post", data={"kind": "fee_charged"}),
    "employers:verify_fact": Row(
        expect("head", status=302), make=a_reported_fact, method="post", data={"how": "both_sides"}
    ),
    "employers:notice": Row(expect(*READERS, "agent"), make=a_measure, reads=1),
    "employers:lift": Row(expect("head", status=302), make=a_measure, method="post", data={"outcome": "mended"}),
    "employers:owing": Row(expect(*READERS, foreign=None), make=lambda world: one_who_owes(world) and {}),
    "employers:told": Row(expect(*WRITERS, status=302), make=one_who_owes, method="post", data={"told_by": "phone"}),
    "employers:sign_ups": Row(expect(*READERS, foreign=None), make=lambda world: a_request(world) and {}, reads=1),
    "employers:sign_up": Row(expect(*READERS), make=a_request, reads=1),
    "employers:sign_up_take": Row(expect(*WRITERS, status=302), make=a_request, method="post"),
    "employers:sign_up_refuse": Row(
        expect(*WRITERS, status=302), make=a_request, method="post", data={"reason": "not_reached"}
    ),
    "employers:sign_up_admit": Row(
        expect(*WRITERS), make=one_to_admit, method="post", data={"called_back": "on"}, reads=1
    ),
    "employers:paper": Row(expect("clerk", "head", "reviewer"), make=a_paper, reads=1),
    "employers:paper_file": Row(expect("clerk", "head", "reviewer"), make=a_paper),
    "employers:paper_back": Row(
        expect("clerk", "head", "reviewer", status=302), make=a_paper, method="post", data={"reason": "unreadable"}
    ),
    "employers:paper_refuse": Row(
        expect("head", "reviewer", status=302, foreign_clerk=404), make=a_paper, method="post",
        data={"reason": "name_differs"},
    ),
    "employers:verify_papers": Row(
        expect("head", "reviewer", status=302, foreign_clerk=(403, 404)), make=whose_paper, method="post",
        data=lambda world: {"paper": str(world.kept["paper"].public_id)},
    ),
    "employers:sign_up_slip": Row(
        expect(*WRITERS), make=a_code, method="post", data=lambda world: {"code": world.kept["code"]}
    ),
    "employers:clear": Row(expect("head", status=302), make=a_marked_unit, method="post", data={"outcome": "mended"}),
    "employers:reveal": Row(
        expect(*WRITERS, anonymous=401),
        make=a_unit,
        method="post",
        data={"field": "phone", "reason": "call"},
        headers={"HX-Request": "true"},
    ),
    "employers:agent_add": Row(
        expect(*WRITERS, status=302), make=a_unit, method="post", data={"name": "测试丁", "mobile": "13900004321"}
    ),
    "employers:agent_phone": Row(expect(*WRITERS, status=302), make=its_agent_with_a_phone, method="post"),
    "employers:agent_end": Row(expect(*WRITERS, status=302), make=its_agent, method="post"),
}
