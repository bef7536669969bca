"""What a sheet's page says above its rows: what was chosen without being asked, and what of the file is no row."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yizhan.shared.display import listed
from yizhan.shared.sheets.cells import column_letter
from yizhan.shared.sheets.fields import heading_key, map_headings
from yizhan.shared.sheets.kinds import ImportKind
from yizhan.shared.sheets.models import ImportBatch
from yizhan.shared.sheets.table import Sheet

#: Lines, cells and headings that are named; of more there is the number.
_NAMED = 8
#: Lines and cells of a file that are kept.
_MOST_NOTED = 200
#: Columns that nobody misses.
_NUMBERING = frozenset({"序号", "编号", "no", "行号", "序列"})


def noticed(sheet: Sheet) -> dict[str, list[Any]]:
    """Return what the page says of the file besides its rows, the first of each kind."""
    found_by_name: dict[str, list[Any]] = {
        "left_out": list(sheet.left_out),
        "failed": [f"{column_letter(column)}{number}" for column, number in sheet.failed],
        "uncalculated": [f"{column_letter(column)}{number}" for column, number in sheet.uncalculated],
        "told": list(sheet.told),
    }
    return {name: found[:_MOST_NOTED] for name, found in found_by_name.items() if found}


def said_unasked(kind: ImportKind, batch: ImportBatch) -> list[str]:
    """Return the sentences; no query."""
    return [*_of_the_sheet(batch), *_of_the_columns(kind, batch), *_of_the_lines(batch)]


def _of_the_sheet(batch: ImportBatch) -> list[str]:
    if batch.pages <= 1:
        return []
    words = _("工作簿里有 %(pages)s 个有内容的工作表，读的是第 %(page)s 个；要读别的，请填序号再上传一次。")
    return [words % {"pages": batch.pages, "page": batch.page}]


def _of_the_columns(kind: ImportKind, batch: ImportBatch) -> list[str]:
    said = []
    if not batch.has_header:
        said.append(_("前 40 行里没有找到表头，各列是按内容认的；不对请在“整表设置”里改。"))
    elif batch.mapping != {str(index): key for index, key in map_headings(batch.columns, kind.fields).items()}:
        said.append(_("这种表头的各列含义由人改过，以后同样的表头也照此使用；不对请在“整表设置”里改。"))
    unused = [
        " ".join(heading.split())[:20]
        for index, heading in enumerate(batch.columns)
        if heading and str(index) not in batch.mapping and heading_key(heading) not in _NUMBERING
    ]
    if unused:
        said.append(_("这几列没有用上：%(names)s。要用请在“整表设置”里指定是什么内容。") % {"names": _listed(unused)})
    told = [spec for spec in kind.fields if spec.key in batch.notes.get("told", ()) and spec.key in batch.defaults]
    for spec in told:
        words = dict(kind.default_choices.get(spec.key, ())).get(batch.defaults[spec.key], batch.defaults[spec.key])
        said.append(_("“%(what)s”表头里写了，已填进“整表设置”：%(words)s。") % {"what": spec.title, "words": words})
    return said


def _of_the_lines(batch: ImportBatch) -> list[str]:
    sentences = {
        "left_out": _("合计、备注、小标题之类的行没有当作数据，行号：%(names)s。"),
        "failed": _("这些格子里的公式出错了（#REF! 等），按空的读：%(names)s。请在原表里改好，或在下面补上。"),
        "uncalculated": _(
            "这些格子的公式没有结果，按空的读：%(names)s。请用 Excel 或 WPS 打开原表保存一次再上传，或在下面补上。"
        ),
    }
    return [
        sentence % {"names": _listed([str(place) for place in batch.notes[name]])}
        for name, sentence in sentences.items()
        if batch.notes.get(name)
    ]


def _listed(names: list[str]) -> str:
    words = listed(names[:_NAMED])
    return words if len(names) <= _NAMED else _("%(names)s 等 %(count)s 处") % {"names": words, "count": len(names)}
