"""From what somebody says to an occupation: everyday word, name, pinyin, initials, a part, a near sound.

Each way of matching gives a score; an occupation keeps its best. The scale is arbitrary but fixed: what is said
exactly stands above what sounds the same, that above what is contained, that above what merely overlaps.
Ties: the word that is said more often, then the code. Same input, same answer, on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pypinyin import lazy_pinyin

from yizhan.vocabularies.catalogue.occupations import Alias, occupations_by_code, shipped_aliases
from yizhan.vocabularies.enums import MatchedBy

EXACT_NAME = 10_500
EXACT_ALIAS = 10_000
EXACT_STEM = 9_800
STRIPPED = 800  # taken off when fillers had to be removed first
SAME_SOUND = 8_000
SAME_PINYIN = 9_000
NEAR_SOUND = 6_800
SAME_INITIALS = 6_000
PINYIN_PREFIX = 5_500
INITIALS_PREFIX = 3_500
TAIL_PINYIN = 5_800
TAIL_INITIALS = 3_800
CONTAINED = 6_500
PART = 4_800
PART_AT_START = 900
OVERLAP = 3_200
#: later codes of one word stand behind its first, yet before any weaker match of another word.
ORDER_STEP = 90
WEIGHT_STEP = 40
LONGEST_QUERY = 40

_ENDINGS = re.compile(r"(人员|作业员|操作员|员|工|师)$")
_NOISE = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
# What people say around the word itself. Only at the ends, and always tried beside the unstripped text.
_BEFORE = re.compile(
    r"^(我|俺|咱|想|要|找|招聘|招|请|雇|需要|急|帮|给|家里|有|没有|个|一个|几个|两个|会|能|干|做|当|去|来|是|在|专门|专业|熟练)+"
)
_AFTER = re.compile(
    r"(的人|的活|的|师傅|工人|人员|老师|大姐|大哥|大叔|大爷|大妈|阿姨"
    r"|活儿|活|人|工作|工种|员|工|师|啊|呀|呢|吗|了)+$"
)


@dataclass(frozen=True, slots=True)
class OccupationHit:
    """One answer: which occupation, and by which word it was found ("" when by its own name).

    :param is_exact: the text, or the text without what people say around it, is that very word or name.
    """

    code: str
    name: str
    matched_by: MatchedBy
    alias: str
    is_exact: bool


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    codes: tuple[str, ...]
    weight: int
    exact: int
    is_alias: bool
    pinyin: str
    initials: str
    near: str
    syllables: tuple[str, ...]


def normalise(text: str) -> str:
    """Fold width and case and drop everything but letters, digits and Chinese characters."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())[:LONGEST_QUERY]


def near_form(pinyin: str) -> str:
    """Fold the sounds that are confused in writing: zh/z, ch/c, sh/s, -ng/-n, l/n, ü/u."""
    for hard, soft in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("v", "u")):
        pinyin = pinyin.replace(hard, soft)
    return pinyin


def _syllables(text: str) -> list[str]:
    return [part.lower() for part in lazy_pinyin(text)]


def _word(text: str, codes: tuple[str, ...], weight: int, exact: int, *, is_alias: bool) -> _Word:
    syllables = _syllables(text)
    pinyin = "".join(syllables)
    initials = "".join(part[:1] for part in syllables)
    return _Word(text, codes, weight, exact, is_alias, pinyin, initials, near_form(pinyin), tuple(syllables))


def _bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _variants(text: str) -> list[str]:
    """Return a text and what is left of it without what people say around a word."""
    variants = [text]
    for shorter in (_AFTER.sub("", text), _BEFORE.sub("", text), _AFTER.sub("", _BEFORE.sub("", text))):
        if len(shorter) >= 2 and shorter not in variants:
            variants.append(shorter)
    return variants


