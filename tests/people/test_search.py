"""Finding people: every key, and one predicate for every channel."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.http import Http404

from tests.conftest import MakeUser
from tests.people.factories import facts, id_number, make_person, mobile
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.people.enums import DuplicateKey
from yizhan.people.facts import ContactFacts
from yizhan.people.models import Person
from yizhan.people.queries import (
    duplicates_of,
    find_duplicates,
    get_person,
    is_too_short,
    merges_visible_to,
    people_visible_to,
    search_people,
    sharing_phone,
)
from yizhan.people.search_keys import spellings


@pytest.fixture
def person(station: Office, clerk: User, now: dt.datetime) -> Person:
    return make_person(station, clerk, now, name="单小明", id_no=id_number(1), phone=mobile(12345678))


def found(user: User, text: str) -> list[str]:
    return [card.name for card in search_people(user, text)]


@pytest.mark.parametrize(
    "text",
    ["单小明", "单小", "单", "小明", "單小明", "shanxiaoming", "danxiaoming", "Shan Xiao", "shanx", "xiaom", "sxm",
     "dxm", "s", "sx", "5678", "345678", mobile(12345678), id_number(1), id_number(1)[-4:], id_number(1)[-6:],
     "单 5678", "5678 sxm", "　单小明　"],
)  # fmt: skip
def test_a_person_is_found_by(person: Person, clerk: User, text: str) -> None:
    assert found(clerk, text) == ["单小明"]


def test_a_person_is_found_by_the_number_on_their_slip(person: Person, clerk: User) -> None:
    assert found(clerk, person.number) == ["单小明"]
    assert found(clerk, person.number.lower().replace("-", "")) == ["单小明"]
    assert found(clerk, person.number[:5]) == ["单小明"]


@pytest.mark.parametrize(
    "text", ["", "  ", "明", "王", "w", "678", "9999", "05678", "单 9999", "%", "_", "单小明明", "'", "\U0010ffff"]
)
def test_a_person_is_not_found_by(person: Person, clerk: User, text: str) -> None:
    assert found(clerk, text) == []


def test_the_last_sign_of_an_id_may_be_x(station: Office, clerk: User, now: dt.datetime) -> None:
    serial = next(n for n in range(1, 200) if id_number(n).endswith("X"))
    make_person(station, clerk, now, name="测试甲", id_no=id_number(serial))
    assert found(clerk, id_number(serial)[-4:].lower()) == ["测试甲"]


def test_names_with_dots_and_rare_characters_are_found(station: Office, clerk: User, now: dt.datetime) -> None:
    make_person(station, clerk, now, name="阿依·测试江")
    make_person(station, clerk, now, name="王𬎆")
    assert found(clerk, "阿依·测") == found(clerk, "阿依测") == found(clerk, "测试江") == ["阿依·测试江"]
    assert found(clerk, "王𬎆") == ["王𬎆"]


def test_the_shorter_name_comes_first_and_the_limit_holds(station: Office, clerk: User, now: dt.datetime) -> None:
    for name in ("王测试", "王测", "王测甲", "王乙"):
        make_person(station, clerk, now, name=name)
    assert found(clerk, "王测") == ["王测", "王测甲", "王测试"]
    assert len(search_people(clerk, "w", limit=2)) == 2


def test_cards_are_masked_and_do_not_print_themselves(person: Person, clerk: User, today: dt.date) -> None:
    card = search_people(clerk, "单小明", today=today)[0]
    assert (card.phone, card.id_no, card.age) == ("199****5678", f"3715**********{id_number(1)[-4:]}", 46)
    assert "单" not in repr(card)


def test_too_few_digits_are_told_apart() -> None:
    assert is_too_short("123")
    assert not is_too_short("1234")
    assert not is_too_short("王 12")
    assert not is_too_short("")


def test_spellings_cover_every_reading() -> None:
    keys = spellings("单小明", "P2611-0001-1")
    assert {"n单小明", "g小明", "pshanxiaoming", "pdanxiaoming", "pxiaoming", "isxm", "idxm", "rp261100011"} <= keys


# --- one predicate, every channel -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["单小明", "sxm", "s", "5678", mobile(12345678), id_number(1), id_number(1)[-4:]])
def test_search_shows_no_foreign_person(person: Person, stranger: User, text: str) -> None:
    assert search_people(stranger, text) == []
    assert search_people(stranger, person.number) == []


def test_a_foreign_person_does_not_exist(person: Person, stranger: User) -> None:
    for address in (person.public_id, uuid.uuid4()):
        with pytest.raises(Http404):
            get_person(stranger, address)


def test_duplicates_show_no_foreign_person(person: Person, stranger: User, today: dt.date) -> None:
    same = facts(today, name="单小明", id_no=id_number(1))
    assert find_duplicates(stranger, same, [ContactFacts("mobile", mobile(12345678))]) == []


def test_shared_telephones_show_no_foreign_person(
    person: Person, stranger: User, foreign_station: Office, now: dt.datetime
) -> None:
    theirs = make_person(foreign_station, stranger, now, name="测试乙", phone=mobile(12345678))
    assert sharing_phone(stranger, theirs) == []


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.CLERK, True), (Role.HEAD, True), (Role.OFFICER, True), (Role.AUDITOR, True), (Role.REVIEWER, False),
     (Role.SYSADMIN, False), (Role.AGENT, False)],
)  # fmt: skip
def test_a_role_sees_people_or_nobody(
    person: Person, station: Office, make_user: MakeUser, role: Role, sees: bool
) -> None:
    user = make_user(role, station)
    assert people_visible_to(user).exists() is sees
    assert bool(search_people(user, "单小明")) is sees
    assert bool(search_people(user, "5678")) is sees
    assert merges_visible_to(user).count() == 0


def test_the_county_finds_the_people_of_its_stations(person: Person, officer: User) -> None:
    assert found(officer, "单小明") == found(officer, "sxm") == found(officer, "5678") == ["单小明"]


# --- duplicates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "phone", "keys"),
    [
        ({"name": "另一人", "id_no": id_number(1)}, "", {DuplicateKey.ID}),
        ({"name": "单小明"}, mobile(12345678), {DuplicateKey.PHONE_NAME, DuplicateKey.PINYIN_TAIL}),
        ({"name": "单小明", "birth_on": "1980-05-06"}, "", {DuplicateKey.NAME_BIRTH}),
        ({"name": "单晓鸣"}, "13800005678", {DuplicateKey.PINYIN_TAIL}),
        ({"name": "单小明"}, "", set()),
        ({"name": "另一人"}, mobile(12345678), set()),
        ({"name": "另一人", "birth_on": "1980-05-06"}, "", set()),
    ],
)
def test_duplicates_are_found_by_four_keys(
    person: Person, clerk: User, today: dt.date, raw: dict[str, str], phone: str, keys: set[DuplicateKey]
) -> None:
    contacts = [ContactFacts("mobile", phone)] if phone else []
    hits = find_duplicates(clerk, facts(today, **raw), contacts)
    assert {key for hit in hits for key in hit.keys} == keys
    assert all(hit.card is not None and hit.card.pk == person.pk for hit in hits)


def test_a_record_is_no_duplicate_of_itself(
    person: Person, station: Office, clerk: User, now: dt.datetime
) -> None:
    assert duplicates_of(clerk, person) == []
    twin = make_person(station, clerk, now, name="单小明", phone=mobile(12345678))
    assert [hit.card.pk for hit in duplicates_of(clerk, person) if hit.card] == [twin.pk]


def test_search_asks_the_database_the_same_for_one_and_for_three(
    station: Office, clerk: User, now: dt.datetime, django_assert_num_queries: object
) -> None:
    make_person(station, clerk, now, name="测试甲", phone=mobile(1))
    with django_assert_num_queries(4):  # type: ignore[operator]  # two ranges of keys, people, contacts
        assert len(search_people(clerk, "测试")) == 1
    for name in ("测试乙", "测试丙"):
        make_person(station, clerk, now, name=name, phone=mobile(2))
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(search_people(clerk, "测试")) == 3
