"""Who may do what with a posting, and what the rule book is told about it. Pure: no query, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yizhan.accounts.enums import Role
from yizhan.accounts.queries import (
    can_enter_postings,
    can_manage_station,
    can_review,
    can_see_postings,
    is_agent,
)
from yizhan.employers.enums import EmployerKind
from yizhan.places.queries import distance_m
from yizhan.postings.enums import AGAINST, HEAD_START_HOURS, Harm, Hazard, HitLevel, PostingKind, PublishState, Source
from yizhan.postings.facts import LOCAL, needed_parts
from yizhan.postings.rulebook.book import judge, judge_meeting
from yizhan.postings.rulebook.facts import Alike, EmployerFacts, PostingFacts
from yizhan.postings.rulebook.limits import Limits
from yizhan.postings.rulebook.local import NOTHING_LOCAL, LocalBook
from yizhan.postings.rulebook.meeting_rules import Work, Worker
from yizhan.postings.rulebook.model import Hit, Level
from yizhan.shared.identifiers.uscc import read_uscc
from yizhan.shared.text.misread import Misread

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.employers.queries import EmployerStanding
    from yizhan.postings.models import Decision, Posting, PostingTerms, Shift

NIGHT = 3
#: Hazards that bar people under eighteen (劳部发〔1994〕498号 art. 3; 劳动法 art. 64).
BARS_MINORS = frozenset(Hazard.values) - {Hazard.MACHINE.value}


def can_enter(user: User) -> bool:
    """Enter, change and submit postings."""
    return can_enter_postings(user)


def can_draft(user: User) -> bool:
    """Write down work on offer: who enters postings, or an agent for their own employers."""
    return can_enter_postings(user) or is_agent(user)


def can_run(user: User) -> bool:
    """Publish, pause, resume, withdraw and confirm."""
    return can_enter_postings(user) or can_review(user)


def can_remove(user: User) -> bool:
    """Take a posting down against the employer's wish."""
    return can_review(user)


def can_lodge_appeal(user: User) -> bool:
    """Ask that a decision be looked at again: who enters postings, or the employer's agent."""
    return can_enter_postings(user) or is_agent(user)


def still_holds(posting: Posting, decision: Decision) -> bool:
    """Say whether a decision is the last word about the terms as they stand."""
    ended = posting.publish_state in (PublishState.WITHDRAWN, PublishState.REMOVED)
    return (
        decision.outcome in AGAINST
        and posting.review_state == decision.outcome
        and posting.terms_id == decision.terms_id
        and not ended
    )


#: Which harm a rule guards against, by the tens of its number and, where they differ, by itself (docs/review.md):
#: 04x children and minors, 05x fees and documents, 06x safety, 070 crime; 03x discrimination, 07x and these: untruth.
HARM_OF_TENS = {"04": Harm.DANGER, "05": Harm.DANGER, "06": Harm.DANGER, "03": Harm.DECEIT, "07": Harm.DECEIT}
HARM_OF_RULE = {"CR-070": Harm.DANGER, "CR-013": Harm.DECEIT, "CR-020": Harm.DECEIT, "CR-005": Harm.DECEIT}


def harm_of(hits: Iterable[tuple[str, str]]) -> Harm:
    """Return the worst harm that the findings speak of.

    :param hits: (rule, level) of each; levels as in `HitLevel`.
    """
    found = [_harm_of_hit(rule, level) for rule, level in hits]
    return min(found, default=Harm.CLEAN)


def _harm_of_hit(rule: str, level: str) -> Harm:
    if level == HitLevel.WARN:
        return Harm.WARNED
    return HARM_OF_RULE.get(rule) or HARM_OF_TENS.get(rule[3:5]) or Harm.UNCLEAR


def place_in_queue(submitted_at: dt.datetime, harm: Harm) -> dt.datetime:
    """Return where a posting stands in the queue: the earlier, the sooner it is looked at."""
    return submitted_at - dt.timedelta(hours=HEAD_START_HOURS[harm])


def waiting_since(queue_at: dt.datetime, harm: Harm) -> dt.datetime:
    """Return since when a posting waits, from where it stands in the queue."""
    return queue_at + dt.timedelta(hours=HEAD_START_HOURS[harm])


def can_keep_county_tables(user: User) -> bool:
    """Add words and tighter limits to the rule book of a county, and announce its weather."""
    return user.role == Role.OFFICER


def can_read_county_tables(user: User) -> bool:
    """Read what the county added: whoever deals with postings."""
    return can_see_postings(user)


