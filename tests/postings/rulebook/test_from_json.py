"""A posting as JSON: the data dictionary's words and units mean what they mean at the desk, and a slip is told."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from yizhan.postings.rulebook.from_json import MOST_SIGNS, TooLong, UnreadableField, check_json, unknown_fields

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
     '{"pay_min": NaN}', '{"hours_per_day": Infinity}', '{"content": {"a": "限男性"}}', '{"content": true}',
     '{"labor_type": []}', '{"hours_per_day": -3}', '{"start_at": "9999-12-31T23:59"}', '{"valid_to": "9999-12-31"}'],
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


@pytest.mark.parametrize(
    ("days", "speaking"),
    [
        ({"start_at": "2026-11-02", "end_at": "2026-11-02", "valid_to": "2026-11-02"}, set()),
        ({"start_at": "2026-11-03T07:00", "end_at": "2026-11-03", "valid_to": "2026-11-05"}, set()),
        ({"start_at": "2026-11-01", "end_at": "2026-11-01", "valid_to": "2026-11-01"}, {"CR-015", "CR-019"}),
        ({"start_at": "2026-11-03", "end_at": "2026-11-02", "valid_to": "2026-11-06"}, {"CR-014", "CR-015"}),
        ({"kind": "短期", "valid_from": "2026-11-02", "valid_to": "2026-11-17"}, set()),
        ({"kind": "短期", "valid_to": "2026-11-18"}, {"CR-014"}),
    ],
)
def test_a_day_without_an_hour_counts_whole(days: dict[str, str], speaking: set[str]) -> None:
    found = rules({"title": "小工", "content": "搬砖和泥。"} | days).keys()
    assert found & {"CR-014", "CR-015", "CR-019", "CR-059"} == speaking


def test_ninety_days_of_validity_warn_and_one_more_blocks() -> None:
    long = {"title": "保洁", "kind": "长期"}
    assert rules(long | {"valid_to": "2027-01-31"})["CR-014"] == "WARN"
    assert rules(long | {"valid_to": "2027-02-01"})["CR-014"] == "BLOCK"


def test_a_text_without_an_end_is_told_to_be_too_long() -> None:
    with pytest.raises(TooLong, match="content"):
        rules({"content": "搬" * (MOST_SIGNS + 1)})
