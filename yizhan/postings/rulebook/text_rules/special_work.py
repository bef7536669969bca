"""CR-041 and CR-044 in a text: barred work offered to people of sixteen and seventeen, a certificate that is waived.

What is meant to protect (18周岁以上, 只排白班, 没证别来) takes it back wherever it stands in the posting.
"""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import openings, starting
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule, stands_in_posting
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("special_work")
_MINORS = starting(_W.minors)
_BARRED = starting(_W.barred)
_SPARED = starting(_W.spared)
_REFUSED = re.compile(rf"{_W.refused}[^,。;]{{0,4}}$")


def minor_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-041: 16 or 17 is old enough for work at night or of the list (劳动法 第64条)."""
    text = plain.text
    found = _MINORS.search(text, first, last)
    if found is None or _REFUSED.search(text, first, found.start()) is not None:
        return
    if stands_in_posting(_BARRED, plain, setting) and not stands_in_posting(_SPARED, plain, setting):
        yield found.span()


MINORS = TextRule("CR-041", _W.words.minor_anchors, minor_places)

_CERTIFICATE = rf"{_W.certificate_of}{{0,3}}(?:作业|操作|上岗|资格|工)?{_W.certificate}"
_WAIVED = starting(
    rf"{_W.waived}"
    rf"|{_W.lacking}{_CERTIFICATE}{_W.lacking_also}{{0,4}}{_W.all_the_same}"
    rf"|{_W.not_asked}{_W.to_hold}{{0,3}}{_CERTIFICATE}"
    rf"|{_CERTIFICATE}(?:{_W.had_or_not}{_W.lacking_also}{{0,2}}{_W.all_the_same}"
    rf"|{_W.spoken_of}{{0,4}}{_W.not_needed}"
    rf"|[^,。;须必带持齐要办考]{{0,8}}?{_W.left_open}"
    rf"|{_W.once}{{0,2}}{_W.run_out}{_W.since}{{0,4}}{_W.all_the_same}"
    rf"|{_W.made_up})"
    rf"|{_W.borrowed}{_CERTIFICATE}|{_W.later}[补考办]个?{_CERTIFICATE}"
)
#: Without one of these no certificate is spoken of.
_PAPER = re.compile("[证本照糊牌]")
#: 电工证, 起重机厂, 电焊培训 name no work that one does.
_SPECIAL = starting(f"(?:{_W.special})(?!(?:作业|操作|上岗|资格)?证|机?[厂店]|配件|市场|培训|机器人|学校|公司招|专卖)")
_BESIDE = re.compile(_W.beside)
_ASKED = starting(_W.asked)
_NOT_USED = re.compile(rf"(?:{_CERTIFICATE})(?:{_W.spoken_of})*(?:不用|不要)$")
_LACKING_BEFORE = re.compile(f"(?:{_W.lacking}|[没无缺])(?:有)?$")


def waiver_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-044: special work whose certificate is not asked for (特种作业人员安全技术培训考核管理规定 第5条).

    The work is named in this sentence, the certificate anywhere: lists say it in a line of its own.
    """
    text = plain.text
    if _PAPER.search(text) is None or _SPECIAL.search(text, first, last) is None:
        return
    for found in _WAIVED.finditer(text):
        clause_first, clause_last = plain.clause(*found.span())
        if _BESIDE.search(text, *plain.sentence(*found.span())):
            continue
        # 登高证不用 is no refusal of people; 没证不用 is.
        if _ASKED.search(text, clause_first, clause_last) and not (
            _NOT_USED.search(found[0]) and _LACKING_BEFORE.search(text, clause_first, found.start()) is None
        ):
            continue
        yield found.span()
        return


_FOR_ADULTS = starting(_W.for_adults)
_HANDS_ON = re.compile(_W.hands_on)


def young_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-044: who is not yet eighteen can hold no certificate, and is to weld or wire (同规定 第4条)."""
    text = plain.text
    if _FOR_ADULTS.search(text, first, last) is not None and _HANDS_ON.search(text, first, last) is not None:
        yield from minor_places(plain, first, last, setting)


YOUNG_AT_SPECIAL_WORK = TextRule("CR-044", _W.words.minor_anchors, young_places, beside=openings(_W.for_adults))
WAIVERS = TextRule("CR-044", (), waiver_places, slots=(openings(_W.special),))
