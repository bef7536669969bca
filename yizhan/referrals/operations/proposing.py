"""Proposing somebody, noting what both sides say, writing the letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from yizhan.employers.operations import await_answer
from yizhan.people.enums import Channel, ConsentPurpose
from yizhan.people.operations import ConsentFacts, give_consent, lock_present
from yizhan.people.queries import age_on, has_proven_birth
from yizhan.postings.queries import bars_minors, live_postings
from yizhan.referrals.enums import (
    CloseReason,
    EmployerAnswer,
    MatchedBy,
    ReferralStatus,
    SiteCheck,
    WorkerAnswer,
)
from yizhan.referrals.events import LetterIssued
from yizhan.referrals.models import Referral
from yizhan.referrals.operations.applying import take_up
from yizhan.referrals.operations.refusals import (
    AgeUnproven,
    AlreadyReferred,
    BarredForMinors,
    CertificateMissing,
    ConsentUnasked,
    NotAvailable,
    NotOnOffer,
    ReferralCannotMove,
    SiteAgeUnchecked,
    TooFewPlaces,
    UnderAge,
)
from yizhan.referrals.operations.steps import close, lock_referral, note, note_step, step
from yizhan.referrals.queries import SITE_AGE, cautions_for, may_be_named, recipient_of
from yizhan.referrals.rules import ADULT_AGE, LEAST_AGE
from yizhan.shared.db import constraint_speaks
from yizhan.shared.events import publish
from yizhan.shared.identifiers.operations import take_number
from yizhan.shared.submissions import remember_submission
from yizhan.vocabularies.queries import covers
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.queries import valid_certificate_codes

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person
    from yizhan.postings.models import Posting, PostingTerms, Shift
    from yizhan.workers.models import JobSeeker


@transaction.atomic
def propose_referral(
    *,
    seeker: JobSeeker,
    shift: Shift,
    places: int = 1,
    matched_by: MatchedBy = MatchedBy.MANUAL,
    score_bp: int | None = None,
    reasons: Sequence[Any] = (),
    by: User,
    at: dt.datetime,
    today: dt.date,
    submission: str | None = None,
    led_to: str = "",
) -> Referral:
    """Propose somebody (or a crew) for a shift.

    :param places: how many come together.
    :param score_bp: basis points and parts of the recommendation, kept for looking at later.
    :raises NotAvailable: the person is not looking for work now.
    :raises NotOnOffer: the posting is not live at `at`, or the shift has been called off or is over.
    :raises TooFewPlaces: fewer places are left than people would come.
    :raises AgeUnproven, UnderAge, BarredForMinors, CertificateMissing: the law stands in the way.
    :raises AlreadyReferred: the person is on their way there.
    :raises yizhan.people.operations.PersonGone: merged or anonymised since: nothing is hung on what is over.
    """
    posting, person = shift.posting, lock_present(seeker.person)
    seeker.refresh_from_db(fields=["status"])  # a colleague may have sent them to work since the page was opened
    if seeker.status != SeekerStatus.AVAILABLE:
        raise NotAvailable
    terms = _check_offer(posting, shift, places, at)
    check_law(person, terms, shift)
    with constraint_speaks(Referral, referral_once_while_open=AlreadyReferred):
        referral = Referral.objects.create(
            number=take_number(prefix="T", on=today),
            person=person,
            seeker=seeker,
            posting=posting,
            terms=terms,
            shift=shift,
            places=places,
            office=by.office,
            matched_by=matched_by,
            score_bp=score_bp,
            reasons=list(reasons),
            made_at=at,
            made_by=by,
        )
    note_step(referral, "", ReferralStatus.PROPOSED, by=by, at=at)
    note(referral, "proposed", by=by, at=at)
    take_up(referral, by=by, at=at)
    remember_submission(submission, by=by, led_to=f"{led_to}{referral.public_id}/", at=at)
    return referral


def _check_offer(posting: Posting, shift: Shift, places: int, at: dt.datetime) -> PostingTerms:
    """Return the terms that are on offer.

    :raises NotOnOffer, TooFewPlaces: as their sentences say.
    """
    live = live_postings([posting.office_id], at).filter(pk=posting.pk).exists()
    over = shift.ends_at is not None and shift.ends_at <= at
    if not live or posting.terms is None or shift.cancelled_at is not None or over:
        raise NotOnOffer
    if places > shift.headcount - shift.taken:
        raise TooFewPlaces
    return posting.terms


def check_law(person: Person, terms: PostingTerms, shift: Shift) -> None:
    """Refuse what the law forbids: children, minors at barred work, special work without its certificate.

    :raises AgeUnproven, UnderAge, BarredForMinors, CertificateMissing: as their sentences say.
    """
    first_day = timezone.localdate(shift.starts_at)
    age = age_on(person, first_day)
    if age is None or not has_proven_birth(person):
        raise AgeUnproven
    if age < LEAST_AGE:
        raise UnderAge
    if age < ADULT_AGE and bars_minors(terms.hazards, shift.starts_at, shift.ends_at):
        raise BarredForMinors
    if terms.certificates and not covers(valid_certificate_codes(person, first_day), terms.certificates):
        raise CertificateMissing


@transaction.atomic
def note_worker_answer(
    *, referral: Referral, answer: WorkerAnswer, by: User, at: dt.datetime, seen_version: int | None = None
) -> Referral:
    """Note what the person said when told about the work.

    :raises ReferralCannotMove: it is past that.
    """
    referral = lock_referral(referral, seen_version=seen_version)
    step(referral, ReferralStatus(answer.value), by=by, at=at)
    referral.save()
    note(referral, "worker_answered", by=by, at=at, reason=answer)
    return referral


@transaction.atomic
def note_employer_answer(
    *, referral: Referral, answer: EmployerAnswer, by: User, at: dt.datetime, seen_version: int | None = None
) -> Referral:
    """Note what the employer said on the telephone.

    :raises ReferralCannotMove: the person has not agreed, or it is past that.
    """
    referral = lock_referral(referral, seen_version=seen_version)
    step(referral, ReferralStatus(answer.value), by=by, at=at)
    referral.save()
    note(referral, "employer_answered", by=by, at=at, reason=answer)
    return referral


@transaction.atomic
def issue_letter(
    *,
    referral: Referral,
    by: User,
    at: dt.datetime,
    site_check: SiteCheck | None = None,
    consent_by: Channel | None = None,
    consent_version: int | None = None,
    seen_version: int | None = None,
) -> Referral:
    """Write the introduction letter. A person at the counter who agrees needs no call first: one step does both.

    :param site_check: how it was made sure that somebody past the county's age may go to a building site.
    :param consent_by: how the person just agreed to be named to this employer; written down where no consent stands.
    :param consent_version: of the wording that was read out to them; None where no page showed one.
    :raises SiteAgeUnchecked: it was not (CR-046).
    :raises ConsentUnasked: no consent to be named to this employer stands, and none was given now (CR-084).
    :raises yizhan.people.operations.ConsentReworded: what was read out is no longer the wording in use.
    :raises ReferralCannotMove: declined, rejected, ended, or issued already (then it is printed again).
    :raises NotOnOffer, TooFewPlaces: the work went while they talked.
    """
    referral = lock_referral(referral, seen_version=seen_version)
    _check_offer(referral.posting, referral.shift, referral.places, at)
    check_law(referral.person, referral.terms, referral.shift)
    asked = any(hit.rule == SITE_AGE for hit in cautions_for(referral))
    if asked and site_check is None:
        raise SiteAgeUnchecked
    _demand_consent(referral, consent_by, consent_version, by=by, at=at)
    referral.site_check = site_check if asked and site_check else ""
    if referral.status in (ReferralStatus.PROPOSED, ReferralStatus.UNREACHED):
        step(referral, ReferralStatus.AGREED, by=by, at=at)
    step(referral, ReferralStatus.LETTER, by=by, at=at)
    referral.issued_at, referral.issued_by = at, by
    referral.save()
    await_answer(
        employer=referral.posting.employer,
        source_public_id=referral.public_id,
        by=by,
        today=timezone.localdate(at),
    )
    publish(LetterIssued(referral, at))
    note(referral, "issued", by=by, at=at, reason=referral.site_check)
    return referral


def _demand_consent(
    referral: Referral, consent_by: Channel | None, version: int | None, *, by: User, at: dt.datetime
) -> None:
    """See to it that a consent to be named to the employer stands: a letter gives a name away (PIPL art. 23).

    :raises ConsentUnasked: none stands, and none was given now.
    """
    if may_be_named(referral.person, referral.posting, at):
        return
    if consent_by is None:
        raise ConsentUnasked
    facts = ConsentFacts(
        ConsentPurpose.EMPLOYER, recipient=recipient_of(referral.posting), evidence=referral.number,
        seen_version=version,
    )  # fmt: skip
    give_consent(person=referral.person, consent=facts, channel=consent_by, by=by, at=at)


@transaction.atomic
def note_print(*, referral: Referral, by: User, at: dt.datetime) -> Referral:
    """Count a printing of the letter: the second and later ones are marked as copies.

    :raises ReferralCannotMove: no letter has been written.
    """
    referral = lock_referral(referral)
    if referral.issued_at is None:
        raise ReferralCannotMove
    referral.prints += 1
    referral.save(update_fields=["prints"])
    note(referral, "printed", by=by, at=at, reason="copy" if referral.prints > 1 else "")
    return referral


@transaction.atomic
def withdraw_referral(*, referral: Referral, by: User, at: dt.datetime, seen_version: int | None = None) -> Referral:
    """Take a referral back before anything final was said.

    :raises ReferralCannotMove: it has ended.
    """
    return close(lock_referral(referral, seen_version=seen_version), CloseReason.WITHDRAWN, by=by, at=at)
