"""Who may do what about the shared tables: pure predicates. The room knows no account; a user is who has a role."""

from __future__ import annotations

from typing import Any

#: Who answers for the county, and who keeps the installation.
KEEPS_DAYS = frozenset({"officer", "sysadmin"})
#: Whoever counts days with them.
SEES_DAYS = KEEPS_DAYS | {"clerk", "head", "reviewer", "auditor"}

#: Who answers for the words of a station's counter.
KEEPS_WORDS = frozenset({"head", "officer", "sysadmin"})


def can_keep_words(user: Any) -> bool:
    """Teach the own office's search a word, or take one out of use."""
    return getattr(user, "role", "") in KEEPS_WORDS


def can_see_days(user: Any) -> bool:
    """Look at the holiday notices by which days are counted, and at minimum wages."""
    return getattr(user, "role", "") in SEES_DAYS


def can_keep_days(user: Any) -> bool:
    """Enter a year's notice, or correct a day of it; enter a minimum wage."""
    return getattr(user, "role", "") in KEEPS_DAYS
