"""The statutory holidays (法定节假日) of a year: the thirteen days on which work is paid threefold.

全国年节及纪念日放假办法 art. 2, as amended by 国务院令第795号, in force since 2025-01-01: New Year 1 day,
Spring Festival 4 (the eve and the first three days), Qingming 1, Labour Day 2, Dragon Boat 1, Mid-Autumn 1, National
Day 3. The other days of a holiday notice are weekend days that were moved: work on them is work on a day of rest.

The days of the lunar calendar stand in a table, because no library at hand computes them; a test holds every year of
it against the shipped holiday notices as far as there are any.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

#: Year -> first day of the first lunar month, Qingming, fifth of the fifth month, fifteenth of the eighth month.
_MOVING: dict[int, tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    2025: ((1, 29), (4, 4), (5, 31), (10, 6)),
    2026: ((2, 17), (4, 5), (6, 19), (9, 25)),
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
}
FIRST_YEAR, LAST_YEAR = min(_MOVING), max(_MOVING)


@cache
def statutory_days(year: int) -> frozenset[dt.date]:
    """Return the thirteen days of a year.

    :raises KeyError: a year outside of the table.
    """
    spring, qingming, dragon, autumn = (dt.date(year, *day) for day in _MOVING[year])
    fixed = {dt.date(year, 1, 1), dt.date(year, 5, 1), dt.date(year, 5, 2)}
    fixed |= {dt.date(year, 10, day) for day in (1, 2, 3)}
    return frozenset(fixed | {spring + dt.timedelta(days=n) for n in (-1, 0, 1, 2)} | {qingming, dragon, autumn})
