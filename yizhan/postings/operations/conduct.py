"""What happens to postings when the rules act on their employer (CR-073, CR-074)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from yizhan.employers.enums import EndOfMeasure
from yizhan.postings.enums import OFFERED, Axis, EndReason, Harm, HitLevel, PublishState, ReviewState
from yizhan.postings.events import PostingEnded
from yizhan.postings.models import Posting, RuleHit
from yizhan.postings.operations.publishing import publish_locked
from yizhan.postings.operations.review import approve_locked, stand_in_queue
from yizhan.postings.operations.steps import locked, save, step_publish, step_review
from yizhan.postings.queries import postings_visible_to, somebody_else_reviews
from yizhan.postings.rulebook.book import RULES
from yizhan.postings.rules import can_decide, waiting_since
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import Refused
from yizhan.shared.events import publish

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.employers.events import EmployerRechecked, EmployerToRecheck

RECHECK = "CR-073"


def send_back_to_review(event: EmployerToRecheck) -> None:
    """Pause what the employer offers and let a reviewer look at it again, with the rule beside the text (CR-073).

    In the transaction of the answer that was the second. Promises that people have stay as they are.
    """
    offered = Posting.objects.filter(
        employer=event.employer_id, publish_state__in=sorted(OFFERED), valid_until_at__gt=event.at
    )
    for posting in offered.order_by("pk"):
        _send_back(locked(posting), event.at)


def _send_back(posting: Posting, at: dt.datetime) -> None:
    step_publish(posting, PublishState.PAUSED, by=None, at=at, reason=EndReason.CONDUCT)
    publish(PostingEnded(posting.pk, PublishState.PAUSED, EndReason.CONDUCT, at))
    step_review(posting, ReviewState.WAITING, by=None, at=at, reason=EndReason.CONDUCT)
    assert posting.terms is not None  # noqa: S101 - a CHECK: what is offered has terms
    RuleHit.objects.create(
        posting=posting,
        terms=posting.terms,
        rule=RECHECK,
        level=HitLevel.REVIEW,
        field="employer",
        message=RULES[RECHECK].message_zh,
        found_at=at,
    )
    stand_in_queue(posting, at)
    save(posting)
    write_audit(action="posting.rechecked", by=None, at=at, obj=posting, fields=["review_state", "publish_state"])


def let_out_again(event: EmployerRechecked) -> None:
    """Settle the finding CR-073 on all that waits, and let out again what the recheck alone held back.

    In the transaction that ends the recheck. What something else speaks against, what was changed meanwhile, and what
    whoever ended it may not decide about stays in the queue, without this finding.
    """
    by = get_user_model().objects.select_related("office").get(pk=event.by_id)
    visible = set(postings_visible_to(by).filter(employer=event.employer_id).values_list("pk", flat=True))
    reason = str(EndOfMeasure(event.outcome).label)
    for posting in Posting.objects.filter(employer=event.employer_id).waiting().order_by("pk"):
        _settle(locked(posting), reason, by, event.at, may_see=posting.pk in visible)


def _settle(posting: Posting, reason: str, by: User, at: dt.datetime, *, may_see: bool) -> None:
    """Settle one: the finding first, then what follows from there being no other."""
    hits = RuleHit.objects.filter(terms=posting.terms, overridden_at=None)
    if (
        posting.review_state != ReviewState.WAITING
        or posting.queue_at is None
        or not hits.filter(rule=RECHECK).exists()
    ):
        return
    hits.filter(rule=RECHECK).update(overridden_at=at, overridden_by=by, overridden_reason=reason)
    stand_in_queue(posting, waiting_since(posting.queue_at, Harm(posting.harm)))
    save(posting, edited=False)
    others = somebody_else_reviews(posting, by)
    if not may_see or not _was_sent_back(posting) or not can_decide(by, posting, somebody_else_there=others):
        return
    if hits.filter(level=HitLevel.REVIEW).exists():
        return
    try:
        with transaction.atomic():
            approve_locked(posting, by=by, at=at, reason=reason)
            publish_locked(posting, by=by, at=at, was_asked=False)
    except Refused:
        return  # forbidden by now, run out, or the employer is not verified: a reviewer sees it in the queue


def _was_sent_back(posting: Posting) -> bool:
    """Say whether it waits because it was sent back while it was offered, and not because somebody handed it in."""
    if posting.publish_state != PublishState.PAUSED:
        return False
    steps = posting.status_changes.filter(axis=Axis.REVIEW).order_by("-at", "-pk")
    return steps.values_list("reason", flat=True).first() == EndReason.CONDUCT
