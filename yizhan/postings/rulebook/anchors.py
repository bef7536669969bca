"""Which rules may speak in which sentence, found in one pass over a text.

An automaton walked in Python costs a step of the interpreter a character; an alternation in ``re`` tries its branches
one by one. Here all neighbouring characters are looked up at once (NumPy): a table says which anchor words and which
slots of readings begin with the two, a trie of depth two walked by the whole text in a few array operations. The rest
of an anchor word is compared where it begins. Of slots each has a bit: the bits of a sentence are joined, and a reading
put together from slots may speak where each of its slots has begun.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

#: A mask of the rules that may speak at once, and further words with theirs.
Leaf = tuple[int, tuple[tuple[str, int], ...]]
_NOTHING: Leaf = (0, ())

#: Characters of the basic plane; all others share the last place, which no word uses.
_PLANE = 0x10000
#: Bits of a word of the masks.
_WORD = 64


class Anchors:
    """All anchor words, by their first two characters, and the beginnings of all slots.

    :param words: anchor words of each rule, by the rule's place in a list.
    :param slots: of each rule the beginnings (one or two signs) of each part without all of which it cannot speak; a
        rule has words or slots.
    """

    def __init__(self, words: Sequence[Iterable[str]], slots: Sequence[Sequence[frozenset[str]]] = ()) -> None:
        owners: dict[str, int] = {}
        for rule, own in enumerate(words):
            for word in own:
                owners[word] = owners.get(word, 0) | 1 << rule
        below: dict[str, list[tuple[str, int]]] = {}
        for word, rules in sorted(owners.items()):
            below.setdefault(word[:2], []).append((word, rules))
        self._third: dict[str, Leaf] = {}
        for word, rules in sorted(owners.items()):
            if len(word) > 2:
                sure, longer = self._third.get(word[:3], _NOTHING)
                self._third[word[:3]] = (sure | rules, longer) if len(word) == 3 else (sure, (*longer, (word, rules)))
        parts = sorted({part for reading in slots for part in reading}, key=sorted)
        bit_of = {part: bit for bit, part in enumerate(parts)}
        begun: dict[str, int] = {}
        for part, bit in bit_of.items():
            for opening in part:
                begun[opening] = begun.get(opening, 0) | 1 << bit
        self._bytes = len(parts) // _WORD * 8 + 8
        self._readers = [rule for rule, reading in enumerate(slots) if reading]
        self._parts = _told_by_part([sorted({bit_of[part] for part in reading}) for reading in slots if reading])
        self._lay_out(below, begun)

    def _lay_out(self, below: dict[str, list[tuple[str, int]]], begun: dict[str, int]) -> None:
        """Number first and second characters; write into a table of both what begins with the pair."""
        beginnings = {*below, *begun}
        firsts = sorted({beginning[0] for beginning in beginnings})
        seconds = sorted({beginning[1] for beginning in beginnings if len(beginning) == 2})
        width = len(seconds) + 1  # the first column: any other second character
        self._first, self._second = np.zeros(_PLANE, np.uint32), np.zeros(_PLANE, np.uint32)
        self._first[[ord(sign) for sign in firsts]] = np.arange(1, len(firsts) + 1) * width
        self._second[[ord(sign) for sign in seconds]] = np.arange(1, width)
        self._place = np.zeros((len(firsts) + 1) * width, np.uint16)
        numbers: dict[tuple[int, bool, int], int] = {(0, False, 0): 0}

        def number_of(*begins: str) -> int:
            leaves = [leaf for begin in begins for leaf in below.get(begin, ())]
            sure = 0
            for word, rules in leaves:
                sure |= rules if len(word) <= 2 else 0
            goes_on = any(len(word) > 2 for word, _rules in leaves)
            mask = 0
            for begin in begins:
                mask |= begun.get(begin, 0)
            return numbers.setdefault((sure, goes_on, mask), len(numbers))

        for sign in firsts:
            row = int(self._first[ord(sign)])
            self._place[row : row + width] = number_of(sign)
        for beginning in sorted(beginnings):
            if len(beginning) == 2:
                at = int(self._first[ord(beginning[0])]) + int(self._second[ord(beginning[1])])
                self._place[at] = number_of(beginning[0], beginning)
        self._leaves = [(sure, goes_on) for sure, goes_on, _mask in numbers]
        self._sure = np.array([bool(sure) for sure, _goes_on in self._leaves])
        self._lay_out_thirds([goes_on for _sure, goes_on in self._leaves])
        masks = b"".join(mask.to_bytes(self._bytes, "little") for *_leaf, mask in numbers)
        self._masks = np.frombuffer(masks, "<u8").reshape(-1, self._bytes // 8)

    def _lay_out_thirds(self, goes_on: list[bool]) -> None:
        """Write into a table which third character goes on with a word of three or more."""
        thirds = sorted({begin[2] for begin in self._third})
        width = len(thirds) + 1
        self._third_sign = np.zeros(_PLANE, np.uint32)
        self._third_sign[[ord(sign) for sign in thirds]] = np.arange(1, width)
        self._row = np.cumsum(goes_on, dtype=np.uint32) * np.array(goes_on, np.uint32) * width
        self._goes_on = np.zeros((sum(goes_on) + 1) * width, np.bool_)
        for begin in self._third:
            number = self._place[int(self._first[ord(begin[0])]) + int(self._second[ord(begin[1])])]
            self._goes_on[int(self._row[number]) + int(self._third_sign[ord(begin[2])])] = True

    def rules_by_sentence(self, text: str, starts: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Return the rules that may speak, ascending, by the number of the sentence.

        :param starts: where each sentence begins, ascending.
        """
        if not text:
            return {}
        signs = _signs(text)
        begins = self._begins(signs)
        speaking: dict[int, int] = {}
        leaves, third = self._leaves, self._third
        goes_on = self._row.take(begins)
        goes_on[:-2] += self._third_sign.take(signs[2:])
        stops = (self._sure.take(begins) | self._goes_on.take(goes_on)).nonzero()[0]
        for at, number in zip(stops.tolist(), begins.take(stops).tolist(), strict=True):
            rules, may_go_on = leaves[number]
            if may_go_on:
                sure, longer = third.get(text[at : at + 3], _NOTHING)
                rules |= sure
                for word, owners in longer:
                    if text.startswith(word, at):
                        rules |= owners
            if rules:
                sentence = bisect_right(starts, at) - 1
                speaking[sentence] = speaking.get(sentence, 0) | rules
        if self._readers:
            for sentence, reading in self._readings(begins, starts):
                speaking[sentence] = speaking.get(sentence, 0) | 1 << reading
        return {sentence: _bits(rules) for sentence, rules in speaking.items()}

    def _readings(self, begins: NDArray[np.uint16], starts: Sequence[int]) -> list[tuple[int, int]]:
        """Return ``(sentence, rule)`` where every slot of a reading has begun in the sentence."""
        within = starts if starts[-1] < len(begins) else starts[:-1]
        begun = np.bitwise_or.reduceat(self._masks.take(begins, 0), within, axis=0)
        parts = np.unpackbits(begun.view(np.uint8), axis=1, bitorder="little")
        whole = parts.take(self._parts[0], 1)
        for further in self._parts[1:]:
            whole &= parts.take(further, 1)
        places = whole.view(np.bool_).ravel().nonzero()[0].tolist()
        return [(place // len(self._readers), self._readers[place % len(self._readers)]) for place in places]

    def _begins(self, signs: NDArray[np.uint16]) -> NDArray[np.uint16]:
        """Return for each character the number of what begins with it and the next."""
        places = self._first.take(signs)
        places[:-1] += self._second.take(signs[1:])
        return self._place.take(places)


def _told_by_part(readings: list[list[int]]) -> NDArray[np.intp]:
    """Return a column of parts for each reading; who has fewer than others names one again."""
    most = max(map(len, readings), default=0)
    return np.array([parts + parts[:1] * (most - len(parts)) for parts in readings], np.intp).reshape(-1, most).T.copy()


def _signs(text: str) -> NDArray[np.uint16]:
    """Return the code point of each character; all beyond the basic plane as its last."""
    signs = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(signs) == len(text):
        return signs
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(wide, _PLANE - 1).astype(np.uint16)


@lru_cache(maxsize=4096)
def _bits(mask: int) -> tuple[int, ...]:
    """Return the places of the bits that are set, ascending."""
    places: list[int] = []
    while mask:
        lowest = mask & -mask
        places.append(lowest.bit_length() - 1)
        mask ^= lowest
    return tuple(places)
