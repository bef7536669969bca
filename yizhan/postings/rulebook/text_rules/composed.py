"""Readings put together from slots: what an offence consists of, in whatever order it is told.

A pattern that follows one sentence learns one sentence. Here a reading names its parts (what is asked, the hand that
takes it, what hangs on it), each a closed list of words, and how far apart they may stand; what takes it back (an
employer who pays, a denial, a warning) is looked for in the clauses that the parts touch.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.model import Level
from yizhan.postings.rulebook.starting import openings, starting
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule

Levels = Callable[[str, Setting], Level] | None

#: What no reading of an advert is meant by: warnings, denials of others' talk, questions that are answered.
WARNING = (
    r"骗|谨防|小心|当心|警惕|举报|投诉|谣|陷阱|套路|上当|违法|(?<!\d)123(?:33|45)(?!\d)|"
    r"别信|不要信|勿信|不可信|不靠谱|谁说|听说|据说|传言|以为|莫非|难道|哪有|哪来|"
    r"哪个说|不存在|不搞|不兴|绝不|从不|从来不|决不|杜绝|严禁|禁止|不得|不准许"
)


@dataclass(frozen=True)
class Composed:
    """Slots that stand near each other.

    :param slots: one pattern a part; the rarest first. Parts may not overlap.
    :param reach: most characters from the first sign of the first part to the last sign of the last.
    :param unless: what takes it back, anywhere in the clauses that the parts touch.
    :param ordered: whether the parts stand in the order of the slots.
    :param beside: what takes it back anywhere in the sentence.
    :param commas: how many clauses may end between the first sign and the last.
    :param gates: how each part begins that begins with something, and what it holds; without one it need not be asked.
    """

    slots: tuple[re.Pattern[str], ...]
    reach: int
    unless: re.Pattern[str]
    gates: tuple[frozenset[str], ...]
    ordered: bool = False
    beside: re.Pattern[str] | None = None
    commas: int = 1

    def places(self, plain: Plain, first: int, last: int) -> Places:
        """Yield the stretches of ``text[first:last]`` that hold all parts within reach."""
        text = plain.text
        found: list[list[tuple[int, int]]] = []
        for slot in self.slots:
            one = slot.search(text, first, last)
            if one is None:
                return
            found.append([one.span(), *(each.span() for each in slot.finditer(text, one.end(), last))])
        if self.beside is not None and self.beside.search(text, first, last) is not None:
            return
        taken_back: set[tuple[int, int]] = set()
        for start, end in found[0]:
            stretch = self._nearest(text, [(start, end)], found[1:])
            if stretch is None:
                continue
            clauses = plain.clause(*stretch)
            if clauses in taken_back:
                continue
            if self.unless.search(text, clauses[0], min(clauses[1], last)) is None:
                yield stretch
                return
            taken_back.add(clauses)

    def _nearest(
        self, text: str, taken: list[tuple[int, int]], rest: list[list[tuple[int, int]]]
    ) -> tuple[int, int] | None:
        """Return the stretch over one span of each further part, the nearest to what is taken already."""
        for spans in rest:
            start, end = taken[0][0], max(each[1] for each in taken)
            near = spans[bisect_left(spans, (end - self.reach, 0)) : bisect_left(spans, (start + self.reach, 0))]
            fitting = [
                each
                for each in near
                if all(each[1] <= other[0] or each[0] >= other[1] for other in taken)
                and max(end, each[1]) - min(start, each[0]) <= self.reach
                and (not self.ordered or each[0] >= end)
                and text.count(",", min(start, each[0]), max(end, each[1])) <= self.commas
            ]
            if not fitting:
                return None
            taken = sorted(
                [
                    *taken,
                    min(
                        fitting,
                        key=lambda each: max(end, each[1]) - min(start, each[0]),
                    ),
                ]
            )
        return taken[0][0], max(each[1] for each in taken)


def composed(
    *slots: str,
    reach: int,
    unless: str,
    ordered: bool = False,
    beside: str | None = None,
    hint: str = "",
    commas: int = 1,
) -> Composed:
    """Put a reading together from pieces of patterns; ``unless`` always holds `WARNING` too.

    :param hint: a pattern of something inside a part without which the reading need not be asked.
    """
    begun = [(starting(f"(?:{slot})"), _openings(f"(?:{slot})")) for slot in slots]
    gates = [*(each for _slot, each in begun), openings(hint) if hint else frozenset[str]()]
    return Composed(
        tuple(slot for slot, _gate in begun),
        reach,
        starting(f"{unless}|{WARNING}"),
        tuple(filter(None, gates)),
        ordered,
        None if beside is None else starting(beside),
        commas,
    )


def told(
    code: str,
    *readings: Composed,
    level: Levels = None,
    silent: Callable[[Setting], bool] = lambda _setting: False,
) -> tuple[TextRule, ...]:
    """Make rules of readings, each asked only where no other of its code spoke.

    :param silent: whether what is known beside the text makes the rule say nothing.
    """

    def places_of(reading: Composed) -> Callable[[Plain, int, int, Setting], Places]:
        def places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
            return iter(()) if silent(setting) else reading.places(plain, first, last)

        return places

    return tuple(TextRule(code, (), places_of(each), level, told=True, slots=each.gates) for each in readings)


def _openings(slot: str) -> frozenset[str]:
    """Return what a slot begins with; nothing where it can begin with anything."""
    try:
        return openings(slot)
    except ValueError:
        return frozenset()
