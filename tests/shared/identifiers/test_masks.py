"""What is shown instead of a number or a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.shared.identifiers.masks import mask_id, mask_name, mask_phone


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("370812199001011234", "3708**********1234"),
        ("37081219900101123X", "3708**********123X"),
        ("H01234567", "*****4567"),
        ("E12345", "****45"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_an_id_number_keeps_its_ends(number: str, shown: str) -> None:
    assert mask_id(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("0635-6123456", "063******56"),
        ("6123456", "*****56"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_a_phone_keeps_its_ends(number: str, shown: str) -> None:
    assert mask_phone(number) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王明", "王*"),
        ("王小明", "王*明"),
        ("王李小明", "王**明"),
        ("欧阳明", "欧阳*"),
        ("欧阳小明", "欧阳*明"),
        ("夏侯", "夏*"),
        ("王", "*"),
        ("阿依古丽·买买提", "阿***·**提"),
        ("买·买提", "买·*提"),
        ("买·提", "买·*"),
        ("John Smith", "J*** S****"),
        ("測試 甲", "測**甲"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_name_keeps_its_surname_and_last_character(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@given(st.text(min_size=5, max_size=40))
def test_a_mask_never_shows_a_whole_number(text: str) -> None:
    for shown in (mask_id(text), mask_phone(text)):
        assert shown.count("*") * 3 >= len(shown)
    assert len(mask_id(text)) == len(text)


@given(st.text(alphabet="王李欧阳司马小明·Ab ", min_size=1, max_size=12))
def test_a_name_with_anything_in_it_loses_something(name: str) -> None:
    shown = mask_name(name)
    assert not name.strip(" ·") or "*" in shown
