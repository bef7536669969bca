"""Reads the labelled sentences; shared by the tests and by ``bench/rulebook.py``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from yizhan.postings.rulebook.book import scan_text
from yizhan.postings.rulebook.text_rules import TEXT_RULES


@dataclass(frozen=True)
class Sentence:
    rule: str
    is_violation: bool
    text: str


@dataclass(frozen=True)
class Counted:
    """Counts of one rule over its sentences, and the sentences it got wrong."""

    rule: str
    positives: int
    negatives: int
    missed: tuple[str, ...]
    false_alarms: tuple[str, ...]

    @property
    def precision(self) -> float:
        caught = self.positives - len(self.missed)
        return caught / (caught + len(self.false_alarms)) if caught else 0.0

    @property
    def recall(self) -> float:
        return (self.positives - len(self.missed)) / self.positives


def sentences(name: str = "labelled.txt") -> list[Sentence]:
    found: list[Sentence] = []
    rule = ""
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            rule = line.strip("[]")
        elif line[:2] in {"+ ", "- "}:
            found.append(Sentence(rule, line[0] == "+", line[2:]))
    return found


def count(rule: str, labelled: list[Sentence]) -> Counted:
    own = [each for each in labelled if each.rule == rule]
    speaks = {each.text: any(hit.rule == rule for hit in scan_text("content", each.text)) for each in own}
    return Counted(
        rule,
        positives=sum(each.is_violation for each in own),
        negatives=sum(not each.is_violation for each in own),
        missed=tuple(each.text for each in own if each.is_violation and not speaks[each.text]),
        false_alarms=tuple(each.text for each in own if not each.is_violation and speaks[each.text]),
    )


@dataclass(frozen=True)
class Advert:
    """A text with every rule that it violates, whatever rule it was written for; ``in_doubt`` where one may differ."""

    text: str
    rules: frozenset[str]
    in_doubt: bool


def adverts(name: str) -> list[Advert]:
    """Read a set in which each text carries all the rules that it violates."""
    rows = [json.loads(line) for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()]
    return [Advert(row["text"], frozenset(row["rules"]), "doubt" in row) for row in rows]


def count_all(texts: Iterable[Advert]) -> dict[str, Counter[str]]:
    """Count ``caught``, ``missed`` and ``alarm`` of each text rule over whole adverts."""
    counts: dict[str, Counter[str]] = {rule: Counter() for rule in sorted(TEXT_RULES) if rule != "CR-082"}
    for each in texts:
        found = {hit.rule for hit in scan_text("content", each.text)}
        for rule, counted in counts.items():
            if rule in each.rules:
                counted["caught" if rule in found else "missed"] += 1
            elif rule in found:
                counted["alarm"] += 1
    return counts
