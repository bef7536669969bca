"""Reads of the room: referrals in lists and one by one, what is open at the desk, whom to call when it rains."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from yizhan.accounts.queries import can_see_people, in_offices_of
from yizhan.accounts.standing import StandingFor
from yizhan.employers.queries import public_name
from yizhan.followups.queries import count_due
from yizhan.matching.queries import postings_offered_to
from yizhan.people.enums import ConsentPurpose, Sex
from yizhan.people.queries import has_consent, masked_phones, people_visible_to, people_with_consent
from yizhan.postings.enums import PostingKind
from yizhan.postings.queries import hits_of_meeting, postings_visible_to
from yizhan.referrals.enums import OPEN, RECEIPT_RESULTS, ApplicationState, CloseReason, ReferralStatus
from yizhan.referrals.models import (
    Application,
    FollowUpPlan,
    Handover,
    Referral,
    ReferralQuerySet,
    ReferralStatusChange,
)
from yizhan.referrals.rules import may_take_back, plan_days, report_at
from yizhan.shared.identifiers.numbers import parse_number

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person
    from yizhan.postings.models import Posting, PostingTerms, Shift
    from yizhan.postings.rulebook.model import Hit

#: For the rooms above, which see no rules.
__all__ = ["report_at"]

NUMBER_PREFIX = "T"
#: On their way, no letter out yet: somebody has to call.
TO_CALL = OPEN - {ReferralStatus.LETTER}

#: State -> kind of `status_badge`.
BADGES: dict[str, str] = {
    ReferralStatus.PROPOSED: "wait",
    ReferralStatus.UNREACHED: "warn",
    ReferralStatus.AGREED: "info",
    ReferralStatus.ACCEPTED: "info",
    ReferralStatus.LETTER: "wait",
    ReferralStatus.HIRED: "good",
    ReferralStatus.NOT_HIRED: "off",
    ReferralStatus.NO_SHOW: "bad",
    ReferralStatus.ALREADY_FILLED: "off",
    ReferralStatus.DECLINED: "off",
    ReferralStatus.REJECTED: "off",
    ReferralStatus.CLOSED: "off",
}


@dataclass(frozen=True, repr=False)
class ReferralCard:
    """One referral as it stands in a list; the telephone is masked, a household's name too."""

    pk: int
    public_id: UUID
    number: str
    person_public_id: UUID
    person_name: str
    phone: str
    places: int
    employer_name: str
    title: str
    posting_public_id: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    status: str
    status_label: str
    close_reason: str
    receipt_reason: str
    score_bp: int | None
    office_id: int
    office_name: str
    made_at: dt.datetime
    issued_at: dt.datetime | None
    receipt_at: dt.datetime | None
    prints: int
    version: int

    @property
    def badge(self) -> str:
        """Kind of `status_badge`."""
        return BADGES[self.status]

    @property
    def is_open(self) -> bool:
        """Nothing final has been said."""
        return self.status in OPEN

    def days_out(self, today: dt.date) -> int:
        """Days since the letter was written."""
        return (today - timezone.localdate(self.issued_at)).days if self.issued_at else 0


#: As long as `people.Consent.recipient`.
RECIPIENT_LENGTH = 60
#: The rule that asks a person about age on building sites.
SITE_AGE = "CR-046"


def cautions_for(referral: Referral) -> tuple[Hit, ...]:
    """Return what the rule book says about this person at this work, beside what forbids it (CR-042 to CR-046)."""
    return cautions_between(referral.person, referral.posting, referral.terms, referral.shift)


def cautions_between(person: Person, posting: Posting, terms: PostingTerms, shift: Shift) -> tuple[Hit, ...]:
    """Return the same before there is a referral."""
    first_day = timezone.localdate(shift.starts_at)
    return hits_of_meeting(posting, terms, first_day, birth_on=person.birth_on, is_woman=person.sex == Sex.FEMALE)


def recipient_of(posting: Posting) -> str:
    """Return who is told the name of somebody sent to a posting, as consents write it.

    A household stays masked and has its number beside it: names that look alike masked are different receivers.
    """
    employer = posting.employer
    name = public_name(employer.kind, employer.name)
    number = f"（{employer.number}）" if employer.is_household else ""
    return name[: RECIPIENT_LENGTH - len(number)] + number


