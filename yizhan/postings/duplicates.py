"""Near-duplicates among postings (CR-020): which two say the same, though not in the same words. Pure; no database.

Two postings are alike when what they say is nearly the same (`TEXT_BP`), the place can be the same (`PLACE_BP`), and
they are tied to each other: by the same telephone, or by turns of phrase that hardly any other posting has
(`RARE_SHARED`). The standard text of a trade, with another place or another telephone, ties nobody.

What is compared are sets of two-character pieces of title and content. Digits, signs and spaces are left out, so that a
changed amount, an inserted symbol or a line break changes nothing, and turned-round clauses change little. The scan
finds candidates by sketches (the eight pieces of each text with the smallest hash: equal pieces are chosen alike in
every text) and then compares the exact sets. Same input, same answer, in any order of the input.

Cost: one sort of all pieces, O(n log n); 100,000 postings in `bench/near_duplicates.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Share of pieces (Jaccard, basis points) from which two texts say the same.
TEXT_BP = 6_000
#: Share of the shorter place name's pieces (basis points) that the other has, from which it can be the same place.
PLACE_BP = 5_000
#: Without a shared telephone the texts share so many runs of `RUN` letters that at most `RARE_IN` postings have.
RARE_SHARED = 12
RARE_IN = 6
RUN = 5
#: Pieces of each text in its sketch. Two texts with 60 % in common miss each other's eight once in a thousand times.
SKETCH = 8
#: Under one key so many postings are compared each with each, beyond that each with its next ones.
MOST_TOGETHER = 40
#: A telephone that so many employers give is an agency's, or a swindler's.
MANY_EMPLOYERS = 3
BP = 10_000
_TABLE_BITS = 22
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Ad:
    """What is compared of a posting.

    :param key: any number that names it; pairs are given by it.
    :param text: title and content. :param place: name of the place of work, "" where unknown.
    :param phone: anything that is equal for equal telephones, "" where there is none.
    :param employer: whose it is.
    """

    key: int
    text: str
    place: str
    phone: str
    employer: int


@dataclass(frozen=True)
class Alike:
    """Two postings that say the same; `low` < `high` are their keys."""

    low: int
    high: int
    similarity_bp: int
    same_phone: bool


def pieces(text: str) -> frozenset[str]:
    """Return the two-character pieces of a text without digits and signs; of a single letter, that letter."""
    letters = "".join(filter(str.isalpha, text.lower()))
    return frozenset(letters[at : at + 2] for at in range(max(1, len(letters) - 1))) if letters else frozenset()


def similarity_bp(one: frozenset[str], other: frozenset[str]) -> int:
    """Return the share of all pieces that both have, in basis points; texts without a letter are like nothing."""
    both = len(one & other)
    return both * BP // (len(one) + len(other) - both) if both else 0


def may_be_same_place(one: str, other: str) -> bool:
    """Say whether two names can be one place; an unknown place can be any."""
    first, second = pieces(one), pieces(other)
    if not first or not second:
        return True
    return len(first & second) * BP >= PLACE_BP * min(len(first), len(second))


def says_the_same(one: Ad, other: Ad) -> int:
    """Return how alike two postings with one telephone are in basis points; 0 when they are not the same."""
    alike = similarity_bp(pieces(one.text), pieces(other.text))
    return alike if alike >= TEXT_BP and may_be_same_place(one.place, other.place) else 0


def find_alike(ads: Sequence[Ad]) -> list[Alike]:
    """Return every pair that says the same, by keys.

    :raises ValueError: two postings have one key.
    """
    ads = sorted(ads, key=lambda ad: ad.key)
    if len({ad.key for ad in ads}) != len(ads):
        raise ValueError("two postings have one key")
    if len(ads) < 2:
        return []
    signs, owner = _letters(ads)
    rare = _Runs(signs, owner, len(ads), RUN).rare()
    found = []
    exact = cache(lambda at: pieces(ads[at].text))
    for low, high in _candidates(_Runs(signs, owner, len(ads), 2), rare, ads):
        one, other = ads[low], ads[high]
        same_phone = bool(one.phone) and one.phone == other.phone
        if not same_phone and rare.shared(low, high) < RARE_SHARED:
            continue
        alike = similarity_bp(exact(low), exact(high))
        if alike >= TEXT_BP and may_be_same_place(one.place, other.place):
            found.append(Alike(one.key, other.key, alike, same_phone))
    return found


def many_named_phones(ads: Iterable[Ad]) -> list[tuple[int, ...]]:
    """Return groups of postings whose one telephone stands for three or more employers; keys in order."""
    keys: dict[str, list[int]] = defaultdict(list)
    employers: dict[str, set[int]] = defaultdict(set)
    for ad in ads:
        if ad.phone:
            keys[ad.phone].append(ad.key)
            employers[ad.phone].add(ad.employer)
    groups = [tuple(sorted(keys[phone])) for phone, whose in employers.items() if len(whose) >= MANY_EMPLOYERS]
    return sorted(groups)


# --- the scan ---------------------------------------------------------------------------------------------------------


class _Runs:
    """The hashed runs of `width` letters of all texts in one sorted row: by posting, then by hash, each once."""

    def __init__(self, signs: NDArray[np.uint64], owner: NDArray[np.uint64], count: int, width: int) -> None:
        value = signs[: len(signs) - width + 1].copy()
        for step in range(1, width):
            value = value * _MIX + signs[step : len(signs) - width + 1 + step]
        inside = owner[width - 1 :] == owner[: len(owner) - width + 1]
        hashed = (value * _MIX >> np.uint64(32))[inside]
        # The owner stands in the upper half, so that one sort orders both.
        row = np.sort(owner[: len(owner) - width + 1][inside] << np.uint64(32) | hashed)
        row = row[np.concatenate([[True], row[1:] != row[:-1]])] if len(row) else row
        self.owner = (row >> np.uint64(32)).astype(np.int64)
        self.hashed = row & np.uint64(0xFFFFFFFF)
        self.starts = np.searchsorted(self.owner, np.arange(count + 1))

    def kept(self, keep: NDArray[np.bool_]) -> _Runs:
        """Return the same with some runs left out."""
        less = object.__new__(_Runs)
        less.owner, less.hashed = self.owner[keep], self.hashed[keep]
        less.starts = np.concatenate([[0], np.cumsum(keep)])[self.starts]
        return less

    def rare(self) -> _Runs:
        """Return those that at most `RARE_IN` postings have."""
        slots = (self.hashed >> np.uint64(32 - _TABLE_BITS)).astype(np.int64)
        return self.kept(np.bincount(slots, minlength=1 << _TABLE_BITS)[slots] <= RARE_IN)

    def shared(self, low: int, high: int) -> int:
        """Return how many runs two postings share."""
        one, other = (self.hashed[self.starts[at] : self.starts[at + 1]] for at in (low, high))
        return len(np.intersect1d(one, other, assume_unique=True))

    def sketches(self) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
        """Return (posting, hash) of the `SKETCH` smallest hashes of each."""
        small = np.arange(len(self.owner)) - self.starts[self.owner] < SKETCH
        return self.owner[small], self.hashed[small]


def _letters(ads: Sequence[Ad]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return all letters of all texts in a row, and to which posting each belongs."""
    lowered = [ad.text.lower() for ad in ads]
    signs = np.frombuffer("".join(lowered).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owner = np.repeat(np.arange(len(ads), dtype=np.uint64), [len(text) for text in lowered])
    is_letter = np.zeros(int(signs.max(initial=0)) + 1, dtype=bool)
    for sign in np.flatnonzero(np.bincount(signs)).tolist():
        is_letter[sign] = chr(sign).isalpha()
    keep = is_letter[signs]
    return signs[keep].astype(np.uint64), owner[keep]


def _candidates(pairs: _Runs, rare: _Runs, ads: Sequence[Ad]) -> Iterator[tuple[int, int]]:
    """Yield each pair of positions once, in order, that shares a key: telephone and piece, or a rare run."""
    phones = {phone: number for number, phone in enumerate(sorted({ad.phone for ad in ads if ad.phone}), start=1)}
    phone_of = np.array([phones.get(ad.phone, 0) for ad in ads], dtype=np.uint64)
    owner, hashed = pairs.sketches()
    has = phone_of[owner] > 0
    by_phone = _pairs(owner[has], phone_of[owner[has]] << np.uint64(32) | hashed[has])
    by_words = _pairs(*rare.sketches())
    n = len(ads)
    coded = np.concatenate([by_phone[0] * n + by_phone[1], by_words[0] * n + by_words[1]])
    for code in sorted(set(coded.tolist())):
        yield divmod(code, n)


def _pairs(owner: NDArray[np.int64], key: NDArray[np.uint64]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return positions (low, high) of postings under one key, each with its next `MOST_TOGETHER` at most."""
    order = np.lexsort((owner, key))
    owner, key = owner[order], key[order]
    lows, highs = [], []
    for step in range(1, MOST_TOGETHER):
        same = key[step:] == key[:-step]
        if not same.any():
            break
        lows.append(owner[:-step][same])
        highs.append(owner[step:][same])
    empty = np.zeros(0, np.int64)
    return np.concatenate([empty, *lows]), np.concatenate([empty, *highs])
