"""Everybody gets the screens, whoever they are."""

from __future__ import annotations

from typing import Any

from tests.access import WHO, Row, World
from tests.postings.factories import a_posting

NO_STREAM = dict.fromkeys(WHO, 204)
EVERYBODY = dict.fromkeys(WHO, 200)


def an_office(world: World) -> dict[str, Any]:
    """Name the station, which has something on offer."""
    a_posting(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    return {"public_id": world.station.public_id}


ACCESS = {
    "screen:service_worker": Row(EVERYBODY, public=True),
    "screen:board": Row(EVERYBODY, make=an_office, public=True),
    "screen:board_data": Row(EVERYBODY, make=an_office, public=True),
    # Without the header of a reader of streams there is none; `test_marks.py` reads them.
    "screen:marks": Row(NO_STREAM, make=an_office),
}
