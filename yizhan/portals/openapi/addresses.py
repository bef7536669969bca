"""Every address of `/api/v1` with its methods: read by the URL patterns and by the document."""

from __future__ import annotations

from yizhan.portals.openapi import partner_shapes, partner_views, public_views, shapes
from yizhan.portals.openapi.door import ANY_SCOPE, Address, Endpoint
from yizhan.portals.openapi.enums import Scope
from yizhan.portals.openapi.operations import (
    AddressNotAllowed,
    ChangedSince,
    DeliveryForgotten,
    DeliveryWaits,
    KeyReused,
    NoLongerTheirs,
    TooManyWebhooks,
    WebhookKnown,
)
from yizhan.postings.operations import (
    EmployerNotYours,
    HeadcountBelowTaken,
    HouseholdOneDayOnly,
    ShiftHasPeople,
    StepNotPossible,
)
from yizhan.shared.errors import NotAllowed, Refused

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

PARTNER = (
    Address("partner/key", "key", (
        Endpoint(
            partner_views.about_key, partner_shapes.KeyFacts, "The key that asks, and its use", scope=ANY_SCOPE,
        ),
    )),
    Address("partner/employers", "own_employers", (
        Endpoint(
            partner_views.list_own_employers, partner_shapes.OwnEmployers, "For whom postings may be sent",
            scope=Scope.SUBMIT,
        ),
    )),
    Address("partner/postings", "own_postings", (
        Endpoint(
            partner_views.list_own_postings, partner_shapes.PostingStatusPage, "Postings sent with this API",
            asked=partner_shapes.PageAsked, scope=Scope.SUBMIT,
        ),
        Endpoint(
            partner_views.send_posting, partner_shapes.PostingStatusWithHits, "Send a posting",
            "It becomes a draft, passes the rule book, and waits for a person's review like any other; a finding of "
            "level `block` leaves it a draft. Sent again with the same Idempotency-Key it is answered again with "
            "`Idempotent-Replayed: true`.",
            method="POST", body=partner_shapes.SentPosting, scope=Scope.SUBMIT, status=201,
            headers=("Idempotency-Key",), codes=(EmployerNotYours, KeyReused, HouseholdOneDayOnly, Refused),
        ),
    )),
    Address("partner/postings/{public_id}", "own_posting", (
        Endpoint(
            partner_views.get_own_posting, partner_shapes.PostingStatusWithHits, "One posting that was sent",
            "With what the rules say about it while nobody has decided.", scope=Scope.SUBMIT, refusals=(404,),
        ),
        Endpoint(
            partner_views.revise_own_posting, partner_shapes.PostingStatusWithHits, "Change a posting that was sent",
            "The posting comes whole and passes the rule book. Other terms are reviewed again, and until then nobody "
            "is sent; headcount, hours and validity alone are not. 409: somebody changed it since that `version`, "
            "people are promised to what would change, or it is over.",
            method="PUT", body=partner_shapes.SentRevision, scope=Scope.SUBMIT, refusals=(404,),
            codes=(
                NoLongerTheirs, NotAllowed, ChangedSince, StepNotPossible, ShiftHasPeople, HeadcountBelowTaken,
                HouseholdOneDayOnly,
            ),
        ),
    )),
    Address("partner/postings/{public_id}/withdrawal", "own_withdrawal", (
        Endpoint(
            partner_views.withdraw_own_posting, partner_shapes.PostingStatus, "End a posting that was sent",
            "For good. Letters that were issued stay. Sent again it is answered again; what the station took down "
            "answers 409.",
            method="POST", body=partner_shapes.SentWithdrawal, scope=Scope.SUBMIT, refusals=(404,),
            codes=(NoLongerTheirs, NotAllowed, StepNotPossible),
        ),
    )),
    Address("partner/receipts", "receipts", (
        Endpoint(
            partner_views.list_receipts, partner_shapes.ReceiptPage, "Letters to own postings, and their receipts",
            "A letter stands here once it is issued. Who carries it is not told: the bearer shows it.",
            asked=partner_shapes.ReceiptsAsked, scope=Scope.RECEIPTS,
        ),
    )),
    Address("partner/recommendations", "recommendations", (
        Endpoint(
            partner_views.recommend, partner_shapes.Suggestions, "Postings for an anonymous wish",
            "Ranked by the rule of docs/engine/recommendation.md. Nothing of the wish is kept.",
            method="POST", body=partner_shapes.SentWish, scope=Scope.RECOMMENDATIONS,
        ),
    )),
    Address("partner/webhooks", "webhooks", (
        Endpoint(
            partner_views.list_webhooks, partner_shapes.WebhookList, "Addresses that are told", scope=Scope.WEBHOOKS,
        ),
        Endpoint(
            partner_views.make_webhook, partner_shapes.WebhookWithSecret, "Register an address",
            "Messages are signed per Standard Webhooks. The secret is told here only.",
            method="POST", body=partner_shapes.SentWebhook, scope=Scope.WEBHOOKS, status=201,
            codes=(AddressNotAllowed, WebhookKnown, TooManyWebhooks),
        ),
    )),
    Address("partner/webhooks/{public_id}", "webhook", (
        Endpoint(
            partner_views.get_webhook, partner_shapes.Webhook, "One address that is told",
            scope=Scope.WEBHOOKS, refusals=(404,),
        ),
        Endpoint(
            partner_views.delete_webhook, None, "End an address",
            method="DELETE", scope=Scope.WEBHOOKS, status=204, refusals=(404,),
        ),
    )),
    Address("partner/webhooks/{public_id}/secret", "webhook_secret", (
        Endpoint(
            partner_views.rotate_webhook_secret, partner_shapes.WebhookWithSecret, "A fresh secret for an address",
            "For 24 hours messages carry both signatures.",
            method="POST", scope=Scope.WEBHOOKS, refusals=(404,),
        ),
    )),
    Address("partner/webhooks/{public_id}/deliveries", "deliveries", (
        Endpoint(
            partner_views.list_deliveries, partner_shapes.DeliveryPage, "What an address was sent",
            asked=partner_shapes.PageAsked, scope=Scope.WEBHOOKS, refusals=(404,),
        ),
    )),
    Address("partner/deliveries/{public_id}/replay", "replay", (
        Endpoint(
            partner_views.replay_delivery, partner_shapes.Delivery, "Send a message once more",
            "What waits for its next try is not replayed: 409.",
            method="POST", scope=Scope.WEBHOOKS, status=202, refusals=(404,), codes=(DeliveryWaits, DeliveryForgotten),
        ),
    )),
)  # fmt: skip

ADDRESSES: tuple[Address, ...] = (*PUBLIC, *PARTNER)
