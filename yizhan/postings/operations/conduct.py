"""What happens to postings when the rules act on their employer (CR-073, CR-074)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yizhan.postings.enums import OFFERED, EndReason, HitLevel, PublishState, ReviewState
from yizhan.postings.events import PostingEnded
from yizhan.postings.models import Posting, RuleHit
from yizhan.postings.operations.review import stand_in_queue
from yizhan.postings.operations.steps import locked, save, step_publish, step_review
from yizhan.postings.rulebook.book import RULES
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.events import publish

if TYPE_CHECKING:
    from yizhan.employers.events import EmployerToRecheck


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
        rule="CR-073",
        level=HitLevel.REVIEW,
        field="employer",
        message=RULES["CR-073"].message_zh,
        found_at=at,
    )
    stand_in_queue(posting, at)
    save(posting)
    write_audit(action="posting.rechecked", by=None, at=at, obj=posting, fields=["review_state", "publish_state"])
