"""Areas of sheets: whole addresses, names that are gone, and what is honestly not known."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from yizhan.places import gazetteer
from yizhan.places.queries import full_name
from yizhan.postings.imports.places import read_area_text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("上海闸北区", "上海市静安区"),
        ("上海 - 卢湾", "上海市黄浦区"),
        ("卢湾区", "上海市黄浦区"),
        ("北京宣武区", "北京市西城区"),
        ("天津-塘沽区", "天津市滨海新区"),
        ("['成都-新津县']", "四川省成都市新津区"),
        ("苏州平江区", "江苏省苏州市姑苏区"),
        ("上海闵行区西子国际中心(秀文路)", "上海市闵行区"),
        ("山东省聊城市阳谷县侨润街道某某路5号", "山东省聊城市阳谷县"),
        ("['上海', '宝山', '高境']", "上海市宝山区"),
    ],
)
def test_an_area_is_told_from_its_names(text: str, name: str) -> None:
    assert full_name(read_area_text(text).code) == name


@pytest.mark.parametrize("text", ["西安路3号", "科兴科学园A栋", "不限", "卢湾", ""])
def test_what_names_no_area_stays_unknown(text: str) -> None:
    reading = read_area_text(text)
    assert reading.code == ""
    assert reading.choices == ()


@pytest.mark.parametrize("text", ["朝阳区", "朝阳区某某路9号", "西安"])
def test_two_of_one_name_are_a_question(text: str) -> None:
    reading = read_area_text(text)
    assert reading.code == ""
    assert len(reading.choices) > 1


def test_every_former_county_went_into_one_that_stands() -> None:
    with (gazetteer.DATA_DIR / "former_counties.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    every = gazetteer.counties_and_above()
    assert len({row["code"] for row in rows}) == len(rows) > 60
    for row in rows:
        assert (every[row["code"]].name, every[row["code"]].status) == (row["name"], "abolished")
        assert (every[row["successor"]].name, every[row["successor"]].status) == (row["successor_name"], "current")
        assert 2000 <= int(row["ceased_in"]) <= 2020
        assert row["code"][:4] == row["successor"][:4] or row["code"][:2] == row["successor"][:2]


def test_nine_of_ten_real_areas_are_understood(shared_dir: Path) -> None:
    lines = (shared_dir / "real_area_strings.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["s"] for line in lines if line.strip()]
    readings = [read_area_text(text) for text in texts]
    assert sum(1 for reading in readings if reading.code) >= 0.9 * len(texts)
    for text, reading in zip(texts, readings, strict=True):
        # Whatever is answered bears a name that stands in the text, or once stood for it.
        if reading.code:
            name = full_name(reading.code)
            assert any(part in text for part in (name[-3:-1], name[:2], "新津")), (text, name)
