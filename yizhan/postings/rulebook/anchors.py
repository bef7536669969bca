"""Which rules may speak in which sentence, found in one pass over a text.

An automaton walked in Python costs a step of the interpreter a character; an alternation in ``re`` tries its branches
one by one. Here all neighbouring characters are looked up at once (NumPy): a table says which anchor words and which
slots of readings begin with the two, a trie of depth two walked by the whole text in a few array operations. The third
character is looked up where a longer word may go on, and what is left of such a word is compared where it begins.

A rule has a bit in each of several planes, one a part: a slot sets it in the plane of its part, an anchor word in all,
or in the first where something has to stand beside it. The planes of a sentence are joined over its characters; a rule
may speak where its bit stands in every plane.
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
#: Parts of a reading that are looked up; it looks for further ones itself.
_MOST_PLANES = 3


class Anchors:
    """All anchor words, by their first two characters, and the beginnings of all slots.

    :param words: anchor words of each rule, by the rule's place in a list.
    :param slots: of each rule the beginnings (one or two signs) of each part without all of which it cannot speak; a
        rule has words or slots.
    :param beside: of each rule with words the signs, or pairs of them, one of which has to stand in the sentence too.
    """

    def __init__(
        self,
        words: Sequence[Iterable[str]],
        slots: Sequence[Sequence[frozenset[str]]],
        beside: Sequence[frozenset[str]],
    ) -> None:
        owners: dict[str, int] = {}
        for rule, own in enumerate(words):
            for word in own:
                owners[word] = owners.get(word, 0) | 1 << rule
        self._third: dict[str, Leaf] = {}
        for word, rules in sorted(owners.items()):
            if len(word) > 2:
                sure, longer = self._third.get(word[:3], _NOTHING)
                self._third[word[:3]] = (sure | rules, longer) if len(word) == 3 else (sure, (*longer, (word, rules)))
        self._bound = sum(1 << rule for rule, signs in enumerate(beside) if signs)
        self._planes = min(max(2, *(len(parts) for parts in slots)), _MOST_PLANES)
        self._bytes = (len(words) // _WORD + 1) * (_WORD // 8)
        self._lay_out(self._beginnings(owners, slots, beside), {word[:2] for word in self._third})

    def _beginnings(
        self,
        owners: dict[str, int],
        slots: Sequence[Sequence[frozenset[str]]],
        beside: Sequence[frozenset[str]],
    ) -> dict[str, int]:
        """Return the bits in all planes of whatever is known by one or two signs."""
        shifts = [plane * self._bytes * 8 for plane in range(self._planes)]
        begun: dict[str, int] = {}
        for word, rules in owners.items():
            if len(word) <= 2:
                begun[word] = rules | sum((rules & ~self._bound) << shift for shift in shifts[1:])
        for rule, (parts, signs) in enumerate(zip(slots, beside, strict=True)):
            further = [parts[plane if plane < len(parts) else 0] if parts else signs for plane in range(self._planes)]
            for shift, part in zip(shifts, further, strict=True):
                for opening in part if parts or shift else ():
                    begun[opening] = begun.get(opening, 0) | 1 << rule + shift
        return begun

    def _lay_out(self, begun: dict[str, int], going_on: set[str]) -> None:
        """Number first and second characters; write into a table of both what begins with the pair."""
        beginnings = {*begun, *going_on}
        firsts = sorted({beginning[0] for beginning in beginnings})
        seconds = sorted({beginning[1] for beginning in beginnings if len(beginning) == 2})
        width = len(seconds) + 1  # the first column: any other second character
        self._first, self._second = np.zeros(_PLANE, np.uint32), np.zeros(_PLANE, np.uint32)
        self._first[[ord(sign) for sign in firsts]] = np.arange(1, len(firsts) + 1) * width
        self._second[[ord(sign) for sign in seconds]] = np.arange(1, width)
        self._place = np.zeros((len(firsts) + 1) * width, np.uint16)
        numbers: dict[tuple[int, bool], int] = {(0, False): 0}
        for sign in firsts:
            row = int(self._first[ord(sign)])
            self._place[row : row + width] = numbers.setdefault((begun.get(sign, 0), False), len(numbers))
        for pair in sorted(beginnings):
            if len(pair) == 2:
                at = int(self._first[ord(pair[0])]) + int(self._second[ord(pair[1])])
                both = begun.get(pair[0], 0) | begun.get(pair, 0)
                self._place[at] = numbers.setdefault((both, pair in going_on), len(numbers))
        masks = b"".join(mask.to_bytes(self._bytes * self._planes, "little") for mask, _goes_on in numbers)
        self._masks = np.frombuffer(masks, np.uint64).reshape(len(numbers), -1)
        self._lay_out_thirds([goes_on for _mask, goes_on in numbers])

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
        """Return the rules that may speak, ascending, by the number of the sentence, ascending.

        :param starts: where each sentence begins, ascending.
        """
        if not text:
            return {}
        signs = _signs(text)
        begins = self._begins(signs)
        first, further = self._planes_of(begins, starts)
        speaking = [0] * len(starts)
        words = self._bytes * 8 // _WORD
        joined = (first & further).ravel()
        places = joined.nonzero()[0]  # few sentences have any
        for place, rules in zip(places.tolist(), joined.take(places).tolist(), strict=True):
            speaking[place // words] |= rules << place % words * _WORD
        if len(signs) > 2:
            for at in self._going_on(begins, signs):
                rules, longer = self._third.get(text[at : at + 3], _NOTHING)
                for word, owners in longer:
                    if text.startswith(word, at):
                        rules |= owners
                sentence = bisect_right(starts, at) - 1
                if rules & self._bound:
                    rules &= ~self._bound | int.from_bytes(further[sentence].tobytes(), "little")
                speaking[sentence] |= rules
        return {sentence: _bits(rules) for sentence, rules in enumerate(speaking) if rules}

    def _begins(self, signs: NDArray[np.uint16]) -> NDArray[np.uint16]:
        """Return for each character the number of what begins with it and the next."""
        places = self._first.take(signs)
        places[:-1] += self._second.take(signs[1:])
        return self._place.take(places)

    def _planes_of(
        self, begins: NDArray[np.uint16], starts: Sequence[int]
    ) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """Return for each sentence the rules of its first plane, and those that stand in all further planes."""
        within = starts if starts[-1] < len(begins) else starts[:-1]  # behind the last mark there may be nothing
        joined = np.bitwise_or.reduceat(self._masks.take(begins, 0), within, axis=0)
        words = self._bytes * 8 // _WORD
        further = joined[:, words : 2 * words]
        for plane in range(2, self._planes):
            further = further & joined[:, plane * words : (plane + 1) * words]
        return joined[:, :words], further

    def _going_on(self, begins: NDArray[np.uint16], signs: NDArray[np.uint16]) -> list[int]:
        """Return where three characters may stand that a word begins with: pairs with the same rules share a row."""
        thirds = self._row.take(begins[:-2])
        thirds += self._third_sign.take(signs[2:])
        places: list[int] = self._goes_on.take(thirds).nonzero()[0].tolist()
        return places


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