def is_own(user: User, posting: Posting) -> bool:
    """Say whether the user wrote or submitted what is to be decided about."""
    wrote = posting.terms.created_by_id if posting.terms else None
    return user.pk in (posting.submitted_by_id, wrote)


def is_day_job_of_household(posting: Posting) -> bool:
    """Say whether it is a household's job for one day, which goes the short way."""
    return posting.kind == PostingKind.GIG and posting.employer.kind == EmployerKind.HOUSEHOLD


def can_decide(user: User, posting: Posting, *, somebody_else_there: bool) -> bool:
    """Approve, return or refuse.

    Four eyes wherever there are four: nobody decides about their own posting while another reviewer works at the
    office. A head who is alone decides about their own. A household's day job may be decided by any second person at
    the desk, so that the owner at 18:00 has people at 7:00.

    :param somebody_else_there: another active reviewer or head works at the posting's office.
    """
    if is_own(user, posting):
        return can_manage_station(user) and not somebody_else_there
    return can_review(user) or (is_day_job_of_household(posting) and can_enter_postings(user))


@dataclass(frozen=True)
class Beside:
    """What the rule book asks and no row of the posting says; `queries` looks it up.

    :param posts_in_7_days: postings of the employer in seven days, this one included.
    :param agent_is_proven: ID and mandate of an agent were seen; None where nobody acts for the employer.
    :param hour_minimum_fen: minimum wage at the place and on the day of work; None where none is known.
    :param pay_p95_daily_fen: 95th percentile of comparable pay, None where too few postings are known.
    :param weather_alert: what is announced for the county on a day of work, or "".
    :param alike: the posting of a week with the same telephone that says nearly the same (CR-020).
    :param units_of_phone: employers who gave the telephone within thirty days.
    :param to_recheck: a recheck of the employer is in force (CR-073).
    :param handed_in_at: since when it waits for a reviewer; None where it does not.
    :param was_offered: these very terms were approved, and the posting was offered: its work may have begun since.
    :param local: words and limits that the county added.
    """

    posts_in_7_days: int = 0
    agent_is_proven: bool | None = None
    hour_minimum_fen: int | None = None
    month_minimum_fen: int | None = None
    pay_p95_daily_fen: int | None = None
    weather_alert: str = ""
    alike: Alike | None = None
    units_of_phone: int = 0
    to_recheck: bool = False
    handed_in_at: dt.datetime | None = None
    was_offered: bool = False
    local: LocalBook = NOTHING_LOCAL


#: What a suspension rests on (CR-074); it ends when it is lifted.
SUSPENDED_FOR = ("查实欠薪或扣证", "verified missing pay or a kept document")


def employer_for_the_book(standing: EmployerStanding, beside: Beside) -> EmployerFacts:
    """Tell the rule book who posts. Its day of re-verification is the last good one, ours the first bad one."""
    valid: bool | None = None
    if standing.kind != EmployerKind.HOUSEHOLD:
        try:
            valid = bool(read_uscc(standing.uscc))
        except Misread:
            valid = False
    return EmployerFacts(
        is_verified=standing.verify_state == "verified",
        reverify_on=standing.reverify_on - dt.timedelta(days=1) if standing.reverify_on else None,
        is_agency=standing.kind == EmployerKind.AGENCY,
        uscc_is_valid=valid,
        licence_valid_until_on=standing.hr_licence_until_on if standing.hr_licence_no else None,
        is_household=standing.kind == EmployerKind.HOUSEHOLD,
        is_suspended=standing.is_suspended,
        suspended_reason=SUSPENDED_FOR,
        to_recheck=beside.to_recheck,
        posts_in_7_days=beside.posts_in_7_days,
        agent_is_proven=beside.agent_is_proven,
    )


