"""What the public endpoints answer with. No shape has a place for a person; names are the code's own.

Money is whole fen (分), of piece rates per 1,000 pieces; hours are tenths; moments carry their offset.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Annotated

from yizhan.accounts.enums import OfficeKind
from yizhan.employers.enums import EmployerKind
from yizhan.places.enums import DivisionLevel
from yizhan.portals.openapi.contract import Is
from yizhan.postings.enums import (
    Hazard,
    Insurance,
    LaborType,
    PayUnit,
    PostingKind,
    Protection,
    SettleKind,
    SexRequired,
)

LIMIT = Annotated[int, Is("How many at most", least=1, most=100)]
CURSOR = Annotated[str, Is("`next` of the page before; no other value means anything", most=60)]
NEXT = Annotated[str | None, Is("Cursor of the next page; null on the last")]
AREA = Annotated[
    str, Is("Division code (GB/T 2260), or the beginning of one", pattern=r"^[0-9]{2,12}$", example="371521")
]


@dataclass(frozen=True)
class Links:
    """Where everything is."""

    document: Annotated[str, Is("This API as OpenAPI 3.1")]
    docs: Annotated[str, Is("This API for people")]
    postings: str
    employers: str
    offices: Annotated[str, Is("Offices, each with its feeds")]
    places: str
    vocabularies: str
    sitemap: str
    pages: Annotated[str, Is("The same for people")]


@dataclass(frozen=True)
class Root:
    """The beginning: what this is and where to go on."""

    name: str
    version: str
    links: Links


@dataclass(frozen=True)
class Shift:
    """A stretch of work that people may still join, `[starts_at, ends_at)`."""

    starts_at: dt.datetime
    ends_at: Annotated[dt.datetime | None, Is("Null: a long job")]
    headcount: Annotated[int, Is("People wanted", least=1)]
    places_left: Annotated[int, Is("Places that nobody has taken", least=1)]


@dataclass(frozen=True)
class Feeds:
    """What is on offer at the office, for feed readers and search engines."""

    rss: str
    atom: str
    json_feed: str
    sitemap: str
    page: str


@dataclass(frozen=True)
class PublicStation:
    """The station that answers for a posting."""

    public_id: uuid.UUID
    name: str
    phone: str
    address: str
    area_code: str


@dataclass(frozen=True)
class Office:
    """An office in use; where people go."""

    public_id: uuid.UUID
    parent: Annotated[uuid.UUID | None, Is("The office above")]
    name: str
    kind: Annotated[str, Is(choices=OfficeKind)]
    phone: str
    address: str
    area_code: str
    feeds: Feeds


@dataclass(frozen=True)
class OfferedBy:
    """Who offers the work. A private person has neither name nor id."""

    public_id: Annotated[uuid.UUID | None, Is("Null: a private person, or a trader under their own name")]
    name: Annotated[str, Is("A unit's own; of a private person only that it is one")]
    kind: Annotated[str, Is(choices=EmployerKind)]
    uscc: Annotated[str, Is("统一社会信用代码 (GB 32100), or empty")]


@dataclass(frozen=True)
class Posting:
    """Work on offer, as reviewed."""

    public_id: uuid.UUID
    number: Annotated[str, Is("What people read aloud")]
    url: Annotated[str, Is("Its page for people")]
    kind: Annotated[str, Is(choices=PostingKind)]
    title: str
    occupation_code: Annotated[str, Is("职业分类大典 2022, or empty")]
    content: str
    requirements: str
    employer: OfferedBy
    place_name: str
    area_code: str
    starts_on: dt.date
    ends_on: dt.date | None
    hours_per_day_x10: Annotated[int | None, Is("Tenths of an hour")]
    pay_min_fen: Annotated[int | None, Is("Fen per unit; of piece rates per 1,000 pieces")]
    pay_max_fen: int | None
    pay_unit: Annotated[str, Is(choices=PayUnit)]
    pay_daily_fen: Annotated[int | None, Is("The lower pay as one day of work, to compare by")]
    pay_note: str
    settle_kind: Annotated[str, Is(choices=SettleKind)]
    settle_day: str
    labor_type: Annotated[str, Is(choices=LaborType)]
    meals: bool
    lodging: bool
    pickup: bool
    tools_provided: bool
    fare_paid: bool
    insurance: Annotated[str, Is(choices=Insurance)]
    hazards: Annotated[tuple[str, ...], Is(choices=Hazard)]
    protection: Annotated[tuple[str, ...], Is(choices=Protection)]
    ppe: str
    certificates: Annotated[tuple[str, ...], Is("Codes, see /vocabularies/certificates")]
    age_min: Annotated[int | None, Is("Only with a ground that a reviewer accepted")]
    age_max: int | None
    sex_required: Annotated[str, Is("Not `any` only with a legal ground that a reviewer accepted", choices=SexRequired)]
    meeting_place: str
    meeting_time: dt.time | None
    break_minutes: int | None
    load_kg: int | None
    is_outdoors: bool
    is_site: bool
    published_at: dt.datetime
    valid_until_at: dt.datetime
    changed_at: Annotated[dt.datetime, Is("When something that the public sees last changed")]
    shifts: Annotated[tuple[Shift, ...], Is("To come, with places left")]
    office: PublicStation


@dataclass(frozen=True)
class PostingPage:
    """A page of postings, the newest entered first."""

    items: tuple[Posting, ...]
    next: NEXT


@dataclass(frozen=True)
class PostingsAsked:
    """Which postings."""

    office: Annotated[uuid.UUID | None, Is("An office and all below it")] = None
    occupation: Annotated[
        str | None,
        Is("Code of an occupation or the beginning of one", most=12, pattern=r"^[0-9][0-9-]*$", example="6-30"),
    ] = None
    kind: Annotated[str | None, Is("For how long", choices=PostingKind)] = None
    since: Annotated[dt.datetime | None, Is("Changed at or after this moment", example="2026-11-23T00:00:00+08:00")] = (
        None
    )
    limit: LIMIT = 30
    cursor: CURSOR = ""


@dataclass(frozen=True)
class Employer:
    """The public facts of a unit that offers work. Private persons are not here."""

    public_id: uuid.UUID
    name: str
    kind: Annotated[str, Is(choices=EmployerKind)]
    uscc: str
    area_code: str
    is_verified: Annotated[bool, Is("The station has seen the licence, and it has not run out; not suspended")]
    verified_until_on: Annotated[dt.date | None, Is("First day on which the verification no longer stands")]


@dataclass(frozen=True)
class EmployerPage:
    """A page of employers who offer work now. It may hold fewer than `limit` and still have a next."""

    items: tuple[Employer, ...]
    next: NEXT


@dataclass(frozen=True)
class EmployerWithConduct:
    """A unit, and what people who went there said, in plain lines of counted people."""

    employer: Employer
    conduct: tuple[str, ...]


@dataclass(frozen=True)
class EmployersAsked:
    """Which employers."""

    office: Annotated[uuid.UUID | None, Is("Who offers work at an office or below it")] = None
    limit: LIMIT = 30
    cursor: CURSOR = ""


@dataclass(frozen=True)
class OfficeList:
    """All offices in use, in the order of the tree."""

    items: tuple[Office, ...]


@dataclass(frozen=True)
class Place:
    """A division of GB/T 2260, or a street or township."""

    code: str
    name: str
    full_name: str
    level: Annotated[str, Is(choices=DivisionLevel)]
    parent: Annotated[str, Is("Code of the one above; empty for a province")]


@dataclass(frozen=True)
class PlaceList:
    """What lies directly under a division."""

    items: tuple[Place, ...]


@dataclass(frozen=True)
class PlacesAsked:
    """Which places."""

    under: Annotated[str, Is("Code of a division; without it the provinces", pattern=r"^([0-9]{6}|[0-9]{9})?$")] = ""


@dataclass(frozen=True)
class Term:
    """One value: what programs write, and what people read."""

    code: str
    zh: str
    en: Annotated[str, Is("Empty where there is none: occupations and certificates have Chinese names only")]


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of values."""

    name: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class VocabularyList:
    """The names of all vocabularies."""

    items: tuple[str, ...]
