"""What the pages of appeals say about a decision on a posting."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_decide_appeals, can_see_postings, is_agent
from yizhan.employers.queries import public_name
from yizhan.postings.answers import words_about
from yizhan.postings.enums import ReturnReason
from yizhan.postings.operations import decide_appeal, lodge_appeal, withdraw_appeal
from yizhan.postings.queries import appeals_visible_to, decision_to_appeal
from yizhan.postings.rules import can_lodge_appeal, still_holds
from yizhan.shared.appeals.kinds import AppealKind, Subject, register_appeals

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.postings.models import Decision, PostingAppeal


def subject_of(decision: Decision) -> Subject:
    """Say what was decided about which terms and why. No query where the rows around it are read."""
    posting, employer = decision.posting, decision.posting.employer
    return Subject(
        record=decision,
        title=f"{posting.number} {decision.terms.title}",
        url=reverse("postings:show", args=[posting.public_id]),
        party=public_name(employer.kind, employer.name),
        party_whole=employer.name,
        office=posting.office.name,
        outcome=decision.get_outcome_display(),
        why=ReturnReason(decision.reason).label,
        mend=words_about(decision.outcome, decision.reason),
        decided_by=decision.by.name,
        decided_at=decision.at,
        if_granted=_("按现在的内容审核通过；再与雇主核对一次，就可以发布。法律禁止的内容仍不能通过。"),
        is_open=still_holds(posting, decision),
    )


def _find(user: User, public_id: uuid.UUID) -> Subject | None:
    decision = decision_to_appeal(user, public_id)
    return subject_of(decision) if decision else None


def _about(appeal: PostingAppeal) -> Subject:
    return subject_of(appeal.decision)


def register() -> None:
    """Let the pages of appeals serve decisions about postings."""
    register_appeals(
        AppealKind(
            key="posting",
            title=_("招聘审核"),
            may_see=lambda user: can_see_postings(user) or is_agent(user),
            may_lodge=can_lodge_appeal,
            may_decide=can_decide_appeals,
            speaks_for_self=is_agent,
            visible_to=appeals_visible_to,
            subject=_about,
            find=_find,
            lodge=lambda *, subject, **said: lodge_appeal(decision=subject, **said),
            decide=decide_appeal,
            withdraw=withdraw_appeal,
        )
    )
