"""What partners send and are answered. No shape has a place for a person who is referred."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Annotated

from yizhan.employers.enums import EmployerKind
from yizhan.portals.openapi.contract import Is
from yizhan.portals.openapi.enums import DeliveryState, NewsKind, Scope, WithdrawReason
from yizhan.portals.openapi.shapes import CURSOR, LIMIT, NEXT, Posting
from yizhan.postings.enums import (
    AgeGround,
    Hazard,
    HitLevel,
    Insurance,
    LaborType,
    PayUnit,
    PostingKind,
    Protection,
    PublishState,
    ReviewState,
    SettleKind,
    SexGround,
    SexRequired,
)
from yizhan.referrals.enums import ReceiptResult, ReferralStatus

OCCUPATION = Is(
    "职业分类大典 2022, see /vocabularies/occupations",
    pattern=r"^[0-9]-[0-9][0-9]-[0-9][0-9]-[0-9][0-9]$",
    example="6-30-05-01",
)
LINE = Is(most=100)
DAY_OF_WEEK = Annotated[int, Is(least=1, most=7)]
MOST_FEN = 100_000_000


@dataclass(frozen=True)
class PageAsked:
    """Which page."""

    limit: LIMIT = 30
    cursor: CURSOR = ""


@dataclass(frozen=True)
class DayOfUse:
    """How often the key was used on a day (Beijing time)."""

    day: dt.date
    calls: int
    refused: Annotated[int, Is("Of them beyond the limit, answered 429")]


@dataclass(frozen=True)
class KeyFacts:
    """The key that asks."""

    partner: str
    label: str
    prefix: Annotated[str, Is("The part of the key that may be shown")]
    scopes: Annotated[tuple[str, ...], Is(choices=Scope)]
    calls_a_minute: Annotated[int, Is("Beyond it calls are answered 429", least=1)]
    expires_at: Annotated[dt.datetime | None, Is("Set once it has been changed for another")]
    use: Annotated[tuple[DayOfUse, ...], Is("The last 30 days, the newest first")]


@dataclass(frozen=True)
class OwnEmployer:
    """Somebody for whom the partner may submit postings."""

    public_id: uuid.UUID
    number: str
    name: Annotated[str, Is("A private person's is masked")]
    kind: Annotated[str, Is(choices=EmployerKind)]


@dataclass(frozen=True)
class OwnEmployers:
    """All of them, by number."""

    items: tuple[OwnEmployer, ...]


@dataclass(frozen=True)
class SentPosting:
    """Work to offer. A draft may be unfinished: the rules in the answer say what is missing."""

    employer: Annotated[uuid.UUID, Is("One of those of /partner/employers")]
    kind: Annotated[str, Is("For how long", choices=PostingKind)]
    title: Annotated[str, Is(least=1, most=40, pattern=r"^[^\u0000-\u001f\s][^\u0000-\u001f]*$", example="装卸工")]
    starts_on: dt.date
    headcount: Annotated[int, Is("People on each day", least=1, most=999)]
    content: Annotated[str, Is("What there is to do; the law asks for it", most=1000)] = ""
    ends_on: dt.date | None = None
    start_time: Annotated[dt.time | None, Is(example="07:00")] = None
    end_time: Annotated[dt.time | None, Is("Before `start_time`: on the next day")] = None
    week_days: Annotated[tuple[DAY_OF_WEEK, ...], Is("1 Monday … 7 Sunday, of long work", most=7)] = ()
    hours_per_day_x10: Annotated[int | None, Is("Tenths of an hour", least=1, most=240)] = None
    break_minutes: Annotated[int | None, Is("Not worked", least=1, most=360)] = None
    occupation_code: Annotated[str | None, OCCUPATION] = None
    labor_type: Annotated[str, Is(choices=LaborType)] = "service"
    place_name: Annotated[str, LINE] = ""
    area_code: Annotated[str, Is("GB/T 2260", pattern=r"^([0-9]{6}|[0-9]{9}|[0-9]{12})?$", example="371521")] = ""
    lat_e6: Annotated[int | None, Is("GCJ-02, micro-degrees", least=-90_000_000, most=90_000_000)] = None
    lng_e6: Annotated[int | None, Is(least=-180_000_000, most=180_000_000)] = None
    pay_min_fen: Annotated[int | None, Is("Fen per unit; per 1,000 pieces", least=1, most=MOST_FEN)] = None
    pay_max_fen: Annotated[int | None, Is(least=1, most=MOST_FEN)] = None
    pay_unit: Annotated[str | None, Is(choices=PayUnit)] = None
    pieces_per_day: Annotated[int | None, Is("Usual for one person", least=1, most=1_000_000)] = None
    settle_kind: Annotated[str | None, Is("As usual for the kind when absent", choices=SettleKind)] = None
    settle_day: Annotated[str, Is(most=40)] = ""
    meals: bool = False
    lodging: bool = False
    pickup: bool = False
    tools_provided: bool = False
    fare_paid: bool = False
    is_outdoors: bool = False
    is_site: bool = False
    insurance: Annotated[str, Is(choices=Insurance)] = "none"
    hazards: Annotated[tuple[str, ...], Is(choices=Hazard, most=13)] = ()
    protection: Annotated[tuple[str, ...], Is(choices=Protection, most=12)] = ()
    certificates: Annotated[tuple[str, ...], Is("See /vocabularies/certificates", most=10)] = ()
    load_kg: Annotated[int | None, Is("The heaviest piece", least=1, most=100)] = None
    loads_per_hour: Annotated[int | None, Is(least=1, most=200)] = None
    requirements: Annotated[str, Is(most=500)] = ""
    age_min: Annotated[int | None, Is(least=1, most=100)] = None
    age_max: Annotated[int | None, Is(least=1, most=100)] = None
    age_ground: Annotated[str | None, Is("Needed for a limit of age", choices=AgeGround)] = None
    sex_required: Annotated[str, Is(choices=SexRequired)] = "any"
    sex_ground: Annotated[str | None, Is("Needed unless `any`", choices=SexGround)] = None
    contact_name: Annotated[str, Is("For the desk; never shown in public", most=50)] = ""
    contact_phone: Annotated[str, Is("For the desk; never shown in public", most=30)] = ""
    meeting_place: Annotated[str, LINE] = ""
    meeting_time: dt.time | None = None
    valid_until_on: Annotated[dt.date | None, Is("As usual for the kind when absent")] = None


@dataclass(frozen=True)
class SentRevision:
    """A posting as it should be from now on, whole. What the station noted beside it, and a contact left out, stay."""

    version: Annotated[int, Is("`version` of the answer that it changes; another one is refused", least=1)]
    posting: SentPosting


@dataclass(frozen=True)
class SentWithdrawal:
    """That a posting is over."""

    reason: Annotated[str, Is(choices=WithdrawReason)]


@dataclass(frozen=True)
class Hit:
    """One thing that the rule book found (docs/rulebook.md)."""

    rule: Annotated[str, Is(example="CR-010")]
    level: Annotated[str, Is("`block`: not handed in. `review`: a person decides. `warn`: said only", choices=HitLevel)]
    field: str
    text: Annotated[str, Is("The piece of the text that it is about, or empty")]
    message: str


@dataclass(frozen=True)
class PostingStatus:
    """Where a posting of the partner stands."""

    public_id: uuid.UUID
    number: str
    employer: uuid.UUID
    title: str
    review_state: Annotated[str, Is(choices=ReviewState)]
    publish_state: Annotated[str, Is(choices=PublishState)]
    decision_reason: Annotated[str, Is("Code of /vocabularies/return_reason, when sent back or refused")]
    decision_field: Annotated[str, Is("The field to mend")]
    valid_until_at: dt.datetime
    sent_at: dt.datetime
    version: Annotated[int, Is("Grows with every change, the station's too", least=1)]


@dataclass(frozen=True)
class PostingStatusWithHits:
    """The same with what the rules say about it now; empty once a reviewer has decided."""

    posting: PostingStatus
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class PostingStatusPage:
    """A page of the partner's postings, the newest first."""

    items: tuple[PostingStatus, ...]
    next: NEXT


