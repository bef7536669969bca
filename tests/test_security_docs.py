"""The pages of docs/security: every requirement has its row, and what a row names is still there.

Texts are read, nothing is imported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "security"
#: Requirements of levels 1 and 2 in each chapter of ASVS 5.0.
CHAPTERS = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13,
            16: 16, 17: 7}  # fmt: skip
LEVELS = {"1": 70, "2": 183}
ANSWERS = ("test", "code", "page", "n/a", "short")
ROW = re.compile(r"\| (\d+)\.(\d+)\.(\d+) \|(.*)\|")
TEST = re.compile(r"(tests/[\w/]+\.py)::(\w+)")
#: Paths of this repository between backticks, with or without the name of a test behind them.
PATH = re.compile(r"`((?:yizhan|tests|docs|deploy|scripts)/[\w./-]+|requirements\.txt|CHANGELOG\.md)(?:::\w+)?`")
SAYS_WHY = 12

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the pages are part of the source, not of the package")


@dataclass(frozen=True)
class Row:
    """One requirement as the checklist has it."""

    number: tuple[int, int, int]
    level: str
    asked: str
    answer: str
    where: str


def rows_of(text: str) -> list[Row]:
    """Read the rows of a checklist."""
    found = []
    for line in text.splitlines():
        if match := ROW.fullmatch(line):
            cells = [cell.strip() for cell in match[4].split("|")]
            assert len(cells) == 4, line
            found.append(Row((int(match[1]), int(match[2]), int(match[3])), *cells))
    return found


def faults_of_list(rows: list[Row]) -> list[str]:
    """Say what is missing, doubled, out of order or at no level."""
    numbers = [row.number for row in rows]
    faults = [f"{now} does not follow {before}" for before, now in pairwise(numbers) if now <= before]
    if (chapters := dict(Counter(number[0] for number in numbers))) != CHAPTERS:
        faults.append(f"rows of each chapter: {chapters}")
    if (levels := dict(Counter(row.level for row in rows))) != LEVELS:
        faults.append(f"rows of each level: {levels}")
    return faults


def faults_of_row(row: Row) -> Iterator[str]:
    """Say what a row does not answer."""
    if not row.asked:
        yield "says nothing of what is asked"
    if row.answer not in ANSWERS:
        yield f"has no answer: {row.answer!r}"
    if row.answer == "test" and not TEST.search(row.where):
        yield "names no test"
    if row.answer in ("code", "page") and not PATH.search(row.where):
        yield "names no place"
    if not row.where or (row.answer == "short" and len(row.where) < SAYS_WHY):
        yield "does not say why"


@cache
def text_of(path: str) -> str:
    """Return a file's text, "" where there is none."""
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def faults_of_names(text: str) -> Iterator[str]:
    """Say which tests and files that a text names are not there."""
    for path, name in TEST.findall(text):
        if not re.search(rf"^def {name}\(", text_of(path), re.M):
            yield f"{path}::{name}"
    yield from (path for path in PATH.findall(text) if not (ROOT / path).exists())


ROWS = rows_of(text_of("docs/security/asvs.md"))


def test_every_requirement_has_its_row_in_order() -> None:
    assert faults_of_list(ROWS) == []
    headings = re.findall(r"^## V(\d+) .*\((\d+)\)$", text_of("docs/security/asvs.md"), re.M)
    assert {int(chapter): int(count) for chapter, count in headings} == CHAPTERS


def test_every_row_has_an_answer() -> None:
    assert [f"{row.number} {fault}" for row in ROWS for fault in faults_of_row(row)] == []


@pytest.mark.parametrize("page", ["README.md", "asvs.md", "dengbao-2.md", "facts.md"])
def test_what_a_page_names_is_there(page: str) -> None:
    assert list(faults_of_names(text_of(f"docs/security/{page}"))) == []


def test_the_counts_are_those_of_the_rows() -> None:
    told = re.findall(r"^\| (?:level \d|both levels) \|(.*)\|$", text_of("docs/security/README.md"), re.M)
    for line, levels in zip(told, ("1", "2", "12"), strict=True):
        count = Counter(row.answer for row in ROWS if row.level in levels)
        assert [int(cell) for cell in line.split("|")] == [*(count[answer] for answer in ANSWERS), count.total()]


def test_what_is_not_there_is_found() -> None:
    assert faults_of_list([row for row in ROWS if row.number != (8, 4, 1)])
    assert faults_of_list([ROWS[1], ROWS[0], *ROWS[2:]])
    assert faults_of_list([*ROWS, ROWS[-1]])
    for answer, where in (("", "x"), ("test", "somewhere"), ("code", "somewhere"), ("short", "missing"), ("n/a", "")):
        assert list(faults_of_row(Row((1, 1, 1), "2", "asked", answer, where))), answer
    gone = ("tests/test_security_docs.py::test_of_yesterday", "tests/no/test_such.py::test_file", "yizhan/no_such.py")
    assert [fault for name in gone for fault in faults_of_names(f"`{name}`") if fault in name] == [
        gone[0], gone[1], "tests/no/test_such.py", gone[2]
    ]  # fmt: skip
