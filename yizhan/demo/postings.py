"""Work on offer: drafted, judged by the rule book, reviewed, published, confirmed and ended by the operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from yizhan.demo.artificial import person_name
from yizhan.demo.employers import place_of
from yizhan.demo.ledger import County, Offered
from yizhan.demo.offices import YANGGU
from yizhan.demo.scale import moment
from yizhan.demo.trades import JOBS, TRADES, Job
from yizhan.employers.enums import EmployerKind
from yizhan.employers.models import Employer
from yizhan.employers.queries import is_verified
from yizhan.postings.enums import EndReason, PostingKind, PublishState, ReturnReason, ReviewState
from yizhan.postings.facts import read_terms
from yizhan.postings.models import Posting, Shift
from yizhan.postings.operations import (
    approve_posting,
    confirm_posting,
    draft_posting,
    pause_posting,
    refuse_posting,
    remove_posting,
    return_posting,
    submit_for_review,
    withdraw_posting,
)
from yizhan.shared.errors import Refused

#: After how long the station asks the employer again: a little before the rule demands it (CR-018).
ASK_AFTER = {PostingKind.GIG: dt.timedelta(hours=30), PostingKind.SHORT: dt.timedelta(days=6)}
REASON = "已电话核实，理由成立"


def make_postings(county: County, day: dt.date, count: int) -> None:
    """Write down the day's postings; builders and households come in the evening for the next morning."""
    rng = county.rng
    times = sorted(rng.choice([rng.uniform(6.0, 11.5), rng.uniform(13.5, 18.5)]) for _one in range(count))
    for hours in times:
        at = moment(day, hours if day < county.today else rng.uniform(6.0, 8.3))
        if at >= county.until:
            continue
        chosen = _employer(county, at)
        if chosen:
            _post(county, *chosen, at)


def _employer(county: County, at: dt.datetime) -> tuple[Employer, str] | None:
    for _try in range(30):
        employer, sort = county.rng.choice(county.employers)
        if employer.created_at < at and is_verified(employer, at):
            verified = employer.verified_at
            if verified is not None and verified < at:
                return employer, sort
    return None


def _post(county: County, employer: Employer, sort: str, at: dt.datetime) -> None:
    rng = county.rng
    job = rng.choice(JOBS[sort])
    raw = _as_typed(county, employer, sort, job, at)
    offer, errors = read_terms(raw, at=at)
    assert offer is not None, errors  # noqa: S101 - the dice only throw what a form would take
    clerk = county.clerk_of(employer.office_id)
    posting = draft_posting(employer=employer, offer=offer, by=clerk, at=at, office=employer.office)
    if rng.random() < 0.012:
        return  # somebody was called away: a draft
    submitted = at + dt.timedelta(minutes=rng.randint(1, 6))
    if submitted >= county.until:
        return
    posting = submit_for_review(posting=posting, by=clerk, at=submitted)
    _decide(county, posting, job, submitted)


def _decide(county: County, posting: Posting, job: Job, submitted: dt.datetime) -> None:
    rng = county.rng
    waits = rng.randint(2, 15) if posting.employer.kind == EmployerKind.HOUSEHOLD else rng.randint(5, 75)
    at = submitted + dt.timedelta(minutes=waits)
    still_there = county.until - submitted < dt.timedelta(hours=19)
    if at >= county.until or (still_there and rng.random() < 0.5):
        return  # waits for the reviewer this morning
    by = county.reviewer_of(posting.office_id)
    chance = rng.random()
    if chance < 0.03:
        reason = rng.choice([ReturnReason.INCOMPLETE, ReturnReason.UNCLEAR, ReturnReason.PAY, ReturnReason.DUPLICATE])
        return_posting(posting=posting, reason=reason, by=by, at=at)
        return
    if chance < 0.042:
        refuse_posting(posting=posting, reason=ReturnReason.UNTRUE, by=by, at=at)
        return
    posting = approve_posting(
        posting=posting, by=by, at=at, reason=REASON, age_ground_accepted=rng.random() < 0.7, publish=True
    )
    county.offered.append(
        Offered(
            posting=posting,
            job=job,
            shifts=list(Shift.objects.filter(posting=posting).order_by("starts_at", "pk")),
            office_id=posting.office_id,
            until=posting.valid_until_at,
            is_open=True,
            forgotten=rng.random() < 0.16,
            asked_at=at,
        )
    )


