"""Whose word counts about a posting: staff by their role, an employer's agent about the employer's own alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yizhan.accounts.queries import is_agent
from yizhan.employers.queries import employers_of_agent
from yizhan.postings.models import Posting
from yizhan.postings.queries import was_paused_by_an_agent
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from yizhan.accounts.models import User


def demand_voice(posting: Posting, by: User, *, staff: Callable[[User], bool]) -> None:
    """Refuse whoever is neither staff who may nor an agent of the posting's employer at this moment.

    :param staff: what the role of staff must allow.
    """
    if not staff(by) and not employers_of_agent(by).filter(pk=posting.employer_id).exists():
        raise NotAllowed


def demand_own_pause(posting: Posting, by: User) -> None:
    """Refuse an agent who would take up again what the station stopped; what they stopped themselves they may."""
    if not is_agent(by):
        return
    if not was_paused_by_an_agent(posting):
        raise NotAllowed
