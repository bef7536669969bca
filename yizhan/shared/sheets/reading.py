"""Files into rows of texts: .xlsx, .xls, .ods, .csv, .tsv, plain XML, tables of a web page, and records in .json.

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
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from yizhan.shared.sheets.cells import cell_text
from yizhan.shared.sheets.fields import FieldSpec, find_heading, map_headings
from yizhan.shared.sheets.page import Line, Page
from yizhan.shared.sheets.plain_xml import BadXml, is_plain_workbook, read_plain_workbook
from yizhan.shared.sheets.refusals import (
    IsArchive,
    IsDocument,
    IsPdf,
    IsPicture,
    NoSuchSheet,
    NotTextAtAll,
    SheetBroken,
    SheetEmpty,
    SheetGarbled,
    SheetIsText,
    SheetLocked,
    SheetNothing,
    SheetRefused,
    SheetTooLarge,
    SheetTooLong,
    SheetTooVast,
    SheetTooWide,
    WebPageOnly,
)
from yizhan.shared.sheets.table import MOST_ROWS, Sheet, make_sheet
from yizhan.shared.sheets.web_page import TooMuch, is_web_page, read_tables
from yizhan.shared.sheets.workbook import Unreadable, read_pages
from yizhan.shared.text.encoding import decode_bytes
from yizhan.shared.text.misread import Misread

MOST_BYTES = 20 * 1024 * 1024
MOST_COLUMNS = 200
#: The heading and the lines above it do not count; the exact number is checked once they are known.
ABOVE = 40
#: What an archive may unfold to: an office's sheet of 20,000 rows stays far below.
MOST_UNFOLDED = 400 * 1024 * 1024
#: Files in an archive: a workbook of a hundred sheets has some three hundred.
MOST_PARTS = 2000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xls", ".ods", ".et")
_DELIMITERS = (",", "\t", ";", "|", "，")
#: First bytes of what is sent instead of a sheet.
_OTHER_FILES: tuple[tuple[bytes, type[SheetRefused]], ...] = (
    (b"%PDF", IsPdf), (b"\xff\xd8\xff", IsPicture), (b"\x89PNG\r\n", IsPicture), (b"GIF8", IsPicture),
    (b"Rar!\x1a\x07", IsArchive), (b"7z\xbc\xaf\x27\x1c", IsArchive), (b"\x1f\x8b", IsArchive),
)  # fmt: skip
#: Names of streams in a file of the old kind (UTF-16, as they stand there).
_WORD_STREAM, _LOCKED_STREAM = "WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
_BEGINNING_OF_FILE, _FILE_PASS = b"\x09\x08\x10\x00\x00\x06\x05\x00", 0x2F
#: Chinese that was read as Western European and saved so: ÓÃ¹¤µ¥Î».
_GARBLED = re.compile("[\u00a1-\u00ff]")
_HAN = re.compile("[\u4e00-\u9fff]")


def read_sheet(data: bytes, *, fields: Sequence[FieldSpec], sheet: int | None = None, name: str = "") -> Sheet:
    """Read a file's bytes; what it is is told from the bytes, never from its name.

    :param fields: what the columns may mean.
    :param name: the file's name, only to say of what cannot be read that it is a broken workbook.
    :param sheet: which sheet of a workbook, counted from 1; by default the one that names most fields.
    :raises SheetRefused: with a sentence; nothing of the file has been taken then.
    """
    if not data:
        raise SheetNothing
    if len(data) > MOST_BYTES:
        raise SheetTooLarge
    for sign, refusal in _OTHER_FILES:
        if data.startswith(sign):
            raise refusal
    number = pages = 0
    if data.startswith((_ZIP, _OLE)):
        page, number, pages = _chosen(_workbook(data, sheet), fields, sheet)
    else:
        try:
            text = _decoded(data)
        except NotTextAtAll as error:
            raise SheetBroken if name.lower().endswith(_WORKBOOK_NAMES) else error from error
        if is_plain_workbook(text):
            page, number, pages = _chosen(_plain_workbook(text, sheet), fields, sheet)
        else:
            page = _text(text, fields)
    if not page.lines:
        raise SheetEmpty
    if max(len(cells) for _number, cells in page.lines) > MOST_COLUMNS:
        raise SheetTooWide
    return replace(make_sheet(page, fields), page=number, pages=pages)


# Workbooks ------------------------------------------------------------------------------------------------------


def _chosen(pages: Sequence[Page], fields: Sequence[FieldSpec], sheet: int | None) -> tuple[Page, int, int]:
    """Return the sheet that was meant, its number, and how many sheets hold anything."""
    filled = sum(1 for page in pages if page.lines)
    if sheet is not None:
        return pages[0], sheet, filled
    best = max(range(len(pages)), key=lambda index: _promise(pages[index], fields), default=None)
    return (Page(), 0, 0) if best is None else (pages[best], best + 1, filled)


def _workbook(data: bytes, sheet: int | None) -> list[Page]:
    """Return the sheets of a workbook; with `sheet` that one alone."""
    if data.startswith(_ZIP):
        _look_into_archive(data)
    elif _LOCKED_STREAM in data or _has_password(data):
        raise SheetLocked
    elif _WORD_STREAM in data:
        raise IsDocument
    if sheet is not None and sheet < 1:
        raise NoSuchSheet
    try:
        return read_pages(data, sheet, MOST_ROWS + ABOVE)
    except Unreadable as error:
        raise _REFUSALS[error.code] from error


def _has_password(data: bytes) -> bool:
    """Say whether a workbook of the old kind is encrypted: FilePass ([MS-XLS]) among its first records."""
    at = data.find(_BEGINNING_OF_FILE)
    for _record in range(20 if at >= 0 else 0):
        kind, length = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        if kind == _FILE_PASS:
            return True
        at += 4 + length
    return False


_REFUSALS = {refusal.code: refusal for refusal in (SheetRefused, SheetLocked, SheetTooLong, SheetTooVast, NoSuchSheet)}


def _look_into_archive(data: bytes) -> None:
    """Refuse an archive that unfolds to more than a sheet can be, or that is something else.

    :raises SheetRefused: it does, or it is no workbook at all.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise SheetBroken from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNFOLDED:
        raise SheetTooLarge
    names = {part.filename for part in parts}
    if "word/document.xml" in names:
        raise IsDocument
    if not names & {"[Content_Types].xml", "mimetype", "content.xml"}:
        raise IsArchive


