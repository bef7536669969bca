"""What the big screen shows, as plain data. It has no field for a person, and no moment of asking: an answer that says
the same is the same, so that a screen that asks every half minute moves no bytes. Pure but for the translation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.channels.offers import PublicOffer, PublicOffice
from yizhan.portals.screen.map import map_of
from yizhan.shared.display import day_text
from yizhan.shared.sketch import Point

#: Twenty pages of five; more pass by too seldom to be read.
MOST_OFFERS = 100
#: Work of these days counts as near: today and tomorrow.
NEAR_DAYS = 2


def shown_until(offer: PublicOffer) -> dt.datetime:
    """Return until when an offer may stand on a screen without network: its validity, or its last shift's end."""
    ends = [shift.ends_at for shift in offer.shifts if shift.ends_at is not None]
    if len(ends) < len(offer.shifts) or not ends:
        return offer.valid_until_at
    return min(offer.valid_until_at, max(ends))


def near_places(offers: Sequence[PublicOffer], today: dt.date) -> int:
    """Return the places left in day jobs whose shift starts today or tomorrow."""
    last = today + dt.timedelta(days=NEAR_DAYS - 1)
    return sum(
        shift.left
        for offer in offers
        if offer.is_day_job
        for shift in offer.shifts
        if today <= timezone.localdate(shift.starts_at) <= last
    )


def board_of(
    offers: Sequence[PublicOffer],
    office: PublicOffice,
    *,
    total: int,
    today: dt.date,
    points: Mapping[int, Point],
    station: Point | None,
) -> dict[str, Any]:
    """Return the board.

    :param offers: in the order of showing, at most `MOST_OFFERS`. :param total: how many are on offer in all.
    :param points: where offers are, of those that the map may show. :param station: where the office is.
    """
    drawn = map_of(offers, points, station)
    return {
        "office": office.name,
        "phone": office.phone,
        "address": office.address,
        "today": day_text(today, "long"),
        "counts": [
            {"name": _("在招岗位"), "value": total, "means": _("现在可以报名、还有名额的岗位")},
            {
                "name": _("今明两天零工名额"),
                "value": near_places(offers, today),
                "means": _("今天和明天开工的零工还缺的人数"),
            },
        ],
        "offers": [_line(offer) for offer in offers],
        "left_out": total - len(offers),
        # Without network the list takes off what has run out; the map is one drawing and goes with the first of it.
        "map": drawn and {**drawn, "until": min(_until(offer) for offer in offers if offer.id in points)},
    }


def _until(offer: PublicOffer) -> int:
    return int(shown_until(offer).timestamp())


def _line(offer: PublicOffer) -> dict[str, Any]:
    return {**offer.as_line(), "is_day_job": offer.is_day_job, "until": _until(offer)}
