"""Who gets what answer from the room's URLs."""

from __future__ import annotations

from typing import Any

from tests.access import Row, World, expect
from yizhan.places.operations import add_place

READERS = ("clerk", "head", "officer", "reviewer", "auditor")
KEEPERS = ("clerk", "head", "officer")
TYPED = {"name": "东关大集", "division_code": "371521103", "point": "115.784287,36.113708"}


def a_place(world: World) -> dict[str, Any]:
    """A place of the own station."""
    place = add_place(
        office=world.station, name="西关", division_code="371521103", by=world.clerk, at=world.now
    )  # fmt: skip
    world.kept["version"] = place.version
    return {"public_id": place.public_id}


def changed(world: World) -> dict[str, Any]:
    """The place under another name."""
    return TYPED | {"version": world.kept["version"]}


ACCESS: dict[str, Row | list[Row]] = {
    "places:list": Row(expect(*READERS, foreign=None)),
    "places:add": [
        Row(expect(*KEEPERS, foreign=None)),
        # The towns to choose from are those of the own county: a foreign keeper's form names one of another.
        Row(
            expect(*KEEPERS, status=302, foreign=None, foreign_clerk=422, foreign_head=422, foreign_officer=422),
            method="post",
            data=TYPED,
        ),
    ],
    "places:change": [
        Row(expect(*KEEPERS), make=a_place),
        Row(expect(*KEEPERS, status=302), make=a_place, method="post", data=changed),
    ],
    "places:retire": Row(expect(*KEEPERS, status=302), make=a_place, method="post"),
}
