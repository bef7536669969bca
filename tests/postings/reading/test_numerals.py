"""Numbers in Chinese characters, the short spoken forms included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.postings.reading.numerals import CHINESE_DIGITS, CHINESE_POWERS, chinese_number, read_coins


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("五", 5),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零五", 105),
        ("二百五", 250),
        ("二百五十", 250),
        ("三百一十二", 312),
        ("两千五", 2500),
        ("两千零五", 2005),
        ("一万二", 12000),
        ("一万二千三", 12300),
        ("十二万", 120000),
        ("零", 0),
    ],
)
def test_a_whole_numeral_has_its_value(text: str, value: int) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize("text", ["", "三四百", "二〇二五", "百", "十百", "万", "一百百", "一万一万", "两个", "200"])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert chinese_number(text) is None


@given(st.text(alphabet=sorted(CHINESE_DIGITS) + sorted(CHINESE_POWERS), max_size=12))
def test_no_sequence_of_numeral_characters_raises(text: str) -> None:
    value = chinese_number(text)
    assert value is None or 0 <= value < 100_000_000 * 10


@pytest.mark.parametrize("text", ["八十块一上午", "六十块一宿", "两块一斤", "30块一户", "九块一垄"])
def test_one_of_something_behind_yuan_is_no_tenth(text: str) -> None:
    """八十块一上午 is eighty yuan for a morning, not 80.1."""
    assert read_coins(text, 0) is None
