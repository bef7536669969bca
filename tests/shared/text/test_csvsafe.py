"""Cells that do not run."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.shared.text.csvsafe import csv_bytes, plain_cell, safe_cell

STARTS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("start", list(STARTS))
def test_text_that_looks_like_a_formula_is_marked(start: str) -> None:
    for text in (f"{start}cmd|' /C calc'!A0", start, f" {start}1"):
        assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    "value", ["王师傅", "", "3-5 人", "a=b", "'甲'", 5, -5, 1.5, None, dt.date(2026, 11, 23), True]
)
def test_everything_else_stays(value: object) -> None:
    assert safe_cell(value) is value
    assert plain_cell(value) is value


@given(st.text(max_size=10) | st.text(alphabet=STARTS + "' a", max_size=6))
def test_reading_back_gives_what_was_written(text: str) -> None:
    safe = safe_cell(text)
    assert not safe.startswith(tuple(STARTS))
    assert plain_cell(safe) == text


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
            min_size=2,
            max_size=2,
        ),
        max_size=4,
    )
)
def test_a_file_reads_back_row_for_row(rows: list[list[str]]) -> None:
    data = csv_bytes(["姓名", "=备注"], rows)
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [[plain_cell(cell) for cell in row] for row in read] == [["姓名", "=备注"], *rows]


def test_an_empty_cell_is_empty() -> None:
    assert csv_bytes(["a", "b"], [[None, 1]]).decode("utf-8-sig") == "a,b\r\n,1\r\n"
