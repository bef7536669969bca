"""What an employer says from the console about the own shifts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from yizhan.gigs.enums import SignMethod
from yizhan.gigs.for_employers import orders_of_agent
from yizhan.gigs.operations.attending import Said, state_hours
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.gigs.models import Order


@transaction.atomic
def say_hours(*, order: Order, said: Said, by: User, at: dt.datetime, seen_version: int | None = None) -> Order:
    """Take the word of an employer's agent about hours or pieces; where the worker says otherwise, both are kept.

    The word stands as the foreman's, with the agent's account beside it.

    :raises yizhan.shared.errors.NotAllowed: it is no order of an employer for whom the agent speaks at this moment.
    :raises: as `state_hours`.
    """
    if not orders_of_agent(by).filter(pk=order.pk).exists():
        raise NotAllowed
    return state_hours(order=order, employer=said, method=SignMethod.FOREMAN, by=by, at=at, seen_version=seen_version)
