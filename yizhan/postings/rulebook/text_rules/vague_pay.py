"""CR-011 in a text: pay that is talked of and not stated (人力资源市场暂行条例 第24条).

面议, 从优, 随行就市 say nothing about pay. Where the text also states an amount and its unit they are harmless; where
the posting's own field does, the rule is not asked at all (`shape.Setting.decided`).
"""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import openings, starting
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule, found_by
from yizhan.postings.rulebook.text_rules.stated_pay import is_stated
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("vague_pay")
_OPEN = starting(rf"{_W.pay}{_W.between}{{0,5}}?{_W.open}")
#: 工资见面聊, 价钱跟老板谈.
_PUT_OFF = starting(rf"{_W.pay}{_W.between}{{0,5}}?{_W.later}[^,。;\d]{{0,10}}?{_W.talk}")
_UNNAMED = starting(_W.unnamed)
#: 面议 by itself is said of pay.
_ALONE = starting(r"(?:面议|薪?面谈)(?=$|[,。;!)\n ])")
#: 工资：200, and nothing that says for how long.
_BARE = starting(_W.bare_sum)
_UNIT = re.compile(_W.unit)
_OTHER = re.compile(_W.other_things)
_DENIED_BEFORE = re.compile(rf"{_W.denied_before}$")
_DENIED_AFTER = re.compile(rf"[”\"」]?{_W.denied_after}")


def open_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-011: where the pay is named and left open, once a sentence, in a text that nowhere states it."""
    return _vague((_OPEN,), plain, first, last, setting)


def put_off_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-011: where the pay is named and shall be spoken of another time."""
    return _vague((_PUT_OFF,), plain, first, last, setting)


def unnamed_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-011: pay is left open without being named (面议, 看活给钱), or a sum stands there without its unit."""
    yield from _vague((_UNNAMED, _ALONE), plain, first, last, setting)
    text = plain.text
    bare = _BARE.search(text, first, last)
    if bare is not None and _UNIT.search(text) is None and not is_stated(plain, setting):
        yield bare.span()


def _vague(patterns: tuple[re.Pattern[str], ...], plain: Plain, first: int, last: int, setting: Setting) -> Places:
    text = plain.text
    for found in found_by(patterns, text, first, last):
        start, end = found.span()
        clause_first, clause_last = plain.clause(start, end)
        if found.re is _ALONE and _OTHER.search(text, clause_first, start) is not None:
            continue
        if _is_denied(text, found, clause_first, clause_last):
            continue
        if not is_stated(plain, setting):
            yield start, end
        return


def _is_denied(text: str, found: re.Match[str], clause_first: int, clause_last: int) -> bool:
    """Say whether the word is taken back: 工资不面议, “面议”不能写, 不用再谈."""
    open_at = max((found.start() + at for at in _tails(found[0])), default=found.start())
    return (
        _DENIED_BEFORE.search(text, clause_first, open_at) is not None
        or _DENIED_AFTER.match(text, found.end(), clause_last) is not None
    )


_TAIL = re.compile(rf"{_W.open}$")


def _tails(written: str) -> list[int]:
    """Return where in a piece its last word begins, if it is one of those that leave pay open."""
    tail = _TAIL.search(written)
    return [] if tail is None else [tail.start()]


VAGUE_PAY = (
    TextRule("CR-011", (), open_places, slots=(openings(_W.pay), openings(_W.open))),
    TextRule("CR-011", (), put_off_places, slots=(openings(_W.pay), openings(_W.later), openings(_W.talk))),
    TextRule("CR-011", _W.words.anchors, unnamed_places),
)
