"""Writes of the room, by what they are about; other rooms import from here."""

from __future__ import annotations

from yizhan.workers.operations.commitments import (
    AlreadyPromised,
    add_commitment,
    release_commitment,
    release_commitments_of,
)
from yizhan.workers.operations.held import SkillFacts, add_certificate, drop_certificate, set_skills
from yizhan.workers.operations.register import (
    AlreadyLooking,
    LimitNeedsConsent,
    NotLooking,
    change_wish,
    come_again,
    register_for_work,
    register_job_seeker,
    set_availability,
)
from yizhan.workers.operations.standing import (
    SeekerCannotMove,
    forget_limit,
    forget_limit_without_consent,
    let_lapsed_rest,
    mark_available,
    mark_working,
    move_seeker,
    review_due_tiers,
    review_tier,
    set_recommendation,
)
from yizhan.workers.operations.visits import VisitOfAnotherDay, VisitTakenBack, record_visit, take_back_visit

__all__ = [
    "AlreadyLooking",
    "AlreadyPromised",
    "LimitNeedsConsent",
    "NotLooking",
    "SeekerCannotMove",
    "SkillFacts",
    "VisitOfAnotherDay",
    "VisitTakenBack",
    "add_certificate",
    "add_commitment",
    "change_wish",
    "come_again",
    "drop_certificate",
    "forget_limit",
    "forget_limit_without_consent",
    "let_lapsed_rest",
    "mark_available",
    "mark_working",
    "move_seeker",
    "record_visit",
    "register_for_work",
    "register_job_seeker",
    "release_commitment",
    "release_commitments_of",
    "review_due_tiers",
    "review_tier",
    "set_availability",
    "set_recommendation",
    "set_skills",
    "take_back_visit",
]
