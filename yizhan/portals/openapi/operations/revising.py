"""What a partner changes of a posting that it sent, or ends: by the operations of the desk, under the same rules."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.portals.openapi.models import SentPosting
from yizhan.portals.openapi.operations.submitting import hand_in
from yizhan.postings.enums import EndReason, PublishState, ReviewState
from yizhan.postings.operations import StepNotPossible, revise_posting, withdraw_posting
from yizhan.shared.errors import ChangedMeanwhile, NotAllowed, Refused

if TYPE_CHECKING:
    from yizhan.postings.facts import Offer
    from yizhan.postings.models import Posting


class ChangedSince(Refused):
    """The posting is not the one that the partner read."""

    code = "changed_since"
    sentence = _("这条招聘在这个 version 之后改过，这次没有保存。请重新读取，核对后带新的 version 再提交。")


class NoLongerTheirs(NotAllowed):
    """The station took the employer away from the partner."""

    code = "employer_no_longer_yours"
    sentence = _("您已不能为这个用工主体办理招聘，没有改变。请联系驿站。")


@transaction.atomic
def revise_sent(*, sent: SentPosting, offer: Offer, seen_version: int, at: dt.datetime) -> Posting:
    """Change what a partner sent; what has to be reviewed is handed in, unless the rule book forbids it.

    :raises ChangedSince: somebody saved it after that version.
    :raises NoLongerTheirs: the partner may not submit for the employer any more.
    :raises yizhan.shared.errors.Refused: as `postings.operations.revise_posting` says; nothing was kept.
    """
    _demand_theirs(sent)
    account = sent.partner.account
    try:
        posting = revise_posting(posting=sent.posting, offer=offer, by=account, at=at, seen_version=seen_version)
    except ChangedMeanwhile:
        raise ChangedSince from None
    if posting.review_state in (ReviewState.DRAFT, ReviewState.RETURNED):
        return hand_in(posting, account, at)
    return posting


@transaction.atomic
def withdraw_sent(*, sent: SentPosting, reason: EndReason, at: dt.datetime) -> Posting:
    """End what a partner sent. What was withdrawn already is left as it is: the order may come twice.

    :raises NoLongerTheirs: the partner may not submit for the employer any more.
    :raises yizhan.postings.operations.StepNotPossible: the station took it down.
    """
    _demand_theirs(sent)
    try:
        with transaction.atomic():
            return withdraw_posting(posting=sent.posting, reason=reason, by=sent.partner.account, at=at)
    except StepNotPossible:
        sent.posting.refresh_from_db()
        if sent.posting.publish_state != PublishState.WITHDRAWN:
            raise
        return sent.posting


def _demand_theirs(sent: SentPosting) -> None:
    if not sent.partner.employers.filter(pk=sent.posting.employer_id).exists():
        raise NoLongerTheirs
