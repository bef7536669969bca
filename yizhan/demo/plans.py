"""Two plans that wait for somebody to look them through: the station's next day, and the county's week."""

from __future__ import annotations

import datetime as dt

from yizhan.demo.ledger import County
from yizhan.plans.enums import PlanKind, PlanPolicy
from yizhan.plans.operations import compute_plan, drop_row, make_plan
from yizhan.plans.queries import rows_visible_to

#: Rows of the station's plan that the head has looked at and taken out.
TAKEN_OUT = 2


def prepare_plans(county: County) -> None:
    """Compute both on the last morning, by the operations that the page calls."""
    head, officer, at = county.users["head"], county.users["officer"], county.until
    tomorrow = county.today + dt.timedelta(days=1)
    for by, kind in ((officer, PlanKind.WEEK), (head, PlanKind.DAY)):
        plan = make_plan(kind=kind, policy=PlanPolicy.MOST, from_on=tomorrow, by=by, at=at, today=county.today)
        plan = compute_plan(plan_id=plan.pk, now=lambda: at)
        if kind == PlanKind.DAY:
            for row in rows_visible_to(head).filter(plan=plan).order_by("pk")[:TAKEN_OUT]:
                drop_row(row=row, by=head, at=at)
