"""A pasted text becomes drafts whose every value points at what says it; nothing else does."""
# ruff: noqa: E501 - a pattern is read as one line

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yizhan.postings.reading.folding import DONE, fold
from yizhan.postings.reading.posting import FIELDS, Draft, parse_posting

TODAY = dt.date(2026, 11, 27)


def drafts(text: str) -> tuple[Draft, ...]:
    return parse_posting(text, today=TODAY).drafts


def only(text: str) -> dict[str, Any]:
    """Return the values of the one draft."""
    (draft,) = drafts(text)
    return {name: read.value for name, read in draft.fields.items()}


def test_the_message_of_a_group_is_read_whole() -> None:
    said = only("明早7点汽车站集合 招小工2名 日结200 管中饭 自带工具")
    wanted = {
        "start_at": "2026-11-28T07:00", "place": "汽车站", "title": "小工", "headcount": 2, "pay_type": "day", "pay_min": "200",
        "pay_max": "200", "settle_type": "daily", "meals": True, "tools_provided": False,
    }  # fmt: skip
    assert {name: said.get(name) for name in wanted} == wanted
    assert {"lodging", "pickup", "sex_req", "age_max", "contact_phone", "end_at"}.isdisjoint(said)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("28号早上6点半招力工2人", "2026-11-28T06:30"),
        ("周六招力工2人", "2026-11-28"),
        ("下周一7:30-17:30招力工2人", "2026-11-30T07:30"),
        ("大后天下午2点招力工2人", "2026-11-30T14:00"),
        ("12月3日招力工2人", "2026-12-03"),
        ("5点集合6点开工，明天，招力工2人", "2026-11-28T05:00"),
        ("今晚8点到明早6点招力工2人", "2026-11-27T20:00"),
        ("招力工2人，每月15号发工资", None),
        ("招力工2人，11月30日前报名", None),
        ("招力工2人，周一到周五上班", None),
        ("招力工2人，建设路28号", None),
        ("招力工2人，夜市街二十六号摊", None),
        ("招力工2人，下周四前干完", None),
        ("明天2点招力工2人", "2026-11-28"),
    ],
)
def test_days_and_hours_are_those_of_the_work(text: str, start: str | None) -> None:
    assert only(text).get("start_at") == start


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("明天小工两个", 2), ("来俩人卸车", 2), ("卸车，5人，一天150", 5), ("男3女2，摘椒", 5), ("要个会开挖机的", 1),
        ("招保洁数名", None), ("卸车十几个人", None), ("卸车，三人一组", None), ("50人的厂招保洁", None), ("8人间宿舍，招保洁", None),
    ],
)  # fmt: skip
def test_people_are_counted_and_nothing_else(text: str, count: int | None) -> None:
    assert only(text).get("headcount") == count


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("卸车2人，180一天", ("180", "180", "day")),
        ("卸车2人，260，管饭", ("260", "260", None)),
        ("卸车2人，260，管饭，日结", ("260", "260", "day")),
        ("扛水泥2人，一袋2块5", ("2.5", "2.5", "piece")),
        ("剥莲子，八毛钱一斤", ("0.8", "0.8", "piece")),
        ("保安2名，3000-3500元/月", ("3000", "3500", "month")),
        ("保安2名，工资面议", (None, None, None)),
        ("保安2名，电话13800001234", (None, None, None)),
        ("保安2名，24小时反馈", (None, None, None)),
    ],
)
def test_pay_is_what_is_promised(text: str, pay: tuple[str | None, ...]) -> None:
    said = only(text)
    assert (said.get("pay_min"), said.get("pay_max"), said.get("pay_type")) == pay


def test_several_jobs_are_several_drafts_and_share_what_is_said_once() -> None:
    text = "招大工3名280一天，小工5名180一天，明早6点半东关大集集合，管饭，联系王师傅 138 0000 1234"
    first, second = drafts(text)
    assert (first.value("title"), first.value("headcount"), first.value("pay_min")) == ("大工", 3, "280")
    assert (second.value("title"), second.value("headcount"), second.value("pay_min")) == ("小工", 5, "180")
    for draft in (first, second):
        assert (draft.value("start_at"), draft.value("place"), draft.value("meals")) == (
            "2026-11-28T06:30",
            "东关大集",
            True,
        )
        assert draft.value("contact_phone") == "13800001234"


def test_an_announcement_has_its_jobs_apart() -> None:
    text = (
        "测试服装有限公司招聘\n一、缝纫工 20名 4500-6000元/月\n要求：18-50岁\n二、包装工 10名 3500元/月 包吃住\n"
        "三、保安3名，月薪2800\n工作地点：阳谷县工业园区\n联系人：王经理 电话：0635-6000000"
    )
    found = [
        (one.value("title"), one.value("headcount"), one.value("pay_min"), one.value("age_max")) for one in drafts(text)
    ]
    assert found == [("缝纫工", 20, "4500", 50), ("包装工", 10, "3500", None), ("保安", 3, "2800", None)]


