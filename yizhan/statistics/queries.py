"""The figures of an office, each with its definition; computed from rows at the moment of asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.accounts.queries import offices_visible_to
from yizhan.followups.queries import counts as call_counts
from yizhan.postings import numbers as postings
from yizhan.referrals import numbers as referrals
from yizhan.statistics.definitions import DEFINITIONS
from yizhan.statistics.enums import DAYS, Period
from yizhan.statistics.rules import is_hidden, share
from yizhan.workers import numbers as workers

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User


@dataclass(frozen=True)
class Figure:
    """One number and what it means.

    :param value: as it is shown: "128", "76.5%", "3.2 天", "—" where there is nothing to count, "<5" where hidden.
    :param part, whole: what a share was taken of, so that it can be recomputed; None for plain counts.
    """

    key: str
    title: str
    value: str
    definition: str
    part: int | None = None
    whole: int | None = None


@dataclass(frozen=True)
class OfficeFigures:
    """An office's figures for a period `[start, end)`."""

    office: Office
    figures: tuple[Figure, ...]


def period_of(period: Period, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return the half-open period that ends with `day`, in local time."""
    zone = timezone.get_current_timezone()
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
    return end - dt.timedelta(days=DAYS[period]), end


def office_choices(user: User) -> list[Office]:
    """Return the offices whose figures the user may see."""
    return list(offices_visible_to(user).filter(is_active=True).order_by("path"))


def figures_of(
    offices: Collection[int], start: dt.datetime, end: dt.datetime, at: dt.datetime, *, own_office: bool
) -> tuple[Figure, ...]:
    """Compute the figures of some offices together. A fixed number of queries.

    :param at: the moment for what is counted now and not over the period (open places, stale postings).
    :param own_office: whether small counts may be shown.
    """
    sent = referrals.letters(offices, start, end)
    calls = call_counts(list(offices), timezone.localdate(start), timezone.localdate(end))
    stale, live = postings.stale_count(offices, at), postings.live_count(offices, at)
    write = _Writer(own_office)
    return (
        write.count("visits", workers.visits(offices, start, end)),
        write.count("registered", workers.registered(offices, start, end)),
        write.count("published", postings.published(offices, start, end)),
        write.count("open_places", postings.open_places(offices, at)),
        write.count("referrals", sent.issued),
        write.count("hired", referrals.hired(offices, start, end)),
        write.ratio("success", sent.hired, sent.issued),
        write.ratio("receipts", sent.answered, sent.issued),
        write.ratio("calls_done", calls["done"], calls["due"]),
        write.ratio("calls_reached", calls["reached"], calls["done"]),
        write.text("wait", _wait_text(referrals.median_wait_days(offices, start, end))),
        write.ratio("stale", stale, live),
    )


@dataclass(frozen=True)
class _Writer:
    """Writes numbers as they are shown, hiding small ones outside their own office."""

    own_office: bool

    def text(self, key: str, shown: str, part: int | None = None, whole: int | None = None) -> Figure:
        definition = DEFINITIONS[key]
        meaning = str(definition.meaning)
        if definition.indicator:
            meaning = _("%(meaning)s（指标 %(indicator)s）") % {
                "meaning": meaning,
                "indicator": definition.indicator,
            }
        return Figure(key, str(definition.title), shown, meaning, part, whole)

    def count(self, key: str, value: int) -> Figure:
        return self.text(key, "<5" if is_hidden(value, own_office=self.own_office) else f"{value:,}")

    def ratio(self, key: str, part: int, whole: int) -> Figure:
        value = share(part, whole)
        if value is None:
            return self.text(key, "—")
        if is_hidden(part, own_office=self.own_office) or is_hidden(whole, own_office=self.own_office):
            return self.text(key, "<5")
        return self.text(key, f"{value:g}%", part, whole)


def _wait_text(days: float | None) -> str:
    return "—" if days is None else _("%(days).1f 天") % {"days": days}


def station_numbers(user: User, office: Office, period: Period, day: dt.date, at: dt.datetime) -> OfficeFigures:
    """Return one office's figures, its whole subtree together."""
    start, end = period_of(period, day)
    offices = list(offices_visible_to(user).under(office).values_list("pk", flat=True))
    own = user.office_id == office.pk
    return OfficeFigures(office, figures_of(offices, start, end, at, own_office=own))


def daily_hires(user: User, office: Office, day: dt.date, days: int = 30) -> list[tuple[dt.date, int, int]]:
    """Return (day, letters, hires) for the last days, oldest first, for the plot and its table."""
    offices = list(offices_visible_to(user).under(office).values_list("pk", flat=True))
    start = period_of(Period.DAY, day - dt.timedelta(days=days - 1))[0]
    end = period_of(Period.DAY, day)[1]
    sent, taken = referrals.steps_by_day(offices, start, end)
    every = [day - dt.timedelta(days=back) for back in range(days - 1, -1, -1)]
    return [(one, sent.get(one, 0), taken.get(one, 0)) for one in every]
