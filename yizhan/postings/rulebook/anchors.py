"""Which rules may speak in which sentence, found in one pass over a text.

An automaton walked in Python costs a step of the interpreter a character; an alternation in ``re`` tries its branches
one by one. Here all characters are looked up at once (NumPy): a table says where a character that begins an anchor word
is followed by the one that comes second in it, and only there words are compared: a trie of depth two, walked by the
whole text in a few array operations, with its leaves checked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import numpy as np

Leaves = tuple[tuple[str, tuple[int, ...]], ...]

#: Characters of the basic plane; all others share the last place, which no word uses.
_PLANE = 0x10000


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
        self._single = frozenset(word for word in below if len(word) == 1)
        self._lay_out(sorted(below))

    def _lay_out(self, beginnings: list[str]) -> None:
        """Number first and second characters and mark the pairs that begin a word in a table of both."""
        firsts = sorted({beginning[0] for beginning in beginnings})
        seconds = sorted({beginning[1] for beginning in beginnings if len(beginning) == 2})
        width = len(seconds) + 1  # the first column: any other second character
        self._first, self._second = np.zeros(_PLANE, np.uint32), np.zeros(_PLANE, np.uint32)
        self._first[[ord(sign) for sign in firsts]] = np.arange(1, len(firsts) + 1) * width
        self._second[[ord(sign) for sign in seconds]] = np.arange(1, width)
        self._begins = np.zeros((len(firsts) + 1) * width, np.bool_)
        for beginning in beginnings:
            row = int(self._first[ord(beginning[0])])
            if len(beginning) == 1:
                self._begins[row : row + width] = True
            else:
                self._begins[row + int(self._second[ord(beginning[1])])] = True

    def rules_by_sentence(self, text: str, starts: Sequence[int]) -> dict[int, set[int]]:
        """Return the rules that may speak, by the number of the sentence.

        :param starts: where each sentence begins, ascending.
        """
        speaking: dict[int, set[int]] = {}
        below, single = self._below, self._single
        for at in self._stops(text):
            leaves = below.get(text[at : at + 2], ())
            if text[at] in single and at + 1 < len(text):
                leaves += below[text[at]]
            elif text[at] in single:
                leaves = below[text[at]]
            for word, rules in leaves:
                if text.startswith(word, at):
                    speaking.setdefault(bisect_right(starts, at) - 1, set()).update(rules)
        return speaking

    def _stops(self, text: str) -> list[int]:
        """Return where a character and the next begin a word, or a word of one character stands."""
        if not text:
            return []
        signs = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
        if len(signs) != len(text):  # a sign beyond the basic plane takes two places in UTF-16
            wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
            signs = np.minimum(wide, _PLANE - 1).astype(np.uint16)
        places = self._first[signs]
        places[:-1] += self._second[signs[1:]]
        stops: list[int] = self._begins[places].nonzero()[0].tolist()
        return stops
