"""The fact rules: one posting that is in order, and what each change to it brings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from yizhan.postings.rulebook.book import judge, worst
from yizhan.postings.rulebook.fact_rules import may_be_introduced
from yizhan.postings.rulebook.facts import EmployerFacts, PostingFacts
from yizhan.postings.rulebook.model import Hit, Level

AT = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
TODAY = AT.date()
DAY = dt.timedelta(days=1)
EMPLOYER = EmployerFacts(is_verified=True, reverify_on=TODAY, uscc_is_valid=True, name_matches_licence=True)
POSTING = PostingFacts(
    kind="gig",
    employer_is_described=True,
    headcount=2,
    conditions_are_stated=True,
    content="搬砖、和灰，工地管午饭",
    place="阳谷县汽车站",
    pay_min_fen=20000,
    pay_max_fen=20000,
    pay_unit="day",
    start_at=AT + DAY,
    end_at=AT + DAY + dt.timedelta(hours=8),
    valid_from_at=AT,
    valid_to_at=AT + 3 * DAY,
    places_left=2,
    texts={"title": "小工两名", "content": "搬砖、和灰，男女不限，不收押金"},
)


def hits(posting: PostingFacts = POSTING, employer: EmployerFacts | None = EMPLOYER) -> tuple[Hit, ...]:
    return judge(posting, employer, at=AT, today=TODAY)


def codes(found: tuple[Hit, ...]) -> list[tuple[str, str, str]]:
    return [(hit.rule, hit.level.value, hit.field) for hit in found]


def test_a_posting_in_order_is_not_objected_to() -> None:
    assert hits() == ()
    assert worst(hits()) is None


@pytest.mark.parametrize(
    ("employer", "expected"),
    [
        (replace(EMPLOYER, is_verified=False), "CR-001"),
        (replace(EMPLOYER, is_verified=False, reverify_on=TODAY - DAY), "CR-001"),
        (replace(EMPLOYER, reverify_on=TODAY - DAY), "CR-002"),
        (replace(EMPLOYER, uscc_is_valid=False), "CR-003"),
        (replace(EMPLOYER, name_matches_licence=False), "CR-003"),
        (replace(EMPLOYER, is_agency=True), "CR-004"),
        (replace(EMPLOYER, is_agency=True, licence_valid_until_on=TODAY - DAY), "CR-004"),
    ],
)
def test_who_may_not_post_is_blocked(employer: EmployerFacts, expected: str) -> None:
    assert codes(hits(employer=employer)) == [(expected, "BLOCK", "employer")]


def test_last_days_still_count_and_a_household_needs_no_code() -> None:
    agency = replace(EMPLOYER, is_agency=True, licence_valid_until_on=TODAY)
    household = EmployerFacts(is_verified=True)
    assert hits(employer=agency) == ()
    assert hits(employer=household) == ()
    assert hits(employer=None) == ()


def test_everything_missing_is_listed_once_in_both_languages() -> None:
    found = hits(PostingFacts(texts={}))
    missing = next(hit for hit in found if hit.rule == "CR-010")
    assert missing.message_zh == "招聘信息缺少：单位情况、人数、条件、工作内容、地点、报酬、有效期。"
    assert missing.message_en.startswith("The posting lacks: the employer, number of people")
    assert [hit.rule for hit in found] == ["CR-010", "CR-011", "CR-014"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"headcount": 0}, "headcount"),
        ({"content": "  "}, "content"),
        ({"place": ""}, "place"),
        ({"conditions_are_stated": False}, "conditions"),
    ],
)
def test_each_missing_part_is_named_at_its_field(change: dict[str, object], field: str) -> None:
    assert codes(hits(replace(POSTING, **change))) == [("CR-010", "BLOCK", field)]  # type: ignore[arg-type]


def test_pay_that_is_negotiable_zero_or_without_unit_is_blocked() -> None:
    negotiable = replace(POSTING, pay_min_fen=None, pay_max_fen=None, pay_unit=None, pay_note="面议")
    assert codes(hits(negotiable)) == [("CR-011", "BLOCK", "pay_min")]
    assert codes(hits(replace(POSTING, pay_min_fen=0))) == [("CR-011", "BLOCK", "pay_min")]
    assert codes(hits(replace(POSTING, pay_unit=None))) == [("CR-011", "BLOCK", "pay_type")]
    assert codes(hits(replace(POSTING, pay_min_fen=None))) == [("CR-011", "BLOCK", "pay_min")]


@pytest.mark.parametrize(
    ("kind", "days", "level"),
    [
        ("gig", 3, None),
        ("gig", 4, "WARN"),
        ("short", 15, None),
        ("short", 16, "WARN"),
        ("long", 30, None),
        ("long", 31, "WARN"),
        ("long", 90, "WARN"),
        ("long", 91, "BLOCK"),
    ],
)
def test_the_period_of_validity_is_judged_by_kind(kind: str, days: int, level: str | None) -> None:
    found = codes(hits(replace(POSTING, kind=kind, valid_to_at=AT + days * DAY)))
    assert found == ([] if level is None else [("CR-014", level, "valid_to")])


def test_no_end_of_validity_blocks() -> None:
    found = codes(hits(replace(POSTING, valid_to_at=None)))
    assert found == [("CR-010", "BLOCK", "valid_to"), ("CR-014", "BLOCK", "valid_to")]


def test_work_in_the_past_or_backwards_is_blocked() -> None:
    past = replace(POSTING, start_at=AT - dt.timedelta(minutes=1), end_at=AT + DAY)
    backwards = replace(POSTING, end_at=AT)
    assert codes(hits(past)) == [("CR-015", "BLOCK", "start_at")]
    assert codes(hits(backwards)) == [("CR-015", "BLOCK", "end_at")]
    assert hits(replace(POSTING, start_at=AT, end_at=AT)) == ()


def test_what_expired_or_is_filled_leaves_by_itself() -> None:
    assert codes(hits(replace(POSTING, valid_from_at=AT - DAY, valid_to_at=AT))) == [("CR-019", "AUTO", "valid_to")]
    assert codes(hits(replace(POSTING, places_left=0))) == [("CR-019", "AUTO", "headcount")]


def test_a_required_sex_blocks_and_a_ground_asks_for_review_in_fields_and_texts() -> None:
    asked = replace(POSTING, sex_req="1", texts={"content": "限男性"})
    assert codes(hits(asked)) == [("CR-031", "BLOCK", "sex_req"), ("CR-031", "BLOCK", "content")]
    grounded = replace(asked, sex_ground="underground")
    assert codes(hits(grounded)) == [("CR-031", "REVIEW", "sex_req"), ("CR-031", "REVIEW", "content")]
    assert hits(replace(POSTING, sex_req="不限")) == ()


def test_a_least_age_below_sixteen_is_blocked() -> None:
    assert codes(hits(replace(POSTING, age_min=15))) == [("CR-040", "BLOCK", "age_min")]
    assert hits(replace(POSTING, age_min=16)) == ()


def test_sixteen_is_counted_on_the_day_the_work_starts() -> None:
    birth = dt.date(2010, 11, 3)
    assert not may_be_introduced(birth, dt.date(2026, 11, 2))
    assert may_be_introduced(birth, dt.date(2026, 11, 3))
    leap = dt.date(2012, 2, 29)
    assert may_be_introduced(leap, dt.date(2028, 2, 29))
    assert not may_be_introduced(dt.date(2011, 3, 1), dt.date(2027, 2, 28))


def test_the_worst_level_of_several_hits_is_the_hardest() -> None:
    found = hits(replace(POSTING, kind="gig", valid_to_at=AT + 5 * DAY, age_min=15))
    assert worst(found) is Level.BLOCK
    assert worst(tuple(hit for hit in found if hit.level is not Level.BLOCK)) is Level.WARN
