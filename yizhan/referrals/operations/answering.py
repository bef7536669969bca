"""The employer's own answer to a letter, from the console: what the paper receipt says, said by whoever hired."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from yizhan.referrals.for_employers import letters_of_agent
from yizhan.referrals.models import Referral
from yizhan.referrals.operations.receipts import record_receipt
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.referrals.enums import ReceiptReason, ReceiptResult


@transaction.atomic
def answer_letter(
    *,
    referral: Referral,
    result: ReceiptResult,
    reason: ReceiptReason | None,
    by: User,
    at: dt.datetime,
    today: dt.date,
    seen_version: int | None = None,
) -> Referral:
    """Take the word of an employer's agent about a letter to one of the employer's own postings.

    The station may take it back on the same day like any receipt (`undo_last_step`).

    :raises yizhan.shared.errors.NotAllowed: it is no letter to a posting for which the agent speaks at this moment.
    :raises: as `record_receipt`.
    """
    if not letters_of_agent(by).filter(pk=referral.pk).exists():
        raise NotAllowed
    return record_receipt(
        referral=referral, result=result, reason=reason, by=by, at=at, today=today, seen_version=seen_version
    )
