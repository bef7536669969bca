"""CR-040 and CR-036: ages that a text asks for."""

from __future__ import annotations

import re

from yizhan.postings.reading.numerals import chinese_number
from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.text_rules.shape import Places, Setting, TextRule
from yizhan.postings.rulebook.words import WORDS, any_of

_NUMBER = (
    r"(?:\d{1,2}|十[一二三四五六七八九]{2}(?=岁)|[一二两三四五六七八九]?十[一二三四五六七八九]?"
    r"|[一二两三四五六七八九])"
)
_NOT_IN_NUMBER = r"(?<![\d.一二三四五六七八九十百第])"
_AGE = re.compile(
    rf"{_NOT_IN_NUMBER}(?P<low>{_NUMBER})(?:周?岁)? ?(?:(?P<join>[-~—–至到、,/]|或者?)+ "
    rf"?(?P<high>{_NUMBER}))? ?(?:多)?周?岁"
    r"(?P<tail>(?:以|及以|或以|之)?(?:上|下|内)|左右|起)?"
    rf"|(?:年龄|年纪|岁数)(?:要求|限制|范围)?[:在为是 "
    rf"]{{0,2}}(?P<low2>\d{{1,2}})(?![\d.])(?:[-~—–至到](?P<high2>\d{{1,2}})|以上)"
)
_UNDER = re.compile(r"(?:未满|不满|不足|小于|低于|未到|不到)$")
_SIXTEEN_TOO = re.compile(
    r"(?:的|者|周岁|也|,|人员|少年|学生|孩子|暑假工)*(?:均|都|也|皆)?(?:可以?|行|要|收|能|欢迎|招|接受)(?!谓)"
)
_REFUSED_AFTER = re.compile(
    r"(?:的|者|人员|人|周岁|均|都|一律|请|应聘|求职|,)*(?:[或及][^,。;]{0,10}?)?(?:勿|不要|不招|不收"
    r"|不录|不用|不予|不得|不能|不可|不接受|不考虑|谢绝|免谈|禁止|严禁|拒|除外|止步|别来|莫|不准"
    r"|不允许|不适合|无法|不安排|不行|不给)"
)
_CHILD_LABOUR = re.compile(r"童工")
_CHILD_LABOUR_SOUGHT = re.compile(r"(?:招|聘|要|收|找|用|需|介绍)(?:聘|收|用|几个|[一二两三\d]+[名个])?$")
_CHILD_LABOUR_REFUSED = re.compile(r"不|禁|严|拒|无|杜绝|非法|打击|查处|举报|抵制|零|勿|防止|避免|未")
_CHILD_MAY_WORK = re.compile(
    r"的?(?:孩子|小孩|学生|少年|娃)(?:也|均|都|就)?(?:可以?|能|行|要|收)(?:来)?(?:做|干|应聘|打工|上班|兼职)"
)
_OTHERS = re.compile(any_of(WORDS["childhood"]["others"]))
_CARE = re.compile(any_of(WORDS["childhood"]["care"]))
_AGE_NEGATION = re.compile(
    r"(?:不招用?|不收|不用|不要|不接受|不录用?|严禁|禁止|不得|不能|不可|谢绝|拒绝|勿|不介绍|不使用|杜绝)"
    r"(?:招用|招聘|录用|使用|雇用|招收|介绍|安排|接收|任何|年龄|未满|不满|不足|小于|低于|在|,|、|的)*$"
)
_NOT_WORKER = re.compile(r"(?:公司|企业|品牌|店|创办|成立|工龄|厂龄|楼龄|车龄|树龄|保修|质保)[^,。;]{0,6}$")
_LEAST_AGE = 16


def young_places(plain: Plain, sentence_first: int, sentence_last: int, _setting: Setting) -> Places:
    """CR-040, as far as a text can show it: somebody under 16 is wanted or admitted."""
    text = plain.text
    for found in _CHILD_LABOUR.finditer(text, sentence_first, sentence_last):
        first, last = plain.clause(*found.span())
        before = text[first : found.start()]
        refused = _CHILD_LABOUR_REFUSED.search(before) or _REFUSED_AFTER.match(text[found.end() : last])
        if refused is None and (
            _CHILD_LABOUR_SOUGHT.search(before) or re.match(r"(?:也|均|都)?可", text[found.end() :])
        ):
            yield found.span()
    for found in _AGE.finditer(text, sentence_first, sentence_last):
        if _admits_under_sixteen(plain, found):
            yield found.span()


def _admits_under_sixteen(plain: Plain, found: re.Match[str]) -> bool:
    text, (start, end) = plain.text, found.span()
    low = _age(found["low"] or found["low2"])
    high = _age(found["high"] or found["high2"])
    if low is None or (high is not None and high <= low and not (found["join"] and high == low)):
        return False
    first, last = plain.clause(start, end)
    before, after = text[first:start], text[end:last]
    tail = found["tail"] or ""
    downward = "下" in tail or "内" in tail or _UNDER.search(before) is not None
    if low > _LEAST_AGE or (low == _LEAST_AGE and not downward):
        return False
    if _AGE_NEGATION.search(before) is not None or _REFUSED_AFTER.match(after) is not None:
        return False
    sentence_first, sentence_last = plain.sentence(start, end)
    sentence = text[sentence_first:sentence_last]
    own_age = (
        found["low2"] is not None
        or re.search(r"(?:年龄|年纪|岁数)(?:要求|限制|范围)?[:在为是 ]{0,2}$", before) is not None
    )
    if _NOT_WORKER.search(before) is not None:
        return False
    if _CHILD_MAY_WORK.match(text[found.end("tail") if found["tail"] else end :]) is not None and not downward:
        return True
    if (_OTHERS.search(sentence) is not None or _CARE.search(sentence) is not None) and not (
        own_age and high is not None and high > 25
    ):
        return False
    if downward:
        # 16岁以下 says nothing by itself: an offer only where it is welcomed, or is the own age asked for.
        return _SIXTEEN_TOO.match(after) is not None or (own_age and low < _LEAST_AGE)
    rest = text[end:sentence_last]
    if re.match(r"的?(?:小|老|大|男孩|女孩|男童|女童|孩|娃|犬|学生(?!可|均|都|工|也|暑|兼))", rest) is not None:
        return False
    spread = high is not None and high >= _LEAST_AGE
    upward = "上" in tail or tail == "起"
    welcomed = re.match(r"(?:的|学生|者|人员|小工|左右)*(?:也|均|都|就|即)?(?:可|能|行|要|收|招)", rest) is not None
    wanted = re.search(r"(?:满|够|招聘?|要求?|收|限|需)$", before) is not None
    return own_age or spread or upward or welcomed or wanted


def _age(written: str | None) -> int | None:
    if written is None:
        return None
    if written.isdecimal():
        return int(written)
    # 十四五岁 is fourteen or fifteen.
    return chinese_number(written[:2] if len(written) == 3 and written[0] == "十" else written)


YOUNG = TextRule("CR-040", ("岁", "年龄", "年纪", "童工"), young_places)
