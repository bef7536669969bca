"""Who may do what about rights: pure predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yizhan.accounts.queries import can_manage_station, can_see_numbers, can_see_people, can_serve

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Below it a count is not shown outside its own office (domain 7).
SMALLEST_SHOWN = 5


def may_reckon(user: User) -> bool:
    """Use the tables of limits and the calculators: whoever advises people, and those who check them."""
    return can_see_people(user)


def may_take_cases(user: User) -> bool:
    """Open cases and work on one's own: who serves at a counter. Others see none, whatever their rank."""
    return can_serve(user)


def may_supervise(user: User) -> bool:
    """See how many cases there are and how late, without a word of what they say."""
    return can_see_numbers(user)


def may_assign(user: User) -> bool:
    """Give a case that nobody attends to any more to somebody, without reading it: the head of its station."""
    return can_manage_station(user)


def shown(count: int, *, own: bool) -> int | None:
    """Return a count as it may be shown: None where it is small and the reader belongs to another office."""
    return None if not own and 0 < count < SMALLEST_SHOWN else count
