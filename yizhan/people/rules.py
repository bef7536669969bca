"""Who may, and what is allowed: pure predicates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yizhan.accounts.queries import (
    can_administer,
    can_export_people,
    can_manage_station,
    can_read_audit,
    can_serve,
    can_unmask,
)
from yizhan.people.enums import PROVEN_BIRTH

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person

#: Exact-ID look-ups of records elsewhere that one user may make within an hour. A busy counter registers about forty
#: people in that time; somebody who tries numbers out needs thousands.
LOOKUPS_AN_HOUR = 40

#: Months after the last contact at which a record is anonymised (domain 9.1, "unmatched job-seeker data").
KEEP_MONTHS = 24


def may_change(user: User) -> bool:
    """Correct identity, contacts, consents, household: who serves the person."""
    return can_serve(user)


def may_reveal(user: User) -> bool:
    """See a whole number for a coded reason."""
    return can_unmask(user)


def may_merge(user: User) -> bool:
    """Join two records, and take that back: the head answers for it."""
    return can_manage_station(user)


def may_hand_copy(user: User) -> bool:
    """Give a person the copy of everything held about them (PIPL art. 45): the counter, or who answers for lists."""
    return can_serve(user) or can_export_people(user)


def may_word_consents(user: User) -> bool:
    """Say in which words people are asked for a consent: the administrator, who serves nobody."""
    return can_administer(user)


def may_anonymise(user: User) -> bool:
    """Erase an identity on request (PIPL art. 47); it cannot be undone."""
    return can_manage_station(user)


def may_see_looks(user: User) -> bool:
    """Read who looked at a record: for the person who asks at the counter, and for the audit."""
    return can_serve(user) or can_read_audit(user)


def has_proven_birth(person: Person) -> bool:
    """Whether the age rests on a document. Without that nobody is referred (minimum age, special protection)."""
    return person.birth_on is not None and person.birth_basis in PROVEN_BIRTH


def age_on(person: Person, day: dt.date) -> int | None:
    """Return completed years on a day, or None when the birth date is unknown.

    Born on 29 February completes a year on 1 March of a common year (civil age counting by full years).
    """
    born = person.birth_on
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months earlier, or the month's last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
