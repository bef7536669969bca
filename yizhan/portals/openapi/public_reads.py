"""Reads of what anybody may know, made of `channels.offers.PublicOffer` alone (ADR 0019). No count(*) anywhere."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from yizhan.accounts.queries import active_offices, subtree_of
from yizhan.channels.enums import Standing
from yizhan.channels.offers import PublicOffer, employer_words
from yizhan.channels.queries import offers_of, public_posting
from yizhan.employers.queries import NOTHING_KNOWN, conduct_lines, may_offer
from yizhan.portals.openapi.cursors import read_cursor, write_cursor
from yizhan.portals.openapi.problems import Gone, NotThere
from yizhan.portals.openapi.shapes import (
    Employer,
    EmployerPage,
    EmployersAsked,
    EmployerWithConduct,
    OfferedBy,
    Posting,
    PostingPage,
    PostingsAsked,
    PublicStation,
    Shift,
)
from yizhan.postings.queries import live_postings, once_offered

if TYPE_CHECKING:
    from yizhan.accounts.models import Office


def offices_asked(public_id: uuid.UUID | None) -> Any:
    """Return the offices that a filter means: one and all below it, or all in use.

    :raises NotThere: there is none of that id.
    """
    if public_id is None:
        return active_offices()
    found: Office | None = active_offices().filter(public_id=public_id).first()
    if found is None:
        raise NotThere
    return subtree_of(found)


def postings_page(asked: PostingsAsked, at: dt.datetime, base: str) -> PostingPage:
    """Return a page of what is on offer; four queries at most, however many there are.

    The order is that of entry, the newest first, which no later change disturbs: a page's rows never move to another.
    """
    found = live_postings(offices_asked(asked.office), at).order_by("-pk")
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.occupation:
        found = found.filter(terms__occupation_code__startswith=asked.occupation)
    if asked.since is not None:
        changed = once_offered().filter(Q(changed_at__gte=asked.since)).order_by()
        found = found.filter(pk__in=changed.values("pk"))
    if asked.cursor:
        found = found.filter(pk__lt=read_cursor(asked.cursor))
    rows = list(found.values_list("pk", "employer__public_id")[: asked.limit + 1])
    page, more = rows[: asked.limit], len(rows) > asked.limit
    items = postings_of(dict(page), offers_of([pk for pk, _employer in page], at), base)
    return PostingPage(items, write_cursor(page[-1][0]) if more else None)


def postings_of(employers: dict[int, uuid.UUID], offers: Iterable[PublicOffer], base: str) -> tuple[Posting, ...]:
    """Return offers as the API shows them.

    :param employers: the employer's id by the posting's key. :param base: scheme and host of the pages.
    """
    return tuple(posting_of(offer, employers[offer.id], base) for offer in offers)


def one_posting(public_id: uuid.UUID, at: dt.datetime, base: str) -> Posting:
    """Return one posting while it is open.

    :raises Gone: it is over. :raises NotThere: never offered, or full or paused at the moment.
    """
    found = public_posting(public_id, at)
    if found is not None and found.standing == Standing.ENDED:
        raise Gone
    if found is None or found.offer is None:
        raise NotThere
    employer = once_offered().filter(pk=found.offer.id).values_list("employer__public_id", flat=True).get()
    return posting_of(found.offer, employer, base)


#: Fields that the API calls by the same name as `PublicOffer`.
SAME = (
    "public_id", "number", "kind", "title", "occupation_code", "content", "requirements", "place_name", "area_code",
    "starts_on", "ends_on", "pay_min_fen", "pay_max_fen", "pay_unit", "pay_note", "settle_kind", "settle_day",
    "labor_type", "meals", "lodging", "pickup", "tools_provided", "fare_paid", "insurance", "hazards", "protection",
    "ppe", "certificates", "age_min", "age_max", "sex_required", "meeting_place", "meeting_time", "break_minutes",
    "load_kg", "is_outdoors", "is_site", "published_at", "valid_until_at", "changed_at",
)  # fmt: skip


def posting_of(offer: PublicOffer, employer: uuid.UUID, base: str) -> Posting:
    """Return an offer as the API shows it. Without a credit code to show it is a person's: no id leads to them."""
    office = offer.office
    return Posting(
        url=f"{base}/jobs/{offer.public_id}/",
        employer=OfferedBy(
            employer if offer.employer_code else None, offer.employer_name, offer.employer_kind, offer.employer_code
        ),
        hours_per_day_x10=offer.hours_x10,
        pay_daily_fen=offer.daily_fen,
        shifts=tuple(Shift(one.starts_at, one.ends_at, one.headcount, one.left) for one in offer.shifts),
        office=PublicStation(office.public_id, office.name, office.phone, office.address, office.area_code),
        **{name: getattr(offer, name) for name in SAME},
    )


# Employers ------------------------------------------------------------------------------------------------------------

EMPLOYER = (
    "employer_id", "employer__public_id", "employer__name", "employer__kind", "employer__uscc", "employer__area_code",
    "employer__reverify_on",
)  # fmt: skip


def employers_page(asked: EmployersAsked, at: dt.datetime) -> EmployerPage:
    """Return a page of the units that offer work now; two queries. Whose name is a person's is left out."""
    found = live_postings(offices_asked(asked.office), at).order_by("employer_id")
    if asked.cursor:
        found = found.filter(employer_id__gt=read_cursor(asked.cursor))
    rows = list(found.values_list(*EMPLOYER).distinct()[: asked.limit + 1])
    page, more = rows[: asked.limit], len(rows) > asked.limit
    items = tuple(
        Employer(public_id, name, kind, uscc, area_code, is_verified=True, verified_until_on=until)
        for _pk, public_id, name, kind, uscc, area_code, until in page
        if is_unit(kind, name)
    )
    return EmployerPage(items, write_cursor(page[-1][0]) if more else None)


def one_employer(public_id: uuid.UUID, at: dt.datetime) -> EmployerWithConduct:
    """Return a unit that has offered work in public.

    :raises NotThere: never, or a private person.
    """
    posting = once_offered().filter(employer__public_id=public_id).order_by("-pk").first()
    if posting is None or not is_unit(posting.employer.kind, posting.employer.name):
        raise NotThere
    employer = posting.employer
    facts = Employer(
        employer.public_id, employer.name, employer.kind, employer.uscc, employer.area_code,
        is_verified=may_offer(employer, at), verified_until_on=employer.reverify_on,
    )  # fmt: skip
    lines = conduct_lines([employer.pk], at).get(employer.pk, NOTHING_KNOWN)
    return EmployerWithConduct(facts, lines.brief())


def is_unit(kind: str, name: str) -> bool:
    """Say whether an employer is a unit under a unit's name: only then do its facts belong to nobody in particular."""
    return employer_words(kind, name) == name
