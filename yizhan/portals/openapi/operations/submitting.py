"""A partner's posting: a draft that passes the same rules and the same person's review as any other."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yizhan.portals.openapi.models import ApiKey, SentPosting
from yizhan.portals.openapi.queries import earlier_sent
from yizhan.postings.operations import RulesForbid, draft_posting, submit_for_review
from yizhan.shared.errors import Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.employers.models import Employer
    from yizhan.postings.facts import Offer
    from yizhan.postings.models import Posting


class KeyReused(Refused):
    """The idempotency key came before with another body."""

    code = "idempotency_key_reused"
    sentence = _("这个 Idempotency-Key 已用于另一份内容，这次没有提交。新的招聘请换一个新的 UUID。")
    status = 422


@dataclass(frozen=True)
class Submitted:
    """What came of it.

    :param is_again: the same order came before; nothing was done this time.
    """

    posting: Posting
    is_again: bool


def submit_posting(
    *, key: ApiKey, employer: Employer, offer: Offer, idempotency_key: uuid.UUID, body_hash: str, at: dt.datetime
) -> Submitted:
    """Keep a partner's posting as a draft and hand it to a reviewer, unless the rule book forbids it: then it stays.

    :param employer: one of those for whom the partner may submit.
    :raises KeyReused: the idempotency key came with another body.
    :raises yizhan.postings.operations.HouseholdOneDayOnly: a household offers more than one day.
    """
    try:
        return _once(key, employer, offer, idempotency_key, body_hash, at)
    except IntegrityError:
        # The same order at the same moment: the other one won, and its posting is the answer of both.
        if earlier_sent(key.partner, idempotency_key) is None:
            raise
        return _once(key, employer, offer, idempotency_key, body_hash, at)


@transaction.atomic
def _once(
    key: ApiKey, employer: Employer, offer: Offer, idempotency_key: uuid.UUID, body_hash: str, at: dt.datetime
) -> Submitted:
    earlier = earlier_sent(key.partner, idempotency_key)
    if earlier is not None:
        if earlier.body_hash != body_hash:
            raise KeyReused
        return Submitted(earlier.posting, is_again=True)
    account = key.partner.account
    posting = draft_posting(employer=employer, offer=offer, by=account, at=at)
    SentPosting.objects.create(
        partner=key.partner, idempotency_key=idempotency_key, body_hash=body_hash, posting=posting, at=at
    )
    return Submitted(hand_in(posting, account, at), is_again=False)


def hand_in(posting: Posting, account: User, at: dt.datetime) -> Posting:
    """Hand a draft to a reviewer, unless the rule book forbids it: then it stays one."""
    try:
        with transaction.atomic():
            return submit_for_review(posting=posting, by=account, at=at)
    except RulesForbid:
        posting.refresh_from_db()  # what the book says stands in the answer
        return posting
