"""Numbers and addresses of people that stand whole in a text: of ID numbers, bank cards, mobile telephones, homes.

A telephone at which a notice is complained about is no person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yizhan.postings.rulebook.starting import starting

LEAST_HIDDEN = 8
_HIDDEN = "*×●xX□#"
#: Full-width digits and letters, sign for sign, so that places stay what they are.
WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
ID_NUMBER = starting(rf"(?<![\dA-Za-z])[1-9][\d{_HIDDEN}]{{16}}[\d{_HIDDEN}](?![\dA-Za-z{_HIDDEN}])")
_CARD = starting(
    r"(?:银行卡号?|卡号|账号|账户)[:：为是 ]{0,3}(?P<named>\d{4}(?: ?\d{4}){1,3}(?: ?\d{1,3})?(?!\d))"
    r"|(?<!\d)[3-6]\d{15,18}(?![\dXx])|(?<!\d)[3-6]\d{3}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)"
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_OFFICES_OWN = re.compile(r"(?:监督|举报|咨询|受理|投诉|服务|值班|单位|驿站|办公)(?:电话|热线|手机)?[:：为是 ]{0,3}$")
#: A number of a thing that is as long as a person's: 招标编号, 合同号.
_OF_A_THING = re.compile(r"(?:编号|单号|项目号|合同号|案号|文号|(?:订单|流水|备案|序列|批次)号?)[:：为是 ]{0,3}$")
#: A home needs no word before it: offices have rooms, but no 单元; a house in a village has its group and number.
_HOME = re.compile(
    r"(?P<flat>[\u4e00-\u9fff\d]{0,16}?(?:\d{1,4}|[一二三四五六七八九十]{1,4})单元(?:\d{3,4}|[一二三四五六七八九十]+楼)[室户号]?)"
    r"|(?P<house>[\u4e00-\u9fff]{1,8}村[\u4e00-\u9fff]{0,4}?(?:\d{1,4}|[一二三四五六七八九十]{1,4})[组队社](?:\d{1,4}|[一二三四五六七八九十]{1,4})号)"
)
#: Looked for first: how either of them goes on behind the word that it cannot be without.
_OF_A_HOME = starting(
    r"单元(?:\d{3}|[一二三四五六七八九十]+楼)|村[\u4e00-\u9fff]{0,4}?(?:\d+|[一二三四五六七八九十]+)[组队社]"
)
_ADDRESS = starting(
    r"(?:家庭住址|现住址|住址|家庭地址|居住地址?|户籍地址?|住所|家住|现住|(?<![居常入长已])住在?(?![宿房院户建所]))"
    r"[:：为是 ]{0,3}"
    r"(?P<home>[\u4e00-\u9fff0-9A-Za-z\-]{2,40}?(?:\d+|[一二三四五六七八九十]+)(?:号楼?|室|组|户|单元|栋|幢|排|院)"
    r"[\u4e00-\u9fff0-9\-]{0,20})"
)


def shown_places(text: str) -> Iterator[tuple[int, int]]:
    """Yield where something of a person stands unmasked, in no order."""
    narrow = text.translate(WIDE)
    for found in ID_NUMBER.finditer(narrow):
        shown = sum(sign.isdecimal() for sign in found[0]) + (found[0][-1] in "xX")  # X at the end is a check digit
        if 18 - shown < LEAST_HIDDEN and not _is_of_a_thing(narrow, found.start()):
            yield found.span()
    for pattern in (_CARD, _ADDRESS, *((_HOME,) if _OF_A_HOME.search(narrow) else ())):
        for found in pattern.finditer(narrow):
            if not _is_of_a_thing(narrow, found.start()):
                yield found.span(found.lastgroup or 0)
    for found in _MOBILE.finditer(narrow):
        if _OFFICES_OWN.search(narrow, 0, found.start()) is None:
            yield found.span()


def _is_of_a_thing(narrow: str, start: int) -> bool:
    return _OF_A_THING.search(narrow, max(0, start - 12), start) is not None
