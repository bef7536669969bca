"""Who gets what answer from the API: anybody the public part, nobody a partner's without a key, whoever signed in."""

from __future__ import annotations

from typing import Any

from tests.access import WHO, Row, World, expect
from tests.postings.factories import a_posting
from yizhan.portals.openapi.models import Delivery, Partner
from yizhan.portals.openapi.operations import add_webhook, make_key, make_partner


def public(make: Any = None, *, status: int = 200) -> Row:
    """Return the one row of a public address."""
    return Row(dict.fromkeys(WHO, status), make=make, public=status == 200)


def a_live_one(world: World) -> dict[str, Any]:
    """Name a posting on offer."""
    return {"public_id": str(_posting(world).public_id)}


def its_employer(world: World) -> dict[str, Any]:
    """Name who offers it."""
    return {"public_id": str(_posting(world).employer.public_id)}


def _posting(world: World) -> Any:
    return a_posting(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)


NOBODY = "00000000-0000-4000-8000-000000000000"


def keyed(method: str, *, named: bool = False) -> Row:
    """Return the row of an address that wants a key: no session takes its place."""
    make = (lambda world: {"public_id": NOBODY}) if named else None
    return Row(dict.fromkeys(WHO, 401), make=make, method=method, only_reads=True)


def a_partner(world: World) -> dict[str, Any]:
    """Make a partner of the own station."""
    partner = make_partner(name="测试平台", office=world.station, employers=[], by=world.users["officer"], at=world.now)
    world.kept["partner"] = partner
    return {"public_id": partner.public_id}


def a_key(world: World) -> dict[str, Any]:
    """Make a key of it."""
    a_partner(world)
    partner: Partner = world.kept["partner"]
    key, _whole = make_key(
        partner=partner, label="测试", scopes=["webhooks:manage"], calls_a_minute=60, by=world.users["officer"],
        at=world.now,
    )  # fmt: skip
    world.kept["key"] = key
    return {"public_id": key.public_id}


def a_message(world: World) -> dict[str, Any]:
    """Make a message that was given up."""
    a_key(world)
    hook = add_webhook(key=world.kept["key"], url="https://partner.test/", news=["posting.filled"], at=world.now)
    delivery = Delivery.objects.create(
        webhook=hook, news="posting.filled", body="{}", created_at=world.now, state="failed"
    )
    return {"public_id": delivery.public_id}


KEEPERS = ("officer", "sysadmin")
OWN = expect(*KEEPERS)
DONE = expect(*KEEPERS, status=302)

ACCESS = {
    "openapi:document": public(),
    "openapi:docs": public(),
    "openapi:root": public(),
    "openapi:postings": public(),
    "openapi:posting": public(a_live_one),
    "openapi:employers": public(),
    "openapi:employer": public(its_employer),
    "openapi:offices": public(),
    "openapi:places": public(),
    "openapi:vocabularies": public(),
    "openapi:vocabulary": public(lambda world: {"name": "hazard"}),
    "openapi:nothing": public(lambda world: {"rest": "nothing/here"}, status=404),
    "openapi:key": keyed("get"),
    "openapi:own_employers": keyed("get"),
    "openapi:own_postings": [keyed("get"), keyed("post")],
    "openapi:own_posting": [keyed("get", named=True), keyed("put", named=True)],
    "openapi:own_withdrawal": keyed("post", named=True),
    "openapi:receipts": keyed("get"),
    "openapi:recommendations": keyed("post"),
    "openapi:webhooks": [keyed("get"), keyed("post")],
    "openapi:webhook": [keyed("get", named=True), keyed("delete", named=True)],
    "openapi:webhook_secret": keyed("post", named=True),
    "openapi:deliveries": keyed("get", named=True),
    "openapi:replay": keyed("post", named=True),
    "openapi:partners": Row(expect(*KEEPERS, foreign=None)),
    "openapi:add": [
        Row(expect(*KEEPERS, foreign=None)),
        Row(
            expect(*KEEPERS, status=302, foreign=422),
            method="post",
            data=lambda world: {"name": "新平台", "station": str(world.station.public_id), "employers": ""},
        ),
    ],
    "openapi:partner": [
        Row(OWN, make=a_partner),
        Row(DONE, make=a_partner, method="post", data={"employers": ""}),
    ],
    "openapi:add_key": Row(
        OWN,
        make=a_partner,
        method="post",
        data={"key-label": "正式", "key-scopes": "receipts:read", "key-calls_a_minute": "60"},
    ),
    "openapi:end": Row(DONE, make=a_partner, method="post"),
    "openapi:rotate": Row(OWN, make=a_key, method="post", data={"overlap": "24"}),
    "openapi:revoke": Row(DONE, make=a_key, method="post"),
    "openapi:send_again": Row(DONE, make=a_message, method="post"),
}
