"""Reads of the room."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from yizhan.accounts.enums import Role
from yizhan.accounts.queries import can_see_postings, in_offices_of, is_agent
from yizhan.accounts.standing import StandingFor
from yizhan.employers.conduct import (
    NOTHING_KNOWN,
    ConductLines,
    conduct_counts,
    conduct_lines,
    unanswered_counts,
)
from yizhan.employers.enums import EmployerKind, MeasureKind, MemberRole, SignUpState, VerifyState
from yizhan.employers.facts import EmployerFacts
from yizhan.employers.models import (
    Agent,
    AnswerReminder,
    Appeal,
    Employer,
    EmployerOfficeLink,
    EmployerQuerySet,
    Invitation,
    Measure,
    SignUp,
    Verification,
)
from yizhan.employers.papers import (
    PaperLine,
    employers_with_papers,
    lines_for_uploader,
    papers_visible_to,
    reach_of_papers,
    waiting_papers,
)
from yizhan.employers.record import (
    SourceKind,
    facts_of,
    measures_of,
    owing,
    register_source,
    reminders_of,
)
from yizhan.employers.rules import email_of, has_hr_licence, has_run_out, local_day, stands_verified
from yizhan.shared.crypto.fields import blind_q
from yizhan.shared.identifiers.masks import mask_email, mask_id, mask_name, mask_phone
from yizhan.shared.identifiers.numbers import parse_number
from yizhan.shared.identifiers.phone import normalise_phone
from yizhan.shared.identifiers.uscc import normalise_uscc
from yizhan.shared.standing import AT, TODAY
from yizhan.shared.text.misread import Misread
from yizhan.shared.text.normalise import search_key
from yizhan.shared.text.pinyin import pinyin_query

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User

__all__ = [
    "NOTHING_KNOWN",
    "NUMBER_PREFIX",
    "ConductLines",
    "EmployerCard",
    "EmployerStanding",
    "PaperLine",
    "SourceKind",
    "agents_of",
    "appeals_visible_to",
    "conduct_counts",
    "conduct_lines",
    "count_sign_ups",
    "count_untold",
    "email_of",
    "employer_by_code",
    "employer_card",
    "employer_facts",
    "employers_of_agent",
    "employers_served_by",
    "employers_visible_to",
    "employers_with_papers",
    "facts_of",
    "filtered",
    "find_employers",
    "find_similar",
    "flagged",
    "has_recheck",
    "is_verified",
    "knows",
    "lines_for_uploader",
    "masked_email",
    "masked_numbers",
    "may_offer",
    "measure_to_appeal",
    "measures_of",
    "measures_visible_to",
    "newest_measure",
    "office_for",
    "open_invitations",
    "owing",
    "owns",
    "papers_visible_to",
    "public_name",
    "reach_of_papers",
    "register_source",
    "reminders_of",
    "search_employers",
    "serving_offices",
    "sign_ups_visible_to",
    "unanswered_counts",
    "verifications_of",
    "waiting_papers",
]

NUMBER_PREFIX = "E"


def employers_visible_to(user: User) -> EmployerQuerySet:
    """Return the employers whom an office of the user serves; an agent's own; nobody's for who has no business here."""
    if is_agent(user):
        return employers_of_agent(user)
    if not can_see_postings(user):
        return Employer.objects.none()
    return Employer.objects.served_by(in_offices_of(user))


def employers_served_by(office: Office) -> EmployerQuerySet:
    """Return the employers whom an office serves now."""
    return Employer.objects.served_by(Q(office=office))


def employers_of_agent(user: User) -> EmployerQuerySet:
    """Return the employers for whom this user acts now."""
    if user.role != Role.AGENT:
        return Employer.objects.none()
    mandates = Agent.objects.filter(employer=OuterRef("pk"), user_id=user.pk, until_on=None)
    return Employer.objects.filter(Exists(mandates))


def search_employers(user: User, text: str, limit: int = 20) -> list[EmployerCard]:
    """Find employers by name, pinyin, initials, number, credit code, or the telephone's last four digits.

    Two queries at most. The text may hold a person's name or number: it comes by POST and reaches no log.
    """
    return [employer_card(e) for e in find_employers(user, text)[:limit]]


def find_employers(user: User, text: str) -> EmployerQuerySet:
    """Return those who match, by name."""
    visible = employers_visible_to(user).order_by("name_key", "pk")
    condition = _condition(text.strip())
    return visible.filter(condition) if condition is not None else visible.none()


def _condition(text: str) -> Q | None:
    if not text:
        return None
    digits = normalise_phone(text)
    if digits.isdecimal() and len(digits) == 4:
        return blind_q(Employer, "phone_tail_index", digits) | _has_agent(blind_q(Agent, "mobile_tail_index", digits))
    if digits.isdecimal() and len(digits) >= 7 and len(normalise_uscc(text)) != 18:
        return blind_q(Employer, "phone_index", digits) | _has_agent(blind_q(Agent, "mobile_index", digits))
    code = normalise_uscc(text)
    if len(code) == 18:
        # Of a household the same eighteen characters may be the owner's ID.
        return Q(uscc=code) | blind_q(Employer, "person_id_no_index", code)
    try:
        return Q(number=str(parse_number(text, prefix=NUMBER_PREFIX)))
    except Misread:
        pass
    key = search_key(text)
    if not key:
        return None
    if key.isascii():
        typed = pinyin_query(text)
        return Q(name_pinyin__contains=typed) | Q(name_initials__contains=typed) | Q(name_key__contains=key)
    return Q(name_key__contains=key)


def _has_agent(condition: Q) -> Q:
    return Q(Exists(Agent.objects.filter(condition, employer=OuterRef("pk"), until_on=None)))


def find_similar(facts: EmployerFacts, offices: Any) -> list[EmployerCard]:
    """Return employers of the offices that may be the same: by name and telephone, or by name alone for units.

    The credit code needs no look-up here: it is unique, and the constraint decides.
    """
    same_name = Q(name_key=search_key(facts.name))
    if facts.kind == EmployerKind.HOUSEHOLD:
        same_name &= blind_q(Employer, "phone_index", facts.phone)
    found = Employer.objects.served_by(offices).filter(same_name).order_by("pk")[:5]
    return [employer_card(e) for e in found]


@dataclass(frozen=True)
class EmployerCard:
    """One line of a list. A household's name is masked: a list shows no person."""

    id: int
    public_id: Any
    number: str
    kind: str
    kind_label: str
    name: str
    uscc: str
    phone: str
    area_code: str
    verify_state: str
    reverify_on: dt.date | None
    review_flag: bool
    suspended: bool

    def state(self, today: dt.date) -> str:
        """Return the state to show: `suspended` goes before all, `expired` is derived from the day."""
        if self.suspended:
            return "suspended"
        run_out = self.verify_state == VerifyState.VERIFIED and self.reverify_on is not None
        return "expired" if run_out and self.reverify_on <= today else self.verify_state  # type: ignore[operator]


