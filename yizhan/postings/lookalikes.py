"""Reads about postings that a scan found alike (CR-020): what to compare, groups to judge, verdicts remembered."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q

from yizhan.postings.duplicates import Ad
from yizhan.postings.enums import Likeness, PublishState, ReviewState, ScanState, Verdict
from yizhan.postings.models import LikePair, LikeScan, Posting

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from yizhan.postings.models import PostingQuerySet

LOCAL = ZoneInfo("Asia/Shanghai")
#: What is full or over is nobody's repetition any more.
ENDED = (PublishState.FILLED, PublishState.WITHDRAWN, PublishState.REMOVED)
#: The night's scan begins in these hours; an installation that sleeps at night catches up by day.
NIGHT = range(1, 6)
CATCH_UP = dt.timedelta(hours=36)
#: Pairs read for one page of groups.
MOST_PAIRS = 2_000


def compared(at: dt.datetime) -> PostingQuerySet:
    """Return the postings that a scan compares: waiting or approved, not run out, not full, not ended."""
    return Posting.objects.filter(
        review_state__in=[ReviewState.WAITING, ReviewState.APPROVED], valid_until_at__gt=at, terms__isnull=False
    ).exclude(publish_state__in=ENDED)


def ads(at: dt.datetime) -> list[Ad]:
    """Return what is compared of each; one query. A telephone is known by its keyed hash alone."""
    rows = (
        compared(at)
        .order_by("pk")
        .values_list(
            "pk", "terms__title", "terms__content", "terms__place_name", "terms__contact_phone_index", "employer_id"
        )
    )
    return [Ad(pk, f"{title}\n{text}", place, phone or "", whose) for pk, title, text, place, phone, whose in rows]


def last_scan() -> LikeScan | None:
    """Return the newest scan."""
    return LikeScan.objects.order_by("-asked_at", "-pk").first()


def queued_scan() -> LikeScan | None:
    """Return the scan that waits to be taken up."""
    return LikeScan.objects.filter(state=ScanState.QUEUED).first()


def scan_is_due(last_asked_at: dt.datetime | None, at: dt.datetime) -> bool:
    """Say whether the market is to be looked through now: once a night, or by day when no night came for long."""
    if last_asked_at is None or at - last_asked_at >= CATCH_UP:
        return True
    now, last = at.astimezone(LOCAL), last_asked_at.astimezone(LOCAL)
    begun = now.replace(hour=NIGHT.start, minute=0, second=0, microsecond=0)
    return now.hour in NIGHT and last < begun


def pairs_among(postings: PostingQuerySet) -> QuerySet[LikePair]:
    """Return the pairs of which both are among these: who does not see one of the two does not see the pair."""
    return LikePair.objects.filter(low__in=postings, high__in=postings)


def open_pairs(postings: PostingQuerySet, at: dt.datetime) -> QuerySet[LikePair]:
    """Return the pairs to judge: undecided, and both still stand."""
    alive = Q(low__valid_until_at__gt=at, high__valid_until_at__gt=at)
    found = pairs_among(postings).filter(alive, verdict=Verdict.OPEN)
    return found.exclude(low__publish_state__in=ENDED).exclude(high__publish_state__in=ENDED)


@dataclass(frozen=True)
class Group:
    """Postings that hang together by pairs found alike.

    :param postings: ids, oldest first. :param pairs: ids of the pairs. :param likeness: what ties them.
    :param similarity_bp: of the most alike pair.
    """

    postings: tuple[int, ...]
    pairs: tuple[int, ...]
    likeness: tuple[str, ...]
    similarity_bp: int

    @property
    def percent(self) -> int:
        """How alike the most alike two are, in whole percent."""
        return self.similarity_bp // 100

    @property
    def by_text(self) -> bool:
        """At least two say nearly the same."""
        return Likeness.TEXT in self.likeness

    @property
    def by_phone(self) -> bool:
        """One telephone stands for several employers."""
        return Likeness.PHONE in self.likeness


def grouped(pairs: Iterable[LikePair]) -> list[Group]:
    """Return the groups that pairs make, the largest first, then the oldest."""
    of: dict[int, int] = {}

    def root(one: int) -> int:
        while of.setdefault(one, one) != one:
            of[one] = of[of[one]]
            one = of[one]
        return one

    pairs = list(pairs)
    for pair in pairs:
        low, high = sorted((root(pair.low_id), root(pair.high_id)))
        of[high] = low
    members: dict[int, set[int]] = defaultdict(set)
    inside: dict[int, list[LikePair]] = defaultdict(list)
    for pair in pairs:
        top = root(pair.low_id)
        members[top] |= {pair.low_id, pair.high_id}
        inside[top].append(pair)
    groups = [
        Group(
            postings=tuple(sorted(members[top])),
            pairs=tuple(sorted(pair.pk for pair in found)),
            likeness=tuple(sorted({pair.likeness for pair in found})),
            similarity_bp=max(pair.similarity_bp for pair in found),
        )
        for top, found in inside.items()
    ]
    return sorted(groups, key=lambda group: (-len(group.postings), group.postings))


def groups_to_judge(postings: PostingQuerySet, at: dt.datetime) -> list[Group]:
    """Return the groups that wait for a verdict; one query."""
    return grouped(open_pairs(postings, at).order_by("low_id", "high_id")[:MOST_PAIRS])


def count_to_judge(postings: PostingQuerySet, at: dt.datetime) -> int:
    """Return how many pairs wait for a verdict; one query."""
    return open_pairs(postings, at).order_by().count()


def judged_pairs(postings: PostingQuerySet) -> QuerySet[LikePair]:
    """Return what was judged, newest first."""
    rows = pairs_among(postings).exclude(verdict=Verdict.OPEN)
    return rows.select_related("low__terms", "high__terms", "low__employer", "high__employer", "decided_by").order_by(
        "-decided_at", "-pk"
    )


def verdicts_between(employers: Iterable[int]) -> dict[frozenset[int], LikePair]:
    """Return the newest verdict on one telephone for each two of these employers; one query."""
    ids = list(employers)
    rows = LikePair.objects.filter(
        likeness=Likeness.PHONE, low__employer__in=ids, high__employer__in=ids, decided_at__isnull=False
    ).select_related("low", "high")
    return {frozenset((row.low.employer_id, row.high.employer_id)): row for row in rows.order_by("decided_at", "pk")}


def not_the_same_as(posting_id: int) -> set[int]:
    """Return the postings that somebody judged to be no repetition of this one; one query."""
    rows = LikePair.objects.filter(Q(low=posting_id) | Q(high=posting_id), verdict=Verdict.DIFFERENT)
    return {one for pair in rows.order_by().values_list("low_id", "high_id") for one in pair} - {posting_id}
