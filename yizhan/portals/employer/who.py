"""Who asks: the console is for agents of employers and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from yizhan.accounts.queries import actor, is_agent
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def agent_of(request: HttpRequest) -> User:
    """Return the agent who has signed in.

    :raises NotAllowed: somebody else has: staff have the desk.
    """
    user = actor(request)
    if not is_agent(user):
        raise NotAllowed
    return user
