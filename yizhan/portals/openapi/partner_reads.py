"""Reads for partners: only of what they sent, and never a person."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import get_language

from yizhan.channels.queries import offers_of
from yizhan.employers.enums import EmployerKind
from yizhan.employers.queries import public_name
from yizhan.matching.anonymous import Suggested, Wish, suggest
from yizhan.matching.offers import offices_offered_to
from yizhan.portals.openapi.contract import LOCAL
from yizhan.portals.openapi.cursors import read_cursor, write_cursor
from yizhan.portals.openapi.models import ApiKey, Delivery, Partner, SentPosting, Webhook
from yizhan.portals.openapi.partner_shapes import (
    DayOfUse,
    DeliveryPage,
    Hit,
    KeyFacts,
    OwnEmployer,
    OwnEmployers,
    PageAsked,
    Part,
    PostingStatus,
    PostingStatusPage,
    PostingStatusWithHits,
    Receipt,
    ReceiptPage,
    ReceiptsAsked,
    Suggestion,
    Suggestions,
)
from yizhan.portals.openapi.partner_shapes import Delivery as DeliveryShape
from yizhan.portals.openapi.partner_shapes import Webhook as WebhookShape
from yizhan.portals.openapi.problems import NotThere
from yizhan.portals.openapi.public_reads import posting_of
from yizhan.portals.openapi.queries import deliveries_of, sent_by, use_of_key
from yizhan.postings.enums import ReviewState
from yizhan.postings.queries import current_hits, last_decisions, live_of_households, once_offered
from yizhan.referrals.queries import letters_to, receipt_undone_since

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yizhan.postings.models import Decision
    from yizhan.postings.models import Posting as PostingRow

#: Distances are told in steps of so many metres: a place of work, not a door.
STEP_M = 100


def key_facts(key: ApiKey, at: dt.datetime) -> KeyFacts:
    """Return what a key may know about itself; one query."""
    days = use_of_key(key, at.astimezone(LOCAL).date())
    return KeyFacts(
        partner=key.partner.name,
        label=key.label,
        prefix=key.prefix,
        scopes=tuple(key.scopes),
        calls_a_minute=key.calls_a_minute,
        expires_at=key.expires_at,
        use=tuple(DayOfUse(day.day, day.calls, day.refused) for day in days),
    )


def own_employers(partner: Partner) -> OwnEmployers:
    """Return for whom a partner may submit; one query."""
    rows = partner.employers.order_by("number").values_list("public_id", "number", "name", "kind")
    return OwnEmployers(
        tuple(OwnEmployer(pid, number, public_name(kind, name), kind) for pid, number, name, kind in rows)
    )


# Postings -------------------------------------------------------------------------------------------------------------


def page_of(rows: QuerySet[Any], asked: Any) -> tuple[list[Any], str | None]:
    """Return a page of rows that stand newest first, and the cursor of the next."""
    if asked.cursor:
        rows = rows.filter(pk__lt=read_cursor(asked.cursor))
    found = list(rows[: asked.limit + 1])
    page = found[: asked.limit]
    return page, write_cursor(page[-1].pk) if len(found) > asked.limit else None


def postings_sent(partner: Partner, asked: PageAsked) -> PostingStatusPage:
    """Return a page of what a partner sent; three queries at most."""
    rows = sent_by(partner).select_related("posting__terms", "posting__employer")
    page, following = page_of(rows.defer("posting__terms__contact_name", "posting__terms__contact_phone"), asked)
    decisions = last_decisions([row.posting_id for row in page])
    return PostingStatusPage(tuple(status_of(row, decisions.get(row.posting_id)) for row in page), following)


def sent_posting(partner: Partner, public_id: uuid.UUID) -> SentPosting:
    """Return one posting that a partner sent.

    :raises NotThere: it sent none of that id.
    """
    found = sent_by(partner).select_related("posting__terms", "posting__employer", "posting__office")
    row = found.filter(posting__public_id=public_id).first()
    if row is None:
        raise NotThere
    return row


def status_with_hits(row: SentPosting, at: dt.datetime) -> PostingStatusWithHits:
    """Return where a posting stands and what the rule book says while nobody has decided."""
    posting = row.posting
    undecided = posting.review_state in (ReviewState.DRAFT, ReviewState.WAITING)
    hits = current_hits(posting, at=at) if undecided else ()
    return PostingStatusWithHits(status_of(row, last_decisions([posting.pk]).get(posting.pk)), hits_of(hits))


def status_of(row: SentPosting, decision: Decision | None) -> PostingStatus:
    """Return where a posting stands."""
    posting: PostingRow = row.posting
    against = posting.review_state in (ReviewState.RETURNED, ReviewState.REFUSED)
    said = decision if against else None
    return PostingStatus(
        public_id=posting.public_id,
        number=posting.number,
        employer=posting.employer.public_id,
        title=posting.terms.title if posting.terms else "",
        review_state=posting.review_state,
        publish_state=posting.publish_state,
        decision_reason=said.reason if said else "",
        decision_field=said.field if said else "",
        valid_until_at=posting.valid_until_at,
        sent_at=row.at,
        version=posting.version,
    )


def hits_of(hits: Iterable[Any]) -> tuple[Hit, ...]:
    """Return what the rule book said, in the language of the call."""
    english = (get_language() or "").startswith("en")
    return tuple(
        Hit(hit.rule, hit.level.value.lower(), hit.field, hit.text, hit.message_en if english else hit.message_zh)
        for hit in hits
    )


# Letters --------------------------------------------------------------------------------------------------------------


def receipts(partner: Partner, asked: ReceiptsAsked) -> ReceiptPage:
    """Return a page of the letters to a partner's postings; one query. Nothing of whoever carries them is read.

    Since a moment: those with a receipt from then on, and those whose receipt was taken back from then on.
    """
    own = sent_by(partner).order_by()
    if asked.posting is not None:
        own = own.filter(posting__public_id=asked.posting)
    rows = letters_to(own.values("posting")).order_by("-pk")
    if asked.since is not None:
        rows = rows.filter(Q(receipt_at__gte=asked.since) | receipt_undone_since(asked.since))
    page, following = page_of(
        rows.select_related("posting", "shift").only(
            "public_id", "number", "posting__public_id", "shift__starts_at", "places", "status", "issued_at",
            "receipt_result", "receipt_at",
        ),
        asked,
    )  # fmt: skip
    items = tuple(
        Receipt(
            referral=row.public_id,
            number=row.number,
            posting=row.posting.public_id,
            shift_starts_at=row.shift.starts_at,
            places=row.places,
            status=row.status,
            issued_at=row.issued_at,
            receipt_result=row.receipt_result or None,
            receipt_at=row.receipt_at,
        )
        for row in page
    )
    return ReceiptPage(items, following)


# Suggestions ----------------------------------------------------------------------------------------------------------


def suggestions(key: ApiKey, wish: Wish, limit: int, at: dt.datetime, base: str) -> Suggestions:
    """Return the best postings for a wish as the public may see them; private persons' stand behind the others.

    Theirs are looked for by themselves and without the wish's point: whoever asked from many points, or with many
    limits of distance, could otherwise tell from what comes, or from what it takes the place of, where somebody lives.
    """
    account = key.partner.account
    homes = frozenset(live_of_households(offices_offered_to(account), at))
    found = suggest(wish=wish, by=account, at=at, k=limit, among=homes, inside=False)
    pointless = suggest(wish=wish.anywhere(), by=account, at=at, k=limit, among=homes, inside=True)
    ids = [one.posting_id for one in (*found, *pointless)]
    offers = {offer.id: offer for offer in offers_of(ids, at)}
    employers = dict(once_offered().filter(pk__in=ids).values_list("pk", "employer__public_id"))

    def shown(rows: list[Suggested], *, private: bool) -> list[Suggestion]:
        listed = [(one, offers[one.posting_id]) for one in rows if one.posting_id in offers]
        return [
            _suggestion(one, posting_of(offer, employers[offer.id], base), private=private)
            for one, offer in listed
            if (offer.employer_kind == EmployerKind.HOUSEHOLD) is private
        ]

    return Suggestions(tuple([*shown(found, private=False), *shown(pointless, private=True)][:limit]))


def _suggestion(one: Suggested, shown: Any, *, private: bool) -> Suggestion:
    if private:
        return Suggestion(shown, None, (), None)
    distance = None if one.distance_m is None else round(one.distance_m / STEP_M) * STEP_M
    return Suggestion(shown, one.points_bp, tuple(Part(name, points) for name, points in one.parts), distance)


# Webhooks -------------------------------------------------------------------------------------------------------------


def webhook_shape(hook: Webhook, at: dt.datetime) -> WebhookShape:
    """Return an address without its secret."""
    until = hook.old_until_at if hook.old_until_at is not None and hook.old_until_at > at else None
    return WebhookShape(hook.public_id, hook.url, tuple(hook.news), until, hook.created_at)


def delivery_shape(delivery: Delivery, webhook: Webhook) -> DeliveryShape:
    """Return where a message stands."""
    return DeliveryShape(
        public_id=delivery.public_id,
        webhook=webhook.public_id,
        news=delivery.news,
        state=delivery.state,
        attempts=delivery.attempts,
        created_at=delivery.created_at,
        next_at=delivery.next_at,
        last_at=delivery.last_at,
        last_status=delivery.last_status,
        last_problem=delivery.last_problem,
    )


def deliveries_page(webhook: Webhook, asked: PageAsked) -> DeliveryPage:
    """Return a page of what an address was sent; one query."""
    page, following = page_of(deliveries_of(webhook), asked)
    return DeliveryPage(tuple(delivery_shape(row, webhook) for row in page), following)
