"""The phone's position, as a form brings it after a press of its own."""

from __future__ import annotations

from django.http import HttpRequest


def sent_position(request: HttpRequest) -> tuple[int, int] | None:
    """Return the position in a form's body in micro-degrees of WGS 84, as phones tell it; None when it is none."""
    try:
        lat, lng = (round(float(request.POST.get(name, "")[:20]) * 1e6) for name in ("lat", "lng"))
    except (ValueError, OverflowError):
        return None
    return (lat, lng) if abs(lat) <= 90_000_000 and abs(lng) <= 180_000_000 else None
