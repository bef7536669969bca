"""Who gets what from the room's addresses. The notices are those of the whole country: no office owns them."""

from __future__ import annotations

from tests.access import Row, expect
from yizhan.vocabularies.catalogue.statutory import statutory_days

KEEPS = ("officer", "sysadmin")
SEES = (*KEEPS, "clerk", "head", "reviewer", "auditor")
NOTICE = {
    "year": "2027",
    "source": "测试通知",
    "off": "\n".join(day.isoformat() for day in sorted(statutory_days(2027))),
    "worked": "2027-02-14",
}

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
}  # fmt: skip
