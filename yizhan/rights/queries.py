"""Reads of the room. A case exists for its people only: no role, no rank and no office opens it to anybody else."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from yizhan.accounts.enums import SERVING
from yizhan.accounts.queries import can_serve, users_of
from yizhan.rights.deadlines.counting import ONE_DAY, Span
from yizhan.rights.deadlines.timers import Matter, Standing, Timer, Way, timers
from yizhan.rights.enums import INTERRUPTS, CaseKind, CaseState, Channel, Relation, Who
from yizhan.rights.models import Case, CaseChannel, CaseEvidence, CaseFact, CaseParty, CaseStandstill, CaseStep
from yizhan.vocabularies.queries import working_calendar

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person

NUMBER_PREFIX = "R"


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Return the cases that the user takes part in now, while they serve at the counter of the case's office."""
    if not can_serve(user):
        return Case.objects.none()
    mine = CaseParty.objects.filter(case=OuterRef("pk"), user=user, until_at=None)
    return Case.objects.filter(Exists(mine), office_id=user.office_id)


def get_case(user: User, public_id: UUID) -> Case:
    """Return a case of the user's.

    :raises Http404: there is none for these eyes.
    """
    rows = cases_visible_to(user).select_related("person", "employer", "office", "first_desk", "responsible")
    case = rows.filter(public_id=public_id).first()
    if case is None:
        raise Http404
    return case


def serving_parties() -> QuerySet[CaseParty]:
    """Return who attends to the case of an outer query now: answers for it, takes part and serves at its office.

    Who assists is not among them: they answer for nothing, and a case with helpers alone waits for somebody.
    """
    answering = Q(user=OuterRef("first_desk")) | Q(user=OuterRef("responsible"))
    return CaseParty.objects.filter(
        answering, case=OuterRef("pk"), until_at=None, user__is_active=True, user__role__in=sorted(SERVING),
        user__office=OuterRef("office"),
    )  # fmt: skip


def is_unattended(case: Case) -> bool:
    """Say whether nobody attends to a case any more: who answers for it has left or serves elsewhere."""
    return Case.objects.filter(~Exists(serving_parties()), pk=case.pk).exists()


def case_from(user: User, source_kind: str, source_public_id: UUID) -> Case | None:
    """Return the user's own case that was opened from a record of another room, or None."""
    return cases_visible_to(user).filter(source_kind=source_kind, source_public_id=source_public_id).first()


def timers_of(cases: Iterable[Case], today: dt.date) -> dict[int, list[Timer]]:
    """Return the limits of cases by the case's key: four queries, however many cases."""
    rows = list(cases)
    ids = [case.pk for case in rows]
    ways: dict[int, list[Way]] = defaultdict(list)
    for way in CaseChannel.objects.filter(case__in=ids).order_by("pk"):
        ways[way.case_id].append(
            Way(
                Channel(way.channel), way.filed_on, way.accepted_on, way.decided_on, way.served_on, way.perform_by_on,
                way.is_extended,
            )
        )  # fmt: skip
    claims: dict[int, list[dt.date]] = defaultdict(list)
    steps = CaseStep.objects.filter(case__in=ids, kind__in=sorted(INTERRUPTS)).order_by("on", "pk")
    for case_id, on in steps.values_list("case_id", "on"):
        claims[case_id].append(on)
    still: dict[int, list[Span]] = defaultdict(list)
    stands = CaseStandstill.objects.filter(case__in=ids, withdrawn_at=None).order_by("from_on", "pk")
    for case_id, from_on, until_on in stands.values_list("case_id", "from_on", "until_on"):
        # One that lasts has stood still until today, today included.
        still[case_id].append(Span(from_on, until_on or max(from_on, today) + ONE_DAY))
    is_working = working_calendar().is_working
    found = {}
    for case in rows:
        matter = Matter(
            kind=CaseKind(case.kind), relation=Relation(case.relation), province=case.office.area_code[:2],
            happened_on=case.happened_on, known_on=case.known_on, ended_on=case.ended_on,
            claimed_on=tuple(claims[case.pk]), still=tuple(still[case.pk]), ways=tuple(ways[case.pk]),
        )  # fmt: skip
        found[case.pk] = timers(matter, is_working, today)
    return found


@dataclass(frozen=True, repr=False)
class CaseCard:
    """One line of one's own list: the limit that comes next, if any runs.

    :param is_urgent: a limit ends soon. :param is_late: employer or authority let one pass.
    """

    public_id: UUID
    number: str
    person_name: str
    kind: str
    state: str
    state_label: str
    next: Timer | None
    is_urgent: bool
    is_late: bool


def case_cards(user: User, today: dt.date, *, closed: bool = False, limit: int = 100) -> list[CaseCard]:
    """Return one's cases, the next last day first: five queries."""
    rows = cases_visible_to(user).select_related("person", "office").defer("person__id_no", "situation")
    state = CaseState.CLOSED
    rows = rows.filter(state=state) if closed else rows.exclude(state=state)
    return cards_of(list(rows.order_by("-opened_at", "-pk")[:limit]), today)


