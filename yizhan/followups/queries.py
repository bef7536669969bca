"""Reads of the room: today's calls, what was answered, what accuses somebody."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from yizhan.accounts.queries import can_see_people, in_offices_of
from yizhan.accounts.standing import StandingFor
from yizhan.followups.enums import Alarm, FollowUpState, Reach
from yizhan.followups.kinds import all_kinds, kind_of
from yizhan.followups.models import ACCUSES, Attempt, FollowUp, FollowUpQuerySet
from yizhan.people.queries import masked_phones
from yizhan.shared.standing import TODAY

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
    assigned_to: str
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
    found = (
        followups_visible_to(user).select_related("person", "office", "assigned_to").filter(public_id=public_id).first()
    )
    if found is None:
        raise Http404
    return found


def call_list(user: User, today: dt.date, *, limit: int = 100) -> list[CallCard]:
    """Return what is to be called today, longest overdue first: a fixed number of queries plus one a kind."""
    rows = list(
        followups_visible_to(user)
        .due_by(today)
        .order_by("due_on", "attempts", "pk")
        .select_related("person", "assigned_to")
        .defer("person__id_no")[:limit]
    )
    return _cards(rows, today)


def coming_up(user: User, today: dt.date, days: int, *, limit: int = 100) -> list[CallCard]:
    """Return what falls due in the next days."""
    rows = list(
        followups_visible_to(user)
        .open()
        .filter(due_on__gt=today, due_on__lte=today + dt.timedelta(days=days))
        .order_by("due_on", "pk")
        .select_related("person", "assigned_to")
        .defer("person__id_no")[:limit]
    )
    return _cards(rows, today)


def followups_of(user: User, person: Person) -> list[FollowUp]:
    """Return a person's follow-ups that the user may see, newest first."""
    return list(followups_visible_to(user).filter(person=person).order_by("-due_on", "-pk"))


def followups_about(about_kind: str, about_public_id: UUID) -> list[FollowUp]:
    """Return what is or was to be asked about one thing, soonest first; whoever sees the thing sees these."""
    found = FollowUp.objects.filter(about_kind=about_kind, about_public_id=about_public_id)
    return list(found.order_by("due_on", "pk"))


def attempts_of(followup: FollowUp) -> list[Attempt]:
    """Return the tries, newest first."""
    return list(Attempt.objects.filter(followup=followup).select_related("by").order_by("-at", "-pk"))


def count_due(user: User, today: dt.date) -> int:
    """Return how many calls are due; the badge in the menu."""
    return _DUE.count(user, today=today)


_DUE = StandingFor(lambda user: followups_visible_to(user).due_by(TODAY))


def count_alarms(user: User) -> int:
    """Count alarms that nobody has seen to; the badge in the menu."""
    return _ALARMS.count(user)


_ALARMS = StandingFor(
    lambda user: Attempt.objects.filter(ACCUSES, followup__in=followups_visible_to(user), handled_at=None)
)


@dataclass(frozen=True)
class Progress:
    """The day so far.

    :param closed: follow-ups closed today, however they ended. :param left: due and not closed.
    :param reached: of today's attempts those that reached somebody. :param tries: attempts of today.
    """

    closed: int
    left: int
    reached: int
    tries: int

    @property
    def all(self) -> int:
        """What the day has or had to do."""
        return self.closed + self.left


def progress(user: User, today: dt.date, start: dt.datetime, end: dt.datetime) -> Progress:
    """Return how far the day's calls are; `[start, end)` is the local day. Three queries."""
    visible = followups_visible_to(user)
    tries = Attempt.objects.filter(followup__in=visible, at__gte=start, at__lt=end).aggregate(
        tries=Count("pk"), reached=Count("pk", filter=Q(reach=Reach.REACHED))
    )
    closed = visible.filter(closed_at__gte=start, closed_at__lt=end, attempts__gt=0).count()
    return Progress(closed, count_due(user, today), tries["reached"], tries["tries"])


def next_call(user: User, today: dt.date, *, after: FollowUp) -> FollowUp | None:
    """Return whom to call next: the first that is due, one's own and nobody's first, and not the one just tried."""
    due = followups_visible_to(user).due_by(today).exclude(pk=after.pk)
    mine = due.filter(Q(assigned_to=user) | Q(assigned_to=None))
    return mine.order_by("attempts", "due_on", "pk").first()


@dataclass(frozen=True, repr=False)
class AlarmLine:
    """An answer that accuses somebody, as the head's list shows it."""

    attempt: Attempt
    person_public_id: UUID
    person_name: str
    about: str
    alarms: tuple[str, ...]


def alarm_lines(rows: list[Attempt]) -> list[AlarmLine]:
    """Return the lines of a list of alarms with what each is about: one query a kind."""
    lines = _about_lines([row.followup for row in rows])
    return [
        AlarmLine(
            attempt=row,
            person_public_id=row.followup.person.public_id,
            person_name=row.followup.person.name,
            about=lines.get(row.followup.about_public_id, ""),
            alarms=tuple(str(alarm.label) for alarm in alarms_in(row)),
        )
        for row in rows
    ]


def alarms_in(attempt: Attempt) -> list[Alarm]:
    """Return what an answer accuses somebody of."""
    said = [
        (attempt.fee_asked, Alarm.FEE_ASKED),
        (attempt.id_held, Alarm.ID_HELD),
        (attempt.injured, Alarm.INJURED),
        (attempt.paid_full is False, Alarm.NOT_PAID_IN_FULL),
    ]
    return [alarm for is_so, alarm in said if is_so]


def about_line(followup: FollowUp) -> str:
    """Say what one follow-up is about."""
    return _about_lines([followup]).get(followup.about_public_id, "")


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
    return Attempt.objects.filter(followup__about_kind=about_kind, followup__about_public_id=about_public_id).exists()


def _about_lines(rows: list[FollowUp]) -> dict[UUID, str]:
    """Ask the rooms that made things due what they are about: once a room, however many kinds it has."""
    by_question: dict[Callable[[list[UUID]], dict[UUID, str]], set[UUID]] = defaultdict(set)
    for row in rows:
        by_question[kind_of(row.kind).about].add(row.about_public_id)
    lines: dict[UUID, str] = {}
    for about, wanted in by_question.items():
        lines |= about(sorted(wanted))
    return lines


def _cards(rows: list[FollowUp], today: dt.date) -> list[CallCard]:
    phones = masked_phones([row.person_id for row in rows])
    lines = _about_lines(rows)
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
            assigned_to=row.assigned_to.name if row.assigned_to else "",
            version=row.version,
        )
        for row in rows
    ]
