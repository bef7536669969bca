"""Rules of the room: what is hidden, how a share is written. Pure."""

from __future__ import annotations

#: Smaller counts are not shown outside the office that they come from: they would tell who it was.
SMALLEST_SHOWN = 5


def is_hidden(count: int, *, own_office: bool) -> bool:
    """Say whether a count of people must not be shown."""
    return not own_office and 0 < count < SMALLEST_SHOWN


def share(part: int, whole: int) -> float | None:
    """Return a share in per cent to one decimal, or None where there is nothing to take it of."""
    return round(100 * part / whole, 1) if whole else None