def _plain_workbook(text: str, sheet: int | None) -> list[Page]:
    """Return the sheets of a workbook saved as plain XML; with `sheet` that one alone."""
    try:
        pages = read_plain_workbook(text, most_rows=MOST_ROWS + ABOVE, most_columns=MOST_COLUMNS, hidden=bool(sheet))
    except TooMuch as error:
        raise SheetTooWide if error.wide else SheetTooLong from error
    except BadXml as error:
        raise SheetBroken if error.broken else SheetRefused from error
    if sheet is None:
        return pages
    if not 1 <= sheet <= len(pages):
        raise NoSuchSheet
    return [pages[sheet - 1]]


def _promise(page: Page, fields: Sequence[FieldSpec]) -> tuple[int, int]:
    """Return how much a sheet looks like the one that was meant: named fields, then rows."""
    cells = [row for _number, row in page.lines]
    heading = find_heading(cells, fields)
    return (len(map_headings(cells[heading], fields)) if heading is not None else 0, len(cells))


# Text files -----------------------------------------------------------------------------------------------------


def _decoded(data: bytes) -> str:
    try:
        text = decode_bytes(data).text
    except Misread as error:
        raise NotTextAtAll(error.sentence, code=error.code) from error
    head = text[:20_000]
    if not _HAN.search(head) and len(_GARBLED.findall(head)) * 3 > len(head):
        raise SheetGarbled
    return text


def _text(text: str, fields: Sequence[FieldSpec]) -> Page:
    if is_web_page(text):
        return _web_page(text, fields)
    if text[:200].lstrip("\ufeff \t\r\n").startswith("MIME-Version:"):
        raise WebPageOnly
    if text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{"):
        records = _records(text)
        if records is not None:
            return Page(records)
    sign = _delimiter(text)
    page = Page(_delimited(text, sign))
    cells = [row for _number, row in page.lines]
    is_prose = sign == "，" or all(len(row) == 1 for row in cells)
    if cells and is_prose and find_heading(cells, fields) is None:
        raise SheetIsText
    return page


def _web_page(text: str, fields: Sequence[FieldSpec]) -> Page:
    try:
        tables = read_tables(text, most_rows=MOST_ROWS + ABOVE, most_columns=MOST_COLUMNS)
    except TooMuch as error:
        raise SheetTooWide if error.wide else SheetTooLong from error
    best = max(tables, key=lambda table: _promise(table, fields), default=Page())
    if not best.lines:
        raise WebPageOnly
    return best


def _records(text: str) -> list[Line] | None:
    """Return a JSON list of records as a grid whose first line names the keys; None where it is something else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, dict) and len(found) == 1:
        (found,) = found.values()  # {"jobs": [...]}
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        return None
    if len(found) > MOST_ROWS:
        raise SheetTooLong
    keys = list(dict.fromkeys(str(key) for record in found for key in record))
    if len(keys) > MOST_COLUMNS:
        raise SheetTooWide
    grid: list[Line] = [(1, keys)] if keys else []
    try:
        for number, record in enumerate(found, start=2):
            grid.append((number, [cell_text(record.get(key)) for key in keys]))
    except RecursionError:
        return None  # lists in lists in lists are no cells
    return grid


def _delimited(text: str, sign: str) -> list[Line]:
    grid: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, skipinitialspace=True)
    try:
        # Records are counted, not lines: a quoted line break is one row in the spreadsheet.
        for number, cells in enumerate(reader, start=1):
            row = [cell_text(cell) for cell in cells]
            while row and not row[-1]:
                row.pop()
            if row:
                grid.append((number, row))
                if len(grid) > MOST_ROWS + ABOVE:
                    raise SheetTooLong
    except csv.Error as error:
        raise _bad_line(reader.line_num) from error
    if text.count('"') % 2:
        _no_open_quote(text, sign)
    return grid


def _no_open_quote(text: str, sign: str) -> None:
    """Refuse a text of which a quote is never closed: all that follows it would be one cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, skipinitialspace=True, strict=True)
    begun = 1
    try:
        for _cells in reader:
            begun = reader.line_num + 1
    except csv.Error as error:
        if "end of data" in str(error):
            raise _bad_line(begun) from error


def _bad_line(line: int) -> SheetRefused:
    words = _("文件第 %(line)s 行的引号或分隔符不对，没有导入任何内容。请用 Excel 或 WPS 打开，另存后重新上传。")
    return SheetRefused(words % {"line": line})


def _delimiter(text: str) -> str:
    """Return what parts the columns: the sign that occurs equally often in most of the first lines."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:20]
    declared = re.match(r"\ufeff?sep=(.)\r?\n", text)
    if declared:
        return declared[1]
    best, most = ",", 0
    for sign in _DELIMITERS:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        if counts:
            often, lines_so = counts.most_common(1)[0]
            score = lines_so * 100 + min(often, 50)
            if score > most:
                best, most = sign, score
    return best
