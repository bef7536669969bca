"""Tables of a web page: what many office systems hand out under the name of an .xls.

Only the signs that make a table are looked at, each in one pass over the text: a page that is broken, or made to be
slow, costs no more than its length.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from yizhan.shared.sheets.cells import cell_text
from yizhan.shared.sheets.page import Page

#: What the beginning of a page is looked through for.
_HEAD = 4096
_PAGE = re.compile(r"<(?:html|table|workbook|\?mso-application)\b", re.I)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>table|tr|td|th)\b(?P<more>[^<>]{0,2000})>", re.I)
_SPAN = re.compile(r"\b(?P<way>col|row)span\s*=\s*[\"']?(?P<count>\d{1,4})", re.I)
_BREAK = re.compile(r"<(?:br|/p|/div)\b[^<>]{0,200}>", re.I)
_ANY_TAG = re.compile(r"<[/!?a-z][^<>]{0,2000}>", re.I)
#: What stands between these is not shown.
_UNSEEN = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"))
_MOST_DEEP = 20
_MOST_DOWN = 1000


class TooMuch(ValueError):
    """More rows, or more columns, than a sheet may have."""

    def __init__(self, *, wide: bool) -> None:
        """Say which of the two."""
        super().__init__("wide" if wide else "long")
        self.wide = wide


def is_web_page(text: str) -> bool:
    """Say whether a text is a page (or a workbook's XML) rather than rows."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    return head.startswith("<") and _PAGE.search(head) is not None


def read_tables(text: str, *, most_rows: int, most_columns: int) -> list[Page]:
    """Return the tables of a page, in the order in which they end; empty rows are left out, as in a workbook.

    A cell that is merged over others fills its first place only; how far down it goes is told beside.

    :raises TooMuch: a table is longer or wider than that.
    """
    for start, end in _UNSEEN:
        text = "".join(_seen(text, start, end))
    tables: list[Page] = []
    open_tables: list[_Table] = []
    at = 0
    for tag in _TAG.finditer(text):
        if open_tables:
            open_tables[-1].words(text[at : tag.start()])
        at = tag.end()
        name, closes = tag["name"].lower(), bool(tag["close"])
        if name == "table":
            if closes and open_tables:
                tables.append(open_tables.pop().done())
            elif not closes and len(open_tables) < _MOST_DEEP:
                open_tables.append(_Table(most_rows, most_columns))
        elif open_tables and name == "tr":
            open_tables[-1].end_row()
        elif open_tables:
            open_tables[-1].end_cell()
            if not closes:
                spans = {one["way"].lower(): int(one["count"]) for one in _SPAN.finditer(tag["more"])}
                open_tables[-1].begin_cell(spans.get("col", 1), spans.get("row", 1))
    tables += [one.done() for one in reversed(open_tables)]
    return tables


def _seen(text: str, start: str, end: str) -> Iterator[str]:
    """Yield what stands outside `start` … `end`; what is begun and never ended goes to the end of the text."""
    begins, ends = re.compile(re.escape(start), re.I), re.compile(re.escape(end), re.I)
    at = 0
    while (begin := begins.search(text, at)) is not None:
        yield text[at : begin.start()]
        stop = ends.search(text, begin.end())
        if stop is None:
            return
        at = stop.end()
    yield text[at:]


class _Table:
    """One table on its way: rows that are whole, the row at hand, and the words of its open cell."""

    def __init__(self, most_rows: int, most_columns: int) -> None:
        self.most_rows, self.most_columns = most_rows, most_columns
        self.page = Page()
        self.number = 1
        self.row: list[str] = []
        self.cell: list[str] | None = None
        self.span = (1, 1)
        #: column -> rows below that a merged cell still covers.
        self.covered: dict[int, int] = {}

    def words(self, text: str) -> None:
        """Take text where a cell is open."""
        if self.cell is not None:
            self.cell.append(text)

    def begin_cell(self, across: int, down: int) -> None:
        """Open a cell, behind those that a cell above covers."""
        self._skip_covered()
        self.cell = []
        self.span = (max(across, 1), min(max(down, 1), _MOST_DOWN))

    def end_cell(self) -> None:
        """Put the open cell down, if one is open."""
        if self.cell is None:
            return
        plain = _ANY_TAG.sub("", _BREAK.sub(" ", "".join(self.cell)))
        across, down = self.span
        if len(self.row) + across > self.most_columns:
            raise TooMuch(wide=True)
        first = len(self.row)
        self.row += [cell_text(" ".join(html.unescape(plain).split())), *[""] * (across - 1)]
        if down > 1:
            self.covered |= dict.fromkeys(range(first, first + across), down)
            self.page.merged.append((first, self.number, self.number + down - 1))
        self.cell = None

    def end_row(self) -> None:
        """Put the row at hand down, if anything stands in it, and go on to the next."""
        self.end_cell()
        if not self.row:
            return
        self.covered = {column: left - 1 for column, left in self.covered.items() if left > 1}
        while self.row and not self.row[-1]:
            self.row.pop()
        if self.row:
            self.page.lines.append((self.number, self.row))
            if len(self.page.lines) > self.most_rows:
                raise TooMuch(wide=False)
        self.number += 1
        self.row = []

    def done(self) -> Page:
        """Return the page."""
        self.end_row()
        return self.page

    def _skip_covered(self) -> None:
        # A cell begun in this row covers only places to its left.
        while len(self.row) in self.covered and len(self.row) < self.most_columns:
            self.row.append("")
