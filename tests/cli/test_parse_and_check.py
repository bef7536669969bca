"""The two commands that other programs read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.installation import yizhan
from yizhan.cli.output import UnreadableInput, heard
from yizhan.cli.strict_json import NoJson, strict_json

pytestmark = pytest.mark.own_sqlite


def test_parse_pay_prints_exactly_its_contract(tmp_path: Path) -> None:
    done = yizhan(tmp_path, "parse", "pay", "6-8千/月", "--json")
    assert json.loads(done.stdout) == {
        "min_fen": 600_000, "max_fen": 800_000, "unit": "month", "months_per_year": None, "understood": True,
    }  # fmt: skip


def test_a_bare_number_is_not_understood(tmp_path: Path) -> None:
    done = yizhan(tmp_path, "parse", "pay", "--json", stdin="10001\n")
    found = json.loads(done.stdout)
    assert (found["unit"], found["understood"]) == (None, False)


def test_a_text_alone_is_scanned_for_what_text_can_show(tmp_path: Path) -> None:
    text = "招装卸工，限男性，入职交押金200元。"
    done = yizhan(tmp_path, "check", "posting", "--json", stdin=json.dumps({"content": text}))
    hits = json.loads(done.stdout)
    assert {hit["rule"] for hit in hits} == {"CR-031", "CR-050"}
    for hit in hits:
        start, end = hit["span"]
        assert text[start:end] == hit["text"]
        assert hit["field"] == "content"
    assert done.returncode == 1


@pytest.mark.parametrize("text", ["男女不限，不收押金，无需经验。", "管中饭，日结。"])
def test_what_only_looks_like_a_violation_is_none(tmp_path: Path, text: str) -> None:
    done = yizhan(tmp_path, "check", "posting", "--json", stdin=json.dumps({"content": text}))
    assert json.loads(done.stdout) == []
    assert done.returncode == 0


def test_a_whole_posting_is_judged_on_its_facts_too(tmp_path: Path) -> None:
    posting = {
        "title": "小工", "content": "搬砖和泥，听从安排。", "headcount": 2, "age_min": 15, "pay": "面议",
        "place": "押金200元交到中山路1号", "contnt": "",
    }  # fmt: skip
    done = yizhan(tmp_path, "check", "posting", "--json", stdin=json.dumps(posting))
    hits = json.loads(done.stdout)
    assert {"CR-010", "CR-011", "CR-040"} <= {hit["rule"] for hit in hits}
    assert ("CR-050", "place") in {(hit["rule"], hit["field"]) for hit in hits}
    assert "contnt" in done.stderr


@pytest.mark.parametrize("text", ["", "[]", "{", '{"headcount": "many", "title": "x"}', '{"start_at": "soon"}'])
def test_what_cannot_be_read_is_told_in_a_sentence(tmp_path: Path, text: str) -> None:
    done = yizhan(tmp_path, "check", "posting", "--json", stdin=text)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "没有检查" in done.stderr


@pytest.mark.parametrize(
    "text",
    ['{"a": NaN}', '{"a": 1, "a": 2}', '{"a": "\\ud800"}', '{"\\udc00": 1}', "[" * 100_000, '{"a": ' * 100_000, "1 2"],
    ids=["nan", "twice", "half", "half a name", "deep", "deeper", "two"],
)
def test_what_readers_of_json_understand_differently_is_not_read(text: str) -> None:
    with pytest.raises(NoJson, match=" · "):
        strict_json(text)
    assert strict_json('{"a": ["😀", 1.5, null]}') == {"a": ["😀", 1.5, None]}


def test_the_minimum_wage_is_that_of_the_place_and_day_of_work(tmp_path: Path) -> None:
    posting = {"title": "保洁", "labor_type": "非全日制", "pay_type": "时", "pay_min": 19.5, "area": "371521"}
    later = yizhan(tmp_path, "check", "posting", "--json", stdin=json.dumps(posting | {"start_at": "2026-12-01"}))
    (hit,) = (hit for hit in json.loads(later.stdout) if hit["rule"] == "CR-053")
    assert "20元" in hit["message"]
    before = posting | {"start_at": "2025-09-30"}
    done = yizhan(tmp_path, "check", "posting", "--json", "--today", "2025-09-01", stdin=json.dumps(before))
    assert "CR-053" not in {hit["rule"] for hit in json.loads(done.stdout)}


def test_parse_posting_prints_one_object_with_every_field_found_or_missing(tmp_path: Path) -> None:
    text = "明早7点汽车站集合 招小工2名 日结200 管中饭 自带工具"
    done = yizhan(tmp_path, "parse", "posting", "--json", "--today", "2026-11-27", stdin=text)
    answer = json.loads(done.stdout)
    (draft,) = answer["drafts"]
    assert (answer["contact_found"], answer["today"]) == (False, "2026-11-27")
    assert draft["fields"]["start_at"] == {
        "state": "found", "value": "2026-11-28T07:00", "span": [0, 4], "spans": [[0, 2], [1, 4]], "text": "明早7点",
    }  # fmt: skip
    assert draft["fields"]["lodging"]["state"] == "missing"


def test_a_break_is_no_working_time_in_json_either(tmp_path: Path) -> None:
    posting = {"title": "小工", "shift": "8:00-18:00", "break": "2小时"}
    rested = yizhan(tmp_path, "check", "posting", "--json", stdin=json.dumps(posting))
    through = yizhan(tmp_path, "check", "posting", "--json", stdin=json.dumps(posting | {"break": ""}))
    assert "CR-059" not in {hit["rule"] for hit in json.loads(rested.stdout)}
    assert "CR-059" in {hit["rule"] for hit in json.loads(through.stdout)}


def test_a_notice_is_checked_and_printed_masked(tmp_path: Path) -> None:
    text = "张三 371521199001010017 资助3000元"
    done = yizhan(tmp_path, "check", "notice", stdin=text)
    assert (done.returncode, done.stdout.strip()) == (1, "张三 371521********0017 资助3000元")
    assert "CR-083" in done.stderr
    again = yizhan(tmp_path, "check", "notice", "--json", stdin=done.stdout)
    assert (again.returncode, json.loads(again.stdout)) == (0, [])


def test_what_a_chinese_windows_sends_is_read_as_it_was_sent() -> None:
    for data in ("限男性".encode("gb18030"), "限男性".encode(), "\ufeff限男性".encode(), "限男性".encode("utf-16")):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
            assert heard() == "限男性"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\x81")))
        with pytest.raises(UnreadableInput):
            heard()
