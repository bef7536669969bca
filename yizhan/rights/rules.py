"""Who may do what about rights: pure predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yizhan.accounts.queries import can_see_people

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def may_reckon(user: User) -> bool:
    """Use the tables of limits and the calculators: whoever advises people, and those who check them."""
    return can_see_people(user)
