"""Who gets what from the room's addresses."""

from __future__ import annotations

from typing import Any

from tests.access import Row, World, expect
from tests.postings.factories import a_posting
from yizhan.channels.operations import add_examples, note_sent

READERS = ("clerk", "head", "reviewer", "officer", "auditor")
SENDERS = ("clerk", "head")


def a_channel(world: World) -> dict[str, Any]:
    """Set the examples up at the station and publish a posting."""
    world.kept["posting"] = a_posting(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    made = add_examples(by=world.head, at=world.now)
    world.kept["channel"] = made[0]
    return {"public_id": made[0].public_id}


def one_out(world: World) -> dict[str, Any]:
    """Send a posting out by hand."""
    arguments = a_channel(world)
    posting, channel = world.kept["posting"], world.kept["channel"]
    note_sent(channel=channel, postings=[posting.public_id], by=world.clerk, at=world.now)
    return arguments | {"posting_id": posting.public_id}


def its_posting(world: World) -> dict[str, Any]:
    """Name the posting that is out."""
    one_out(world)
    return {"public_id": world.kept["posting"].public_id}


def listed(world: World) -> dict[str, Any]:
    """Have something on a list."""
    one_out(world)
    return {}


def chosen(world: World) -> dict[str, Any]:
    """Tick the posting."""
    return {"posting": str(world.kept["posting"].public_id)}


ACCESS = {
    "channels:list": Row(expect(*READERS, foreign=None), make=listed),
    "channels:add": Row(expect("head", foreign=None)),
    "channels:change": Row(expect("head"), make=a_channel),
    "channels:retire": Row(expect("head", status=302), make=a_channel, method="post"),
    "channels:wall": Row(expect(*READERS, foreign=None), make=listed),
    "channels:poster": Row(expect(*READERS), make=its_posting),
    "channels:examples": Row(expect("head", status=302, foreign=None), method="post"),
    "channels:publish": Row(expect(*READERS, foreign=None), make=listed),
    "channels:out": Row(expect(*READERS, foreign=None), make=listed),
    "channels:panel": Row(expect(*READERS, anonymous=401), make=its_posting, headers={"HX-Request": "true"}),
    "channels:show": Row(expect(*READERS), make=a_channel),
    "channels:send": Row(expect(*SENDERS), make=a_channel, method="post", data=chosen),
    "channels:noted": Row(expect(*SENDERS, status=302), make=a_channel, method="post", data=chosen),
    "channels:log": Row(expect(*READERS), make=a_channel),
    "channels:down": Row(expect(*SENDERS, status=302), make=one_out, method="post"),
}
