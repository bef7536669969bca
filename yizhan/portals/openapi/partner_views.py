"""What a partner's program may ask and send: one function an endpoint, shapes in and out."""

from __future__ import annotations

import hashlib
import uuid

from django.utils.translation import gettext as _

from yizhan.channels.public_address import public_base
from yizhan.matching.anonymous import Wish
from yizhan.portals.openapi import partner_reads as reads
from yizhan.portals.openapi.contract import FieldError, dumps
from yizhan.portals.openapi.door import Answered, Call
from yizhan.portals.openapi.models import Delivery, Webhook
from yizhan.portals.openapi.operations import (
    add_webhook,
    end_webhook,
    replay,
    revise_sent,
    rotate_secret,
    submit_posting,
    withdraw_sent,
)
from yizhan.portals.openapi.partner_shapes import Delivery as DeliveryShape
from yizhan.portals.openapi.partner_shapes import (
    DeliveryPage,
    KeyFacts,
    OwnEmployers,
    PostingStatus,
    PostingStatusPage,
    PostingStatusWithHits,
    ReceiptPage,
    SentPosting,
    SentRevision,
    SentWebhook,
    SentWish,
    SentWithdrawal,
    Suggestions,
    WebhookList,
    WebhookWithSecret,
)
from yizhan.portals.openapi.partner_shapes import Webhook as WebhookShape
from yizhan.portals.openapi.problems import NotThere, Unprocessable
from yizhan.portals.openapi.public_views import named_id
from yizhan.portals.openapi.queries import webhooks_of
from yizhan.portals.openapi.reading_postings import read_posting, read_revision
from yizhan.postings.enums import EndReason
from yizhan.postings.queries import shifts_of
from yizhan.vocabularies.queries import all_certificates, is_occupation


def about_key(call: Call) -> KeyFacts:
    """Say what the key may, and how often it was used."""
    return reads.key_facts(call.partner_key, call.at)


def list_own_employers(call: Call) -> OwnEmployers:
    """List for whom the partner may submit."""
    return reads.own_employers(call.partner_key.partner)


# Postings -------------------------------------------------------------------------------------------------------------


def idempotency_key(call: Call) -> uuid.UUID:
    """Return the key under which an order comes.

    :raises Unprocessable: there is none, or it is no UUID.
    """
    text = call.request.headers.get("Idempotency-Key", "").strip()
    try:
        if len(text) != 36:
            raise ValueError
        return uuid.UUID(text)
    except ValueError:
        wrong = FieldError("Idempotency-Key", _("请带 Idempotency-Key 头，值是一个 UUID。"))
        raise Unprocessable(errors=(wrong,)) from None


def send_posting(call: Call) -> Answered:
    """Take a posting: kept as a draft, handed to a reviewer unless a rule forbids it."""
    key, sent = call.partner_key, call.body
    assert isinstance(sent, SentPosting)  # noqa: S101 - the door read it
    order = idempotency_key(call)
    employer = key.partner.employers.filter(public_id=sent.employer).first()
    if employer is None:
        wrong = _("没有这个用工主体，或者不能为它提交招聘。见 /api/v1/partner/employers。")
        raise Unprocessable(errors=(FieldError("employer", wrong),))
    offer = read_posting(sent, call.at)
    body_hash = hashlib.sha256(dumps(sent).encode()).hexdigest()
    done = submit_posting(
        key=key, employer=employer, offer=offer, idempotency_key=order, body_hash=body_hash, at=call.at
    )
    row = reads.sent_posting(key.partner, done.posting.public_id)
    location = f"{public_base(call.request)}/api/v1/partner/postings/{done.posting.public_id}"
    again = {"Idempotent_Replayed": "true"} if done.is_again else {}
    return Answered(reads.status_with_hits(row, call.at), status=201, Location=location, **again)


def list_own_postings(call: Call) -> PostingStatusPage:
    """List what the partner sent."""
    return reads.postings_sent(call.partner_key.partner, call.asked)


def get_own_posting(call: Call) -> PostingStatusWithHits:
    """Show one posting that the partner sent."""
    return reads.status_with_hits(reads.sent_posting(call.partner_key.partner, named_id(call)), call.at)


def revise_own_posting(call: Call) -> PostingStatusWithHits:
    """Put another content in the place of what the partner sent."""
    sent = call.body
    assert isinstance(sent, SentRevision)  # noqa: S101 - the door read it
    row = reads.sent_posting(call.partner_key.partner, named_id(call))
    if sent.posting.employer != row.posting.employer.public_id:
        wrong = _("招聘不能换用工主体。请撤回这条，再为另一个主体提交。")
        raise Unprocessable(errors=(FieldError("posting.employer", wrong),))
    offer = read_revision(sent.posting, row.posting, shifts_of([row.posting_id]).get(row.posting_id, []), call.at)
    revise_sent(sent=row, offer=offer, seen_version=sent.version, at=call.at)
    return get_own_posting(call)


