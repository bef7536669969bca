"""Workbooks are opened in a process of their own: what a file of 5 KB can do there, it does not do to the station.

One cell in the last row and column of a sheet, put there by a slip or on purpose, makes every reader we know ask for
memory for all the cells before it, and the reader's answer to "there is none" is to end the process.
`python -m yizhan.shared.sheets.workbook [SHEET]` reads the file from its input and writes the pages as JSON.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from yizhan.shared.sheets.page import Page, Place

MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 60
MOST_PAGES = 30
_MOST_MERGED = 100_000


class Unreadable(Exception):
    """The file cannot be taken; `code` says why."""

    def __init__(self, code: str) -> None:
        """Keep the code: `sheet_unreadable`, `sheet_locked`, `sheet_too_long`, `sheet_too_vast` or `no_such_sheet`."""
        self.code = code
        super().__init__(code)


def read_pages(data: bytes, sheet: int | None, most_rows: int) -> list[Page]:
    """Return the pages of a workbook as numbered rows of texts; with `sheet` (from 1) that one alone.

    :raises Unreadable: damaged, locked, too long, or more than the memory that one file may have.
    """
    package = str(Path(__file__).parents[3])
    paths = os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH", "")])])
    command = [sys.executable, "-m", "yizhan.shared.sheets.workbook", str(most_rows), str(sheet or 0)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the file comes as input
            command, input=data, capture_output=True, timeout=MOST_SECONDS, check=False,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Unreadable("sheet_too_vast") from None
    if done.returncode != 0:
        raise Unreadable("sheet_too_vast")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    return [
        Page(
            [(number, cells) for number, cells in page["lines"]],
            [(column, first, last) for column, first, last in page["merged"]],
            [(column, line) for column, line in page["failed"]],
            [(column, line) for column, line in page["uncalculated"]],
        )
        for page in answer["pages"]
    ]


def main() -> None:
    """Read in the child."""
    _bound()
    most_rows, sheet = int(sys.argv[1]), int(sys.argv[2])
    try:
        pages = _read(sys.stdin.buffer.read(), sheet, most_rows)
        answer: dict[str, Any] = {"pages": [asdict(page) for page in pages]}
    except Unreadable as refusal:
        answer = {"refused": refusal.code}
    except MemoryError:
        answer = {"refused": "sheet_too_vast"}
    except BaseException:
        answer = {"refused": "sheet_unreadable"}
    json.dump(answer, sys.stdout)


def _bound() -> None:
    """Bound memory where the system can, and leave no copy of the memory on the disk; it holds people."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(data: bytes, sheet: int, most_rows: int) -> list[Page]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError:
        raise Unreadable("sheet_locked") from None
    names = book.sheet_names
    if sheet > len(names):
        raise Unreadable("no_such_sheet")
    wanted = [sheet - 1] if sheet else range(min(len(names), MOST_PAGES))
    # A hidden sheet is read only where it is asked for: templates keep their lists there.
    shown = [bool(sheet) or one.visible == python_calamine.SheetVisibleEnum.Visible for one in book.sheets_metadata]
    pages = [_page(book, index, most_rows) if shown[index] else Page() for index in wanted]
    for index, page in zip(wanted, pages, strict=True):
        if page.lines or sheet:
            page.failed, page.uncalculated = _formulas(data, index)
    return pages


def _page(book: Any, index: int, most_rows: int) -> Page:
    from yizhan.shared.sheets.cells import cell_text

    page = Page()
    sheet = book.get_sheet_by_index(index)
    for number, values in enumerate(sheet.iter_rows(), start=1):
        if values.count("") == len(values):
            continue  # a million empty lines before a blank in the last one
        cells = [cell_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            page.lines.append((number, cells))
            if len(page.lines) > most_rows:
                raise Unreadable("sheet_too_long")
    # Columns and lines of the ranges are counted from 0.
    for (first, column), (last, _right) in (sheet.merged_cell_ranges or ())[:_MOST_MERGED]:
        if last > first:
            page.merged.append((column, first + 1, last + 1))
    return page


#: A cell of a worksheet's XML with an error in it, and one with a formula and no result.
#: Bounded, and never beyond its own element: what stands in a remark or is broken must not cost a minute.
_IN_TAG = rb"[^<>]{0,300}"
_FAILED = re.compile(rb'<c\b(?=%b\bt="e")%b\br="([A-Z]{1,3})(\d{1,7})"' % (_IN_TAG, _IN_TAG))
_UNCALCULATED = re.compile(
    rb'<c\b%b\br="([A-Z]{1,3})(\d{1,7})"%b><f\b%b(?:/>|>[^<]{0,8192}</f>)\s{0,9}(?:<v\s?/>|<v></v>)?\s{0,9}</c>'
    % (_IN_TAG, _IN_TAG, _IN_TAG)
)
_SHEET = re.compile(rb'<(?:\w+:)?sheet\b[^>]*\br:id="([^"]+)"')
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_MOST_XML = 100 * 1024**2
_MOST_PLACES = 200


def _formulas(data: bytes, index: int) -> tuple[list[Place], list[Place]]:
    """Return the cells of an .xlsx sheet that failed and those without a result: the reader shows both as empty."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            ids = _SHEET.findall(archive.read("xl/workbook.xml"))
            relations = _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
            known = {_attribute(one, b"Id"): _attribute(one, b"Target") for one in relations}
            target = known[ids[index]].decode().lstrip("/")
            name = target if target.startswith("xl/") else f"xl/{target}"
            if archive.getinfo(name).file_size > _MOST_XML:
                return [], []
            xml = archive.read(name)
    except (KeyError, IndexError, ValueError, OSError, zipfile.BadZipFile):
        return [], []  # .xls, .ods and whatever is put together otherwise: nothing is known of their formulas
    return _places(_FAILED, xml), _places(_UNCALCULATED, xml)


def _attribute(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\b" + name + rb'="([^"]*)"', tag)
    return found[1] if found else b""


def _places(pattern: re.Pattern[bytes], xml: bytes) -> list[Place]:
    found: list[Place] = []
    for one in pattern.finditer(xml):
        column = 0
        for letter in one[1]:
            column = column * 26 + letter - 64
        found.append((column - 1, int(one[2])))
        if len(found) == _MOST_PLACES:
            break
    return found


if __name__ == "__main__":
    main()
