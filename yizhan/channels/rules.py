"""Who may do what with channels. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yizhan.accounts.queries import can_enter_postings, can_manage_station, can_see_postings

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def can_see_channels(user: User) -> bool:
    """See the channels of the office and what went out."""
    return can_see_postings(user)


def can_send(user: User) -> bool:
    """Take postings out by a channel, and write down what went out or came down."""
    return can_enter_postings(user)


def can_set_up(user: User) -> bool:
    """Add, change and retire channels of the own office."""
    return can_manage_station(user)
