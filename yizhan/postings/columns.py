"""Live postings as plain rows for the engine: one query, no model instances, fast for ten thousand."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import F, Max, Q, QuerySet, TextField
from django.db.models.functions import Cast

from yizhan.employers.queries import unanswered_counts
from yizhan.postings.enums import LEAVE_AFTER_HOURS, PublishState, ReviewState
from yizhan.postings.facts import LOCAL, needed_parts
from yizhan.postings.models import Posting, Shift, ShiftQuerySet, fresh
from yizhan.postings.rules import BARS_MINORS, NIGHT

#: The engine looks this many days ahead for dated work.
DAYS_AHEAD = 64
LEAVES_AFTER = {kind.value: dt.timedelta(hours=hours) for kind, hours in LEAVE_AFTER_HOURS.items()}


class PostingRow(NamedTuple):
    """One open shift of a live posting. A posting with several open shifts has several rows, soonest first.

    :param dated: four masks (morning, afternoon, evening, night); bit d = needed d days after the day of `at`.
        All 0 for work without an end, which states `week_mask` instead.
    :param pay_daily_fen: comparable daily amount, None where unknown.
    :param bars_minors: a hazard that bars people under eighteen, or work at night.
    :param confirmed_at: when the employer last said that people are wanted, `sunk` by letters without an answer.
    :param sunk_days: how many days of `confirmed_at` are for letters without an answer; those are counted anew daily.
    :param valid_until_at: until when it is live: its own end, the moment at which that word is too old, or the midnight
        with which the employer's verification runs out.
    """

    shift_id: int
    posting_id: int
    occupation_code: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    start_on: dt.date
    week_mask: int
    dated: tuple[int, int, int, int]
    certificates: tuple[str, ...]
    skills: tuple[str, ...]
    lat_e6: int | None
    lng_e6: int | None
    pay_daily_fen: int | None
    bars_minors: bool
    age_min: int | None
    age_max: int | None
    age_ground_accepted: bool
    sex_required: str
    places_left: int
    confirmed_at: dt.datetime
    valid_until_at: dt.datetime
    employer_id: int
    office_id: int
    sunk_days: int = 0


MOST_SUNK_DAYS = 3


def posting_columns(
    offices: Any,
    at: dt.datetime,
    *,
    only: Collection[int] | None = None,
    employers: Collection[int] = (),
    between: tuple[int, int] | None = None,
) -> list[PostingRow]:
    """Return a row for every open shift of every live posting of the offices, by posting and start; two queries.

    :param offices: a queryset or list of offices; None for those of the whole installation.
    :param only: ids of the postings to look at (those that changed); all of them unless given.
    :param employers: beside `only`: whose postings to look at too.
    :param between: a stretch of postings' ids, the first left out: a whole province is read in stretches.
    """
    chosen = Q() if only is None else Q(posting_id__in=list(only)) | Q(posting__employer_id__in=list(employers))
    if offices is not None:
        chosen &= Q(posting__office__in=offices)
    if between is not None:
        chosen &= Q(posting_id__gt=between[0], posting_id__lte=between[1])
    today = at.astimezone(LOCAL).date()
    shifts = (
        Shift.objects.open(at)
        .filter(
            chosen,
            posting__review_state=ReviewState.APPROVED,
            posting__publish_state=PublishState.PUBLISHED,
            posting__valid_until_at__gt=at,
            posting__employer__verify_state="verified",
            posting__employer__reverify_on__gt=today,
            posting__employer__suspended_since=None,
        )
        .filter(fresh(at, "posting__"))
    )
    rows = _values(shifts)
    masks = _Masks(today)
    found = [_row(row, masks) for row in rows]
    owed = sunk_days_of_employers(today)
    return [_sunk(row, owed[row.employer_id]) if row.employer_id in owed else row for row in found]


def draft_columns(posting_id: int, at: dt.datetime) -> list[PostingRow]:
    """Return the rows that a posting would have if it were on offer now, whatever the station has said; one query."""
    today = at.astimezone(LOCAL).date()
    found = _values(Shift.objects.open(at).filter(posting=posting_id, posting__terms__isnull=False))
    masks = _Masks(today)
    tomorrow = today + dt.timedelta(days=1)
    return [_row((*row[:-5], at, midnight_of(tomorrow), *row[-3:-1], tomorrow), masks) for row in found]


def _values(shifts: ShiftQuerySet) -> QuerySet[Any, tuple[Any, ...]]:
    """Return what `_row` reads, by posting and start."""
    return shifts.order_by("posting_id", "starts_at", "pk").values_list(
        "pk",
        "posting_id",
        "posting__terms__occupation_code",
        "starts_at",
        "ends_at",
        "posting__terms__week_mask",
        _text("certificates"),
        _text("skills"),
        _text("hazards"),
        "posting__terms__lat_e6",
        "posting__terms__lng_e6",
        "posting__terms__pay_daily_fen",
        "posting__terms__age_min",
        "posting__terms__age_max",
        "posting__age_ground_accepted",
        "posting__terms__sex_required",
        F("headcount") - F("taken"),
        "posting__kind",
        "posting__last_confirmed_at",
        "posting__valid_until_at",
        "posting__employer_id",
        "posting__office_id",
        "posting__employer__reverify_on",
    )


def _sunk(row: PostingRow, days: int) -> PostingRow:
    return row._replace(confirmed_at=row.confirmed_at - dt.timedelta(days=days), sunk_days=days)


def sunk_days_of_employers(today: dt.date) -> dict[int, int]:
    """Return how many days older an employer's word counts who leaves letters unanswered: one each, at most three.

    So their postings stand lower in every list by freshness; when they leave is not changed by it. One query.
    """
    return {employer: min(letters, MOST_SUNK_DAYS) for employer, letters in unanswered_counts(today).items()}


def _row(row: tuple[Any, ...], masks: _Masks) -> PostingRow:
    (shift, posting, occupation, starts, ends, week, certificates, skills, hazards, lat, lng, pay, age_min, age_max,
     ground, sex, left, kind, confirmed, valid, employer, office, reverify_on) = row  # fmt: skip
    start_on, dated, night = masks.of(starts, ends)
    return PostingRow(
        shift_id=shift,
        posting_id=posting,
        occupation_code=occupation,
        starts_at=starts,
        ends_at=ends,
        start_on=start_on,
        week_mask=week,
        # Longer work that states its weekdays asks for those; only a day's work asks for dates.
        dated=NO_DATES if week or ends is None else dated,
        certificates=_codes(certificates),
        skills=_codes(skills),
        lat_e6=lat,
        lng_e6=lng,
        pay_daily_fen=pay,
        bars_minors=night or not BARS_MINORS.isdisjoint(_codes(hazards)),
        age_min=age_min,
        age_max=age_max,
        age_ground_accepted=ground,
        sex_required=sex,
        places_left=left,
        confirmed_at=confirmed,
        # A cache that keeps this row lets go of it in time, whichever comes first.
        valid_until_at=min(valid, confirmed + LEAVES_AFTER[kind], midnight_of(reverify_on)),
        employer_id=employer,
        office_id=office,
    )


NO_DATES = (0, 0, 0, 0)


@lru_cache(maxsize=512)
def midnight_of(day: dt.date) -> dt.datetime:
    """Return the moment at which a date begins here."""
    return dt.datetime.combine(day, dt.time(), LOCAL)


def dated_masks(
    stretches: Iterable[tuple[dt.datetime, dt.datetime]], today: dt.date
) -> list[tuple[int, int, int, int]]:
    """Return the masks of `PostingRow.dated` for stretches of named days, as of another day."""
    masks = _Masks(today)
    return [masks.of(starts, ends)[1] for starts, ends in stretches]


def _text(name: str) -> Cast:
    """Return a list column as the database wrote it: thousands of rows share a few dozen texts, each read once."""
    return Cast(f"posting__terms__{name}", TextField())


@lru_cache(maxsize=4096)
def _codes(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


class _Masks:
    """Masks by stretch of time; thousands of shifts share a few dozen stretches."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.known: dict[tuple[dt.datetime, dt.datetime | None], tuple[dt.date, tuple[int, int, int, int], bool]] = {}

    def of(self, starts: dt.datetime, ends: dt.datetime | None) -> tuple[dt.date, tuple[int, int, int, int], bool]:
        """Return the local start day, the four masks, and whether a night is worked."""
        key = (starts, ends)
        if key not in self.known:
            masks = [0, 0, 0, 0]
            parts = needed_parts(starts, ends) if ends is not None else []
            for day, part in parts:
                ahead = (day - self.today).days
                if 0 <= ahead < DAYS_AHEAD:
                    masks[part] |= 1 << ahead
            night = any(part == NIGHT for _day, part in parts)
            self.known[key] = (
                starts.astimezone(LOCAL).date(),
                (masks[0], masks[1], masks[2], masks[3]),
                night,
            )
        return self.known[key]


def id_stretches(size: int) -> Iterator[tuple[int, int]]:
    """Cut all postings into stretches of `size` by their ids, as `between` takes them; one query a stretch."""
    first, last = 0, Posting.objects.aggregate(last=Max("pk"))["last"] or 0
    while first < last:
        ends = Posting.objects.filter(pk__gt=first).order_by("pk").values_list("pk", flat=True)[size - 1 : size]
        end = next(iter(ends), last)
        yield first, end
        first = end
