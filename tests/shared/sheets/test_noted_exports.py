"""CR-085: large lists and lists taken at night stand in the log by themselves."""

from __future__ import annotations

import datetime as dt

import pytest

from yizhan.accounts.models import User
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.documents.xlsx import Column
from yizhan.shared.sheets.export import MANY_ROWS, OutsidePurpose, PurposeMissing, export_list

pytestmark = pytest.mark.django_db


def take(by: User, at: dt.datetime, rows: int = 1, purpose: str = "check", fields: tuple[str, ...] = ("name",)) -> bool:
    """Take a list and say whether it was noted."""
    file = export_list(
        action="people.exported", columns=[Column("姓名")], rows=[("测试",)] * rows, shape="csv", fields=fields,
        purpose=purpose, by=by, office_id=by.office_id, at=at,
    )  # fmt: skip
    return file.is_noted


@pytest.mark.parametrize(
    ("rows", "hour", "seen"),
    [
        (MANY_ROWS, 9, ""),
        (MANY_ROWS + 1, 9, f"rows:{MANY_ROWS + 1}"),
        (1, 22, "rows:1,night"),
        (1, 5, "rows:1,night"),
        (1, 6, ""),
    ],
)
def test_a_large_or_nightly_list_is_noted(head: User, now: dt.datetime, rows: int, hour: int, seen: str) -> None:
    assert take(head, now.replace(hour=hour), rows) is bool(seen)
    noted = AuditEntry.objects.filter(action="export.noted").values_list("reason", flat=True)
    assert list(noted) == ([seen] if seen else [])


def test_whole_numbers_leave_for_few_purposes(head: User, now: dt.datetime) -> None:
    for purpose in ("fair", "check", "offline"):
        with pytest.raises(OutsidePurpose):
            take(head, now, purpose=purpose, fields=("name", "id_no_whole"))
    for purpose in ("report", "handover"):
        take(head, now, purpose=purpose, fields=("name", "id_no_whole"))
    with pytest.raises(PurposeMissing):
        take(head, now, purpose="")
    assert AuditEntry.objects.filter(action="people.exported").count() == 2
