"""Reads for whoever answers for a station or a county: how many and how late, never what a case says.

A cell below five is not shown outside its own office: with two cases at a station, a number is a person.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Exists, QuerySet
from django.http import Http404

from yizhan.accounts.queries import can_serve, in_offices_of, offices_visible_to, users_of
from yizhan.gigs.enums import WarningLevel
from yizhan.gigs.queries import PayWarning, orders_visible_to, pay_warnings
from yizhan.rights.enums import CaseState, SourceKind
from yizhan.rights.models import Case
from yizhan.rights.queries import ends_soon, let_pass, serving_parties, timers_of
from yizhan.rights.rules import may_assign, may_supervise, shown

if TYPE_CHECKING:
    from yizhan.accounts.models import User

COLUMNS = ("running", "ending", "late", "unattended", "closed", "escalated", "opened")


@dataclass(frozen=True)
class StationLine:
    """One station's counts, each hidden (None) where it is small and the reader sits elsewhere.

    :param running: cases that are not closed. :param ending: of these, with a limit that ends soon.
    :param late: of these, where employer or authority let a limit pass. :param unattended: nobody serves any more.
    :param closed: closed this year. :param escalated: orders whose pay is late by more than three days.
    :param opened: of these, with a case.
    """

    name: str
    running: int | None
    ending: int | None
    late: int | None
    unattended: int | None
    closed: int | None
    escalated: int | None
    opened: int | None


def open_cases_under(user: User) -> QuerySet[Case]:
    """Return the open cases of the offices that the user answers for; to be counted, never to be shown."""
    if not may_supervise(user):
        return Case.objects.none()
    return Case.objects.filter(in_offices_of(user)).exclude(state=CaseState.CLOSED)


def unattended_cases(user: User) -> QuerySet[Case]:
    """Return the open cases of the head's own office in which nobody serves there any more."""
    if not may_assign(user):
        return Case.objects.none()
    return _without_people(Case.objects.filter(office_id=user.office_id).exclude(state=CaseState.CLOSED))


def _without_people(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.filter(~Exists(serving_parties()))


def get_unattended(user: User, public_id: UUID) -> Case:
    """Return a case that nobody attends to.

    :raises Http404: there is none for these eyes, or somebody attends to it.
    """
    case = unattended_cases(user).filter(public_id=public_id).first()
    if case is None:
        raise Http404
    return case


def count_unattended(user: User) -> int:
    """Count the cases that wait for the head to assign them; the badge in the menu."""
    return unattended_cases(user).count() if may_assign(user) else 0


def assignable(user: User) -> list[User]:
    """Return who could take a case of the head's office, the head included."""
    return [one for one in users_of(user.office) if can_serve(one)]


@dataclass(frozen=True)
class UnattendedCard:
    """What the head is told of a case before it is assigned: its number, its age, whether time is short."""

    public_id: UUID
    number: str
    opened_at: dt.datetime
    is_urgent: bool


def unattended_cards(user: User, today: dt.date) -> list[UnattendedCard]:
    """Return the cases that wait to be assigned, the oldest first: four queries."""
    rows = list(unattended_cases(user).select_related("office").order_by("opened_at", "pk"))
    found = timers_of(rows, today)
    return [UnattendedCard(one.public_id, one.number, one.opened_at, ends_soon(found[one.pk])) for one in rows]


def escalated(user: User, today: dt.date) -> list[PayWarning]:
    """Return the orders whose pay is late by more than three days, the longest first; the county sees all below it."""
    return [one for one in pay_warnings(user, today) if one.level == WarningLevel.ESCALATED]


def station_lines(user: User, warnings: list[PayWarning], today: dt.date) -> list[StationLine]:
    """Return the counts by station, those with something first; a fixed number of queries.

    :param warnings: what `escalated` returned.
    """
    offices = list(offices_visible_to(user).order_by("path", "pk"))
    counts: dict[str, Counter[int]] = {name: Counter() for name in COLUMNS}
    rows = list(open_cases_under(user).select_related("office").defer("situation", "employer_said").order_by("pk"))
    limits = timers_of(rows, today)
    for case in rows:
        counts["running"][case.office_id] += 1
        counts["ending"][case.office_id] += ends_soon(limits[case.pk])
        counts["late"][case.office_id] += let_pass(limits[case.pk])
    alone = _without_people(open_cases_under(user))
    counts["unattended"] = _by_office(alone)
    ended = Case.objects.filter(in_offices_of(user), state=CaseState.CLOSED, closed_at__year=today.year)
    counts["closed"] = _by_office(ended)
    counts["escalated"], counts["opened"] = _pay_by_office(user, warnings)
    lines = [
        StationLine(one.name, **{name: shown(counts[name][one.pk], own=one.pk == user.office_id) for name in COLUMNS})
        for one in offices
        if any(counts[name][one.pk] for name in COLUMNS)
    ]
    return sorted(lines, key=lambda line: -(line.escalated or 0) - (line.running or 0))


def _by_office(cases: QuerySet[Case]) -> Counter[int]:
    rows = cases.order_by().values("office_id").annotate(n=Count("pk")).values_list("office_id", "n")
    return Counter(dict(rows))


def _pay_by_office(user: User, warnings: list[PayWarning]) -> tuple[Counter[int], Counter[int]]:
    """Count escalated orders by station, and those of them from which a case was opened."""
    orders = orders_visible_to(user).filter(pk__in=[one.card.pk for one in warnings])
    office_of = dict(orders.order_by("pk").values_list("public_id", "office_id"))
    cases = Case.objects.filter(source_kind=SourceKind.LATE_PAY, source_public_id__in=list(office_of))
    with_case = cases.order_by("pk").values_list("source_public_id", flat=True)
    return Counter(office_of.values()), Counter(office_of[one] for one in with_case if one is not None)
