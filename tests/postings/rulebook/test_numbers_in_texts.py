"""CR-082 in texts: ID and bank card numbers, told from other long numbers by their check digits."""

from __future__ import annotations

import datetime as dt

import pytest

from yizhan.postings.rulebook.book import scan_text


def _with_check_digit(first_17: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first_17 + "10X98765432"[sum(int(d) * w for d, w in zip(first_17, weights, strict=True)) % 11]


ID_NUMBER = _with_check_digit("37152119900101001")


def rules(text: str) -> set[str]:
    return {hit.rule for hit in scan_text("content", text)}


def test_an_id_number_in_a_text_is_shown_to_nobody() -> None:
    (hit,) = scan_text("content", f"工友王师傅，身份证{ID_NUMBER}，明早上工")
    assert (hit.rule, hit.level.value, hit.text) == ("CR-082", "BLOCK", ID_NUMBER)


@pytest.mark.parametrize("card", ["6222020000000000000", "6222 0200 0000 0000 000"])
def test_a_bank_card_number_is_found_with_and_without_spaces(card: str) -> None:
    assert "CR-082" in rules(f"工资打到{card}")


@pytest.mark.parametrize(
    "text",
    [
        f"订单号{ID_NUMBER[:17]}{(int(ID_NUMBER[17].replace('X', '0')) + 1) % 10}",
        "货号6222020000000000007",
        "今天20261127开工，共2000件",
        "工资6222元",
    ],
)
def test_other_numbers_are_not_personal(text: str) -> None:
    assert "CR-082" not in rules(text)


@pytest.mark.parametrize(("year", "is_child"), [(2026, True), (2027, False), (2028, False)])
def test_a_year_of_birth_is_reckoned_from_the_day_of_judgement(year: int, is_child: bool) -> None:
    found = scan_text("content", "2011年出生的都能来，坐着贴面单", on=dt.date(year, 3, 1))
    assert ("CR-040" in {hit.rule for hit in found}) is is_child
    assert "CR-040" not in {hit.rule for hit in scan_text("content", "90年后出生的都可以来", on=dt.date(year, 3, 1))}
