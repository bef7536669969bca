"""From a page to a table: which line names the columns, which lines are rows, and what holds for several of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from yizhan.shared.sheets.fields import (
    FieldSpec,
    find_heading,
    is_second_line,
    join_lines,
    map_by_looks,
    map_headings,
    names_down,
)
from yizhan.shared.sheets.page import Line, Page, Place
from yizhan.shared.sheets.refusals import SheetEmpty, SheetSideways, SheetTooLong, SheetUncalculated

MOST_ROWS = 20_000
_SUM = re.compile(r"(?:合|总|小|共)\s*计\s*[:：]?\s*(?:\d+\s*[人条行个家]?)?|总人数|合计人数")
_FOOT = re.compile(
    r"(?:制表|填表|填报|审核|经办|负责|联系|报送|盖章)(?:人|单位|日期|时间|电话|地址)?\s*[:：]"
    r"|(?:备\s*注|说\s*明|注|温馨提示|特别提醒|注意事项|报名(?:方式|电话|地址)|咨询电话|地址)\s*[:：]"
    r"|(?:20)?\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?$"
)
#: What a spreadsheet shows where a formula failed.
_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
#: A line drawn with signs.
_RULE = re.compile(r"[-—_=:*]{2,}")
#: Fewer columns than this say too little to tell a row from a remark.
_ENOUGH_COLUMNS = 4
#: Remarks, sums and signatures fill no more cells than this.
_MOST_OF_FOOT = 4
#: Cells that merged ones may cover, all together.
_MOST_MERGED = 200 * MOST_ROWS


@dataclass(frozen=True, repr=False)
class SheetRow:
    """One line: its number as the spreadsheet shows it, and its cells as texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Sheet:
    """A sheet that has been read: headings ("" where there are none), what they mean, and the rows below.

    :param told: what the headings themselves state for every row, by field: 报酬（元/天） is paid by the day.
    :param left_out: numbers of the lines below the heading that are no rows: sums, remarks, signatures.
    :param failed: cells of rows whose formula ended in an error. :param uncalculated: those without a result.
    """

    headings: tuple[str, ...]
    has_header: bool
    mapping: dict[int, str]
    rows: tuple[SheetRow, ...]
    #: which sheet of how many with anything in them; 0 of 0 for a file that has no sheets.
    page: int = 0
    pages: int = 0
    told: dict[str, str] = field(default_factory=dict)
    left_out: tuple[int, ...] = ()
    failed: tuple[Place, ...] = ()
    uncalculated: tuple[Place, ...] = ()


def make_sheet(page: Page, fields: Sequence[FieldSpec]) -> Sheet:
    """Find the heading and the rows below it.

    :raises SheetEmpty: there is no row. :raises SheetSideways: the headings stand in a column.
    :raises SheetTooLong: more rows than one upload takes.
    """
    width = max(len(cells) for _number, cells in page.lines)
    failed = [*page.failed, *_empty_errors(page.lines)]
    first = [cells for _number, cells in page.lines[:60]]
    left_out: list[int] = []
    at = find_heading(first, fields)
    if at is None:
        if names_down(first, fields):
            raise SheetSideways
        headings: tuple[str, ...] = ("",) * width
        rows = page.lines
        mapping = map_by_looks(first, fields)
    else:
        headings, below = _headings(page.lines, at, width, fields)
        mapping = map_headings(headings, fields)
        repeated = [cells for _number, cells in page.lines[at:below]]
        # A sheet put together from several repeats its heading.
        lines = [row for row in page.lines[below:] if row[1] not in repeated]
        merged = _below(page, [number for number, _cells in lines], mapping)
        rows, left_out = _rows(
            lines, mapping, fields, {number for _column, _first, under in merged for number in under}
        )
    if not rows:
        raise SheetUncalculated if page.uncalculated else SheetEmpty
    if len(rows) > MOST_ROWS:
        raise SheetTooLong
    _fill_down(page, rows, mapping, fields)
    numbers = {number for number, _cells in rows}
    return Sheet(
        headings,
        at is not None,
        mapping,
        tuple(SheetRow(number, tuple(_padded(cells, width))) for number, cells in rows),
        told=_told(headings, mapping, fields),
        left_out=tuple(left_out),
        failed=_of_rows(failed, numbers, mapping),
        uncalculated=_of_rows(page.uncalculated, numbers, mapping),
    )


