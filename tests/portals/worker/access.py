"""Who gets what from the worker's pages. Staff accounts are nobody here: they get what a stranger gets."""

from __future__ import annotations

from typing import Any

from tests.access import WHO, Row, World
from tests.postings.factories import a_posting

EVERYBODY = dict.fromkeys(WHO, 200)
LED_ON = dict.fromkeys(WHO, 302)


def a_live_one(world: World) -> dict[str, Any]:
    """Name a posting on offer."""
    posting = a_posting(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    return {"public_id": posting.public_id}


HERE = {"lat": "36.113", "lng": "115.785", "q": "装卸"}

ACCESS = {
    "worker:search": Row(EVERYBODY, query="?q=装卸&near=阳谷&km=10&kind=gig&order=new"),
    "worker:here": Row(EVERYBODY, method="post", data=HERE, only_reads=True),
    "worker:map": Row(EVERYBODY, query="?near=阳谷"),
    "worker:job": Row(EVERYBODY, make=a_live_one),
    "worker:large_type": Row(LED_ON, method="post", data={"on": "1", "next": "/w/"}, only_reads=True),
    "worker:offline": Row(EVERYBODY),
    "worker:manifest": Row(EVERYBODY),
    "worker:service_worker": Row(EVERYBODY),
}
