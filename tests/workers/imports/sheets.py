"""Generated sheets of people: obviously artificial, with right check digits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.people.factories import id_number, mobile
from tests.shared.sheets.files import delimited
from yizhan.accounts.models import User
from yizhan.shared.sheets.models import ImportBatch
from yizhan.shared.sheets.operations import stage_file, work_through
from yizhan.shared.sheets.reading import read_sheet
from yizhan.workers.imports.saving import KIND

HEADINGS = ("姓名", "身份证号", "联系电话", "意向工种", "期望工资", "距离")
#: Names of nobody: a title and a number word.
WORDS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃"


def name(number: int) -> str:
    """Return an artificial name, another one for each number."""
    return f"测试{WORDS[number // len(WORDS) % len(WORDS)]}{WORDS[number % len(WORDS)]}"


def line(number: int = 1, **changes: str) -> dict[str, str]:
    """Return a row that is ready. No number ends in 000, which would have to be looked at."""
    born = dt.date(1970, 1, 1) + dt.timedelta(days=number // 90)
    values = (name(number), id_number(number % 90 + 1, born=born), mobile(number), "装卸工", "200元/天", "8公里")
    return dict(zip(HEADINGS, values, strict=True)) | changes


def sheet_of(*lines: dict[str, str]) -> bytes:
    """Return the rows as a file."""
    headings = list(dict.fromkeys(key for one in lines for key in one))
    return delimited([headings, *[[one.get(key, "") for key in headings] for one in lines]])


def staged(data: bytes, *, by: User, at: dt.datetime, **more: Any) -> ImportBatch:
    """Upload a file and judge its rows."""
    sheet = read_sheet(data, fields=KIND.fields)
    batch = stage_file(
        kind=KIND, sheet=sheet, data=data, file_name="测试.csv", page=None, office=by.office, by=by, at=at
    )
    return work_through(batch_id=batch.pk, now=lambda: at)
