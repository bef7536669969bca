"""Who may do what with an employer, and until when a verification stands. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from yizhan.accounts.queries import (
    can_enter_postings,
    can_manage_station,
    can_review,
    can_unmask,
    is_agent,
)
from yizhan.employers.enums import HOUSEHOLD_BASES, UNIT_BASES, EmployerKind, PaperKind, VerifyBasis, VerifyState
from yizhan.employers.models import ANSWER_WITHIN_DAYS

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.employers.models import Employer

LOCAL = ZoneInfo("Asia/Shanghai")
#: Papers are looked at again every six months (人社厅发〔2025〕60号).
REVERIFY_MONTHS = 6

#: Days that a request for the console is kept after it was decided; long enough to ask why.
DECIDED_KEPT_DAYS = 90
#: Days that one is kept about which nobody has decided.
UNDECIDED_KEPT_DAYS = 180
#: Days that the picture of a licence is kept after somebody has decided about it, and where nobody has. domain §9.1:
#: as short as it serves (PIPL art. 19); of papers, that they were looked at stays, by whom and when. No law names a
#: number of days for pictures of licences: 待核实.
PAPER_KEPT_DAYS, PAPER_UNDECIDED_DAYS = DECIDED_KEPT_DAYS, UNDECIDED_KEPT_DAYS
#: Days that a code is kept after it has run out, used or not.
CODE_KEPT_DAYS = 30


def local_day(at: dt.datetime) -> dt.date:
    """Return the station's date at a moment."""
    return at.astimezone(LOCAL).date()


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the month's last day where there is no such day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def email_of(employer: Employer) -> str:
    """Return where the employer wants to be written to; "" where nobody confirmed an address or they want no mail."""
    return employer.email if employer.email_confirmed_at is not None and employer.email_wanted else ""


def can_change_employer(user: User) -> bool:
    """Enter and correct employers."""
    return can_enter_postings(user)


def can_verify_employer(user: User, employer: Employer) -> bool:
    """Say that an employer is who they claim to be.

    Units are a reviewer's or the head's matter. A household is verified at the desk: ID and call-back.
    """
    return can_review(user) or (employer.kind == EmployerKind.HOUSEHOLD and can_enter_postings(user))


def can_look_at_papers(user: User) -> bool:
    """See what employers upload: who enters them and who verifies them, nobody else."""
    return can_enter_postings(user) or can_review(user)


def papers_asked_of(kind: str, permit: str) -> tuple[PaperKind, ...]:
    """Return what is uploaded to be verified by: a household nothing (ID and call back), an agency its permit too."""
    if kind == EmployerKind.HOUSEHOLD:
        return ()
    return (PaperKind.LICENCE, PaperKind(permit)) if kind == EmployerKind.AGENCY else (PaperKind.LICENCE,)


def can_clear_review(user: User) -> bool:
    """Settle a mark for review."""
    return can_manage_station(user)


def can_lodge_appeal(user: User) -> bool:
    """Ask that a measure be looked at again: the employer's agent, or a clerk for an employer who called."""
    return is_agent(user) or can_enter_postings(user)


def is_overdue(asked_on: dt.date, today: dt.date) -> bool:
    """Say whether an employer should have answered a letter of `asked_on` by now."""
    return today > asked_on + dt.timedelta(days=ANSWER_WITHIN_DAYS)


def can_reveal(user: User) -> bool:
    """See a whole number for a coded reason."""
    return can_unmask(user)


def bases_for(kind: str) -> frozenset[VerifyBasis]:
    """Return what may serve as the basis of a verification."""
    return HOUSEHOLD_BASES if kind == EmployerKind.HOUSEHOLD else UNIT_BASES


def has_run_out(employer: Employer, today: dt.date) -> bool:
    """Say whether the verification once stood and no longer does."""
    return (
        employer.verify_state == VerifyState.VERIFIED
        and employer.reverify_on is not None
        and employer.reverify_on <= today
    )


def stands_verified(employer: Employer, today: dt.date) -> bool:
    """Say whether the verification stands on `today`."""
    return employer.verify_state == VerifyState.VERIFIED and not has_run_out(employer, today)


def has_hr_licence(employer: Employer, today: dt.date) -> bool:
    """Say whether an agency's licence is known and not over."""
    return bool(
        employer.hr_licence_no and employer.hr_licence_until_on is not None and employer.hr_licence_until_on >= today
    )
