"""The rules that look at facts of a posting or of who posts it; what concerns pay and hours stands in `pay_rules`.

Each is a small function that yields findings; ``book`` adds messages and drops what was not yet law on the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from yizhan.postings.reading.dates import day_is_over
from yizhan.postings.rulebook.facts import EmployerFacts, PostingFacts
from yizhan.postings.rulebook.finding import Finding
from yizhan.postings.rulebook.limits import SHIPPED, Limits
from yizhan.postings.rulebook.model import Level
from yizhan.postings.rulebook.pay_rules import (
    hours_findings,
    piece_findings,
    settling_findings,
    spread_findings,
    wage_findings,
)

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
LEAST_AGE = 16
#: CR-018: hours after which the employer is asked again.
ASK_AGAIN_HOURS = {"gig": 48, "short": 7 * 24, "long": 7 * 24}
#: CR-039: hazards of which one must be ticked for the ground to hold (女职工劳动保护特别规定, annex, part 1).
HAZARDS_OF_GROUND = {"underground": {"underground"}, "level_four": {"heavy", "load"}, "load": {"load"}}
#: Grounds for a sex: those of the annex, and care of the body, which needs no hazard.
SEX_GROUNDS = frozenset(HAZARDS_OF_GROUND) | {"privacy"}
ANY_SEX = frozenset({"", "any", "none", "不限", "0", "9"})


def employer_findings(employer: EmployerFacts, today: dt.date, limits: Limits = SHIPPED) -> Iterator[Finding]:
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
    yield from conduct_findings(employer, today, limits)


def conduct_findings(employer: EmployerFacts, today: dt.date, limits: Limits) -> Iterator[Finding]:
    """CR-005, CR-006, CR-007 (how many posts), CR-008 and CR-073. The last day of a suspension still counts."""
    if employer.recruits_for_others and not employer.is_agency:
        yield Finding("CR-005", "employer")
    until = employer.suspended_until_on
    if employer.is_suspended and (until is None or today <= until):
        chinese, english = employer.suspended_reason
        day, day_en = (until.isoformat(),) * 2 if until else ("解除之日", "it is lifted")
        said = (("reason", chinese), ("reason_en", english), ("date", day), ("date_en", day_en))
        yield Finding("CR-006", "employer", words=said)
    if employer.is_household and employer.posts_in_7_days > limits.household_posts:
        yield Finding("CR-007", "employer")
    if not employer.is_household and employer.agent_is_proven is False:
        yield Finding("CR-008", "employer")
    if employer.to_recheck:
        yield Finding("CR-073", "employer", Level.REVIEW)


def household_findings(posting: PostingFacts, employer: EmployerFacts) -> Iterator[Finding]:
    """CR-007: a household that wants more people at once than a family that builds does."""
    if employer.is_household and (posting.headcount or 0) > posting.limits.household_people:
        yield Finding("CR-007", "headcount")


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
        yield Finding("CR-010", missing[0], words=(("list", chinese), ("list_en", english)))


def pay_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-011: no amount (面议 is none), not above zero, or no unit. "Up to" alone promises nothing."""
    if posting.pay_min_fen is None or posting.pay_min_fen <= 0:
        yield Finding("CR-011", "pay_min")
    elif not posting.pay_unit:
        yield Finding("CR-011", "pay_type")


def validity_findings(posting: PostingFacts, at: dt.datetime) -> Iterator[Finding]:
    """CR-014: longer than usual for its kind warns; absent or longer than 90 days blocks.

    A day's job holds usually until the day of its last shift is over, where that is later.
    """
    until = posting.valid_to_at
    if until is None:
        yield Finding("CR-014", "valid_to", Level.BLOCK)
        return
    since, limits = posting.valid_from_at or at, posting.limits
    days = {"short": limits.short_days, "long": limits.long_days}.get(posting.kind, limits.gig_days)
    usual = day_is_over(since + dt.timedelta(days=days))
    if posting.kind == "gig" and posting.end_at is not None:
        usual = max(usual, day_is_over(posting.end_at))
    if until - since > dt.timedelta(days=limits.most_days):
        yield Finding("CR-014", "valid_to", Level.BLOCK)
    elif until > usual:
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
        yield Finding("CR-031", "sex_req", Level.REVIEW if posting.sex_ground in SEX_GROUNDS else Level.BLOCK)


def ground_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-039: the ground chosen for a sex is one of the law and has its hazard; care of the body needs none."""
    ground = posting.sex_ground
    if ground and ground != "privacy" and HAZARDS_OF_GROUND.get(ground, set()).isdisjoint(posting.hazards):
        yield Finding("CR-039", "sex_ground")


def source_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-017: passed on without naming the source. CR-020: posted again, or one telephone in many units."""
    if posting.is_repost and not posting.source_name.strip():
        yield Finding("CR-017", "source")
    if posting.alike is not None:
        same = posting.alike
        chinese = f"与 {same.number} 内容几乎相同（{same.percent}%），电话相同"
        english = f"nearly the text of {same.number} ({same.percent}%), with the same telephone"
        yield Finding("CR-020", "content", words=(("why", chinese), ("why_en", english)))
    if posting.units_of_phone >= posting.limits.phone_units:
        units = posting.units_of_phone
        said = f"同一联系电话在 {units} 家单位名下", f"{units} employers give this telephone"
        yield Finding("CR-020", "contact_phone", words=(("why", said[0]), ("why_en", said[1])))


def asking_findings(posting: PostingFacts, at: dt.datetime) -> Iterator[Finding]:
    """CR-018: open for too long without the employer being asked."""
    asked = posting.last_confirmed_at or posting.published_at
    if asked is not None and at - asked >= dt.timedelta(hours=ASK_AGAIN_HOURS.get(posting.kind, 48)):
        yield Finding("CR-018", "last_confirmed_at")


def place_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-071: the meeting place lies far from the work. CR-047: heat or bad weather is announced for work outdoors."""
    if posting.meeting_distance_m is not None and posting.meeting_distance_m > posting.limits.meeting_m:
        yield Finding("CR-071", "place")
    if posting.weather_alert and (posting.is_outdoors or "heat" in posting.hazards):
        yield Finding("CR-047", "hazards")


def age_findings(posting: PostingFacts) -> Iterator[Finding]:
    """CR-040: a least age below 16. CR-036: an upper limit that turns most away (below sixty) without a ground."""
    if posting.age_min is not None and posting.age_min < LEAST_AGE:
        yield Finding("CR-040", "age_min")
    if posting.age_max is not None and posting.age_max < posting.limits.age_cap and not posting.age_ground:
        yield Finding("CR-036", "age_max")


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
    yield from spread_findings(posting)
    yield from piece_findings(posting)
    yield from validity_findings(posting, at)
    yield from time_findings(posting, at)
    yield from source_findings(posting)
    yield from asking_findings(posting, at)
    yield from closing_findings(posting, at)
    yield from sex_findings(posting)
    yield from ground_findings(posting)
    yield from age_findings(posting)
    yield from place_findings(posting)
    yield from wage_findings(posting)
    yield from settling_findings(posting)
    yield from hours_findings(posting)
