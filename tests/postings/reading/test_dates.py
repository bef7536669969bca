"""Days as sheets write them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.postings.reading.dates import parse_day


@pytest.mark.parametrize(
    "text",
    [
        "2025-06-06",
        "2025/6/6",
        "2025.6.6",
        "2025年6月6日",
        "20250606",
        "２０２５－０６－０６",
        "2025-06-06 00:00:00",
        "截止2025年6月6日",
        "2025-06-06T08:30:00Z",
        "至2025年6月6日止",
        "['2025-06-06']",
        "2025年6月6号",
    ],
)
def test_a_day_with_its_year_is_read(text: str) -> None:
    assert parse_day(text) == dt.date(2025, 6, 6)


@pytest.mark.parametrize(
    "text",
    [
        "1970-01-01",
        "1900-01-01",
        "1899-12-30",
        "6月6日",
        "长期",
        "",
        "2025-02-30",
        "2025-13-01",
        "45000",
        "2025",
        "9999-12-31",
    ],
)
def test_what_states_no_day_is_no_day(text: str) -> None:
    assert parse_day(text) is None


@given(st.text(max_size=30))
def test_nothing_raises(text: str) -> None:
    day = parse_day(text)
    assert day is None or 2000 <= day.year <= 2099


def test_every_real_deadline_but_the_machine_zero_is_a_day(shared_dir: Path) -> None:
    lines = (shared_dir / "real_deadline_strings.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["s"] for line in lines if line.strip()]
    assert [text for text in texts if parse_day(text) is None] == ["1970-01-01"]
