"""CR-083: what a public notice (公示) or anything else that leaves for everybody may not show of a person.

Names may stay. At least eight digits of an ID number are hidden; bank cards, mobile numbers and home addresses are left
out (个人信息保护法 art. 25, 29). A telephone at which a notice is complained about is no person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yizhan.postings.rulebook.book import RULES
from yizhan.postings.rulebook.model import Hit

RULE = "CR-083"
LEAST_HIDDEN = 8
_HIDDEN = "*×●xX□#"
#: Full-width digits and letters, sign for sign, so that places stay what they are.
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_ID = re.compile(rf"(?<![\dA-Za-z])[1-9][\d{_HIDDEN}]{{16}}[\d{_HIDDEN}](?![\dA-Za-z{_HIDDEN}])")
_CARD = re.compile(
    r"(?:银行卡号?|卡号|账号|账户)[:：为是 ]{0,3}(?P<named>\d{4}(?: ?\d{4}){1,3}(?: ?\d{1,3})?(?!\d))"
    r"|(?<!\d)[3-6]\d{15,18}(?![\dXx])"
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_OFFICES_OWN = re.compile(r"(?:监督|举报|咨询|受理|投诉|服务|值班|单位|驿站|办公)(?:电话|热线|手机)?[:：为是 ]{0,3}$")
_ADDRESS = re.compile(
    r"(?:家庭住址|现住址|住址|家庭地址|居住地址?|户籍地址?|住所)[:：为是 ]{0,3}"
    r"(?P<home>[\u4e00-\u9fff0-9A-Za-z\-]{2,40}?(?:\d+|[一二三四五六七八九十]+)(?:号楼?|室|组|户|单元|栋|幢|排|院)"
    r"[\u4e00-\u9fff0-9\-]{0,20})"
)


def notice_hits(text: str) -> tuple[Hit, ...]:
    """Return what stands in the way of showing a text to everybody, in the order of the text."""
    rule = RULES[RULE]
    return tuple(
        Hit(RULE, rule.level, "notice", (start, end), text[start:end], rule.message_zh, rule.message_en)
        for start, end in sorted(set(_places(text)))
    )


def masked_notice(text: str) -> str:
    """Return the text as it may be shown: of ID numbers the first six and last four signs stay, the rest is starred."""
    pieces, at = [], 0
    for hit in notice_hits(text):
        assert hit.span is not None  # noqa: S101 - every finding of this rule has its place
        start, end = hit.span
        if start < at:
            continue
        is_id = _ID.fullmatch(hit.text.translate(_WIDE)) is not None
        pieces += [text[at:start], f"{hit.text[:6]}{'*' * 8}{hit.text[-4:]}" if is_id else "***"]
        at = end
    return "".join([*pieces, text[at:]])


def _places(text: str) -> Iterator[tuple[int, int]]:
    narrow = text.translate(_WIDE)
    for found in _ID.finditer(narrow):
        shown = sum(sign.isdecimal() for sign in found[0]) + (found[0][-1] in "xX")  # X at the end is a check digit
        if 18 - shown < LEAST_HIDDEN:
            yield found.span()
    for pattern in (_CARD, _ADDRESS):
        for found in pattern.finditer(narrow):
            yield found.span(found.lastgroup or 0)
    for found in _MOBILE.finditer(narrow):
        if _OFFICES_OWN.search(narrow, 0, found.start()) is None:
            yield found.span()
