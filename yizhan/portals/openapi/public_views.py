"""What anybody's program may read: one function an endpoint, shapes out."""

from __future__ import annotations

import uuid

from django.urls import reverse

from yizhan.accounts.queries import active_offices
from yizhan.channels.public_address import public_base
from yizhan.places.queries import children, division, full_name
from yizhan.portals.openapi import vocabularies as words
from yizhan.portals.openapi.door import Call
from yizhan.portals.openapi.problems import NotThere
from yizhan.portals.openapi.public_reads import employers_page, one_employer, one_posting, postings_page
from yizhan.portals.openapi.shapes import (
    EmployerPage,
    EmployerWithConduct,
    Feeds,
    Links,
    Office,
    OfficeList,
    Place,
    PlaceList,
    Posting,
    PostingPage,
    Root,
    Vocabulary,
    VocabularyList,
)

VERSION = "1.0.0"


def named_id(call: Call, name: str = "public_id") -> uuid.UUID:
    """Return the id in the address.

    :raises NotThere: what stands there is no id, so there is nothing of that name.
    """
    text = call.named[name]
    try:
        return uuid.UUID(text) if len(text) == 36 else _no_id()
    except ValueError:
        raise NotThere from None


def _no_id() -> uuid.UUID:
    raise ValueError


def root(call: Call) -> Root:
    """Say where everything is."""
    base = public_base(call.request)

    def at(name: str) -> str:
        return base + reverse(name)

    return Root(
        name="Yizhan 驿站",
        version=VERSION,
        links=Links(
            document=at("openapi:document"),
            docs=at("openapi:docs"),
            postings=at("openapi:postings"),
            employers=at("openapi:employers"),
            offices=at("openapi:offices"),
            places=at("openapi:places"),
            vocabularies=at("openapi:vocabularies"),
            sitemap=at("public:sitemaps"),
            pages=at("public:offices"),
        ),
    )


def list_postings(call: Call) -> PostingPage:
    """List what is on offer."""
    return postings_page(call.asked, call.at, public_base(call.request))


def get_posting(call: Call) -> Posting:
    """Show one posting."""
    return one_posting(named_id(call), call.at, public_base(call.request))


def list_employers(call: Call) -> EmployerPage:
    """List units that offer work."""
    return employers_page(call.asked, call.at)


def get_employer(call: Call) -> EmployerWithConduct:
    """Show one unit."""
    return one_employer(named_id(call), call.at)


def list_offices(call: Call) -> OfficeList:
    """List the offices; two queries."""
    base = public_base(call.request)
    rows = list(active_offices())
    ids = {one.pk: one.public_id for one in rows}
    items = []
    for one in rows:
        feeds = {name: base + reverse(f"public:{name}", args=[one.public_id])
                 for name in ("rss", "atom", "json_feed", "sitemap")}  # fmt: skip
        items.append(
            Office(
                public_id=one.public_id,
                parent=ids.get(one.parent_id or 0),
                name=one.name,
                kind=one.kind,
                phone=one.phone,
                address=one.address,
                area_code=one.area_code,
                feeds=Feeds(**feeds, page=base + reverse("public:office", args=[one.public_id])),
            )
        )
    return OfficeList(tuple(items))


def list_places(call: Call) -> PlaceList:
    """List what lies directly under a division; no query.

    :raises NotThere: there is no such division.
    """
    under: str = call.asked.under
    if under and division(under) is None:
        raise NotThere
    return PlaceList(
        tuple(
            Place(one.code, one.name, full_name(one.code), str(one.level.value), one.parent) for one in children(under)
        )
    )


def list_vocabularies(call: Call) -> VocabularyList:
    """List the names of the vocabularies."""
    return VocabularyList(words.NAMES)


def get_vocabulary(call: Call) -> Vocabulary:
    """Show one vocabulary; no query.

    :raises NotThere: there is none of that name.
    """
    name = call.named["name"]
    if name not in words.NAMES:
        raise NotThere
    return Vocabulary(name, words.terms_of(name))
