"""ID numbers, GB 11643. All of them are computed here; none is a person's."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.shared.identifiers import id_number
from yizhan.shared.identifiers.id_number import IdMisread, check_symbol, normalise_id, read_id

TODAY = dt.date(2026, 11, 23)
BIRTHS = st.dates(dt.date(1900, 1, 1), TODAY)
AREAS = st.from_regex(r"[0-9]{6}", fullmatch=True)
ORDERS = st.integers(0, 999)


def number_of(area: str, born: dt.date | str, order: int = 123) -> str:
    """Compute a number with a right check symbol."""
    first17 = f"{area}{born if isinstance(born, str) else born.strftime('%Y%m%d').zfill(8)}{order:03}"
    return first17 + check_symbol(first17)


@given(AREAS, BIRTHS, ORDERS)
def test_every_right_number_is_read_whatever_its_area(area: str, born: dt.date, order: int) -> None:
    reading = read_id(number_of(area, born, order), today=TODAY)
    assert (reading.birth_on, reading.area_code) == (born, area)
    assert reading.sex == ("1" if order % 2 else "2")


@pytest.mark.parametrize("area", ["360732", "510231", "810000", "820000", "830000", "000000", "999999"])
def test_abolished_areas_and_residence_permits_are_people_too(area: str) -> None:
    assert read_id(number_of(area, dt.date(1990, 2, 28)), today=TODAY).area_code == area


@given(AREAS, BIRTHS, ORDERS, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_symbol_is_always_refused(area: str, born: dt.date, order: int, at: int, sign: str) -> None:
    number = number_of(area, born, order)
    wrong = number[:at] + sign + number[at + 1 :]
    if wrong != number:
        with pytest.raises(IdMisread):
            read_id(wrong, today=TODAY)


@given(AREAS, BIRTHS, ORDERS, st.integers(0, 16))
def test_two_swapped_neighbours_are_always_refused(area: str, born: dt.date, order: int, at: int) -> None:
    number = number_of(area, born, order)
    wrong = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    if wrong != number:
        with pytest.raises(IdMisread):
            read_id(wrong, today=TODAY)


def number_ending_in_x() -> str:
    """Find a number whose check symbol is X."""
    return next(n for n in (number_of("371521", "19900101", i) for i in range(999)) if n.endswith("X"))


def test_it_is_read_however_it_is_written() -> None:
    number = number_ending_in_x()
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    grouped = f" {number[:6]} {number[6:14]}-{number[14:].lower()}\u3000"
    for text in (number.lower(), full_width, full_width.lower(), grouped, f"'{number}", f"\ufeff{number}\r\n"):
        assert read_id(text, today=TODAY).number == number
        assert normalise_id(text) == number


def test_the_published_example_of_the_standard_has_its_check_symbol() -> None:
    assert check_symbol("11010519491231002") == "X"
    assert check_symbol("44052418800101001") == "4"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "id_empty"),
        (" \u3000", "id_empty"),
        ("371521900101123", "id_old_fifteen"),
        ("37152119900101123", "id_length"),
        ("3715211990010112345", "id_length"),
        ("无", "id_length"),
        ("3715211990O1011234", "id_characters"),
        ("X71521199001011234", "id_characters"),
        ("²71521199001011234"[:17] + "五", "id_characters"),
        (number_of("371521", "19900230"), "id_birth_impossible"),
        (number_of("371521", "19901301"), "id_birth_impossible"),
        (number_of("371521", "00000000"), "id_birth_impossible"),
        (number_of("371521", "20261124"), "id_birth_in_future"),
        (number_of("371521", "18991231"), "id_birth_too_early"),
        (number_of("371521", "19900101")[:17] + "?", "id_characters"),
    ],
)
def test_what_is_wrong_is_said_by_code(text: str, code: str) -> None:
    with pytest.raises(IdMisread) as caught:
        read_id(text, today=TODAY)
    assert caught.value.code == code
    assert caught.value.as_validation().code == code


def test_a_birth_today_is_no_future_one() -> None:
    assert read_id(number_of("371521", "20261123"), today=TODAY).birth_on == TODAY


def test_a_wrong_check_symbol_is_said() -> None:
    number = number_of("371521", "19900101")
    with pytest.raises(id_number.IdCheckDigit, match="校验位"):
        read_id(number[:17] + ("1" if number[17] != "1" else "2"), today=TODAY)


@given(st.text(max_size=25) | st.from_regex(r"[0-9]{15,19}[Xx]?", fullmatch=True))
def test_no_text_crashes_and_no_sentence_repeats_it(text: str) -> None:
    caught: IdMisread | None = None
    try:
        reading = read_id(text, today=TODAY)
        assert normalise_id(text) == reading.number
        assert reading.number not in repr(reading)
    except IdMisread as error:
        caught = error
    assert caught is None or (str(caught) and (len(text) < 6 or text not in str(caught)))


@given(st.text(alphabet="0123456789０９xXｘ'’ -—\u3000", max_size=40))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise_id(normalise_id(text)) == normalise_id(text)
