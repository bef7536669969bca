"""What is typed about a person is read once, for forms and imports alike."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.people.factories import id_number, mobile
from yizhan.people.enums import BirthBasis, ContactKind, Sex
from yizhan.people.facts import Reading, read_name, read_person_facts
from yizhan.shared.text.misread import Misread

TODAY = dt.date(2026, 11, 23)


def read(**raw: object) -> Reading:
    return read_person_facts({"name": "测试甲", **raw}, today=TODAY)


def test_the_id_number_says_sex_and_birth() -> None:
    facts = read(id_no=id_number(1).lower()).facts
    assert facts is not None
    assert (facts.sex, facts.birth_on, facts.birth_basis) == (Sex.MALE, dt.date(1980, 5, 6), BirthBasis.ID_CARD)


def test_a_card_reader_may_type_wide_signs_and_spaces() -> None:
    number = id_number(2)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    facts = read(id_no=f" {wide} ").facts
    assert facts is not None
    assert (facts.id_no, facts.sex) == (number, Sex.FEMALE)


def test_neither_number_nor_reason_is_an_error_and_both_are_too() -> None:
    assert set(read().errors) == {"id_no"}
    assert set(read(id_no=id_number(1), no_id_reason="lost").errors) == {"no_id_reason"}
    assert set(read(no_id_reason="erased").errors) == {"no_id_reason"}


def test_a_wrong_check_digit_is_said_and_never_repeated() -> None:
    number = id_number(1)
    wrong = number[:17] + ("1" if number[17] != "1" else "2")
    sentence = str(read(id_no=wrong).errors["id_no"])
    assert sentence
    assert wrong not in sentence


def test_what_is_typed_beside_the_number_must_agree_with_it() -> None:
    assert set(read(id_no=id_number(1), sex="2").errors) == {"sex"}
    assert set(read(id_no=id_number(1), birth_on="1980-05-07").errors) == {"birth_on"}
    assert read(id_no=id_number(1), sex="1", birth_on="1980年5月6日").errors == {}


def test_a_birth_date_that_was_only_said_is_marked_so() -> None:
    facts = read(no_id_reason="lost", birth_on="19680305", birth_basis="id_card").facts
    assert facts is not None
    assert (facts.birth_on, facts.birth_basis) == (dt.date(1968, 3, 5), BirthBasis.STATED)


def test_an_unknown_age_is_allowed() -> None:
    facts = read(no_id_reason="none").facts
    assert facts is not None
    assert (facts.birth_on, facts.birth_basis) == (None, "")


@pytest.mark.parametrize("text", ["1968", "68-3-5", "1968-13-01", "2027-01-01", "1899-12-31", "三月"])
def test_an_impossible_birth_date_is_refused(text: str) -> None:
    assert set(read(no_id_reason="none", birth_on=text).errors) == {"birth_on"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("阿卜杜·测试", "阿卜杜·测试"),
        ("阿卜杜•测试", "阿卜杜·测试"),
        ("王 测", "王测"),
        ("王𬎆", "王𬎆"),
        ("测〇一", "测〇一"),
        ("Test O'Person", "Test O'Person"),
        ("欧阳测试", "欧阳测试"),
    ],
)
def test_names_with_dots_and_rare_characters_are_kept(typed: str, kept: str) -> None:
    assert read_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "王", "测" * 51, "王5", "=王测试", "测试@甲", "<b>测试"])
def test_what_is_no_name_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Misread) as caught:
        read_name(typed)
    assert str(caught.value).endswith("。")


def test_no_telephone_at_all_is_possible() -> None:
    reading = read(no_id_reason="none")
    assert reading.errors == {}
    assert reading.contacts == ()


def test_contacts_are_read_by_kind() -> None:
    reading = read(
        no_id_reason="none", mobile="199-0000 0001", landline="0635-6123456", proxy_name="测试乙",
        proxy_relation="child", proxy_number=mobile(2),
    )  # fmt: skip
    assert reading.errors == {}
    kinds = [(one.kind, one.number) for one in reading.contacts]
    assert kinds == [
        (ContactKind.MOBILE, mobile(1)),
        (ContactKind.LANDLINE, "0635-6123456"),
        (ContactKind.PROXY, mobile(2)),
    ]


def test_only_the_station_takes_messages_without_a_number() -> None:
    assert read(no_id_reason="none", proxy_relation="station").errors == {}
    assert set(read(no_id_reason="none", proxy_relation="spouse").errors) == {"proxy_number"}
    assert set(read(no_id_reason="none", proxy_name="测试乙").errors) == {"proxy_relation"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("id_kind", "x"), ("sex", "3"), ("ethnicity", "99"), ("education", "5"), ("huji_code", "3715"),
     ("resid_code", "abcdef"), ("resid_place", "村" * 61), ("groups", "rich"), ("mobile", "12345678901"),
     ("landline", "6123456"), ("proxy_relation", "boss"), ("birth_basis", "guess")],
)  # fmt: skip
def test_every_wrong_field_has_its_own_sentence(field: str, value: str) -> None:
    errors = read(no_id_reason="none", **{field: value}).errors
    assert set(errors) == {field}
    assert str(errors[field]).endswith("。")


def test_other_documents_have_no_check_digit() -> None:
    assert read(id_kind="other", id_no="AB1234567").errors == {}
    assert set(read(id_kind="other", id_no="1").errors) == {"id_no"}
    assert read(id_kind="foreign", id_no="ABC123456789012").errors == {}


@pytest.mark.parametrize(("typed", "code"), [("371521", "371521"), ("阳谷县", "371521"), ("372522", "372522")])
def test_a_place_may_be_typed_by_code_or_name(typed: str, code: str) -> None:
    facts = read(no_id_reason="none", huji_code=typed).facts
    assert facts is not None
    assert facts.huji_code == code


def test_a_name_of_several_places_is_asked_about() -> None:
    assert set(read(no_id_reason="none", resid_code="鼓楼区").errors) == {"resid_code"}


def test_facts_do_not_print_themselves() -> None:
    facts = read(id_no=id_number(1)).facts
    assert id_number(1) not in repr(facts)
    assert "测试甲" not in repr(facts)
