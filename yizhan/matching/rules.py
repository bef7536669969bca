"""Who may ask for recommendations: pure predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yizhan.accounts.queries import can_see_people, can_see_postings

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def can_match(user: User) -> bool:
    """See who suits which work: whoever may see both people and postings."""
    return can_see_people(user) and can_see_postings(user)
