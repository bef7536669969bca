"""CR-083: what a public notice (公示) or anything else that leaves for everybody may not show of a person.

Names may stay. At least eight digits of an ID number are hidden; bank cards, mobile numbers and home addresses are left
out (个人信息保护法 art. 25, 29). A telephone at which a notice is complained about is no person's.
"""

from __future__ import annotations

from yizhan.postings.rulebook.model import Hit
from yizhan.postings.rulebook.shown_numbers import ID_NUMBER, WIDE, shown_places
from yizhan.postings.rulebook.words import RULES

RULE = "CR-083"


def notice_hits(text: str) -> tuple[Hit, ...]:
    """Return what stands in the way of showing a text to everybody, in the order of the text."""
    rule = RULES[RULE]
    return tuple(
        Hit(RULE, rule.level, "notice", (start, end), text[start:end], rule.message_zh, rule.message_en)
        for start, end in sorted(set(shown_places(text)))
    )


def masked_notice(text: str) -> str:
    """Return the text as it may be shown: of ID numbers the first six and last four signs stay, the rest is starred."""
    pieces, at = [], 0
    for hit in notice_hits(text):
        assert hit.span is not None  # noqa: S101 - every finding of this rule has its place
        start, end = hit.span
        if start < at:
            continue
        is_id = ID_NUMBER.fullmatch(hit.text.translate(WIDE)) is not None
        pieces += [text[at:start], f"{hit.text[:6]}{'*' * 8}{hit.text[-4:]}" if is_id else "***"]
        at = end
    return "".join([*pieces, text[at:]])
