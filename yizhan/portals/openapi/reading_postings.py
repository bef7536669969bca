"""What a partner sent about work, read as the desk's form is: one reader for both. Pure."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from yizhan.portals.openapi.contract import FieldError
from yizhan.portals.openapi.partner_shapes import SentPosting
from yizhan.portals.openapi.problems import Unprocessable
from yizhan.postings.enums import PostingKind, Source
from yizhan.postings.facts import Offer, read_terms
from yizhan.shared.pay import comparable_daily_fen

#: Where the desk's form has another name or another way to write.
OTHERWISE = ("employer", "hours_per_day_x10", "break_minutes", "pay_min_fen", "pay_max_fen", "pay_unit", "week_days")
#: The form's names, in the words of the API.
NAMES = {"hours_per_day": "hours_per_day_x10", "break_time": "break_minutes"}


def read_posting(sent: SentPosting, at: dt.datetime) -> Offer:
    """Return the offer.

    :raises Unprocessable: what cannot be kept as it was sent, by field.
    """
    raw: dict[str, Any] = {
        field.name: getattr(sent, field.name) for field in dataclasses.fields(sent) if field.name not in OTHERWISE
    }
    raw = {name: list(value) if isinstance(value, tuple) else value for name, value in raw.items() if value is not None}
    raw["week_days"] = [str(day) for day in sent.week_days]
    raw["source"] = Source.AGENT.value
    if sent.hours_per_day_x10:
        raw["hours_per_day"] = f"{sent.hours_per_day_x10 // 10}.{sent.hours_per_day_x10 % 10}"
    if sent.break_minutes:
        raw["break_time"] = f"{sent.break_minutes}分钟"
    offer, errors = read_terms(raw, at=at)
    wrong = [FieldError(NAMES.get(name, name), " ".join(said)) for name, said in errors.items()]
    if offer is None or wrong:
        raise Unprocessable(errors=tuple(wrong))
    return _paid(offer, sent)


def _paid(offer: Offer, sent: SentPosting) -> Offer:
    """Put the pay in as it was sent: figures need no reading. The two ends may come in either order."""
    low, high = sent.pay_min_fen, sent.pay_max_fen
    if low is not None and high is not None and high < low:
        low, high = high, low
    terms = offer.terms
    if offer.kind == PostingKind.GIG:
        days: int | None = max(len(offer.shifts), 1)
    else:
        days = (terms.ends_on - terms.starts_on).days + 1 if terms.ends_on else None
    daily = comparable_daily_fen(
        min_fen=low,
        unit=sent.pay_unit,
        hours_per_day_x10=terms.hours_per_day_x10,
        pieces_per_day=sent.pieces_per_day,
        days_per_week=len(set(sent.week_days)) or None,
        days=days,
    )
    paid = {"pay_min_fen": low, "pay_max_fen": high, "pay_unit": sent.pay_unit or "", "pay_daily_fen": daily}
    return dataclasses.replace(offer, terms=dataclasses.replace(terms, **paid))  # type: ignore[arg-type]
