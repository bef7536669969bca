"""Drafting and revising: terms as immutable versions, shifts that keep whoever was promised to them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from yizhan.accounts.queries import is_agent
from yizhan.employers.queries import employers_visible_to, office_for
from yizhan.postings.enums import (
    OFFERED,
    Axis,
    EndReason,
    HeadcountReason,
    PostingKind,
    PublishState,
    ReviewState,
)
from yizhan.postings.events import PostingChanged, PostingEnded
from yizhan.postings.facts import LOCAL, Offer, ShiftFacts, TermsFacts
from yizhan.postings.models import Posting, PostingTerms, Shift
from yizhan.postings.operations.refusals import (
    EmployerNotYours,
    HeadcountBelowTaken,
    HouseholdOneDayOnly,
    ShiftHasPeople,
    StepNotPossible,
)
from yizhan.postings.operations.steps import (
    follow_places,
    locked,
    note_headcount,
    note_step,
    save,
    step_publish,
    step_review,
)
from yizhan.postings.operations.voice import demand_voice
from yizhan.postings.rules import can_draft, can_enter
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.events import publish
from yizhan.shared.identifiers.operations import take_number
from yizhan.shared.submissions import remember_submission

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.employers.models import Employer

NUMBER_PREFIX = "J"


class AlreadyImported(Refused):
    """The row of the sheet is a posting already."""

    code = "posting_already_imported"


@transaction.atomic
def draft_posting(
    *,
    employer: Employer,
    offer: Offer,
    by: User,
    at: dt.datetime,
    office: Office | None = None,
    submission: str | None = None,
    led_to: str = "/postings/",
) -> Posting:
    """Write down work on offer as a draft, with version 1 of its terms and its shifts.

    :param offer: from `postings.facts.read_terms`.
    :param office: the station that answers for it; by default the user's own, for an agent one that serves the
        employer.
    :param led_to: below which address the form leads to the posting's page.
    :raises EmployerNotYours: no office of the user serves the employer.
    :raises HouseholdOneDayOnly: a household offers more than one day.
    :raises AlreadyImported: `offer.source_key` is known at the office (the constraint decides).
    """
    if not can_draft(by):
        raise NotAllowed
    if not employers_visible_to(by).filter(pk=employer.pk).exists():
        raise EmployerNotYours
    _hold_household(employer, offer)
    office = office or (office_for(employer, by) if is_agent(by) else by.office)
    with constraint_speaks(Posting, posting_once_a_sheet_row=AlreadyImported):
        posting = Posting.objects.create(
            origin=settings.YIZHAN_INSTALLATION,
            number=take_number(prefix=NUMBER_PREFIX, on=at.astimezone(LOCAL).date()),
            employer=employer,
            office=office,
            kind=offer.kind,
            valid_until_at=offer.valid_until_at,
            source=offer.source,
            source_name=offer.source_name,
            source_url=offer.source_url,
            source_key=offer.source_key,
            channels=list(offer.channels),
            created_at=at,
            created_by=by,
        )
    posting.terms = _write_terms(posting, offer.terms, number=1, by=by, at=at)
    posting.save(update_fields=["terms"])
    note_step(posting, Axis.REVIEW, "", ReviewState.DRAFT, by=by, at=at)
    note_step(posting, Axis.PUBLISH, "", PublishState.UNPUBLISHED, by=by, at=at)
    for facts in offer.shifts:
        _open_shift(posting, facts, by=by, at=at)
    write_audit(action="posting.drafted", by=by, at=at, obj=posting, fields=["terms", "shifts"])
    remember_submission(submission, by=by, led_to=f"{led_to}{posting.public_id}/", at=at)
    return posting


@transaction.atomic
def revise_posting(
    *, posting: Posting, offer: Offer, by: User, at: dt.datetime, seen_version: int | None = None
) -> Posting:
    """Change work on offer. Other terms are a new version that has to be reviewed; the old one stays as it was.

    Other headcount, hours of shifts, validity and channels alone need no review. A published posting whose terms
    change is paused until the new ones are approved.

    :raises ChangedMeanwhile: somebody else saved since the form was opened.
    :raises StepNotPossible: refused, withdrawn or taken down.
    :raises ShiftHasPeople: a shift with people promised would move or vanish.
    :raises HeadcountBelowTaken: more people are promised than the new headcount.
    """
    posting = locked(posting)
    demand_voice(posting, by, staff=can_enter)
    check_version(posting, seen_version)
    closed = (PublishState.WITHDRAWN, PublishState.REMOVED)
    if posting.review_state == ReviewState.REFUSED or posting.publish_state in closed:
        raise StepNotPossible
    _hold_household(posting.employer, offer)
    changed = _set_offer_columns(posting, offer)
    if posting.terms is None or _differs(posting.terms, offer.terms) or "kind" in changed:
        _new_terms(posting, offer.terms, by=by, at=at)
        changed.append("terms")
    if _fit_shifts(posting, offer.shifts, by=by, at=at):
        changed.append("shifts")
        follow_places(posting, by=by, at=at)
    save(posting)
    write_audit(action="posting.revised", by=by, at=at, obj=posting, fields=changed)
    publish(PostingChanged(posting.pk, at))
    return posting


def _set_offer_columns(posting: Posting, offer: Offer) -> list[str]:
    values = {
        "kind": offer.kind,
        "valid_until_at": offer.valid_until_at,
        "source": offer.source,
        "source_name": offer.source_name,
        "source_url": offer.source_url,
        "channels": list(offer.channels),
    }
    changed = [name for name, value in values.items() if getattr(posting, name) != value]
    for name in changed:
        setattr(posting, name, values[name])
    return changed


def _new_terms(posting: Posting, facts: TermsFacts, *, by: User, at: dt.datetime) -> None:
    number = posting.terms.number + 1 if posting.terms else 1
    posting.terms = _write_terms(posting, facts, number=number, by=by, at=at)
    posting.age_ground_accepted = posting.sex_ground_accepted = False
    if posting.publish_state in OFFERED:
        step_publish(posting, PublishState.PAUSED, by=by, at=at, reason=EndReason.REVISED)
        publish(PostingEnded(posting.pk, PublishState.PAUSED, EndReason.REVISED, at))
    if posting.review_state != ReviewState.DRAFT:
        step_review(posting, ReviewState.DRAFT, by=by, at=at, reason=EndReason.REVISED)


def _write_terms(posting: Posting, facts: TermsFacts, *, number: int, by: User, at: dt.datetime) -> PostingTerms:
    return PostingTerms.objects.create(posting=posting, number=number, created_at=at, created_by=by, **facts.columns())


def _differs(terms: PostingTerms, facts: TermsFacts) -> bool:
    return any(getattr(terms, name) != value for name, value in facts.columns().items())


def _hold_household(employer: Employer, offer: Offer) -> None:
    if not employer.is_household:
        return
    days = {shift.starts_at.astimezone(LOCAL).date() for shift in offer.shifts}
    if offer.kind != PostingKind.GIG or len(days) > 1:
        raise HouseholdOneDayOnly


def _open_shift(posting: Posting, facts: ShiftFacts, *, by: User, at: dt.datetime) -> None:
    shift = Shift.objects.create(
        posting=posting, starts_at=facts.starts_at, ends_at=facts.ends_at, headcount=facts.headcount
    )
    note_headcount(posting, shift, HeadcountReason.OPENED, headcount=(0, facts.headcount), taken=(0, 0), by=by, at=at)


def _fit_shifts(posting: Posting, wanted: tuple[ShiftFacts, ...], *, by: User, at: dt.datetime) -> bool:
    """Make the posting's shifts those wanted; whoever was promised to one keeps it. Say whether any changed."""
    standing = list(Shift.objects.kept().filter(posting=posting).select_for_update().order_by("starts_at", "pk"))
    by_start = {shift.starts_at: shift for shift in standing}
    if len(standing) == len(wanted) == 1 and wanted[0].starts_at not in by_start:
        by_start = {wanted[0].starts_at: standing[0]}  # the one shift moves as a whole
    changed = False
    for facts in wanted:
        shift = by_start.pop(facts.starts_at, None)
        if shift is None:
            _open_shift(posting, facts, by=by, at=at)
            changed = True
        elif (shift.starts_at, shift.ends_at, shift.headcount) != (facts.starts_at, facts.ends_at, facts.headcount):
            _change_shift(posting, shift, facts, by=by, at=at)
            changed = True
    for shift in by_start.values():
        if shift.ends_at is not None and shift.ends_at <= at:
            continue  # it took place and stays
        if shift.taken:
            raise ShiftHasPeople
        cancel_shift(posting, shift, by=by, at=at)
        changed = True
    return changed


