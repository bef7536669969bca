"""Counts of the room for statistics: from dated rows, for any office and past period. Periods are half-open."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import DateTimeField, Min, QuerySet
from django.utils import timezone

from yizhan.accounts.queries import in_offices_of
from yizhan.accounts.standing import StandingFor
from yizhan.referrals.enums import RECEIPT_RESULTS, ReferralStatus
from yizhan.referrals.models import Referral, ReferralStatusChange
from yizhan.shared.standing import AT, Slot

if TYPE_CHECKING:
    from yizhan.accounts.models import User


@dataclass(frozen=True)
class Letters:
    """What became of the letters that were issued in a period.

    :param issued: letters written in the period and not undone.
    :param answered: of these, those whose receipt has been entered by now.
    :param hired: of these, those whose receipt says "hired".
    """

    issued: int
    answered: int
    hired: int


def letters(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> Letters:
    """Follow the letters of a period to their receipts (I-06)."""
    issued = ReferralStatusChange.objects.filter(
        office__in=offices, after=ReferralStatus.LETTER, at__gte=start, at__lt=end, undone_at=None
    ).values("referral_id")
    found = Referral.objects.filter(pk__in=issued)
    return Letters(
        issued=found.count(),
        answered=found.filter(status__in=sorted(RECEIPT_RESULTS)).count(),
        hired=found.filter(status=ReferralStatus.HIRED).count(),
    )


def hired(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> int:
    """Hires entered in `[start, end)` and not undone; a crew counts as the people it is."""
    steps = ReferralStatusChange.objects.filter(
        office__in=offices, after=ReferralStatus.HIRED, at__gte=start, at__lt=end, undone_at=None
    )
    return sum(steps.values_list("referral__places", flat=True))


def sent_by(user: User, start: dt.datetime, end: dt.datetime) -> tuple[int, int]:
    """Letters of the user's offices written in `[start, end)` (I-06), and people hired; two queries."""
    period = {"start": start, "at": end}
    return _ISSUED.count(user, **period), sum(_HIRED.all(user, **period))


def _steps(user: User, after: ReferralStatus) -> QuerySet[ReferralStatusChange]:
    since = Slot("start", DateTimeField())
    return ReferralStatusChange.objects.filter(
        in_offices_of(user), after=after, at__gte=since, at__lt=AT, undone_at=None
    )


_ISSUED = StandingFor(
    lambda user: Referral.objects.filter(pk__in=_steps(user, ReferralStatus.LETTER).values("referral_id"))
)
_HIRED = StandingFor(
    lambda user: _steps(user, ReferralStatus.HIRED).order_by("pk").values_list("referral__places", flat=True)
)


def people_hired(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> int:
    """Distinct people on whose name a hire was entered in `[start, end)`."""
    steps = ReferralStatusChange.objects.filter(
        office__in=offices, after=ReferralStatus.HIRED, at__gte=start, at__lt=end, undone_at=None
    )
    return steps.order_by().values("referral__person_id").distinct().count()


def median_wait_days(offices: Collection[int], start: dt.datetime, end: dt.datetime) -> float | None:
    """Median days from registering to the first hire, of people first hired in `[start, end)` (I-16); None without."""
    firsts = (
        ReferralStatusChange.objects.filter(office__in=offices, after=ReferralStatus.HIRED, undone_at=None)
        .order_by()
        .values("referral__person_id", "referral__seeker__registered_at")
        .annotate(first=Min("at"))
        .filter(first__gte=start, first__lt=end)
    )
    waits = [(row["first"] - row["referral__seeker__registered_at"]).total_seconds() / 86_400 for row in firsts]
    return statistics.median(waits) if waits else None


def steps_by_day(
    offices: Collection[int], start: dt.datetime, end: dt.datetime
) -> tuple[dict[dt.date, int], dict[dt.date, int]]:
    """Return letters and hires by local day in `[start, end)`; one query. Days without any are left out."""
    sent: dict[dt.date, int] = {}
    taken: dict[dt.date, int] = {}
    steps = ReferralStatusChange.objects.filter(
        office__in=offices,
        after__in=[ReferralStatus.LETTER, ReferralStatus.HIRED],
        at__gte=start,
        at__lt=end,
        undone_at=None,
    ).values_list("after", "at", "referral__places")
    for after, at, places in steps.order_by("at", "pk"):
        day = timezone.localdate(at)
        if after == ReferralStatus.LETTER:
            sent[day] = sent.get(day, 0) + 1
        else:
            taken[day] = taken.get(day, 0) + places
    return sent, taken
