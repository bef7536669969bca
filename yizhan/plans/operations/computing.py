"""Computing a plan in the background: begun once, with signs of life; what a dead worker left is begun again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import structlog
from django.db import transaction

from yizhan.accounts.queries import subtree_of
from yizhan.matching.planning.market import Market, Window, read_market
from yizhan.matching.planning.pairings import Pairing, pairings
from yizhan.matching.planning.whole import WholePlan, plan_market
from yizhan.plans.enums import PlanKind, PlanPolicy, PlanState, PlanStep
from yizhan.plans.models import Plan, PlanRow
from yizhan.plans.operations.making import lock_plan, move
from yizhan.shared.audit.operations import write_audit
from yizhan.workers.queries import day_bounds, seekers_by_person

log = structlog.get_logger("yizhan.plans")

MOST_ATTEMPTS = 3
#: A county is searched to the end: gap 0 where one area holds it.
GAP_BP = 0
#: Rows written at once.
AT_ONCE = 200
#: Values of a list in one question (SQLite counts them).
A_BATCH = 5000

Clock = Callable[[], dt.datetime]


def compute_plan(*, plan_id: int, now: Clock) -> Plan:
    """Compute a plan that waits; a plan that somebody else computes, or that is done, is left alone.

    Not one transaction: reading and searching take seconds, and nothing of it is written before the end.

    :param now: the clock; each sign of life asks it once.
    """
    plan = _begin(plan_id, now())
    if plan is None:
        return Plan.objects.get(pk=plan_id)
    try:
        _compute(plan, now)
    except Exception:
        log.exception("plan.failed", plan=plan.pk)
        _fail(plan, now())
    return Plan.objects.get(pk=plan_id)


def _compute(plan: Plan, now: Clock) -> None:
    at = now()
    from_at, until_at = day_bounds(plan.from_on)[0], day_bounds(plan.until_on)[0]
    offices = list(subtree_of(plan.office).order_by("pk").values_list("pk", flat=True))
    _beat(plan, PlanStep.READ, 0, 0, at)
    window = Window(max(from_at, at), until_at, dated_only=plan.kind == PlanKind.DAY)
    market = read_market(offices, at, window)
    whole = plan_market(market, gap_bp=GAP_BP, tell=lambda step: _beat(plan, PlanStep(step), 0, 0, now()))
    choice = whole.stable if plan.policy == PlanPolicy.STABLE else whole.most
    chosen = pairings(market, choice, at, lambda done, of: _beat(plan, PlanStep.EXPLAIN, done, of, now()))
    _finish(plan, market, whole, chosen, now())


@transaction.atomic
def _begin(plan_id: int, at: dt.datetime) -> Plan | None:
    plan = lock_plan(Plan(pk=plan_id))
    if plan.state != PlanState.WAITING:
        return None
    move(plan, PlanState.COMPUTING)
    plan.attempts += 1
    plan.beat_at = at
    plan.save(update_fields=["state", "version", "attempts", "beat_at"])
    return plan


def _beat(plan: Plan, step: PlanStep, done: int, of: int, at: dt.datetime) -> None:
    """Give a sign of life, unless somebody else has taken over."""
    ours = Plan.objects.filter(pk=plan.pk, state=PlanState.COMPUTING, attempts=plan.attempts)
    ours.update(step=step, done=done, of=of, beat_at=at)


@transaction.atomic
def _finish(plan: Plan, market: Market, whole: WholePlan, chosen: list[Pairing], at: dt.datetime) -> None:
    """Write the numbers and the rows; nothing where somebody else took over or gave the plan up meanwhile."""
    locked = lock_plan(plan)
    if locked.state != PlanState.COMPUTING or locked.attempts != plan.attempts:
        return
    for name, value in _numbers(market, whole).items():
        setattr(locked, name, value)
    locked.computed_at = locked.beat_at = at
    locked.step, locked.done, locked.of = "", 0, 0
    move(locked, PlanState.READY).save()
    offices: dict[int, int] = {}
    people = [one.person_id for one in chosen]
    for start in range(0, len(people), A_BATCH):
        found = seekers_by_person(people[start : start + A_BATCH])
        offices |= {person_id: seeker.office_id for person_id, seeker in found.items()}
    rows = [_row(locked, one, offices[one.person_id]) for one in chosen if one.person_id in offices]
    PlanRow.objects.bulk_create(rows, batch_size=AT_ONCE)
    write_audit(action="plan.computed", by=locked.made_by, at=at, obj=locked, reason=f"rows:{len(rows)}")


def _numbers(market: Market, whole: WholePlan) -> dict[str, Any]:
    return {
        "people": int(market.people.party_size.sum()),
        "turned_off": market.apart,
        "crews": whole.crews,
        "shifts": len(market.postings),
        "places": int(market.postings.places_left.sum()),
        "most_points": whole.most.total_points,
        "most_placed": whole.most.placed,
        "bound_points": whole.bound_points,
        "stable_points": whole.stable.total_points,
        "stable_placed": whole.stable.placed,
    }


def _row(plan: Plan, one: Pairing, office_id: int) -> PlanRow:
    return PlanRow(
        plan=plan, person_id=one.person_id, seeker_id=one.seeker_id, shift_id=one.shift_id, office_id=office_id,
        places=one.places, points_bp=one.points_bp,
        parts=[[part.words, part.points_bp, part.most_bp] for part in one.parts],
        cautions=list(one.cautions), distance_m=one.distance_m,
    )  # fmt: skip


@transaction.atomic
def _fail(plan: Plan, at: dt.datetime) -> None:
    locked = lock_plan(plan)
    if locked.state == PlanState.COMPUTING and locked.attempts == plan.attempts:
        move(locked, PlanState.FAILED).save(update_fields=["state", "version"])
        write_audit(action="plan.failed", by=locked.made_by, at=at, obj=locked)


@transaction.atomic
def begin_again(*, plan: Plan, at: dt.datetime) -> bool:
    """Put a plan whose worker is gone (or that failed) back in line; say whether it is to be computed.

    After three attempts it counts as failed: something about it kills whoever computes it, and a person should look.
    """
    plan = lock_plan(plan)
    if plan.state == PlanState.COMPUTING and plan.attempts >= MOST_ATTEMPTS:
        move(plan, PlanState.FAILED).save(update_fields=["state", "version"])
        write_audit(action="plan.failed", by=plan.made_by, at=at, obj=plan)
        return False
    if plan.state == PlanState.FAILED:
        plan.attempts = 0
    if plan.state != PlanState.WAITING:
        move(plan, PlanState.WAITING)
    plan.beat_at = at
    plan.save(update_fields=["state", "version", "attempts", "beat_at"])
    return True


def beat_of(plan_id: int, at: dt.datetime) -> None:
    """Give a sign of life while rows are carried out."""
    Plan.objects.filter(pk=plan_id).update(beat_at=at)
