"""A posting as JSON: the data dictionary's words and units mean what they mean at the desk, and a slip is told."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from yizhan.postings.rulebook.from_json import UnreadableField, check_json, unknown_fields

AT = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
FOR_A_MAN = {"title": "井下辅助工", "content": "搬运支护材料，轮班。", "sex_req": "男"}


def rules(raw: dict[str, Any]) -> dict[str, str]:
    return {hit.rule: hit.level.value for hit in check_json(raw, at=AT, today=AT.date())}


@pytest.mark.parametrize(
    ("ground", "hazards", "expected"),
    [
        ("underground", ["underground"], ("REVIEW", False)),
        ("矿山井下作业", ["井下"], ("REVIEW", False)),
        ("负重", ["负重25kg"], ("REVIEW", False)),
        ("负重", ["负重10kg"], ("REVIEW", True)),
        ("井下", ["高温"], ("REVIEW", True)),
        ("privacy", [], ("REVIEW", False)),
        ("老板喜欢", ["井下"], ("BLOCK", True)),
        ("", ["井下"], ("BLOCK", False)),
    ],
)
def test_a_ground_counts_by_code_or_word_and_an_unknown_one_not(
    ground: str, hazards: list[str], expected: tuple[str, bool]
) -> None:
    found = rules(FOR_A_MAN | {"sex_ground": ground, "hazards": hazards})
    assert (found["CR-031"], "CR-039" in found) == expected


def test_a_piece_rate_has_more_decimals_than_money() -> None:
    day = {"title": "剥蒜", "content": "剥蒜，计件。", "labor_type": "非全日制", "hours_per_day": 8, "hour_minimum": 20}
    sewn = day | {"pay_type": "件", "pay_min": 0.305, "pieces_per_day": 1000}
    assert "CR-053" not in rules(sewn)  # 305 yuan in eight hours
    assert rules(sewn | {"pieces_per_day": 500})["CR-053"] == "BLOCK"  # 152.50 yuan in eight hours


@pytest.mark.parametrize(
    "raw",
    ['{"hazards": 5}', '{"hazards": "高处"}', '{"hazards": ["吵"]}', '{"headcount": Infinity}', '{"headcount": 1e400}',
     '{"headcount": 5000}', '{"age_max": "1e9999999"}', '{"pay_min": "1e999999"}',
     '{"pay_min": NaN}', '{"hours_per_day": Infinity}'],
)  # fmt: skip
def test_what_is_no_value_of_its_field_is_named(raw: str) -> None:
    data = {"title": "小工"} | json.loads(raw)
    with pytest.raises(UnreadableField, match=next(iter(json.loads(raw)))):
        rules(data)


def test_the_texts_are_those_that_the_desk_scans_and_a_slip_is_named() -> None:
    assert {"CR-010", "CR-050"} <= rules({"place": "押金200元交到中山路1号"}).keys()
    assert {"CR-010", "CR-058"} <= rules({"pay_day": "工资用代金券抵"}).keys()
    assert "CR-010" in rules({})
    assert unknown_fields({"contnt": "x", "content": "y", "hazards": []}) == ["contnt"]
