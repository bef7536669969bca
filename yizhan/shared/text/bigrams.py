"""Words for text search in Chinese, the same on both databases: overlapping pairs of characters.

水电工 is indexed as `水电 电工 工`: the pairs, and the last character alone so that a query of one character
finds it as a prefix. Latin words and numbers are indexed whole and found by prefix. The index text goes
into an FTS5 table or into `to_tsvector('simple', …)`; the query builders below speak to either.
"""

from __future__ import annotations

import re
import unicodedata

from yizhan.shared.text.normalise import to_simplified

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3005-\u3007\uf900-\ufaff\U00020000-\U000323af"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")


def _runs(text: str) -> list[str]:
    """Return the runs of Han characters and the other words, in order, made alike."""
    alike = to_simplified(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
    return _RUNS.findall(alike)


def _pairs(run: str) -> list[str]:
    """Return the overlapping pairs of a run."""
    return [run[at : at + 2] for at in range(len(run) - 1)]


def bigram_text(text: str) -> str:
    """Return the text to index, words separated by spaces."""
    words: list[str] = []
    for run in _runs(text):
        words += [*_pairs(run), run[-1]] if _IS_HAN.match(run) else [run]
    return " ".join(words)


def _phrases(query: str) -> list[tuple[list[str], bool]]:
    """Return what a query asks for: (words that must stand in a row, whether the last is only the beginning of one)."""
    found: list[tuple[list[str], bool]] = []
    for run in _runs(query):
        if _IS_HAN.match(run) and len(run) > 1:
            found.append((_pairs(run), False))
        else:
            found.append(([run], True))
    return found


def fts5_match(query: str) -> str:
    """Return the right-hand side of `MATCH` for SQLite, "" when there is nothing to look for.

    Every run of the query must occur; safe against the query language of FTS5.
    """
    return " AND ".join(f'"{" ".join(words)}"{"*" if prefix else ""}' for words, prefix in _phrases(query))


def tsquery(query: str) -> str:
    """Return the text for `to_tsquery('simple', …)` on PostgreSQL, "" when there is nothing to look for."""
    return " & ".join(
        f"'{words[-1]}':*" if prefix else "(" + " <-> ".join(f"'{word}'" for word in words) + ")"
        for words, prefix in _phrases(query)
    )


def bigrams(text: str) -> frozenset[str]:
    """Return the set of pairs of a text (a word of one character is itself), for comparing."""
    joined = "".join(_runs(text))
    return frozenset(_pairs(joined) or ([joined] if joined else []))


def similarity_bp(one: str, other: str) -> int:
    """Return how alike two texts are, Dice's coefficient over pairs in basis points: 10,000 the same pairs, 0 none."""
    left, right = bigrams(one), bigrams(other)
    if not left and not right:
        return 10_000
    return 20_000 * len(left & right) // (len(left) + len(right))
