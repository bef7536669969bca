"""What the room tells the rooms above it. Ids only; published inside the transaction of the write."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class EmployerToRecheck:
    """Workers said twice that work was not as posted (CR-073): what is offered goes back to a reviewer."""

    employer_id: int
    at: dt.datetime


@dataclass(frozen=True)
class EmployerRechecked:
    """The recheck ended (CR-073): what it sent back needs no further look for that rule. `outcome`: `EndOfMeasure`."""

    employer_id: int
    by_id: int
    outcome: str
    at: dt.datetime


@dataclass(frozen=True)
class EmployerSuspended:
    """Nothing of this employer is shown any more (CR-074)."""

    employer_id: int
    at: dt.datetime


@dataclass(frozen=True)
class EmployerFree:
    """The suspension ended."""

    employer_id: int
    at: dt.datetime


@dataclass(frozen=True)
class PapersAnswered:
    """The station has decided about what an employer, or who wants to be one, has sent.

    :param answer: a `PaperState` (never waiting). :param reason: why, in words for the employer; "" where it was good.
    """

    key: str
    employer_id: int | None
    sign_up_id: int | None
    answer: str
    reason: str
    at: dt.datetime