def test_whom_to_call_stands_in_its_own_field_only() -> None:
    (draft,) = drafts("明天卸车4人，180一天，联系李姐 139-0000-0012，微信同号，晚上打也行")
    assert (draft.value("contact_phone"), draft.value("contact_name")) == ("13900000012", "李姐")
    for secret in ("139", "0012", "李姐", "微信"):
        assert secret not in draft.value("content")


def test_somebody_who_looks_for_work_offers_none() -> None:
    reading = parse_posting("本人瓦工，找活干，13900000000", today=TODAY)
    assert reading.seeks_work
    assert reading.drafts == ()
    assert drafts("收到，谢谢老板") == ()


def check(text: str) -> None:
    """Hold the contract: every field is there, and every value stands on pieces of the original."""
    answer = parse_posting(text, today=TODAY).as_dict()
    for draft in answer["drafts"]:
        assert tuple(draft["fields"]) == FIELDS
        for name, read in draft["fields"].items():
            if read["state"] == "missing":
                assert (read["value"], read["span"], read["spans"]) == (None, None, [])
                continue
            start, end = read["span"]
            assert 0 <= start < end <= len(text), (name, read)
            assert read["text"] == text[start:end]
            assert (min(a for a, _b in read["spans"]), max(b for _a, b in read["spans"])) == (start, end)
            if name in ("title", "place", "pay_unit_desc", "contact_name"):
                assert read["value"] in text


PIECES = (
    "明早", "7点", "28号", "周六", "招", "小工", "大工", "2名", "三个人", "日结", "200", "元", "/天", "180一天", "6-8千/月", "管饭", "包吃住", "自带工具",
    "在", "东关大集", "集合", "，", " ", "\n", "。", "电话", "13800001234", "王师傅", "１２３", "👍", "\u200b", "㎡", "½", "一、", "1,200", "面议", "若干", "18-50岁", "¥",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_every_value_points_at_what_says_it(text: str) -> None:
    check(text)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_reading_fail(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("今晚8点到明早6点 卸货2人", "2026-11-28T06:00"),
        ("今晚8点到明天凌晨2点半 卸货2人", "2026-11-28T02:30"),
        ("明晚22点至后天6点 卸货2人", "2026-11-29T06:00"),
        ("今天8点到明天17点 卸货2人", None),  # no hours of one day's work
    ],
)
def test_a_night_ends_on_the_day_that_is_named(text: str, end: str | None) -> None:
    assert only(text).get("end_at") == end


@pytest.mark.parametrize("text", ["找活干，瓦工，有十年经验", "求活 木工", "瓦工，找个活", "找工作，会开叉车"])
def test_who_looks_for_work_is_no_offer(text: str) -> None:
    assert parse_posting(text, today=TODAY).seeks_work


@pytest.mark.parametrize(
    "text", ["找工作的看过来，食堂洗碗2人150", "找活干的来，卸货2人200一天", "要2人，找活干的联系"]
)
def test_who_calls_those_that_look_for_work_offers_some(text: str) -> None:
    assert not parse_posting(text, today=TODAY).seeks_work


@pytest.mark.parametrize(
    ("text", "count"),
    [("后天早上6:30 人民广场 5个装车 180/天", 5), ("糊盒子 5个装一箱 2毛", None), ("卫生间2个贴砖 4200", None)],
)
def test_so_many_who_do_something_are_people(text: str, count: int | None) -> None:
    assert only(text).get("headcount") == count


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("人民广场集合 2人 200/天", "人民广场"),
        ("地点：人民路12号 小工2人", "人民路12号"),
        ("人民医院门口集合 2人卸货", "人民医院门口"),
        ("去人民公园 2人种树", "人民公园"),
        ("来福士广场 2人卸货", "来福士广场"),
        ("本溪路工地 小工2人", "本溪路工地"),
        ("明天 名仕花园集合 2人", "名仕花园"),
        ("来接官亭村 摘桃2人", "接官亭村"),
        ("7:00 个体街 2人", "个体街"),
    ],
)
def test_a_name_keeps_the_words_it_begins_with(text: str, place: str) -> None:
    assert only(text).get("place") == place


def test_what_nobody_writes_is_cut_and_what_stands_around_it_is_read_where_it_stands() -> None:
    for filling in ("\n" * 4000, "村" * 4000, "村路" * 2000):
        text = f"招搬运工2人，日结200{filling}，到县医院集合"
        folded = fold(text)
        assert len(folded.plain) < 80 or all(len(piece) < 220 for piece in folded.plain.split(DONE))
        assert text[slice(*folded.span(len(folded.plain) - 6, len(folded.plain)))] == "到县医院集合"
        (draft,) = parse_posting(text, today=dt.date(2026, 11, 27)).drafts
        assert draft.value("headcount") == 2