def may_be_named(person: Person, posting: Posting, at: dt.datetime) -> bool:
    """Say whether a consent to be named to the employer of a posting stands (CR-084; PIPL art. 23)."""
    return has_consent(person, ConsentPurpose.EMPLOYER, at, recipient_of(posting))


def unnamed(shown: Iterable[ReferralCard], posting: Posting, at: dt.datetime) -> set[UUID]:
    """Return the public ids of those in some rows of one posting who have to be asked first; in one query."""
    people = {card.person_public_id for card in shown}
    if not people:
        return set()
    return people - people_with_consent(people, ConsentPurpose.EMPLOYER, at, recipient_of(posting))


# --- who sees what ----------------------------------------------------------------------------------------------------


def referrals_visible_to(user: User) -> ReferralQuerySet:
    """Return the referrals made by the offices that the user sees into; nothing for roles that see no people."""
    if not can_see_people(user):
        return Referral.objects.none()
    return Referral.objects.filter(in_offices_of(user))


def get_referral(user: User, public_id: UUID) -> Referral:
    """Return a referral with what its page shows.

    :raises Http404: there is none that the user may see.
    """
    found = (
        referrals_visible_to(user)
        .select_related("person", "seeker", "posting__employer", "posting__office", "terms", "shift", "office",
                        "made_by", "issued_by")
        .filter(public_id=public_id)
        .first()
    )  # fmt: skip
    if found is None:
        raise Http404
    return found


def find_by_number(user: User, text: str) -> Referral | None:
    """Find a referral by its number as it was typed, scanned or read out; None when the user sees none.

    :raises yizhan.shared.identifiers.numbers.NumberMisread: it is no number of a letter.
    """
    number = str(parse_number(text, prefix=NUMBER_PREFIX))
    return referrals_visible_to(user).filter(number=number).first()


def posting_for(user: User, public_id: UUID, at: dt.datetime) -> Posting:
    """Return a posting to which the user may send people: on offer in the county, or the own office's in any state.

    One of another county, too, to which somebody has applied who waits for the user's answer.

    :raises Http404: none of these.
    """
    own = postings_visible_to(user).filter(public_id=public_id)
    found = own.select_related("terms", "employer", "office").first()
    if found is None:
        offered = postings_offered_to(user, at).filter(public_id=public_id)
        found = offered.select_related("terms", "employer", "office").first()
    if found is None:
        waiting = applications_waiting(user).filter(posting__public_id=public_id)
        applied = waiting.select_related("posting__terms", "posting__employer", "posting__office").first()
        found = applied.posting if applied else None
    if found is None:
        raise Http404
    return found


# --- lists ------------------------------------------------------------------------------------------------------------


def cards(referrals: QuerySet[Referral]) -> list[ReferralCard]:
    """Return cards in the order of a queryset: two queries however many there are."""
    found = list(
        referrals.select_related("person", "posting__employer", "terms", "shift", "office").defer(
            "person__id_no", "terms__contact_name", "terms__contact_phone", "posting__employer__person_id_no",
            "posting__employer__legal_rep", "posting__employer__phone",
        )
    )  # fmt: skip
    phones = masked_phones([row.person_id for row in found])
    return [
        ReferralCard(
            pk=row.pk,
            public_id=row.public_id,
            number=row.number,
            person_public_id=row.person.public_id,
            person_name=row.person.name,
            phone=phones.get(row.person_id, ""),
            places=row.places,
            employer_name=public_name(row.posting.employer.kind, row.posting.employer.name),
            title=row.terms.title,
            posting_public_id=row.posting.public_id,
            starts_at=row.shift.starts_at,
            ends_at=row.shift.ends_at,
            status=row.status,
            status_label=str(row.get_status_display()),
            close_reason=str(row.get_close_reason_display()),
            receipt_reason=str(row.get_receipt_reason_display()),
            score_bp=row.score_bp,
            office_id=row.office_id,
            office_name=row.office.name,
            made_at=row.made_at,
            issued_at=row.issued_at,
            receipt_at=row.receipt_at,
            prints=row.prints,
            version=row.version,
        )
        for row in found
    ]


