"""JobPosting says what schema.org's published vocabulary allows, and nothing ends its block early."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.postings.factories import DAY_JOB, LONG_JOB, a_posting
from yizhan.accounts.models import Office, User

VOCABULARY = json.loads((Path(__file__).with_name("schemaorg.json")).read_text("utf-8"))
DATE = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


def above(name: str) -> set[str]:
    """A type with all types above it."""
    return {name}.union(*(above(parent) for parent in VOCABULARY["parents"].get(name, [])))


def faults(node: dict[str, Any], where: str = "") -> list[str]:
    """Return what the vocabulary has against a piece of JSON-LD."""
    kind = node.get("@type", "")
    if kind not in VOCABULARY["parents"]:
        return [f"{where}: no type {kind}"]
    found = []
    for name, value in node.items():
        if name.startswith("@"):
            continue
        known = VOCABULARY["properties"].get(name)
        if known is None:
            found.append(f"{where}.{name}: no such property")
        elif not above(kind) & set(known["domains"]):
            found.append(f"{where}.{name}: not of {kind}")
        else:
            for one in value if isinstance(value, list) else [value]:
                if not fits(one, set(known["ranges"])):
                    found.append(f"{where}.{name}: {one!r} is none of {known['ranges']}")
                if isinstance(one, dict):
                    found += faults(one, f"{where}.{name}")
    return found


def fits(value: Any, ranges: set[str]) -> bool:
    """Whether a value is in one of the ranges."""
    if isinstance(value, dict):
        return bool(above(value.get("@type", "")) & ranges)
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int | float):
        return bool({"Number", "Integer", "Float"} & ranges) and not (
            isinstance(value, float) and ranges == {"Integer"}
        )
    if "Text" in ranges or ("URL" in ranges and value.startswith(("http://", "https://"))):
        return True
    return ("Date" in ranges and bool(DATE.fullmatch(value))) or (
        "DateTime" in ranges and bool(MOMENT.fullmatch(value))
    )


def the_block(page: str) -> dict[str, Any]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert len(blocks) == 1
    found: dict[str, Any] = json.loads(blocks[0])
    return found


@pytest.fixture
def block_of(client: Client, db: None, station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Any:
    """Publish with changes and read the block of the page."""

    def make(raw: dict[str, Any] = DAY_JOB, **changes: Any) -> dict[str, Any]:
        posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now, raw=raw, **changes)
        with time_machine.travel(now, tick=False):
            return the_block(client.get(f"/jobs/{posting.public_id}/").content.decode())

    return make


@pytest.mark.parametrize("raw", [DAY_JOB, LONG_JOB], ids=["day", "long"])
def test_a_posting_is_valid_and_has_what_readers_require(block_of: Any, raw: dict[str, Any]) -> None:
    block = block_of(raw)
    assert block["@context"] == "https://schema.org"
    assert faults(block) == []
    assert {"title", "description", "datePosted", "validThrough", "hiringOrganization", "jobLocation"} <= set(block)
    assert block["directApply"] is False
    assert block["totalJobOpenings"] == 3
    address = block["jobLocation"]["address"]
    assert (address["addressRegion"], address["addressLocality"]) == ("山东省", "聊城市阳谷县")
    assert "geo" not in block["jobLocation"]


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        ("200元/天", {"value": 200, "unitText": "DAY"}),
        ("18.5元/小时", {"value": 18.5, "unitText": "HOUR"}),
        ("4500-6000元/月", {"minValue": 4500, "maxValue": 6000, "unitText": "MONTH"}),
        ("0.5元/件", {"value": 0.5, "unitText": "件"}),
        ("0.06-0.08元/件", {"minValue": 0.06, "maxValue": 0.08, "unitText": "件"}),
        ("800元一口价", None),
    ],
)
def test_pay_has_a_true_unit_or_none(block_of: Any, pay: str, expected: dict[str, Any] | None) -> None:
    block = block_of(LONG_JOB, pay=pay)
    assert faults(block) == []
    if expected is None:
        assert "baseSalary" not in block
        assert "800" in block["description"]
    else:
        assert block["baseSalary"]["currency"] == "CNY"
        assert block["baseSalary"]["value"] == {"@type": "QuantitativeValue", **expected}


def test_the_last_day_is_the_same_for_readers_and_in_words(block_of: Any) -> None:
    block = block_of(LONG_JOB, valid_until_on="2026-11-30")
    assert block["validThrough"] == "2026-11-30T23:59:59+08:00"
    assert "有效期至 2026年11月30日" in block["description"]


def test_nothing_typed_ends_the_block_or_becomes_markup(block_of: Any) -> None:
    nasty = "装卸</script><script>alert(1)</script><!-- & \u2028 两人一组，有推车。"
    block = block_of(content=nasty)
    assert "&lt;/script&gt;" in block["description"]
    assert "<script" not in block["description"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"jobTitle": "x"}, "no such property"),
        ({"addressRegion": "x"}, "not of JobPosting"),
        ({"jobLocation": {"@type": "Organization", "name": "x"}}, "none of"),
        ({"directApply": "no"}, "none of"),
        ({"validThrough": "tomorrow"}, "none of"),
        ({"totalJobOpenings": 1.5}, "none of"),
        ({"hiringOrganization": {"@type": "Firm"}}, "no type Firm"),
    ],
)
def test_the_vocabulary_finds_what_is_wrong(change: dict[str, Any], complaint: str) -> None:
    assert any(complaint in fault for fault in faults({"@type": "JobPosting", "title": "x", **change}))
