"""What the pages of a case share."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import actor
from yizhan.rights.queries import get_case
from yizhan.rights.rules import may_take_cases
from yizhan.shared.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.rights.models import Case


class Incomplete(Refused):
    """The form lacks what its fields ask for."""

    code = "form_incomplete"
    status = 422
    sentence = _("表没有填对，没有保存。请核对日期和选项后再保存。")


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