def _headings(lines: Sequence[Line], at: int, width: int, fields: Sequence[FieldSpec]) -> tuple[tuple[str, ...], int]:
    """Return the headings, of one line or two, and the index of the first line below them."""
    named = lines[at][1]
    under = lines[at + 1][1] if at + 1 < len(lines) else []
    if is_second_line(named, under):
        return join_lines(_padded(named, width), _padded(under, width), fields), at + 2
    return tuple(_padded(named, width)), at + 1


def _told(headings: Sequence[str], mapping: dict[int, str], fields: Sequence[FieldSpec]) -> dict[str, str]:
    """Return what headings state of other fields, where all of them state the same."""
    told = {}
    for spec in fields:
        if spec.in_heading is None or spec.key in mapping.values():
            continue
        found = {spec.in_heading(key, headings[index]) for index, key in mapping.items()} - {""}
        if len(found) == 1:
            told[spec.key] = found.pop()
    return told


def _rows(
    lines: list[Line], mapping: dict[int, str], fields: Sequence[FieldSpec], covered: set[int]
) -> tuple[list[Line], list[int]]:
    """Part rows from sums wherever they stand, from lines that say nothing of any column, and from the sheet's foot.

    :param covered: lines of which a merged cell above says something: one word of their own is enough.
    """
    leads = {spec.key for spec in fields if spec.leads}
    kept: list[Line] = []
    left_out: list[int] = []
    at_end = True
    for number, cells in reversed(lines):
        if _is_no_row(cells, mapping, leads, is_covered=number in covered) or (at_end and _is_foot(cells)):
            left_out.append(number)
        else:
            at_end = False
            kept.append((number, cells))
    return kept[::-1], left_out[::-1]


def _is_no_row(cells: Sequence[str], mapping: dict[int, str], leads: set[str], *, is_covered: bool) -> bool:
    filled = [index for index, cell in enumerate(cells) if cell]
    if not filled or _SUM.fullmatch(cells[filled[0]]) or all(_RULE.fullmatch(cells[index]) for index in filled):
        return True
    if len(mapping) < _ENOUGH_COLUMNS:
        return False
    said = {mapping[index] for index in filled if index in mapping}
    return not said or (not is_covered and len(filled) <= 2 and len(said) == 1 and not said & leads)


def _is_foot(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) <= _MOST_OF_FOOT and _FOOT.match(filled[0]) is not None


def _below(page: Page, numbers: Sequence[int], mapping: dict[int, str]) -> Iterator[tuple[int, int, Sequence[int]]]:
    """Yield of each cell that is merged downwards its column, its first line, and the others of `numbers`."""
    looked_at = 0
    for column, first, last in page.merged:
        if column not in mapping:
            continue
        below = numbers[bisect_right(numbers, first) : bisect_right(numbers, last)]
        looked_at += len(below)
        if looked_at > _MOST_MERGED:
            return  # more than the sheet has cells: the ranges lie over each other
        yield column, first, below


def _fill_down(page: Page, rows: list[Line], mapping: dict[int, str], fields: Sequence[FieldSpec]) -> None:
    """Say for each row what a cell merged downwards says for all of them, a number of people left out."""
    shared = {spec.key for spec in fields if spec.shared}
    held = dict(rows)
    for column, first, below in _below(page, [number for number, _cells in rows], mapping):
        words = _cell(held.get(first, []), column)
        if not words or mapping[column] not in shared:
            continue
        for cells in (held[number] for number in below):
            if not _cell(cells, column):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = words


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _empty_errors(lines: Iterable[Line]) -> list[Place]:
    """Empty the cells that hold an error's sign, and return where they stand."""
    found = []
    for number, cells in lines:
        for column, cell in enumerate(cells):
            if cell[:1] == "#" and _ERROR.fullmatch(cell):
                cells[column] = ""
                found.append((column, number))
    return found


def _of_rows(places: Iterable[Place], numbers: set[int], mapping: dict[int, str]) -> tuple[Place, ...]:
    return tuple((column, number) for column, number in places if number in numbers and column in mapping)


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
