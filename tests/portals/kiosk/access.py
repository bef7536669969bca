"""Anybody may look at a kiosk's pages; a call is for the machine that was set up, its answer for those who serve."""

from __future__ import annotations

from typing import Any

from tests.access import WHO, Row, World, expect
from tests.postings.factories import a_posting
from yizhan.portals.kiosk.models import HelpCall
from yizhan.portals.kiosk.operations import call_for_help

EVERYBODY = dict.fromkeys(WHO, 200)


def at_the_station(world: World) -> dict[str, Any]:
    """Name the station."""
    return {"public_id": world.station.public_id}


def a_live_one(world: World) -> dict[str, Any]:
    """Name a posting on offer at the station."""
    posting = a_posting(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    return at_the_station(world) | {"posting_id": posting.public_id}


def a_call(world: World) -> dict[str, Any]:
    """Name a call that waits."""
    call_for_help(office=world.station, at=world.now)
    return {"number": HelpCall.objects.get().pk}


ACCESS = {
    "kiosk:start": Row(EVERYBODY, make=at_the_station, public=True),
    "kiosk:jobs": Row(EVERYBODY, make=at_the_station, query="?kind=gig", public=True),
    "kiosk:job": Row(EVERYBODY, make=a_live_one, public=True),
    "kiosk:service_worker": Row(EVERYBODY, public=True),
    "kiosk:help": [
        Row(EVERYBODY, make=at_the_station),
        # From a machine that is no kiosk nothing is called; the page says so.
        Row(EVERYBODY, make=at_the_station, method="post", only_reads=True),
    ],
    "kiosk:calls": Row(expect("clerk", "head", foreign=None)),
    "kiosk:waiting": Row(expect("clerk", "head", status=204, foreign=None)),
    "kiosk:answer": Row(expect("clerk", "head", status=302), make=a_call, method="post"),
    "kiosk:set_up": [
        Row(expect("clerk", "head", foreign=None)),
        Row(expect("clerk", "head", status=302, foreign=None), method="post"),
    ],
}
