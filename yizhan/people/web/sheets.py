"""The copy of everything held as one workbook: a long table that any spreadsheet opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from yizhan.people.operations import readable
from yizhan.shared.documents.xlsx import Column, workbook


def copy_workbook(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """Write table, row, item and content, one value a line: tables of different shapes fit one sheet and print well."""
    columns = [
        Column(_("内容"), width=14),
        Column(_("序号"), "number", 6),
        Column(_("项目"), width=18),
        Column(_("值"), width=60),
    ]

    def lines() -> Iterator[tuple[str, int, str, str]]:
        for title, rows in tables.items():
            for number, row in enumerate(rows, start=1):
                for item, words in readable(row):
                    yield title, number, item, words

    return workbook(columns, lines(), sheet=_("持有的信息"))
