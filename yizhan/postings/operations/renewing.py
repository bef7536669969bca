"""Putting off, by one press, work whose beginning passed while it waited for a reviewer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from yizhan.postings.enums import Again, Harm, ReviewState
from yizhan.postings.facts import read_terms
from yizhan.postings.late import late
from yizhan.postings.models import Posting, Shift
from yizhan.postings.operations.drafting import revise_posting
from yizhan.postings.operations.refusals import RenewForbidden, RulesForbid, StepNotPossible
from yizhan.postings.operations.review import submit_for_review
from yizhan.postings.operations.steps import locked, save
from yizhan.postings.operations.voice import demand_voice
from yizhan.postings.queries import last_decisions
from yizhan.postings.reading.as_written import as_written, kept_of
from yizhan.postings.rulebook.model import Level
from yizhan.postings.rules import can_enter, place_in_queue, waiting_since

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@transaction.atomic
def renew_posting(*, posting: Posting, how: Again, by: User, at: dt.datetime) -> Posting:
    """Put the work off as the employer wishes and hand it in again, all or nothing.

    Days, and for the same day hours, are new terms that are reviewed; all else stays as it was. What waited all the
    time keeps its place in the queue.

    :raises StepNotPossible: it is not late, or this is no way out any more.
    :raises RenewForbidden: something else is forbidden too; nothing was changed.
    :raises ShiftHasPeople: people are promised for the day that goes on.
    """
    posting = locked(posting)
    demand_voice(posting, by, staff=can_enter)
    shifts = list(Shift.objects.kept().filter(posting=posting).order_by("starts_at", "pk"))
    decision = last_decisions([posting.pk]).get(posting.pk)
    found = late(posting, [(one.starts_at, one.ends_at) for one in shifts], at, decision.reason if decision else "")
    renewal = next((one for one in found.renewals if one.how == how), None) if found else None
    if renewal is None:
        raise StepNotPossible
    values = as_written(posting, shifts) | {"starts_on": renewal.starts_on, "ends_on": renewal.ends_on}
    if how == Again.TODAY:
        values |= {"start_time": renewal.start, "hours_per_day": ""}
    if posting.valid_until_at <= at:
        values["valid_until_on"] = ""
    offer, errors = read_terms(values, at=at, kept=kept_of(posting, shifts))
    if offer is None or errors:
        raise StepNotPossible
    stands_at = posting.queue_at if posting.review_state == ReviewState.WAITING else None
    waits_since = waiting_since(stands_at, Harm(posting.harm)) if stands_at is not None else None
    handed_in_by = posting.submitted_by
    revise_posting(posting=posting, offer=offer, by=by, at=at)
    try:
        posting = submit_for_review(posting=posting, by=by, at=at)
    except RulesForbid as forbidden:
        raise RenewForbidden(hit for hit in forbidden.hits if hit.level == Level.BLOCK) from forbidden
    if waits_since is not None:
        posting.queue_at = place_in_queue(waits_since, Harm(posting.harm))
        posting.submitted_by = handed_in_by  # an agent is told of what an agent handed in
        save(posting, edited=False)
    return posting
