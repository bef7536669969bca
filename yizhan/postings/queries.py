"""Reads of the room. Rows for the engine stand in `columns.py` and are re-exported here."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigAutoField,
    Count,
    DateTimeField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
)
from django.db.models.functions import Coalesce, Greatest

from yizhan.accounts.enums import Role
from yizhan.accounts.queries import can_review, can_see_postings, in_offices_of, is_agent, users_of
from yizhan.accounts.standing import StandingFor
from yizhan.employers.enums import EmployerKind
from yizhan.employers.queries import (
    employers_of_agent,
    find_employers,
)
from yizhan.postings.asked import current_hits, hits_of_meeting
from yizhan.postings.cards import PostingCard, ShiftCard, posting_card, posting_cards
from yizhan.postings.columns import (
    PostingRow,
    dated_masks,
    draft_columns,
    id_stretches,
    midnight_of,
    posting_columns,
    sunk_days_of_employers,
)
from yizhan.postings.enums import (
    AGAINST,
    Axis,
    HitLevel,
    PostingKind,
    PublishState,
    ReviewState,
)
from yizhan.postings.freshness import is_fresh, masked_contacts, tries_of, unasked
from yizhan.postings.models import (
    Decision,
    HeadcountChange,
    Posting,
    PostingAppeal,
    PostingQuerySet,
    PostingStatusChange,
    PostingTerms,
    RuleHit,
    Shift,
)
from yizhan.postings.rules import (
    bars_minors,
    can_decide,
    can_enter,
    can_keep_county_tables,
    can_read_county_tables,
    can_remove,
    can_run,
)
from yizhan.shared.crypto.fields import blind_q
from yizhan.shared.identifiers.numbers import parse_number
from yizhan.shared.identifiers.phone import normalise_phone
from yizhan.shared.pay import comparable_daily_fen
from yizhan.shared.standing import AT, Slot, Standing
from yizhan.shared.text.misread import Misread
from yizhan.shared.text.normalise import clean_line

if TYPE_CHECKING:
    from yizhan.accounts.models import User

__all__ = [
    "PostingCard",
    "PostingRow",
    "ShiftCard",
    "bars_minors",
    "can_decide",
    "can_enter",
    "can_keep_county_tables",
    "can_read_county_tables",
    "can_remove",
    "can_run",
    "comparable_daily_fen",
    "current_hits",
    "dated_masks",
    "draft_columns",
    "hits_of",
    "hits_of_meeting",
    "id_stretches",
    "is_fresh",
    "is_live",
    "live_of_households",
    "live_postings",
    "masked_contacts",
    "midnight_of",
    "offered_once",
    "once_offered",
    "open_shifts",
    "posting_card",
    "posting_cards",
    "posting_columns",
    "postings_visible_to",
    "queue_lengths",
    "review_queue",
    "search_postings",
    "sent_in_by_an_agent",
    "shifts_of",
    "shifts_of_one",
    "sunk_days_of_employers",
    "tries_of",
    "unconfirmed",
    "unconfirmed_of",
    "was_paused_by_an_agent",
]

NUMBER_PREFIX = "J"


def postings_visible_to(user: User) -> PostingQuerySet:
    """Return the postings of the offices that the user sees into; an agent's own employers'; else none."""
    if is_agent(user):
        return Posting.objects.filter(employer__in=employers_of_agent(user))
    if not can_see_postings(user):
        return Posting.objects.none()
    return Posting.objects.filter(in_offices_of(user))


def was_paused_by_an_agent(posting: Posting) -> bool:
    """Say whether an agent took the last step of publishing: what the station stopped, they do not take up again."""
    steps = PostingStatusChange.objects.filter(posting=posting, axis=Axis.PUBLISH).select_related("by")
    last = steps.order_by("-at", "-pk").first()
    return last is not None and last.by is not None and is_agent(last.by)


def live_postings(offices: Any, at: dt.datetime) -> PostingQuerySet:
    """Return the postings of the offices to which people may be sent at `at`, newest word of the employer first.

    So what nobody confirms sinks, and then leaves.
    """
    return Posting.objects.filter(office__in=offices).live(at).order_by("-last_confirmed_at", "-pk")


def is_live(posting_id: int, at: dt.datetime) -> bool:
    """Say whether people may be sent to a posting at `at`; one query."""
    return _LIVE.first(at=at, posting=posting_id) is not None


_LIVE = Standing(lambda: Posting.objects.filter(pk=Slot("posting", BigAutoField())).live(AT).values_list("pk"))


def live_of_households(offices: Any, at: dt.datetime) -> list[int]:
    """Return the ids of live postings of private persons, in no order; one query."""
    found = live_postings(offices, at).filter(employer__kind=EmployerKind.HOUSEHOLD)
    return list(found.order_by().values_list("pk", flat=True))


def titled(offices: Collection[int] | None, text: str, at: dt.datetime, most: int = 2000) -> list[int]:
    """Return ids of live postings whose title holds a text, the newest word first; None: of the whole installation.

    A household's title is not searched: readers see it without names, and would guess them.
    """
    found = Posting.objects.live(at) if offices is None else live_postings(list(offices), at)
    return list(
        found.filter(terms__title__icontains=text)
        .exclude(employer__kind=EmployerKind.HOUSEHOLD)
        .order_by("-last_confirmed_at", "-pk")
        .values_list("pk", flat=True)[:most]
    )


def offers_lodging(posting_id: int) -> bool:
    """Say whether a posting's terms give lodging; one query."""
    return PostingTerms.objects.filter(current_of=posting_id, lodging=True).exists()


