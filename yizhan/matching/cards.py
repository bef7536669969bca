"""Cards of postings, kept between requests for as long as they say the truth.

What a card says comes from the posting, its terms, its shifts and its employer; every write of one of these adds a line
to the table of changes, by which the packed columns are brought up to date before a list is made (`offers.current`).
Whoever brings them up drops the cards of what changed. What the clock alone changes stands beside each card.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from yizhan.postings.queries import PostingCard, posting_cards

#: Some two kilobytes each; the county of a station has hundreds.
MOST_KEPT = 6000


class _Kept(NamedTuple):
    """A card, and from when until when it says the truth."""

    card: PostingCard
    since: dt.datetime
    until: dt.datetime


_kept: dict[tuple[int, str | None], _Kept] = {}
#: Counts how often something was dropped.
_drops = 0
_changing = threading.Lock()


def as_read() -> int:
    """Return what says how much of what is written is known; asked while the columns are one's own."""
    return _drops


def cards_of(ids: Iterable[int], at: dt.datetime, known: int) -> dict[int, PostingCard]:
    """Return cards by id, in the order of `ids`; two queries where one of them is not kept, else none.

    :param known: `as_read` of the columns from which the ids came. Cards that were read while somebody else dropped
        some are not kept: they may be older than what made the others go.
    """
    wanted, language = list(ids), get_language()
    if connection.in_atomic_block:  # what is seen there may never be committed
        return posting_cards(wanted, at)
    found = {}
    for pk in wanted:
        one = _kept.get((pk, language))
        if one is not None and one.since <= at < one.until:
            found[pk] = one.card
    missing = [pk for pk in wanted if pk not in found]
    if missing:
        read = posting_cards(missing, at)
        _keep([card for card in read.values() if card.is_live], language, at, known)
        found |= read
    return {pk: found[pk] for pk in wanted if pk in found}


def _keep(read: list[PostingCard], language: str | None, at: dt.datetime, known: int) -> None:
    with _changing:
        if known != _drops:
            return
        if len(_kept) + len(read) > MOST_KEPT:
            for key in list(_kept)[: MOST_KEPT // 2]:
                del _kept[key]
        for card in read:
            _kept[card.id, language] = _Kept(card, at, _until(card, at))


def _until(card: PostingCard, at: dt.datetime) -> dt.datetime:
    """Return the first moment at which the clock may change what a live card says."""
    tomorrow = (timezone.localtime(at) + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    ends = [shift.ends_at for shift in card.shifts if shift.ends_at is not None and shift.ends_at > at]
    return min([tomorrow, card.valid_until_at, card.leaves_at or at, *ends])


def drop(postings: Collection[int], employers: Collection[int]) -> None:
    """Keep no card of these postings and of these employers' any more."""
    global _drops
    with _changing:
        _drops += 1
        gone = [
            key for key, one in _kept.items() if key[0] in postings or (employers and one.card.employer_id in employers)
        ]
        for key in gone:
            del _kept[key]


def drop_all() -> None:
    """Keep nothing."""
    global _drops
    with _changing:
        _drops += 1
        _kept.clear()
