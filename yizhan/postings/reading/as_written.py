"""A posting as the texts of an entry form, so that reading them again gives the same: for the desk and the console."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from yizhan.postings.facts import LOCAL, TermsFacts, Times
from yizhan.postings.reading.kept import Kept, days_of

if TYPE_CHECKING:
    from yizhan.postings.models import Posting, PostingTerms, Shift

#: Columns that are read from texts of another name, or worked out.
READ_FROM_OTHERS = frozenset(
    {"hours_per_day_x10", "week_mask", "pay_min_fen", "pay_max_fen", "pay_daily_fen", "pay_note", "break_minutes"}
)
TERMS = tuple(one.name for one in fields(TermsFacts) if one.name not in READ_FROM_OTHERS)
OF_POSTING = ("kind", "source", "source_name", "source_url", "channels")


def as_written(posting: Posting, shifts: Iterable[Shift]) -> dict[str, Any]:
    """Return a posting's texts as `facts.read_terms` takes them, with `version`; of one without terms what there is."""
    terms = posting.terms
    if terms is None:
        return {"version": posting.version, "kind": posting.kind}
    values = {name: getattr(terms, name) for name in TERMS} | {name: getattr(posting, name) for name in OF_POSTING}
    kept = [shift for shift in shifts if shift.cancelled_at is None]
    if kept:
        values["headcount"] = kept[0].headcount
        values |= _times(kept[0])
    hours = "" if _follows_from_times(terms, values) else f"{(terms.hours_per_day_x10 or 0) / 10:g}"
    return values | {
        "pay": terms.pay_note,
        "pay_unit": terms.pay_unit if is_bare(terms.pay_note) else "",
        "hours_per_day": "" if hours == "0" else hours,
        "break_time": _("%(n)s分钟") % {"n": terms.break_minutes} if terms.break_minutes else "",
        "week_days": [str(day + 1) for day in days_of(terms.week_mask)],
        "skills": "、".join(terms.skills),
        "valid_until_on": _holds_until(posting),
        "version": posting.version,
    }


def _holds_until(posting: Posting) -> dt.date:
    """Return the last day of a posting's period of validity."""
    return (posting.valid_until_at - dt.timedelta(microseconds=1)).astimezone(LOCAL).date()


def kept_of(posting: Posting, shifts: Iterable[Shift]) -> Kept | None:
    """Return what the texts alone do not give back."""
    terms = posting.terms
    if terms is None:
        return None
    kept = [shift for shift in shifts if shift.cancelled_at is None]
    counts = {shift.starts_at: shift.headcount for shift in kept}
    return Kept(
        pay_note=terms.pay_note,
        pay_min_fen=terms.pay_min_fen,
        pay_max_fen=terms.pay_max_fen,
        pay_unit=terms.pay_unit,
        week_mask=terms.week_mask,
        last_on=terms.ends_on or terms.starts_on,
        valid_until_on=_holds_until(posting),
        ends_with_work=any(shift.ends_at == posting.valid_until_at for shift in kept[-1:]),
        headcount=next(iter(counts.values()), None),
        headcounts=counts,
    )


def is_bare(pay: str) -> bool:
    """Say whether words about pay are a figure or two and no more: their unit stands beside them."""
    return pay.strip().replace(".", "").replace("-", "").isdigit()


def _follows_from_times(terms: PostingTerms, values: dict[str, Any]) -> bool:
    """Say whether the hours are what start, end and break come to, so that they follow when one of them changes."""
    times = Times(values.get("start_time"), values.get("end_time"))
    return terms.hours_per_day_x10 == times.hours_x10(terms.break_minutes)


def _times(shift: Shift) -> dict[str, dt.time]:
    """Return the hours of a shift as they were typed; midnight to midnight means that none were."""
    start = shift.starts_at.astimezone(LOCAL).time()
    if shift.ends_at is None:
        return {"start_time": start} if start != dt.time() else {}
    end = shift.ends_at.astimezone(LOCAL).time()
    return {} if start == end == dt.time() else {"start_time": start, "end_time": end}