def employer_card(employer: Employer) -> EmployerCard:
    """Return the employer as one line of a list."""
    return EmployerCard(
        id=employer.pk,
        public_id=employer.public_id,
        number=employer.number,
        kind=employer.kind,
        kind_label=str(EmployerKind(employer.kind).label),
        name=public_name(employer.kind, employer.name),
        uscc=employer.uscc,
        phone=mask_phone(employer.phone),
        area_code=employer.area_code,
        verify_state=employer.verify_state,
        reverify_on=employer.reverify_on,
        review_flag=employer.review_flag,
        suspended=employer.suspended_since is not None,
    )


def public_name(kind: str, name: str) -> str:
    """Return the name that may stand in a list: a unit's whole, a household's masked."""
    return mask_name(name) if kind == EmployerKind.HOUSEHOLD else name


def is_verified(employer: Employer, at: dt.datetime) -> bool:
    """Say whether the employer's real-name verification stands at a moment."""
    return stands_verified(employer, local_day(at))


def may_offer(employer: Employer, at: dt.datetime) -> bool:
    """Say whether work of this employer may be shown at a moment: verified and not suspended."""
    return is_verified(employer, at) and employer.suspended_since is None


def has_recheck(employer: Employer) -> bool:
    """Say whether what the employer posts goes to a reviewer with a finding of its own (CR-073)."""
    return employer.measures.filter(kind=MeasureKind.RECHECK, ended_at=None).exists()


