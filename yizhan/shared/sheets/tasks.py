"""Background door: a batch's number in, its work done."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from yizhan.shared.sheets.forgetting import forget_old_cells
from yizhan.shared.sheets.operations import wake_batch, work_through
from yizhan.shared.sheets.queries import stalled


@task()
def carry_on(batch_id: int) -> str:
    """Judge or import what is left of a batch; ends when there is nothing to do or somebody stopped it."""
    return str(work_through(batch_id=batch_id, now=timezone.now).state)


def take_up_stalled() -> int:
    """Queue again what a dead worker left, and forget old cells; called by housekeeping."""
    at = timezone.now()
    batches = list(stalled(at))
    for batch in batches:
        wake_batch(batch=batch, at=at)
    forget_old_cells(at=at)
    return len(batches)
