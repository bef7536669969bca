"""What the pages of appeals say about a measure."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_decide_appeals, can_see_postings, is_agent
from yizhan.employers.enums import RULE_WORDS
from yizhan.employers.operations import decide_appeal, lodge_appeal, withdraw_appeal
from yizhan.employers.queries import appeals_visible_to, measure_to_appeal, measures_of, public_name
from yizhan.employers.rules import can_clear_review, can_lodge_appeal
from yizhan.shared.appeals.kinds import AppealKind, Subject, register_appeals

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.employers.models import Appeal, Employer, Measure


def may_see(user: User) -> bool:
    """See appeals: who sees employers, and an employer's agent."""
    return can_see_postings(user) or is_agent(user)


def subject_of(measure: Measure) -> Subject:
    """Say what was done and why. No query where employer, office, fact and decider are at hand."""
    employer = measure.employer
    return Subject(
        record=measure,
        title=f"{employer.number} {measure.get_kind_display()}",
        url=reverse("employers:show", args=[employer.public_id]),
        party=public_name(employer.kind, employer.name),
        party_whole=employer.name,
        office=employer.office.name,
        outcome=measure.get_kind_display(),
        why=RULE_WORDS[measure.rule] % {"fact": measure.fact.get_kind_display()},
        mend="",
        decided_by=measure.decided_by.name if measure.decided_by else "",
        decided_at=measure.started_at,
        if_granted=_("这项措施立即解除。"),
        is_open=measure.is_in_force,
    )


def shown_measures(employer: Employer, user: User) -> list[dict[str, Any]]:
    """Return the measures about an employer in words, each with its appeals and what this user may do."""
    rows = []
    for measure in measures_of(employer):
        measure.employer = employer
        appeals = sorted(measure.appeals.all(), key=lambda one: one.pk)
        waits = any(appeal.is_waiting for appeal in appeals)
        rows.append(
            {
                "measure": measure,
                "why": subject_of(measure).why,
                "appeals": appeals,
                "may_appeal": measure.is_in_force and not waits and can_lodge_appeal(user),
                "may_lift": measure.is_in_force and can_clear_review(user),
            }
        )
    return rows


def _find(user: User, public_id: uuid.UUID) -> Subject | None:
    measure = measure_to_appeal(user, public_id)
    return subject_of(measure) if measure else None


def _about(appeal: Appeal) -> Subject:
    return subject_of(appeal.measure)


def register() -> None:
    """Let the pages of appeals serve measures."""
    register_appeals(
        AppealKind(
            key="measure",
            title=_("对用工主体的措施"),
            may_see=may_see,
            may_lodge=can_lodge_appeal,
            may_decide=can_decide_appeals,
            speaks_for_self=is_agent,
            visible_to=appeals_visible_to,
            subject=_about,
            find=_find,
            lodge=lambda *, subject, **said: lodge_appeal(measure=subject, **said),
            decide=decide_appeal,
            withdraw=withdraw_appeal,
        )
    )
