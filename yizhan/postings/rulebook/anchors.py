"""Which rules may speak in which sentence, found in one pass over a text.

An automaton walked in Python costs a step of the interpreter a character; an alternation in ``re`` tries its branches
one by one; a search for every word costs one pass a word. Here one pass in C stops where a character that begins an
anchor word is followed by one that may come second, a table of the first two characters says which words may stand
there, and only these are compared: a trie of depth two with its leaves checked.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

Leaves = tuple[tuple[str, tuple[int, ...]], ...]


class Anchors:
    """All anchor words, by their first two characters.

    :param words: anchor words of each rule, by the rule's place in a list.
    """

    def __init__(self, words: Sequence[Iterable[str]]) -> None:
        owners: dict[str, set[int]] = {}
        for rule, own in enumerate(words):
            for word in own:
                owners.setdefault(word, set()).add(rule)
        below: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        for word, rules in sorted(owners.items()):
            below.setdefault(word[:2], []).append((word, tuple(sorted(rules))))
        self._below: dict[str, Leaves] = {beginning: tuple(leaves) for beginning, leaves in below.items()}
        single = {word for word in below if len(word) == 1}
        first = {word[0] for word in below if len(word) == 2}
        second = {word[1] for word in below if len(word) == 2}
        either = f"{_any(single)}|" if single else ""
        self._stops = re.compile(f"{either}{_any(first)}(?={_any(second)})").finditer
        self._single = frozenset(single)

    def rules_by_sentence(self, text: str, starts: Sequence[int]) -> dict[int, set[int]]:
        """Return the rules that may speak, by the number of the sentence.

        :param starts: where each sentence begins, ascending.
        """
        speaking: dict[int, set[int]] = {}
        below, single = self._below, self._single
        for stop in self._stops(text):
            at = stop.start()
            leaves = below.get(text[at : at + 2], ())
            if text[at] in single:
                leaves += below[text[at]]
            for word, rules in leaves:
                if text.startswith(word, at):
                    speaking.setdefault(bisect_right(starts, at) - 1, set()).update(rules)
        return speaking


def _any(characters: Iterable[str]) -> str:
    return "[" + "".join(re.escape(character) for character in sorted(characters)) + "]"
