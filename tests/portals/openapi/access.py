"""Who gets what answer from the API: anybody the public part, nobody a partner's without a key, whoever signed in."""

from __future__ import annotations

from typing import Any

from tests.access import WHO, Row, World
from tests.postings.factories import a_posting


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


ACCESS = {
    "openapi:document": public(),
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
}
