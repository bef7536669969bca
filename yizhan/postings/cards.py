"""Cards: what a list shows of a posting, read as rows and not as models."""

from __future__ import annotations

import datetime as dt
from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigAutoField, QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from yizhan.employers.queries import public_name
from yizhan.postings.columns import LEAVES_AFTER
from yizhan.postings.enums import PostingKind, PublishState, ReviewState, SettleKind
from yizhan.postings.facts import LOCAL
from yizhan.postings.models import Posting, Shift
from yizhan.shared.display import pay_text
from yizhan.shared.standing import Standing, slots, spread

#: Why a published posting, whose period is not over, stands in no list.
HIDDEN_WORDS: dict[str, StrOrPromise] = {
    "suspended": _("单位暂停发布"),
    "unverified": _("单位待核验"),
    "stale": _("已离开屏幕"),
    "over": _("班次已过"),
}


@dataclass(frozen=True)
class ShiftCard:
    """A shift as it stands in a list."""

    id: int
    public_id: Any
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    headcount: int
    taken: int
    cancelled: bool

    @property
    def left(self) -> int:
        """Places that nobody has taken."""
        return 0 if self.cancelled else self.headcount - self.taken


@dataclass(frozen=True)
class PostingCard:
    """A posting as it stands in a list: no person's name or number in it."""

    id: int
    public_id: Any
    number: str
    kind: str
    kind_label: str
    title: str
    occupation_code: str
    employer_id: int
    employer_public_id: Any
    employer_name: str
    employer_kind: str
    employer_flagged: bool
    office_id: int
    place_name: str
    area_code: str
    lat_e6: int | None
    lng_e6: int | None
    pay_text: str
    pay_min_fen: int | None
    pay_max_fen: int | None
    pay_unit: str
    pay_daily_fen: int | None
    settle_label: str
    review_state: str
    review_label: str
    publish_state: str
    publish_label: str
    valid_until_at: dt.datetime
    is_run_out: bool
    is_live: bool
    #: why nobody sees it though it is published: a key of `HIDDEN_WORDS`, or "".
    hidden: str
    #: when it leaves the screens unless the employer is asked; `is_stale` when it has.
    leaves_at: dt.datetime | None
    is_stale: bool
    published_at: dt.datetime | None
    last_confirmed_at: dt.datetime | None
    submitted_at: dt.datetime | None
    terms_id: int | None
    terms_number: int
    age_min: int | None
    age_max: int | None
    age_ground_accepted: bool
    sex_required: str
    certificates: tuple[str, ...]
    hazards: tuple[str, ...]
    places: int
    places_taken: int
    shifts: tuple[ShiftCard, ...] = field(default=())

    @property
    def places_left(self) -> int:
        """Places over all shifts that nobody has taken."""
        return self.places - self.places_taken

    @property
    def next_shift(self) -> ShiftCard | None:
        """The first shift that was not cancelled."""
        return next((shift for shift in self.shifts if not shift.cancelled), None)

    @property
    def state_label(self) -> str:
        """What to show as the one state: run out, where it stands publicly, or where the review stands."""
        if self.hidden:
            return str(HIDDEN_WORDS[self.hidden])
        return self.publish_label if self.publish_state != PublishState.UNPUBLISHED else self.review_label

    @property
    def badge(self) -> str:
        """Kind of `status_badge` for the state."""
        if self.publish_state == PublishState.UNPUBLISHED:
            return {"draft": "plain", "waiting": "wait", "returned": "warn", "refused": "bad"}.get(
                self.review_state, "info"
            )
        if self.is_run_out or self.hidden:
            return "off"
        return {"published": "good", "paused": "wait", "filled": "done"}.get(self.publish_state, "off")


def posting_cards(ids: Iterable[int], at: dt.datetime) -> dict[int, PostingCard]:
    """Return cards by id, in the order of `ids`, in two queries however many there are."""
    wanted = list(ids)
    size = next((size for size in LISTS if len(wanted) <= size), None)
    if size is None:
        heads, rows = list(_heads(wanted)), list(_shifts(wanted))
    else:
        laid = spread("id", wanted, size)
        heads, rows = (_HEADS[size].all(**laid), _SHIFTS[size].all(**laid)) if wanted else ([], [])
    found = {row[0]: row for row in heads}
    shifts: dict[int, list[ShiftCard]] = {}
    for posting, pk, public_id, starts_at, ends_at, headcount, taken, cancelled_at in rows:
        shift = ShiftCard(pk, public_id, starts_at, ends_at, headcount, taken, cancelled=cancelled_at is not None)
        shifts.setdefault(posting, []).append(shift)
    return {pk: _card(found[pk], tuple(shifts.get(pk, ())), at) for pk in wanted if pk in found}


def posting_card(posting: Posting, at: dt.datetime) -> PostingCard:
    """Return the card of one posting."""
    return posting_cards([posting.pk], at)[posting.pk]


#: What a card shows; rows and not models, because a list has many and a model of ours has sixty columns.
OF_POSTING = (
    "pk", "public_id", "number", "kind", "employer_id", "review_state", "publish_state", "valid_until_at",
    "last_confirmed_at", "published_at", "submitted_at", "terms_id", "age_ground_accepted", "office_id",
)  # fmt: skip
OF_TERMS = (
    "number", "title", "occupation_code", "place_name", "area_code", "lat_e6", "lng_e6", "pay_min_fen", "pay_max_fen",
    "pay_unit", "pay_daily_fen", "settle_kind", "age_min", "age_max", "sex_required", "certificates", "hazards",
)  # fmt: skip
OF_EMPLOYER = ("public_id", "kind", "name", "review_flag", "verify_state", "reverify_on", "suspended_since")


