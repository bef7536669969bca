"""Unified social credit codes, GB 32100, against python-stdnum as the oracle."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as oracle

from yizhan.shared.identifiers.uscc import UsccMisread, check_symbol, normalise_uscc, read_uscc

SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FIRST17 = st.from_regex(rf"[{SYMBOLS}]{{2}}[0-9]{{6}}[{SYMBOLS}]{{9}}", fullmatch=True)


@given(FIRST17)
def test_the_check_symbol_is_the_oracles(first17: str) -> None:
    assert check_symbol(first17) == oracle.calc_check_digit(first17)


@given(FIRST17.map(lambda code: "91" + code[2:]))  # the oracle knows digits only in the first two places
def test_the_oracle_accepts_what_is_read(first17: str) -> None:
    assert oracle.is_valid(first17 + check_symbol(first17))


@given(FIRST17)
def test_every_right_code_is_read_letters_included(first17: str) -> None:
    code = first17 + check_symbol(first17)
    reading = read_uscc(code)
    assert reading.code == code
    assert (reading.registrar, reading.kind, reading.area_code) == (code[0], code[1], code[2:8])


@given(FIRST17, st.integers(0, 17), st.sampled_from(SYMBOLS + "IOSVZ"))
def test_one_wrong_symbol_is_always_refused(first17: str, at: int, sign: str) -> None:
    code = first17 + check_symbol(first17)
    wrong = code[:at] + sign + code[at + 1 :]
    if wrong != code:
        with pytest.raises(UsccMisread):
            read_uscc(wrong)


def test_it_is_read_however_it_is_written() -> None:
    code = "N2371521MF1234567" + check_symbol("N2371521MF1234567")
    for text in (code.lower(), f" {code[:8]} {code[8:]} ", "".join(chr(ord(c) + 0xFEE0) for c in code), f"'{code}"):
        assert read_uscc(text).code == code == normalise_uscc(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "uscc_empty"),
        ("371521200001234", "uscc_old_licence"),
        ("9137", "uscc_length"),
        ("91371521MA3C4O5P6Q", "uscc_characters"),
        ("9137A521MA3C405P6Q", "uscc_characters"),
        ("9137152１MA3C4Z5P6Q", "uscc_characters"),
    ],
)
def test_what_is_wrong_is_said_by_code(text: str, code: str) -> None:
    with pytest.raises(UsccMisread) as caught:
        read_uscc(text)
    assert caught.value.code == code
    assert not text or text not in str(caught.value)


def test_a_wrong_check_symbol_is_said() -> None:
    right = check_symbol("91371521MA3C405P6")
    with pytest.raises(UsccMisread, match="校验位"):
        read_uscc("91371521MA3C405P6" + ("1" if right != "1" else "2"))


@given(st.text(max_size=25))
def test_no_text_crashes(text: str) -> None:
    with suppress(UsccMisread):
        assert read_uscc(text).code == normalise_uscc(text)
