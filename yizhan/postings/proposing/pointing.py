"""What a model points at, read by the same rules as everything else.

A model is never believed. It may name, for each job and field, the words of the text that say it; words that do not
stand in the text are thrown away, and what the words mean is read by the grammar (`postings.reading`). So a proposal
can find what the grammar overlooked, and it cannot bring anything in. Where the grammar has read a field, it stays.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from typing import Any

from yizhan.postings.reading.contacts import find_contacts
from yizhan.postings.reading.counting import find_counts
from yizhan.postings.reading.folding import fold
from yizhan.postings.reading.headcount import parse_headcount
from yizhan.postings.reading.moments import find_days, find_hours
from yizhan.postings.reading.pay import parse_pay
from yizhan.postings.reading.posting import Draft, FieldRead, PostingReading, yuan_text

INSTRUCTION = (
    "你帮零工驿站的工作人员在招工消息里找字。只输出 JSON，不要解释："
    '{"jobs":[{"title":"","headcount":"","day":"","hours":"","place":"","pay":""}]}。'
    "每个岗位一项，按原文顺序。每一栏只能照抄原文里连续的几个字，一个字也不能改；原文没写的留空字符串。"
)
#: Longer than any words of one field.
_LONGEST = 60
MOST_JOBS = 30
_DIGITS = re.compile(r"\d(?:[ \-]?\d){6,}")
#: Stands for a sign that is not sent; as long as what it hides, so that words keep their places.
HIDDEN = "*"


def without_persons(text: str) -> str:
    """Return the text without telephones, chat names, names beside them and long numbers, every sign in its place."""
    folded = fold(text)
    signs = list(text)
    pieces = [*find_contacts(folded.plain).pieces, *(found.span() for found in _DIGITS.finditer(folded.plain))]
    for piece in pieces:
        start, end = folded.span(*piece)
        signs[start:end] = HIDDEN * (end - start)
    return "".join(signs)


def with_proposal(reading: PostingReading, answer: str) -> tuple[PostingReading, frozenset[tuple[int, str]]]:
    """Add to a reading what a model has pointed at; also return which fields of which draft came from there.

    Jobs are matched by their order: where the model sees another number of jobs than the grammar, nothing is taken.
    """
    jobs = _jobs(answer)
    if not jobs or (reading.drafts and len(jobs) != len(reading.drafts)):
        return reading, frozenset()
    drafts, added = [], set()
    for number, job in enumerate(jobs):
        draft = reading.drafts[number] if reading.drafts else Draft({}, (0, len(reading.original)))
        found = {
            name: read
            for key, words in job.items()
            for name, read in _READ[key](reading, words).items()
            if name not in draft.fields
        }
        added |= {(number, name) for name in found}
        drafts.append(dataclasses.replace(draft, fields=draft.fields | found))
    kept = tuple(draft for draft in drafts if "title" in draft.fields)
    if len(kept) != len(drafts):
        return reading, frozenset()
    return dataclasses.replace(reading, drafts=kept), frozenset(added)


def _jobs(answer: str) -> list[dict[str, str]]:
    """Return the jobs of an answer, known fields with some words only; [] for anything else."""
    start, end = answer.find("{"), answer.rfind("}")
    try:
        found = json.loads(answer[start : end + 1])["jobs"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return []
    if not isinstance(found, list) or len(found) > MOST_JOBS or not all(isinstance(job, dict) for job in found):
        return []
    return [
        {key: words for key in _READ if isinstance(words := job.get(key), str) and 0 < len(words) <= _LONGEST}
        for job in found
    ]


def _place_of(reading: PostingReading, words: str) -> tuple[int, int] | None:
    """Return where the words stand; None where they stand nowhere, or at several places."""
    at = reading.original.find(words)
    if at < 0 or not words.strip() or HIDDEN in words or reading.original.find(words, at + 1) >= 0:
        return None
    return at, at + len(words)


def _verbatim(name: str, most: int) -> Callable[[PostingReading, str], dict[str, FieldRead]]:
    def read(reading: PostingReading, words: str) -> dict[str, FieldRead]:
        span = _place_of(reading, words)
        return {} if span is None or len(words) > most else {name: FieldRead(words.strip(), (span,))}

    return read


def _headcount(reading: PostingReading, words: str) -> dict[str, FieldRead]:
    span, counts = _place_of(reading, words), find_counts(fold(words).plain)
    count = counts[0].count if len(counts) == 1 else parse_headcount(words)
    return {} if span is None or count is None or count > 999 else {"headcount": FieldRead(count, (span,))}


def _day(reading: PostingReading, words: str) -> dict[str, FieldRead]:
    span, days = _place_of(reading, words), find_days(fold(words).plain, reading.today)
    if span is None or len(days) != 1 or days[0].closing:
        return {}
    return {"start_at": FieldRead(days[0].first.isoformat(), (span,))}


def _hours(reading: PostingReading, words: str) -> dict[str, FieldRead]:
    span, hours = _place_of(reading, words), find_hours(fold(words).plain)
    if span is None or len(hours) != 1 or hours[0].start is None:
        return {}
    ends = f"-{hours[0].end:%H:%M}" if hours[0].end else ""
    return {"shift": FieldRead(f"{hours[0].start:%H:%M}{ends}", (span,))}


def _pay(reading: PostingReading, words: str) -> dict[str, FieldRead]:
    span, pay = _place_of(reading, words), parse_pay(words)
    if span is None or (pay.min_fen is None and pay.max_fen is None):
        return {}
    found: dict[str, Any] = {"pay_unit_desc": words.strip()}
    found |= {
        name: yuan_text(fen, pay.unit)
        for name, fen in (("pay_min", pay.min_fen), ("pay_max", pay.max_fen))
        if fen is not None
    }
    if pay.unit is not None:
        found["pay_type"] = pay.unit
    return {name: FieldRead(value, (span,)) for name, value in found.items()}


_READ: dict[str, Callable[[PostingReading, str], dict[str, FieldRead]]] = {
    "title": _verbatim("title", 40), "headcount": _headcount, "day": _day, "hours": _hours,
    "place": _verbatim("place", 60), "pay": _pay,
}  # fmt: skip
