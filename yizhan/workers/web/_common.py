"""What the views of the room share: whose eyes, which person, and the line that a look leaves."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.utils import timezone

from yizhan.accounts.queries import actor
from yizhan.people.queries import get_person
from yizhan.shared.audit.operations import write_read
from yizhan.shared.errors import NotAllowed
from yizhan.workers.models import JobSeeker
from yizhan.workers.queries import seeker_of
from yizhan.workers.rules import may_see_seekers

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person


def demand(user: User, may: Callable[[User], bool]) -> None:
    """Refuse what the role may not do, before anything is looked up.

    :raises NotAllowed: it may not.
    """
    if not may(user):
        raise NotAllowed


def person_for(
    request: HttpRequest, public_id: uuid.UUID, may: Callable[[User], bool] = may_see_seekers
) -> tuple[User, Person]:
    """Return who asks and about whom.

    :raises NotAllowed: the role may not. :raises Http404: no such person for these eyes.
    """
    user = actor(request)
    demand(user, may)
    return user, get_person(user, public_id)


def seeker_for(
    request: HttpRequest, public_id: uuid.UUID, may: Callable[[User], bool] = may_see_seekers
) -> tuple[User, JobSeeker]:
    """Return who asks and about which job seeker.

    :raises NotAllowed: the role may not. :raises Http404: nobody for these eyes, or not registered for work.
    """
    user, person = person_for(request, public_id, may)
    seeker = seeker_of(person)
    if seeker is None:
        raise Http404
    return user, seeker


def note_look(user: User, person: Person, action: str, *fields: str) -> None:
    """Leave the one line that a page with a person on it leaves."""
    write_read(action=action, by=user, at=timezone.now(), person_id=person.pk, obj=person, fields=fields)


def page_number(request: HttpRequest) -> int:
    """Return the page asked for, 1 unless it is a sensible number."""
    text = request.GET.get("page", "1")
    return max(1, min(int(text), 10_000)) if text.isascii() and text.isdigit() else 1
