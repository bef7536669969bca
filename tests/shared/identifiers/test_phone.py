"""Telephone numbers. The numbers are made up: 0000 endings and the like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.shared.identifiers.phone import (
    PhoneMisread,
    PhoneNotMobile,
    is_mobile,
    normalise_phone,
    read_mobile,
    read_phone,
)

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@given(
    MOBILES, st.sampled_from(["", "+86", "+86 ", "0086", "86", "86-", "＋86"]), st.sampled_from(["", " ", "-", "　"])
)
def test_a_mobile_is_read_however_it_is_written(number: str, country: str, between: str) -> None:
    text = f" {country}{between.join([number[:3], number[3:7], number[7:]])} "
    assert read_mobile(text) == number == normalise_phone(text)
    assert is_mobile(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0635-6123456", "0635-6123456"),
        ("06356123456", "0635-6123456"),
        ("（0635）6123456", "0635-6123456"),
        ("0635 612 3456", "0635-6123456"),
        ("0635—6123456", "0635-6123456"),
        ("+86 635 6123456", "0635-6123456"),
        ("+86 10 61234567", "010-61234567"),
        ("010-61234567", "010-61234567"),
        ("0531-81234567", "0531-81234567"),
        ("0635-6123456-801", "0635-6123456-801"),
        ("0635-6123456转801", "0635-6123456-801"),
        ("0635-6123456 分机：12", "0635-6123456-12"),
    ],
)
def test_a_fixed_line_is_read_with_its_area_code(text: str, number: str) -> None:
    reading = read_phone(text)
    assert (reading.number, reading.kind) == (number, "landline")
    assert read_phone(reading.number) == reading
    assert number not in repr(reading)


@pytest.mark.parametrize("text", ["4001234567", "400-123-4567", "800 1234567"])
def test_a_hotline_is_read(text: str) -> None:
    assert read_phone(text).kind == "hotline"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "phone_empty"),
        ("　", "phone_empty"),
        ("1381234567", "phone_mobile_length"),
        ("138123456789", "phone_mobile_length"),
        ("12812345678", "phone_mobile_segment"),
        ("6123456", "phone_no_area_code"),
        ("无", "phone_misread"),
        ("----", "phone_misread"),
        ("138****5678", "phone_misread"),
        ("13812345678转2", "phone_misread"),
        ("0635-0123456", "phone_misread"),
        ("010-6123456", "phone_misread"),
    ],
)
def test_what_is_wrong_is_said_by_code(text: str, code: str) -> None:
    with pytest.raises(PhoneMisread) as caught:
        read_phone(text)
    assert caught.value.code == code
    assert str(caught.value)


def test_a_fixed_line_is_no_mobile() -> None:
    with pytest.raises(PhoneNotMobile):
        read_mobile("0635-6123456")
    assert not is_mobile("0635-6123456")


@given(st.text(max_size=25) | st.from_regex(r"[0-9+ -]{0,20}", fullmatch=True))
def test_no_text_crashes_and_what_is_read_reads_again(text: str) -> None:
    assert isinstance(normalise_phone(text), str)
    try:
        reading = read_phone(text)
    except PhoneMisread:
        return
    assert read_phone(reading.number) == reading
    assert normalise_phone(reading.number) == normalise_phone(text)
