"""The shipped occupations and everyday words, as data."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from yizhan.vocabularies import queries
from yizhan.vocabularies.catalogue.occupations import shipped_aliases

OFFICIAL_COUNT = 1_639  # as published on 2022-09-28; the public draft of July 2022 had 1 636


def test_every_occupation_stands_under_its_groups() -> None:
    occupations = queries.all_occupations()

    assert len(occupations) == OFFICIAL_COUNT
    assert len({each.name for each in occupations}) == OFFICIAL_COUNT
    for each in occupations:
        assert re.fullmatch(r"\d-\d\d-\d\d-\d\d", each.code)
        assert re.fullmatch(r"[\u4e00-\u9fff、（）]+", each.name)
        assert each.marks in {"", "L", "S", "L/S"}
        assert each.code.startswith(each.minor + "-")
        assert each.minor.startswith(each.middle + "-")
        assert each.middle.startswith(each.major + "-")


def test_the_frequent_occupations_have_the_codes_that_stations_use() -> None:
    wanted = {
        "4-09-08-01": "保洁员", "4-10-01-06": "家政服务员", "4-10-01-05": "养老护理员", "4-14-01-02": "医疗护理员",
        "4-02-05-01": "装卸搬运工", "4-02-07-08": "快递员", "4-10-08-01": "网约配送员", "4-07-05-01": "保安员",
        "6-29-01-01": "砌筑工", "6-29-01-05": "架子工", "6-31-01-03": "电工", "6-18-02-04": "焊工",
        "5-01-02-01": "农艺工",
    }  # fmt: skip

    assert {code: queries.occupation_name(code) for code in wanted} == wanted


def test_an_unknown_code_is_none_and_has_no_name() -> None:
    assert queries.occupation("9-99-99-99") is None
    assert queries.occupation_name("9-99-99-99") == ""
    assert not queries.is_occupation("9-99-99-99")


def test_there_are_more_than_850_everyday_words_and_none_twice() -> None:
    words = [alias.word for alias in shipped_aliases()]

    assert len(words) >= 850
    assert len(words) == len(set(words))


def test_no_everyday_word_merely_repeats_a_part_of_its_official_name() -> None:
    repeated = [
        (alias.word, code)
        for alias in shipped_aliases()
        for code in alias.codes
        if alias.word in queries.occupation_name(code)
    ]

    assert repeated == []


def test_every_everyday_word_means_one_to_three_known_occupations() -> None:
    for alias in shipped_aliases():
        assert 1 <= len(alias.codes) <= 3
        assert len(set(alias.codes)) == len(alias.codes)
        assert all(queries.is_occupation(code) for code in alias.codes)
        assert 1 <= alias.weight <= 9
        assert alias.word == alias.word.strip()
        assert 2 <= len(alias.word) <= 10


def test_the_spoken_queries_name_known_occupations() -> None:
    with (Path(__file__).parent / "spoken_queries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) >= 200
    assert len({row["query"] for row in rows}) == len(rows)
    assert all(queries.is_occupation(code) for row in rows for code in row["codes"].split())
