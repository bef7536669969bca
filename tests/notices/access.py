"""Who gets what from the room's addresses."""

from __future__ import annotations

from typing import Any

from tests.access import Row, World, expect
from tests.people.factories import make_person
from tests.shared.notifications.factories import PHONE, an_account, say
from yizhan.shared.notifications.enums import Carrier
from yizhan.shared.notifications.recipients import to_person

SEES = ("clerk", "head", "officer", "auditor")
SERVES = ("clerk", "head")


def a_call(world: World) -> dict[str, Any]:
    """Have somebody to call at the station."""
    person = make_person(world.station, world.clerk, world.now, phone=PHONE)
    world.kept["person"] = person
    _own, call = say(world.station, to_person(person), world.now)
    return {"public_id": call.public_id}


def somebody(world: World) -> dict[str, Any]:
    a_call(world)
    return {"public_id": world.kept["person"].public_id}


def an_account_of_the_county(world: World) -> dict[str, Any]:
    account = an_account(world.county, world.users["sysadmin"], world.now)
    world.kept["account"] = account
    return {"public_id": account.public_id}


def as_typed(_world: World) -> dict[str, str]:
    return {"key_id": "LTAI5t", "sign_name": "阳谷驿站", "key_secret": "", "version": "1"}


ACCESS = {
    # An empty list leaves no line of reading; that a full one does is tested beside the pages.
    "notices:calls": Row(expect(*SEES, foreign=None)),
    "notices:ledger": Row(expect(*SEES, foreign=None)),
    "notices:settle": Row(expect(*SERVES, status=302), make=a_call, method="post", data={"outcome": "reached"}),
    "notices:reveal": Row(expect(*SERVES), make=a_call, method="post", data={"reason": "call"}),
    "notices:panel": Row(
        expect(*SEES, anonymous=401), make=somebody, reads=1, headers={"HX-Request": "true"}
    ),
    "notices:wanted": Row(expect(*SERVES, status=302), make=somebody, method="post", data={"wanted": ["pay"]}),
    "notices:carriers": Row(expect("sysadmin", foreign=None)),
    "notices:hours": Row(
        expect("sysadmin", status=302, foreign=None), method="post",
        data={"quiet_from": "22:00", "quiet_until": "07:00", "daily_most": "4"},
    ),
    "notices:new": Row(expect("sysadmin", foreign=None), make=lambda _world: {"carrier": Carrier.TENCENT.value}),
    "notices:change": [
        Row(expect("sysadmin"), make=an_account_of_the_county),
        Row(expect("sysadmin", status=302), make=an_account_of_the_county, method="post", data=as_typed),
    ],
    "notices:test": Row(
        expect("sysadmin", status=422), make=an_account_of_the_county, method="post", data={"to": "no telephone"}
    ),
    "notices:retire": Row(expect("sysadmin", status=302), make=an_account_of_the_county, method="post"),
}  # fmt: skip
