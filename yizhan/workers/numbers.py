"""Counts of the room for statistics: from dated rows, for any office and past period. Periods are half-open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Count, DateTimeField

from yizhan.accounts.queries import in_offices_of
from yizhan.accounts.standing import StandingFor
from yizhan.shared.standing import AT, Slot
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.models import JobSeeker, SeekerStatusChange, Visit

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def registered(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> int:
    """Distinct people registered for work in `[start, end)` (I-01)."""
    return JobSeeker.objects.filter(office__in=offices, registered_at__gte=start, registered_at__lt=end).count()


def came_to(user: User, start: dt.datetime, end: dt.datetime) -> tuple[int, int]:
    """Visits to the user's offices (I-22) and people registered there (I-01) in `[start, end)`; two queries."""
    period = {"start": start, "at": end}
    return _VISITS.count(user, **period), _REGISTERED.count(user, **period)


_START = Slot("start", DateTimeField())
_VISITS = StandingFor(lambda user: Visit.objects.standing().filter(in_offices_of(user), at__gte=_START, at__lt=AT))
_REGISTERED = StandingFor(
    lambda user: JobSeeker.objects.filter(in_offices_of(user), registered_at__gte=_START, registered_at__lt=AT)
)


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
        Visit.objects.standing()
        .filter(office__in=offices, at__gte=start, at__lt=end)
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