#: Lengths of lists for which the questions are kept: one posting, those of a day's page, a page of a list.
LISTS = (1, 13, 50)


def _heads(ids: Sequence[Any]) -> QuerySet[Posting, tuple[Any, ...]]:
    columns = [*OF_POSTING, *(f"terms__{name}" for name in OF_TERMS), *(f"employer__{name}" for name in OF_EMPLOYER)]
    return Posting.objects.filter(pk__in=ids).values_list(*columns)


def _shifts(ids: Sequence[Any]) -> QuerySet[Shift, tuple[Any, ...]]:
    rows = Shift.objects.filter(posting__pk__in=ids).order_by("starts_at", "pk")
    return rows.values_list(
        "posting_id", "pk", "public_id", "starts_at", "ends_at", "headcount", "taken", "cancelled_at"
    )


def _of_a_list(rows: Callable[[Sequence[Any]], QuerySet[Any, Any]]) -> dict[int, Standing[tuple[Any, ...]]]:
    def of(size: int) -> Standing[tuple[Any, ...]]:
        return Standing(lambda: rows(slots("id", size, BigAutoField())))

    return {size: of(size) for size in LISTS}


_HEADS, _SHIFTS = _of_a_list(_heads), _of_a_list(_shifts)


def _named(columns: tuple[str, ...]) -> Any:
    """Return what gives the values of a row the names of their columns."""
    return namedtuple("Row", columns)


_OfPosting = _named(OF_POSTING)
_OfTerms = _named(OF_TERMS)
_OfEmployer = _named(OF_EMPLOYER)


def _card(row: tuple[Any, ...], shifts: tuple[ShiftCard, ...], at: dt.datetime) -> PostingCard:
    middle = len(OF_POSTING) + len(OF_TERMS)
    posting = _OfPosting._make(row[: len(OF_POSTING)])
    terms = _OfTerms._make(row[len(OF_POSTING) : middle]) if posting.terms_id else None
    employer = _OfEmployer._make(row[middle:])
    kept = [shift for shift in shifts if not shift.cancelled]
    run_out = posting.valid_until_at <= at
    verified = employer.verify_state == "verified" and (employer.reverify_on or dt.date.min) > _day(at)
    shown = verified and employer.suspended_since is None
    leaves_at = posting.last_confirmed_at + LEAVES_AFTER[posting.kind] if posting.last_confirmed_at else None
    stale, published = leaves_at is not None and leaves_at <= at, posting.publish_state == PublishState.PUBLISHED
    open_now = any(s.left and (s.ends_at is None or s.ends_at > at) for s in kept)
    return PostingCard(
        id=posting.pk,
        public_id=posting.public_id,
        number=posting.number,
        kind=posting.kind,
        kind_label=str(PostingKind(posting.kind).label),
        title=terms.title if terms else "",
        occupation_code=terms.occupation_code if terms else "",
        employer_id=posting.employer_id,
        employer_public_id=employer.public_id,
        employer_name=public_name(employer.kind, employer.name),
        employer_kind=employer.kind,
        employer_flagged=employer.review_flag,
        office_id=posting.office_id,
        place_name=terms.place_name if terms else "",
        area_code=terms.area_code if terms else "",
        lat_e6=terms.lat_e6 if terms else None,
        lng_e6=terms.lng_e6 if terms else None,
        pay_text=pay_text(terms.pay_min_fen, terms.pay_max_fen, terms.pay_unit) if terms else "",
        pay_min_fen=terms.pay_min_fen if terms else None,
        pay_max_fen=terms.pay_max_fen if terms else None,
        pay_unit=terms.pay_unit if terms else "",
        pay_daily_fen=terms.pay_daily_fen if terms else None,
        settle_label=str(SettleKind(terms.settle_kind).label) if terms else "",
        review_state=posting.review_state,
        review_label=str(ReviewState(posting.review_state).label),
        publish_state=posting.publish_state,
        publish_label=str(PublishState(posting.publish_state).label),
        valid_until_at=posting.valid_until_at,
        is_run_out=run_out,
        is_live=(
            posting.review_state == ReviewState.APPROVED
            and posting.publish_state == PublishState.PUBLISHED
            and not run_out
            and shown
            and open_now
            and leaves_at is not None
            and leaves_at > at
        ),
        hidden=_hidden(employer, verified, stale, kept, at) if published and not run_out else "",
        leaves_at=leaves_at,
        is_stale=stale,
        published_at=posting.published_at,
        last_confirmed_at=posting.last_confirmed_at,
        submitted_at=posting.submitted_at,
        terms_id=posting.terms_id,
        terms_number=terms.number if terms else 0,
        age_min=terms.age_min if terms else None,
        age_max=terms.age_max if terms else None,
        age_ground_accepted=posting.age_ground_accepted,
        sex_required=terms.sex_required if terms else "any",
        certificates=tuple(terms.certificates) if terms else (),
        hazards=tuple(terms.hazards) if terms else (),
        places=sum(shift.headcount for shift in kept),
        places_taken=sum(shift.taken for shift in kept),
        shifts=shifts,
    )


def _hidden(employer: Any, verified: bool, stale: bool, kept: Sequence[ShiftCard], at: dt.datetime) -> str:
    """Say why nobody sees a published posting, or ""."""
    if employer.suspended_since is not None:
        return "suspended"
    if not verified:
        return "unverified"
    if stale:
        return "stale"
    return "" if any(one.ends_at is None or one.ends_at > at for one in kept) else "over"


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(LOCAL).date()
