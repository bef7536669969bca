"""Reads about the employer's word (CR-018): whom to call, how often nobody answered, and whether it is too old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
    When,
)

from yizhan.postings.columns import LEAVES_AFTER
from yizhan.postings.enums import CONFIRM_AFTER_HOURS, CallAnswer
from yizhan.postings.models import ConfirmCall, Posting, PostingQuerySet, PostingTerms
from yizhan.shared.identifiers.masks import mask_phone

#: Whom nobody reached is tried again after so long.
TRY_AGAIN = dt.timedelta(hours=1)


def unasked(postings: PostingQuerySet, at: dt.datetime) -> PostingQuerySet:
    """Return those of these postings about which the employer is to be asked, in the order of the calls.

    The smallest limit bounds the index for all kinds at once; the exact hours of each kind follow from it.
    """
    soonest = min(CONFIRM_AFTER_HOURS.values())
    overdue, leaves = Q(), []
    for kind, hours in CONFIRM_AFTER_HOURS.items():
        overdue |= Q(kind=kind, last_confirmed_at__lte=at - dt.timedelta(hours=hours))
        until = F("last_confirmed_at") + Value(LEAVES_AFTER[kind], DurationField())
        leaves.append(When(kind=kind, then=ExpressionWrapper(until, DateTimeField())))
    tried = ConfirmCall.objects.filter(posting=OuterRef("pk"), answer=CallAnswer.NOT_REACHED, at__gt=at - TRY_AGAIN)
    found = postings.on_offer(at).filter(overdue, last_confirmed_at__lte=at - dt.timedelta(hours=soonest))
    return found.annotate(leaves_at=Case(*leaves, output_field=DateTimeField()), just_tried=Exists(tried)).order_by(
        "just_tried", "leaves_at", "pk"
    )


def masked_contacts(ids: Iterable[int]) -> dict[int, str]:
    """Return the masked telephone of each posting's contact, by the posting's id; one query."""
    rows = PostingTerms.objects.filter(current_of__in=list(ids)).only("posting_id", "contact_phone").order_by("pk")
    return {row.posting_id: mask_phone(row.contact_phone) if row.contact_phone else "" for row in rows}


def tries_of(ids: Iterable[int]) -> dict[int, int]:
    """Return how often nobody was reached since the employer last said anything, by the posting's id; one query."""
    calls = ConfirmCall.objects.filter(
        posting__in=list(ids), answer=CallAnswer.NOT_REACHED, at__gt=F("posting__last_confirmed_at")
    )
    return dict(calls.order_by().values("posting").annotate(n=Count("pk")).values_list("posting", "n"))


def is_fresh(posting: Posting, at: dt.datetime) -> bool:
    """Say whether the employer's last word is not too old to show the posting (CR-018)."""
    said = posting.last_confirmed_at
    return said is not None and said + LEAVES_AFTER[posting.kind] > at
