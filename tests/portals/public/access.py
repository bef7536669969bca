"""Everybody gets the public pages, whoever they are."""

from __future__ import annotations

from typing import Any

from tests.access import WHO, Row, World
from tests.postings.factories import a_posting

EVERYBODY = dict.fromkeys(WHO, 200)


def an_office(world: World) -> dict[str, Any]:
    """Name the station, which has something on offer."""
    a_posting(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    return {"public_id": world.station.public_id}


def a_live_one(world: World) -> dict[str, Any]:
    """Name a posting on offer."""
    posting = a_posting(office=world.station, by=world.clerk, verifier=world.reviewer, at=world.now)
    return {"public_id": posting.public_id}


def a_part(world: World) -> dict[str, Any]:
    """Name the first part of the station's sitemap."""
    return an_office(world) | {"number": 1}


def row(make: Any = None) -> Row:
    """Return the one row that a public page has."""
    return Row(EVERYBODY, make=make, public=True)


ACCESS = {
    "public:robots": row(),
    "public:security_txt": row(),
    "public:offices": row(),
    "public:sitemaps": row(),
    "public:posting": row(a_live_one),
    "public:office": row(an_office),
    "public:rss": row(an_office),
    "public:atom": row(an_office),
    "public:json_feed": row(an_office),
    "public:sitemap": row(an_office),
    "public:sitemap_part": row(a_part),
}
