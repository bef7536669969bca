"""Asking employers whether people are still wanted (CR-018): one call, one answer, one step."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from yizhan.postings.enums import MOST_CALLS, CallAnswer, EndReason
from yizhan.postings.models import ConfirmCall, Posting
from yizhan.postings.operations.publishing import confirm_posting, pause_posting, withdraw_posting
from yizhan.postings.operations.steps import locked
from yizhan.postings.rules import can_run
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@transaction.atomic
def answer_call(*, posting: Posting, answer: CallAnswer, by: User, at: dt.datetime) -> Posting:
    """Note a call and do what follows from it.

    Still wanted: confirmed and extended. Not wanted: withdrawn. A wrong number pauses, because nobody could be sent
    there. Not reached: tried again later; the third time in a row since the last word pauses it.

    :raises StepNotPossible: it is not offered.
    """
    if not can_run(by):
        raise NotAllowed
    posting = locked(posting)
    ConfirmCall.objects.create(posting=posting, answer=answer, at=at, by=by)
    if answer == CallAnswer.WANTED:
        return confirm_posting(posting=posting, by=by, at=at)
    if answer == CallAnswer.FILLED:
        return withdraw_posting(posting=posting, reason=EndReason.ENOUGH_PEOPLE, by=by, at=at)
    if answer == CallAnswer.WRONG_NUMBER:
        return pause_posting(posting=posting, reason=EndReason.WRONG_NUMBER, by=by, at=at)
    write_audit(action="posting.call_not_answered", by=by, at=at, obj=posting)
    if tries_since_word(posting) >= MOST_CALLS:
        return pause_posting(posting=posting, reason=EndReason.NOT_REACHED, by=by, at=at)
    return posting


def tries_since_word(posting: Posting) -> int:
    """Return how often nobody was reached since the employer last said anything."""
    calls = posting.confirm_calls.filter(answer=CallAnswer.NOT_REACHED)
    return calls.filter(at__gt=posting.last_confirmed_at).count() if posting.last_confirmed_at else calls.count()
