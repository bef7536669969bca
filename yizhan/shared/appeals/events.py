"""What appeals tell the rooms above, inside the transaction of the write."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from yizhan.shared.appeals.models import AppealBase


@dataclass(frozen=True)
class AppealAnswered:
    """Somebody looked at a decision anew and answered; the appeal is the row being written."""

    appeal: AppealBase
    at: dt.datetime
