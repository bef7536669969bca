"""Reads of the room: public offers for readers without a sign-in, channels and the log for the desk."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db.models import Max, Q, QuerySet
from django.utils.translation import get_language
from numpy.typing import NDArray

from yizhan.accounts.queries import in_offices_of
from yizhan.channels.enums import Outcome, Staleness, Standing, Way
from yizhan.channels.models import Channel, Outgoing
from yizhan.channels.offers import (
    PublicOffer,
    PublicOffice,
    PublicShift,
    employer_words,
    public_offer,
    public_office,
    standing,
)
from yizhan.channels.rules import can_see_channels, can_send, can_set_up
from yizhan.employers.queries import NOTHING_KNOWN, conduct_lines, may_offer
from yizhan.postings.enums import PostingKind
from yizhan.postings.market import Market, market
from yizhan.postings.queries import (
    is_fresh,
    live_postings,
    offered_once,
    once_offered,
    postings_visible_to,
    shifts_of,
    shifts_of_one,
)

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.postings.models import Posting

__all__ = [
    "PublicOffer",
    "PublicOffice",
    "PublicShift",
    "can_see_channels",
    "can_send",
    "can_set_up",
    "channel_log",
    "channels_visible_to",
    "employer_words",
    "offers_of",
    "offices_touched",
    "open_count",
    "open_counts",
    "open_ids",
    "open_occupations",
    "out_where",
    "outdated_count",
    "posting_out_where",
    "public_posting",
    "sitemap_entries",
]


#: An offer is read anew after so long even if nothing of it changed: its station's name or telephone may have.
OFFER_KEPT = dt.timedelta(minutes=5)

# What the public sees ---------------------------------------------------------------------------------------------


def open_ids(
    offices: Any, at: dt.datetime, *, kind: str = "", occupation: str = "", day_labour_first: bool = True,
    now: Market | None = None,
) -> list[int]:  # fmt: skip
    """Return ids of what is on offer at the offices: day labour first and there what starts soonest, else newest first.

    :param offices: a queryset or list of offices. :param kind: a `PostingKind`, or "" for all.
    :param occupation: a code of the 大典, or "" for all. :param now: the market of this moment, where it is known.
    """
    found = now or market(at)
    chosen = _on_offer(found, offices, at)
    if kind in PostingKind.values:
        chosen &= found.of_kind(kind)
    if occupation:
        chosen &= found.of_occupations([occupation])
    rows = found.soonest(chosen, at) if day_labour_first else found.newest(chosen, len(found), by="confirmed")
    ids: list[int] = found.columns["posting"][rows].tolist()
    return ids


def _on_offer(found: Market, offices: Any, at: dt.datetime) -> NDArray[np.bool_]:
    """Say of each offer of the market whether it is live at one of some offices, given as rows or as a queryset."""
    ids = offices.order_by().values_list("pk", flat=True) if isinstance(offices, QuerySet) else offices
    return found.live(at) & found.at_offices([getattr(one, "pk", one) for one in ids])


def open_occupations(offices: Any, at: dt.datetime) -> list[str]:
    """Return the occupation code of everything on offer at the offices, one for each posting."""
    found = market(at)
    numbers = found.columns["occupation"][_on_offer(found, offices, at)].tolist()
    return [found.occupations.texts[number] for number in numbers]


def open_count(offices: Any, at: dt.datetime) -> int:
    """Return how many postings are on offer."""
    found = market(at)
    return int(_on_offer(found, offices, at).sum())


def open_counts(offices: Any, at: dt.datetime, now: Market | None = None) -> dict[int, int]:
    """Return how many postings are on offer at each office, by the office's id; offices without any are absent."""
    found = now or market(at)
    return dict(Counter(found.columns["office"][_on_offer(found, offices, at)].tolist()))


