"""What a partner sent about work, read as the desk's form is: one reader for both. Pure."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from yizhan.portals.openapi.contract import FieldError
from yizhan.portals.openapi.partner_shapes import SentPosting
from yizhan.portals.openapi.problems import Unprocessable
from yizhan.postings.enums import PostingKind, Source
from yizhan.postings.facts import Offer, read_terms
from yizhan.postings.reading.as_written import as_written, kept_of
from yizhan.shared.pay import comparable_daily_fen

if TYPE_CHECKING:
    from yizhan.postings.models import Posting, Shift
    from yizhan.postings.reading.kept import Kept

#: Where the desk's form has another name or another way to write.
OTHERWISE = ("employer", "hours_per_day_x10", "break_minutes", "pay_min_fen", "pay_max_fen", "pay_unit", "week_days")
#: The form's names, in the words of the API.
NAMES = {"hours_per_day": "hours_per_day_x10", "break_time": "break_minutes"}
#: What the API has no name for: of a posting that is changed it stays as the station has it.
OF_THE_STATION = ("ppe", "skills", "source", "source_name", "source_url", "channels")
#: What is never told, so that nobody could send it back; left out it stays.
NOT_TOLD = ("contact_name", "contact_phone")
MEETING_POINT = ("meeting_lat_e6", "meeting_lng_e6")


def read_posting(sent: SentPosting, at: dt.datetime) -> Offer:
    """Return the offer.

    :raises Unprocessable: what cannot be kept as it was sent, by field.
    """
    return _read(sent, at, {"source": Source.AGENT.value}, None, "")


def read_revision(sent: SentPosting, posting: Posting, shifts: Sequence[Shift], at: dt.datetime) -> Offer:
    """Return the offer that a posting should be from now on.

    :param shifts: the posting's. :raises Unprocessable: what cannot be kept as it was sent, by field.
    """
    standing = as_written(posting, shifts)
    beside = {name: standing[name] for name in OF_THE_STATION if name in standing}
    beside |= {name: standing[name] for name in NOT_TOLD if not getattr(sent, name) and name in standing}
    if sent.meeting_place and sent.meeting_place == standing.get("meeting_place"):
        beside |= {name: standing[name] for name in MEETING_POINT}
    offer = _read(sent, at, beside, kept_of(posting, shifts), "posting.")
    terms = posting.terms
    if terms is not None and _pay(offer.terms) == _pay(terms):
        offer = dataclasses.replace(offer, terms=dataclasses.replace(offer.terms, pay_note=terms.pay_note))
    return offer


def _pay(terms: Any) -> tuple[int | None, int | None, str]:
    return terms.pay_min_fen, terms.pay_max_fen, terms.pay_unit


def _read(sent: SentPosting, at: dt.datetime, beside: dict[str, Any], kept: Kept | None, where: str) -> Offer:
    raw: dict[str, Any] = {
        field.name: getattr(sent, field.name) for field in dataclasses.fields(sent) if field.name not in OTHERWISE
    }
    raw = {name: list(value) if isinstance(value, tuple) else value for name, value in raw.items() if value is not None}
    raw["week_days"] = [str(day) for day in sent.week_days]
    if sent.hours_per_day_x10:
        raw["hours_per_day"] = f"{sent.hours_per_day_x10 // 10}.{sent.hours_per_day_x10 % 10}"
    if sent.break_minutes:
        raw["break_time"] = f"{sent.break_minutes}分钟"
    offer, errors = read_terms(raw | beside, at=at, kept=kept)
    wrong = [FieldError(f"{where}{NAMES.get(name, name)}", " ".join(said)) for name, said in errors.items()]
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
    paid = {
        "pay_min_fen": low,
        "pay_max_fen": high,
        "pay_unit": sent.pay_unit or "",
        "pay_daily_fen": daily,
        "pay_note": "",
    }
    return dataclasses.replace(offer, terms=dataclasses.replace(terms, **paid))  # type: ignore[arg-type]
