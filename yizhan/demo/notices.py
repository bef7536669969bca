"""What was said to people in the last weeks: letters told to those who got them, receipts asked for."""

from __future__ import annotations

import datetime as dt

from yizhan.demo.ledger import County
from yizhan.notices.operations import tell_of_letter
from yizhan.referrals.events import LetterIssued
from yizhan.referrals.models import Referral

#: Letters that are told of: enough for a page of each list.
LETTERS = 40
SINCE = dt.timedelta(days=14)


def tell_of_letters(county: County) -> None:
    """Tell of the newest letters without a receipt, each at the moment it was written; no carrier is set up."""
    since = county.until - SINCE
    rows = Referral.objects.awaiting_receipt().filter(issued_at__gte=since)
    found = rows.select_related("terms", "shift", "office", "posting__employer").order_by("-issued_at", "-pk")[:LETTERS]
    for referral in reversed(found):
        if referral.issued_at is not None:
            tell_of_letter(LetterIssued(referral, referral.issued_at))