def newest_measure(employer_id: int, kind: MeasureKind) -> Measure:
    """Return the last measure of a kind about an employer, with employer, office and fact; one query.

    :raises Measure.DoesNotExist: there never was one.
    """
    rows = Measure.objects.filter(employer=employer_id, kind=kind).select_related("employer__office", "fact")
    return rows.order_by("started_at", "pk").reverse()[:1].get()


@dataclass(frozen=True)
class EmployerStanding:
    """What the rule book asks about who posts (CR-001 to CR-004)."""

    kind: str
    verify_state: str
    is_verified: bool
    has_run_out: bool
    reverify_on: dt.date | None
    name: str
    uscc: str
    hr_licence_no: str
    hr_licence_until_on: dt.date | None
    has_hr_licence: bool
    review_flag: bool
    is_suspended: bool


def employer_facts(employer: Employer, at: dt.datetime) -> EmployerStanding:
    """Return the employer's standing at a moment. No query."""
    today = local_day(at)
    return EmployerStanding(
        kind=employer.kind,
        verify_state=employer.verify_state,
        is_verified=stands_verified(employer, today),
        has_run_out=has_run_out(employer, today),
        reverify_on=employer.reverify_on,
        name=employer.name,
        uscc=employer.uscc,
        hr_licence_no=employer.hr_licence_no,
        hr_licence_until_on=employer.hr_licence_until_on,
        has_hr_licence=has_hr_licence(employer, today),
        review_flag=employer.review_flag,
        is_suspended=employer.suspended_since is not None,
    )


def verifications_of(employer: Employer) -> list[Verification]:
    """Return every look at the papers, newest first."""
    return list(employer.verifications.select_related("by").order_by("-at", "-pk"))


def agents_of(employer: Employer) -> list[Agent]:
    """Return who acts for the employer now."""
    return list(employer.agents.filter(until_on=None).order_by("pk"))


def flagged(user: User) -> EmployerQuerySet:
    """Return the employers marked for review that the user may see."""
    return employers_visible_to(user).filter(review_flag=True).order_by("review_since", "pk")


def masked_numbers(employer: Employer) -> dict[str, str]:
    """Return the numbers of the record as they are shown without a reason."""
    return {
        "phone": mask_phone(employer.phone),
        "person_id_no": mask_id(employer.person_id_no) if employer.person_id_no else "",
        "legal_rep": mask_name(employer.legal_rep) if employer.legal_rep else "",
    }


def masked_email(employer: Employer) -> str:
    """Return the e-mail address as it is shown, "" where there is none."""
    return mask_email(employer.email) if employer.email else ""


def serving_offices(employer: Employer) -> list[EmployerOfficeLink]:
    """Return the offices that serve the employer now."""
    return list(employer.office_links.filter(until_on=None).select_related("office").order_by("from_on", "pk"))


def office_for(employer: Employer, user: User) -> Office:
    """Return the station that answers for what an agent does: the account's own, if it serves the employer.

    Else the one that has served the employer longest; the account's own again where nobody does.
    """
    serving = [link.office for link in serving_offices(employer)]
    return next((one for one in serving if one.pk == user.office_id), serving[0] if serving else user.office)


def employer_by_code(code: str) -> EmployerQuerySet:
    """Return the employer with exactly this credit code (or, of a household, ID number), wherever it is served."""
    code = normalise_uscc(code)
    if len(code) != 18:
        return Employer.objects.none()
    return Employer.objects.filter(Q(uscc=code) | blind_q(Employer, "person_id_no_index", code))


