"""CR-056 and CR-060 in a text: part-time work that is paid late, wages that go into somebody else's hands."""

from __future__ import annotations

import re

from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.starting import openings, starting
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule, found_by, stands_in_posting
from yizhan.postings.rulebook.word_lists import word_lists

_W = word_lists("payment")
_LATE = starting(_W.late)
_NOT_LATE = re.compile(_W.not_late)
_SOON = starting(_W.soon)
_PART_TIME = starting(_W.part_time)
_FULL_TIME = starting(_W.full_time)
_SURELY_PART_TIME = re.compile(_W.surely_part_time)
#: 不招, and what may be listed between.
_NOT_PART_TIME = re.compile(rf"{_W.not_part_time}(?:什么|啥|短期|临时|兼职|小时工|钟点工?|零工|学生|[、和或及])*$")


def late_places(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-056: work by the hour whose pay comes later than every fifteen days (劳动合同法 第72条).

    This sentence says that it is part-time, any sentence when it is paid.
    """
    text = plain.text
    if plain.holds(_LATE) and _is_part_time(plain, setting):
        yield from paid_late(plain, 0, len(text), setting)


def paid_late(plain: Plain, first: int, last: int, setting: Setting) -> Places:
    """CR-056 for work that is part-time, whoever said so: the first place that puts the pay off, unless it is soon."""
    text = plain.text
    found = _LATE.search(text, first, last)
    if found is None or stands_in_posting(_SOON, plain, setting):
        return
    clause_first, clause_last = plain.clause(*found.span())
    if _NOT_LATE.search(text, clause_first, clause_last) is None:
        yield found.span()


def _is_part_time(plain: Plain, setting: Setting) -> bool:
    if not _is_said(_PART_TIME, plain, setting):
        return False
    return not stands_in_posting(_FULL_TIME, plain, setting) or _is_said(_SURELY_PART_TIME, plain, setting)


def _is_said(pattern: re.Pattern[str], plain: Plain, setting: Setting) -> bool:
    """Say whether it is meant anywhere: 不是钟点工, 不招兼职、小时工 do not say it."""
    if not stands_in_posting(pattern, plain, setting):
        return False
    text = setting.around or plain.text
    return any(
        _NOT_PART_TIME.search(text, max(found.start() - 12, 0), found.start()) is None
        for found in pattern.finditer(text)
    )


LATE = TextRule("CR-056", _W.words.part_time_anchors, late_places)

_WAGES = starting(_W.wages)
_TO_WHOM = rf"(?:{_W.bosses}|{_W.others})"
_FROM_WHOM = rf"(?:{_W.goes}|用|借|填|写|绑|录|报|留|登记|提供){_W.whose}?的?"
#: 老公或者儿子.
_ANY_OF_WHOM = rf"{_TO_WHOM}(?:(?:或者?|和|与|、|跟|及)?(?:是)?{_W.whose}?的?{_TO_WHOM})*"
_GIVEN_TO = (
    # 钱打你媳妇卡上, 用老乡的卡收, 打到老张账上
    starting(rf"{_FROM_WHOM}{_ANY_OF_WHOM}{_W.account}"),
    # 恁的工资俺直接打给恁爹
    starting(
        rf"(?:工资|工钱|薪水?|报酬|劳务费)[^,。;]{{0,8}}?{_W.goes}{_W.whose}?{_W.relatives}(?!的?(?:工资|报酬)|发)"
    ),
    # 推个领头的,钱我一笔转给他,回去你们自己分
    starting(
        rf"(?:推|选|派|出|找|定)(?:[一1])?个?(?:领头|牵头|代表|带头|组长|队长|管事|头儿?)[^。;]{{0,22}}?{_W.goes}[他她](?!们)"
        rf"|{_W.wages}[^。;]{{0,10}}?{_W.goes}(?:[他她]|[一1]个人)(?!们)[^。;]{{0,14}}?分(?!钟|店|厂|公司|红)"
    ),
    # 工资统一打给带班的, 钱我一把给你们队长
    starting(rf"{_W.wages}[^。;]{{0,12}}?{_W.goes}(?:{_W.bosses}|一个人)(?!的?(?:工资|报酬))"),
    # 把儿子或者儿媳妇的收款码给会计
    starting(
        rf"(?:把|将|拿|凭){_W.whose}?的?{_ANY_OF_WHOM}的?(?:微信|支付宝|银行|工资|个)*(?:收款码|二维码|卡号?|账号)"
        "[^,。;]{0,6}?(?:给|发|交|报)"
    ),
    # 没卡的转给带你来的老乡就行
    starting(rf"没[有得]?(?:银行|工资)?卡[^。;]{{0,10}}?{_W.goes}{_TO_WHOM}"),
    # 工资合起来发一个人卡里
    starting(rf"(?:{_W.goes}|合[并到成用]|共同?用)[成到为]?同?一(?:个人|张)的?(?:银行)?卡"),
)
#: 由班组长代领, 中介再转你.
_TAKEN = (starting(rf"(?:{_TO_WHOM}|公司){_W.takes}|{_W.wages}[^,。;]{{0,4}}?我们?(?:这边?)?{_W.kept}"),)
_DENIED = re.compile(_W.denied)
_UNLAWFUL = re.compile(_W.unlawful)
_NO_WAGE = re.compile(_W.no_wage)
_OWN = starting(_W.own)


def given_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-060: wages into an account or a hand that is not the worker's (保障农民工工资支付条例 第11条)."""
    return _to_others(_GIVEN_TO, plain, first, last)


def taken_places(plain: Plain, first: int, last: int, _setting: Setting) -> Places:
    """CR-060: somebody takes the wages of others and hands them on."""
    return _to_others(_TAKEN, plain, first, last)


def _to_others(patterns: tuple[re.Pattern[str], ...], plain: Plain, first: int, last: int) -> Places:
    text = plain.text
    if not plain.holds(_WAGES) or _UNLAWFUL.search(text, first, last) is not None:
        return
    for found in found_by(patterns, text, first, last):
        clause_first, clause_last = plain.clause(*found.span())
        if _DENIED.search(text, clause_first, found.end()) is not None:
            continue
        if _NO_WAGE.search(text, clause_first, found.start()) is not None:
            continue
        if _OWN.search(text, clause_first, clause_last) is None:
            yield found.span()
            return


GIVEN_TO_OTHERS = TextRule(
    "CR-060",
    (),
    given_places,
    slots=(
        openings(rf"{_W.bosses}|{_W.others}|一张|[他她]"),
        openings(rf"{_W.goes}|用|借|填|写|绑|录|报|留|登记|提供|把|将|拿|凭|合[并到成用]|共同?用"),
        openings(rf"{_W.wages}|卡|账|微信"),
    ),
)
TAKEN_BY_OTHERS = TextRule("CR-060", _W.words.takes_anchors, taken_places)
