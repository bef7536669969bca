"""Which rules may speak in a sentence, found in one pass over it.

All anchor words of all rules stand in one trie, written as a regular expression so that the pass runs in C. A match
consumes its characters; words that begin inside it could be overlooked, so each word also names the rules of every
word that stands in it or overlaps its end. Naming a rule too many costs time, never a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_END = ""
Trie = dict[str, "Trie"]


class Anchors:
    """The trie of all anchors.

    :param rules: anchor words by rule code.
    """

    def __init__(self, rules: Mapping[str, Iterable[str]]) -> None:
        self.rules_of: dict[str, frozenset[str]] = {}
        own: dict[str, set[str]] = {}
        for code, words in rules.items():
            for word in words:
                own.setdefault(word, set()).add(code)
        for word in own:
            near = (other for other in own if _touches(word, other))
            self.rules_of[word] = frozenset().union(*(own[other] for other in near))
        self._find = re.compile(_written(_trie(own))).findall if own else None

    def rules_in(self, text: str, first: int, last: int) -> frozenset[str]:
        """Return the codes of the rules that may speak in ``text[first:last]``."""
        if self._find is None:
            return frozenset()
        words = self._find(text, first, last)
        if not words:
            return frozenset()
        if len(words) == 1:
            return self.rules_of[words[0]]
        return frozenset().union(*map(self.rules_of.__getitem__, words))


def _touches(word: str, other: str) -> bool:
    """Say whether `other` can stand inside the characters of `word`, or begin there and reach beyond."""
    if other in word:
        return True
    return any(word.endswith(other[:length]) for length in range(1, len(other)))


def _trie(words: Iterable[str]) -> Trie:
    root: Trie = {}
    for word in words:
        at = root
        for character in word:
            at = at.setdefault(character, {})
        at[_END] = {}
    return root


def _written(trie: Trie) -> str:
    """Write a trie as an expression that takes the longest word."""
    branches = [re.escape(head) + _written(tail) for head, tail in sorted(trie.items()) if head != _END]
    if not branches:
        return ""
    if len(branches) == 1 and _END not in trie:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if _END in trie else ''}"
