"""The rules that read free text. Each looks at one sentence of a folded text and yields the places it objects to.

What makes a place no violation (a refusal such as 不收押金, an employer who pays, a thing such as 女装) is decided
inside its clause, never by a word elsewhere in the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from yizhan.postings.rulebook.anchors import Anchors
from yizhan.postings.rulebook.clauses import Plain
from yizhan.postings.rulebook.text_rules.ages import UPPER_AGE, YOUNG
from yizhan.postings.rulebook.text_rules.composed_hours import LONG_DAYS
from yizhan.postings.rulebook.text_rules.composed_money import (
    CHARGES,
    IN_GOODS,
    SOLD_JOBS,
    UNPAID,
)
from yizhan.postings.rulebook.text_rules.composed_offers import (
    FAVOURS,
    FOR_SOMEBODY,
    HIDDEN_PLACES,
    PRAISED,
    REACHED,
    SHADY,
)
from yizhan.postings.rulebook.text_rules.composed_people import (
    AGED,
    AT_HOME,
    CHILDREN,
    CONVICTED,
    FAITH,
    ILL,
    IMPAIRED,
    LOOKED_AT,
    ONE_SEX,
    STRANGERS,
)
from yizhan.postings.rulebook.text_rules.contact import (
    CONTACT_ACCOUNTS,
    CONTACT_CHANNELS,
    CONTACT_CODES,
    CONTACT_NUMBERS,
    PERSONAL_NUMBERS,
    SHOWN_ON_BOARDS,
)
from yizhan.postings.rulebook.text_rules.crime import CRIMES, LENT_ACCOUNTS, LOANS
from yizhan.postings.rulebook.text_rules.documents import (
    DOCUMENTS,
    DOCUMENTS_KEPT,
    KEPT_TOLD,
)
from yizhan.postings.rulebook.text_rules.ethnic import ETHNIC
from yizhan.postings.rulebook.text_rules.family import CARRIERS, DISABILITY, FAMILY
from yizhan.postings.rulebook.text_rules.fees import CHARGED, FEES
from yizhan.postings.rulebook.text_rules.hours import ALL_DAY, CLOCK, EARLY_LATE, HOURS
from yizhan.postings.rulebook.text_rules.money_asked import ASKED
from yizhan.postings.rulebook.text_rules.notices import (
    Kind,
    holds_quotes,
    kinds,
    lies_in,
    names_somebody,
    offers,
    spoken_of,
)
from yizhan.postings.rulebook.text_rules.origin import CLEAN_RECORD, LOOKS, ORIGIN
from yizhan.postings.rulebook.text_rules.payment import GIVEN_TO_OTHERS, LATE, TAKEN_BY_OTHERS, paid_late
from yizhan.postings.rulebook.text_rules.praise import PRAISE
from yizhan.postings.rulebook.text_rules.promises import (
    BACK_DOORS,
    BOASTS,
    FOR_OTHERS,
    KEPT_BACK,
)
from yizhan.postings.rulebook.text_rules.sex import SEX
from yizhan.postings.rulebook.text_rules.shape import (
    Setting,
    TextRule,
    denied,
    in_title,
    is_talk_of_rules,
    of_no_matter,
    welcomed,
)
from yizhan.postings.rulebook.text_rules.shown_people import FACES, HANDED_ON, NOTICES, SILENCE, SOLD_BY_THE_HEAD
from yizhan.postings.rulebook.text_rules.sold_training import SOLD
from yizhan.postings.rulebook.text_rules.special_work import MINORS, WAIVERS, YOUNG_AT_SPECIAL_WORK
from yizhan.postings.rulebook.text_rules.stated_pay import PIECES, POLES, WIDE_RANGES
from yizhan.postings.rulebook.text_rules.terms import IN_KIND, TRIALS
from yizhan.postings.rulebook.text_rules.untold_places import FAR, UNTOLD
from yizhan.postings.rulebook.text_rules.vague_pay import VAGUE_PAY

#: Known by their words; the last of a code tells its level.
_WORDED = (
    *(
        FOR_OTHERS,
        BOASTS,
        PRAISE,
        CONTACT_NUMBERS,
        CONTACT_ACCOUNTS,
        CONTACT_CHANNELS,
        CONTACT_CODES,
        ETHNIC,
        SEX,
        FAMILY,
        CARRIERS,
        DISABILITY,
        ORIGIN,
        UPPER_AGE,
        LOOKS,
        CLEAN_RECORD,
        YOUNG,
    ),
    *(
        FEES,
        CHARGED,
        ASKED,
        DOCUMENTS,
        DOCUMENTS_KEPT,
        LOANS,
        SOLD,
        TRIALS,
        IN_KIND,
        HOURS,
        CLOCK,
        ALL_DAY,
        EARLY_LATE,
        CRIMES,
        LENT_ACCOUNTS,
        KEPT_BACK,
        UNTOLD,
        FAR,
        BACK_DOORS,
        PERSONAL_NUMBERS,
    ),
    # What has a field of its own on the form, or is judged elsewhere too.
    *(*VAGUE_PAY, WIDE_RANGES, POLES, PIECES, MINORS, WAIVERS),
    *(YOUNG_AT_SPECIAL_WORK, LATE, GIVEN_TO_OTHERS, TAKEN_BY_OTHERS),
    *(NOTICES, HANDED_ON, SILENCE, FACES),
)
#: One entry a code; where a rule reads in several ways, any of them tells its level.
TEXT_RULES: dict[str, TextRule] = {rule.code: rule for rule in sorted(_WORDED, key=lambda rule: rule.code)}

#: Put together from slots, asked last.
_COMPOSED = (
    *(
        *FOR_SOMEBODY,
        *PRAISED,
        *REACHED,
        *FAITH,
        *ONE_SEX,
        *AT_HOME,
        *ILL,
        *IMPAIRED,
        *STRANGERS,
        *AGED,
    ),
    *(
        *LOOKED_AT,
        *CONVICTED,
        *CHILDREN,
        *CHARGES,
        *SOLD_JOBS,
        *UNPAID,
        *IN_GOODS,
        *LONG_DAYS,
        *SHADY,
    ),
    *(*HIDDEN_PLACES, *FAVOURS, *KEPT_TOLD, *SHOWN_ON_BOARDS, *SOLD_BY_THE_HEAD),
)
_ALL = (*_WORDED, *_COMPOSED)

_ANCHORS = Anchors(*zip(*((rule.anchors, rule.slots, rule.beside) for rule in _ALL), strict=True))
#: Who is wanted, not what is taken from them.
ABOUT_PEOPLE = frozenset(f"CR-03{number}" for number in range(9))
#: What is promised, not what is asked: 没有 right before it takes it back.
PROMISES = frozenset({"CR-013", "CR-072"})


def speaking(plain: Plain, setting: Setting) -> Iterator[tuple[TextRule, int, int]]:
    """Yield ``(rule, start, end)`` for every place of a folded text that a rule objects to."""
    text = plain.text
    starts = plain.sentence_starts
    quotes, decided = holds_quotes(text), setting.decided
    notices: dict[int, Kind] | None = None
    for number, rules in _ANCHORS.rules_by_sentence(text, starts).items():
        first = starts[number]
        last = starts[number + 1] - 1 if number + 1 < len(starts) else len(text)
        found: list[tuple[TextRule, int, int]] = []
        spoke: set[str] = set()
        for rule in map(_ALL.__getitem__, rules):
            if rule.code in decided or (rule.told and rule.code in spoke):
                continue
            for start, end in rule.places(plain, first, last, setting):
                # A rule of words takes back what its own clause denies; one put together of parts knows no clause.
                if rule.slots and denied(text, plain.clause(start, end)[0], start):
                    continue
                if rule.code in PROMISES and (text.endswith("没有", 0, start) or in_title(text, first, start, end)):
                    continue
                found.append((rule, start, end))
                spoke.add(rule.code)
        if not found:
            continue
        found = [each for each in found if each[0].code not in ABOUT_PEOPLE or not of_no_matter(text, *each[1:], last)]
        if not found:
            continue
        if welcomed(text, last):
            found = [each for each in found if each[0].code not in ABOUT_PEOPLE]
        if setting.is_offer:
            yield from (each for each in found if not is_talk_of_rules(text, *plain.clause(*each[1:])))
            continue
        if is_talk_of_rules(text, first, last):
            if not offers(text, first, last):
                continue
            # 别信中介,本厂直招男工: where work is offered, only what is spoken of up to there is taken back.
            found = [each for each in found if not is_talk_of_rules(text, plain.clause(*each[1:])[0], last)]
        if notices is None:
            notices = kinds(text, starts)
        wording = spoken_of(text, first, last) if quotes else []
        for rule, start, end in found:
            if names_somebody(rule.code, text, start, end) or not (number in notices or lies_in(wording, start, end)):
                yield rule, start, end
    if setting.is_part_time and LATE.code not in setting.decided:  # said by a field, so no word of the text leads here
        yield from ((LATE, start, end) for start, end in paid_late(plain, 0, len(text), setting))