def _as_typed(county: County, employer: Employer, sort: str, job: Job, at: dt.datetime) -> dict[str, Any]:
    """Return the form's texts."""
    rng = county.rng
    kind = rng.choice(job.kinds)
    if _is_fresh(county, at) and PostingKind.GIG in job.kinds:
        kind = PostingKind.GIG
    trade = TRADES[job.trade]
    place, point = place_of(county, employer, sort)
    starts_on = at.date() + dt.timedelta(days=_ahead(county, kind, at))
    raw: dict[str, Any] = {
        "kind": kind,
        "title": job.title,
        "occupation_code": trade.code,
        "content": job.content,
        "starts_on": starts_on.isoformat(),
        "start_time": job.hours[0],
        "end_time": job.hours[1],
        "headcount": str(rng.randint(*job.heads)),
        "place_name": place,
        "area_code": employer.area_code or YANGGU,
        "meals": rng.random() < job.meals,
        "pickup": sort in ("farm", "village") and rng.random() < 0.6,
        "tools_provided": rng.random() < 0.6,
        "ppe": job.ppe,
        "hazards": list(job.hazards),
        "certificates": list(job.certificates),
        "insurance": job.insurance,
        "labor_type": "service",
        "contact_name": person_name(rng, female=rng.random() < 0.3, born=None),
        "contact_phone": employer.phone,
        "source": rng.choices(["desk", "phone", "village"], [50, 42, 8])[0],
        "channels": rng.sample(["screen", "wechat", "paper", "app"], rng.randint(1, 3)),
    }
    if point is not None:
        raw |= {"lat_e6": point[0], "lng_e6": point[1]}
    raw |= _length_and_pay(county, kind, job, starts_on, household=employer.kind == EmployerKind.HOUSEHOLD)
    if sort == "building" and rng.random() < 0.3:
        raw |= {"age_min": "18", "age_max": "60", "age_ground": "site_rule"}
    elif sort == "service" and rng.random() < 0.15:
        raw |= {"requirements": rng.choice(["有健康证优先", "会使用擦地机优先", "能吃苦，准时到岗"])}
    return raw


def typed_offer(county: County, employer: Employer, sort: str, at: dt.datetime) -> dict[str, Any]:
    """Return the texts of a form about work that fits the employer."""
    return _as_typed(county, employer, sort, county.rng.choice(JOBS[sort]), at)


def _is_fresh(county: County, at: dt.datetime) -> bool:
    """Say whether it was offered so late that the desk still has to fill it: last evening or this morning."""
    return county.until - at < dt.timedelta(hours=22)


def _ahead(county: County, kind: str, at: dt.datetime) -> int:
    """Return in how many days the work begins."""
    rng = county.rng
    if kind == PostingKind.GIG and _is_fresh(county, at):
        return rng.choices([1, 2, 3], [50, 42, 8])[0]
    if kind == PostingKind.GIG:
        return rng.choices([1, 2, 3], [72, 19, 9])[0]
    return rng.randint(1, 3) if kind == PostingKind.SHORT else rng.randint(2, 7)


def _length_and_pay(county: County, kind: str, job: Job, starts_on: dt.date, *, household: bool) -> dict[str, Any]:
    rng = county.rng
    low, high = TRADES[job.trade].pay
    day = round((low + (high - low) * rng.triangular(0.1, 1, 0.5)) / 10) * 10
    if kind == PostingKind.GIG:
        days = 1 if household else rng.choices([1, 2, 3], [72, 19, 9])[0]
        raw: dict[str, Any] = {"ends_on": (starts_on + dt.timedelta(days=days - 1)).isoformat(), "settle_kind": "daily"}
        if job.trade == "cleaner" and rng.random() < 0.4:
            return raw | {"pay": f"{max(15, day // 8)}元/小时"}
        return raw | {"pay": f"{day}元/天"}
    if kind == PostingKind.SHORT:
        days = rng.randint(4, 15)
        raw = {"ends_on": (starts_on + dt.timedelta(days=days)).isoformat(), "settle_kind": "on_completion"}
        if job.trade in ("sewer", "packer") and rng.random() < 0.5:
            return raw | {"pay": "0.5元/件", "pieces_per_day": str(day * 2)}
        return raw | {"pay": f"{day}元/天"}
    month = day * 26 // 100 * 100
    return {
        "labor_type": "contract" if job.insurance == "work_injury" else "service",
        "week_days": ["1", "2", "3", "4", "5", "6"],
        "settle_kind": "monthly",
        "settle_day": "每月15日",
        "pay": f"{month}-{month + rng.choice([500, 1000, 1500])}元/月",
    }