def withdraw_own_posting(call: Call) -> PostingStatus:
    """End what the partner sent."""
    sent = call.body
    assert isinstance(sent, SentWithdrawal)  # noqa: S101 - the door read it
    row = reads.sent_posting(call.partner_key.partner, named_id(call))
    withdraw_sent(sent=row, reason=EndReason(sent.reason), at=call.at)
    return get_own_posting(call).posting


def list_receipts(call: Call) -> ReceiptPage:
    """List the letters to the partner's postings."""
    return reads.receipts(call.partner_key.partner, call.asked)


def recommend(call: Call) -> Suggestions:
    """Say which postings suit a wish. It is POST because a wish is nothing to leave in addresses and logs."""
    sent = call.body
    assert isinstance(sent, SentWish)  # noqa: S101 - the door read it
    wrong = [
        FieldError(f"occupations.{n}", _("没有这个职业代码。见 /api/v1/vocabularies/occupations。"))
        for n, code in enumerate(sent.occupations)
        if not is_occupation(code)
    ]
    known = {one.code for one in all_certificates()}
    wrong += [
        FieldError(f"certificates.{n}", _("没有这个证书代码。见 /api/v1/vocabularies/certificates。"))
        for n, code in enumerate(sent.certificates)
        if code not in known
    ]
    if (sent.lat_e6 is None) != (sent.lng_e6 is None):
        wrong.append(FieldError("lng_e6", _("经度和纬度要么都给，要么都不给。")))
    if wrong:
        raise Unprocessable(errors=tuple(wrong))
    point = None if sent.lat_e6 is None or sent.lng_e6 is None else (sent.lat_e6, sent.lng_e6)
    wish = Wish(
        occupations=sent.occupations,
        age=sent.age,
        point=point,
        max_distance_m=sent.max_distance_m,
        pay_min_daily_fen=sent.pay_min_daily_fen,
        certificates=sent.certificates,
        party_size=sent.party_size,
    )
    return reads.suggestions(call.partner_key, wish, sent.limit, call.at, public_base(call.request))


# Webhooks -------------------------------------------------------------------------------------------------------------


def own_webhook(call: Call) -> Webhook:
    """Return one of the partner's addresses.

    :raises NotThere: it has none of that id.
    """
    found = webhooks_of(call.partner_key.partner).filter(public_id=named_id(call)).first()
    if found is None:
        raise NotThere
    return found


def list_webhooks(call: Call) -> WebhookList:
    """List the partner's addresses."""
    return WebhookList(tuple(reads.webhook_shape(hook, call.at) for hook in webhooks_of(call.partner_key.partner)))


def make_webhook(call: Call) -> Answered:
    """Register an address; its secret is told here and nowhere else."""
    sent = call.body
    assert isinstance(sent, SentWebhook)  # noqa: S101 - the door read it
    hook = add_webhook(key=call.partner_key, url=sent.url, news=sent.news, at=call.at)
    return Answered(WebhookWithSecret(reads.webhook_shape(hook, call.at), hook.secret), status=201)


def get_webhook(call: Call) -> WebhookShape:
    """Show one address."""
    return reads.webhook_shape(own_webhook(call), call.at)


def delete_webhook(call: Call) -> Answered:
    """Tell an address nothing any more."""
    end_webhook(webhook=own_webhook(call), key=call.partner_key, at=call.at)
    return Answered(None, status=204)


def rotate_webhook_secret(call: Call) -> WebhookWithSecret:
    """Give an address a fresh secret."""
    hook = rotate_secret(webhook=own_webhook(call), key=call.partner_key, at=call.at)
    return WebhookWithSecret(reads.webhook_shape(hook, call.at), hook.secret)


def list_deliveries(call: Call) -> DeliveryPage:
    """List what an address was sent."""
    return reads.deliveries_page(own_webhook(call), call.asked)


def replay_delivery(call: Call) -> Answered:
    """Send a message once more, under the same id."""
    hooks = webhooks_of(call.partner_key.partner).order_by()
    found = Delivery.objects.filter(webhook__in=hooks, public_id=named_id(call)).select_related("webhook").first()
    if found is None:
        raise NotThere
    again = replay(delivery=found, by=call.partner_key.partner.account, at=call.at)
    shape: DeliveryShape = reads.delivery_shape(again, found.webhook)
    return Answered(shape, status=202)
