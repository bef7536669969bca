"""Files into rows of texts: .xlsx, .xls, .ods, .csv, .tsv, tables of a web page, and a list of records in .json.

No formula is evaluated.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from yizhan.shared.errors import Refused
from yizhan.shared.sheets.cells import cell_text
from yizhan.shared.sheets.fields import FieldSpec, find_heading, is_second_line, join_lines, map_by_looks, map_headings
from yizhan.shared.sheets.web_page import TooMuch, is_web_page, read_tables
from yizhan.shared.sheets.workbook import Unreadable, read_pages
from yizhan.shared.text.encoding import decode_bytes
from yizhan.shared.text.misread import Misread

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
#: The heading and a few lines above it do not count; the exact number is checked once they are known.
ABOVE = 20
#: What an archive may unfold to: an office's sheet of 20,000 rows stays far below.
MOST_UNFOLDED = 400 * 1024 * 1024
#: Files in an archive: a workbook of a hundred sheets has some three hundred.
MOST_PARTS = 2000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SUM = re.compile(r"(?:合|总|小|共)\s*计\s*[:：]?\s*(?:\d+\s*[人条行个家]?)?|总人数|合计人数")
_FOOT = re.compile(
    r"(?:制表|填表|填报|审核|经办|负责|联系)(?:人|单位|日期|时间)\s*[:：]|(?:备\s*注|说\s*明|注)\s*[:：]"
)
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls", ".ods", ".et")
_DELIMITERS = (",", "\t", ";", "|", "，")


class SheetRefused(Refused):
    """The file as a whole cannot be taken."""

    code = "sheet_unreadable"
    sentence = _("这个文件打不开，没有导入任何内容。请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV 后重新上传。")
    status = 422


class SheetTooLarge(SheetRefused):
    """More bytes than one upload takes."""

    code = "sheet_too_large"
    sentence = _("文件超过 20 MB，没有导入任何内容。请删去图片或分成几个文件后重新上传。")


class SheetTooLong(SheetRefused):
    """More rows than one upload takes."""

    code = "sheet_too_long"
    sentence = _("表格超过 20000 行，没有导入任何内容。请分成几个文件，每个不超过 20000 行。")


class SheetTooWide(SheetRefused):
    """More columns than anybody can look at."""

    code = "sheet_too_wide"
    sentence = _("表格超过 200 列，没有导入任何内容。请只留需要的列后重新上传。")


class SheetEmpty(SheetRefused):
    """No row in it."""

    code = "sheet_empty"
    sentence = _("表格里没有数据行，没有导入任何内容。请确认选对了文件和工作表。")


class SheetLocked(SheetRefused):
    """A workbook with a password."""

    code = "sheet_locked"
    sentence = _("工作簿设了打开密码，没有导入任何内容。请去掉密码另存后重新上传。")


class SheetBroken(SheetRefused):
    """Begins or is named like a workbook and cannot be opened as one."""

    code = "sheet_broken"
    sentence = _("文件打不开，可能没传完或已损坏，没有导入任何内容。请重新保存一份再传。")


class WebPageOnly(SheetRefused):
    """A web page, or a workbook's XML, without a table that can be read."""

    code = "sheet_is_web_page"
    sentence = _("这是网页存成的 .xls，里面没有读到表格，没有导入任何内容。请用 WPS 或 Excel 打开后另存为 .xlsx 再传。")


class NoSuchSheet(SheetRefused):
    """The workbook has no sheet of that number."""

    code = "no_such_sheet"
    sentence = _("工作簿里没有这个序号的工作表，没有导入任何内容。请核对工作表的序号。")


@dataclass(frozen=True, repr=False)
class SheetRow:
    """One line: its number as the spreadsheet shows it, and its cells as texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Sheet:
    """A sheet that has been read: headings ("" where there are none), what they mean, and the rows below."""

    headings: tuple[str, ...]
    has_header: bool
    mapping: dict[int, str]
    rows: tuple[SheetRow, ...]
    #: which sheet of how many with anything in them; 0 of 0 for a file that has no sheets.
    page: int = 0
    pages: int = 0


Grid = list[tuple[int, list[str]]]


def read_sheet(data: bytes, *, fields: Sequence[FieldSpec], sheet: int | None = None, name: str = "") -> Sheet:
    """Read a file's bytes; what it is is told from the bytes, never from its name.

    :param fields: what the columns may mean.
    :param name: the file's name, only to say of what cannot be read that it is a broken workbook.
    :param sheet: which sheet of a workbook, counted from 1; by default the one that names most fields.
    :raises SheetRefused: with a sentence; nothing of the file has been taken then.
    """
    if len(data) > MOST_BYTES:
        raise SheetTooLarge
    page = pages = 0
    if data.startswith((_ZIP, _OLE)):
        grid, page, pages = _workbook(data, fields, sheet)
    else:
        try:
            grid = _text(data, fields)
        except NotTextAtAll as error:
            raise SheetBroken if name.lower().endswith(_WORKBOOK_NAMES) else error from error
    if not grid:
        raise SheetEmpty
    if max(len(cells) for _number, cells in grid) > MOST_COLUMNS:
        raise SheetTooWide
    return replace(_with_headings(grid, fields), page=page, pages=pages)


# Workbooks ------------------------------------------------------------------------------------------------------


def _workbook(data: bytes, fields: Sequence[FieldSpec], sheet: int | None) -> tuple[Grid, int, int]:
    """Return the sheet that was meant, its number, and how many sheets hold anything."""
    if data.startswith(_ZIP):
        _look_into_archive(data)
    if sheet is not None and sheet < 1:
        raise NoSuchSheet
    try:
        pages = read_pages(data, sheet, MOST_ROWS + ABOVE)
    except Unreadable as error:
        raise _REFUSALS[error.code] from error
    filled = sum(1 for page in pages if page)
    if sheet is not None:
        return pages[0], sheet, filled
    best = max(range(len(pages)), key=lambda index: _promise(pages[index], fields), default=None)
    return ([], 0, 0) if best is None else (pages[best], best + 1, filled)


_REFUSALS = {refusal.code: refusal for refusal in (SheetRefused, SheetLocked, SheetTooLong, NoSuchSheet)}


def _look_into_archive(data: bytes) -> None:
    """Refuse an archive that unfolds to more than a sheet can be.

    :raises SheetRefused: it does, or it is no archive at all.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNFOLDED:
                raise SheetTooLarge
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise SheetRefused from error