def _change_shift(posting: Posting, shift: Shift, facts: ShiftFacts, *, by: User, at: dt.datetime) -> None:
    if shift.taken and (shift.starts_at, shift.ends_at) != (facts.starts_at, facts.ends_at):
        raise ShiftHasPeople
    before = shift.headcount
    shift.starts_at, shift.ends_at, shift.headcount = facts.starts_at, facts.ends_at, facts.headcount
    with constraint_speaks(Shift, shift_taken_within_headcount=HeadcountBelowTaken):
        shift.save(update_fields=["starts_at", "ends_at", "headcount"])
    if before != facts.headcount:
        note_headcount(
            posting,
            shift,
            HeadcountReason.CHANGED,
            headcount=(before, facts.headcount),
            taken=(shift.taken, shift.taken),
            by=by,
            at=at,
        )


def cancel_shift(posting: Posting, shift: Shift, *, by: User, at: dt.datetime) -> None:
    """Take a shift out; its row stays, with what was taken, and no place of it is open any more."""
    shift.cancelled_at = at
    shift.save(update_fields=["cancelled_at"])
    note_headcount(
        posting,
        shift,
        HeadcountReason.CANCELLED,
        headcount=(shift.headcount, 0),
        taken=(shift.taken, 0),
        by=by,
        at=at,
    )
