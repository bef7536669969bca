"""Who entered a posting asks that a decision be looked at again; somebody else decides."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.employers.enums import APPEAL_MOVES, AppealState
from yizhan.postings.enums import AGAINST, PublishState
from yizhan.postings.models import Decision, Posting, PostingAppeal, PostingAppealChange
from yizhan.postings.operations.refusals import StepNotPossible
from yizhan.postings.operations.review import approve_locked
from yizhan.postings.operations.steps import locked, save
from yizhan.postings.queries import postings_visible_to
from yizhan.postings.rules import can_decide_appeal, can_lodge_appeal
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User


class AppealedAlready(Refused):
    """One appeal against one decision."""

    code = "posting_appealed"
    sentence = _("对这个审核结果已经申诉过，没有重复登记。请看申诉的结果。")


class AppealEnded(Refused):
    """It was decided or withdrawn, or the posting has moved on."""

    code = "posting_appeal_ended"
    sentence = _("这项申诉已经有结果，或招聘已改过内容，记录没有改变。请刷新后再看。")


class AppealForAnother(NotAllowed):
    """Who decided first, and who lodged it, does not decide about the appeal."""

    code = "posting_appeal_for_another"
    sentence = _("原来的审核是您做的，或申诉由您登记，应由另一位同事复核。记录没有改变。")


class GroundMissing(Refused):
    """Nothing was said."""

    code = "posting_appeal_ground_missing"
    sentence = _("没有写理由，没有保存。请用一两句话写明理由。")
    status = 422


@transaction.atomic
def lodge_appeal(*, decision: Decision, ground: str, by: User, at: dt.datetime) -> PostingAppeal:
    """Ask that a return or refusal be looked at again.

    :raises GroundMissing: no reason. :raises StepNotPossible: it is no longer the decision that holds.
    :raises AppealedAlready: an appeal against it stands (the constraint decides).
    """
    if not can_lodge_appeal(by) or not postings_visible_to(by).filter(pk=decision.posting_id).exists():
        raise NotAllowed
    if not ground.strip():
        raise GroundMissing
    posting = locked(Posting(pk=decision.posting_id))
    if not _still_holds(posting, decision):
        raise StepNotPossible
    with constraint_speaks(PostingAppeal, postingappeal_once_a_decision=AppealedAlready):
        appeal = PostingAppeal.objects.create(
            decision=decision,
            ground=ground.strip()[:500],
            lodged_at=at,
            lodged_by=by,
            first_decided_by_id=decision.by_id,
        )
    _note(appeal, "", AppealState.WAITING, by=by, at=at)
    write_audit(action="posting.appeal_lodged", by=by, at=at, obj=posting, fields=["appeals"])
    return appeal


def _still_holds(posting: Posting, decision: Decision) -> bool:
    """Say whether a decision is the last word about the terms as they stand."""
    ended = posting.publish_state in (PublishState.WITHDRAWN, PublishState.REMOVED)
    return (
        decision.outcome in AGAINST
        and posting.review_state == decision.outcome
        and posting.terms_id == decision.terms_id
        and not ended
    )


@transaction.atomic
def decide_appeal(
    *, appeal: PostingAppeal, granted: bool, answer: str, by: User, at: dt.datetime, seen_version: int | None = None
) -> PostingAppeal:
    """Decide about an appeal. Granted, the posting is approved by this second person, with the answer as the reason.

    It is not published in the same step: the employer is asked again first.

    :raises AppealForAnother: the user decided first or lodged it (two constraints hold it too).
    :raises GroundMissing: no opinion. :raises AppealEnded: decided, withdrawn, or the terms are others now.
    :raises RulesForbid: what the rules forbid stays forbidden.
    """
    posting = locked(Posting(pk=appeal.decision.posting_id))
    appeal = lock(PostingAppeal.objects.select_related("decision"), pk=appeal.pk)
    if not can_decide_appeal(by, appeal):
        raise AppealForAnother if by.pk in (appeal.first_decided_by_id, appeal.lodged_by_id) else NotAllowed
    check_version(appeal, seen_version)
    if not answer.strip():
        raise GroundMissing
    if granted and not _still_holds(posting, appeal.decision):
        raise AppealEnded
    to = AppealState.GRANTED if granted else AppealState.UPHELD
    _move(appeal, to, by=by, at=at)
    appeal.answer, appeal.decided_at, appeal.decided_by = answer.strip()[:500], at, by
    with constraint_speaks(
        PostingAppeal,
        postingappeal_decided_by_another=AppealForAnother,
        postingappeal_not_by_who_lodged=AppealForAnother,
    ):
        appeal.save()
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
    if not can_lodge_appeal(by) or not postings_visible_to(by).filter(pk=appeal.decision.posting_id).exists():
        raise NotAllowed
    appeal = lock(PostingAppeal.objects.select_related("decision__posting"), pk=appeal.pk)
    _move(appeal, AppealState.WITHDRAWN, by=by, at=at)
    appeal.save()
    write_audit(action="posting.appeal_withdrawn", by=by, at=at, obj=appeal.decision.posting, fields=["appeals"])
    return appeal


def _move(appeal: PostingAppeal, to: AppealState, *, by: User, at: dt.datetime) -> None:
    before = AppealState(appeal.state)
    if to not in APPEAL_MOVES.get(before, frozenset()):
        raise AppealEnded
    appeal.state = to
    appeal.version += 1
    _note(appeal, before, to, by=by, at=at)


def _note(appeal: PostingAppeal, before: str, after: AppealState, *, by: User, at: dt.datetime) -> None:
    PostingAppealChange.objects.create(appeal=appeal, before=before, after=after, at=at, by=by)
