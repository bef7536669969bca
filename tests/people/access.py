"""Who gets what from the room's addresses."""

from __future__ import annotations

from typing import Any

from tests.access import Row, World, expect
from tests.people.factories import id_number, make_person, mobile
from yizhan.people.models import Consent, Contact
from yizhan.people.operations import issue_reclaim_slip, merge_people

SEES = ("clerk", "head", "officer", "auditor")
SERVES = ("clerk", "head")
COPIES = ("clerk", "head", "officer")


def a_person(world: World) -> dict[str, Any]:
    person = make_person(world.station, world.clerk, world.now, id_no=id_number(1), phone=mobile(1), consents=("push",))
    world.kept["person"] = person
    return {"public_id": person.public_id}


def somebody_without_id(world: World) -> dict[str, Any]:
    person = make_person(world.station, world.clerk, world.now, name="测试乙")
    world.kept["person"] = person
    return {"public_id": person.public_id}


def a_pair(world: World) -> dict[str, Any]:
    other = make_person(world.station, world.clerk, world.now, name="测试乙", phone=mobile(1))
    return {**a_person(world), "other_id": other.public_id}


def a_couple(world: World) -> dict[str, Any]:
    world.kept["other"] = make_person(world.station, world.clerk, world.now, name="测试乙")
    return a_person(world)


def a_consent(world: World) -> dict[str, Any]:
    given = a_person(world)
    return {**given, "consent_id": Consent.objects.get(person=world.kept["person"]).public_id}


def a_merge(world: World) -> dict[str, Any]:
    keep = make_person(world.station, world.clerk, world.now)
    absorb = make_person(world.station, world.clerk, world.now, name="测试乙")
    return {"public_id": merge_people(keep=keep, absorb=absorb, by=world.head, at=world.now).public_id}


def a_slip(world: World) -> dict[str, Any]:
    somebody_without_id(world)
    _slip, world.kept["secret"] = issue_reclaim_slip(person=world.kept["person"], by=world.clerk, at=world.now)
    return {}


def nothing(world: World) -> dict[str, Any]:
    a_person(world)
    return {}


def contact_field(world: World) -> dict[str, str]:
    contact = Contact.objects.get(person=world.kept["person"])
    return {"field": f"contact:{contact.pk}", "reason": "call"}


ACCESS: dict[str, Row | list[Row]] = {
    "people:search": Row(expect(*SEES, foreign=None)),
    "people:find": Row(
        expect(*SEES, foreign=None), make=nothing, method="post", data={"text": "没有此人"}, only_reads=True
    ),
    "people:open_elsewhere": Row(
        expect(*SERVES, status=302, foreign=302), make=nothing, method="post",
        data={"id_no": id_number(1), "reason": "counter"},
    ),
    "people:reclaim": [
        Row(expect(*SERVES, foreign=None)),
        Row(
            expect(*SERVES, status=302, foreign=302), make=a_slip, method="post",
            data=lambda world: {"secret": world.kept["secret"]},
        ),
    ],
    "people:wordings": [
        Row(expect("sysadmin", foreign=None)),
        Row(
            expect("sysadmin", status=302, foreign=None), method="post",
            data={"prefix": "survey", "survey-purpose": "survey", "survey-version": "1",
                  "survey-text": "测试文本：用于匿名问卷，只交给本站汇总，随时可以到窗口撤回。"},
        ),
    ],
    "people:merges": Row(expect(*SEES, foreign=None)),
    "people:undo_merge": Row(expect("head", status=302), make=a_merge, method="post"),
    "people:person": Row(expect(*SEES), make=a_person, reads=1),
    "people:reveal": [
        Row(expect(*SERVES), make=a_person, method="post", data={"field": "id_no", "reason": "check"}),
        Row(expect(*SERVES), make=a_person, method="post", data=contact_field),
        Row(expect(*SERVES, status=400), make=a_person, method="post", data={"field": "id_no"}),
    ],
    "people:change": [
        Row(expect(*SERVES), make=a_person, reads=1),
        Row(
            expect(*SERVES, status=302), make=a_person, method="post",
            data={"name": "测试丙", "sex": "1", "version": "1"},
        ),
    ],
    "people:contacts": [
        Row(expect(*SERVES), make=a_person, reads=1),
        Row(expect(*SERVES, status=302), make=a_person, method="post", data={"mobile": mobile(2), "version": "1"}),
    ],
    "people:age": [
        Row(expect(*SERVES), make=somebody_without_id, reads=1),
        Row(
            expect(*SERVES, status=302), make=somebody_without_id, method="post",
            data={"birth_on": "1970-01-02", "basis": "hukou", "version": "1"},
        ),
    ],
    "people:household": [
        Row(expect(*SERVES), make=a_person, reads=1),
        Row(
            expect(*SERVES, status=302), make=a_couple, method="post",
            data=lambda world: {"number": world.kept["other"].number, "role": "spouse", "other_role": "spouse"},
        ),
    ],
    "people:leave_household": Row(expect(*SERVES, status=302), make=a_person, method="post"),
    "people:consents": [
        Row(expect(*SERVES), make=a_person, reads=1),
        Row(
            expect(*SERVES, status=302), make=a_person, method="post",
            data={"purpose": "survey", "channel": "counter", "version": "1"},
        ),
    ],
    "people:withdraw_consent": Row(expect(*SERVES, status=302), make=a_consent, method="post"),
    "people:merge": [
        Row(expect("head"), make=a_pair, reads=1),
        Row(
            expect("head", status=302), make=a_pair, method="post", data={"keep_version": "1", "absorb_version": "1"}
        ),
    ],
    "people:held": Row(expect(*COPIES), make=a_person, reads=1),
    "people:copy": Row(expect(*SERVES, officer=200), make=a_person, method="post", data={"shape": "page"}),
    "people:looks": Row(expect(*SERVES, "auditor"), make=a_person, reads=1),
    "people:slip": Row(expect(*SERVES), make=a_person, method="post"),
    "people:anonymise": [
        Row(expect("head"), make=a_person, reads=1),
        Row(
            expect("head", status=302), make=a_person, method="post",
            data=lambda world: {"ground": "request", "number": world.kept["person"].number},
        ),
    ],
}  # fmt: skip
