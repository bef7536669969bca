"""Reads of the room. A station sees its own plans, those above it as far as its own people go, and nobody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import BigIntegerField, Count, F, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404

from yizhan.accounts.queries import in_offices_of
from yizhan.employers.queries import public_name
from yizhan.matching.queries import PersonItem, points_text, recommend_people
from yizhan.people.queries import masked_phones
from yizhan.plans.enums import STANDING, UNDER_WAY, OutcomeKind, PlanPolicy, PlanState, RowState
from yizhan.plans.models import Plan, PlanOutcome, PlanRow
from yizhan.plans.rules import can_look
from yizhan.shared.display import pay_text

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.postings.models import Shift

#: Without a sign of life for so long, whoever computed or carried out is gone.
STALE_AFTER = dt.timedelta(minutes=3)
#: Next best people for a place; those who stand in the plan already are left out of them.
NEXT_BEST = 10
#: Asked for, so that enough are left.
LOOKED_AT = 60


def plans_visible_to(user: User) -> QuerySet[Plan]:
    """Return the plans of the user's offices and of the offices above; nothing for roles that see no people."""
    if not can_look(user):
        return Plan.objects.none()
    return Plan.objects.filter(in_offices_of(user) | Q(office__in=_above(user.office)))


def _above(office: Office) -> list[int]:
    found = []
    while office.parent is not None:
        office = office.parent
        found.append(office.pk)
    return found


def get_plan(user: User, public_id: UUID) -> Plan:
    """Return a plan.

    :raises Http404: the user sees no such plan.
    """
    return get_object_or_404(plans_visible_to(user).select_related("office", "made_by"), public_id=public_id)


def rows_visible_to(user: User) -> QuerySet[PlanRow]:
    """Return the rows of people whom the user's offices serve."""
    if not can_look(user):
        return PlanRow.objects.none()
    return PlanRow.objects.filter(in_offices_of(user), plan__in=plans_visible_to(user))


def get_row(user: User, public_id: UUID) -> PlanRow:
    """Return a row with what a page about it shows.

    :raises Http404: the user sees no such row.
    """
    rows = rows_visible_to(user).select_related(
        "plan__office", "person", "seeker", "shift__posting__terms", "shift__posting__employer"
    )
    return get_object_or_404(rows, public_id=public_id)


def policy_of(office: Office) -> str:
    """Return the rule by which the office planned last; the most points for all where it never did."""
    last = Plan.objects.filter(office=office).order_by("-made_at", "-pk").values_list("policy", flat=True).first()
    return last or PlanPolicy.MOST


@dataclass(frozen=True)
class PlanLine:
    """A plan in the list, with what became of the rows that the user sees."""

    plan: Plan
    counts: dict[str, int]

    @property
    def waiting(self) -> int:
        """Rows that somebody should look through."""
        return self.counts.get(RowState.PROPOSED, 0)

    @property
    def applied(self) -> int:
        """Rows carried out."""
        return self.counts.get(RowState.APPLIED, 0)


def list_plans(user: User, limit: int = 60) -> list[PlanLine]:
    """Return the newest plans; two queries."""
    plans = list(plans_visible_to(user).select_related("office", "made_by").order_by("-made_at", "-pk")[:limit])
    counts: dict[int, dict[str, int]] = {plan.pk: {} for plan in plans}
    rows = PlanRow.objects.filter(in_offices_of(user), plan__in=list(counts))
    for plan_id, state, count in rows.values_list("plan_id", "state").annotate(n=Count("pk")).order_by("plan_id"):
        counts[plan_id][state] = count
    return [PlanLine(plan, counts[plan.pk]) for plan in plans]


# --- one plan ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Numbers:
    """What a plan came to, in the words of the page. Points are out of 100 a person; shares in percent of the bound.

    :param gap: what is at most still to be gained, in percent of the bound: it is proven, not estimated.
    :param stable_cost: points that are given up where everybody chooses for themselves, in percent of the most.
    """

    total: str
    gap: str
    placed: int
    stable_total: str
    stable_placed: int
    stable_cost: str
    fewer_placed: int

    @classmethod
    def of(cls, plan: Plan) -> Numbers:
        """Work them out; rounded up, so that a gap that is not nothing does not read 0.00."""
        return cls(
            total=points_text(plan.most_points),
            gap=percent_up(plan.bound_points - plan.most_points, plan.bound_points),
            placed=plan.most_placed,
            stable_total=points_text(plan.stable_points),
            stable_placed=plan.stable_placed,
            stable_cost=percent_up(max(0, plan.most_points - plan.stable_points), plan.most_points),
            fewer_placed=plan.most_placed - plan.stable_placed,
        )