def _not_too_long(grid: Grid) -> None:
    if len(grid) > MOST_ROWS + ABOVE:
        raise SheetTooLong


def _promise(page: Grid, fields: Sequence[FieldSpec]) -> tuple[int, int]:
    """Return how much a sheet looks like the one that was meant: named fields, then rows."""
    cells = [row for _number, row in page]
    heading = find_heading(cells, fields)
    return (len(map_headings(cells[heading], fields)) if heading is not None else 0, len(page))


# Text files -----------------------------------------------------------------------------------------------------


class NotTextAtAll(SheetRefused):
    """Bytes of no text; the sentence is that of whoever tried to read it."""


def _text(data: bytes, fields: Sequence[FieldSpec]) -> Grid:
    try:
        text = decode_bytes(data).text
    except Misread as error:
        raise NotTextAtAll(error.sentence, code=error.code) from error
    if is_web_page(text):
        return _web_page(text, fields)
    if text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{"):
        records = _records(text)
        if records is not None:
            return records
    return _delimited(text)


def _web_page(text: str, fields: Sequence[FieldSpec]) -> Grid:
    try:
        tables = read_tables(text, most_rows=MOST_ROWS + ABOVE, most_columns=MOST_COLUMNS)
    except TooMuch as error:
        raise SheetTooWide if error.wide else SheetTooLong from error
    best = max(tables, key=lambda table: _promise(table, fields), default=[])
    if not best:
        raise WebPageOnly
    return best


def _records(text: str) -> Grid | None:
    """Return a JSON list of records as a grid whose first line names the keys; None where it is something else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        return None
    if len(found) > MOST_ROWS:
        raise SheetTooLong
    keys = list(dict.fromkeys(str(key) for record in found for key in record))
    grid: Grid = [(1, keys)] if keys else []
    for number, record in enumerate(found, start=2):
        grid.append((number, [cell_text(record.get(key)) for key in keys]))
    return grid


def _delimited(text: str) -> Grid:
    grid: Grid = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), skipinitialspace=True)
    try:
        # Records are counted, not lines: a quoted line break is one row in the spreadsheet.
        for number, cells in enumerate(reader, start=1):
            row = [cell_text(cell) for cell in cells]
            while row and not row[-1]:
                row.pop()
            if row:
                grid.append((number, row))
                _not_too_long(grid)
    except csv.Error as error:
        raise SheetRefused(
            _("文件第 %(line)s 行的引号或分隔符不对，没有导入任何内容。请用 Excel 或 WPS 打开，另存后重新上传。")
            % {"line": reader.line_num}
        ) from error
    return grid


def _delimiter(text: str) -> str:
    """Return what parts the columns: the sign that occurs equally often in most of the first lines."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:20]
    best, most = ",", 0
    for sign in _DELIMITERS:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        if counts:
            often, lines_so = counts.most_common(1)[0]
            score = lines_so * 100 + min(often, 50)
            if score > most:
                best, most = sign, score
    return best


# Headings -------------------------------------------------------------------------------------------------------


def _with_headings(grid: Grid, fields: Sequence[FieldSpec]) -> Sheet:
    width = max(len(cells) for _number, cells in grid)
    first = [cells for _number, cells in grid[:60]]
    at = find_heading(first, fields)
    if at is None:
        headings: tuple[str, ...] = ("",) * width
        rows = grid
        mapping = map_by_looks(first, fields)
    else:
        named = grid[at][1]
        under = grid[at + 1][1] if at + 1 < len(grid) else []
        below = at + 2 if is_second_line(named, under) else at + 1
        headings = (
            join_lines(_padded(named, width), _padded(under, width), fields)
            if below > at + 1
            else tuple(_padded(named, width))
        )
        # A sheet put together from several repeats its heading; sums and signatures at its end are no rows.
        rows = _without_foot([row for row in grid[below:] if row[1] not in (named, under if below > at + 1 else named)])
        mapping = map_headings(headings, fields)
    if not rows:
        raise SheetEmpty
    if len(rows) > MOST_ROWS:
        raise SheetTooLong
    padded = tuple(SheetRow(number, tuple(_padded(cells, width))) for number, cells in rows)
    return Sheet(headings, at is not None, mapping, padded)


def _without_foot(rows: Grid) -> Grid:
    """Leave out sums wherever they stand, and signatures and remarks at the end."""
    kept = [row for row in rows if not _SUM.fullmatch(next(filter(None, row[1]), ""))]
    while kept and sum(1 for cell in kept[-1][1] if cell) <= 4 and _FOOT.match(next(filter(None, kept[-1][1]), "")):
        kept.pop()
    return kept


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))