def posting_for_the_book(
    posting: Posting,
    terms: PostingTerms,
    shifts: Iterable[Shift],
    *,
    employer_name: str,
    beside: Beside,
    at: dt.datetime,
) -> PostingFacts:
    """Tell the rule book what is offered. Work begins with the next shift that is not over."""
    kept = [s for s in shifts if s.cancelled_at is None]
    ahead = [s for s in kept if s.ends_at is None or s.ends_at > at]
    starts = min((s.starts_at for s in ahead or kept), default=None)
    ends = [s.ends_at for s in kept]
    if starts is not None and posting.kind == PostingKind.GIG:
        # Handed in before it began, and looked at on one of its days: what can be passed are the days ahead.
        if beside.handed_in_at is not None and beside.handed_in_at <= starts:
            starts = min((s.starts_at for s in ahead if s.starts_at >= at), default=starts)
    elif starts is not None:
        # Longer work states days, not hours: "from today" is not over at nine in the morning. What was offered before
        # its first day goes on until it ends, whatever is looked at again meanwhile.
        may_begin_now = starts.astimezone(LOCAL).date() >= _day(at) or (ahead and beside.was_offered)
        starts = max(starts, at) if may_begin_now else starts
    return PostingFacts(
        kind=posting.kind,
        employer_is_described=bool(employer_name),
        headcount=sum(s.headcount for s in kept) or None,
        # Every field that limits who may come has a value that is shown, be it "no limit".
        conditions_are_stated=True,
        content=terms.content,
        place=terms.place_name,
        pay_min_fen=terms.pay_min_fen,
        pay_max_fen=terms.pay_max_fen,
        pay_unit=terms.pay_unit or None,
        pay_note=terms.pay_note,
        start_at=starts,
        end_at=max((e for e in ends if e is not None), default=None) if kept and None not in ends else None,
        valid_from_at=at,
        valid_to_at=posting.valid_until_at,
        age_min=terms.age_min,
        sex_req=terms.sex_required,
        sex_ground=terms.sex_ground or None,
        labor_type=terms.labor_type,
        hours_per_day_x10=terms.hours_per_day_x10,
        settle_kind=terms.settle_kind,
        term_days=(terms.ends_on - terms.starts_on).days + 1 if terms.ends_on else None,
        pieces_per_day=terms.pieces_per_day,
        is_repost=posting.source == Source.REPOST,
        source_name=posting.source_name,
        age_max=terms.age_max,
        age_ground=terms.age_ground or None,
        hazards=tuple(terms.hazards),
        hour_minimum_fen=beside.hour_minimum_fen,
        month_minimum_fen=beside.month_minimum_fen,
        pay_daily_fen=terms.pay_daily_fen,
        pay_p95_daily_fen=beside.pay_p95_daily_fen,
        published_at=posting.published_at,
        last_confirmed_at=posting.last_confirmed_at,
        meeting_distance_m=meeting_distance_m(terms),
        weather_alert=beside.weather_alert,
        alike=beside.alike,
        units_of_phone=beside.units_of_phone,
        is_outdoors=terms.is_outdoors,
        places_left=sum(s.headcount - s.taken for s in kept) if any(s.taken for s in kept) else None,
        texts={name: getattr(terms, name) for name in SCANNED if getattr(terms, name)},
    )


def meeting_distance_m(terms: PostingTerms) -> int | None:
    """Return how far the work is from where people meet; None where one of the two has no point."""
    return distance_m((terms.meeting_lat_e6, terms.meeting_lng_e6), (terms.lat_e6, terms.lng_e6))


#: Free texts that are scanned clause by clause; the list ones are joined for the eye and scanned too.
SCANNED = ("title", "content", "requirements", "pay_note", "settle_day", "ppe", "place_name", "meeting_place")


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(LOCAL).date()


def judged(
    posting: Posting,
    terms: PostingTerms,
    shifts: Iterable[Shift],
    standing: EmployerStanding,
    *,
    beside: Beside,
    at: dt.datetime,
) -> tuple[Hit, ...]:
    """Return everything the rule book says at a moment that a person has to see."""
    facts = posting_for_the_book(posting, terms, shifts, employer_name=standing.name, beside=beside, at=at)
    hits = judge(facts, employer_for_the_book(standing, beside), at=at, today=_day(at), local=beside.local)
    return tuple(hit for hit in hits if hit.level in (Level.BLOCK, Level.REVIEW, Level.WARN))


def meeting_hits(
    terms: PostingTerms, first_day: dt.date, *, birth_on: dt.date | None, is_woman: bool, limits: Limits
) -> tuple[Hit, ...]:
    """Return what the rule book says when somebody goes to this work: CR-042, CR-043, CR-045, CR-046."""
    work = Work(
        first_day=first_day,
        hazards=frozenset(terms.hazards),
        load_kg=terms.load_kg,
        loads_per_hour=terms.loads_per_hour,
        is_site=terms.is_site,
    )
    return judge_meeting(Worker(birth_on, "female" if is_woman else "male"), work, limits=limits)


def bars_minors(hazards: Iterable[str], starts_at: dt.datetime, ends_at: dt.datetime | None) -> bool:
    """Say whether people under eighteen are barred (CR-041): a hazard of the list, or work at night."""
    if BARS_MINORS & set(hazards):
        return True
    return ends_at is not None and any(part == NIGHT for _on, part in needed_parts(starts_at, ends_at))
