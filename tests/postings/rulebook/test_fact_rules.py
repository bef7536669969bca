"""The fact rules: one posting that is in order, and what each change to it brings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from yizhan.postings.rulebook.book import judge, scan_text, worst
from yizhan.postings.rulebook.fact_rules import may_be_introduced
from yizhan.postings.rulebook.facts import Alike, EmployerFacts, PostingFacts
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


@pytest.mark.parametrize(
    ("kind", "beyond", "level"), [("gig", 0, None), ("gig", 1, "WARN"), ("short", 10, "WARN"), ("long", 30, "WARN")]
)
def test_a_day_job_may_hold_until_the_day_of_its_last_shift_is_over(kind: str, beyond: int, level: str | None) -> None:
    last = AT + 20 * DAY
    until = dt.datetime(2026, 11, 22, 16, tzinfo=dt.UTC) + beyond * DAY  # midnight in China
    found = codes(hits(replace(POSTING, kind=kind, start_at=last, end_at=last, valid_to_at=until)))
    assert found == ([] if level is None else [("CR-014", level, "valid_to")])


@pytest.mark.parametrize(
    ("tenths", "text", "expected"),
    [
        (110, "每天11小时", [("WARN", "hours_per_day")]),
        (110, "每天13小时", [("WARN", "hours_per_day"), ("BLOCK", "content")]),
        (80, "每天11小时", [("WARN", "content")]),
    ],
)
def test_long_hours_are_said_once_unless_the_text_is_worse(
    tenths: int, text: str, expected: list[tuple[str, str]]
) -> None:
    found = codes(hits(replace(POSTING, hours_per_day_x10=tenths, texts={"content": text})))
    assert [(level, field) for rule, level, field in found if rule == "CR-059"] == expected


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
    grounded = replace(asked, sex_ground="underground", hazards=("underground",))
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


@pytest.mark.parametrize(
    ("employer", "expected"),
    [
        (replace(EMPLOYER, recruits_for_others=True), ("CR-005", "REVIEW")),
        (replace(EMPLOYER, is_suspended=True, suspended_until_on=TODAY), ("CR-006", "BLOCK")),
        (replace(EMPLOYER, is_suspended=True), ("CR-006", "BLOCK")),
        (replace(EMPLOYER, to_recheck=True), ("CR-073", "REVIEW")),
        (EmployerFacts(is_verified=True, is_household=True, posts_in_7_days=6), ("CR-007", "REVIEW")),
        (replace(EMPLOYER, agent_is_proven=False), ("CR-008", "BLOCK")),
    ],
)
def test_conduct_and_mandate_of_the_employer_are_judged(employer: EmployerFacts, expected: tuple[str, str]) -> None:
    assert codes(hits(employer=employer)) == [(*expected, "employer")]


def test_an_employer_in_order_or_just_released_is_not_objected_to() -> None:
    agency = replace(EMPLOYER, is_agency=True, licence_valid_until_on=TODAY, recruits_for_others=True)
    released = replace(EMPLOYER, is_suspended=True, suspended_until_on=TODAY - DAY, agent_is_proven=True)
    family = EmployerFacts(is_verified=True, is_household=True, posts_in_7_days=5, agent_is_proven=False)
    assert [hits(employer=each) for each in (agency, released, family)] == [(), (), ()]


def test_a_suspension_says_why_and_until_when_in_both_languages() -> None:
    employer = replace(EMPLOYER, is_suspended=True, suspended_reason=("欠薪", "unpaid wages"))
    (hit,) = hits(employer=employer)
    assert hit.message_zh == "该主体因欠薪暂停发布至解除之日，可申诉。"
    assert "until it is lifted" in hit.message_en
    (hit,) = hits(employer=replace(employer, suspended_until_on=TODAY))
    assert hit.message_zh == "该主体因欠薪暂停发布至2026-11-02，可申诉。"
    assert (
        hit.message_en
        == "This employer may not publish until 2026-11-02 because of: unpaid wages. An appeal is possible."
    )


def test_a_household_wants_ten_people_at_most() -> None:
    family = EmployerFacts(is_verified=True, is_household=True)
    assert hits(replace(POSTING, headcount=10), family) == ()
    assert codes(hits(replace(POSTING, headcount=11), family)) == [("CR-007", "REVIEW", "headcount")]
    assert hits(replace(POSTING, headcount=11)) == ()


PART_TIME = {"labor_type": "part_time", "pay_unit": "hour", "settle_kind": "half_month", "hour_minimum_fen": 2000}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"pay_min_fen": 10000, "pay_max_fen": 20001}, ("CR-012", "WARN", "pay_max")),
        ({"pay_daily_fen": 30001, "pay_p95_daily_fen": 20000}, ("CR-013", "REVIEW", "pay_min")),
        ({"pay_unit": "piece"}, ("CR-016", "REVIEW", "pay_type")),
        ({"is_repost": True, "source_name": " "}, ("CR-017", "BLOCK", "source")),
        ({"published_at": AT - 2 * DAY}, ("CR-018", "TASK", "last_confirmed_at")),
        (
            {"published_at": AT - 9 * DAY, "last_confirmed_at": AT - 7 * DAY, "kind": "long"},
            ("CR-018", "TASK", "last_confirmed_at"),
        ),
        ({"alike": Alike("J2611-0001-1", 97)}, ("CR-020", "REVIEW", "content")),
        ({"units_of_phone": 3}, ("CR-020", "REVIEW", "contact_phone")),
        ({"age_max": 59}, ("CR-036", "WARN", "age_max")),
        ({"sex_ground": "load"}, ("CR-039", "BLOCK", "sex_ground")),
        ({"sex_ground": "underground", "hazards": ("load",)}, ("CR-039", "BLOCK", "sex_ground")),
        ({"weather_alert": "高温橙色", "is_outdoors": True}, ("CR-047", "WARN", "hazards")),
        ({**PART_TIME, "pay_min_fen": 1999, "pay_max_fen": 1999}, ("CR-053", "BLOCK", "pay_min")),
        ({"labor_type": "contract", "month_minimum_fen": 435001}, ("CR-054", "BLOCK", "pay_min")),
        ({"labor_type": "service", "hours_per_day_x10": 80, "hour_minimum_fen": 2501}, ("CR-055", "WARN", "pay_min")),
        ({**PART_TIME, "settle_kind": "monthly"}, ("CR-056", "BLOCK", "settle_type")),
        ({**PART_TIME, "settle_kind": "on_completion"}, ("CR-056", "BLOCK", "settle_type")),
        ({**PART_TIME, "settle_kind": "on_completion", "term_days": 16}, ("CR-056", "BLOCK", "settle_type")),
        ({"hours_per_day_x10": 81}, ("CR-059", "WARN", "hours_per_day")),
        ({"hours_per_day_x10": 121}, ("CR-059", "BLOCK", "hours_per_day")),
        ({"meeting_distance_m": 20_001}, ("CR-071", "REVIEW", "place")),
    ],
)
def test_each_change_brings_its_rule_and_nothing_else(
    change: dict[str, object], expected: tuple[str, str, str]
) -> None:
    assert codes(hits(replace(POSTING, **change))) == [expected]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"pay_min_fen": 10000, "pay_max_fen": 20000},
        {"pay_daily_fen": 30000, "pay_p95_daily_fen": 20000},
        {"pay_unit": "piece", "pieces_per_day": 800},
        {"is_repost": True, "source_name": "县就业网"},
        {"published_at": AT - 2 * DAY, "last_confirmed_at": AT - DAY},
        {"units_of_phone": 2},
        {"age_max": 60},
        {"age_max": 50, "age_ground": "site_rule"},
        {"sex_ground": "privacy"},
        {"weather_alert": "高温橙色"},
        {**PART_TIME, "pay_min_fen": 2000, "pay_max_fen": 2000},
        {"labor_type": "contract", "month_minimum_fen": 435000},
        {"labor_type": "service", "hours_per_day_x10": 80, "hour_minimum_fen": 2500},
        {**PART_TIME, "settle_kind": "on_completion", "term_days": 15},
        {"hours_per_day_x10": 80},
        {"meeting_distance_m": 20_000},
    ],
)
def test_right_at_the_border_no_rule_speaks(change: dict[str, object]) -> None:
    assert hits(replace(POSTING, **change)) == ()  # type: ignore[arg-type]


def test_the_least_wage_is_named_in_yuan() -> None:
    (hit,) = hits(replace(POSTING, **{**PART_TIME, "hour_minimum_fen": 20050}))  # type: ignore[arg-type]
    assert hit.message_zh == "报酬低于当地小时最低工资200.50元。"


def test_what_else_is_known_changes_how_a_text_is_read() -> None:
    def read(text: str, **change: object) -> list[tuple[str, str]]:
        posting = replace(POSTING, texts={"content": text}, **change)  # type: ignore[arg-type]
        return [(hit.rule, hit.level.value) for hit in hits(posting)]

    assert read("试用期一个月") == [("CR-057", "BLOCK")]  # a day's job
    assert read("试用期一个月", kind="long") == []
    assert read("四肢健全", hazards=("height",)) == [("CR-034", "REVIEW")]
    assert read("残疾人勿扰", hazards=("height",)) == [("CR-034", "BLOCK")]
    assert read("限本村村民", labor_type="work_relief") == []
    assert read("45岁以下", age_ground="site_rule") == []
    assert hits(replace(POSTING, texts={"title": "保安", "content": "无犯罪记录"})) == ()


@pytest.mark.parametrize(
    ("text", "rule", "decided_by"),
    [
        ("工资面议", "CR-011", {}),
        ("一天100到300元", "CR-012", {"pay_min_fen": 15000, "pay_max_fen": 16000}),
        ("剥蒜，一斤三毛", "CR-016", {}),
        ("钟点工，工资次月25号发", "CR-056", {"labor_type": "service"}),
    ],
)
def test_a_field_that_is_filled_in_decides_and_a_text_alone_speaks(
    text: str, rule: str, decided_by: dict[str, object]
) -> None:
    assert [hit.rule for hit in scan_text("content", text)] == [rule]
    assert hits(replace(POSTING, texts={"content": text}, **decided_by)) == ()  # type: ignore[arg-type]


def test_a_text_speaks_against_a_field_and_never_twice() -> None:
    part_time = replace(POSTING, **PART_TIME, texts={"content": "工资次月25号发"})  # type: ignore[arg-type]
    assert codes(hits(part_time)) == [("CR-056", "BLOCK", "content")]
    assert codes(hits(replace(part_time, settle_kind="monthly"))) == [("CR-056", "BLOCK", "settle_type")]
    assert codes(hits(replace(POSTING, pay_min_fen=None, pay_max_fen=None, texts={"content": "工资面议"}))) == [
        ("CR-010", "BLOCK", "pay_min"),
        ("CR-011", "BLOCK", "pay_min"),
    ]


def test_a_repetition_says_of_what() -> None:
    (hit,) = hits(replace(POSTING, alike=Alike("J2611-0001-1", 97)))
    assert hit.message_zh == "疑似重复或中介批量发布：与 J2611-0001-1 内容几乎相同（97%），电话相同。"
    (hit,) = hits(replace(POSTING, units_of_phone=4))
    assert hit.message_zh == "疑似重复或中介批量发布：同一联系电话在 4 家单位名下。"
    assert "4 employers" in hit.message_en
