"""What a fact rule found, before the book gives it a message."""

from __future__ import annotations

from dataclasses import dataclass

from yizhan.postings.rulebook.model import Level


@dataclass(frozen=True)
class Finding:
    """A rule spoke about a field; ``words`` fill the braces of its messages, the same keys in both languages."""

    rule: str
    field: str
    level: Level | None = None
    words: tuple[tuple[str, str], ...] = ()
