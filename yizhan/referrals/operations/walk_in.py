"""Somebody who stands at the counter and wants to go: proposed and lettered in one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from yizhan.referrals.enums import MatchedBy, SiteCheck
from yizhan.referrals.operations.proposing import issue_letter, propose_referral

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.enums import Channel
    from yizhan.postings.models import Shift
    from yizhan.referrals.models import Referral
    from yizhan.workers.models import JobSeeker


@transaction.atomic
def refer_now(
    *,
    seeker: JobSeeker,
    shift: Shift,
    places: int = 1,
    matched_by: MatchedBy = MatchedBy.MANUAL,
    score_bp: int | None = None,
    reasons: Sequence[Any] = (),
    site_check: SiteCheck | None = None,
    consent_by: Channel | None = None,
    consent_version: int | None = None,
    by: User,
    at: dt.datetime,
    today: dt.date,
    submission: str | None = None,
    led_to: str = "",
) -> Referral:
    """Propose somebody who is there and has agreed, and write the letter; both or nothing.

    :param site_check, consent_by, consent_version: see `issue_letter`.
    :raises: what `propose_referral` and `issue_letter` raise.
    """
    referral = propose_referral(
        seeker=seeker,
        shift=shift,
        places=places,
        matched_by=matched_by,
        score_bp=score_bp,
        reasons=reasons,
        by=by,
        at=at,
        today=today,
        submission=submission,
        led_to=led_to,
    )
    return issue_letter(
        referral=referral, by=by, at=at, site_check=site_check, consent_by=consent_by, consent_version=consent_version
    )
