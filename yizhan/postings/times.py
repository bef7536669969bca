"""When work on offer lies, and when places became free again: reads for people who look for it by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from yizhan.postings.enums import Axis, PublishState
from yizhan.postings.facts import needed_parts
from yizhan.postings.models import Posting, PostingStatusChange, Shift

#: A weekday and a part of the day: (Monday 0, morning 0 … night 3).
Part = tuple[int, int]
#: After so many days every weekday has come twice.
LONG_ENOUGH = dt.timedelta(days=14)


def open_parts(masks: dict[int, int], at: dt.datetime) -> dict[int, list[frozenset[Part]]]:
    """Return, for each posting, the weekdays and parts of the day that each shift with a place left needs; one query.

    :param masks: the postings and the week that their terms name (28 bits), which counts for shifts without an end;
        where it names none nobody knows, and the shift is left out.
    """
    found: dict[int, list[frozenset[Part]]] = {}
    rows = Shift.objects.open(at).filter(posting__in=list(masks)).order_by("starts_at", "pk")
    for posting_id, starts_at, ends_at in rows.values_list("posting_id", "starts_at", "ends_at"):
        if ends_at is not None:
            parts = _parts(starts_at, ends_at)
        else:
            parts = frozenset((bit // 4, bit % 4) for bit in range(28) if masks[posting_id] >> bit & 1)
        if parts:
            found.setdefault(posting_id, []).append(parts)
    return found


def _parts(starts_at: dt.datetime, ends_at: dt.datetime) -> frozenset[Part]:
    beyond = ends_at - starts_at - LONG_ENOUGH
    if beyond > dt.timedelta(0):
        ends_at -= dt.timedelta(days=beyond.days)  # the hours of a day stay
    return frozenset((day.weekday(), part) for day, part in needed_parts(starts_at, ends_at))


def free_again(offices: Any, after: dt.datetime, until: dt.datetime) -> list[tuple[int, dt.datetime]]:
    """Return the postings of the offices that were filled and offered again in `(after, until]`, with when; one query.

    :param offices: a queryset or list of offices.
    """
    rows = PostingStatusChange.objects.filter(
        office__in=offices, axis=Axis.PUBLISH, before=PublishState.FILLED, after=PublishState.PUBLISHED,
        at__gt=after, at__lte=until,
    )  # fmt: skip
    return list(rows.order_by("at", "pk").values_list("posting_id", "at"))


def suiting(
    ids: Iterable[int], at: dt.datetime, *, least_daily_fen: int = 0, weekdays: frozenset[int] = frozenset(),
    parts: frozenset[int] = frozenset(),
) -> set[int]:  # fmt: skip
    """Return those of the postings that pay so much and have a shift with a place left at such times; two queries.

    What does not state its pay, or its times, is not among them where they are asked for.

    :param least_daily_fen: what the lower pay comes to in a day (docs/pay-comparison.md); 0: any.
    """
    rows = Posting.objects.filter(pk__in=list(ids))
    if least_daily_fen:
        rows = rows.filter(terms__pay_daily_fen__gte=least_daily_fen)
    masks = dict(rows.order_by().values_list("pk", "terms__week_mask"))
    if not (weekdays or parts):
        return set(masks)
    shifts = open_parts({posting: mask or 0 for posting, mask in masks.items()}, at)
    return {posting for posting, those in shifts.items() if fits(those, weekdays, parts)}


def fits(shifts: Iterable[frozenset[Part]], weekdays: frozenset[int], parts: frozenset[int]) -> bool:
    """Say whether one of the shifts lies wholly on these weekdays and in these parts of the day; empty means any."""
    return any(
        all((not weekdays or day in weekdays) and (not parts or part in parts) for day, part in shift)
        for shift in shifts
    )
