"""What the rule book asks about a posting and no row of it says: looked up here, judged by `rules.judged`."""

from __future__ import annotations

import datetime as dt

from yizhan.employers.enums import EmployerKind
from yizhan.employers.queries import agents_of, employer_facts, has_recheck
from yizhan.postings.county import local_book, weather_for
from yizhan.postings.enums import Outcome, PostingKind, ReviewState
from yizhan.postings.facts import LOCAL
from yizhan.postings.models import Posting, PostingTerms, Shift
from yizhan.postings.rulebook.model import Hit
from yizhan.postings.rules import Beside, judged, meeting_hits
from yizhan.postings.standing import same_phone
from yizhan.vocabularies.queries import minimum_wage

#: CR-013 compares with what was published in so many days, and with no fewer than so many postings.
USUAL_PAY_DAYS = 90
LEAST_TO_COMPARE = 20


def current_hits(posting: Posting, at: dt.datetime) -> tuple[Hit, ...]:
    """Ask the rule book about the posting at a moment: its terms, shifts and employer, what else was posted with its
    telephone, what the county added and what weather is announced. Ten queries, two more where the county's tables
    changed since this process read them.
    """
    if posting.terms is None:
        return ()
    standing, shifts = employer_facts(posting.employer, at), list(posting.shifts.order_by("starts_at", "pk"))
    return judged(posting, posting.terms, shifts, standing, beside=_beside(posting, shifts, at), at=at)


def hits_of_meeting(
    posting: Posting, terms: PostingTerms, first_day: dt.date, *, birth_on: dt.date | None, is_woman: bool
) -> tuple[Hit, ...]:
    """Return what the rule book says when somebody goes to a posting, beside what forbids it. One query, or three."""
    limits = local_book(posting.office, first_day).limits
    return meeting_hits(terms, first_day, birth_on=birth_on, is_woman=is_woman, limits=limits)


def _beside(posting: Posting, shifts: list[Shift], at: dt.datetime) -> Beside:
    terms, phone = posting.terms, same_phone(posting, at)
    assert terms is not None  # noqa: S101 - asked by the caller
    week = Posting.objects.filter(employer=posting.employer_id, created_at__gt=at - dt.timedelta(days=7))
    agents = agents_of(posting.employer) if posting.employer.kind != EmployerKind.HOUSEHOLD else []
    wage = minimum_wage(terms.area_code, terms.starts_on)
    return Beside(
        posts_in_7_days=week.filter(created_at__lte=at).count(),
        agent_is_proven=any(agent.mandate_seen and agent.id_no for agent in agents) if agents else None,
        hour_minimum_fen=wage.hour_fen if wage else None,
        month_minimum_fen=wage.month_fen if wage else None,
        pay_p95_daily_fen=_usual_pay(posting, at),
        weather_alert=weather_for(posting.office, shifts, at),
        alike=phone.alike,
        units_of_phone=phone.employers,
        to_recheck=has_recheck(posting.employer),
        handed_in_at=posting.submitted_at if posting.review_state == ReviewState.WAITING else None,
        was_offered=_was_offered(posting),
        local=local_book(posting.office, at.astimezone(LOCAL).date()),
    )


def _was_offered(posting: Posting) -> bool:
    """Say whether longer work was offered in the terms as they stand; a query only where it was offered at all."""
    if posting.kind == PostingKind.GIG or posting.published_at is None:
        return False
    return posting.decisions.filter(terms=posting.terms_id, outcome=Outcome.APPROVED).exists()


def _usual_pay(posting: Posting, at: dt.datetime) -> int | None:
    """Return the 95th percentile of comparable pay for the same occupation in the same county within ninety days.

    The smallest value that at least 95 of 100 postings do not exceed; None under twenty postings or without a code.
    """
    terms = posting.terms
    if terms is None or not terms.occupation_code or not terms.area_code:
        return None
    county = terms.area_code[:6]
    known = (
        PostingTerms.objects.filter(
            current_of__published_at__gt=at - dt.timedelta(days=USUAL_PAY_DAYS),
            current_of__published_at__lte=at,
            occupation_code=terms.occupation_code,
            area_code__gte=county,
            area_code__lt=f"{county}~",
            pay_daily_fen__isnull=False,
        )
        .exclude(posting=posting)
        .order_by("pay_daily_fen", "pk")
        .values_list("pay_daily_fen", flat=True)
    )
    pays = list(known)
    return pays[-(-len(pays) * 95 // 100) - 1] if len(pays) >= LEAST_TO_COMPARE else None
