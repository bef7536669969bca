"""A pasted announcement that a clerk has looked through: all its jobs become drafts of one employer, or none does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from yizhan.postings.operations.drafting import draft_posting
from yizhan.postings.operations.refusals import NothingToDraft
from yizhan.shared.submissions import remember_submission

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.employers.models import Employer
    from yizhan.postings.facts import Offer
    from yizhan.postings.models import Posting


@transaction.atomic
def draft_pasted(
    *, employer: Employer, offers: Sequence[Offer], by: User, at: dt.datetime, submission: str | None = None,
    led_to: str = "",
) -> list[Posting]:  # fmt: skip
    """Draft the jobs of one announcement, in order. Nothing is submitted: the rule book speaks when each is.

    :param offers: one for each job, from `postings.facts.read_terms`.
    :param led_to: the page that shows them; by default the desk's.
    :raises NothingToDraft: no job was kept.
    :raises Refused: as `draft_posting` does; nothing is written then.
    """
    if not offers:
        raise NothingToDraft
    postings = [draft_posting(employer=employer, offer=offer, by=by, at=at) for offer in offers]
    led_to = led_to or (f"/postings/{postings[0].public_id}/" if len(postings) == 1 else "/postings/?state=draft")
    remember_submission(submission, by=by, led_to=led_to, at=at)
    return postings
