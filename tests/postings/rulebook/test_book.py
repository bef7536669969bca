"""The book itself: its data, its contract and its dates."""

from __future__ import annotations

import datetime as dt

import pytest

from yizhan.postings.rulebook.book import RULES, scan_text
from yizhan.postings.rulebook.model import Level, Moment, Rule
from yizhan.postings.rulebook.text_rules import TEXT_RULES
from yizhan.postings.rulebook.words import WORDS


def test_the_contract_of_a_hit_is_exactly_these_keys() -> None:
    hits = scan_text("content", "招普工10名，限男性")
    assert [hit.as_dict() for hit in hits] == [
        {
            "rule": "CR-031",
            "level": "BLOCK",
            "field": "content",
            "span": [7, 10],
            "text": "限男性",
            "message": "不得限定或优先性别。属于法定禁忌岗位的，请选择依据。",
        }
    ]
    assert str(hits[0].as_dict("en")["message"]).startswith("A sex must not be required")


def test_every_rule_speaks_two_languages_and_names_its_source() -> None:
    numbers = [*range(1, 9), *range(10, 22), *range(30, 48), *range(50, 61), *range(70, 75), *range(80, 89)]
    assert list(RULES) == [f"CR-{number:03}" for number in numbers]
    for rule in RULES.values():
        assert rule.message_zh
        assert rule.message_en.isascii()
        assert any(sign in rule.source for sign in ("条", "〔", "规定", "办法"))


def test_every_text_rule_is_in_the_book() -> None:
    assert set(TEXT_RULES) <= set(RULES)


def test_a_rule_holds_from_its_first_day_until_the_day_before_its_end() -> None:
    rule = Rule("CR-000", Level.WARN, Moment.POSTING, "", "", "", dt.date(2026, 1, 1), dt.date(2027, 1, 1))
    days = [dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1)]
    assert [rule.holds_on(day) for day in days] == [False, True, True, False]


def test_a_text_is_judged_by_the_rules_of_its_day() -> None:
    text = "童工可，招童工，交押金200元"
    assert {hit.rule for hit in scan_text("content", text, on=dt.date(2003, 1, 1))} == {"CR-040"}
    assert {hit.rule for hit in scan_text("content", text, on=dt.date(2026, 1, 1))} == {"CR-040", "CR-050"}


@pytest.mark.parametrize("section", sorted(name for name in WORDS if isinstance(WORDS[name], dict)))
def test_no_word_list_holds_a_word_twice(section: str) -> None:
    for words in WORDS[section].values():
        assert len(words) == len(set(words))