def cards_of(rows: list[Case], today: dt.date) -> list[CaseCard]:
    """Return the lines of cases that somebody may see, the next last day first."""
    found = timers_of(rows, today)
    cards = [_card(case, found[case.pk]) for case in rows]
    return sorted(cards, key=lambda card: (card.next.on if card.next and card.next.on else dt.date.max, card.number))


def _card(case: Case, limits: list[Timer]) -> CaseCard:
    running = [one for one in limits if one.standing in (Standing.WARN, Standing.RUNNING) and one.on]
    soonest = min(running, key=lambda one: (one.on or dt.date.max, one.rule.key), default=None)
    is_open = case.state != CaseState.CLOSED
    return CaseCard(
        case.public_id, case.number, case.person.name, str(case.get_kind_display()), case.state,
        str(case.get_state_display()), soonest if is_open else None, is_open and ends_soon(limits),
        is_open and let_pass(limits),
    )  # fmt: skip


def ends_soon(limits: Iterable[Timer]) -> bool:
    """Say whether a limit is about to end."""
    return any(one.standing == Standing.WARN for one in limits)


def let_pass(limits: Iterable[Timer]) -> bool:
    """Say whether an employer or an authority let a limit pass that it had to keep."""
    return any(
        one.standing == Standing.OVER and one.rule.who != Who.PERSON and one.rule.ends_with is not None
        for one in limits
    )


def count_ending(user: User, today: dt.date) -> int:
    """Count one's open cases with a limit that ends soon; the badge in the menu. Without cases one query."""
    rows = list(
        cases_visible_to(user)
        .exclude(state=CaseState.CLOSED)
        .select_related("office")
        .defer("situation", "employer_said")
        .order_by("pk")
    )
    return sum(ends_soon(limits) for limits in timers_of(rows, today).values()) if rows else 0


def cases_of_person(user: User, person: Person) -> list[Case]:
    """Return the user's own cases about a person, newest first."""
    rows = cases_visible_to(user).filter(person=person).select_related("person", "office")
    return list(rows.order_by("-opened_at", "-pk"))


def steps_of(case: Case) -> list[CaseStep]:
    """Return the course, newest first."""
    return list(CaseStep.objects.filter(case=case).select_related("by").order_by("-at", "-pk"))


def channels_of(case: Case) -> list[CaseChannel]:
    """Return the ways that were turned to."""
    return list(CaseChannel.objects.filter(case=case).order_by("filed_on", "pk"))


def standstills_of(case: Case) -> list[CaseStandstill]:
    """Return the times in which limits stood still, those taken back too."""
    return list(CaseStandstill.objects.filter(case=case).order_by("from_on", "pk"))


def get_standstill(user: User, case_id: UUID, public_id: UUID) -> CaseStandstill:
    """Return a standstill of one's own case.

    :raises Http404: there is none for these eyes.
    """
    rows = CaseStandstill.objects.select_related("case").filter(case=get_case(user, case_id), public_id=public_id)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def evidence_of(case: Case) -> list[CaseEvidence]:
    """Return the files of a case as they came, destroyed ones too."""
    return list(CaseEvidence.objects.filter(case=case).select_related("added_by").order_by("number", "pk"))


def get_evidence(user: User, case_id: UUID, public_id: UUID) -> CaseEvidence:
    """Return a file of one's own case.

    :raises Http404: there is none for these eyes.
    """
    rows = CaseEvidence.objects.select_related("case").filter(case=get_case(user, case_id), public_id=public_id)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def facts_of(case: Case) -> list[CaseFact]:
    """Return what was known when the case was opened."""
    return list(CaseFact.objects.filter(case=case).order_by("pk"))


def answers_for(user: User, case: Case) -> bool:
    """Say whether somebody is the case's first desk or responsible for it now."""
    return user.pk in (case.first_desk_id, case.responsible_id)


def helpers_of(case: Case) -> QuerySet[CaseParty]:
    """Return who assists now: takes part, and is neither the first desk nor responsible."""
    rows = CaseParty.objects.filter(case=case, until_at=None).exclude(
        user__in=[case.first_desk_id, case.responsible_id]
    )
    return rows.select_related("user").order_by("from_at", "pk")


def could_help(case: Case) -> list[User]:
    """Return the colleagues at the counter who take no part yet."""
    inside = set(CaseParty.objects.filter(case=case, until_at=None).values_list("user_id", flat=True))
    return [one for one in users_of(case.office) if can_serve(one) and one.pk not in inside]


def colleagues_for(case: Case) -> list[User]:
    """Return who could take the case over."""
    return [one for one in users_of(case.office) if can_serve(one) and one.pk != case.responsible_id]
