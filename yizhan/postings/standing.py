"""Facts that need other rows: what else was posted with the telephone (CR-020). The rule book judges them.

It sees one posting alone; what is found here is handed to it beside the posting (`rules.Beside`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yizhan.postings.duplicates import BP, Ad, says_the_same
from yizhan.postings.enums import PublishState, ReviewState, Verdict
from yizhan.postings.lookalikes import not_the_same_as, verdicts_between
from yizhan.postings.models import PostingTerms
from yizhan.postings.rulebook.facts import Alike
from yizhan.shared.crypto.fields import blind_q

if TYPE_CHECKING:
    from yizhan.postings.models import LikePair, Posting

#: The same text with the same telephone is looked back for so long (CR-020).
SAME_WITHIN_DAYS = 7
#: A telephone's employers are counted over so many days.
PHONE_WITHIN_DAYS = 30
#: So many of the newest postings with the telephone are read.
MOST_READ = 200
ENDED = (PublishState.WITHDRAWN, PublishState.REMOVED)


@dataclass(frozen=True)
class SamePhone:
    """What was posted with a telephone: the posting that says the same, and how many employers gave it."""

    alike: Alike | None = None
    employers: int = 0


def same_phone(posting: Posting, at: dt.datetime) -> SamePhone:
    """Look at what else was posted with the telephone; the index on it finds the few. Three queries at most.

    What somebody judged to be different is not asked about again.
    """
    terms = posting.terms
    if terms is None or not terms.contact_phone:
        return SamePhone()
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
            "posting__publish_state", "posting__review_state", "posting__valid_until_at", "posting_id",
        )[:MOST_READ]
    )  # fmt: skip
    own = Ad(posting.pk, f"{terms.title}\n{terms.content}", terms.place_name, "x", posting.employer_id)
    employers, best = {posting.employer_id}, (0, "")
    judged_different = not_the_same_as(posting.pk)
    for title, content, place, created_at, employer, number, state, review, until, other in others:
        employers.add(employer)
        if other in judged_different:
            continue
        over = state in ENDED or review == ReviewState.REFUSED or until <= at
        if over or created_at <= at - dt.timedelta(days=SAME_WITHIN_DAYS):
            continue
        alike = says_the_same(own, Ad(0, f"{title}\n{content}", place, "x", employer))
        best = max(best, (alike, number))
    said = verdicts_between(employers) if len(employers) > 1 else {}
    own_id = posting.employer_id
    employers = {one for one in employers if not _said_different(said, own_id, one)}
    return SamePhone(Alike(best[1], best[0] * 100 // BP) if best[0] else None, len(employers))


def _said_different(said: dict[frozenset[int], LikePair], own: int, other: int) -> bool:
    """Say whether somebody looked at these two employers' one telephone and found nothing in it."""
    pair = said.get(frozenset((own, other)))
    return pair is not None and pair.verdict == Verdict.DIFFERENT
