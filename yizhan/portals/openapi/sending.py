"""How messages get to the task worker, and through which door they leave."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from yizhan.portals.openapi.outbound import Outbound


def outbound() -> Outbound:
    """Return the door of this installation: the public internet, and what an administrator named beside it."""
    return Outbound(allowed=tuple(settings.YIZHAN_WEBHOOK_NETWORKS), ca_file=settings.YIZHAN_WEBHOOK_CA)


def hand_to_worker(delivery_id: int, at: dt.datetime | None = None) -> None:
    """Queue a message: one row more in the transaction at hand. Housekeeping finds what a dead worker dropped."""
    from yizhan.portals.openapi.background import send

    (send if at is None else send.using(run_after=at)).enqueue(delivery_id)
