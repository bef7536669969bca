"""The page of numbers."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizhan.accounts.queries import actor, can_see_numbers
from yizhan.shared.errors import NotAllowed
from yizhan.statistics.enums import Period
from yizhan.statistics.queries import daily_hires, office_choices, station_numbers

#: Earlier than any station; the days before it are moments too.
FIRST_YEAR = 2000


@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    """Show an office's figures for a period that ends with a day."""
    user = actor(request)
    if not can_see_numbers(user):
        raise NotAllowed
    now = timezone.now()
    offices = office_choices(user)
    office = next((one for one in offices if str(one.public_id) == request.GET.get("office")), user.office)
    period = Period(request.GET["period"]) if request.GET.get("period") in Period.values else Period.WEEK
    day = _day(request.GET.get("day"), timezone.localdate(now))
    context = {
        "found": station_numbers(user, office, period, day, now),
        "days": daily_hires(user, office, day),
        "offices": offices,
        "office": office,
        "periods": Period.choices,
        "period": period,
        "day": day,
        "today": timezone.localdate(now),
    }
    return render(request, "statistics/numbers.html", context | {"plot": _plot(context["days"])})  # type: ignore[arg-type]


def _day(text: str | None, today: dt.date) -> dt.date:
    """Read the day; a day that is none, not yet, or before there were stations, is today."""
    try:
        day = dt.date.fromisoformat(text or "")
    except ValueError:
        return today
    return min(day, today) if day.year >= FIRST_YEAR else today


def _plot(days: list[tuple[dt.date, int, int]]) -> dict[str, object]:
    """Lay the last days out as bars of an SVG of 720 x 160 units; the table below it says the same in numbers."""
    most = max((max(sent, hired) for _, sent, hired in days), default=0) or 1
    width = 720 / len(days)
    bars = [
        {
            "x": round(place * width, 1),
            "x_hired": round(place * width + width * 0.42, 1),
            "width": round(width * 0.38, 1),
            "sent_height": round(140 * sent / most, 1),
            "sent_y": round(145 - 140 * sent / most, 1),
            "hired_height": round(140 * hired / most, 1),
            "hired_y": round(145 - 140 * hired / most, 1),
            "day": day,
            "label": day.day in (1, 10, 20),
            "middle": round(place * width + width * 0.42, 1),
        }
        for place, (day, sent, hired) in enumerate(days)
    ]
    return {"bars": bars, "most": most}