def awaiting_receipts(user: User) -> ReferralQuerySet:
    """Return letters whose receipt has not come back, the oldest first."""
    return referrals_visible_to(user).awaiting_receipt().order_by("issued_at", "pk")


def to_be_called(user: User) -> ReferralQuerySet:
    """Return those who were proposed and about whom somebody has to call, the oldest first."""
    return referrals_visible_to(user).filter(status__in=sorted(TO_CALL)).order_by("made_at", "pk")


def newest(user: User) -> ReferralQuerySet:
    """Return all that the user sees, newest first."""
    return referrals_visible_to(user).order_by("-made_at", "-pk")


def referrals_of_person(user: User, person: Person) -> ReferralQuerySet:
    """Return a person's referrals that the user sees, newest first."""
    return newest(user).filter(person=person)


def referrals_of_posting(user: User, posting: Posting) -> ReferralQuerySet:
    """Return a posting's referrals that the user sees, newest first."""
    return newest(user).filter(posting=posting)


def letters_to(posting_ids: Any) -> QuerySet[Referral]:
    """Return what became of the letters to postings, whoever wrote them: for the employer's side, never the person.

    Who has no letter has not said yes to being named; such a referral does not exist for the employer.

    :param posting_ids: a subquery or list of ids.
    """
    return Referral.objects.filter(posting__in=posting_ids).exclude(issued_at=None)


def made_elsewhere(user: User, posting: Posting) -> int:
    """Count a posting's referrals made by offices that the user does not see into."""
    return Referral.objects.filter(posting=posting).exclude(pk__in=referrals_visible_to(user).values("pk")).count()


def at_work_on(user: User, shift: Shift) -> ReferralQuerySet:
    """Return whom the desk is sending to a shift: still to be called, or with a letter, in the order they were made."""
    return referrals_visible_to(user).open().filter(shift=shift).order_by("made_at", "pk")


def open_referral(user: User, person: Person, shift: Shift) -> Referral | None:
    """Return the referral by which somebody is on their way to a shift."""
    return referrals_visible_to(user).open().filter(person=person, shift=shift).first()


# --- one referral -----------------------------------------------------------------------------------------------------


def steps_of(referral: Referral) -> list[ReferralStatusChange]:
    """Return the dated steps, oldest first, those taken back among them."""
    rows = ReferralStatusChange.objects.filter(referral=referral).select_related("by")
    return list(rows.order_by("at", "pk"))


def last_step(referral: Referral) -> ReferralStatusChange | None:
    """Return the newest step that stands, with whoever took it."""
    rows = ReferralStatusChange.objects.filter(referral=referral, undone_at=None).select_related("by")
    return rows.order_by("-at", "-pk").first()


def undoable_step(referral: Referral, user: User, today: dt.date, *, others: bool) -> ReferralStatusChange | None:
    """Return the step that may be taken back now: the last, of today, one's own or an agent's (`others`: anybody's)."""
    last = last_step(referral)
    if last is None or not last.before or timezone.localdate(last.at) != today:
        return None
    return last if others or may_take_back(last.by_id, last.by.role if last.by else "", user.pk) else None


def receipt_undone_since(moment: dt.datetime) -> Exists:
    """Return the condition that a receipt of a referral was taken back at a moment or later."""
    undone = ReferralStatusChange.objects.filter(referral=OuterRef("pk"), after__in=sorted(RECEIPT_RESULTS))
    return Exists(undone.filter(undone_at__gte=moment).order_by())


def closed_by_hire(referral: Referral) -> int:
    """Count the referrals that a hire closed and that undoing it opens again."""
    return Referral.objects.filter(closed_by=referral).count()


# --- the desk ---------------------------------------------------------------------------------------------------------


def open_at_desk(user: User, today: dt.date) -> dict[str, int]:
    """Count what a clerk leaves to the next one: letters without a receipt, people to call, calls due. Two queries."""
    counts = referrals_visible_to(user).aggregate(
        letters=Count("pk", filter=Q(status=ReferralStatus.LETTER)),
        proposed=Count("pk", filter=Q(status__in=sorted(TO_CALL))),
    )
    return {**counts, "calls": count_due(user, today)}