def refresh(county: County) -> None:
    """Learn from the database what the operations made of postings and shifts."""
    rows = {
        row[0]: row[1:] for row in Posting.objects.order_by("pk").values_list("pk", "publish_state", "valid_until_at")
    }
    taken = dict(Shift.objects.filter(cancelled_at=None).order_by("pk").values_list("pk", "taken"))
    for offered in county.offered:
        state, offered.until = rows[offered.posting.pk]
        offered.is_open = state == PublishState.PUBLISHED
        offered.shifts = [shift for shift in offered.shifts if shift.pk in taken]
        for shift in offered.shifts:
            shift.taken = taken[shift.pk]


def keep_postings(county: County, day: dt.date) -> None:
    """Ask employers whether people are still wanted; some withdraw, one or two are taken down."""
    rng = county.rng
    at = moment(day, 8.1 if day == county.today else 9.2)
    if at >= county.until:
        return
    refresh(county)
    for offered in county.offered:
        if not offered.is_open or offered.until <= at or offered.posting.created_at.date() >= day:
            continue
        kind = PostingKind(offered.posting.kind)
        by = county.clerk_of(offered.office_id)
        at += dt.timedelta(seconds=rng.randint(15, 40))
        if at >= county.until:
            break
        chance = rng.random()
        if chance < 0.012:
            reason = rng.choice([EndReason.EMPLOYER_ASKED, EndReason.ENOUGH_PEOPLE, EndReason.WORK_CANCELLED])
            withdraw_posting(posting=offered.posting, reason=reason, by=by, at=at)
        elif chance < 0.018:
            pause_posting(posting=offered.posting, reason=EndReason.NOT_REACHED, by=by, at=at)
        elif chance < 0.0195:
            head = county.head_of(offered.office_id)
            remove_posting(posting=offered.posting, reason=EndReason.COMPLAINT, by=head, at=at)
        elif not offered.forgotten and at - (offered.asked_at or at) > ASK_AFTER.get(kind, dt.timedelta(days=6)):
            confirm_posting(posting=offered.posting, by=by, at=at)
            offered.asked_at = at
    refresh(county)


def look_again(county: County, day: dt.date) -> None:
    """Let the reviewer check what workers' answers sent back (CR-073) a day later; mostly it was right."""
    at = moment(day, 11.2)
    if at >= county.until:
        return
    sent_back = Posting.objects.filter(
        review_state=ReviewState.WAITING, publish_state=PublishState.PAUSED, valid_until_at__gt=at,
        queue_at__lt=at - dt.timedelta(hours=20),
    )  # fmt: skip
    for posting in sent_back.select_related("office").order_by("pk"):
        by = county.reviewer_of(posting.office_id)
        try:
            approve_posting(posting=posting, by=by, at=at, reason=REASON, publish=True)
        except Refused:  # its time is over, or the employer's papers are
            withdraw_posting(posting=posting, reason=EndReason.WORK_CANCELLED, by=by, at=at)
    refresh(county)


def places_left(offered: Offered, shift: Shift, at: dt.datetime) -> int:
    """Return how many people could still be sent to a shift at a moment; 0 when it is not on offer."""
    on_offer = offered.is_open and offered.until > at
    published = offered.posting.published_at
    if not on_offer or published is None or published >= at:
        return 0
    if shift.ends_at is not None and shift.starts_at <= at:
        return 0  # nobody is sent to work that has begun
    return shift.headcount - shift.taken
