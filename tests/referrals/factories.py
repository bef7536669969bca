"""A person, a posting, and a referral between them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.postings.factories import a_posting
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.postings.models import Posting, Shift
from yizhan.referrals.models import Referral
from yizhan.referrals.operations import issue_letter, propose_referral
from yizhan.workers.models import JobSeeker


def first_shift(posting: Posting) -> Shift:
    """Return the shift that starts first."""
    return posting.shifts.select_related("posting", "posting__terms").order_by("starts_at", "pk")[0]


def a_shift(by: User, reviewer: User, at: dt.datetime, **changes: Any) -> Shift:
    """Publish a day job for tomorrow and return its shift."""
    return first_shift(a_posting(office=by.office, by=by, verifier=reviewer, at=at, **changes))


def propose(seeker: JobSeeker, shift: Shift, by: User, at: dt.datetime, **changes: Any) -> Referral:
    """Propose somebody for a shift as it stands now."""
    fresh = Shift.objects.select_related("posting", "posting__terms").get(pk=shift.pk)
    seeker = JobSeeker.objects.select_related("person").get(pk=seeker.pk)
    return propose_referral(seeker=seeker, shift=fresh, by=by, at=at, today=at.date(), **changes)


def a_letter(by: User, reviewer: User, at: dt.datetime, *, number: int = 1, shift: Shift | None = None) -> Referral:
    """Register somebody, propose them and write the letter."""
    shift = shift or a_shift(by, reviewer, at)
    return issue_letter(referral=propose(make_seeker(by, at, number=number), shift, by, at), by=by, at=at)