class WordIndex:
    """Words with their occupations, prepared for every way of asking."""

    def __init__(self, words: Iterable[_Word]) -> None:
        """Index the words: by text, pinyin, initials, near sound and bigram."""
        self.words = list(words)
        self.by_text: dict[str, list[_Word]] = defaultdict(list)
        self.by_near: dict[str, list[_Word]] = defaultdict(list)
        self.by_bigram: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.words):
            self.by_text[word.text].append(word)
            self.by_near[word.near].append(word)
            for pair in _bigrams(word.text):
                self.by_bigram[pair].append(number)
        self.pinyin = sorted((word.pinyin, number) for number, word in enumerate(self.words))
        self.initials = sorted((word.initials, number) for number, word in enumerate(self.words))
        # An official name is also found by how it ends: 搬运工 for 装卸搬运工, which no alias may repeat.
        self.tail_pinyin: dict[str, list[_Word]] = defaultdict(list)
        self.tail_initials: dict[str, list[_Word]] = defaultdict(list)
        for word in self.words:
            if not word.is_alias:
                for start in range(1, len(word.syllables) - 1):
                    self.tail_pinyin["".join(word.syllables[start:])].append(word)
                    self.tail_initials[word.initials[start:]].append(word)

    def _starting(self, table: list[tuple[str, int]], prefix: str) -> Iterator[_Word]:
        at = bisect_left(table, (prefix, -1))
        while at < len(table) and table[at][0].startswith(prefix):
            yield self.words[table[at][1]]
            at += 1

    def matches(self, text: str) -> Iterator[tuple[int, MatchedBy, _Word]]:
        """Yield (score, how, word) for a normalised text; one word may come more than once."""
        if re.fullmatch(r"[a-z]+", text):
            yield from self._letters(text)
        variants = _variants(text)
        for variant in variants:
            off = 0 if variant == text else STRIPPED
            for word in self.by_text.get(variant, ()):
                yield word.exact - off, MatchedBy.ALIAS if word.is_alias else MatchedBy.NAME, word
            yield from self._sounding(variant, off)
        core = variants[-1]
        yield from self._inside(text, len(core))
        yield from self._around(core)
        yield from self._overlapping(core)

    def _letters(self, text: str) -> Iterator[tuple[int, MatchedBy, _Word]]:
        for word in self._starting(self.pinyin, text):
            if word.pinyin == text:
                yield SAME_PINYIN, MatchedBy.PINYIN, word
            elif len(text) >= 2:
                yield PINYIN_PREFIX * len(text) // len(word.pinyin), MatchedBy.PINYIN, word
        for word in self.by_near.get(near_form(text), ()):
            yield NEAR_SOUND, MatchedBy.NEAR, word
        if len(text) >= 4:
            folded = near_form(text)
            for near, words in self.by_near.items():
                if near.startswith(folded) and near != folded:
                    for word in words:
                        yield (PINYIN_PREFIX - STRIPPED) * len(folded) // len(near), MatchedBy.NEAR, word
        for word in self._starting(self.initials, text):
            if word.initials == text:
                yield SAME_INITIALS, MatchedBy.INITIALS, word
            else:
                yield INITIALS_PREFIX * len(text) // len(word.initials), MatchedBy.INITIALS, word
        for word in self.tail_pinyin.get(text, ()):
            yield TAIL_PINYIN, MatchedBy.PINYIN, word
        for word in self.tail_initials.get(text, ()):
            yield TAIL_INITIALS, MatchedBy.INITIALS, word

    def _sounding(self, variant: str, off: int) -> Iterator[tuple[int, MatchedBy, _Word]]:
        if len(variant) < 2 or variant.isascii():
            return
        pinyin = "".join(_syllables(variant))
        for word in self.by_near.get(near_form(pinyin), ()):
            if len(word.text) == len(variant) and word.text != variant:
                yield (SAME_SOUND if word.pinyin == pinyin else NEAR_SOUND) - off, MatchedBy.NEAR, word

    def _inside(self, text: str, length: int) -> Iterator[tuple[int, MatchedBy, _Word]]:
        """Yield words that the text contains; what covers more of it counts more."""
        found: dict[str, set[int]] = {}
        for start in range(len(text) - 1):
            for end in range(start + 2, min(len(text), start + 12) + 1):
                piece = text[start:end]
                if piece != text and piece in self.by_text:
                    found.setdefault(piece, set()).update(range(start, end))
        covered: dict[str, set[int]] = defaultdict(set)
        for piece, places in found.items():
            for word in self.by_text[piece]:
                covered[word.codes[0]] |= places
        for piece in found:
            for word in self.by_text[piece]:
                share = min(len(covered[word.codes[0]]), length)
                yield CONTAINED * share // length, MatchedBy.ALIAS if word.is_alias else MatchedBy.PART, word

    def _around(self, text: str) -> Iterator[tuple[int, MatchedBy, _Word]]:
        """Yield words that contain the text; what adds less to it counts more."""
        if not text:
            return
        for word in self.words:
            if text in word.text and text != word.text:
                first = PART_AT_START if word.text.startswith(text) else 0
                yield PART * len(text) // len(word.text) + first, MatchedBy.PART, word

    def _overlapping(self, text: str) -> Iterator[tuple[int, MatchedBy, _Word]]:
        pairs = _bigrams(text)
        counts: dict[int, int] = defaultdict(int)
        for pair in pairs:
            for number in self.by_bigram.get(pair, ()):
                counts[number] += 1
        for number, same in counts.items():
            word = self.words[number]
            yield OVERLAP * 2 * same // (len(pairs) + max(len(word.text) - 1, 1)), MatchedBy.PART, word


