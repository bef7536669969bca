"""Counts of the room for statistics: from dated rows, for any office and past period. Periods are half-open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Count

from yizhan.workers.enums import SeekerStatus
from yizhan.workers.models import JobSeeker, SeekerStatusChange, Visit


def registered(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> int:
    """Distinct people registered for work in `[start, end)` (I-01)."""
    return JobSeeker.objects.filter(office__in=offices, registered_at__gte=start, registered_at__lt=end).count()


def available_at(offices: Collection[int], moment: dt.datetime) -> int:
    """Distinct people who could be sent to work at a moment (I-02): whose last step before it led to "available"."""
    steps = SeekerStatusChange.objects.filter(seeker__office__in=offices, at__lt=moment).order_by("at", "pk")
    latest = dict(steps.values_list("seeker_id", "after").iterator())  # a later step replaces an earlier one
    return sum(1 for after in latest.values() if after == SeekerStatus.AVAILABLE)


def visits(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> int:
    """Visits in `[start, end)`, counted each time somebody came (人次, I-22), without those that were taken back."""
    return Visit.objects.standing().filter(office__in=offices, at__gte=start, at__lt=end).count()


def visits_by_purpose(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> dict[str, int]:
    """The same by purpose."""
    rows = (
        Visit.objects.standing().filter(office__in=offices, at__gte=start, at__lt=end)
        .order_by()
        .values_list("purpose")
        .annotate(count=Count("pk"))
    )
    return dict(rows)


def by_channel(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> dict[str, int]:
    """Registrations in `[start, end)` by channel (I-26 rests on it)."""
    rows = (
        JobSeeker.objects.filter(office__in=offices, registered_at__gte=start, registered_at__lt=end)
        .order_by()
        .values_list("reg_channel")
        .annotate(count=Count("pk"))
    )
    return dict(rows)
