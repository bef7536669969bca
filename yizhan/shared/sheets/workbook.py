"""Workbooks are opened in a process of their own: what a file of 5 KB can do there, it does not do to the station.

One cell in the last row and column of a sheet, put there by a slip or on purpose, makes every reader we know ask for
memory for all the cells before it, and the reader's answer to "there is none" is to end the process.
`python -m yizhan.shared.sheets.workbook [SHEET]` reads the file from its input and writes the pages as JSON.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

MOST_MEMORY = 2 * 1024**3
MOST_SECONDS = 60
MOST_PAGES = 30

Page = list[tuple[int, list[str]]]


class Unreadable(Exception):
    """The file cannot be taken; `code` says why."""

    def __init__(self, code: str) -> None:
        """Keep the code: `sheet_unreadable`, `sheet_locked`, `sheet_too_long` or `no_such_sheet`."""
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
        raise Unreadable("sheet_unreadable") from None
    if done.returncode != 0:
        raise Unreadable("sheet_unreadable")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    return [[(number, cells) for number, cells in page] for page in answer["pages"]]


def main() -> None:
    """Read in the child."""
    _bound()
    most_rows, sheet = int(sys.argv[1]), int(sys.argv[2])
    try:
        answer: dict[str, Any] = {"pages": _read(sys.stdin.buffer.read(), sheet, most_rows)}
    except Unreadable as refusal:
        answer = {"refused": refusal.code}
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
    return [_page(book, index, most_rows) if shown[index] else [] for index in wanted]


def _page(book: Any, index: int, most_rows: int) -> Page:
    from yizhan.shared.sheets.cells import cell_text

    page: Page = []
    for number, values in enumerate(book.get_sheet_by_index(index).to_python(skip_empty_area=False), start=1):
        cells = [cell_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            page.append((number, cells))
            if len(page) > most_rows:
                raise Unreadable("sheet_too_long")
    return page


if __name__ == "__main__":
    main()
