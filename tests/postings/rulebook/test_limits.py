"""A county tightens limits and adds words; whatever stands in its tables, it loosens nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.postings.rulebook.test_fact_rules import AT, EMPLOYER, POSTING, TODAY
from yizhan.postings.enums import LimitName, WordRule
from yizhan.postings.rulebook.book import RULES, judge, scan_text
from yizhan.postings.rulebook.facts import EmployerFacts
from yizhan.postings.rulebook.limits import BOUNDS, SHIPPED, Limits, tightened
from yizhan.postings.rulebook.local import LocalBook, folded_word
from yizhan.postings.rulebook.text_rules import TEXT_RULES

FEE = LocalBook(words=(("CR-050", folded_word("岗位保障金")), ("CR-013", folded_word("岗位保障金"))))


def speaks(local: LocalBook, **change: object) -> set[tuple[str, str]]:
    posting = replace(POSTING, **change)  # type: ignore[arg-type]
    return {(hit.rule, hit.level.value) for hit in judge(posting, EMPLOYER, at=AT, today=TODAY, local=local)}


def test_every_threshold_has_its_bound_its_rule_and_its_words() -> None:
    assert set(BOUNDS) == {field.name for field in fields(Limits)} == set(LimitName.values)
    assert {bound.rule for bound in BOUNDS.values()} <= set(RULES)
    assert set(WordRule.values) <= set(TEXT_RULES)
    for name, bound in BOUNDS.items():
        shipped = getattr(SHIPPED, name)
        assert shipped is None or shipped == (bound.most if bound.stricter < 0 else bound.least), name


@given(st.lists(st.tuples(st.sampled_from([*BOUNDS, "unknown"]), st.integers(-5, 30_000)), max_size=8))
def test_no_table_loosens_a_limit(changes: list[tuple[str, int]]) -> None:
    limits = tightened(changes)
    for name, bound in BOUNDS.items():
        shipped, kept = getattr(SHIPPED, name), getattr(limits, name)
        assert kept == shipped or bound.allows(kept)
        if shipped is not None:
            assert kept <= shipped if bound.stricter < 0 else kept >= shipped


@pytest.mark.parametrize(
    ("limits", "change", "expected"),
    [
        ({"hours_warn_x10": 70}, {"hours_per_day_x10": 75}, ("CR-059", "WARN")),
        ({"hours_block_x10": 100}, {"hours_per_day_x10": 105}, ("CR-059", "BLOCK")),
        ({"hours_block_x10": 100}, {"texts": {"content": "每天11小时"}}, ("CR-059", "BLOCK")),
        ({"gig_days": 2}, {"valid_to_at": AT + dt.timedelta(days=3)}, ("CR-014", "WARN")),
        ({"most_days": 60}, {"kind": "long", "valid_to_at": AT + dt.timedelta(days=61)}, ("CR-014", "BLOCK")),
        ({"spread_x10": 15}, {"pay_min_fen": 10000, "pay_max_fen": 16000}, ("CR-012", "WARN")),
        ({"far_above_x10": 12}, {"pay_daily_fen": 25000, "pay_p95_daily_fen": 20000}, ("CR-013", "REVIEW")),
        ({"phone_units": 2}, {"units_of_phone": 2}, ("CR-020", "REVIEW")),
        ({"age_cap": 65}, {"age_max": 62}, ("CR-036", "WARN")),
        ({"age_cap": 65}, {"texts": {"content": "年龄62岁以下"}}, ("CR-036", "WARN")),
        ({"meeting_m": 10_000}, {"meeting_distance_m": 12_000}, ("CR-071", "REVIEW")),
        (
            {"settle_days": 7},
            {"labor_type": "part_time", "pay_unit": "hour", "settle_kind": "half_month"},
            ("CR-056", "BLOCK"),
        ),
    ],
)
def test_a_tighter_limit_speaks_where_the_shipped_one_is_silent(
    limits: dict[str, int], change: dict[str, object], expected: tuple[str, str]
) -> None:
    assert expected not in speaks(LocalBook(), **change)
    assert expected in speaks(LocalBook(limits=tightened(limits.items())), **change)


def test_a_household_may_be_held_tighter() -> None:
    family = EmployerFacts(is_verified=True, is_household=True, posts_in_7_days=3)
    tight = LocalBook(limits=tightened([("household_people", 5), ("household_posts", 2)]))
    found = judge(replace(POSTING, headcount=6), family, at=AT, today=TODAY, local=tight)
    assert [(hit.rule, hit.field) for hit in found] == [("CR-007", "employer"), ("CR-007", "headcount")]


@pytest.mark.parametrize("text", ["先交岗位保障金", "岗位 保障金二百", "崗位保障金", "须缴岗/位/保/障/金"])
def test_a_county_word_is_found_however_it_is_written(text: str) -> None:
    found = scan_text("content", text, local=FEE)
    assert {hit.rule for hit in found} >= {"CR-050", "CR-013"}
    assert all(text[hit.span[0] : hit.span[1]] == hit.text for hit in found if hit.span)


@pytest.mark.parametrize(
    "text",
    [
        "不收岗位保障金",
        "岗位保障金全免",
        "谨防岗位保障金骗局",
        "无需岗位保障金",
        "不能写岗位保障金，请删掉",
        "岗位保障制度",
    ],
)
def test_a_county_word_is_taken_back_in_its_clause(text: str) -> None:
    assert [hit for hit in scan_text("content", text, local=FEE) if hit.rule == "CR-013"] == []


def test_the_words_of_the_product_stay_when_a_county_has_its_own() -> None:
    assert "CR-050" in {hit.rule for hit in scan_text("content", "先交押金二百", local=FEE)}
