"""Counts of the room for statistics: from dated rows, for any office and past period. Periods are half-open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import F, Q, Sum

from yizhan.postings.enums import Axis, HeadcountReason, PublishState
from yizhan.postings.models import HeadcountChange, Posting, PostingStatusChange, Shift
from yizhan.postings.queries import live_postings, unconfirmed


def published(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> int:
    """Distinct postings that were published in `[start, end)` for the first time (I-03)."""
    return Posting.objects.filter(office__in=offices, published_at__gte=start, published_at__lt=end).count()


def headcount_published(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> int:
    """Headcount of those postings: of their shifts that were not called off (I-03, 需求人数)."""
    found = Shift.objects.filter(
        posting__office__in=offices,
        posting__published_at__gte=start,
        posting__published_at__lt=end,
        cancelled_at=None,
    ).aggregate(total=Sum("headcount"))
    return found["total"] or 0


def open_places(offices: Collection[int], at: dt.datetime) -> int:
    """Places that nobody has taken, in shifts that are not over, of postings that are live at `at`."""
    live = live_postings(offices, at).order_by().values("pk")
    found = Shift.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), posting__in=live, cancelled_at=None).aggregate(
        total=Sum(F("headcount") - F("taken"))
    )
    return found["total"] or 0


def live_count(offices: Collection[int], at: dt.datetime) -> int:
    """Postings to which people may be sent at `at`."""
    return live_postings(offices, at).count()


def stale_count(offices: Collection[int], at: dt.datetime) -> int:
    """Live postings about which nobody asked the employer for 48 hours (day jobs) or 7 days (I-09, CR-018)."""
    return unconfirmed(offices, at).count()


def places_taken(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> int:
    """Places taken less places given back in `[start, end)`."""
    found = HeadcountChange.objects.filter(
        office__in=offices,
        at__gte=start,
        at__lt=end,
        reason__in=[HeadcountReason.TAKEN, HeadcountReason.GIVEN_BACK],
    ).aggregate(total=Sum(F("taken_after") - F("taken_before")))
    return found["total"] or 0


def ever_published(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> int:
    """How often postings came on offer in `[start, end)`, resumed ones included: counted from the dated steps."""
    return PostingStatusChange.objects.filter(
        office__in=offices, axis=Axis.PUBLISH, after=PublishState.PUBLISHED, at__gte=start, at__lt=end
    ).count()
