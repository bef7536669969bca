"""Headcounts as sheets write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.postings.reading.headcount import parse_headcount


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2人", 2),
        ("['1人']", 1),
        ("10", 10),
        ("2.0", 2),
        ("１０人", 10),
        ("招3名", 3),
        ("两个", 2),
        ("十五人", 15),
        ("招聘20名", 20),
        ("8700", 8700),
        ("若干", None),
        ("['若干人']", None),
        ("数名", None),
        ("3-5人", None),
        ("0", None),
        ("不限", None),
        ("男2女3", None),
        ("2.5", None),
        ("", None),
    ],
)
def test_a_headcount_is_one_number_or_none(text: str, count: int | None) -> None:
    assert parse_headcount(text) == count


@given(st.text(max_size=30))
def test_nothing_raises_and_the_digits_stand_in_the_text(text: str) -> None:
    count = parse_headcount(text)
    assert count is None or count >= 1


def test_every_real_headcount_is_read_or_names_no_number(shared_dir: Path) -> None:
    lines = (shared_dir / "real_headcount_strings.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["s"] for line in lines if line.strip()]
    unread = [text for text in texts if parse_headcount(text) is None]
    assert unread == ["['若干人']"]
