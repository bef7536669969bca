"""What a rule is and what it says about a posting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum


class Level(StrEnum):
    """How hard a rule speaks. The order of severity is in ``SEVERITY``."""

    BLOCK = "BLOCK"  # cannot be submitted or published
    REVIEW = "REVIEW"  # a person decides, with a reason
    WARN = "WARN"  # shown; one may go on
    TASK = "TASK"  # creates work for somebody
    AUTO = "AUTO"  # the product acts by itself


SEVERITY = (Level.BLOCK, Level.REVIEW, Level.WARN, Level.TASK, Level.AUTO)


class Moment(StrEnum):
    """When a rule is judged."""

    POSTING = "posting"  # whenever terms are submitted, reviewed or published
    PUBLISHED = "published"  # while it stands open
    MATCHING = "matching"  # when a person and a posting meet
    CONDUCT = "conduct"  # when a fact about an employer is recorded
    COLLECTION = "collection"  # when data about a person is asked for or entered
    PUBLICATION = "publication"  # when something is shown to everybody
    SHARING = "sharing"  # when data is given to another organisation
    EXPORT = "export"  # when rows leave the product
    CONSENT = "consent"  # when a person says no, or data has served its purpose


@dataclass(frozen=True)
class Rule:
    """One entry of the book.

    :param code: "CR-031".
    :param level: the level it normally speaks with; a hit carries its own.
    :param moment: when it is judged.
    :param source: the law and article it rests on.
    :param message_zh: one sentence; words in braces are filled by the rule that speaks.
    :param message_en: the same in English.
    :param valid_from_on: first day on which it holds.
    :param valid_to_on: first day on which it no longer holds, or ``None``.
    """

    code: str
    level: Level
    moment: Moment
    source: str
    message_zh: str
    message_en: str
    valid_from_on: dt.date
    valid_to_on: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Half-open: ``[valid_from_on, valid_to_on)``."""
        return self.valid_from_on <= day and (self.valid_to_on is None or day < self.valid_to_on)


@dataclass(frozen=True)
class Hit:
    """One thing a rule found.

    :param rule: code of the rule.
    :param field: code name of the field (domain names: ``content``, ``pay_min`` …; ``employer`` for who posts).
    :param span: ``(start, end)`` in code points of the original text, end exclusive; ``None`` for facts.
    :param text: that piece of the original text, or "".
    """

    rule: str
    level: Level
    field: str
    span: tuple[int, int] | None
    text: str
    message_zh: str
    message_en: str

    def as_dict(self, language: str = "zh") -> dict[str, str | list[int] | None]:
        """The contract of ``yizhan check posting --json``."""
        return {
            "rule": self.rule,
            "level": self.level.value,
            "field": self.field,
            "span": None if self.span is None else list(self.span),
            "text": self.text,
            "message": self.message_en if language.startswith("en") else self.message_zh,
        }

    def at_level(self, level: Level) -> Hit:
        """The same finding, spoken with another weight."""
        return replace(self, level=level)
