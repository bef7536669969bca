"""What a kind of import knows of its columns: names that people give them, and how to tell them without a heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from yizhan.shared.text.normalise import search_key

#: The heading stands within so many lines of the top: above it are titles and remarks.
HEADER_WITHIN = 40
_IN_BRACKETS = re.compile(r"[(（\[【<《].*?[)）\]】>》]")
#: Share of a headless column's cells that must look like the field.
LOOKS_SHARE = 60
_SAMPLE = 60


@dataclass(frozen=True)
class FieldSpec:
    """One field of an import.

    :param names: headings that mean it, in any width or case; the first is the one of our own template.
    :param joins: several columns may make it up (province, city, district); others take the first column only.
    :param looks: tells the field from a cell's content where the sheet has no heading.
    :param hint: one line for the template's second sheet.
    :param mask: of what holds a person's name or number: how it is shown in the grid.
    :param leads: a line with nothing but this is a row still (the name of the job); with any other it is a remark.
    :param shared: a cell merged over several rows says the same of each; not so a number of people.
    :param in_heading: tells from another field and its heading what that heading states of this one, "" for nothing.
    """

    key: str
    title: StrOrPromise
    names: tuple[str, ...]
    joins: bool = False
    looks: Callable[[str], bool] | None = None
    hint: StrOrPromise = ""
    mask: Callable[[str], str] | None = None
    long: bool = False
    leads: bool = False
    shared: bool = True
    in_heading: Callable[[str, str], str] | None = None


def heading_key(text: str) -> str:
    """Return a heading as it is compared: without what stands in brackets, stars and spaces."""
    plain = unicodedata.normalize("NFKC", text)[:80]
    bare = _IN_BRACKETS.sub("", plain)
    return search_key(bare) or search_key(plain)


def map_headings(headings: Sequence[str], fields: Sequence[FieldSpec]) -> dict[int, str]:
    """Return which column means which field: exact names first, then the longest name that a heading contains."""
    exact = {search_key(name): spec for spec in reversed(fields) for name in spec.names}
    keys = [heading_key(heading) for heading in headings]
    mapping: dict[int, str] = {}
    taken: set[str] = set()

    def take(index: int, spec: FieldSpec) -> None:
        if index not in mapping and (spec.joins or spec.key not in taken):
            mapping[index] = spec.key
            taken.add(spec.key)

    for index, key in enumerate(keys):
        if key in exact:
            take(index, exact[key])
    for index, key in enumerate(keys):
        if index in mapping or len(key) < 3 or len(key) > 16:
            continue
        held = [name for name in exact if len(name) >= 2 and (key.endswith(name) or (len(name) >= 3 and name in key))]
        if held:
            take(index, exact[max(held, key=lambda name: (len(name), name))])
    return dict(sorted(mapping.items()))


def find_heading(rows: Sequence[Sequence[str]], fields: Sequence[FieldSpec]) -> int | None:
    """Return the index of the heading among the first lines, or None where the sheet has none.

    The line that names most fields exactly, two at least; a line of one cell (a title) never counts.
    """
    names = {search_key(name) for spec in fields for name in spec.names}
    best, most = None, 1
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        cells = [cell for cell in row if cell]
        known = len({heading_key(cell) for cell in cells if len(cell) <= 30} & names)
        if known > most and known * 3 >= len(cells):
            best, most = index, known
    return best


def names_down(rows: Sequence[Sequence[str]], fields: Sequence[FieldSpec]) -> bool:
    """Say whether the headings stand in one of the first columns, four at least: a table that lies on its side."""
    names = {search_key(name) for spec in fields for name in spec.names}
    columns = ({heading_key(row[index]) for row in rows if index < len(row) and row[index]} for index in range(3))
    return any(len(column & names) >= 4 for column in columns)


def is_second_line(first: Sequence[str], second: Sequence[str]) -> bool:
    """Say whether the line below a heading is its second line: 薪资 merged over two columns, 最低 and 最高 below it.

    Only where the second line names columns that the first leaves open, and holds neither numbers nor long texts.
    """
    cells = [(index, cell) for index, cell in enumerate(second) if cell]
    if not cells or any(len(cell) > 12 or any(sign.isdigit() for sign in cell) for _index, cell in cells):
        return False

    def above(index: int) -> str:
        return first[index] if index < len(first) else ""

    opened = [index for index, _cell in cells if not above(index)]
    # A cell below a named column belongs to a group only where the group goes on to the right.
    return bool(opened) and all(
        not above(index) or (index + 1 < len(second) and second[index + 1] and not above(index + 1))
        for index, _cell in cells
    )


def join_lines(first: Sequence[str], second: Sequence[str], fields: Sequence[FieldSpec]) -> tuple[str, ...]:
    """Return one heading a column from two lines: the words that name a field, else both in order."""
    known = {search_key(name) for spec in fields for name in spec.names}
    joined, group = [], ""
    for above, below in zip(first, second, strict=True):
        group = above or (group if below else "")
        if not below:
            joined.append(above)
            continue
        choices = (f"{below}{group}", f"{group}{below}", below)
        joined.append(next((words for words in choices if heading_key(words) in known), f"{group}{below}"))
    return tuple(joined)


def map_by_looks(rows: Sequence[Sequence[str]], fields: Sequence[FieldSpec]) -> dict[int, str]:
    """Return which column of a sheet without a heading is which field, by what the cells look like.

    In the order of `fields`, each takes the column that fits best; a column that fits nothing stays unnamed.
    """
    width = max((len(row) for row in rows[:_SAMPLE]), default=0)
    mapping: dict[int, str] = {}
    for spec in fields:
        if spec.looks is None:
            continue
        shares = {}
        for index in range(width):
            if index in mapping:
                continue
            cells = [row[index] for row in rows[:_SAMPLE] if index < len(row) and row[index]]
            fitting = sum(1 for cell in cells if spec.looks(cell))
            if cells and fitting * 100 >= LOOKS_SHARE * len(cells):
                shares[index] = fitting * 1000 // len(cells)
        if shares:
            mapping[max(shares, key=lambda index: (shares[index], -index))] = spec.key
    return dict(sorted(mapping.items()))


def values_of(
    cells: Sequence[str], mapping: Mapping[str, str], edits: Mapping[str, str], defaults: Mapping[str, str]
) -> dict[str, str]:
    """Return what a row says by field: corrections first, then its cells, then the values for the whole sheet."""
    said: dict[str, list[str]] = {}
    for column, key in mapping.items():
        index = int(column)
        text = cells[index] if index < len(cells) else ""
        if text:
            said.setdefault(key, []).append(text)
    values = {key: " ".join(dict.fromkeys(parts)) for key, parts in said.items()}
    for key, text in defaults.items():
        values.setdefault(key, text)
    values.update(edits)
    return values


def where(field: str, mapping: Mapping[str, str], number: int, letters: Callable[[int], str]) -> str:
    """Return the coordinates of a row's cell for a field (C12), or the row alone where no column holds it."""
    for column, key in mapping.items():
        if key == field:
            return f"{letters(int(column))}{number}"
    return str(number)
