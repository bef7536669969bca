"""Who entered a posting asks that a decision be looked at again; somebody else decides. The shape: `shared.appeals`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from yizhan.accounts.queries import can_decide_appeals
from yizhan.postings.models import Decision, Posting, PostingAppeal
from yizhan.postings.operations.refusals import StepNotPossible
from yizhan.postings.operations.review import approve_locked
from yizhan.postings.operations.steps import locked, save
from yizhan.postings.queries import postings_visible_to
from yizhan.postings.rules import can_lodge_appeal, still_holds
from yizhan.shared.appeals.enums import AppealState
from yizhan.shared.appeals.operations import (
    AppealEnded,
    Said,
    demand_another,
    settle_appeal,
    take_appeal_back,
    write_appeal,
)
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@transaction.atomic
def lodge_appeal(
    *, decision: Decision, said: Said, by: User, at: dt.datetime, submission: str | None = None
) -> PostingAppeal:
    """Ask that a return or refusal be looked at again.

    :raises GroundMissing: no reason. :raises StepNotPossible: it is no longer the decision that holds.
    :raises AppealStands: an appeal against it stands (the constraint decides).
    """
    _demand_voice(by, decision.posting_id)
    posting = locked(Posting(pk=decision.posting_id))
    if not still_holds(posting, decision):
        raise StepNotPossible
    appeal = write_appeal(
        PostingAppeal(decision=decision, first_decided_by_id=decision.by_id),
        said,
        kind="posting",
        once="postingappeal_once_a_decision",
        by=by,
        at=at,
        submission=submission,
    )
    write_audit(action="posting.appeal_lodged", by=by, at=at, obj=posting, fields=["appeals"])
    return appeal


def _demand_voice(by: User, posting_id: int) -> None:
    """Refuse whoever may not speak for the posting."""
    if not can_lodge_appeal(by) or not postings_visible_to(by).filter(pk=posting_id).exists():
        raise NotAllowed


@transaction.atomic
def decide_appeal(
    *, appeal: PostingAppeal, granted: bool, answer: str, by: User, at: dt.datetime, seen_version: int | None = None
) -> PostingAppeal:
    """Decide about an appeal. Granted, the posting is approved by this second person, with the answer as the reason.

    It is not published in the same step: the employer is asked again first.

    :raises AppealForAnother: the user decided first or lodged it (two constraints hold it too).
    :raises GroundMissing: no answer. :raises AppealEnded: decided, withdrawn, or the terms are others now.
    :raises PassForbidden: what the rules forbid stays forbidden.
    """
    posting = locked(Posting(pk=appeal.decision.posting_id))
    appeal = lock(PostingAppeal.objects.select_related("decision"), pk=appeal.pk)
    demand_another(appeal, by, may=can_decide_appeals(by))
    if granted and appeal.is_waiting and not still_holds(posting, appeal.decision):
        raise AppealEnded
    to = settle_appeal(appeal, granted=granted, answer=answer, by=by, at=at, seen_version=seen_version)
    if granted:
        approve_locked(posting, by=by, at=at, reason=str(AppealState.GRANTED.label))
    else:
        save(posting)
    write_audit(action="posting.appeal_decided", by=by, at=at, obj=posting, fields=["appeals"], reason=to)
    return appeal


@transaction.atomic
def withdraw_appeal(*, appeal: PostingAppeal, by: User, at: dt.datetime) -> PostingAppeal:
    """Take an appeal back before it was decided; another may be lodged later.

    :raises AppealEnded: it was decided or withdrawn.
    """
    _demand_voice(by, appeal.decision.posting_id)
    appeal = lock(PostingAppeal.objects.select_related("decision__posting"), pk=appeal.pk)
    take_appeal_back(appeal, by=by, at=at)
    write_audit(action="posting.appeal_withdrawn", by=by, at=at, obj=appeal.decision.posting, fields=["appeals"])
    return appeal
