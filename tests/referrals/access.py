"""Who gets what from the room's addresses."""

from __future__ import annotations

from typing import Any

from tests.access import Row, World, expect
from tests.people.factories import mobile
from tests.referrals.factories import a_letter, a_shift, propose
from tests.workers.factories import make_seeker
from yizhan.referrals.operations import apply_for, hand_over, rain_off

SEES = ("clerk", "head", "officer", "auditor")
SERVES = ("clerk", "head")
HTMX = {"HX-Request": "true"}


def a_pair(world: World) -> dict[str, Any]:
    """Somebody who could go, and work to go to."""
    shift = a_shift(world.clerk, world.reviewer, world.now)
    seeker = make_seeker(world.clerk, world.now, phone=mobile(1))
    world.kept |= {"shift": shift, "seeker": seeker}
    return {"person_id": seeker.person.public_id, "posting_id": shift.posting.public_id}


def work(world: World) -> dict[str, Any]:
    return {"public_id": a_pair(world)["posting_id"]}


def a_proposal(world: World) -> dict[str, Any]:
    a_pair(world)
    world.kept["referral"] = propose(world.kept["seeker"], world.kept["shift"], world.clerk, world.now)
    return {"public_id": world.kept["referral"].public_id}


def an_application(world: World) -> dict[str, Any]:
    """Somebody applied from their own phone."""
    a_pair(world)
    made = apply_for(person=world.kept["seeker"].person, posting=world.kept["shift"].posting, at=world.now)
    return {"public_id": made.public_id}


def letter(world: World) -> dict[str, Any]:
    world.kept["referral"] = a_letter(world.clerk, world.reviewer, world.now)
    return {"public_id": world.kept["referral"].public_id}


def a_sheet(world: World) -> dict[str, Any]:
    return {**letter(world), "shape": "letter"}


def nothing(world: World) -> dict[str, Any]:
    letter(world)
    return {}


def somebody(world: World) -> dict[str, Any]:
    a_proposal(world)
    return {"public_id": world.kept["seeker"].person.public_id}


def its_posting(world: World) -> dict[str, Any]:
    a_proposal(world)
    return {"public_id": world.kept["shift"].posting.public_id}


def a_day(world: World) -> dict[str, Any]:
    letter(world)
    return {"public_id": world.kept["referral"].posting.public_id, "day": "2026-11-24"}


def a_day_off(world: World) -> dict[str, Any]:
    arguments = a_day(world)
    posting = world.kept["referral"].posting
    rain_off(posting=posting, day=world.kept["referral"].terms.starts_on, by=world.clerk, at=world.now)
    return arguments


def a_handover(world: World) -> dict[str, Any]:
    return {"public_id": hand_over(by=world.users["clerk"], to=None, note="", open_counts={}, at=world.now).public_id}


def version(world: World) -> dict[str, Any]:
    return {"version": world.kept["referral"].version}


ACCESS = {
    "referrals:list": Row(expect(*SEES, foreign=None), query="?tab=all"),
    "referrals:of_person": Row(expect(*SEES, anonymous=401), make=somebody, reads=1, headers=HTMX),
    "referrals:of_posting": Row(expect(*SEES, anonymous=401), make=its_posting, reads=1, headers=HTMX),
    "referrals:create": [
        Row(expect(*SERVES), make=a_pair, reads=1),
        Row(
            expect(*SERVES, status=302), make=a_pair, method="post",
            data=lambda world: {"shift": world.kept["shift"].pk, "places": 1, "then": "letter"},
        ),
    ],
    "referrals:quick": [
        Row(expect(*SERVES), make=its_posting, reads=1),
        Row(
            expect(*SERVES, status=302), make=work, method="post",
            data=lambda world: {"person": str(world.kept["seeker"].person.public_id)},
        ),
    ],
    "referrals:reveal": Row(expect(*SERVES), make=somebody, method="post", data={"reason": "call"}),
    "referrals:applications": Row(expect(*SEES, foreign=None)),
    "referrals:answer_application": Row(
        expect(*SERVES, status=302), make=an_application, method="post", data={"answer": "filled"}
    ),
    "referrals:receipt": [
        Row(expect(*SERVES, foreign=None)),
        Row(
            expect(*SERVES, status=302, foreign_clerk=422, foreign_head=422), make=nothing, method="post",
            data=lambda world: {"number": world.kept["referral"].number},
        ),
    ],
    "referrals:receipt_of": [
        Row(expect(*SERVES), make=letter, reads=1),
        Row(
            expect(*SERVES, status=302), make=letter, method="post",
            data=lambda world: {"result": "hired", **version(world)},
        ),
    ],
    "referrals:show": Row(expect(*SEES), make=letter, reads=1),
    "referrals:answer": Row(
        expect(*SERVES, status=302), make=a_proposal, method="post",
        data=lambda world: {"answer": "agreed", **version(world)},
    ),
    "referrals:issue": Row(expect(*SERVES, status=302), make=a_proposal, method="post", data=version),
    "referrals:withdraw": Row(expect(*SERVES, status=302), make=letter, method="post", data=version),
    "referrals:undo": Row(expect(*SERVES, status=302), make=letter, method="post", data=version),
    "referrals:print": Row(expect(*SERVES), make=a_sheet, method="post"),
    "referrals:handover": [
        Row(expect(*SERVES, foreign=None)),
        Row(expect(*SERVES, status=302, foreign=None), method="post", data={"note": "等一个电话"}),
    ],
    "referrals:take_over": Row(expect(*SERVES, status=302), make=a_handover, method="post"),
    "referrals:rain": Row(expect(*SERVES, foreign=None)),
    "referrals:rain_day": [
        Row(expect(*SERVES), make=a_day_off, reads=1),
        Row(expect(*SERVES, status=302), make=a_day, method="post"),
    ],
    "referrals:plan": [
        Row(expect("head", foreign=None)),
        Row(expect("head", status=302, foreign=None), method="post", data={"kind": "gig", "days": ["1", "3"]}),
    ],
}  # fmt: skip
