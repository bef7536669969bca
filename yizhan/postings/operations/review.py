"""Submitting to the rule book and to a reviewer, and the reviewer's decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from yizhan.postings.enums import RETURN_FIELDS, Harm, HitLevel, Outcome, PublishState, ReturnReason, ReviewState
from yizhan.postings.events import PostingDecided
from yizhan.postings.models import Decision, Posting, RuleHit
from yizhan.postings.operations.publishing import publish_locked
from yizhan.postings.operations.refusals import HitsUndecided, OwnPosting, PassForbidden, RulesForbid, StepNotPossible
from yizhan.postings.operations.steps import locked, save, step_review
from yizhan.postings.operations.voice import demand_voice
from yizhan.postings.queries import current_hits, somebody_else_reviews
from yizhan.postings.rulebook.model import Hit, Level
from yizhan.postings.rules import can_decide, can_enter, harm_of, is_own, place_in_queue
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version
from yizhan.shared.errors import NotAllowed
from yizhan.shared.events import publish

if TYPE_CHECKING:
    from yizhan.accounts.models import User

MESSAGE_LENGTH = 300


@transaction.atomic
def submit_for_review(*, posting: Posting, by: User, at: dt.datetime) -> Posting:
    """Hand the current terms to the rule book and, when it forbids nothing, to a reviewer.

    Findings that ask for judgement (REVIEW) or warn (WARN) are written down beside the terms.

    :raises RulesForbid: a BLOCK rule spoke; all hits are carried, the draft stays.
    :raises StepNotPossible: it waits already, or was decided.
    """
    posting = locked(posting)
    demand_voice(posting, by, staff=can_enter)
    if posting.terms is None or posting.publish_state in (PublishState.WITHDRAWN, PublishState.REMOVED):
        raise StepNotPossible
    hits = current_hits(posting, at=at)
    if any(hit.level == Level.BLOCK for hit in hits):
        raise RulesForbid(hits)
    posting.submitted_at, posting.submitted_by = at, by
    step_review(posting, ReviewState.WAITING, by=by, at=at)
    write_hits(posting, hits, at=at)
    stand_in_queue(posting, at)
    save(posting)
    write_audit(action="posting.submitted", by=by, at=at, obj=posting, fields=["review_state"])
    return posting


def write_hits(posting: Posting, hits: Iterable[Hit], *, at: dt.datetime) -> None:
    """Keep what the book says about these terms now; what was decided about them earlier stays."""
    RuleHit.objects.filter(terms=posting.terms, overridden_at=None).delete()
    decided = set(RuleHit.objects.filter(terms=posting.terms).values_list("rule", "field", "span_start"))
    rows = []
    for hit in hits:
        start, end = hit.span or (None, None)
        if (hit.rule, hit.field, start) in decided:
            continue
        rows.append(
            RuleHit(
                posting=posting,
                terms=posting.terms,
                rule=hit.rule,
                level=HitLevel(hit.level.value.lower()),
                field=hit.field,
                message=hit.message_zh[:MESSAGE_LENGTH],
                message_en=hit.message_en[:MESSAGE_LENGTH],
                span_start=start,
                span_end=end,
                found_at=at,
            )
        )
    RuleHit.objects.bulk_create(rows)


def stand_in_queue(posting: Posting, at: dt.datetime) -> None:
    """Give a waiting posting its place by the harm of what is still undecided; the caller saves."""
    hits = RuleHit.objects.filter(terms=posting.terms, overridden_at=None).values_list("rule", "level")
    posting.harm = harm_of(hits)
    posting.queue_at = place_in_queue(at, Harm(posting.harm))


@transaction.atomic
def take_back(*, posting: Posting, by: User, at: dt.datetime) -> Posting:
    """Take a waiting posting back to draft, before anybody decided."""
    posting = locked(posting)
    demand_voice(posting, by, staff=can_enter)
    if posting.review_state != ReviewState.WAITING:
        raise StepNotPossible
    step_review(posting, ReviewState.DRAFT, by=by, at=at)
    save(posting)
    write_audit(action="posting.taken_back", by=by, at=at, obj=posting, fields=["review_state"])
    return posting


@transaction.atomic
def approve_posting(
    *,
    posting: Posting,
    by: User,
    at: dt.datetime,
    reason: str = "",
    age_ground_accepted: bool = False,
    sex_ground_accepted: bool = False,
    publish: bool = False,
    seen_version: int | None = None,
) -> Posting:
    """Say that the terms may be offered.

    :param reason: why the findings that ask for judgement are let pass; needed when there are any.
    :param age_ground_accepted: the ground given for the age limit holds, so that the limit may filter.
    :param publish: publish in the same step.
    :raises OwnPosting: four eyes are there, so four eyes look.
    :raises HitsUndecided: findings that ask for judgement have no reason.
    :raises PassForbidden: what was allowed when it was submitted no longer is (the employer's verification ran out).
    :raises ChangedMeanwhile: the terms are not those that the reviewer read.
    """
    posting = _for_decision(posting, by=by, seen_version=seen_version)
    approve_locked(
        posting,
        by=by,
        at=at,
        reason=reason,
        age_ground_accepted=age_ground_accepted,
        sex_ground_accepted=sex_ground_accepted,
    )
    if publish:
        publish_locked(posting, by=by, at=at)
    return posting


def approve_locked(
    posting: Posting,
    *,
    by: User,
    at: dt.datetime,
    reason: str,
    age_ground_accepted: bool = False,
    sex_ground_accepted: bool = False,
) -> None:
    """Approve what the caller holds the lock of and may decide about."""
    assert posting.terms is not None  # noqa: S101 - a CHECK: what was submitted has terms
    blocked = [hit for hit in current_hits(posting, at=at) if hit.level == Level.BLOCK]
    if blocked:
        raise PassForbidden(blocked)
    open_hits = RuleHit.objects.filter(terms=posting.terms, level=HitLevel.REVIEW, overridden_at=None)
    if open_hits.exists():
        if not reason.strip():
            raise HitsUndecided
        open_hits.update(overridden_at=at, overridden_by=by, overridden_reason=reason.strip()[:200])
    posting.age_ground_accepted = bool(age_ground_accepted and posting.terms.age_ground)
    posting.sex_ground_accepted = bool(sex_ground_accepted and posting.terms.sex_ground)
    posting.reviewed_at, posting.reviewed_by = at, by
    step_review(posting, ReviewState.APPROVED, by=by, at=at)
    Decision.objects.create(posting=posting, terms=posting.terms, outcome=Outcome.APPROVED, at=at, by=by)
    save(posting)
    write_audit(action="posting.approved", by=by, at=at, obj=posting, fields=["review_state", "age_ground_accepted"])
    publish(PostingDecided(posting.pk, Outcome.APPROVED, "", at))


@transaction.atomic
def return_posting(
    *,
    posting: Posting,
    reason: ReturnReason,
    by: User,
    at: dt.datetime,
    field: str = "",
    seen_version: int | None = None,
) -> Posting:
    """Send it back to be mended; who entered it is told why in plain words.

    :param field: name of the form field to change; what the reason is usually about unless given.
    """
    return _decide(posting, ReviewState.RETURNED, reason, field, by=by, at=at, seen_version=seen_version)


@transaction.atomic
def refuse_posting(
    *, posting: Posting, reason: ReturnReason, by: User, at: dt.datetime, seen_version: int | None = None
) -> Posting:
    """Say that it will not be offered, for good; only an appeal can change that."""
    return _decide(posting, ReviewState.REFUSED, reason, "", by=by, at=at, seen_version=seen_version)


def _decide(
    posting: Posting,
    to: ReviewState,
    reason: ReturnReason,
    field: str,
    *,
    by: User,
    at: dt.datetime,
    seen_version: int | None,
) -> Posting:
    posting = _for_decision(posting, by=by, seen_version=seen_version)
    posting.reviewed_at, posting.reviewed_by = at, by
    step_review(posting, to, by=by, at=at, reason=reason)
    assert posting.terms is not None  # noqa: S101 - a CHECK: what was submitted has terms
    Decision.objects.create(
        posting=posting,
        terms=posting.terms,
        outcome=Outcome(to.value),
        reason=reason,
        field=(field or RETURN_FIELDS[reason])[:30],
        at=at,
        by=by,
    )
    save(posting)
    write_audit(action=f"posting.{to.value}", by=by, at=at, obj=posting, fields=["review_state"], reason=reason)
    publish(PostingDecided(posting.pk, to.value, reason, at))
    return posting


def _for_decision(posting: Posting, *, by: User, seen_version: int | None) -> Posting:
    posting = locked(posting)
    others = somebody_else_reviews(posting, by)
    if not can_decide(by, posting, somebody_else_there=others):
        raise OwnPosting if is_own(by, posting) else NotAllowed
    check_version(posting, seen_version)
    if posting.review_state != ReviewState.WAITING:
        raise StepNotPossible
    return posting