def count_awaiting(user: User) -> int:
    """Count letters without a receipt; the badge in the menu."""
    return _AWAITING.count(user)


_AWAITING = StandingFor(lambda user: awaiting_receipts(user))


def handovers_visible_to(user: User) -> QuerySet[Handover]:
    """Return the handovers of the offices that the user sees into, newest first."""
    if not can_see_people(user):
        return Handover.objects.none()
    rows = Handover.objects.filter(in_offices_of(user)).select_related("from_user", "to_user", "taken_by", "office")
    return rows.order_by("-at", "-pk")


def count_waiting_handovers(user: User) -> int:
    """Count handovers that nobody has taken yet and that are not the user's own; the badge in the menu."""
    return _HANDOVERS.count(user)


_HANDOVERS = StandingFor(lambda user: handovers_visible_to(user).filter(taken_at=None).exclude(from_user_id=user.pk))


def plans_of(office_id: int) -> dict[str, tuple[int, ...]]:
    """Return by kind of posting on which days the office calls after a hire."""
    chosen = {row.posting_kind: row.days for row in FollowUpPlan.objects.filter(office=office_id)}
    return {kind: plan_days(chosen.get(kind)) for kind in PostingKind.values}


# --- rained off -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WorkDay:
    """A day of a posting on which somebody is expected."""

    posting_public_id: UUID
    title: str
    employer_name: str
    day: dt.date
    people: int


def days_ahead(user: User, at: dt.datetime, *, limit: int = 50) -> list[WorkDay]:
    """Return the days from today on on which people are expected, the soonest first: what can be called off."""
    start = dt.datetime.combine(timezone.localdate(at), dt.time(), timezone.get_current_timezone())
    rows = (
        Referral.objects.filter(
            posting__in=postings_visible_to(user), status__in=[ReferralStatus.LETTER, ReferralStatus.HIRED],
            shift__cancelled_at=None, shift__starts_at__gte=start,
        )
        .order_by("shift__starts_at", "pk")
        .values_list("posting__public_id", "terms__title", "posting__employer__kind", "posting__employer__name",
                     "shift__starts_at", "places")
    )  # fmt: skip
    found: dict[tuple[UUID, dt.date], WorkDay] = {}
    for public_id, title, kind, name, starts_at, places in rows:
        day = timezone.localdate(starts_at)
        known = found.get((public_id, day))
        people = places + (known.people if known else 0)
        found[(public_id, day)] = WorkDay(public_id, title, public_name(kind, name), day, people)
    return list(found.values())[:limit]


@dataclass(frozen=True, repr=False)
class CallLine:
    """Whom to tell that a day is off. Somebody sent by another office is called by that office."""

    card: ReferralCard | None
    office_name: str
    office_phone: str
    places: int
    was_hired: bool


def _of_day(posting: Posting, day: dt.date) -> QuerySet[Referral]:
    start = dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())
    return Referral.objects.filter(
        posting=posting, shift__starts_at__gte=start, shift__starts_at__lt=start + dt.timedelta(days=1)
    ).order_by("made_at", "pk")


def expected_on(user: User, posting: Posting, day: dt.date) -> list[CallLine]:
    """Return who would have to be called if the day were called off."""
    expected = Q(status__in=sorted({*OPEN, ReferralStatus.HIRED}))
    return _lines(user, _of_day(posting, day).filter(expected, shift__cancelled_at=None))


def call_list_for_day(user: User, posting: Posting, day: dt.date) -> list[CallLine]:
    """Return whom to call about a day that was called off: hired for it, or on their way to it."""
    told = Q(status=ReferralStatus.HIRED) | Q(close_reason=CloseReason.DAY_CANCELLED)
    return _lines(user, _of_day(posting, day).filter(told, shift__cancelled_at__isnull=False))


def _lines(user: User, referrals: QuerySet[Referral]) -> list[CallLine]:
    seen = referrals_visible_to(user).values("pk")
    own = [
        CallLine(card, card.office_name, "", card.places, card.status == ReferralStatus.HIRED)
        for card in cards(referrals.filter(pk__in=seen))
    ]
    others = referrals.exclude(pk__in=seen).values_list("office__name", "office__phone", "places", "status")
    return own + [
        CallLine(None, name, phone, places, status == ReferralStatus.HIRED) for name, phone, places, status in others
    ]