def search_postings(user: User, text: str, limit: int = 20) -> PostingQuerySet:
    """Find postings by number, title, the contact's or employer's telephone, or the employer's name; newest first.

    The text may hold a person's name or number: it comes by POST and reaches no log.
    """
    visible = postings_visible_to(user).order_by("-created_at", "-pk")
    text = clean_line(text)
    if not text:
        return visible.none()
    try:
        return visible.filter(number=str(parse_number(text, prefix=NUMBER_PREFIX)))[:limit]
    except Misread:
        pass
    digits = normalise_phone(text)
    condition = Q(terms__title__icontains=text) | Q(employer__in=find_employers(user, text).order_by().values("pk"))
    if digits.isdecimal() and len(digits) == 4:
        condition |= Q(terms__in=_terms_of(blind_q(PostingTerms, "contact_tail_index", digits)))
    elif digits.isdecimal() and len(digits) >= 7:
        condition |= Q(terms__in=_terms_of(blind_q(PostingTerms, "contact_phone_index", digits)))
    return visible.filter(condition)[:limit]


def _terms_of(condition: Q) -> Any:
    return PostingTerms.objects.filter(condition).values("pk")


#: The orders of two lists that are read page by page.
QUEUE_ORDER = ("queue_at", "pk")
RETURNED_ORDER = ("-reviewed_at", "-pk")


def review_queue(user: User, at: dt.datetime) -> PostingQuerySet:
    """Return what waits for a decision at the offices that the user sees into: by harm and age (`queue_at`).

    What has run out cannot be offered whatever is decided: it is out of the queue until its period is made longer.
    """
    return postings_visible_to(user).waiting().filter(valid_until_at__gt=at).order_by(*QUEUE_ORDER)


def queue_lengths(user: User, at: dt.datetime) -> tuple[int, int]:
    """Return how many wait for a decision, and how many ran out while they waited; one query."""
    counted = postings_visible_to(user).waiting().aggregate(
        waiting=Count("pk", filter=Q(valid_until_at__gt=at)), lapsed=Count("pk", filter=Q(valid_until_at__lte=at))
    )  # fmt: skip
    return counted["waiting"], counted["lapsed"]


def returned_to(user: User) -> PostingQuerySet:
    """Return what was sent back or refused and came from this user (an agent: their employers'), newest first."""
    mine = postings_visible_to(user).filter(
        review_state__in=[ReviewState.RETURNED, ReviewState.REFUSED],
        publish_state__in=[PublishState.UNPUBLISHED, PublishState.PAUSED],
    )
    if not is_agent(user):
        mine = mine.filter(submitted_by_id=user.pk)
    return mine.select_related("terms").order_by(*RETURNED_ORDER)


def count_returned(user: User) -> int:
    """Return how many of the user's postings wait to be mended; those refused for good are not counted."""
    return _RETURNED.count(user)


_RETURNED = StandingFor(lambda user: returned_to(user).filter(review_state=ReviewState.RETURNED))


