"""The labelled texts of our own stay read as well as the benchmark says (`bench/README.md`)."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from bench.parse_posting import measure
from yizhan.postings.reading.posting import parse_posting

HERE = Path(__file__).parent
TODAY = dt.date(2026, 11, 27)


@pytest.mark.parametrize("name", ["own_texts.jsonl", "unseen_texts_later.jsonl"])
def test_time_headcount_and_pay_are_read_and_nothing_is_said_that_is_not_written(name: str) -> None:
    right, given, stated, invented = (dict.fromkeys(("time", "headcount", "pay"), 0) for _ in range(4))
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        drafts = parse_posting(row["text"], today=TODAY).drafts
        for number, job in enumerate(row["jobs"]):
            if job.get("note"):
                continue
            draft = drafts[number] if number < len(drafts) else None
            said = {
                "time": (draft.value("shift") or "")[:5] or None if draft else None,
                "headcount": draft.value("headcount") if draft else None,
                "pay": draft.value("pay_min") if draft else None,
            }
            fen, each = job["pay_min_fen"], job.get("pay_piece_yuan")
            yuan = each if each is not None else None if fen is None else fen / 100
            label = {
                "time": job["time_start"],
                "headcount": job["headcount"],
                "pay": None if yuan is None else f"{yuan:.10g}",
            }
            for field in right:
                right[field] += said[field] is not None and said[field] == label[field]
                given[field] += said[field] is not None
                stated[field] += label[field] is not None
                invented[field] += said[field] is not None and label[field] is None
    for field in right:
        f1 = 2 * right[field] / (given[field] + stated[field])
        assert f1 >= 0.95, (field, f1)
    assert invented == {"time": 0, "headcount": 0, "pay": 0}


@pytest.mark.parametrize(
    ("name", "least"),
    [
        # Learnt from.
        ("strangers_learn.jsonl", {"time": 0.99, "headcount": 0.99, "pay": 0.98}),
        ("many_voices.jsonl", {"time": 0.98, "headcount": 0.98, "pay": 0.92, "place": 0.83, "title": 0.91}),
        ("seventh_learn.jsonl", {"time": 0.99, "headcount": 0.95, "pay": 0.95, "settle": 0.98, "place": 0.87}),
        ("own_ways.jsonl", {"time": 0.99, "headcount": 0.97, "pay": 0.94, "settle": 0.88, "place": 0.8}),
        ("fourth_final.jsonl", {"time": 0.99, "headcount": 0.99, "pay": 0.97, "settle": 0.98, "place": 0.91}),
        ("fifth_learn.jsonl", {"time": 0.97, "headcount": 0.95, "pay": 0.93, "settle": 0.97, "place": 0.82}),
        ("own_classes.jsonl", {"time": 0.99, "headcount": 0.99, "pay": 0.96, "settle": 0.99, "place": 0.9}),
        # Never looked at: what was measured is written down, so that it does not fall unseen.
        ("strangers_final.jsonl", {"time": 0.99, "headcount": 0.95, "pay": 0.91, "settle": 0.96, "place": 0.82}),
        ("fifth_final.jsonl", {"time": 0.97, "headcount": 0.94, "pay": 0.91, "place": 0.78, "title": 0.87}),
        ("sixth_final.jsonl", {"time": 0.99, "headcount": 0.98, "pay": 0.93, "settle": 0.95, "place": 0.93}),
        ("outside_final.jsonl", {"time": 0.95, "headcount": 0.93, "pay": 0.92, "settle": 0.86, "place": 0.8}),
    ],
)
def test_texts_of_strangers_are_read_as_well_as_was_measured(name: str, least: dict[str, float]) -> None:
    rows = [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    counts = measure(rows)
    for field, bound in least.items():
        one = counts[field]
        given, stated = one["right"] + one["wrong"] + one["invented"], one["right"] + one["wrong"] + one["missed"]
        assert 2 * one["right"] / (given + stated) >= bound, (field, one)
    assert (counts["time"]["invented"], counts["pay"]["invented"]) == (0, 0)


@pytest.mark.parametrize(
    ("text", "jobs"),
    [
        ("摘草莓4个，150一天；装箱2个，140一天；都在李家大棚，明天六点", [(4, "150"), (2, "140")]),
        ("割韭菜，两人，130；拔萝卜，六人，150。都是早五点，当日付清", [(2, "130"), (6, "150")]),
        ("招小工5人，150一天，管饭", [(5, "150")]),
        ("要两个大工三个小工，大工400小工220，明早六点半", [(2, "400"), (3, "220")]),
        ("缝包、码垛各要三人，缝包一天200，码垛一吨6块", [(3, "200"), (3, "6")]),
        ("栽树按棵8块，浇水按天160，要栽树的十个浇水的四个", [(10, "8"), (4, "160")]),
        ("搬运3；叉车1；保洁2。搬运200，叉车300，保洁150", [(3, "200"), (1, "300"), (2, "150")]),
        ("贴瓷砖 卫生间两个 厨房一个 包清工4200 要一个师傅", [(1, "4200")]),
    ],
)
def test_a_row_of_like_items_is_as_many_jobs(text: str, jobs: list[tuple[int, str]]) -> None:
    drafts = parse_posting(text, today=TODAY).drafts
    assert [(draft.value("headcount"), draft.value("pay_min")) for draft in drafts] == jobs


@pytest.mark.parametrize(
    ("text", "jobs"),
    [
        # Crews of one work, and men and women, are jobs of their own.
        (
            "保洁：上午班6-11点，75元；下午班13-18点，75元，各招4人",
            [("06:00-11:00", 4, "75"), ("13:00-18:00", 4, "75")],
        ),
        (
            "理货，白班8点到17点130，夜班20点到凌晨4点160，各要三人",
            [("08:00-17:00", 3, "130"), ("20:00-04:00", 3, "160")],
        ),
        ("男的装车180，女的分拣130，男要6个女要10个，明早六点", [("06:00", 6, "180"), ("06:00", 10, "130")]),
        # Two shifts of one job are one job.
        ("保安6名，早班7:00-15:00，晚班15:00-23:00，3500一个月", [("07:00-15:00,15:00-23:00", 6, "3500")]),
        ("种蒜，要2男2女，男的150女的120，明天七点", [("07:00", 2, "150"), ("07:00", 2, "120")]),
    ],
)
def test_crews_with_hours_and_pay_of_their_own_are_jobs(text: str, jobs: list[tuple[str, int, str | None]]) -> None:
    drafts = parse_posting(text, today=TODAY).drafts
    assert [tuple(draft.value(name) for name in ("shift", "headcount", "pay_min")) for draft in drafts] == jobs


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("大工350小工200，各要两个，明早六点", ("350", "day")),  # custom: so many people for such a day
        ("招月嫂一名 26天 12800 持证", ("12800", "lump")),
        ("两个端菜的，3天600，管饭", ("600", "lump")),
        ("修屋顶，工钱400，弄好就付", ("400", "lump")),
        ("明天一天，要2名电工，给400", ("400", "day")),
        ("装配工，计件0.65一台，新手保底150一天", ("0.65", "piece")),
        ("刷黑板漆1人，一块60", ("60", "piece")),
        ("保安一名，身高1米75以上，3200一个月", ("3200", "month")),
        ("挖沟两人，一米20", ("20", "piece")),
        # What a hundred or a thousand bring is read as the price of one.
        ("糊盒子，一百个8块", ("0.08", "piece")),
        ("资料录入，15块一千字，稿子发你", ("0.015", "piece")),
        # Each sum has one part to play: that of last year, of others, of the goods, of an extra is not the pay.
        ("去年一天120，今年涨到150，掰玉米，干一天，管中饭", ("150", "day")),
        ("擦玻璃，客户出价360一套，师傅实得280，做完就结", ("280", "lump")),
        ("起鱼，一人180，外加两条鱼，鱼批发价6块一斤", ("180", "lump")),
        ("看摊卖袜子，一天给80，卖一双另提三毛", ("80", "day")),
        ("维持秩序两人，街道给补贴120元每天", ("120", "day")),
        ("挖树坑，一个4块，饭堂10块一天", ("4", "piece")),
        ("洗碗端菜，二十块钟，收工即刻畀钱", ("20", "hour")),
        # Nothing says for how long, or for what.
        ("卸车2人，260，管饭", ("260", None)),
        ("月嫂一名，9800", ("9800", None)),
    ],
)
def test_a_bare_sum_takes_its_unit_from_what_stands_with_it(text: str, pay: tuple[str, str | None]) -> None:
    draft = parse_posting(text, today=TODAY).drafts[0]
    assert (draft.value("pay_min"), draft.value("pay_type")) == pay


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("剪枝工，技术好的160，一般的130，都是一天", ("130", "160", "day")),
        ("飞手打药，一亩6块，自带机子的10块", ("6", "10", "piece")),
        ("兼职，平日16/小时，节假日22/小时", ("16", "22", "hour")),
        ("赶车的，白天210，夜里封道的话算250", ("210", "250", "day")),
    ],
)
def test_grades_of_one_job_are_one_pay_from_the_least_to_the_most(text: str, pay: tuple[str, str, str]) -> None:
    drafts = parse_posting(text, today=TODAY).drafts
    assert [tuple(draft.value(name) for name in ("pay_min", "pay_max", "pay_type")) for draft in drafts] == [pay]


@pytest.mark.parametrize(
    ("text", "settle", "meals"),
    [
        ("洗碗三人，散席就给钱，吃喝都在席上", "on_completion", True),
        ("烤串两人，打烊就结，饭自费", "daily", False),
        ("修枝六人，每个月二十号发钱，中饭自己带", "monthly", False),
        ("糊盒子，钱每个礼拜六发，中午食堂白吃", "weekly", True),
        ("搬家四人，做完当天转账，盒饭一份", "daily", True),
        ("后勤烧饭1个，15号和月底发", None, None),
        ("明天结婚端菜，茶水有", None, None),
    ],
)
def test_when_it_is_paid_and_what_is_eaten_is_read_by_its_parts(text: str, settle: str, meals: bool | None) -> None:
    draft = parse_posting(text, today=TODAY).drafts[0]
    assert (draft.value("settle_type"), draft.value("meals")) == (settle, meals)


@pytest.mark.parametrize(
    ("text", "place", "title"),
    [
        ("果园套袋25人，疏果6人150一天，北山", "北山", "套袋"),
        ("服装厂招车工10人，后道剪线5人", "服装厂", "车工"),
        ("刷外墙的蜘蛛人招4个，项目在滨江天悦", "滨江天悦", "刷外墙的蜘蛛人"),
        ("搬家具四人，从老城区搬到新区", "老城区", "搬家具"),
        ("小工清渣5个，工地在人民医院", "人民医院", "小工清渣"),
        ("修路六人，看果园一人", None, "修路"),
    ],
)
def test_a_name_of_a_place_comes_before_its_kind_and_deeds_before_who_does_them(
    text: str, place: str | None, title: str
) -> None:
    draft = parse_posting(text, today=TODAY).drafts[0]
    assert (draft.value("place"), draft.value("title")) == (place, title)


@pytest.mark.parametrize("sign", ["奶茶店", "a区14号楼", "收工就现金", "一天两地三人", "早班8点80，", "在滨江天悦"])
def test_signs_that_repeat_do_not_slow_the_reading(sign: str) -> None:
    assert isinstance(parse_posting(sign * (1600 // len(sign)), today=TODAY).drafts, tuple)
