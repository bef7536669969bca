"""CR-056 and CR-060 in a text: part-time work that is paid late, wages that go into somebody else's hands."""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import starting
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("payment")
_LATE = starting(_W.late)
_NOT_LATE = re.compile(_W.not_late)
_SOON = re.compile(_W.soon)
_PART_TIME = starting(_W.part_time)
_FULL_TIME = re.compile(_W.full_time)
_SURELY_PART_TIME = re.compile(_W.surely_part_time)


def late_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-056: work by the hour whose pay comes later than every fifteen days (劳动合同法 第72条)."""
    text = plain.text
    found = _LATE.search(text, first, last)
    if found is None:
        return
    whole = setting.around or text
    if not (setting.is_part_time or _is_part_time(whole)) or _SOON.search(whole) is not None:
        return
    clause_first, clause_last = plain.clause(*found.span())
    if _NOT_LATE.search(text, clause_first, clause_last) is None:
        yield found.span()


def _is_part_time(text: str) -> bool:
    if _PART_TIME.search(text) is None:
        return False
    return _FULL_TIME.search(text) is None or _SURELY_PART_TIME.search(text) is not None


LATE = TextRule("CR-056", _W.words.late_anchors, late_places)

_WAGES = re.compile(_W.wages)
_OTHERS = (
    # 钱打你媳妇卡上, 用老乡的卡收, 打到老张账上
    starting(
        rf"(?:{_W.goes}|用|借|填|报|留)(?:你|您|我|我们|他|老板|自己|大家|同村|另外|随便)?(?:的)?(?:{_W.others}|{_W.bosses}){_W.account}"
    ),
    # 工资统一打给带班的, 钱我一把给你们队长
    starting(rf"{_W.wages}[^。;]{{0,12}}?{_W.goes}(?:{_W.bosses}|一个人)(?!的?(?:工资|报酬))"),
    # 没卡的转给带你来的老乡就行
    starting(rf"没[有得]?(?:银行|工资)?卡[^。;]{{0,10}}?{_W.goes}(?:{_W.bosses}|{_W.others})"),
    # 由班组长代领, 中介再转你
    starting(rf"(?:{_W.bosses}|{_W.others}|公司){_W.takes}"),
    # 工资合起来发一个人卡里
    starting(rf"(?:{_W.goes}|合并|合到|合成|合用|共用|共同用)(?:成|到|为)?(?:同)?一(?:个人|张)(?:的)?(?:银行)?卡"),
)
_DENIED = re.compile(_W.denied)
_UNLAWFUL = re.compile(_W.unlawful)
_NO_WAGE = re.compile(_W.no_wage)
_OWN = re.compile(_W.own)


def others_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-060: wages into an account or a hand that is not the worker's (保障农民工工资支付条例 第11条)."""
    text = plain.text
    if _WAGES.search(text) is None or _UNLAWFUL.search(text, first, last) is not None:
        return
    for pattern in _OTHERS:
        for found in pattern.finditer(text, first, last):
            clause_first, clause_last = plain.clause(*found.span())
            if _DENIED.search(text, clause_first, found.end()) is not None:
                continue
            if _NO_WAGE.search(text, clause_first, found.start()) is not None:
                continue
            if _OWN.search(text, clause_first, clause_last) is None:
                yield found.span()
                return


TO_OTHERS = TextRule("CR-060", _W.words.others_anchors, others_places)