def last_decisions(posting_ids: Iterable[int]) -> dict[int, Decision]:
    """Return the last decision about each posting with its appeals, by posting; two queries."""
    rows = Decision.objects.filter(posting__in=list(posting_ids)).select_related("by").prefetch_related("appeals")
    return {row.posting_id: row for row in rows.order_by("at", "pk")}


def decisions_against(posting_id: int) -> list[uuid.UUID]:
    """Return the decisions that sent a posting back or refused it, the oldest first; one query."""
    rows = Decision.objects.filter(posting=posting_id, outcome__in=sorted(AGAINST)).order_by("at", "pk")
    return list(rows.values_list("public_id", flat=True))


def sent_in_by_an_agent(posting_id: int) -> Posting | None:
    """Return a posting that an employer's agent handed in, with what a message about it says; None of all others."""
    rows = Posting.objects.filter(pk=posting_id, submitted_by__role=Role.AGENT)
    return rows.select_related("terms", "employer", "office").first()


def appeals_visible_to(user: User) -> QuerySet[PostingAppeal]:
    """Return the appeals about postings that the user sees, with all that their pages say."""
    return PostingAppeal.objects.filter(decision__posting__in=postings_visible_to(user)).select_related(
        "decision__posting__employer", "decision__posting__office", "decision__terms", "decision__by", "lodged_by",
        "decided_by",
    )  # fmt: skip


def decision_to_appeal(user: User, public_id: uuid.UUID) -> Decision | None:
    """Return a decision against a posting that the user sees."""
    found = Decision.objects.filter(posting__in=postings_visible_to(user), outcome__in=sorted(AGAINST))
    found = found.select_related("posting__employer", "posting__office", "terms", "by")
    return found.filter(public_id=public_id).first()


def count_waiting(user: User, at: dt.datetime) -> int:
    """Return how many postings wait for this user's decision; nobody waits for somebody who may not decide."""
    return _REVIEWS.count(user, at=at) if can_review(user) else 0


_REVIEWS = StandingFor(lambda user: review_queue(user, AT))


def unconfirmed(offices: Any, at: dt.datetime) -> PostingQuerySet:
    """Return the call list of CR-018: on offer, and the employer not asked for too long. Those that left are on it.

    What leaves (or left) the screens first comes first; where somebody tried within the hour, the others go before.
    """
    return unasked(Posting.objects.filter(office__in=offices), at)


def unconfirmed_of(user: User, at: dt.datetime) -> PostingQuerySet:
    """Return the same for what the user sees."""
    return unasked(postings_visible_to(user), at)


def count_unconfirmed(user: User, at: dt.datetime) -> int:
    """Return how many calls the list holds."""
    return unconfirmed_of(user, at).order_by().count()


def contents_of(ids: Iterable[int]) -> dict[int, str]:
    """Return title and content of postings as they stand now, by the posting's id; one query."""
    rows = PostingTerms.objects.filter(current_of__in=list(ids)).order_by("pk")
    return {
        posting: f"{title}\n{content}" for posting, title, content in rows.values_list("posting_id", "title", "content")
    }


def open_shifts(posting: Posting, at: dt.datetime) -> list[Shift]:
    """Return the shifts of a posting with a place left that are not over, soonest first."""
    return list(Shift.objects.open(at).filter(posting=posting).order_by("starts_at", "pk"))


def somebody_else_reviews(posting: Posting, user: User) -> bool:
    """Say whether another active reviewer or head works at the posting's office."""
    reviewers = users_of(posting.office).filter(role__in=(Role.REVIEWER, Role.HEAD))
    return reviewers.exclude(pk=user.pk).exists()


def hits_of(posting: Posting) -> list[RuleHit]:
    """Return what the rule book found in the current terms, the hardest first."""
    order = {HitLevel.BLOCK: 0, HitLevel.REVIEW: 1, HitLevel.WARN: 2}
    found = RuleHit.objects.filter(terms=posting.terms_id).select_related("overridden_by").order_by("pk")
    return sorted(found, key=lambda hit: (order[HitLevel(hit.level)], hit.pk))


