"""Who gets what from the room's addresses."""

from __future__ import annotations

from typing import Any

from tests.access import Row, World, expect
from tests.people.factories import id_number, make_person, mobile
from tests.workers.factories import BRICKLAYER, make_seeker
from yizhan.vocabularies.queries import all_certificates
from yizhan.workers.enums import VisitPurpose
from yizhan.workers.models import CertificateHeld, Visit
from yizhan.workers.operations import add_certificate, record_visit

SEES = ("clerk", "head", "officer", "auditor")
SERVES = ("clerk", "head")
PARTIAL = {"HX-Request": "true"}
A_WISH = {"works": f"{BRICKLAYER}|瓦工", "party_size": "1"}


def a_seeker(world: World) -> dict[str, Any]:
    seeker = make_seeker(world.clerk, world.now, number=1, phone=mobile(1))
    world.kept["seeker"] = seeker
    return {"public_id": seeker.person.public_id}


def a_person(world: World) -> dict[str, Any]:
    person = make_person(world.station, world.clerk, world.now, id_no=id_number(1), phone=mobile(1))
    return {"public_id": person.public_id}


def somebody(world: World) -> dict[str, Any]:
    a_seeker(world)
    return {}


def a_visitor(world: World) -> dict[str, Any]:
    a_seeker(world)
    person = world.kept["seeker"].person
    record_visit(office=world.station, purpose=VisitPurpose.REST, person=person, by=world.clerk, at=world.now)
    return {}


def a_visit(world: World) -> dict[str, Any]:
    a_visitor(world)
    return {"visit_id": Visit.objects.get(purpose=VisitPurpose.REST).pk}


def a_certificate(world: World) -> dict[str, Any]:
    given = a_seeker(world)
    add_certificate(
        person=world.kept["seeker"].person, code=all_certificates()[0].code, by=world.clerk, at=world.now,
        today=world.today,
    )  # fmt: skip
    return {**given, "held_id": CertificateHeld.objects.get().pk}


ACCESS: dict[str, Row | list[Row]] = {
    # A foreign office's list is another list; the one made here is not in it, so it leaves no line there.
    "workers:seekers": Row(
        expect(*SEES, foreign=None, **{f"foreign_{role}": (200,) for role in SEES}), query="?status=working"
    ),
    "workers:register": [
        Row(expect(*SERVES, foreign=None)),
        Row(
            expect(*SERVES, status=302, foreign=None),
            method="post",
            data={**A_WISH, "name": "测试丙", "id_no": id_number(7)},
        ),
    ],
    "workers:look": Row(
        expect(*SERVES, foreign=None, anonymous=401),
        method="post",
        data={"name": "测试丁"},
        headers=PARTIAL,
        only_reads=True,
    ),
    "workers:occupations": Row(expect(*SERVES, foreign=None), query="?q=wg"),
    "workers:places": Row(expect(*SERVES, foreign=None), method="post", data={"q": "张秋"}, only_reads=True),
    "workers:visits": [
        Row(expect(*SEES, foreign=None)),
        Row(expect(*SERVES, status=302, foreign=None), method="post", data={"purpose": "rest"}),
    ],
    # Whoever noted it, or the head; the office above looks into its stations.
    "workers:take_back_visit": Row(
        expect("clerk", "head", status=302), make=a_visit, method="post", data={"why": "twice"},
    ),
    "workers:find_visitor": Row(
        expect(*SERVES, foreign=None, anonymous=401),
        method="post",
        data={"text": "没有此人"},
        headers=PARTIAL,
        only_reads=True,
    ),
    "workers:seeker": Row(expect(*SEES), make=a_seeker, reads=1),
    "workers:panel": Row(expect(*SEES, anonymous=401), make=a_seeker, reads=1, headers=PARTIAL),
    "workers:wish": [
        Row(expect(*SERVES), make=a_seeker, reads=1),
        Row(expect(*SERVES, status=302), make=a_person, method="post", data=A_WISH),
    ],
    "workers:when": [
        Row(expect(*SERVES), make=a_seeker, reads=1),
        Row(expect(*SERVES, status=302), make=a_seeker, method="post", data={"week": ["0", "1"], "version": "1"}),
    ],
    "workers:skills": [
        Row(expect(*SERVES), make=a_seeker, reads=1),
        Row(expect(*SERVES, status=302), make=a_seeker, method="post", data={"works": f"{BRICKLAYER}|瓦工"}),
    ],
    "workers:drop_skill": Row(expect(*SERVES, status=302), make=a_seeker, method="post", data={"code": BRICKLAYER}),
    "workers:certificates": Row(
        expect(*SERVES, status=302), make=a_seeker, method="post", data={"code": all_certificates()[0].code}
    ),
    "workers:drop_certificate": Row(expect(*SERVES, status=302), make=a_certificate, method="post"),
    "workers:move": Row(expect(*SERVES, status=302), make=a_seeker, method="post", data={"to": "dormant"}),
    "workers:recommendation": Row(expect(*SERVES, status=302), make=a_seeker, method="post", data={"off": "1"}),
    "workers:visit": Row(expect(*SERVES, status=302), make=a_seeker, method="post", data={"purpose": "rest"}),
}
