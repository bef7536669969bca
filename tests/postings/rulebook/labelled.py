"""Reads the labelled sentences; shared by the tests and by ``bench/rulebook.py``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yizhan.postings.rulebook.book import scan_text


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
