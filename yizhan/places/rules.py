"""Who may see and keep local places: pure predicates."""

from __future__ import annotations

from typing import Protocol

# This room lies below the one of roles, so it knows their values as words; a test holds them against each other.
_KEEPERS = frozenset({"clerk", "head", "officer"})
_READERS = _KEEPERS | {"reviewer", "auditor"}


class HasPath(Protocol):
    """An office in the tree."""

    path: str


class HasRole(Protocol):
    """Somebody who signed in."""

    role: str


class WorksInOffice(HasRole, Protocol):
    """Somebody who signed in and works for an office."""

    @property
    def office(self) -> HasPath:
        """The office they work for."""


class BelongsToOffice(Protocol):
    """Something that an office keeps."""

    @property
    def office(self) -> HasPath:
        """The office that keeps it."""


def can_keep_places(user: HasRole) -> bool:
    """Add, change and retire places of the own office."""
    return user.role in _KEEPERS


def can_see_places(user: HasRole) -> bool:
    """See the list of places."""
    return user.role in _READERS


def can_change_place(user: WorksInOffice, place: BelongsToOffice) -> bool:
    """Change a place of the own office or of one below; those of the offices above are theirs."""
    return can_keep_places(user) and place.office.path.startswith(user.office.path)


def is_point_whole(lat_e6: int | None, lng_e6: int | None) -> bool:
    """Both coordinates or neither."""
    return (lat_e6 is None) == (lng_e6 is None)


#: China with its seas, in micro-degrees; outside of it a point is a slip of the hand.
_LAT = (3_000_000, 54_000_000)
_LNG = (73_000_000, 136_000_000)


def is_point_plausible(lat_e6: int, lng_e6: int) -> bool:
    """Inside China's bounds. Swapped coordinates fall outside."""
    return _LAT[0] <= lat_e6 <= _LAT[1] and _LNG[0] <= lng_e6 <= _LNG[1]
