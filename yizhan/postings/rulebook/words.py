"""The shipped tables, read once when the module is imported."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

from yizhan.postings.rulebook.model import Level, Moment, Rule


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("yizhan.postings.rulebook.data") / name).read_text(encoding="utf-8"))


_RULES = _table("rules.toml")
WORDS = _table("words.toml")
RULES_VERSION: str = _RULES["version"]
WORDS_VERSION: str = WORDS["version"]

RULES: dict[str, Rule] = {
    entry["code"]: Rule(
        code=entry["code"],
        level=Level(entry["level"]),
        moment=Moment(entry["moment"]),
        source=entry["source"],
        message_zh=entry["message_zh"],
        message_en=entry["message_en"],
        valid_from_on=entry["valid_from_on"],
        valid_to_on=entry.get("valid_to_on"),
    )
    for entry in _RULES["rule"]
}


def any_of(words: list[str], *, literal: bool = True) -> str:
    """A regular expression for any of the words, the longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) if literal else word for word in ordered) + ")"
