"""What the views of the room share: whose eyes, which person, and the line that a look leaves."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone

from yizhan.accounts.queries import actor, can_see_people
from yizhan.people.models import Person
from yizhan.people.queries import get_person
from yizhan.shared.audit.operations import write_read
from yizhan.shared.errors import NotAllowed

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def demand(user: User, may: Callable[[User], bool]) -> None:
    """Refuse what the role may not do, before anything is looked up.

    :raises NotAllowed: it may not.
    """
    if not may(user):
        raise NotAllowed


def person_for(
    request: HttpRequest, public_id: uuid.UUID, may: Callable[[User], bool] = can_see_people
) -> tuple[User, Person]:
    """Return who asks and about whom.

    :raises NotAllowed: the role may not.
    :raises Http404: no such person for these eyes.
    """
    user = actor(request)
    demand(user, may)
    return user, get_person(user, public_id)


def note_look(user: User, person: Person, action: str, *fields: str) -> None:
    """Leave the one line that a page with a person on it leaves."""
    write_read(action=action, by=user, at=timezone.now(), person_id=person.pk, obj=person, fields=fields)
