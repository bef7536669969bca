"""Reads of the room, and the predicates that other rooms ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from yizhan.accounts.enums import SERVING, OfficeKind
from yizhan.accounts.models import (
    PATH_STEP,
    Office,
    OfficeQuerySet,
    RecoveryCode,
    SecondFactor,
    Session,
    User,
)
from yizhan.accounts.rules import (
    LONGEST_SIGN_IN,
    can_administer,
    can_decide_appeals,
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
from yizhan.shared.models import AuditEntry
from yizhan.shared.written import Written

__all__ = [
    "active_offices",
    "actor",
    "audit_offices",
    "audit_rows",
    "can_administer",
    "can_decide_appeals",
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
    "counties",
    "county_offices",
    "find_office",
    "in_offices_of",
    "is_agent",
    "is_staff_side",
    "office_of",
    "offices_visible_to",
    "search_users",
    "sessions_of",
    "subtree_of",
    "unused_recovery_codes",
    "users_of",
    "users_visible_to",
    "users_with_phone",
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

    A station's user gets a plain equality, which every index on the office serves; higher offices get a range of
    the path.
    """
    office = user.office
    if office.kind == "station":
        return Q(**{f"{field}_id": office.pk})
    return Q(**{f"{field}__path__gte": office.path, f"{field}__path__lt": office.path_until})


def county_offices(office: Office) -> tuple[int, ...]:
    """Return the ids of the offices of the county in which an office stands; above the counties, of all below it.

    One query.
    """
    path = office.path
    if office.kind == OfficeKind.STATION and office.parent_id is not None:
        path = path[:-PATH_STEP]  # a station hangs under a county (`PARENT_KINDS`)
    return tuple(pk for (pk,) in _under(path, path[:-1] + "0"))


_under = Written(
    lambda path, end: Office.objects.filter(path__gte=path, path__lt=end).order_by("pk").values_list("pk"), str, str
)


def find_office(*, name: str, kind: str, parent: Office | None) -> Office | None:
    """Return the office of that name and kind under that parent, if there is one."""
    return Office.objects.filter(name=name, kind=kind, parent=parent).order_by("pk").first()


def active_offices() -> OfficeQuerySet:
    """Return the offices in use, in the order of the tree: their names, addresses and telephones are public."""
    return Office.objects.filter(is_active=True).order_by("path")


def counties() -> dict[int, int]:
    """Return office -> the county above it, or the office itself where it stands above the counties; one query."""
    rows = list(Office.objects.order_by("path").values_list("pk", "path", "kind"))
    above = {path: pk for pk, path, kind in rows if kind != OfficeKind.STATION}
    # A path is fixed-width: a station's is its parent's and one more step.
    return {pk: pk if kind != OfficeKind.STATION else above.get(path[: path[:-1].rfind("/") + 1], pk)
            for pk, path, kind in rows}  # fmt: skip


def users_of(office: Office) -> QuerySet[User]:
    """Return the people in use who sign in for exactly this office."""
    return User.objects.filter(office=office, is_active=True).order_by("name", "pk")


def serving_users(office: Office) -> QuerySet[User]:
    """Return the people in use who serve at exactly this office: its counter and its head."""
    return users_of(office).filter(role__in=SERVING)


def users_visible_to(user: User) -> QuerySet[User]:
    """Return the accounts of the offices that the user may see into."""
    return User.objects.filter(in_offices_of(user)).select_related("office")


def search_users(user: User, *, text: str = "", role: str = "", out_of_use: bool = False) -> QuerySet[User]:
    """Return the accounts in sight that match, by office and sign-in name.

    :param text: part of the name or the sign-in name. :param out_of_use: accounts out of use as well.
    """
    found = users_visible_to(user)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(username__icontains=text))
    if role:
        found = found.filter(role=role)
    if not out_of_use:
        found = found.filter(is_active=True)
    return found.order_by("office__path", "username", "pk")


def users_with_phone(user_ids: Iterable[int]) -> set[int]:
    """Return those of these users to whose account a phone is bound."""
    return set(SecondFactor.objects.filter(user__in=list(user_ids)).values_list("user_id", flat=True))


def unused_recovery_codes(user: User) -> int:
    """Count the codes on paper that are still good."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def sessions_of(user: User, *, at: dt.datetime) -> QuerySet[Session]:
    """Return where the user is signed in at the moment, the last used first."""
    rows = Session.objects.filter(user=user, public_id__isnull=False, expire_date__gt=at)
    rows = rows.filter(began_at__gte=max(at - LONGEST_SIGN_IN, user.sessions_from or at - LONGEST_SIGN_IN))
    return rows.order_by("-seen_at", "session_key")


def audit_offices(user: User) -> dict[int, Office | None]:
    """Return the offices whose audit lines the user may read, by id, in the order of the tree.

    At the root of a tree the installation's own lines (0: the command line, attempts by unknown names) come first.
    """
    offices: dict[int, Office | None] = {0: None} if user.office.parent_id is None else {}
    return offices | {office.pk: office for office in offices_visible_to(user).order_by("path")}


def audit_rows(
    office_ids: list[int],
    *,
    kind: str = "",
    actor: User | None = None,
    action: str = "",
    from_at: dt.datetime | None = None,
    until_at: dt.datetime | None = None,
    before_id: int | None = None,
) -> QuerySet[AuditEntry]:
    """Return audit lines of the offices, newest first.

    :param action: beginning of a dotted name, such as `referral.`.
    :param from_at: and `until_at`: half-open. :param before_id: only older lines, for the next page.
    """
    rows = AuditEntry.objects.filter(office_id__in=office_ids)
    if kind:
        rows = rows.filter(kind=kind)
    if actor is not None:
        rows = rows.filter(actor_id=actor.pk)
    if action:
        rows = rows.filter(action__startswith=action)
    if from_at is not None:
        rows = rows.filter(at__gte=from_at)
    if until_at is not None:
        rows = rows.filter(at__lt=until_at)
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return rows.order_by("-pk")