@dataclass(frozen=True)
class Receipt:
    """A letter to one of the partner's postings and what became of it. Whose letter it is the bearer says."""

    referral: uuid.UUID
    number: Annotated[str, Is("As printed on the letter")]
    posting: uuid.UUID
    shift_starts_at: dt.datetime
    places: Annotated[int, Is("How many come together", least=1)]
    status: Annotated[str, Is(choices=ReferralStatus)]
    issued_at: dt.datetime
    receipt_result: Annotated[str | None, Is("Null: no receipt yet", choices=ReceiptResult)]
    receipt_at: dt.datetime | None


@dataclass(frozen=True)
class ReceiptPage:
    """A page of letters, the newest first."""

    items: tuple[Receipt, ...]
    next: NEXT


@dataclass(frozen=True)
class ReceiptsAsked:
    """Which letters."""

    posting: Annotated[uuid.UUID | None, Is("Of one posting")] = None
    since: Annotated[dt.datetime | None, Is("With a receipt, or with one taken back, at or after this moment")] = None
    limit: LIMIT = 30
    cursor: CURSOR = ""


@dataclass(frozen=True)
class SentWish:
    """What somebody looks for. Nothing of it is kept; send nothing by which a person could be known."""

    occupations: Annotated[tuple[str, ...], Is("Codes, the dearest first", least=1, most=3)]
    lat_e6: Annotated[int | None, Is("GCJ-02, micro-degrees", least=-90_000_000, most=90_000_000)] = None
    lng_e6: Annotated[int | None, Is(least=-180_000_000, most=180_000_000)] = None
    max_distance_m: Annotated[int | None, Is(least=1, most=1_000_000)] = None
    pay_min_daily_fen: Annotated[int | None, Is("The least for one day of work", least=1, most=10_000_000)] = None
    certificates: Annotated[tuple[str, ...], Is("Held, see /vocabularies/certificates", most=20)] = ()
    age: Annotated[int, Is("Whole years: limits of law are held by it", least=16, most=80)] = 35
    party_size: Annotated[int, Is("People who go together", least=1, most=20)] = 1
    limit: Annotated[int, Is(least=1, most=50)] = 20


