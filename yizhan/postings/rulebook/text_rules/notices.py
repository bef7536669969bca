"""Texts that speak of offences without making an offer: a warning, a list of what was sent back, wording in quotes.

A sentence is read by the rules as an advert reads; here is looked at what stands around it. A notice says what it is at
its head (反诈提醒:, 以下岗位已退回:, 发布须知:) and holds for the sentences that follow until one offers work: 温馨提示
before an advert makes no notice of it. Numbers by which somebody is
known or reached are objected to wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("notices")


class Kind(Enum):
    """How far a notice is believed."""

    WARNING = "says by its name that it warns or explains"
    RETURNED = "lists what was sent back, adverts among it"
    HINT = "a name that adverts give to their own hints: only what warns in it counts"


#: At the beginning of a sentence: signs, perhaps who speaks, and the name; 分错了有人提醒 is none.
_SPEAKER = r"[^\u4e00-\u9fff]{0,6}[\u4e00-\u9fff\d]{0,12}?"
_HEADS = (
    (Kind.RETURNED, re.compile(f".{{0,24}}?{_W.returned}")),
    (Kind.WARNING, re.compile(f"{_SPEAKER}{_W.warnings}")),
    (Kind.HINT, re.compile(rf"{_SPEAKER}{_W.hints}(?=[:】\])>》,!|\n]|各|大家|广大|您|$)")),
)
#: Looked for first: most texts have none.
_ANY_HEAD = starting(f"{_W.bare.returned}|{_W.bare.warnings}|{_W.bare.hints}|{_W.signed}")
#: At the end: ——县驿站提示, 驿站服务大厅宣. Anybody can write it, so it makes no more than a hint of the text.
_SIGNED = re.compile(rf"{_W.signed}[ 。!)】\n]*\Z")
#: So many are looked for, or the writer speaks for themselves: an offer, whatever else is said.
_SEEKS = starting(
    rf"(?:招|聘|缺|找|要)(?!招|聘|{_W.bare.not_sought})[^,。;“\"]{{0,10}}?(?:\d+|[一二两三四五六七八九十几])(?:来|多)?"
    f"(?:名|个(?!月)|位|人)|{_W.bare.invites}"
)
#: Pay with its time.
_PAYS = starting(
    rf"{_W.pay_words}[^,。;\d]{{0,5}}(?:\d{{2,5}}|[一二两三四五六七八九]{{1,2}}[百千万])"
    r"|\d{2,5}(?:元|块|一|/|每)(?:钱)?(?:一|/|每)?(?:个)?(?:天|日|小时|钟头|月|工|晚|班)(?!内|以内|前|后)"
)
#: Somebody is looked for: enough where the head alone proves little.
_LOOKS_FOR = starting(
    r"(?:急招|诚招|招聘|诚聘|急聘|现招|直招|本店招|厂招|招)(?!的|工(?:过程|信息|单位|中|时|,|的)|聘(?:信息|单位|过程|时|中))"
    rf"[^,。;“\"]{{0,8}}?{_W.workers}"
)
#: A trade and, in the same breath, whom it wants or what it takes: an advert whatever stands before it.
_CONDITIONS = starting(
    rf"{_W.workers}[^,。;:“\"]{{0,4}}[,:]?{_W.conditions}[^。;]{{0,14}}?,[^。;]{{0,8}}?{_W.conditions}"
)
#: What takes a hint out of the mouth of an employer: whom to tell, what not to believe.
_WARNS = starting(_W.bare.warns)
#: In a list of what was sent back: why.
_REASON = starting(_W.bare.reasons)


def kinds(text: str, starts: Sequence[int]) -> dict[int, Kind]:
    """Return the notice that each sentence belongs to, by its number; nothing where it belongs to none.

    :param text: folded.
    :param starts: where each sentence begins, ascending.
    """
    if _ANY_HEAD.search(text) is None:
        return {}
    found: dict[int, Kind] = {}
    holds = Kind.HINT if _SIGNED.search(text) else None
    for number, first in enumerate(starts):
        last = starts[number + 1] if number + 1 < len(starts) else len(text)
        head = next((kind for kind, names in _HEADS if names.match(text, first, last)), None)
        holds = head or holds
        if holds is None or not text[first:last].strip():
            continue
        if _offers(text, first, last, holds):
            holds = None
        elif holds is not Kind.HINT or _WARNS.search(text, first, last):
            found[number] = holds
    return found


def _offers(text: str, first: int, last: int, kind: Kind) -> bool:
    said = _unquoted(text, first, last)
    if kind is Kind.RETURNED and _REASON.search(said) is not None:
        return False
    if _SEEKS.search(said) is not None:
        return True
    if kind is Kind.WARNING:
        if _WARNS.search(said) is not None:
            return False
        return _PAYS.search(said) is not None or _CONDITIONS.search(said) is not None
    return _PAYS.search(said) is not None or _LOOKS_FOR.search(said) is not None


def offers(text: str, first: int, last: int) -> bool:
    """Say whether a sentence looks for people, names pay with its time or speaks for an employer."""
    said = _unquoted(text, first, last)
    return any(offer.search(said) is not None for offer in (_SEEKS, _PAYS, _LOOKS_FOR))


#: One pair of marks, or several beside each other: “限男”、“45岁以下”.
_ONE_QUOTE = '(?:“[^”\n]{1,60}”|"[^"\n]{1,60}"|「[^」\n]{1,60}」|『[^』\n]{1,60}』|‘[^’\n]{1,60}’)'
_QUOTED = re.compile(f"{_ONE_QUOTE}(?:[、,和及或与/ ]{{0,2}}{_ONE_QUOTE})*")
_OPENING_QUOTES = '“"「『‘'
_BEFORE_QUOTES = 6
#: So far from the marks it is said what is wrong with the wording.
_NEAR_QUOTES = 24
#: Said of wording that is quoted: 字样, 得删, 退回, 打着…旗号.
_SAID_OF_WORDING = starting(_W.bare.said_of_wording)


def _unquoted(text: str, first: int, last: int) -> str:
    return _QUOTED.sub("“”", text[first:last])


def holds_quotes(text: str) -> bool:
    """Say whether a mark of quotation opens anywhere in a text; most have none."""
    return any(mark in text for mark in _OPENING_QUOTES)


def spoken_of(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return the stretches of wording in quotes that the sentence ``text[first:last]`` speaks about, with its marks."""
    quoted = [each.span() for each in _QUOTED.finditer(text, first, last)]
    if not quoted or _SAID_OF_WORDING.search(_unquoted(text, first, last)) is None:
        return []
    return [each for each in quoted if _is_spoken_of(text, first, last, *each)]


def _is_spoken_of(text: str, first: int, last: int, start: int, end: int) -> bool:
    """Say whether the clauses next to a stretch in quotes, with that of the marks, speak of it as wording."""
    before = text[max(first, start - _NEAR_QUOTES) : start].split(",")
    behind = text[end : min(last, end + _NEAR_QUOTES)].split(",")
    near = ",".join(before[-2:]) + "“”" + ",".join(behind[:2])
    return _SAID_OF_WORDING.search(_unquoted(near, 0, len(near))) is not None


def lies_in(stretches: list[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether a place is wording in quotes; a rule may have begun to read before them: 问“结没结婚”."""
    return any(first - _BEFORE_QUOTES <= start < last and first < end for first, last in stretches)


_REAL_ACCOUNT = re.compile(r"[0-9A-Za-z]{5}")
#: 加微信 is found; the account stands behind it.
_BEHIND_CHANNEL = 12


def names_somebody(code: str, text: str, start: int, end: int) -> bool:
    """Say whether a place is a number or an account itself, which no notice excuses."""
    return code in ("CR-082", "CR-083") or (
        code == "CR-021" and _REAL_ACCOUNT.search(text, start, end + _BEHIND_CHANNEL) is not None
    )
