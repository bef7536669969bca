"""Reads of the room: today's calls, what was answered, what accuses somebody."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from yizhan.accounts.queries import can_see_people, in_offices_of
from yizhan.followups.enums import FollowUpState, Reach
from yizhan.followups.kinds import all_kinds, kind_of
from yizhan.followups.models import ACCUSES, Attempt, FollowUp, FollowUpQuerySet
from yizhan.people.queries import masked_phones

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person

__all__ = ["all_kinds", "call_list", "get_followup", "kind_of"]


@dataclass(frozen=True, repr=False)
class CallCard:
    """One line of the call list; the telephone is masked."""

    public_id: UUID
    person_public_id: UUID
    person_name: str
    phone: str
    title: str
    about: str
    due_on: dt.date
    days_overdue: int
    attempts: int
    assigned_to_id: int | None
    version: int

    @property
    def is_overdue(self) -> bool:
        """It was due before today."""
        return self.days_overdue > 0


def followups_visible_to(user: User) -> FollowUpQuerySet:
    """Return the follow-ups of the offices that the user sees into; nothing for roles that see no people."""
    if not can_see_people(user):
        return FollowUp.objects.none()
    return FollowUp.objects.filter(in_offices_of(user))


def get_followup(user: User, public_id: UUID) -> FollowUp:
    """Return a follow-up with its person.

    :raises Http404: there is none that the user may see.
    """
    found = followups_visible_to(user).select_related("person", "office").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def call_list(user: User, today: dt.date, *, limit: int = 100) -> list[CallCard]:
    """Return what is to be called today, longest overdue first: a fixed number of queries plus one a kind."""
    rows = list(
        followups_visible_to(user).due_by(today).order_by("due_on", "attempts", "pk").select_related("person")[:limit]
    )
    return _cards(rows, today)


def coming_up(user: User, today: dt.date, days: int, *, limit: int = 100) -> list[CallCard]:
    """Return what falls due in the next days."""
    rows = list(
        followups_visible_to(user)
        .open()
        .filter(due_on__gt=today, due_on__lte=today + dt.timedelta(days=days))
        .order_by("due_on", "pk")
        .select_related("person")[:limit]
    )
    return _cards(rows, today)


def followups_of(user: User, person: Person) -> list[FollowUp]:
    """Return a person's follow-ups that the user may see, newest first."""
    return list(followups_visible_to(user).filter(person=person).order_by("-due_on", "-pk"))


def attempts_of(followup: FollowUp) -> list[Attempt]:
    """Return the tries, newest first."""
    return list(Attempt.objects.filter(followup=followup).select_related("by").order_by("-at", "-pk"))


def count_due(user: User, today: dt.date) -> int:
    """Return how many calls are due; the badge in the menu."""
    return followups_visible_to(user).due_by(today).count()


def alarms(user: User, *, handled: bool = False) -> QuerySet[Attempt]:
    """Return the answers that accuse somebody, newest first: for the station head."""
    return (
        Attempt.objects.filter(ACCUSES, followup__in=followups_visible_to(user), handled_at__isnull=not handled)
        .select_related("followup", "followup__person", "by")
        .order_by("-at", "-pk")
    )


def counts(office_ids: list[int], from_on: dt.date, until_on: dt.date) -> dict[str, int]:
    """Return the numbers of I-13 for follow-ups that fell due in `[from_on, until_on)`.

    `due`: all of them but the cancelled; `done`: those that were tried; `reached`: those that were answered.
    """
    base = FollowUp.objects.filter(office_id__in=office_ids, due_on__gte=from_on, due_on__lt=until_on).exclude(
        state=FollowUpState.CANCELLED
    )
    return {
        "due": base.count(),
        "done": base.filter(attempts__gt=0).count(),
        "reached": base.filter(tries__reach=Reach.REACHED).distinct().count(),
    }


def has_attempts(about_kind: str, about_public_id: UUID) -> bool:
    """Say whether anybody has been asked about something yet."""
    return Attempt.objects.filter(
        followup__about_kind=about_kind, followup__about_public_id=about_public_id
    ).exists()


def _cards(rows: list[FollowUp], today: dt.date) -> list[CallCard]:
    phones = masked_phones([row.person_id for row in rows])
    lines: dict[UUID, str] = {}
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row.about_public_id)
    seen: dict[object, dict[UUID, str]] = {}
    wanted = sorted({about for abouts in by_kind.values() for about in abouts})
    for kind in by_kind:
        about = kind_of(kind).about
        if about not in seen:  # the four kinds after a hire share one question
            seen[about] = about(wanted)
        lines |= seen[about]
    return [
        CallCard(
            public_id=row.public_id,
            person_public_id=row.person.public_id,
            person_name=row.person.name,
            phone=phones.get(row.person_id, ""),
            title=str(kind_of(row.kind).title),
            about=lines.get(row.about_public_id, ""),
            due_on=row.due_on,
            days_overdue=(today - row.due_on).days,
            attempts=row.attempts,
            assigned_to_id=row.assigned_to_id,
            version=row.version,
        )
        for row in rows
    ]

