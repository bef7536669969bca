"""What history written in bulk shares: audit lines, short numbers, and the state of the county while it is made.

Operations take milliseconds, and a month has tens of thousands of them. So visits, registrations and letters are
written in bulk here, row for row as the operations write them (`tests/demo` compares the two); everything else of the
demo goes through the operations themselves.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.demo.artificial import Numbers
from yizhan.demo.scale import Scale
from yizhan.demo.trades import Job
from yizhan.employers.models import Employer
from yizhan.people.models import Person
from yizhan.postings.models import Posting, Shift
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.identifiers.numbers import make_number
from yizhan.shared.identifiers.sequence_model import NumberSequence
from yizhan.workers.models import JobSeeker, Wish

BATCH = 400


def audit_line(
    *,
    action: str,
    by: User | None,
    at: dt.datetime,
    obj: models.Model,
    person_id: int | None = None,
    fields: Iterable[str] = (),
    reason: str = "",
    after_hash: str = "",
) -> AuditEntry:
    """Return an unsaved line as `write_audit` would write it."""
    return AuditEntry(
        at=at,
        kind=AuditKind.WRITE,
        action=action,
        actor_id=by.pk if by else None,
        office_id=by.office_id if by else 0,
        object_kind=obj._meta.label,
        object_id=obj.pk,
        person_id=person_id,
        fields=sorted(fields),
        reason=reason,
        after_hash=after_hash,
    )


def write_lines(lines: list[AuditEntry]) -> None:
    """Append lines in the order of their moments."""
    AuditEntry.objects.bulk_create(sorted(lines, key=lambda line: line.at), batch_size=BATCH)


def take_numbers(prefix: str, on: dt.date, count: int) -> list[str]:
    """Take several short numbers at once, as `take_number` would one after the other."""
    if not count:
        return []
    row, _new = NumberSequence.objects.get_or_create(
        prefix=prefix, period=f"{on.year % 100:02}{on.month:02}", defaults={"last": 0}
    )
    first = row.last + 1
    row.last += count
    row.save(update_fields=["last"])
    return [make_number(prefix, on, sequence) for sequence in range(first, row.last + 1)]


@dataclass
class Seeker:
    """Somebody looking for work, as the generator keeps them in mind."""

    person: Person
    row: JobSeeker
    wish: Wish
    trades: tuple[str, ...]
    office_id: int
    registered_at: dt.datetime
    party: int
    may_be_sent: bool
    certificates: tuple[str, ...] = ()
    is_available: bool = True
    away_until: dt.datetime | None = None
    busy: list[tuple[dt.datetime, dt.datetime]] = field(default_factory=list)
    open_shifts: set[int] = field(default_factory=set)

    def is_free(self, starts_at: dt.datetime, ends_at: dt.datetime | None) -> bool:
        """Say whether nothing promised overlaps; work without an end overlaps nothing by its hours."""
        return ends_at is None or all(end <= starts_at or start >= ends_at for start, end in self.busy)


@dataclass
class Offered:
    """A posting as the generator keeps it in mind."""

    posting: Posting
    job: Job
    shifts: list[Shift]
    office_id: int
    until: dt.datetime
    is_open: bool = False
    forgotten: bool = False
    asked_at: dt.datetime | None = None


@dataclass
class County:
    """Everything made so far."""

    rng: random.Random
    scale: Scale
    numbers: Numbers
    #: the moment at which the data ends.
    until: dt.datetime
    offices: dict[str, Office] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    employers: list[tuple[Employer, str]] = field(default_factory=list)
    #: which kind of employer comes when: indexes into `employers.SORTS`.
    sorts: list[int] = field(default_factory=list)
    seekers: list[Seeker] = field(default_factory=list)
    by_trade: dict[tuple[int, str], list[Seeker]] = field(default_factory=lambda: defaultdict(list))
    by_person: dict[int, Seeker] = field(default_factory=dict)
    offered: list[Offered] = field(default_factory=list)
    #: letters that are out: (day of the receipt, hour, referral, how it ends).
    letters: list[Any] = field(default_factory=list)

    @property
    def today(self) -> dt.date:
        """The day of the last data."""
        return self.until.date()

    @property
    def first_day(self) -> dt.date:
        """The day on which the station opened."""
        return self.today - dt.timedelta(days=self.scale.days - 1)

    def clerk_of(self, office_id: int, rng: random.Random | None = None) -> User:
        """Return one of those at the counter of an office, by the county's dice or a room's own."""
        found = [user for user in self.users.values() if user.role == Role.CLERK and user.office_id == office_id]
        return (rng or self.rng).choice(found)

    def reviewer_of(self, office_id: int) -> User:
        """Return who decides about postings of an office."""
        for role in (Role.REVIEWER, Role.HEAD):
            for user in self.users.values():
                if user.role == role and user.office_id == office_id:
                    return user
        raise LookupError("an office of the demo has nobody who reviews")

    def head_of(self, office_id: int) -> User:
        """Return the head of an office."""
        return next(user for user in self.users.values() if user.role == Role.HEAD and user.office_id == office_id)

    def stations(self) -> list[Office]:
        """Return the stations of the demo county, the main one first."""
        return [self.offices["main"], self.offices["park"]]


def share(rng: random.Random, total: int, weights: list[float]) -> list[int]:
    """Split a total over days by weight, with a little chance, so that the parts sum to it."""
    parts = [0] * len(weights)
    for place in rng.choices(range(len(weights)), weights, k=total):
        parts[place] += 1
    return parts


#: Monday to Sunday: how many come, compared with a usual day.
WEEK = (1.08, 1.04, 1.0, 1.0, 1.05, 1.0, 0.83)


def day_weights(first: dt.date, days: int, until: dt.datetime) -> list[float]:
    """Return how busy each day is; of the last one only the part before `until` counts."""
    weights = [WEEK[(first + dt.timedelta(days=n)).weekday()] for n in range(days)]
    weights[-1] *= open_share(until)
    return weights


def open_share(until: dt.datetime) -> float:
    """Return which part of a day's visitors came before the moment: three in ten by half past eight."""
    return 0.0 if until.time() == dt.time() else 0.3
