"""What the room tells the rooms above it. Ids only; published inside the transaction of the write."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class PostingPublished:
    """People may be sent from now on (published for the first time, or resumed)."""

    posting_id: int
    office_id: int
    at: dt.datetime


@dataclass(frozen=True)
class PostingChanged:
    """Terms, shifts or headcount are others than before; caches about the posting are stale."""

    posting_id: int
    at: dt.datetime


@dataclass(frozen=True)
class PostingFilled:
    """The last place was taken."""

    posting_id: int
    at: dt.datetime


@dataclass(frozen=True)
class PostingEnded:
    """Paused, withdrawn or taken down: nobody is sent any more. `state` is the publish state now."""

    posting_id: int
    state: str
    reason: str
    at: dt.datetime


@dataclass(frozen=True)
class PlacesTaken:
    """Places of a shift are promised."""

    posting_id: int
    shift_id: int
    places: int
    at: dt.datetime


@dataclass(frozen=True)
class PlacesGivenBack:
    """Places of a shift are free again."""

    posting_id: int
    shift_id: int
    places: int
    at: dt.datetime


@dataclass(frozen=True)
class ShiftCancelled:
    """A shift will not take place (rain); who was promised to it must be called."""

    posting_id: int
    shift_id: int
    reason: str
    at: dt.datetime


@dataclass(frozen=True)
class PostingDecided:
    """A reviewer said yes or no; `outcome` is an `Outcome`, `reason` a `ReturnReason` or empty."""

    posting_id: int
    outcome: str
    reason: str
    at: dt.datetime
