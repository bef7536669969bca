"""A posting in the words of schema.org's JobPosting (https://schema.org/JobPosting). Pure.

Whether every property and its values are what the vocabulary says is tested against the published vocabulary.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yizhan.channels.offers import PublicOffer, shift_words
from yizhan.places.queries import division
from yizhan.postings.enums import LaborType, PayUnit, PostingKind
from yizhan.shared.display import day_text, listed
from yizhan.shared.pay import PIECES_PER_RATE

#: Codes that readers of `unitText` know for a base salary; a piece is said in Chinese. A lump sum is no unit.
UNITS = {
    PayUnit.HOUR: "HOUR",
    PayUnit.DAY: "DAY",
    PayUnit.WEEK: "WEEK",
    PayUnit.MONTH: "MONTH",
    PayUnit.YEAR: "YEAR",
    PayUnit.PIECE: "件",
}
#: What a browser's parser could take for the end of the block, or a script engine for the end of a line.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def data_block(data: dict[str, Any]) -> SafeString:
    """Return JSON that may stand inside `<script type="application/ld+json">`: nothing in it can end the element.

    The block is data and is not executed, so the policy of the page (no inline script) does not forbid it.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 - every sign with a meaning in HTML was written as \u003c above


def job_posting(offer: PublicOffer, *, url: str) -> dict[str, Any]:
    """Return the posting as a JobPosting; what is not known is left out."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": offer.title,
        "description": description_html(offer),
        "url": url,
        "identifier": {"@type": "PropertyValue", "name": offer.office.name, "value": offer.number},
        "datePosted": timezone.localdate(offer.published_at).isoformat(),
        "validThrough": last_moment(offer).isoformat(timespec="seconds"),
        "employmentType": employment_type(offer),
        "hiringOrganization": {"@type": "Organization", "name": offer.employer_name},
        "jobLocation": {"@type": "Place", "name": offer.place, "address": _address(offer)},
        "totalJobOpenings": offer.places_left,
        "directApply": False,
        "jobStartDate": _start(offer),
    }
    if salary := base_salary(offer):
        data["baseSalary"] = salary
    if hours := _work_hours(offer):
        data["workHours"] = hours
    if offer.benefits:
        data["jobBenefits"] = listed(offer.benefits)
    if offer.requirements or offer.certificates:
        data["qualifications"] = "；".join([*offer.certificate_names, *filter(None, [offer.requirements])])
    if offer.occupation_code:
        data["occupationalCategory"] = f"{offer.occupation_code} {offer.occupation}".strip()
    if offer.office.phone:
        data["applicationContact"] = {
            "@type": "ContactPoint", "name": offer.office.name, "telephone": offer.office.phone,
        }  # fmt: skip
    return data


def employment_type(offer: PublicOffer) -> str | list[str]:
    """Return the kind of employment in the words that readers of JobPosting share."""
    if offer.kind == PostingKind.GIG:
        return ["TEMPORARY", "PER_DIEM"]
    if offer.kind == PostingKind.SHORT:
        return "TEMPORARY"
    return {LaborType.CONTRACT.value: "FULL_TIME", LaborType.PART_TIME.value: "PART_TIME"}.get(
        offer.labor_type, "OTHER"
    )


def base_salary(offer: PublicOffer) -> dict[str, Any] | None:
    """Return the pay as a MonetaryAmount; None for a lump sum, which has no unit.

    Only what is stated: a lower end alone is a `minValue`. A piece rate is per piece, though kept per 1,000.
    """
    unit = UNITS.get(PayUnit(offer.pay_unit))
    if unit is None or (offer.pay_min_fen is None and offer.pay_max_fen is None):
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": unit}
    things = PIECES_PER_RATE if offer.pay_unit == PayUnit.PIECE else 1
    if offer.pay_min_fen == offer.pay_max_fen:
        value["value"] = _yuan(offer.pay_min_fen, things)
    else:
        if offer.pay_min_fen is not None:
            value["minValue"] = _yuan(offer.pay_min_fen, things)
        if offer.pay_max_fen is not None:
            value["maxValue"] = _yuan(offer.pay_max_fen, things)
    return {"@type": "MonetaryAmount", "currency": "CNY", "value": value}


def _yuan(fen: int | None, things: int) -> int | float:
    amount = Decimal(fen or 0) / 100 / things
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _address(offer: PublicOffer) -> dict[str, Any]:
    """Return the address by the names of GB/T 2260; a household's has no street."""
    code = offer.area_code
    names = [found.name if (found := division(part)) else "" for part in (code[:2] + "0000", code[:4] + "00", code[:6])]
    town = division(code).name if len(code) > 6 and division(code) else ""  # type: ignore[union-attr]
    parts = {
        "addressCountry": "CN",
        "addressRegion": names[0],
        "addressLocality": "".join(dict.fromkeys(names[1:])),
        "streetAddress": town + offer.place_name,
    }
    return {"@type": "PostalAddress"} | {name: text for name, text in parts.items() if text}


def _start(offer: PublicOffer) -> str:
    first = offer.shifts[0].starts_at
    return timezone.localdate(first).isoformat()


def _work_hours(offer: PublicOffer) -> str:
    if offer.is_day_job or len(offer.shifts) > 1:
        return "；".join(shift_words(shift) for shift in offer.shifts[:10])
    return _("每天 %(hours)s 小时") % {"hours": f"{offer.hours_x10 / 10:g}"} if offer.hours_x10 else ""


def last_moment(offer: PublicOffer) -> dt.datetime:
    """Return the last moment of validity in the station's time; the end itself is outside, and often the next day's."""
    return timezone.localtime(offer.valid_until_at - dt.timedelta(microseconds=1))


def description_html(offer: PublicOffer) -> str:
    """Return the description as HTML: paragraphs, every text escaped."""
    lines = [
        offer.content,
        _("报酬：%(pay)s，%(settle)s") % {"pay": offer.pay, "settle": offer.settle},
        _("时间：%(when)s") % {"when": "；".join(shift_words(shift) for shift in offer.shifts[:10])},
        _("地点：%(place)s") % {"place": offer.place},
        _("还要 %(n)s 人") % {"n": offer.places_left},
    ]
    if offer.meeting:
        lines.insert(4, _("集合：%(where)s") % {"where": offer.meeting})
    if offer.benefits:
        lines.append(_("待遇：%(words)s") % {"words": listed(offer.benefits)})
    if offer.certificates:
        lines.append(_("证书：%(words)s") % {"words": listed(offer.certificate_names)})
    if offer.requirements:
        lines.append(_("要求：%(words)s") % {"words": offer.requirements})
    if warned := [*offer.hazard_words, *offer.circumstance_words]:
        lines.append(_("注意：%(words)s") % {"words": listed(warned)})
    if offer.protection_words:
        lines.append(_("劳动保护：%(words)s") % {"words": listed(offer.protection_words)})
    lines.append(_("有效期至 %(day)s") % {"day": day_text(last_moment(offer).date(), "long")})
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)
