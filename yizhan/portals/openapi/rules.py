"""Who may do what. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yizhan.accounts.enums import Role

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def can_keep_partners(user: User) -> bool:
    """Make partners and their keys, end them, look at their use: the county's officer and the administrator."""
    return user.role in (Role.OFFICER, Role.SYSADMIN)