def offers_of(ids: Iterable[int], at: dt.datetime, now: Market | None = None) -> list[PublicOffer]:
    """Return the offers with these ids in their order, in two queries; what is not on offer at `at` is left out.

    :param now: the market of this moment, for who has it already: it keeps offers, and what it kept is not asked again.
    """
    if now is None:
        return _read_offers(list(ids), at)
    wanted, language = list(ids), get_language()
    known = {pk: now.known(("offer", language, pk), at) for pk in wanted}
    for offer in _read_offers([pk for pk, one in known.items() if one is None], at):
        known[offer.id] = offer
        until = min(at + OFFER_KEPT, said_until(now, offer))
        now.hold(("offer", language, offer.id), at, offer, until, offer.id)
    return [offer for pk in wanted if (offer := known[pk]) is not None]


def said_until(found: Market, offer: PublicOffer) -> dt.datetime:
    """Return the first moment at which an offer, or a shift of it, is over."""
    ends = [shift.ends_at for shift in offer.shifts if shift.ends_at is not None]
    return min([found.until(offer.id), *ends])


def _read_offers(wanted: list[int], at: dt.datetime) -> list[PublicOffer]:
    if not wanted:
        return []
    found = {posting.pk: posting for posting in once_offered().filter(pk__in=wanted)}
    shifts = shifts_of(found)
    offers = []
    for pk in wanted:
        posting = found.get(pk)
        if posting is None or posting.terms is None:
            continue
        own = shifts.get(pk, [])
        if standing(posting, own, may_show=_may_show(posting, at), at=at) == Standing.OPEN:
            offers.append(public_offer(posting, posting.terms, own, at))
    return offers


def offices_touched(postings: Iterable[int], employers: Iterable[int]) -> set[str]:
    """Return the paths of the offices whose public list shows or showed any of these; one query."""
    rows = once_offered().filter(Q(pk__in=list(postings)) | Q(employer__in=list(employers)))
    return set(rows.order_by().values_list("office__path", flat=True).distinct())


@dataclass(frozen=True)
class PublicPosting:
    """What the public page of one posting shows: an offer only while it is open.

    :param conduct: what people who went there said, in plain lines; of a private person nothing.
    """

    number: str
    standing: Standing
    office: PublicOffice
    offer: PublicOffer | None
    conduct: tuple[str, ...] = ()


def public_posting(public_id: uuid.UUID, at: dt.datetime) -> PublicPosting | None:
    """Return a posting for its public page, or None when it was never offered. Three queries at most."""
    posting = offered_once(public_id)
    if posting is None or posting.terms is None:
        return None
    shifts = shifts_of_one(posting.pk)
    stands = standing(posting, shifts, may_show=_may_show(posting, at), at=at)
    offer = public_offer(posting, posting.terms, shifts, at) if stands == Standing.OPEN else None
    office = posting.office
    shown = public_office(office)
    if offer is None or offer.is_household:
        return PublicPosting(posting.number, stands, shown, offer)
    lines = conduct_lines([posting.employer_id], at).get(posting.employer_id, NOTHING_KNOWN)
    return PublicPosting(posting.number, stands, shown, offer, lines.brief())


def _may_show(posting: Posting, at: dt.datetime) -> bool:
    """Say whether employer and the age of their word allow to show it: verified, not suspended, asked lately enough."""
    return may_offer(posting.employer, at) and is_fresh(posting, at)


def sitemap_entries(offices: Any, at: dt.datetime, *, start: int, count: int) -> list[tuple[uuid.UUID, dt.datetime]]:
    """Return (public id, last change) of what is on offer, oldest first so that a page of the map stays as it is."""
    rows = once_offered().filter(office__in=offices).live(at).order_by("pk")
    return list(rows.values_list("public_id", "changed_at")[start : start + count])  # type: ignore[misc]


# Channels -----------------------------------------------------------------------------------------------------------


def channels_visible_to(user: User) -> QuerySet[Channel]:
    """Return the channels of the offices in sight that are in use, by name; none for who has no business here."""
    if not can_see_channels(user):
        return Channel.objects.none()
    found = Channel.objects.filter(in_offices_of(user), retired_at=None)
    return found.select_related("office").order_by("office__path", "name", "pk")


