"""What is heard from below and told to partners, in the transaction in which it happens."""

from __future__ import annotations

from yizhan.portals.openapi.enums import NewsKind
from yizhan.portals.openapi.operations import news_of_posting, news_of_receipt
from yizhan.postings.events import PostingDecided, PostingEnded, PostingFilled, PostingPublished
from yizhan.referrals.events import ReceiptRecorded, ReceiptUndone
from yizhan.shared.events import subscribe


def decided(event: PostingDecided) -> None:
    """Tell what a reviewer said."""
    news_of_posting(
        posting_id=event.posting_id, news=NewsKind(f"posting.{event.outcome}"), at=event.at, reason=event.reason
    )


def published(event: PostingPublished) -> None:
    """Tell that people may be sent."""
    news_of_posting(posting_id=event.posting_id, news=NewsKind.POSTING_PUBLISHED, at=event.at)


def filled(event: PostingFilled) -> None:
    """Tell that the last place is taken."""
    news_of_posting(posting_id=event.posting_id, news=NewsKind.POSTING_FILLED, at=event.at)


def ended(event: PostingEnded) -> None:
    """Tell that nobody is sent any more."""
    news_of_posting(posting_id=event.posting_id, news=NewsKind.POSTING_ENDED, at=event.at, reason=event.reason)


def receipt_recorded(event: ReceiptRecorded) -> None:
    """Tell what a receipt says: of which letter, never of whom."""
    referral = event.referral
    data = {
        "referral": referral.public_id,
        "number": referral.number,
        "posting": referral.posting.public_id,
        "places": referral.places,
        "receipt_result": referral.receipt_result,
        "receipt_at": event.at,
    }
    news_of_receipt(posting_id=referral.posting_id, news=NewsKind.RECEIPT_RECORDED, data=data, at=event.at)


def receipt_undone(event: ReceiptUndone) -> None:
    """Tell that a receipt was entered by mistake, and which; the letter is out again."""
    referral = event.referral
    data = {
        "referral": referral.public_id,
        "number": referral.number,
        "posting": referral.posting.public_id,
        "receipt_result": event.result,
    }
    news_of_receipt(posting_id=referral.posting_id, news=NewsKind.RECEIPT_UNDONE, data=data, at=event.at)


def listen() -> None:
    """Subscribe; called once from `apps.py`."""
    subscribe(PostingDecided, decided)
    subscribe(PostingPublished, published)
    subscribe(PostingFilled, filled)
    subscribe(PostingEnded, ended)
    subscribe(ReceiptRecorded, receipt_recorded)
    subscribe(ReceiptUndone, receipt_undone)
