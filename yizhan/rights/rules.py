"""Who may do what about rights: pure predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yizhan.accounts.queries import can_see_people, can_serve

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def may_reckon(user: User) -> bool:
    """Use the tables of limits and the calculators: whoever advises people, and those who check them."""
    return can_see_people(user)


def may_take_cases(user: User) -> bool:
    """Open cases and work on one's own: who serves at a counter. Others see none, whatever their rank."""
    return can_serve(user)