def _newest(rows: QuerySet[Outgoing]) -> QuerySet[Outgoing]:
    """Keep the newest line of each posting in each channel."""
    newest = rows.order_by().values("channel", "posting").annotate(newest=Max("pk")).values("newest")
    return Outgoing.objects.filter(pk__in=newest)


@dataclass(frozen=True)
class OutThere:
    """A posting that is out by a channel as far as the log knows."""

    channel: Channel
    posting_id: int
    posting_public_id: uuid.UUID
    posting_number: str
    title: str
    terms_number: int
    at: dt.datetime
    by: str
    way: str
    staleness: str

    @property
    def way_label(self) -> str:
        """How it went out, in words."""
        return str(Way(self.way).label)

    @property
    def staleness_label(self) -> str:
        """What is to be done about it, in words; empty when it is still true."""
        return str(Staleness(self.staleness).label) if self.staleness else ""


def out_where(user: User, at: dt.datetime, *, outdated_only: bool = False) -> list[OutThere]:
    """Return what is out at the channels in sight, the outdated first, then by channel; a fixed number of queries.

    Outdated is what is no longer on offer, or whose terms are others than those that went out.
    """
    return _out_there(Outgoing.objects.filter(channel__in=channels_visible_to(user).order_by()), at, outdated_only)


def posting_out_where(user: User, posting_id: int, at: dt.datetime) -> list[OutThere]:
    """Return where one posting is out."""
    seen = channels_visible_to(user).order_by()
    return _out_there(Outgoing.objects.filter(channel__in=seen, posting=posting_id), at, False)


def outdated_count(user: User, at: dt.datetime) -> int:
    """Return how many lines somebody has to see to."""
    return len(out_where(user, at, outdated_only=True)) if can_send(user) else 0


def _out_there(rows: QuerySet[Outgoing], at: dt.datetime, outdated_only: bool) -> list[OutThere]:
    newest = _newest(rows).filter(outcome=Outcome.SENT).select_related("channel__office", "posting", "terms", "by")
    kept = list(newest.defer("terms__contact_name", "terms__contact_phone").order_by("channel__name", "channel", "pk"))
    offices = {row.posting.office_id for row in kept}
    live = set(live_postings(offices, at).filter(pk__in=[row.posting_id for row in kept]).values_list("pk", flat=True))
    found = []
    for row in kept:
        stale = ""
        if row.posting_id not in live:
            stale = Staleness.ENDED.value
        elif row.posting.terms_id != row.terms_id:
            stale = Staleness.CHANGED.value
        if stale or not outdated_only:
            posting = row.posting
            found.append(
                OutThere(row.channel, posting.pk, posting.public_id, posting.number, row.terms.title,
                         row.terms.number, row.at, row.by.name, row.way, stale)
            )  # fmt: skip
    return sorted(found, key=lambda one: not one.staleness)


def channel_log(channel: Channel) -> QuerySet[Outgoing]:
    """Return what went out by a channel and came down there, newest first."""
    rows = channel.outgoing.select_related("posting", "terms", "by")
    return rows.defer("terms__contact_name", "terms__contact_phone").order_by("-at", "-pk")


def sendable(user: User, channel: Channel, at: dt.datetime) -> list[PublicOffer]:
    """Return what may go out by a channel: what is on offer at its office and the user sees."""
    ids = open_ids([channel.office], at)
    seen = set(postings_visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    return offers_of([pk for pk in ids if pk in seen], at)


def sent_terms(channel: Channel) -> dict[int, int]:
    """Return which version (its id) of each posting is out by a channel now, by the posting's id."""
    rows = _newest(Outgoing.objects.filter(channel=channel)).filter(outcome=Outcome.SENT).order_by("pk")
    return dict(rows.values_list("posting", "terms"))
