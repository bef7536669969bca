"""Code lists from standards."""

from __future__ import annotations

from yizhan.vocabularies.enums import Education, Ethnicity, Sex
from yizhan.vocabularies.queries import ethnicity_name


def test_there_are_56_peoples_with_two_digit_codes_in_order() -> None:
    peoples = [code for code in Ethnicity.values if code < "57"]

    assert peoples == [f"{number:02d}" for number in range(1, 57)]
    assert ethnicity_name("01") == "汉族"
    assert ethnicity_name("56") == "基诺族"
    assert ethnicity_name("99") == ""


def test_names_of_peoples_are_their_own() -> None:
    assert len({str(label) for label in Ethnicity.labels}) == len(Ethnicity)


def test_education_and_sex_have_the_codes_of_the_standards() -> None:
    assert Education.values == ["10", "20", "30", "40", "60", "70", "80", "90"]
    assert Sex.values == ["0", "1", "2", "9"]
