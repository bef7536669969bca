"""What the room tells the rooms above it. Ids only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class PersonRegistered:
    """A record was made."""

    person_id: int
    office_id: int
    by_id: int
    at: dt.datetime


@dataclass(frozen=True)
class PersonChanged:
    """Identity, contacts or age changed; caches about the person are stale."""

    person_id: int
    at: dt.datetime


@dataclass(frozen=True)
class PersonMerged:
    """`absorbed_id` became part of `kept_id`; with `undone` the two are apart again."""

    kept_id: int
    absorbed_id: int
    undone: bool
    at: dt.datetime


@dataclass(frozen=True)
class PersonAnonymised:
    """The record no longer says who it was about."""

    person_id: int
    at: dt.datetime


@dataclass(frozen=True)
class ConsentWithdrawn:
    """From now on the purpose is forbidden; rooms that keep data for it delete it in this transaction."""

    person_id: int
    purpose: str
    recipient: str
    at: dt.datetime
