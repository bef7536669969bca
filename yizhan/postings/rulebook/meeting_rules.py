"""The rules that are judged when a person and a posting meet: CR-042, CR-043, CR-045 and CR-046.

What forbids (CR-040, CR-041, CR-044) is refused by whoever sends people; these give work, warn, or ask a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from yizhan.postings.rulebook.finding import Finding
from yizhan.postings.rulebook.limits import Limits
from yizhan.postings.rulebook.retirement import retires_on

ADULT_AGE = 18
#: 女职工劳动保护特别规定, annex, part 1: underground; grade IV of physical work; more than 20 kg six times an hour and
#: more; more than 25 kg now and then.
BARRED_TO_WOMEN = frozenset({"underground", "heavy"})
OFTEN_KG, OFTEN_AN_HOUR, EVER_KG = 20, 6, 25


@dataclass(frozen=True)
class Worker:
    """Who would go. ``sex``: "male", "female" or "" where it is not known."""

    birth_on: dt.date | None
    sex: str = ""

    def age_on(self, day: dt.date) -> int | None:
        """Return full years on a day."""
        born = self.birth_on
        return None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True)
class Work:
    """Where to, as far as these rules ask."""

    first_day: dt.date
    hazards: frozenset[str] = frozenset()
    load_kg: int | None = None
    loads_per_hour: int | None = None
    is_site: bool = False

    @property
    def is_barred_to_women(self) -> bool:
        """Whether the annex names the work; where weight or times are not stated, the ticked hazard speaks."""
        often = self.loads_per_hour is None or self.loads_per_hour >= OFTEN_AN_HOUR
        if self.load_kg is not None:
            heavy = self.load_kg > EVER_KG or (self.load_kg > OFTEN_KG and often)
        else:
            heavy = "load" in self.hazards and often
        return heavy or bool(BARRED_TO_WOMEN & self.hazards)


def meeting_findings(worker: Worker, work: Work, limits: Limits) -> Iterator[Finding]:
    """Yield what has to be done, said or looked at when this person goes to this work, in the order of the book."""
    age = worker.age_on(work.first_day)
    if age is not None and age < ADULT_AGE:
        yield Finding("CR-042", "person")
    if worker.sex == "female" and work.is_barred_to_women:
        yield Finding("CR-043", "person")
    if worker.birth_on is not None and retires_on(worker.birth_on, is_woman=worker.sex == "female") <= work.first_day:
        yield Finding("CR-045", "person")
    least = limits.site_age_women if worker.sex == "female" else limits.site_age_men
    if work.is_site and age is not None and least is not None and age >= least:
        yield Finding("CR-046", "person")
