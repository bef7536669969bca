"""How often the open postings were shown in the last days: some much, some hardly ever, as it is everywhere."""

from __future__ import annotations

import datetime as dt

from yizhan.demo.ledger import County
from yizhan.matching.operations import add_looks
from yizhan.postings.queries import live_postings

DAYS = 5
#: Looks a day; three in ten postings are in nobody's list.
OFTEN = (0, 0, 0, 1, 2, 3, 5, 9, 14, 30)


def count_looks(county: County) -> None:
    """Write the counts that web processes would have written."""
    offices = sorted({office.pk for office in county.offices.values()})
    postings = sorted(live_postings(offices, county.until).values_list("pk", flat=True))
    often = {pk: county.rng.choice(OFTEN) for pk in postings}
    for back in range(DAYS):
        looks = {pk: max(1, each + county.rng.randint(-2, 2)) for pk, each in often.items() if each}
        add_looks(looks=looks, day=county.today - dt.timedelta(days=back))
