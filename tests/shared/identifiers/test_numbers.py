"""Short numbers and the counter behind them."""

from __future__ import annotations

import datetime as dt
import string
from contextlib import suppress

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from yizhan.shared.identifiers.numbers import (
    NumberCheckDigit,
    NumberMisread,
    NumberOfAnotherKind,
    NumberUnreadable,
    check_digit,
    make_number,
    parse_number,
)
from yizhan.shared.identifiers.operations import take_number
from yizhan.shared.identifiers.sequence_model import NumberSequence

DAY = dt.date(2026, 11, 23)
PREFIXES = st.sampled_from(string.ascii_uppercase)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
SEQUENCES = st.integers(1, 999_999_999) | st.integers(1, 9999)


def test_it_looks_as_people_know_it() -> None:
    assert make_number("T", DAY, 42) == f"T2611-0042-{check_digit('T', '26110042')}"
    assert make_number("T", DAY, 12345).startswith("T2611-12345-")


def test_damms_published_example_has_its_check_digit() -> None:
    # Damm's own example is 572 -> 4; the letter's two digits stand in front, so it is checked on the table alone.
    from yizhan.shared.identifiers.numbers import _DAMM

    interim = 0
    for digit in (5, 7, 2):
        interim = _DAMM[interim][digit]
    assert interim == 4


@given(PREFIXES, DAYS, SEQUENCES)
def test_what_is_made_is_read(prefix: str, day: dt.date, sequence: int) -> None:
    number = parse_number(make_number(prefix, day, sequence), prefix=prefix)
    assert (number.prefix, number.year, number.month, number.sequence) == (prefix, day.year, day.month, sequence)
    assert str(number) == make_number(prefix, day, sequence)


@given(DAYS, SEQUENCES, st.data())
def test_a_wrong_digit_is_always_caught(day: dt.date, sequence: int, data: st.DataObject) -> None:
    number = make_number("T", day, sequence)
    at = data.draw(st.integers(1, len(number) - 1).filter(lambda i: number[i].isdigit()))
    digit = data.draw(st.sampled_from(string.digits).filter(lambda d: d != number[at]))
    with pytest.raises(NumberMisread):
        parse_number(number[:at] + digit + number[at + 1 :])


@given(DAYS, SEQUENCES, st.data())
def test_two_swapped_digits_are_always_caught(day: dt.date, sequence: int, data: st.DataObject) -> None:
    digits = make_number("T", day, sequence)[1:].replace("-", "")
    at = data.draw(st.integers(0, len(digits) - 2))
    wrong = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    if wrong != digits:
        with pytest.raises(NumberMisread):
            parse_number("T" + wrong)


def test_it_is_read_however_it_is_typed() -> None:
    number = make_number("T", DAY, 142)
    check = number[-1]
    for text in (
        number.lower(),
        number.replace("-", ""),
        f" t 2611 — 0142 － {check} ",
        "".join(chr(ord(sign) + 0xFEE0) for sign in number),
        f"T26ll-Ol42-{check}",
        f"T二六幺幺-零幺四二-{check}",
        number.replace("-", "–"),
    ):
        assert str(parse_number(text)) == number
    assert str(parse_number(number[1:], prefix="T")) == number


@pytest.mark.parametrize(
    "text",
    ["", "T", "2611-0042-7", "T2613-0042-7", "T2600-0042-7", "T2611-042-7", "TT2611-0042-7", "王", "T2611-00421-7"],
)
def test_what_has_another_shape_is_refused(text: str) -> None:
    with pytest.raises(NumberMisread):
        parse_number(text)


def test_zero_is_no_sequence_and_padding_has_one_form() -> None:
    with pytest.raises(NumberCheckDigit):
        parse_number(f"T2611-0000-{check_digit('T', '26110000')}")
    with pytest.raises(NumberUnreadable):
        parse_number(f"T2611-00042-{check_digit('T', '261100042')}")


def test_a_number_of_another_kind_is_said() -> None:
    with pytest.raises(NumberOfAnotherKind):
        parse_number(make_number("P", DAY, 42), prefix="T")


@pytest.mark.parametrize(("prefix", "sequence"), [("t", 1), ("", 1), ("TT", 1), ("1", 1), ("T", 0), ("T", 10**9)])
def test_what_cannot_be_a_number_is_a_mistake_of_the_program(prefix: str, sequence: int) -> None:
    with pytest.raises(ValueError, match="short number"):
        make_number(prefix, DAY, sequence)


@given(st.text(max_size=25))
def test_no_text_crashes(text: str) -> None:
    for prefix in (None, "T", "S"):
        with suppress(NumberMisread):
            assert parse_number(str(parse_number(text, prefix=prefix)))


@pytest.mark.django_db
def test_numbers_follow_each_other_by_letter_and_month() -> None:
    with transaction.atomic():
        taken = [take_number(prefix="T", on=DAY) for _ in range(3)]
        other = take_number(prefix="P", on=DAY)
        next_month = take_number(prefix="T", on=dt.date(2026, 12, 1))
    assert [parse_number(number).sequence for number in taken] == [1, 2, 3]
    assert str(other).startswith("P2611-0001-")
    assert str(next_month).startswith("T2612-0001-")


@pytest.mark.django_db
def test_a_rollback_gives_the_number_back() -> None:
    with transaction.atomic():
        first = take_number(prefix="T", on=DAY)
        transaction.set_rollback(True)
    with transaction.atomic():
        assert take_number(prefix="T", on=DAY) == first


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_no_number_is_taken() -> None:
    assert not connection.in_atomic_block
    with pytest.raises(transaction.TransactionManagementError):
        take_number(prefix="T", on=DAY)
    assert not NumberSequence.objects.exists()
