"""Cases of generated people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.gigs.factories import settled
from tests.people.factories import make_person
from tests.referrals.factories import a_shift
from yizhan.accounts.models import User
from yizhan.gigs.models import Order
from yizhan.rights.enums import CaseKind, Relation
from yizhan.rights.models import Case
from yizhan.rights.operations import open_case


def a_case(by: User, at: dt.datetime, *, name: str = "王师傅", **changes: Any) -> Case:
    """Somebody was not paid three weeks ago and has left since."""
    given: dict[str, Any] = {
        "kind": CaseKind.ARREARS,
        "relation": Relation.LABOUR,
        "happened_on": at.date() - dt.timedelta(days=21),
        "ended_on": at.date() - dt.timedelta(days=3),
        "situation": "干了八天没有给钱",
        **changes,
    }
    if "person" not in given:
        given["person"] = make_person(by.office, by, at, name=name)
    return open_case(by=by, at=at, **given)


def a_late_order(clerk: User, reviewer: User, now: dt.datetime, *, days: int = 6, **more: Any) -> Order:
    """Somebody worked some days ago, was settled with, and has not been paid: late by about so many days."""
    before = now - dt.timedelta(days=days + 2)
    starts_on = (before.date() + dt.timedelta(days=1)).isoformat()
    order = settled(clerk, reviewer, before, shift=a_shift(clerk, reviewer, before, starts_on=starts_on), **more)
    assert order.pay_on < now.date()
    return order
