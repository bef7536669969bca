"""Who may do what about the shared tables: pure predicates. The room knows no account; a user is who has a role."""

from __future__ import annotations

import datetime as dt
from typing import Any

#: Who answers for the county, and who keeps the installation.
KEEPS_DAYS = frozenset({"officer", "sysadmin"})
#: Whoever counts days with them.
SEES_DAYS = KEEPS_DAYS | {"clerk", "head", "reviewer", "auditor"}

#: Who answers for the words of a station's counter.
KEEPS_WORDS = frozenset({"head", "officer", "sysadmin"})


#: Documents name a start within the year; one that is farther away is a year mistyped.
WAGE_AHEAD = dt.timedelta(days=366)


def latest_wage_start(today: dt.date) -> dt.date:
    """Return the last day on which a minimum wage that is entered today may begin."""
    return today + WAGE_AHEAD


def may_set_wage(user: Any, area_code: str) -> bool:
    """Set the minimum wage of an area: a county's officers their county's, a city's also those of its counties."""
    return can_keep_days(user) and _divisions(area_code)[: len(own := _divisions(user.office.area_code))] == own


def _divisions(area_code: str) -> list[str]:
    """Return the codes of province, city and county of a division, as far as it goes down."""
    pairs = [area_code[start : start + 2] for start in (0, 2, 4)]
    return [pair for pair in pairs if pair not in ("", "00")]


def can_keep_words(user: Any) -> bool:
    """Teach the own office's search a word, or take one out of use."""
    return getattr(user, "role", "") in KEEPS_WORDS


def can_see_days(user: Any) -> bool:
    """Look at the holiday notices by which days are counted, and at minimum wages."""
    return getattr(user, "role", "") in SEES_DAYS


def can_keep_days(user: Any) -> bool:
    """Enter a year's notice, or correct a day of it; enter a minimum wage."""
    return getattr(user, "role", "") in KEEPS_DAYS