def _rank(text: str, indexes: Iterable[WordIndex]) -> list[tuple[str, MatchedBy, str]]:
    best: dict[str, tuple[int, int, MatchedBy, str]] = {}
    for index in indexes:
        for score, how, word in index.matches(text):
            for order, code in enumerate(word.codes):
                total = score + WEIGHT_STEP * word.weight - ORDER_STEP * order
                told = word.text if word.is_alias else ""
                now = best.get(code)
                if now is None or (total, word.weight, told) > (now[0], now[1], now[3]):
                    best[code] = (total, word.weight, how, told)
    ordered = sorted(best.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
    return [(code, how, told) for code, (_total, _weight, how, told) in ordered]


@cache
def shipped_index() -> WordIndex:
    """Build the index of the shipped words, once a process."""
    return WordIndex(_shipped_words())


def _shipped_words() -> Iterator[_Word]:
    said: dict[str, int] = {}
    for alias in shipped_aliases():
        first = alias.codes[0]
        said[first] = max(said.get(first, 1), alias.weight)
        yield _word(alias.word, alias.codes, alias.weight, EXACT_ALIAS, is_alias=True)
    for occupation in occupations_by_code().values():
        weight = said.get(occupation.code, 1)
        name = normalise(occupation.name)
        yield _word(name, (occupation.code,), weight, EXACT_NAME, is_alias=False)
        stem = _ENDINGS.sub("", name)
        if stem != name and len(stem) >= 2:
            yield _word(stem, (occupation.code,), weight, EXACT_STEM, is_alias=False)


def index_of(aliases: Iterable[Alias]) -> WordIndex:
    """Index an office's own words."""
    return WordIndex(
        _word(normalise(alias.word), alias.codes, alias.weight, EXACT_NAME + 1, is_alias=True) for alias in aliases
    )


def search(text: str, *, limit: int, own: WordIndex | None = None) -> list[OccupationHit]:
    """Return at most `limit` occupations for what was said, best first; [] for nothing or for noise.

    :param own: the words of an office, beside the shipped ones.
    """
    wanted = normalise(text)
    if not wanted:
        return []
    indexes = [shipped_index()] if own is None else [own, shipped_index()]
    names, said = occupations_by_code(), _variants(wanted)
    return [
        OccupationHit(
            code=code,
            name=names[code].name,
            matched_by=how,
            alias=told,
            is_exact=how == MatchedBy.NAME or (how == MatchedBy.ALIAS and told in said),
        )
        for code, how, told in _rank(wanted, indexes)[:limit]
    ]
