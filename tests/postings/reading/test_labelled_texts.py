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
        ("many_voices.jsonl", {"time": 0.97, "headcount": 0.98, "pay": 0.89}),
        # Never looked at: what was measured is written down, so that it does not fall unseen.
        ("strangers_final.jsonl", {"time": 0.95, "headcount": 0.95, "pay": 0.88}),
        ("outside_final.jsonl", {"time": 0.95, "headcount": 0.92, "pay": 0.86}),
        ("fourth_final.jsonl", {"time": 0.94, "headcount": 0.96, "pay": 0.88}),
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
