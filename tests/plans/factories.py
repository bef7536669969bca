"""A computed plan for tomorrow: some people, one shift of a few places."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.people.factories import mobile
from tests.referrals.factories import a_shift
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.plans.enums import PlanKind, PlanPolicy
from yizhan.plans.models import Plan, PlanRow
from yizhan.plans.operations import compute_plan, make_plan

DAY = dt.timedelta(days=1)


def asked(by: User, at: dt.datetime, **changes: Any) -> Plan:
    """Ask for a plan of tomorrow."""
    given: dict[str, Any] = {
        "kind": PlanKind.DAY, "policy": PlanPolicy.MOST, "from_on": at.date() + DAY, **changes,
    }  # fmt: skip
    return make_plan(by=by, at=at, today=at.date(), **given)


def computed(by: User, at: dt.datetime, **changes: Any) -> Plan:
    """The same, computed."""
    return compute_plan(plan_id=asked(by, at, **changes).pk, now=lambda: at)


def a_plan(by: User, reviewer: User, at: dt.datetime, *, people: int = 3, shifts: int = 1, **changes: Any) -> Plan:
    """Make people and shifts for tomorrow, and plan them."""
    for number in range(1, people + 1):
        make_seeker(by, at, number=number, phone=mobile(number))
    for _ in range(shifts):
        a_shift(by, reviewer, at)
    return computed(by, at, **changes)


def rows_of(plan: Plan) -> list[PlanRow]:
    """The rows in their order."""
    return list(PlanRow.objects.filter(plan=plan).order_by("pk"))
