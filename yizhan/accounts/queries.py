"""Reads of the room, and the predicates that other rooms ask."""

from __future__ import annotations

from typing import cast

from django.db.models import Q
from django.http import HttpRequest

from yizhan.accounts.models import Office, OfficeQuerySet, User
from yizhan.accounts.rules import (
    can_administer,
    can_enter_postings,
    can_export_people,
    can_manage_station,
    can_read_audit,
    can_review,
    can_see_numbers,
    can_see_people,
    can_see_postings,
    can_serve,
    can_unmask,
    is_agent,
    is_staff_side,
)

__all__ = [
    "actor",
    "can_administer",
    "can_enter_postings",
    "can_export_people",
    "can_manage_station",
    "can_read_audit",
    "can_review",
    "can_see_numbers",
    "can_see_people",
    "can_see_postings",
    "can_serve",
    "can_unmask",
    "in_offices_of",
    "is_agent",
    "is_staff_side",
    "office_of",
    "offices_visible_to",
    "subtree_of",
]


def actor(request: HttpRequest) -> User:
    """Return who signed in; the login middleware has made sure that there is somebody."""
    return cast("User", request.user)


def office_of(user: User) -> Office:
    """Return the office that the user works for."""
    return user.office


def subtree_of(office: Office) -> OfficeQuerySet:
    """Return the office and all below it."""
    return Office.objects.under(office)


def offices_visible_to(user: User) -> OfficeQuerySet:
    """Return the offices that the user may see into: their own and all below."""
    return subtree_of(user.office)


def in_offices_of(user: User, field: str = "office") -> Q:
    """Return the condition "belongs to an office that the user may see into".

    A station's user gets a plain equality, which every index on the office serves; higher offices get a range of the path.
    """
    office = user.office
    if office.kind == "station":
        return Q(**{f"{field}_id": office.pk})
    return Q(**{f"{field}__path__gte": office.path, f"{field}__path__lt": office.path[:-1] + "0"})


def find_office(*, name: str, kind: str, parent: Office | None) -> Office | None:
    """Return the office of that name and kind under that parent, if there is one."""
    return Office.objects.filter(name=name, kind=kind, parent=parent).order_by("pk").first()
