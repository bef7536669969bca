"""The rules that look at facts: CR-001 to CR-004, CR-010, CR-011, CR-014, CR-015, CR-019, CR-031, CR-040.

Each is a small function that yields findings; ``book`` adds messages and drops what was not yet law on the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from yizhan.postings.rulebook.facts import EmployerFacts, PostingFacts
from yizhan.postings.rulebook.model import Level

# Code names of domain §2.4 with the words a reader sees.
REQUIRED_PARTS = {
    "employer": ("单位情况", "the employer"),
    "headcount": ("人数", "number of people"),
    "conditions": ("条件", "conditions"),
    "content": ("工作内容", "what the work is"),
    "place": ("地点", "place"),
    "pay_min": ("报酬", "pay"),
    "valid_to": ("有效期", "until when it is valid"),
}
USUAL_DAYS = {"gig": 3, "short": 15, "long": 30}
MOST_DAYS = 90
LEAST_AGE = 16
ANY_SEX = frozenset({"", "any", "none", "不限", "0", "9"})


@dataclass(frozen=True)
class Finding:
    """A rule spoke about a field; ``listed`` fills ``{list}`` of its message in Chinese and English."""

    rule: str
    field: str
    level: Level | None = None
    listed: tuple[str, str] | None = None


def employer_findings(employer: EmployerFacts, today: dt.date) -> Iterator[Finding]:
    """CR-001 to CR-004: who may post. Not verified at all makes an overdue verification moot."""
    if not employer.is_verified:
        yield Finding("CR-001", "employer")
    elif employer.reverify_on is not None and employer.reverify_on < today:
        yield Finding("CR-002", "employer")
    if employer.uscc_is_valid is False or employer.name_matches_licence is False:
        yield Finding("CR-003", "employer")
    until = employer.licence_valid_until_on
    if employer.is_agency and (until is None or until < today):
        yield Finding("CR-004", "employer")


def missing_parts(posting: PostingFacts) -> list[str]:
    """Code names of the parts that the law asks for and the posting lacks, in the order of the law."""
    present = {
        "employer": posting.employer_is_described,
        "headcount": posting.headcount is not None and posting.headcount > 0,
        "conditions": posting.conditions_are_stated,
        "content": bool(posting.content.strip()),
        "place": bool(posting.place.strip()),
        "pay_min": posting.pay_min_fen is not None or posting.pay_max_fen is not None or bool(posting.pay_note.strip()),
        "valid_to": posting.valid_to_at is not None,
    }
    return [part for part in REQUIRED_PARTS if not present[part]]


def completeness_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-010: one finding that lists everything missing, at the first missing field."""
    missing = missing_parts(posting)
    if missing:
        chinese = "、".join(REQUIRED_PARTS[part][0] for part in missing)
        english = ", ".join(REQUIRED_PARTS[part][1] for part in missing)
        yield Finding("CR-010", missing[0], listed=(chinese, english))


def pay_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-011: no amount (面议 is none), not above zero, or no unit. "Up to" alone promises nothing."""
    if posting.pay_min_fen is None or posting.pay_min_fen <= 0:
        yield Finding("CR-011", "pay_min")
    elif not posting.pay_unit:
        yield Finding("CR-011", "pay_type")


def validity_findings(posting: PostingFacts, at: dt.datetime) -> Iterator[Finding]:
    """CR-014: longer than usual for its kind warns; absent or longer than 90 days blocks."""
    until = posting.valid_to_at
    if until is None:
        yield Finding("CR-014", "valid_to", Level.BLOCK)
        return
    length = until - (posting.valid_from_at or at)
    if length > dt.timedelta(days=MOST_DAYS):
        yield Finding("CR-014", "valid_to", Level.BLOCK)
    elif length > dt.timedelta(days=USUAL_DAYS.get(posting.kind, USUAL_DAYS["gig"])):
        yield Finding("CR-014", "valid_to", Level.WARN)


def time_findings(posting: PostingFacts, at: dt.datetime) -> Iterator[Finding]:
    """CR-015: the work began before now, or ends before it begins."""
    if posting.start_at is not None and posting.start_at < at:
        yield Finding("CR-015", "start_at")
    if posting.start_at is not None and posting.end_at is not None and posting.end_at < posting.start_at:
        yield Finding("CR-015", "end_at")


def closing_findings(posting: PostingFacts, at: dt.datetime) -> Iterator[Finding]:
    """CR-019: expired (periods are half-open: at its end it is over) or filled."""
    if posting.valid_to_at is not None and posting.valid_to_at <= at:
        yield Finding("CR-019", "valid_to")
    elif posting.places_left is not None and posting.places_left <= 0:
        yield Finding("CR-019", "headcount")


def sex_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-031: a required sex blocks; with a legal ground chosen a reviewer decides."""
    if posting.sex_req is not None and posting.sex_req.strip().lower() not in ANY_SEX:
        yield Finding("CR-031", "sex_req", Level.REVIEW if posting.sex_ground else Level.BLOCK)


def age_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-040: a least age below 16."""
    if posting.age_min is not None and posting.age_min < LEAST_AGE:
        yield Finding("CR-040", "age_min")


def may_be_introduced(birth_on: dt.date, starts_on: dt.date) -> bool:
    """CR-040 for a person: sixteen years old on the day the work starts (禁止使用童工规定 第2条).

    Born on 29 February, one is sixteen on 1 March of a common year.
    """
    years = starts_on.year - birth_on.year - ((starts_on.month, starts_on.day) < (birth_on.month, birth_on.day))
    return years >= LEAST_AGE


def posting_findings(posting: PostingFacts, at: dt.datetime) -> Iterator[Finding]:
    """Everything the facts of a posting show, in the order of the book."""
    yield from completeness_findings(posting)
    yield from pay_findings(posting)
    yield from validity_findings(posting, at)
    yield from time_findings(posting, at)
    yield from closing_findings(posting, at)
    yield from sex_findings(posting)
    yield from age_findings(posting)
