"""Writes of the room: the only files that save."""

from __future__ import annotations

from yizhan.portals.openapi.operations.delivering import (
    DeliveryForgotten,
    DeliveryWaits,
    deliver,
    news_of_posting,
    news_of_receipt,
    replay,
)
from yizhan.portals.openapi.operations.keeping import forget_old_deliveries
from yizhan.portals.openapi.operations.keys import (
    KeyEnded,
    PartnerKnown,
    count_call,
    end_partner,
    make_key,
    make_partner,
    revoke_key,
    rotate_key,
    set_employers,
)
from yizhan.portals.openapi.operations.revising import ChangedSince, NoLongerTheirs, revise_sent, withdraw_sent
from yizhan.portals.openapi.operations.submitting import KeyReused, Submitted, submit_posting
from yizhan.portals.openapi.operations.webhooks import (
    AddressNotAllowed,
    TooManyWebhooks,
    WebhookKnown,
    add_webhook,
    end_webhook,
    rotate_secret,
)

__all__ = [
    "AddressNotAllowed",
    "ChangedSince",
    "DeliveryForgotten",
    "DeliveryWaits",
    "KeyEnded",
    "KeyReused",
    "NoLongerTheirs",
    "PartnerKnown",
    "Submitted",
    "TooManyWebhooks",
    "WebhookKnown",
    "add_webhook",
    "count_call",
    "deliver",
    "end_partner",
    "end_webhook",
    "forget_old_deliveries",
    "make_key",
    "make_partner",
    "news_of_posting",
    "news_of_receipt",
    "replay",
    "revise_sent",
    "revoke_key",
    "rotate_key",
    "rotate_secret",
    "set_employers",
    "submit_posting",
    "withdraw_sent",
]
