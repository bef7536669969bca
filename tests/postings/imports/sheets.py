"""Generated sheets of postings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.employers.factories import a_uscc
from tests.shared.sheets.files import delimited
from yizhan.accounts.models import User
from yizhan.postings.imports.saving import KIND
from yizhan.shared.sheets.models import ImportBatch
from yizhan.shared.sheets.operations import stage_file, work_through
from yizhan.shared.sheets.reading import read_sheet

HEADINGS = (
    "用工单位", "统一社会信用代码", "岗位名称", "工作内容", "招聘人数", "报酬",
    "开始日期", "结束日期", "上班时间", "下班时间", "地区",
    "工作地点", "联系人", "联系电话",
)  # fmt: skip


def line(number: int = 1, **changes: str) -> dict[str, str]:
    """Return a row that is ready: a new company with all that is needed."""
    values = dict(zip(HEADINGS, (
        f"阳谷测试{number}号建筑有限公司", a_uscc(number), "装卸工", "装卸袋装饲料", "3", "200元/天",
        "2026-11-25", "2026-11-25",
        "7:00", "17:00", "阳谷县", f"测试路{number}号", "测试丙", f"199{number:08d}",
    ), strict=True))  # fmt: skip
    return values | changes


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
