"""How many people a posting asks for: a number, or ``None`` where none is written (数名, 若干)."""

from __future__ import annotations

import re
import unicodedata

from yizhan.postings.reading.numerals import CHINESE_NUMERAL, chinese_number

_MARKS = re.compile(r"^\s*\[\s*['\"]?|['\"]?\s*\]\s*$")
_COUNT = re.compile(
    r"(?:招聘?|招收|需要?|急招|共计?|约|人数[:]?)?\s*"
    rf"(?P<count>\d{{1,6}}(?:\.0+)?|{CHINESE_NUMERAL})\s*(?:个人|人|名|位|个)?(?:左右)?"
)
_BETWEEN = re.compile(
    r"(?:招聘?|招收|需要?|急招|共计?|约|人数[:]?)?\s*"
    rf"(?P<least>\d{{1,4}}|{CHINESE_NUMERAL})\s*(?:个人|人|名|位|个)?\s*(?:-+|~+|—+|–|至|到)\s*"
    rf"(?P<most>\d{{1,4}}|{CHINESE_NUMERAL})\s*(?:个人|人|名|位|个)?(?:左右)?"
)
#: 两三个: two digits in a row, the second one more than the first.
_SPOKEN = re.compile(
    r"(?:招聘?|招收|需要?|急招|约)?(?P<least>[一二两三四五六七八])(?P<most>[二三四五六七八九])(?:个人|人|名|位|个)"
)


def parse_headcount(text: str) -> int | None:
    """Read one headcount text; never raises.

    :returns: a number ≥ 1; ``None`` for 若干, 数名, ranges ("3-5人"), zero, and all that is not one number.
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text[:200])).strip()
    found = _COUNT.fullmatch(plain)
    if found is None:
        return None
    written = found["count"]
    count = int(written.split(".")[0]) if written[0].isdigit() else chinese_number(written)
    return count or None


def parse_between(text: str) -> tuple[int, int] | None:
    """Read a number of people from … to (2-3人, 3至5名, 两三个): least and most; never raises.

    :returns: ``None`` for all that is no such pair, the least below the most.
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text[:200])).strip()
    found = _BETWEEN.fullmatch(plain)
    if found is not None:
        least, most = (int(part) if part.isdigit() else chinese_number(part) for part in found.group("least", "most"))
    else:
        spoken = _SPOKEN.fullmatch(plain)
        if spoken is None:
            return None
        least, most = (chinese_number(sign) for sign in spoken.group("least", "most"))
    return (least, most) if least and most and least < most else None
