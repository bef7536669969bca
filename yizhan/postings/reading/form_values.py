"""What was read from a text, as the texts of an entry form: for the desk's paste page and the employers' console."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yizhan.postings.enums import PostingKind
from yizhan.postings.reading.pay import parse_pay

if TYPE_CHECKING:
    from yizhan.postings.reading.posting import Draft

#: Field of the form -> fields of the grammar (docs/intake.md) that fill it, the telling one first.
READ_FROM: dict[str, tuple[str, ...]] = {
    "title": ("title",), "headcount": ("headcount",), "starts_on": ("start_at",), "ends_on": ("end_at",),
    "start_time": ("shift",), "end_time": ("shift",), "hours_per_day": ("hours_per_day",), "place_name": ("place",),
    "pay": ("pay_unit_desc",), "pay_unit": ("pay_type",), "settle_kind": ("settle_type",), "settle_day": ("pay_day",),
    "meals": ("meals",), "lodging": ("lodging",), "pickup": ("pickup",), "tools_provided": ("tools_provided",),
    "ppe": ("ppe",), "hazards": ("hazards",), "insurance": ("insurance",), "requirements": ("cert_required",),
    "age_min": ("age_min",), "age_max": ("age_max",), "sex_required": ("sex_req",), "valid_until_on": ("valid_to",),
    "contact_name": ("contact_name",), "contact_phone": ("contact_phone",), "content": ("content",),
}  # fmt: skip


def values_of(draft: Draft) -> dict[str, Any]:
    """Return what was read, as the form's texts; a field that was not read is not among them."""
    found: dict[str, Any] = {
        name: draft.value(sources[0])
        for name, sources in READ_FROM.items()
        if sources[0] in draft.fields and name not in ("starts_on", "ends_on", "start_time", "end_time", "pay")
    }
    start, end = str(draft.value("start_at") or ""), str(draft.value("end_at") or "")
    if start:
        found["starts_on"] = start[:10]
    if end and end[:10] != start[:10] and "T" not in end:
        found["ends_on"] = end[:10]
    found |= _times(str(draft.value("shift") or ""))
    if "pay_unit_desc" in draft.fields:
        found["pay"] = _pay_text(draft)
    if "requirements" in found:
        found["requirements"] = "、".join(found["requirements"])
    if draft.value("pay_type") in ("month", "year"):
        found["kind"] = PostingKind.LONG
    return found


def _times(shift: str) -> dict[str, str]:
    """Return first and last moment of a day's stretches (`08:00-11:30,13:30-17:30`)."""
    if not shift:
        return {}
    start, last = shift[:5], shift.rsplit(",", 1)[-1]
    return {"start_time": start} | ({"end_time": last[6:11]} if len(last) == 11 else {})


def _pay_text(draft: Draft) -> str:
    """Return the words for the pay where they say the same to the form, else the sum that was read."""
    words = str(draft.value("pay_unit_desc"))[:200]
    low, high, unit = (draft.value(name) for name in ("pay_min", "pay_max", "pay_type"))
    reading = parse_pay(words)
    if reading.unit and reading.unit == unit and reading.min_fen is not None:
        return words
    if low is None:
        return words
    return f"{low}元" if high == low else f"{low}元以上" if high is None else f"{low}-{high}元"
