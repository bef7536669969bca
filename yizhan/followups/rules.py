"""Who may do what about follow-ups: pure predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yizhan.accounts.queries import can_manage_station, can_see_numbers, can_see_people, can_serve

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def may_see_calls(user: User) -> bool:
    """See the call list."""
    return can_see_people(user)


def may_call(user: User) -> bool:
    """Call, note answers, put off, hand on."""
    return can_serve(user)


def may_see_alarms(user: User) -> bool:
    """See answers that accuse somebody: who answers for the station, the county, and who audits."""
    return can_see_people(user) and can_see_numbers(user)


def may_handle_alarms(user: User) -> bool:
    """Say that an alarm has been seen to."""
    return can_manage_station(user)