# --- numbers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReferralNumbers:
    """Steps taken in a period and not undone. `people` counts a crew as the people it is; the rest count referrals."""

    proposed: int
    letters: int
    hired: int
    people: int
    not_hired: int
    no_show: int
    filled: int

    @property
    def receipts(self) -> int:
        """Receipts entered, whatever they say."""
        return self.hired + self.not_hired + self.no_show + self.filled


def referral_numbers(office_ids: Collection[int], from_at: dt.datetime, until_at: dt.datetime) -> ReferralNumbers:
    """Count the dated steps of offices in `[from_at, until_at)`; steps that were undone do not count. One query."""
    rows = ReferralStatusChange.objects.filter(
        office__in=office_ids, at__gte=from_at, at__lt=until_at, undone_at=None
    ).values_list("after", "referral__places")
    counted: dict[str, int] = {}
    people = 0
    for after, places in rows.order_by("pk"):
        counted[after] = counted.get(after, 0) + 1
        people += places if after == ReferralStatus.HIRED else 0

    def of(states: Iterable[ReferralStatus]) -> int:
        return sum(counted.get(state, 0) for state in states)

    return ReferralNumbers(
        proposed=of([ReferralStatus.PROPOSED]),
        letters=of([ReferralStatus.LETTER]),
        hired=of([ReferralStatus.HIRED]),
        people=people,
        not_hired=of([ReferralStatus.NOT_HIRED]),
        no_show=of([ReferralStatus.NO_SHOW]),
        filled=of([ReferralStatus.ALREADY_FILLED]),
    )


# --- applications -----------------------------------------------------------------------------------------------------


def applications_of(person: Person, *, limit: int = 50) -> list[Application]:
    """Return what a person applied for, the newest first, with posting, employer and what became of it; one query."""
    rows = Application.objects.filter(person=person).select_related("posting__employer", "terms", "referral", "office")
    return list(rows.order_by("-made_at", "-pk")[:limit])


def referred_among(person: Person, posting_ids: Iterable[int]) -> set[int]:
    """Return to which of these postings a person is or was referred, however that ended; one query."""
    rows = Referral.objects.filter(person=person, posting__in=list(posting_ids))
    return set(rows.order_by("pk").values_list("posting_id", flat=True))


def own_application(person: Person, public_id: UUID) -> Application:
    """Return one of a person's applications.

    :raises Http404: there is none, or it is somebody else's.
    """
    found = Application.objects.filter(person=person, public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def application_for(person: Person, posting_public_id: UUID) -> Application | None:
    """Return a person's application for a posting that was not withdrawn; None where there is none."""
    rows = Application.objects.filter(person=person, posting__public_id=posting_public_id)
    return rows.exclude(state=ApplicationState.WITHDRAWN).select_related("referral").first()


def applications_waiting(user: User) -> QuerySet[Application]:
    """Return the applications that the user's offices have to answer, of people in sight, the oldest first."""
    rows = Application.objects.filter(in_offices_of(user), state=ApplicationState.WAITING)
    return rows.filter(person__in=people_visible_to(user)).order_by("made_at", "pk")


def count_applications(user: User) -> int:
    """Return how many wait for an answer; for the menu."""
    return _APPLICATIONS.count(user)


_APPLICATIONS = StandingFor(applications_waiting)


def awaited_since(shift_id: int) -> list[dt.datetime]:
    """Return when each letter to this shift was written whose receipt is not back; one query."""
    rows = Referral.objects.awaiting_receipt().filter(shift_id=shift_id)
    return [issued_at for issued_at in rows.order_by("pk").values_list("issued_at", flat=True) if issued_at]


def undone_receipts(referral_id: int) -> list[int]:
    """Return the steps of a referral that were receipts and were taken back; one query."""
    rows = ReferralStatusChange.objects.filter(referral=referral_id, after__in=sorted(RECEIPT_RESULTS))
    return list(rows.exclude(undone_at=None).order_by("pk").values_list("pk", flat=True))
