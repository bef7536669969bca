"""Cleaning and search keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.shared.text.normalise import _SIMPLIFIED, _TRADITIONAL, clean_line, clean_name, search_key, to_simplified


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 王　明 ", "王明"),
        ("王 小 明", "王小明"),
        ("阿依古丽 • 买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("John   Smith", "John Smith"),
        ("王\u200b明\ufeff", "王明"),
        ("王\t明\n", "王明"),
        ("張偉", "張偉"),
        ("䶮㛃𬭚𫟹𠅤", "䶮㛃𬭚𫟹𠅤"),
        ("", ""),
    ],
)
def test_a_name_is_stored_clean_and_in_its_own_characters(typed: str, name: str) -> None:
    assert clean_name(typed) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("張偉", "张伟"),
        ("ＡＢＣ公司", "abc公司"),
        ("阳谷县（城关）", "阳谷县 城关"),
        ("買買提·艾力", "买买提艾力"),
        ("水、電工", "水电工"),
    ],
)
def test_what_people_mean_alike_has_one_key(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


def test_the_two_rows_of_characters_fit_and_nothing_is_mapped_twice() -> None:
    assert len(_TRADITIONAL) == len(_SIMPLIFIED)
    pairs = dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))
    assert all(pairs[a] == b for a, b in zip(_TRADITIONAL, _SIMPLIFIED, strict=True))
    assert to_simplified(_SIMPLIFIED) == _SIMPLIFIED


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_name(clean_name(text)) == clean_name(text)
    assert "\n" not in clean_line(text)
