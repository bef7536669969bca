"""The labelled texts of our own stay read as well as the benchmark says (`bench/README.md`)."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

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