def percent_up(part: int, whole: int) -> str:
    """Write a share in percent with two decimals, rounded up."""
    hundredths = -(-part * 10_000 // whole) if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}"


BADGES = {
    RowState.PROPOSED: "wait", RowState.QUEUED: "info", RowState.APPLIED: "done", RowState.OVERTAKEN: "warn",
    RowState.DROPPED: "off",
}  # fmt: skip
PLAN_BADGES = {
    PlanState.WAITING: "wait", PlanState.COMPUTING: "info", PlanState.READY: "good", PlanState.FAILED: "bad",
    PlanState.DISCARDED: "off",
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class RowCard:
    """A row as the page shows it."""

    public_id: UUID
    person_public_id: UUID
    person_name: str
    phone: str
    points: str
    parts: tuple[tuple[str, str], ...]
    cautions: tuple[str, ...]
    distance_m: int | None
    by_staff: bool
    places: int
    state: str
    state_label: str
    badge: str
    reason: str
    version: int
    outcome_kind: str
    outcome_public_id: UUID | None

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed and carried out."""
        return self.state == RowState.PROPOSED

    @property
    def is_out(self) -> bool:
        """Whether it may be put back."""
        return self.state in (RowState.DROPPED, RowState.OVERTAKEN)

    @property
    def is_order(self) -> bool:
        """Whether it became an order, which has a page of its own."""
        return self.outcome_kind == OutcomeKind.ORDER


@dataclass(frozen=True, repr=False)
class ShiftCard:
    """A shift with the people planned for it."""

    title: str
    employer_name: str
    place_name: str
    pay: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    left: int
    rows: tuple[RowCard, ...]

    @property
    def standing(self) -> int:
        """Places that the plan fills."""
        return sum(row.places for row in self.rows if row.state in STANDING)


def shifts_of(user: User, plan: Plan) -> list[ShiftCard]:
    """Return the plan by shift, the soonest first, with the rows that the user sees; three queries."""
    rows = list(
        rows_visible_to(user)
        .filter(plan=plan)
        .select_related("person", "shift__posting__terms", "shift__posting__employer")
        .defer("person__id_no", "shift__posting__terms__contact_name", "shift__posting__terms__contact_phone",
               "shift__posting__employer__person_id_no", "shift__posting__employer__legal_rep",
               "shift__posting__employer__phone")
        .prefetch_related(Prefetch("outcomes", queryset=PlanOutcome.objects.order_by("pk")))
        .order_by("shift__starts_at", "shift_id", "-points_bp", "pk")
    )  # fmt: skip
    phones = masked_phones([row.person_id for row in rows])
    of_shift: dict[int, list[PlanRow]] = {}
    for row in rows:
        of_shift.setdefault(row.shift_id, []).append(row)
    return [_shift_card(group[0].shift, group, phones) for group in of_shift.values()]


def _shift_card(shift: Shift, rows: Iterable[PlanRow], phones: dict[int, str]) -> ShiftCard:
    terms, employer = shift.posting.terms, shift.posting.employer
    return ShiftCard(
        title=terms.title if terms else "",
        employer_name=public_name(employer.kind, employer.name),
        place_name=terms.place_name if terms else "",
        pay=pay_text(terms.pay_min_fen, terms.pay_max_fen, terms.pay_unit) if terms else "",
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        left=shift.headcount - shift.taken,
        rows=tuple(_row_card(row, phones.get(row.person_id, "")) for row in rows),
    )


def _row_card(row: PlanRow, phone: str) -> RowCard:
    outcome = next(iter(row.outcomes.all()), None)
    return RowCard(
        public_id=row.public_id,
        person_public_id=row.person.public_id,
        person_name=row.person.name,
        phone=phone,
        points="" if row.points_bp is None else points_text(row.points_bp),
        parts=tuple((part[0], points_text(part[1])) for part in row.parts),
        cautions=tuple(row.cautions),
        distance_m=row.distance_m,
        by_staff=row.chosen_by != "system",
        places=row.places,
        state=row.state,
        state_label=str(row.get_state_display()),
        badge=BADGES[RowState(row.state)],
        reason=row.reason,
        version=row.version,
        outcome_kind=outcome.kind if outcome else "",
        outcome_public_id=outcome.result_public_id if outcome else None,
    )


@dataclass(frozen=True)
class RowCounts:
    """What became of the rows that the user sees, and the points of those that stand."""

    proposed: int
    queued: int
    applied: int
    overtaken: int
    dropped: int
    standing_points_bp: int

    @property
    def standing(self) -> int:
        """Rows that stand."""
        return self.proposed + self.queued + self.applied

    @property
    def decided(self) -> int:
        """Rows carried out or overtaken."""
        return self.applied + self.overtaken

    @property
    def points(self) -> str:
        """Points of the rows that stand, out of 100 a person."""
        return points_text(self.standing_points_bp)


def counts_of(user: User, plan: Plan) -> RowCounts:
    """Count the rows by state; one query."""
    rows = PlanRow.objects.filter(in_offices_of(user), plan=plan).order_by()
    names = {state: state.value for state in RowState}
    # PostgreSQL multiplies two small numbers into a small one, which a crew's points outgrow.
    points = Cast("points_bp", BigIntegerField()) * F("places")
    found = rows.aggregate(
        **{name: Count("pk", filter=Q(state=state)) for state, name in names.items()},
        standing_points_bp=Sum(points, filter=Q(state__in=sorted(STANDING))),
    )
    return RowCounts(**{name: int(value or 0) for name, value in found.items()})


def next_best(row: PlanRow, *, by: User, at: dt.datetime) -> list[PersonItem]:
    """Return the next best people for a row's shift who have no place in the plan, best first.

    :raises yizhan.shared.errors.NotAllowed: the role may not see both people and postings.
    """
    said = recommend_people(posting=row.shift.posting, by=by, at=at, k=LOOKED_AT, shift_id=row.shift_id)
    taken = set(
        PlanRow.objects.filter(plan=row.plan, state__in=sorted(STANDING)).values_list("person__public_id", flat=True)
    )
    return [item for item in (*said.items, *said.apart) if item.person.public_id not in taken][:NEXT_BEST]


def stalled(at: dt.datetime) -> tuple[list[Plan], list[int]]:
    """Return the plans that nobody computes any more, and those with rows that nobody carries out any more."""
    old = at - STALE_AFTER
    plans = list(Plan.objects.filter(state__in=sorted(UNDER_WAY), beat_at__lt=old).order_by("pk"))
    queued = PlanRow.objects.filter(state=RowState.QUEUED, plan__beat_at__lt=old)
    return plans, list(queued.order_by("plan_id").values_list("plan_id", flat=True).distinct())
