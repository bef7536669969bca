"""Every address of `/api/v1` with its methods: read by the URL patterns and by the document."""

from __future__ import annotations

from yizhan.portals.openapi import public_views, shapes
from yizhan.portals.openapi.door import Address, Endpoint

PREFIX = "/api/v1/"
AN_HOUR = 3600

PUBLIC = (
    Address("", "root", (
        Endpoint(public_views.root, shapes.Root, "Where everything is"),
    )),
    Address("postings", "postings", (
        Endpoint(
            public_views.list_postings, shapes.PostingPage, "What is on offer",
            "Reviewed postings with places left, the newest entered first. To follow changes ask with `since`; a "
            "posting that is over answers 410 at its own address.",
            asked=shapes.PostingsAsked, refusals=(404,),
        ),
    )),
    Address("postings/{public_id}", "posting", (
        Endpoint(
            public_views.get_posting, shapes.Posting, "One posting",
            "Full or paused: 404 until places are free again. Over: 410 for good.", refusals=(404, 410),
        ),
    )),
    Address("employers", "employers", (
        Endpoint(
            public_views.list_employers, shapes.EmployerPage, "Units that offer work now",
            "Verified by a station. Private persons and traders under their own name are not listed.",
            asked=shapes.EmployersAsked, refusals=(404,),
        ),
    )),
    Address("employers/{public_id}", "employer", (
        Endpoint(public_views.get_employer, shapes.EmployerWithConduct, "A unit and its record", refusals=(404,)),
    )),
    Address("offices", "offices", (
        Endpoint(public_views.list_offices, shapes.OfficeList, "Offices in use, with their feeds"),
    )),
    Address("places", "places", (
        Endpoint(
            public_views.list_places, shapes.PlaceList, "Divisions, one level below another",
            asked=shapes.PlacesAsked, refusals=(404,), seconds=AN_HOUR,
        ),
    )),
    Address("vocabularies", "vocabularies", (
        Endpoint(public_views.list_vocabularies, shapes.VocabularyList, "The closed lists", seconds=AN_HOUR),
    )),
    Address("vocabularies/{name}", "vocabulary", (
        Endpoint(
            public_views.get_vocabulary, shapes.Vocabulary, "One closed list in Chinese and English",
            refusals=(404,), seconds=AN_HOUR,
        ),
    )),
)  # fmt: skip

ADDRESSES: tuple[Address, ...] = PUBLIC
