"""From which day somebody has reached the statutory age of retirement (CR-045).

国务院关于渐进式延迟法定退休年龄的办法 art. 1 and its tables, in force since 2025-01-01: men's 60 years grow by a month
for every four months of later birth to 63, women's 50 by a month for every two to 55. Day labour is workers' work, so
women count by the table that begins at 50; who was employed as cadre or is of unknown sex counts by the later table.
"""

from __future__ import annotations

import calendar
import datetime as dt

#: Original age in years, first month of birth that is delayed, months of birth for one month of delay, most delay.
_MEN = (60, (1965, 1), 4, 36)
_WOMEN = (50, (1975, 1), 2, 60)


def retires_on(birth_on: dt.date, *, is_woman: bool) -> dt.date:
    """Return the day on which the statutory age is reached.

    >>> retires_on(dt.date(1965, 1, 15), is_woman=False)
    datetime.date(2025, 2, 15)
    """
    years, (first_year, first_month), step, most = _WOMEN if is_woman else _MEN
    born = birth_on.year * 12 + birth_on.month - 1
    later = born - (first_year * 12 + first_month - 1)
    delay = min(later // step + 1, most) if later >= 0 else 0
    year, month = divmod(born + years * 12 + delay, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(birth_on.day, last))
