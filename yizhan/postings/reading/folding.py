"""A text as it is read (half width, lower case) that still knows where each sign stood in the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from yizhan.shared.text.normalise import to_simplified

#: Half-open places in the original, in code points.
Span = tuple[int, int]

#: A message of a group is shorter; an announcement of a dozen jobs too.
MOST_CHARACTERS = 8000
#: Stands for a sign that has been read already, so that nothing else reads it: it ends clauses everywhere.
DONE = "|"
#: More of one sign in a row says nothing more.
_MOST_ALIKE = 30
_ALIKE = re.compile(rf"(.)\1{{{_MOST_ALIKE},}}", re.DOTALL)
#: Nobody writes as many without a mark or a number; what looks far ahead in them would take minutes.
_UNBROKEN = re.compile(r"[\u4e00-\u9fff]{200}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
#: Zero-width signs, which chats put between words.
_CIRCLED = re.compile("[①-⑳➀-➓❶-❿]")
#: Behind a digit it makes one key of a telephone of it, which numbers an item, too.
_KEYCAP = "\u20e3"
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\ufe0e\ufe0f]")


@dataclass(frozen=True, repr=False)
class Folded:
    """`plain` is what the grammar reads; `places[i]` is where its sign i stands in `original`."""

    original: str
    plain: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return where a piece of `plain` stands in the original; spaces at its ends are left out."""
        piece = self.plain[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        return (self.places[start], self.places[end - 1] + 1) if start < end else (0, 0)

    def without(self, pieces: Iterable[tuple[int, int]]) -> Folded:
        """Return the same text with pieces of `plain` marked as read."""
        signs = list(self.plain)
        for start, end in pieces:
            signs[start:end] = DONE * (end - start)
        return Folded(self.original, "".join(signs), self.places)

    def part(self, start: int, end: int) -> Folded:
        """Return a piece of it; places stay those of the whole original."""
        return Folded(self.original, self.plain[start:end], self.places[start:end])

    @cached_property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Return the lines of `plain` as (start, end), without their breaks."""
        found, at = [], 0
        for line in self.plain.split("\n"):
            found.append((at, at + len(line)))
            at += len(line) + 1
        return tuple(found)


def fold(text: str) -> Folded:
    """Fold width and case and drop invisible signs and commas between thousands; never raises."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text[:MOST_CHARACTERS]):
        folded = "\n" if sign in "\r\n\u2028\u0085" else to_simplified(unicodedata.normalize("NFKC", sign)).lower()
        if _CIRCLED.match(sign):
            folded += ")"  # ① numbers an item of a list; as a bare 1 it would count people
        elif sign == _KEYCAP:
            folded = ")"
        if _INVISIBLE.match(sign) or (unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t\r"):
            continue
        signs += folded
        places += [place] * len(folded)
    plain = "".join(signs)
    gone = {comma.start() for comma in _THOUSANDS.finditer(plain) if text[places[comma.start()]] == ","}
    gone |= {at for run in _ALIKE.finditer(plain) for at in range(run.start() + _MOST_ALIKE, run.end())}
    for run in _UNBROKEN.finditer(plain):
        signs[run.end() - 1] = DONE
    if gone:
        places = [place for index, place in enumerate(places) if index not in gone]
        signs = [sign for index, sign in enumerate(signs) if index not in gone]
    return Folded(text, "".join(signs), tuple(places))
