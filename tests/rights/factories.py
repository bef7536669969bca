"""Cases of generated people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.people.factories import make_person
from yizhan.accounts.models import User
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
