"""News of the room for the floors above."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class SeekerRegistered:
    """Somebody now looks for work. Ids only."""

    seeker_id: int
    person_id: int
    office_id: int
    at: dt.datetime


@dataclass(frozen=True)
class SeekerStatusChanged:
    """A job seeker's state took a step."""

    seeker_id: int
    person_id: int
    before: str
    after: str
    at: dt.datetime
