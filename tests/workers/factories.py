"""Generated job seekers, made by the same operations as real ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.people.factories import facts, id_number
from yizhan.accounts.models import User
from yizhan.people.enums import Channel
from yizhan.people.operations import ConsentFacts, ContactFacts
from yizhan.workers.facts import WishedWork, WishFacts
from yizhan.workers.models import JobSeeker
from yizhan.workers.operations import register_job_seeker

BRICKLAYER = "6-29-01-01"
CLEANER = "4-09-08-01"


def make_wish(**changes: Any) -> WishFacts:
    """A bricklayer who wants 200 yuan a day within 8 km of the station."""
    given: dict[str, Any] = {
        "works": (WishedWork(BRICKLAYER, "瓦工"),),
        "pay_min_fen": 20_000,
        "pay_unit": "day",
        "max_distance_m": 8_000,
        "home": (36_114_000, 115_791_000),
        **changes,
    }
    return WishFacts(**given)


def make_seeker(
    by: User,
    at: dt.datetime,
    *,
    number: int = 1,
    phone: str = "",
    consents: Any = ("employer",),
    **wish: Any,
) -> JobSeeker:
    """Register a generated person for work at the user's office; they agreed to be named to employers."""
    contacts = [ContactFacts("mobile", phone)] if phone else []
    return register_job_seeker(
        facts=facts(at.date(), name="测试" + "甲乙丙丁戊己庚辛壬癸"[number % 10], id_no=id_number(number)),
        contacts=contacts,
        consents=[ConsentFacts(purpose) for purpose in consents],
        wish=make_wish(**wish),
        office=by.office,
        by=by,
        at=at,
        channel=Channel.COUNTER,
    )
