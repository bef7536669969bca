"""Generated work on offer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.employers.factories import a_household, a_verified_company
from yizhan.accounts.models import Office, User
from yizhan.employers.models import Employer
from yizhan.postings.facts import Offer, read_terms
from yizhan.postings.models import Posting
from yizhan.postings.operations import approve_posting, draft_posting, publish_posting, submit_for_review

DAY_JOB: dict[str, Any] = {
    "kind": "gig",
    "title": "装卸工",
    "occupation_code": "6-30-05-01",
    "content": "在仓库装卸袋装饲料，两人一组，有推车。",
    "starts_on": "2026-11-24",
    "start_time": "7:00",
    "end_time": "17:00",
    "headcount": "3",
    "place_name": "测试路粮库",
    "area_code": "371521",
    "lat_e6": 36_110_000,
    "lng_e6": 115_790_000,
    "pay": "200元/天",
    "settle_kind": "daily",
    "meals": True,
    "hazards": ["load"],
    "insurance": "accident",
    "contact_name": "测试丙",
    "contact_phone": "13900009876",
}
LONG_JOB: dict[str, Any] = DAY_JOB | {
    "kind": "long",
    "title": "缝纫工",
    "content": "车间缝纫，会平车优先。",
    "labor_type": "contract",
    "start_time": "8:00",
    "end_time": "17:00",
    "week_days": ["1", "2", "3", "4", "5", "6"],
    "pay": "4500-6000元/月",
    "settle_kind": "monthly",
    "settle_day": "次月15日",
    "hazards": [],
}


def an_offer(at: dt.datetime, raw: dict[str, Any] | None = None, **changes: Any) -> Offer:
    """Read a form as typed, with changes."""
    offer, errors = read_terms((DAY_JOB if raw is None else raw) | changes, at=at)
    assert offer is not None, errors
    return offer


def an_employer(*, office: Office, by: User, verifier: User, at: dt.datetime, **changes: Any) -> Employer:
    """Register and verify a company."""
    return a_verified_company(office=office, by=by, verifier=verifier, at=at, **changes)


def a_draft(
    *, office: Office, by: User, verifier: User, at: dt.datetime, employer: Employer | None = None, **changes: Any
) -> Posting:
    """Draft a day job of a verified company; `raw=LONG_JOB` for a long one."""
    employer = employer or an_employer(office=office, by=by, verifier=verifier, at=at)
    return draft_posting(employer=employer, offer=an_offer(at, **changes), by=by, at=at, office=office)


def a_waiting(*, office: Office, by: User, verifier: User, at: dt.datetime, **changes: Any) -> Posting:
    """Draft and submit."""
    draft = a_draft(office=office, by=by, verifier=verifier, at=at, **changes)
    return submit_for_review(posting=draft, by=by, at=at)


def a_posting(*, office: Office, by: User, verifier: User, at: dt.datetime, **changes: Any) -> Posting:
    """Draft, submit, approve and publish; `verifier` is a reviewer (or head) who is not `by`."""
    waiting = a_waiting(office=office, by=by, verifier=verifier, at=at, **changes)
    approved = approve_posting(posting=waiting, by=verifier, at=at, reason="测试放行")
    return publish_posting(posting=approved, by=by, at=at)


def a_household_job(
    *, office: Office, by: User, verifier: User, at: dt.datetime, name: str = "测试户主", **changes: Any
) -> Posting:
    """Publish a household's day job."""
    household = a_household(office=office, by=by, at=at, name=name)
    return a_posting(office=office, by=by, verifier=verifier, at=at, employer=household, **changes)
