"""What hangs on walls: the list of a station and the poster of one posting. Always in Chinese, never a person on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone, translation

from yizhan.channels.offers import PublicOffer, PublicOffice
from yizhan.channels.texts import CHINESE, FREE, cut
from yizhan.postings.enums import PostingKind
from yizhan.shared.display import day_text, listed, until_text, when_text
from yizhan.shared.documents.pdf import render_pdf
from yizhan.shared.documents.qr import qr_svg

DOCUMENTS = Path(__file__).parents[1] / "documents"
WALL, POSTER = DOCUMENTS / "wall.typ", DOCUMENTS / "poster.typ"
#: Four sheets of A4; what is more hangs nowhere, and the last line says how much it is.
MOST_ON_WALL = 80
#: What somebody reads who stands before a poster.
LONGEST_CONTENT = 160
MOST_SHIFTS = 6


def wall_pdf(offers: Sequence[PublicOffer], office: PublicOffice, *, total: int, url: str, at: dt.datetime) -> bytes:
    """Set the list of what is on offer, in the order given, under the kinds of work.

    :param offers: the first `MOST_ON_WALL`. :param total: how many there are in all.
    :param url: the public list, or "" where nobody else would get there.
    """
    with translation.override(CHINESE):
        return render_pdf(WALL, wall_data(offers, office, total=total, url=url, at=at))


def poster_pdf(offer: PublicOffer, *, url: str) -> bytes:
    """Set one posting on A3 with strips to tear off.

    :param url: its public page, or "" where nobody else would get there.
    """
    with translation.override(CHINESE):
        return render_pdf(POSTER, poster_data(offer, url=url))


def _station(office: PublicOffice) -> dict[str, str]:
    return {"station": office.name, "station_address": office.address, "station_phone": office.phone, "free": FREE}


def _needs(offer: PublicOffer, most: int) -> str:
    words = [*offer.certificate_names, *([offer.requirements] if offer.requirements else [])]
    return cut("；".join(" ".join(word.split()) for word in words), most)


def wall_data(
    offers: Sequence[PublicOffer], office: PublicOffice, *, total: int, url: str, at: dt.datetime
) -> dict[str, Any]:
    """Return what `documents/wall.typ` wants."""
    groups = []
    for kind in PostingKind:
        of_kind = [offer for offer in offers if offer.kind == kind]
        if of_kind:
            groups.append({"name": str(kind.label), "offers": [_line(offer) for offer in of_kind]})
    return {
        **_station(office),
        "today": day_text(timezone.localdate(at), "long"),
        "printed_at": when_text(at, "short"),
        "count": total,
        "left_out": total - len(offers),
        "qr_svg": qr_svg(url) if url else "",
        "groups": groups,
    }


def _line(offer: PublicOffer) -> dict[str, Any]:
    needs = _needs(offer, 60)
    return {**offer.as_line(), "needs": f"要求：{needs}" if needs else ""}


def poster_data(offer: PublicOffer, *, url: str) -> dict[str, Any]:
    """Return what `documents/poster.typ` wants."""
    lines = offer.shift_lines
    shown = lines if len(lines) <= MOST_SHIFTS else [*lines[: MOST_SHIFTS - 1], f"等 {len(offer.shifts)} 个班次"]
    return {
        **_station(offer.office),
        "title": offer.title,
        "pay": offer.pay,
        "settle": offer.settle,
        "kind": "招零工" if offer.is_day_job else "招工",
        "left": offer.places_left,
        "shifts": shown,
        "place": offer.place,
        "content": cut(" ".join(offer.content.split()), LONGEST_CONTENT),
        "good": listed(offer.benefits),
        "needs": _needs(offer, 120),
        "hazards": listed(offer.hazard_words),
        "employer": offer.employer_name,
        "number": offer.number,
        "valid_until": until_text(offer.valid_until_at, "short"),
        "qr_svg": qr_svg(url) if url else "",
    }
