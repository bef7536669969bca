"""Who may do what: pure predicates on a user. Other rooms take them from `accounts.queries`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from yizhan.accounts.enums import SERVING, STAFF, Role

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Whoever works on is asked for the password again once a day.
LONGEST_SIGN_IN = dt.timedelta(hours=12)


def is_staff_side(user: User) -> bool:
    """The station's own people, as opposed to employers' agents."""
    return user.role in STAFF


def can_serve(user: User) -> bool:
    """Serve people at the counter: register, recommend, write letters, call."""
    return user.role in SERVING


def can_see_people(user: User) -> bool:
    """See records of people: who serves them, who answers for the county, and who audits."""
    return user.role in SERVING or user.role in (Role.OFFICER, Role.AUDITOR)


def can_unmask(user: User) -> bool:
    """See a whole number, for a reason that is logged."""
    return user.role in SERVING


def can_enter_postings(user: User) -> bool:
    """Enter and change employers and postings."""
    return user.role in SERVING


def can_see_postings(user: User) -> bool:
    """See employers and postings of the office."""
    return user.role in STAFF - {Role.SYSADMIN}


def can_review(user: User) -> bool:
    """Decide about postings and verify employers."""
    return user.role in (Role.REVIEWER, Role.HEAD)


def can_decide_appeals(user: User) -> bool:
    """Look again at what a colleague or a rule decided: reviewers, the head, and the county above a small station."""
    return user.role in (Role.REVIEWER, Role.HEAD, Role.OFFICER)


def can_manage_station(user: User) -> bool:
    """Answer for a station: reassign work, merge records, correct what went wrong."""
    return user.role == Role.HEAD


def can_see_numbers(user: User) -> bool:
    """See the figures of the office."""
    return user.role in (Role.HEAD, Role.OFFICER, Role.AUDITOR)


def can_export_people(user: User) -> bool:
    """Take lists of people out of the system."""
    return user.role in (Role.HEAD, Role.OFFICER)


def can_read_audit(user: User) -> bool:
    """Read the audit log of the office."""
    return user.role in (Role.AUDITOR, Role.HEAD)


def can_administer(user: User) -> bool:
    """Make offices and accounts; sees no person who is served."""
    return user.role == Role.SYSADMIN


def is_agent(user: User) -> bool:
    """An employer's agent: sees only their own employers and postings."""
    return user.role == Role.AGENT


def never_writes(user: User) -> bool:
    """Reads and never writes: held centrally by the middleware, whatever a page forgets."""
    return user.role == Role.AUDITOR
