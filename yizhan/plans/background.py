"""Background door: a plan's number in, its computing or carrying out done.

Not called `tasks`: pages put work in line here, and housekeeping takes up what a dead worker left.
"""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from yizhan.plans.operations import begin_again, carry_out_next, compute_plan
from yizhan.plans.queries import stalled


@task()
def compute(plan_id: int) -> str:
    """Compute a plan that waits."""
    return str(compute_plan(plan_id=plan_id, now=timezone.now).state)


@task()
def carry_out(plan_id: int) -> int:
    """Carry out the rows of a plan that are queued; ends when none is left."""
    count = 0
    while carry_out_next(plan_id=plan_id, at=timezone.now()):
        count += 1
    return count


def take_up_stalled() -> int:
    """Queue again what a dead worker left; called by housekeeping."""
    at = timezone.now()
    plans, carrying = stalled(at)
    for plan in plans:
        if begin_again(plan=plan, at=at):
            compute.enqueue(plan.pk)
    for plan_id in carrying:
        carry_out.enqueue(plan_id)
    return len(plans) + len(carrying)
