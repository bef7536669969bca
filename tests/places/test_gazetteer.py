"""The shipped divisions, as data and as answers."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest

from yizhan.places import gazetteer, queries
from yizhan.places.enums import DivisionLevel, DivisionStatus

STREETS = 41_352


def test_every_division_stands_under_one_that_exists() -> None:
    table = gazetteer.counties_and_above()

    for each in table.values():
        assert re.fullmatch(r"\d{6}", each.code)
        if each.level == DivisionLevel.PROVINCE:
            assert each.parent == ""
        else:
            assert each.parent in table, each
            assert table[each.parent].level != DivisionLevel.COUNTY
        assert (each.lat_e6 is None) == (each.lng_e6 is None)
        if each.lat_e6 is not None and each.lng_e6 is not None:
            assert 3_000_000 < each.lat_e6 < 54_000_000
            assert 73_000_000 < each.lng_e6 < 136_000_000


def test_only_an_abolished_code_has_a_successor_and_that_one_is_in_use() -> None:
    table = gazetteer.counties_and_above()

    followed = [each for each in table.values() if each.successor]
    assert len(followed) > 50
    for each in followed:
        assert each.status == DivisionStatus.ABOLISHED
        assert table[each.successor].status != DivisionStatus.ABOLISHED


def test_all_streets_hang_under_a_division_in_use() -> None:
    table = gazetteer.counties_and_above()

    assert len(gazetteer.streets()) == STREETS
    for each in gazetteer.streets().values():
        assert re.fullmatch(r"\d{9}", each.code)
        assert each.code.startswith(each.parent)
        assert table[each.parent].status != DivisionStatus.ABOLISHED


def test_the_count_of_what_is_in_use_is_that_of_2023() -> None:
    counts = Counter(
        each.level for each in gazetteer.counties_and_above().values() if each.status == DivisionStatus.CURRENT
    )

    assert counts[DivisionLevel.PROVINCE] == 34
    assert counts[DivisionLevel.CITY] == 362
    # 2 844 on the mainland and Taiwan's, Hong Kong's and Macao's as far as the source has them.
    assert counts[DivisionLevel.COUNTY] == 2_846


def test_a_countys_children_are_its_streets_in_order() -> None:
    children = queries.children("371521")

    assert len(children) == 18
    assert children[0].name == "博济桥街道"
    assert [each.code for each in children] == sorted(each.code for each in children)
    assert {each.level for each in children} == {DivisionLevel.STREET}
    assert queries.children("371521103") == []
    assert queries.children("999999") == []


def test_the_top_has_34_children_and_none_is_abolished() -> None:
    assert len(queries.children()) == 34
    assert "371523" not in {each.code for each in queries.children("371500")}
    assert "371503" in {each.code for each in queries.children("371500")}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("370000", "山东省"),
        ("371521", "山东省聊城市阳谷县"),
        ("371521103", "山东省聊城市阳谷县阿城镇"),
        ("372522", "山东省聊城地区阳谷县"),
        ("371523", "山东省聊城市茌平区"),
        ("000000", ""),
        ("", ""),
    ],
)
def test_full_names_are_said_from_the_province_down(code: str, name: str) -> None:
    assert queries.full_name(code) == name


def test_the_area_of_an_id_is_named_also_when_abolished_and_none_when_unknown() -> None:
    assert queries.area_name_of_id("372522") == "山东省聊城地区阳谷县"
    assert queries.area_name_of_id("510231") == "四川省重庆市荣昌县"
    assert queries.area_name_of_id("360732") == "江西省赣州市兴国县"
    assert queries.area_name_of_id("999999") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("阳谷", "371521"),
        ("阳谷县", "371521"),
        ("yanggu", "371521"),
        ("YangGuXian", "371521"),
        ("371521", "371521"),
        ("山东", "370000"),
        ("聊城市阳谷县", "371521"),
        ("浏阳", "430181"),
    ],
)
def test_a_division_is_found_by_name_pinyin_and_code(text: str, code: str) -> None:
    assert queries.find_divisions(text)[0].code == code


def test_initials_find_within_a_city() -> None:
    assert queries.find_divisions("yg", within="3715")[0].code == "371521"


def test_streets_are_found_within_their_county() -> None:
    assert queries.find_divisions("阿城", within="371521")[0].code == "371521103"
    assert queries.find_divisions("ac", within="371521")[0].code == "371521103"


def test_a_name_that_several_share_is_told_apart_by_what_stands_before_it() -> None:
    assert queries.find_divisions("北京朝阳区")[0].code == "110105"
    assert queries.find_divisions("长春朝阳区")[0].code == "220104"
    assert {each.code for each in queries.find_divisions("朝阳区")} >= {"110105", "220104"}


def test_noise_finds_nothing_and_the_limit_holds() -> None:
    assert queries.find_divisions(" ，。") == []
    assert len(queries.find_divisions("区", limit=5)) == 5


def test_a_division_search_is_fast_enough_to_type_along() -> None:
    queries.find_divisions("阳谷")
    start = time.perf_counter()
    for text in ("阳", "阳谷", "yg", "聊城市阳谷县", "东"):
        queries.find_divisions(text)

    # Five searches; measured 10 ms together. Room for a busy machine.
    assert time.perf_counter() - start < 0.5
