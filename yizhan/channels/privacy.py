"""Takes people out of what was typed: public text names nobody and holds no number to reach a person. Pure.

What a form field holds as a contact never gets here; this is for what somebody wrote into a title or a description.
Known names (the contact, a household's owner) are taken out exactly; other names only where the words around them
say that a person is meant, so a name alone in a sentence stays (docs/channels.md says so).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from yizhan.shared.text.surnames import COMPOUND

ASK_US = "（请问驿站）"
SOMEBODY = "负责人"

#: A hundred surnames that most people bear; a title behind one makes it a person.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文仝"
)
_TITLES = "师傅|老板|经理|女士|先生|大姐|大哥|大爷|大妈|大娘|阿姨|主任|队长|工头|厂长|书记|会计|老师|同志|姐|哥|总"
_DIGIT = r"[0-9零〇一二三四五六七八九幺]"
_GAP = r"[\s\-‐‑–—－.·]?"
_NUMBERS = [
    re.compile(pattern)
    for pattern in (
        r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9A-Za-z])",  # an ID number
        rf"(?<![0-9])(?:\+?86{_GAP})?1[3-9][0-9](?:{_GAP}[0-9]){{8}}(?![0-9])",  # a mobile, however it is grouped
        rf"(?<![0-9])0[0-9]{{2,3}}{_GAP}[0-9]{{3,4}}{_GAP}[0-9]{{4}}(?![0-9])",  # a fixed line
        rf"(?<![0-9])[48]00{_GAP}[0-9]{{3,4}}{_GAP}[0-9]{{3,4}}(?![0-9])",  # a hotline
        rf"[一幺]{_DIGIT}{{10}}(?!{_DIGIT})",  # a mobile in words
        r"(?:(?<=电话)|(?<=手机)|(?<=座机)|(?<=号码))[:：是\s]{0,3}[0-9]{5,12}",
        r"(?i)(?:(?:加|同)?(?:微信|薇信|威信)|v信|vx|wx|qq)(?:号|同号)?[:：\s]{0,3}[a-z0-9_\-]{5,20}",
        r"(?i)[a-z0-9._%+\-]+@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+",
        r"(?i)(?:https?://|www\.)[^\s，。；、）)]+",
    )
]
_LABELLED = re.compile(r"(联系人|负责人|联络人|经办人|工头|老板)\s*[:：]\s*[\u4e00-\u9fff·]{2,4}(?![\u4e00-\u9fff])")
_TITLED = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[找问系由叫请到跟和]))[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?(?:{_TITLES})(?![\u4e00-\u9fff]?[工厂店])"
)
#: A lone name of two or three characters straight before its own number: 张三 139…
_NAME_BEFORE_NUMBER = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}[:：,，\s]*(?={re.escape(ASK_US)})")
_TWICE = re.compile(rf"(?:{re.escape(ASK_US)}[\s、，,/和或]*){{2,}}")
_BARE_NAME = re.compile(rf"(?:[{_SURNAMES}]|{'|'.join(COMPOUND)})[\u4e00-\u9fff]{{1,2}}")
#: Last characters of a trade name as short as a person's.
_TRADES = tuple("店厂行部馆社铺坊场站屋吧院园堂楼庄居记")
#: Where in an address a door begins; a household's place is told no closer than that.
_DOOR = re.compile(
    r"[\s,，]*(?:[A-Za-z]?[0-9一二三四五六七八九十]+[A-Za-z]?[\-－]?)+(?:号楼|号院|栋|幢|座|单元|层|楼|室|号|户|排|院|门)?.*$"
)


def narrow_digits(text: str) -> str:
    """Write full-width digits and letters as usual ones, so that the patterns see them; all other signs stay."""
    return "".join(
        unicodedata.normalize("NFKC", sign) if "\uff10" <= sign <= "\uff5a" and sign.isalnum() else sign
        for sign in text
    )


def without_people(text: str, names: Iterable[str] = ()) -> str:
    """Return the text without persons' names and without numbers by which to reach somebody.

    :param names: of people who are known to have to do with it; each is taken out wherever it stands.

    >>> without_people("找王师傅13900001111")
    '找负责人（请问驿站）'
    """
    cleaned = narrow_digits(text)
    for name in sorted({name.strip() for name in names}, key=len, reverse=True):
        if len(name) > 1:
            cleaned = cleaned.replace(name, SOMEBODY)
    for pattern in _NUMBERS:
        cleaned = pattern.sub(ASK_US, cleaned)
    cleaned = _LABELLED.sub(rf"\1：{ASK_US}", cleaned)
    cleaned = _TITLED.sub(SOMEBODY, cleaned)
    cleaned = _NAME_BEFORE_NUMBER.sub(SOMEBODY, cleaned)
    return _TWICE.sub(ASK_US, cleaned)


def without_door(place: str) -> str:
    """Return a household's place without building, door and whatever stands behind them."""
    return _DOOR.sub("", narrow_digits(place)).strip(" ,，")


def looks_like_a_name(name: str) -> bool:
    """Say whether a sole trader's registered name is the owner's own: two to four characters, the first a surname.

    A sole trader without a trade name is registered under the owner's name (促进个体工商户发展条例 and the rules on
    names of 市场主体 allow to do without one).
    """
    return _BARE_NAME.fullmatch(name) is not None and not name.endswith(_TRADES)
