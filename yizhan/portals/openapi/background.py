"""Background door: a message's number in, one try to send it."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from yizhan.portals.openapi.operations import deliver
from yizhan.portals.openapi.queries import due_deliveries
from yizhan.portals.openapi.sending import outbound


@task()
def send(delivery_id: int) -> str:
    """Send one message if its time has come."""
    return deliver(delivery_id=delivery_id, door=outbound(), now=timezone.now)


def send_due() -> int:
    """Send whatever is due and nobody sent; called by housekeeping."""
    due = due_deliveries(timezone.now())
    for delivery_id in due:
        deliver(delivery_id=delivery_id, door=outbound(), now=timezone.now)
    return len(due)
