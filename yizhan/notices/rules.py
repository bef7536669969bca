"""Who may do what about messages: pure predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yizhan.accounts.queries import can_administer, can_see_people, can_serve, can_unmask

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def may_see(user: User) -> bool:
    """See the call list and the ledger: they name people."""
    return can_see_people(user)


def may_call(user: User) -> bool:
    """Call, tick off, write down what somebody wants."""
    return can_serve(user)


def may_reveal(user: User) -> bool:
    """See a whole number."""
    return can_unmask(user)


def may_set_up(user: User) -> bool:
    """Set carriers, keys and hours; sees no person."""
    return can_administer(user)