@dataclass(frozen=True)
class Part:
    """What added to the points."""

    part: Annotated[str, Is("Name of the part, see docs/engine/recommendation.md")]
    points_bp: Annotated[int, Is(least=0, most=10_000)]


@dataclass(frozen=True)
class Suggestion:
    """One posting for the wish. A private person's has no distance and no points: they would lead to a door."""

    posting: Posting
    points_bp: Annotated[int | None, Is("The sum of the parts, of 10,000", least=0, most=10_000)]
    parts: tuple[Part, ...]
    distance_m: Annotated[int | None, Is("As the crow flies, rounded to 100 m; null: not known", least=0)]


@dataclass(frozen=True)
class Suggestions:
    """The best postings for the wish, best first."""

    items: tuple[Suggestion, ...]


@dataclass(frozen=True)
class SentWebhook:
    """An address to be told at."""

    url: Annotated[str, Is("https, port 443 or 8443", least=9, most=300, pattern=r"^https://[!-~]+$",
                           example="https://partner.example/yizhan")]  # fmt: skip
    news: Annotated[tuple[str, ...], Is("What to tell", choices=NewsKind, least=1, most=8)]


@dataclass(frozen=True)
class Webhook:
    """An address that is told."""

    public_id: uuid.UUID
    url: str
    news: Annotated[tuple[str, ...], Is(choices=NewsKind)]
    old_secret_until_at: Annotated[dt.datetime | None, Is("Messages carry the old signature, too, until then")]
    created_at: dt.datetime


@dataclass(frozen=True)
class WebhookWithSecret:
    """An address with its secret, which is told only here."""

    webhook: Webhook
    secret: Annotated[str, Is("For the signatures, as Standard Webhooks writes it", example="whsec_…")]


@dataclass(frozen=True)
class WebhookList:
    """The partner's addresses, the oldest first."""

    items: tuple[Webhook, ...]


@dataclass(frozen=True)
class Delivery:
    """A message and where it stands."""

    public_id: uuid.UUID
    webhook: uuid.UUID
    news: Annotated[str, Is(choices=NewsKind)]
    state: Annotated[str, Is(choices=DeliveryState)]
    attempts: int
    created_at: dt.datetime
    next_at: Annotated[dt.datetime | None, Is("When it is tried again")]
    last_at: dt.datetime | None
    last_status: Annotated[int | None, Is("HTTP status of the last answer")]
    last_problem: Annotated[str, Is("Why the last try failed: a code, or empty")]


@dataclass(frozen=True)
class DeliveryPage:
    """A page of messages, the newest first."""

    items: tuple[Delivery, ...]
    next: NEXT