def filtered(postings: PostingQuerySet, *, kind: str, state: str, at: dt.datetime) -> PostingQuerySet:
    """Narrow a list by kind and by one state (the keys of `web.views.STATES`); newest first."""
    if kind in PostingKind.values:
        postings = postings.filter(kind=kind)
    offered = Q(publish_state=PublishState.PUBLISHED)
    conditions = {
        "waiting": Q(review_state=ReviewState.WAITING),
        "draft": Q(review_state__in=[ReviewState.DRAFT, ReviewState.RETURNED]),
        "approved": Q(review_state=ReviewState.APPROVED, publish_state=PublishState.UNPUBLISHED),
        "paused": Q(publish_state=PublishState.PAUSED),
        "filled": Q(publish_state=PublishState.FILLED),
        "lapsed": Q(review_state=ReviewState.WAITING, valid_until_at__lte=at),
        "run_out": (offered | Q(review_state=ReviewState.WAITING)) & Q(valid_until_at__lte=at),
        "ended": Q(publish_state__in=[PublishState.WITHDRAWN, PublishState.REMOVED])
        | Q(review_state=ReviewState.REFUSED),
    }
    if state == "live":
        postings = postings.live(at)
    elif state in conditions:
        postings = postings.filter(conditions[state])
    return postings.order_by("-created_at", "-pk")


def next_start(posting: Posting) -> dt.datetime | None:
    """Return when the first kept shift starts."""
    found: dt.datetime | None = posting.shifts.filter(cancelled_at=None).aggregate(at=Min(F("starts_at")))["at"]
    return found


def gigs_starting(user: User, at: dt.datetime, until: dt.datetime, *, limit: int) -> list[int]:
    """Return ids of live day jobs with a shift ahead that starts before `until` and has places, the soonest first."""
    return _STARTING.all(user, at=at, until=until)[:limit]


def _starting(user: User) -> QuerySet[Posting, int]:
    ahead = Q(
        shifts__cancelled_at=None, shifts__starts_at__gt=AT, shifts__starts_at__lt=Slot("until", DateTimeField()),
        shifts__taken__lt=F("shifts__headcount"),
    )  # fmt: skip
    found = Posting.objects.filter(ahead, in_offices_of(user), kind=PostingKind.GIG).live(AT)
    soonest = found.annotate(soonest=Min("shifts__starts_at", filter=ahead)).order_by("soonest", "pk")
    return soonest.values_list("pk", flat=True)[:MOST_STARTING]


#: Day jobs that a list of them shows at most.
MOST_STARTING = 50
_STARTING = StandingFor(_starting)


def once_offered() -> PostingQuerySet:
    """Return whatever was offered in public at some time, with terms, employer, office, and its last visible change.

    `changed_at` is the latest of: a step of a state, a change of places, the terms, the employer's word. For readers
    without a sign-in: what they may be shown of it is `channels.offers`' to say.
    """
    step = PostingStatusChange.objects.filter(posting=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1]
    place = HeadcountChange.objects.filter(posting=OuterRef("pk")).order_by("-at", "-pk").values("at")[:1]
    return (
        Posting.objects.exclude(published_at=None)
        .select_related("terms", "employer", "office")
        .defer("terms__contact_phone", "employer__person_id_no", "employer__phone")
        .annotate(
            changed_at=Greatest(
                Coalesce(Subquery(step), "created_at"),
                Coalesce(Subquery(place), "created_at"),
                "terms__created_at",
                Coalesce("last_confirmed_at", "created_at"),
            )
        )
    )


def offered_once(public_id: uuid.UUID) -> Posting | None:
    """Return one posting as `once_offered` does."""
    return _ONE_OFFERED.first(public_id=public_id)


_ONE_OFFERED = Standing(lambda: once_offered().filter(public_id=Slot("public_id", UUIDField())))


def shifts_of_one(posting_id: int) -> list[Shift]:
    """Return the shifts of a posting, soonest first; one query."""
    return _SHIFTS_OF_ONE.all(posting=posting_id)


_SHIFTS_OF_ONE = Standing(
    lambda: Shift.objects.filter(posting_id=Slot("posting", BigAutoField())).order_by("starts_at", "pk")
)


def shifts_of(postings: Iterable[int]) -> dict[int, list[Shift]]:
    """Return the shifts of postings by the posting's id, soonest first; one query."""
    found: dict[int, list[Shift]] = {}
    for shift in Shift.objects.filter(posting__in=list(postings)).order_by("starts_at", "pk"):
        found.setdefault(shift.posting_id, []).append(shift)
    return found
