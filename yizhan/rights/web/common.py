"""What the pages of a case share."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest

from yizhan.accounts.queries import actor
from yizhan.rights.queries import get_case
from yizhan.rights.rules import may_take_cases
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.rights.models import Case


def case_user(request: HttpRequest) -> User:
    """Return who asks, if cases are their work.

    :raises NotAllowed: they are not.
    """
    user = actor(request)
    if not may_take_cases(user):
        raise NotAllowed
    return user


def posted(request: HttpRequest, public_id: uuid.UUID) -> tuple[User, Case]:
    """Return who acts on which of their cases.

    :raises Http404: there is none for these eyes.
    """
    user = case_user(request)
    return user, get_case(user, public_id)
