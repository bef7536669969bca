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