def knows(facts: EmployerFacts) -> bool:
    """Say whether the installation knows the code or ID number of these facts."""
    return employer_by_code(facts.uscc or facts.person_id_no).exists()


def filtered(employers: EmployerQuerySet, *, kind: str, state: str, today: dt.date) -> EmployerQuerySet:
    """Narrow a list by kind and state (verified, unverified, expired, flagged); newest first."""
    if kind in EmployerKind.values:
        employers = employers.filter(kind=kind)
    conditions = {
        "verified": Q(verify_state=VerifyState.VERIFIED, reverify_on__gt=today),
        "expired": Q(verify_state=VerifyState.VERIFIED, reverify_on__lte=today),
        "unverified": ~Q(verify_state=VerifyState.VERIFIED),
        "flagged": Q(review_flag=True),
    }
    if state in conditions:
        employers = employers.filter(conditions[state])
    return employers.order_by("-created_at", "-pk")


#: Whom the station told lately is not to be told again so soon.
TOLD_FOR_DAYS = 7


def count_untold(user: User, at: dt.datetime) -> int:
    """Return how many employers owe answers and were not told of it within the last week; one query."""
    return _UNTOLD.count(user, at=at, today=local_day(at))


def _untold(user: User) -> EmployerQuerySet:
    told = AnswerReminder.objects.filter(employer=OuterRef("pk"), at__gt=AT - dt.timedelta(days=TOLD_FOR_DAYS))
    return employers_visible_to(user).with_open_letters(TODAY).exclude(Exists(told))


_UNTOLD = StandingFor(_untold)


def measures_visible_to(user: User) -> QuerySet[Measure]:
    """Return the measures about employers whom the user may see."""
    return Measure.objects.filter(employer__in=employers_visible_to(user))


def appeals_visible_to(user: User) -> QuerySet[Appeal]:
    """Return the appeals of employers whom the user may see, with all that their pages say."""
    return Appeal.objects.filter(measure__in=measures_visible_to(user)).select_related(
        "measure__employer__office", "measure__fact", "measure__decided_by", "lodged_by", "decided_by"
    )


def measure_to_appeal(user: User, public_id: uuid.UUID) -> Measure | None:
    """Return a measure that the user sees."""
    found = measures_visible_to(user).select_related("employer__office", "fact", "decided_by")
    return found.filter(public_id=public_id).first()


# --- the console ------------------------------------------------------------------------------------------------------


def owns(user: User, employer: Employer) -> bool:
    """Say whether the user is an owner of the employer now: who may ask others in and end their acting."""
    if not is_agent(user):
        return False
    return employer.agents.filter(user_id=user.pk, until_on=None, role=MemberRole.OWNER).exists()


def open_invitations(employer: Employer, at: dt.datetime) -> list[Invitation]:
    """Return the codes that still work, newest first."""
    rows = employer.invitations.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)
    return list(rows.select_related("made_by").order_by("-made_at", "-pk"))


def sign_ups_visible_to(user: User) -> QuerySet[SignUp]:
    """Return the requests for the console that reached the user's offices; nobody else's, and none for agents."""
    if not can_see_postings(user):
        return SignUp.objects.none()
    return SignUp.objects.filter(in_offices_of(user))


def count_sign_ups(user: User) -> int:
    """Return how many requests, and employers with uploaded papers, wait for somebody; the badge in the menu."""
    return _SIGN_UPS.count(user)


def _sign_ups(user: User) -> QuerySet[SignUp, Any]:
    asked = sign_ups_visible_to(user).filter(state__in=[SignUpState.WAITING, SignUpState.TAKEN])
    papers = employers_with_papers(user) if can_see_postings(user) else Employer.objects.none()
    return asked.order_by().values("pk").union(papers.order_by().values("pk"), all=True)


_SIGN_UPS = StandingFor(_sign_ups)
