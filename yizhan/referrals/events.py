"""What the room tells the rooms above it, inside the transaction of the write.

The events carry the locked referral itself: whoever hears of a hire works on the very row that is being written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.referrals.enums import ReferralStatus
    from yizhan.referrals.models import Referral


@dataclass(frozen=True)
class PersonHired:
    """A receipt says "hired": places are taken, time is promised, calls are due."""

    referral: Referral
    by: User
    at: dt.datetime


@dataclass(frozen=True)
class HireUndone:
    """The hire is being taken back; a handler that raises keeps it."""

    referral: Referral
    by: User
    at: dt.datetime


@dataclass(frozen=True)
class ReceiptRecorded:
    """A receipt was entered, whatever it says; everything that follows from it is written."""

    referral: Referral
    by: User
    at: dt.datetime


@dataclass(frozen=True)
class ReceiptUndone:
    """A receipt that was entered by mistake is taken back, whatever it said; the letter is out again.

    :param step_id: of the step that was taken back, which happens once.
    """

    referral: Referral
    step_id: int
    result: ReferralStatus
    by: User
    at: dt.datetime


@dataclass(frozen=True)
class PayAnswered:
    """A call after a hire heard whether the pay came; what it says about the employer is written down.

    :param on_time: None where it was not asked.
    """

    referral: Referral
    in_full: bool
    on_time: bool | None
    by: User
    at: dt.datetime


@dataclass(frozen=True)
class LetterIssued:
    """The introduction letter is written: the person may go, and the employer is to answer."""

    referral: Referral
    at: dt.datetime


@dataclass(frozen=True)
class ReferralClosed:
    """The referral was closed without a receipt: nobody needs to answer any more."""

    referral: Referral
    at: dt.datetime
