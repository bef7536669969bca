"""What happens to referrals when the work they point to ends or a day is called off, here or on the posting's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from yizhan.followups.enums import CancelReason
from yizhan.followups.operations import cancel_for
from yizhan.postings.enums import PublishState
from yizhan.referrals.enums import OPEN, CloseReason, ReferralStatus
from yizhan.referrals.models import Referral, ReferralQuerySet
from yizhan.referrals.operations.receipts import SOURCE
from yizhan.referrals.operations.steps import close, lock_referral
from yizhan.workers.operations import release_commitments_of

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.postings.events import PostingEnded, ShiftCancelled


def _unlocked(referrals: ReferralQuerySet) -> list[Referral]:
    """Lock those that nobody is writing to at this moment; return them in order.

    The posting is locked already when its events are heard, while a receipt locks its referral first: waiting here
    could wait for each other. Whose receipt is being entered needs no closing.
    """
    return list(referrals.select_for_update(skip_locked=True, of=("self",)).order_by("pk"))


def close_with_posting(event: PostingEnded) -> None:
    """Close what was on its way to a posting that has ended. A pause closes nothing.

    Letters that are out stay when the posting is withdrawn, because a hire may still come of them; when it was taken
    down for cause they end too.
    """
    if event.state not in (PublishState.WITHDRAWN, PublishState.REMOVED):
        return
    ending = set(OPEN)
    if event.state == PublishState.WITHDRAWN:
        ending -= {ReferralStatus.LETTER}
    found = Referral.objects.filter(posting_id=event.posting_id, status__in=sorted(ending))
    for referral in _unlocked(found):
        close(lock_referral(referral), CloseReason.POSTING_ENDED, by=None, at=event.at)


def close_with_shift(event: ShiftCancelled) -> None:
    """Free everybody of a shift that was called off on the posting's page."""
    free_everybody([event.shift_id], by=None, at=event.at)


def free_everybody(shift_ids: Collection[int], *, by: User | None, at: dt.datetime) -> list[Referral]:
    """Free those who were on their way to shifts that are called off or hired for them; return whom to call.

    Promised time becomes free, calls about the hire are called off, what is open is closed. Doing so twice is the same
    as once.
    """
    wanted = sorted({*OPEN, ReferralStatus.HIRED})
    people = _unlocked(Referral.objects.filter(shift__in=list(shift_ids), status__in=wanted))
    for referral in people:
        if referral.status == ReferralStatus.HIRED:
            release_commitments_of(source_kind=SOURCE, source_public_id=referral.public_id, by=by, at=at)
            cancel_for(
                about_kind=SOURCE, about_public_id=referral.public_id, reason=CancelReason.SOURCE_UNDONE, by=by, at=at
            )
        else:
            close(lock_referral(referral), CloseReason.DAY_CANCELLED, by=by, at=at)
    return people
