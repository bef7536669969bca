"""Who gets what from the room's addresses. The notices are those of the whole country: no office owns them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.access import Row, World, expect
from yizhan.vocabularies.catalogue.statutory import statutory_days
from yizhan.vocabularies.operations import add_local_alias, set_minimum_wage

KEEPS = ("officer", "sysadmin")
SEES = (*KEEPS, "clerk", "head", "reviewer", "auditor")
NOTICE = {
    "year": "2027",
    "source": "测试通知",
    "off": "\n".join(day.isoformat() for day in sorted(statutory_days(2027))),
    "worked": "2027-02-14",
}


def a_word(world: World) -> dict[str, Any]:
    """Teach the station a word."""
    alias = add_local_alias(
        office=world.station, word="测试拉锯", occupation_code="6-29-01-01", by=world.clerk, at=world.now
    )
    return {"alias_id": alias.pk}


def a_wage(world: World) -> dict[str, Any]:
    """Enter a figure of the county that has not begun."""
    row = set_minimum_wage(
        area_code="371521", tier=3, month_fen=213_000, hour_fen=2_130,
        valid_from_on=world.today + dt.timedelta(days=90), doc_no="测试字〔2027〕1号", by=world.users["officer"],
        at=world.now,
    )  # fmt: skip
    return {"wage_id": row.pk}


ACCESS = {
    "vocabularies:days": Row(expect(*SEES, foreign=None)),
    "vocabularies:publish": [
        Row(expect(*KEEPS, foreign=None)),
        Row(expect(*KEEPS, status=302, foreign=None), method="post", data=NOTICE),
    ],
    "vocabularies:correct": Row(
        expect(*KEEPS, status=302, foreign=None), method="post",
        data={"day": "2026-11-24", "is_working": "0", "source": "测试通知"},
    ),
    "vocabularies:wages": [
        Row(expect(*SEES, foreign=None)),
        Row(
            # The notices are the country's, a figure is of the own county: a stranger's county is not offered.
            expect(*KEEPS, status=302, foreign=None, foreign_officer=422, foreign_sysadmin=422), method="post",
            data={
                "area_code": "371521", "tier": "3", "month_fen": "2130", "hour_fen": "21.3",
                "valid_from_on": "2027-03-01", "doc_no": "测试字〔2027〕1号", "mark": "B",
            },
        ),
    ],
    "vocabularies:take_back_wage": Row(
        expect(*KEEPS, status=302, foreign_officer=404, foreign_sysadmin=404), make=a_wage, method="post"
    ),
    "vocabularies:words": [
        Row(expect("head", *KEEPS, foreign=None)),
        Row(
            expect("head", *KEEPS, status=302, foreign=None), method="post",
            data={"word": "测试拉大锯的", "occupation_code": "6-29-01-01"},
        ),
    ],
    "vocabularies:retire_word": Row(
        expect("head", status=302, officer=404, sysadmin=404, foreign_officer=404, foreign_sysadmin=404), make=a_word,
        method="post",
    ),
}  # fmt: skip
