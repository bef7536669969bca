"""The entrance to the rule book: judge a posting, or scan one text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from yizhan.postings.rulebook.clauses import fold
from yizhan.postings.rulebook.fact_rules import employer_findings, household_findings, posting_findings
from yizhan.postings.rulebook.facts import EmployerFacts, PostingFacts
from yizhan.postings.rulebook.finding import Finding
from yizhan.postings.rulebook.limits import SHIPPED, Limits
from yizhan.postings.rulebook.local import NOTHING_LOCAL, LocalBook
from yizhan.postings.rulebook.meeting_rules import Work, Worker, meeting_findings
from yizhan.postings.rulebook.model import SEVERITY, Hit, Level
from yizhan.postings.rulebook.text_rules import TEXT_RULES, speaking
from yizhan.postings.rulebook.text_rules.shape import NO_SETTING, Setting
from yizhan.postings.rulebook.word_lists import newest
from yizhan.postings.rulebook.words import RULES, RULES_VERSION, WORDS_VERSION

__all__ = ["BOOK_VERSION", "RULES", "judge", "judge_meeting", "scan_text", "worst"]

#: 劳动合同法 第19条: no trial period in contracts of less than three months.
SHORTEST_TERM_WITH_TRIAL_DAYS = 90
#: CR-034: work that cannot be done without sound limbs.
LIMBS_NEEDED = frozenset({"height", "underground", "confined", "electric", "load"})
#: Rules of a field that also read texts: what the field says, or what was said about it already, is not said again.
BY_FIELD = frozenset({"CR-011", "CR-012", "CR-016", "CR-056"})
#: Rules of a field and of texts that mean the same fact: a text as bad as the field is not said beside it once more.
SAID_ONCE = frozenset({"CR-059"})
BOOK_VERSION = f"{RULES_VERSION}/{newest(WORDS_VERSION)}"


def scan_text(
    field: str,
    text: str,
    *,
    on: dt.date | None = None,
    setting: Setting = NO_SETTING,
    local: LocalBook = NOTHING_LOCAL,
) -> tuple[Hit, ...]:
    """What the text rules object to in one free text, in the order of the text.

    :param field: code name of the field, repeated in the hits.
    :param on: only rules that hold on this day; ``None`` for all rules of the book.
    :param setting: what is known beside the text.
    :param local: words that a county added.
    :returns: hits whose spans index ``text`` as it was handed in; places of one rule never overlap.
    """
    plain = fold(text)
    if on is not None and on.year != setting.year:
        setting = replace(setting, year=on.year)
    places: dict[str, list[tuple[int, int]]] = {}
    for reader, start, end in speaking(plain, setting):
        places.setdefault(reader.code, []).append((start, end))
    for code, start, end in local.places(plain):
        places.setdefault(code, []).append((start, end))
    hits: list[Hit] = []
    for code, found in places.items():
        rule, level_of = RULES[code], TEXT_RULES[code].level
        if on is not None and not rule.holds_on(on):
            continue
        for start, end in _apart(found):
            level = rule.level if level_of is None else level_of(plain.text[start:end], setting)
            span = plain.span(start, end)
            shown = text[span[0] : span[1]]
            hits.append(Hit(code, level, field, span, shown, rule.message_zh, rule.message_en))
    hits.sort(key=lambda hit: (hit.span or (0, 0), hit.rule))
    return tuple(hits)


def judge(
    posting: PostingFacts,
    employer: EmployerFacts | None,
    *,
    at: dt.datetime,
    today: dt.date,
    local: LocalBook = NOTHING_LOCAL,
) -> tuple[Hit, ...]:
    """Everything the book says about a posting at one instant.

    :param employer: ``None`` leaves out who posts (CR-001 to CR-004).
    :param at: the instant, timezone-aware.
    :param today: the local day of that instant; decides which rules hold and which licences do.
    :param local: words and limits that a county added.
    :returns: fact rules in the order of the book, then text hits field by field.
    """
    posting = replace(posting, limits=local.limits)
    findings: list[Finding] = []
    if employer is not None:
        findings.extend(employer_findings(employer, today, local.limits))
        findings.extend(household_findings(posting, employer))
    findings.extend(posting_findings(posting, at))
    hits = [_spoken(finding) for finding in findings if RULES[finding.rule].holds_on(today)]
    setting = setting_of(posting, employer, spoken={finding.rule for finding in findings})
    said = {(hit.rule, hit.level) for hit in hits if hit.rule in SAID_ONCE}
    for field, text in posting.texts.items():
        found = scan_text(field, text, on=today, setting=setting, local=local)
        hits.extend(hit for hit in found if (hit.rule, hit.level) not in said)
    return tuple(hits)


def setting_of(posting: PostingFacts, employer: EmployerFacts | None, spoken: Iterable[str] = ()) -> Setting:
    """What a reader of the texts has to know about the rest of the posting.

    :param spoken: codes of the rules that spoke about its fields.
    """
    short = posting.kind == "gig" or (
        posting.term_days is not None and posting.term_days < SHORTEST_TERM_WITH_TRIAL_DAYS
    )
    return Setting(
        sex_ground=bool(posting.sex_ground),
        age_ground=bool(posting.age_ground),
        origin_ground=posting.labor_type in ("public_welfare", "work_relief"),
        body_is_essential=bool(LIMBS_NEEDED & set(posting.hazards)),
        is_agency=employer is not None and employer.is_agency,
        bars_trial=short or posting.labor_type == "part_time",
        limits=posting.limits,
        decided=frozenset(filled_in(posting)) | (BY_FIELD & set(spoken)),
        is_part_time=posting.labor_type == "part_time",
        is_offer=True,
        around=fold(" ".join(posting.texts.values())).text,
    )


def filled_in(posting: PostingFacts) -> Iterator[str]:
    """Yield the rules of `BY_FIELD` whose field says what a text could only repeat, or talk of in passing."""
    if posting.pay_min_fen is not None:
        yield "CR-011"
    if posting.pay_max_fen is not None and posting.pay_max_fen != posting.pay_min_fen:
        yield "CR-012"
    if posting.pay_unit:
        yield "CR-016"
    if posting.labor_type not in (None, "part_time"):
        yield "CR-056"


def judge_meeting(worker: Worker, work: Work, *, limits: Limits = SHIPPED) -> tuple[Hit, ...]:
    """What the book says when a person goes to a posting, beside what forbids it; rules hold on the first day of work.

    CR-042 is work for the office, CR-043 and CR-045 are shown, CR-046 asks a person.
    """
    found = meeting_findings(worker, work, limits)
    return tuple(_spoken(finding) for finding in found if RULES[finding.rule].holds_on(work.first_day))


def worst(hits: Iterable[Hit]) -> Level | None:
    """The hardest level among the hits, or ``None``."""
    levels = {hit.level for hit in hits}
    return next((level for level in SEVERITY if level in levels), None)


def _spoken(finding: Finding) -> Hit:
    rule = RULES[finding.rule]
    chinese, english = rule.message_zh, rule.message_en
    if finding.words:
        words = dict(finding.words)
        chinese = chinese.format_map(words)
        english = english.format_map(words)
    return Hit(rule.code, finding.level or rule.level, finding.field, None, "", chinese, english)


def _apart(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of overlapping places the earliest and longest."""
    if len(places) == 1:
        yield from places
        return
    last = -1
    for start, end in sorted(set(places), key=lambda place: (place[0], -place[1])):
        if start >= last:
            yield start, end
            last = end
