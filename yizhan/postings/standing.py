"""Findings that need the database: other postings with the telephone (CR-020), the employer's conduct (CR-006, CR-073).

They stand beside those of the rule book, which sees one posting alone, and are asked when a posting is handed in.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yizhan.employers.queries import has_recheck
from yizhan.postings.duplicates import BP, MANY_EMPLOYERS, Ad, says_the_same
from yizhan.postings.enums import PublishState, ReviewState
from yizhan.postings.models import PostingTerms
from yizhan.postings.rulebook.model import Hit, Level
from yizhan.shared.crypto.fields import blind_q

if TYPE_CHECKING:
    from yizhan.employers.queries import EmployerStanding
    from yizhan.postings.models import Posting

#: The same text with the same telephone is looked back for so long (CR-020).
SAME_WITHIN_DAYS = 7
#: A telephone's employers are counted over so many days.
PHONE_WITHIN_DAYS = 30
#: So many of the newest postings with the telephone are read.
MOST_READ = 200
ENDED = (PublishState.WITHDRAWN, PublishState.REMOVED)


@dataclass(frozen=True)
class Sentence:
    """What a finding says in both languages."""

    chinese: str
    english: str


SENTENCES = {
    "CR-006": Sentence(
        "该主体因查实欠薪或扣证已暂停发布，可申诉。",
        "Suspended for verified missing pay or a kept document; an appeal is possible.",
    ),
    "CR-020": Sentence(
        "疑似重复：与 {number} 内容几乎相同（{percent}%），电话相同。",
        "Looks like {number} again ({percent}%), with the same telephone.",
    ),
    "CR-020/phone": Sentence(
        "同一联系电话在 {n} 家单位名下，疑似中介批量发布。",
        "{n} employers give this telephone; it may be an agency's.",
    ),
    "CR-073": Sentence(
        "近30天有两次以上回访反映与发布不符，请核实后再放行。",
        "Workers said twice in 30 days that work was not as posted; check before passing it.",
    ),
}


def standing_hits(posting: Posting, standing: EmployerStanding, at: dt.datetime) -> tuple[Hit, ...]:
    """Return the findings that rest on other rows; two queries."""
    hits = [_hit("CR-006", Level.BLOCK, "employer")] if standing.is_suspended else []
    hits += _telephone_hits(posting, at)
    if has_recheck(posting.employer):
        hits.append(_hit("CR-073", Level.REVIEW, "employer"))
    return tuple(hits)


def _telephone_hits(posting: Posting, at: dt.datetime) -> list[Hit]:
    """Look at what else was posted with the telephone; the index on it finds the few."""
    terms = posting.terms
    if terms is None or not terms.contact_phone:
        return []
    others = (
        PostingTerms.objects.filter(
            blind_q(PostingTerms, "contact_phone_index", terms.contact_phone),
            current_of__isnull=False,
            created_at__gt=at - dt.timedelta(days=PHONE_WITHIN_DAYS),
        )
        .exclude(posting=posting.pk)
        .order_by("-created_at", "-pk")
        .values_list(
            "title", "content", "place_name", "created_at", "posting__employer_id", "posting__number",
            "posting__publish_state", "posting__review_state", "posting__valid_until_at",
        )[:MOST_READ]
    )  # fmt: skip
    own = Ad(posting.pk, f"{terms.title}\n{terms.content}", terms.place_name, "x", posting.employer_id)
    employers, best = {posting.employer_id}, (0, "")
    for title, content, place, created_at, employer, number, state, review, until in others:
        employers.add(employer)
        over = state in ENDED or review == ReviewState.REFUSED or until <= at
        if over or created_at <= at - dt.timedelta(days=SAME_WITHIN_DAYS):
            continue
        alike = says_the_same(own, Ad(0, f"{title}\n{content}", place, "x", employer))
        best = max(best, (alike, number))
    hits = []
    if best[0]:
        hits.append(_hit("CR-020", Level.REVIEW, "content", number=best[1], percent=best[0] * 100 // BP))
    if len(employers) >= MANY_EMPLOYERS:
        hits.append(_hit("CR-020/phone", Level.REVIEW, "contact_phone", n=len(employers)))
    return hits


def _hit(key: str, level: Level, field: str, **facts: object) -> Hit:
    sentence = SENTENCES[key]
    said = sentence.chinese.format(**facts), sentence.english.format(**facts)
    return Hit(key.partition("/")[0], level, field, None, "", *said)
