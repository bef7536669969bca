"""CR-083, CR-084 and CR-086 in a text: people shown in a notice, handed on unasked, or known by the face alone."""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.shown_numbers import shown_places
from yizhan.postings.rulebook.starting import openings, starting
from yizhan.postings.rulebook.text_rules.composed import composed, told
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("shown_people")
_NOTICE = re.compile(_W.notice)
_SHOWN = re.compile(_W.shown)
_HIDDEN = re.compile(_W.hidden)


def is_notice(text: str) -> bool:
    """Say whether a text is a notice that shows people to everybody (公示, 村务公开栏)."""
    return _NOTICE.search(text) is not None


def notice_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-083: a notice with whole numbers of people, or that says it shows them (个人信息保护法 第25条)."""
    text = plain.text
    if not is_notice(text):
        return
    # Numbers stand in any sentence, the word in one: all are told at the first.
    if _NOTICE.search(text, 0, first) is None:
        yield from shown_places(text)
    for found in _SHOWN.finditer(text, first, last):
        if _HIDDEN.search(text, first, last) is None:
            yield found.span()


NOTICES = TextRule("CR-083", _W.words.notice_anchors, notice_places)

_GIVES = rf"{_W.handed}{_W.handed_to}{{0,4}}[^,。;]{{0,10}}?"
_HANDED = (
    starting(rf"{_W.data}[^。;]{{0,16}}?{_GIVES}{_W.receivers}"),
    starting(rf"{_GIVES}{_W.receivers}[^。;]{{0,8}}?{_W.data}(?![都也]?不)"),
    starting(rf"[向与和跟同]{_W.receivers}[^,。;]{{0,4}}?{_W.handed}"),
    starting(rf"{_W.data}[^。;]{{0,16}}?{_W.receivers}[^。;]{{0,8}}?{_W.copied}"),
)
_UNASKED = starting(_W.unasked)
_SILENCE = starting(_W.taken_for_consent)
_DATA = starting(_W.data)
_GIVEN = starting(rf"{_GIVES}{_W.receivers}")
_CONSENT = starting(_W.consent)


def handing_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-084: what people registered is handed on without their consent (个人信息保护法 第23条)."""
    text = plain.text
    if _CONSENT.search(text, first, last) is not None:
        return
    for pattern in _HANDED:
        found = pattern.search(text, first, last)
        if found is not None:
            yield found.span()
            return


def silence_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-084: silence, or use, is taken for consent to it."""
    text = plain.text
    silence = _SILENCE.search(text, first, last)
    if silence is None or _CONSENT.search(text, first, last) is not None:
        return
    if _GIVEN.search(text, first, last) or (plain.holds(_DATA) and plain.holds(_GIVEN)):
        yield silence.span()


HANDED_ON = TextRule(
    "CR-084",
    (),
    handing_places,
    slots=(openings(_W.receivers), openings(rf"{_W.handed}|{_W.copied}"), openings(_W.data)),
)


def unasked_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-084: what is known of people is given away, and they are said to need no asking."""
    text = plain.text
    found = _UNASKED.search(text, first, last)
    if found is None or _DATA.search(text, first, last) is None:
        return
    start, end = found.span()
    if _CONSENT.search(text, first, start) is None and _CONSENT.search(text, end, last) is None:
        yield start, end


SOLD_BY_THE_HEAD = (
    *told("CR-084", composed(_W.data, _W.sold, _W.by_the_head, reach=34, commas=3, unless=_W.bare.consent)),
    TextRule(
        "CR-084",
        (),
        unasked_places,
        told=True,
        slots=(openings(_W.data), openings(_W.persons), openings(_W.unasked_words), openings(_W.unasked_ends)),
    ),
)
SILENCE = TextRule("CR-084", _W.words.silence_anchors, silence_places)

#: Within so many signs of the face it is said that nothing else will do; lists say it in a line of its own.
_NEAR = 40
_FACE = starting(_W.face)
_ONLY = starting(_W.only)
_OTHER_WAY = starting(_W.other_way)


def face_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-086: a face is the only way in, to work or to the pay (人脸识别技术应用安全管理办法 第10条)."""
    text = plain.text
    found = _FACE.search(text, first, last)
    if found is None or plain.holds(_OTHER_WAY):
        return
    if _ONLY.search(text, max(0, found.start() - _NEAR), found.end() + _NEAR) is not None:
        yield found.span()


FACES = TextRule("CR-086", _W.words.face_anchors, face_places)
