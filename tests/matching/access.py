"""Who gets what from the room's addresses."""

from __future__ import annotations

from typing import Any

from tests.access import Row, World, expect
from tests.postings.factories import a_posting
from tests.workers.factories import make_seeker

ALLOWED = ("clerk", "head", "officer", "auditor")


def a_person(world: World) -> dict[str, Any]:
    """Somebody who looks for work, and work that suits."""
    a_posting(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    seeker = make_seeker(world.clerk, world.now, max_distance_m=None)
    return {"public_id": seeker.person.public_id}


def a_person_asked_about(world: World) -> dict[str, Any]:
    """The same under the name of the addresses that ask why not."""
    return {"person_id": a_person(world)["public_id"]}


def a_pair(world: World) -> dict[str, Any]:
    """Somebody, and a posting that does not suit."""
    posting = a_posting(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    seeker = make_seeker(world.clerk, world.now, pay_min_fen=90_000)
    return {"person_id": seeker.person.public_id, "posting_id": posting.public_id}


def work(world: World) -> dict[str, Any]:
    """A posting, and somebody whom it suits."""
    posting = a_posting(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    make_seeker(world.clerk, world.now)
    return {"public_id": posting.public_id}


HTMX = {"HX-Request": "true"}
ACCESS: dict[str, Row | list[Row]] = {
    "matching:for": Row(expect(*ALLOWED), make=a_person, reads=1),
    "matching:for_panel": Row(expect(*ALLOWED, anonymous=401), make=a_person, reads=1, headers=HTMX),
    "matching:advice": Row(expect(*ALLOWED, anonymous=401), make=a_person, reads=1, headers=HTMX),
    "matching:work_advice": Row(expect(*ALLOWED, anonymous=401), make=work, headers=HTMX),
    "matching:people": Row(expect(*ALLOWED), make=work, reads=1),
    "matching:people_panel": Row(expect(*ALLOWED, anonymous=401), make=work, reads=1, headers=HTMX),
    "matching:find": [
        Row(expect(*ALLOWED), make=a_person_asked_about, reads=1),
        Row(
            expect(*ALLOWED), make=a_person_asked_about, method="post", data={"text": "装卸"}, reads=1, only_reads=True
        ),
    ],
    "matching:why_not": Row(expect(*ALLOWED), make=a_pair, reads=1),
}
