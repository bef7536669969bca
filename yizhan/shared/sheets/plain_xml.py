"""Workbooks saved as plain XML (SpreadsheetML 2003: "XML Spreadsheet 2003"), which offices often name .xls.

Read by Python's own expat, one element after the other. A declaration of entities, or of a document type at all, ends
the reading: without one there is nothing to expand, so what is read is never more than the bytes that came.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from xml.parsers import expat

from yizhan.shared.sheets.cells import cell_text
from yizhan.shared.sheets.page import Page
from yizhan.shared.sheets.web_page import TooMuch

#: What the beginning of a file is looked through for: declarations and remarks may stand before the first element.
_HEAD = 4096
_ROOT = re.compile(r"<(?:\w+:)?(?P<name>[A-Za-z]\w*)")
_SHEETS = "urn:schemas-microsoft-com:office:spreadsheet "
_EXCEL = "urn:schemas-microsoft-com:office:excel "
_MOST_PAGES, _MOST_LINE = 30, 1_048_576
_HIDDEN = frozenset({"SheetHidden", "SheetVeryHidden"})
#: No word of `_HIDDEN` is longer; expat hands text over line by line, and a file may hold millions.
_LONGEST_STATE = 40
#: A time of day alone is kept as one of the last days of 1899.
_NO_DAY = 1900


class BadXml(ValueError):
    """Not XML, or XML with what is refused."""

    def __init__(self, *, broken: bool) -> None:
        """Say whether it cannot be read; otherwise it declares what is not taken."""
        super().__init__("broken" if broken else "declares")
        self.broken = broken


def is_plain_workbook(text: str) -> bool:
    """Say whether a text is a workbook as plain XML: its first element is a Workbook."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    root = _ROOT.search(re.sub(r"<!--.*?-->", "", head, flags=re.S)) if head.startswith("<") else None
    return root is not None and root["name"] == "Workbook"


def read_plain_workbook(text: str, *, most_rows: int, most_columns: int, hidden: bool = False) -> list[Page]:
    """Return the sheets in their order; a hidden one is empty unless `hidden` asks for it.

    :raises TooMuch: a sheet is longer or wider than that, or there are more than thirty.
    :raises BadXml: it cannot be read, or declares a document type.
    """
    reader = _Reader(most_rows, most_columns, hidden=hidden)
    # The text has been decoded already, whatever its declaration says (gb2312, often).
    parser = expat.ParserCreate("utf-8", " ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(text.lstrip("\ufeff \t\r\n").encode(), True)
    except expat.ExpatError as error:
        raise BadXml(broken=True) from error
    return reader.pages


def _refuse(*_declared: Any) -> None:
    raise BadXml(broken=False)


class _Reader:
    """Takes elements as they come: the page at hand, its line, and the words of an open cell."""

    def __init__(self, most_rows: int, most_columns: int, *, hidden: bool) -> None:
        self.most_rows, self.most_columns, self.hidden = most_rows, most_columns, hidden
        self.pages: list[Page] = []
        self.number = 0
        self.cells: list[str] = []
        self.across = 0
        self.sort = ""
        self.said: list[str] | None = None
        self.in_comment = False
        self.in_visible = False
        self.visible = ""

    def start(self, name: str, marks: dict[str, str]) -> None:
        """Open a sheet, a line, a cell, or what stands in one."""
        if name == f"{_SHEETS}Worksheet":
            if len(self.pages) == _MOST_PAGES:
                raise TooMuch(wide=False)
            self.pages.append(Page())
            self.number, self.visible = 0, ""
        elif name == f"{_SHEETS}Row" and self.pages:
            self.number = _index(marks, self.number + 1)
            if self.number > _MOST_LINE:
                raise TooMuch(wide=False)
            self.cells, self.across = [], 0
        elif name == f"{_SHEETS}Cell" and self.pages:
            self._begin_cell(marks)
        elif name == f"{_SHEETS}Comment":
            self.in_comment = True
        elif name == f"{_SHEETS}Data" and not self.in_comment:
            self.sort, self.said = marks.get(f"{_SHEETS}Type", "String"), []
        elif name == f"{_EXCEL}Visible":
            self.in_visible = True

    def _begin_cell(self, marks: dict[str, str]) -> None:
        column = max(_index(marks, len(self.cells) + self.across + 1) - 1, len(self.cells))
        across, down = (_count(marks.get(f"{_SHEETS}{name}", "0")) for name in ("MergeAcross", "MergeDown"))
        if column + across >= self.most_columns:
            raise TooMuch(wide=True)
        self.cells += [""] * (column + 1 - len(self.cells))
        self.across = across
        if down:
            self.pages[-1].merged.append((column, self.number, min(self.number + down, _MOST_LINE)))

    def words(self, text: str) -> None:
        """Take text where it is shown."""
        if self.said is not None:
            self.said.append(text)
        elif self.in_visible and len(self.visible) < _LONGEST_STATE:
            self.visible += text[:_LONGEST_STATE]

    def end(self, name: str) -> None:
        """Put down what is closed."""
        if name == f"{_SHEETS}Data" and self.said is not None:
            if self.cells:
                self.cells[-1] = cell_text(_value("".join(self.said), self.sort))
            self.said = None
        elif name == f"{_SHEETS}Comment":
            self.in_comment = False
        elif name == f"{_SHEETS}Row" and self.pages:
            self._end_line()
        elif name == f"{_EXCEL}Visible":
            self.in_visible = False
        elif name == f"{_SHEETS}Worksheet" and self.visible.strip() in _HIDDEN and not self.hidden:
            self.pages[-1] = Page()

    def _end_line(self) -> None:
        while self.cells and not self.cells[-1]:
            self.cells.pop()
        if self.cells:
            lines = self.pages[-1].lines
            lines.append((self.number, self.cells))
            if len(lines) > self.most_rows:
                raise TooMuch(wide=False)
        self.cells = []


def _index(marks: dict[str, str], following: int) -> int:
    """Return where a line or a cell stands, counted from 1: what it says, where that lies ahead, else the next."""
    return max(_count(marks.get(f"{_SHEETS}Index", "0")), following)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 7 else 0


def _value(text: str, sort: str) -> Any:
    """Return a cell's value by the sort that it states; what does not fit its sort stays text."""
    try:
        if sort == "Number":
            return float(text)
        if sort == "DateTime":
            moment = dt.datetime.fromisoformat(text.strip())
            return moment if moment.year >= _NO_DAY else moment.time()
    except ValueError:
        return text
    return text.strip() == "1" if sort == "Boolean" else text
