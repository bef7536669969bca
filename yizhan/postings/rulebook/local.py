"""What a county adds to the rule book: words that its rules object to, and tighter limits. It can take nothing away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from yizhan.postings.rulebook.clauses import Plain, fold
from yizhan.postings.rulebook.limits import SHIPPED, Limits
from yizhan.postings.rulebook.text_rules.shape import is_talk_of_rules, refused, warned
from yizhan.postings.rulebook.words import any_of

#: Shorter words stand in too many others.
LEAST_LETTERS, MOST_LETTERS = 2, 20
#: 岗位保障金全免, 茶水费一律不收: what follows takes the word back.
_FREE_AFTER = re.compile(
    r"(?:、|和|及|等|的|费用|全部|一律|统统|也|都|均|全|是|:)*"
    r"(?:不(?:收|要|用|需|必|交|扣|限|问|看|查|存在)|无需|无须|没有|全?免(?!谈)|零|0元|取消)"
)


def folded_word(written: str) -> str:
    """Return a word as it is looked for: simplified, half width, lower case, without spaces and signs.

    >>> folded_word(" 岗位 保障金 ")
    '岗位保障金'
    """
    return "".join(sign for sign in fold(written.strip()).text.lower() if sign.isalnum())


@dataclass(frozen=True)
class LocalBook:
    """A county's own words and limits on one day.

    :param words: (rule, folded word).
    """

    words: tuple[tuple[str, str], ...] = ()
    limits: Limits = SHIPPED

    @cached_property
    def _rules(self) -> dict[str, tuple[str, ...]]:
        rules: dict[str, tuple[str, ...]] = {}
        for rule, word in self.words:
            rules[word] = (*rules.get(word, ()), rule)
        return rules

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        # What folding left between two letters (岗位 保障金) does not hide a word.
        spaced = [" ?".join(map(re.escape, word)) for word in self._rules]
        return re.compile(any_of(spaced, literal=False)) if spaced else None

    def places(self, plain: Plain) -> Iterator[tuple[str, int, int]]:
        """Yield (rule, start, end) where a word stands in a folded text and its clause does not take it back."""
        if self._pattern is None:
            return
        text = plain.text.lower()
        if len(text) != len(plain.text):  # some letters grow when they are lowered, and places would be wrong
            text = plain.text
        for found in self._pattern.finditer(text):
            start, end = found.span()
            first, last = plain.clause(start, end)
            if refused(text, first, start) or warned(text, first, start, end, last):
                continue
            if _FREE_AFTER.match(text, end, last) or is_talk_of_rules(text, *plain.sentence(start, end)):
                continue
            for rule in self._rules[found[0].replace(" ", "")]:
                yield rule, start, end


NOTHING_LOCAL = LocalBook()
