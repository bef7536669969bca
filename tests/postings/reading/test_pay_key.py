"""The parser against an answer key that was written before it (texts stay outside the project)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

KEY = Path(__file__).with_name("pay_key.jsonl")
ANSWER = ("min_fen", "max_fen", "unit", "months_per_year", "understood")


def _key() -> list[dict[str, Any]]:
    return [json.loads(line) for line in KEY.read_text(encoding="utf-8").splitlines()]


def test_every_answer_is_right_and_at_least_95_percent_of_stated_pay_is_understood(shared_dir: Path) -> None:
    from yizhan.postings.reading.pay import parse_pay

    lines = (shared_dir / "real_salary_strings.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["s"] for line in lines if line.strip()]
    key = _key()
    assert len(texts) == len(key) == 240
    wrong = []
    understood = 0
    for answer in key:
        text = texts[answer["line"] - 1]
        assert hashlib.sha256(text.encode()).hexdigest()[:12] == answer["sha256_12"], answer["line"]
        read = parse_pay(text).as_dict()
        if read != {name: answer[name] for name in ANSWER}:
            wrong.append((answer["line"], read))
        understood += bool(read["understood"])
    assert wrong == []
    stated = sum(answer["states_pay"] for answer in key)
    assert understood / stated >= 0.95


def test_the_key_itself_is_consistent() -> None:
    for answer in _key():
        assert answer["understood"] is False or (answer["unit"] is not None and answer["states_pay"])
        assert answer["understood"] or answer["unit"] is None
        if answer["min_fen"] is not None and answer["max_fen"] is not None:
            assert answer["min_fen"] <= answer["max_fen"]
