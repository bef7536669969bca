"""What the public may know of a posting: a frozen record that has no field for a person. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from yizhan.channels.enums import Standing
from yizhan.channels.privacy import looks_like_a_name, without_door, without_people
from yizhan.employers.enums import EmployerKind
from yizhan.places.queries import full_name
from yizhan.postings.enums import (
    OFFERED,
    Hazard,
    Insurance,
    PayUnit,
    PostingKind,
    Protection,
    PublishState,
    ReviewState,
    SettleKind,
)
from yizhan.shared.display import day_text, pay_text, when_text
from yizhan.vocabularies.queries import certificate, occupation_name

if TYPE_CHECKING:
    from yizhan.accounts.models import Office
    from yizhan.postings.models import Posting, PostingTerms, Shift

#: Shifts that are listed one by one.
MOST_LINES = 10
A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class PublicShift:
    """A stretch of work that people may still join."""

    starts_at: dt.datetime
    ends_at: dt.datetime | None
    headcount: int
    left: int


@dataclass(frozen=True)
class PublicOffice:
    """The station that answers for a posting."""

    public_id: uuid.UUID
    name: str
    phone: str
    address: str
    area_code: str


@dataclass(frozen=True)
class PublicOffer:
    """A posting on offer. Every text went through `privacy.without_people`; a household has neither name nor point.

    :param changed_at: when something that the public sees last changed.
    There is no point either: ours are in GCJ-02, and what reads public pages takes every point for WGS 84.

    :param daily_fen: the comparable pay a day, or None.
    """

    id: int
    public_id: uuid.UUID
    number: str
    terms_id: int
    terms_number: int
    kind: str
    title: str
    occupation_code: str
    content: str
    requirements: str
    employer_name: str
    employer_kind: str
    employer_code: str
    place_name: str
    area_code: str
    starts_on: dt.date
    ends_on: dt.date | None
    hours_x10: int | None
    pay_min_fen: int | None
    pay_max_fen: int | None
    pay_unit: str
    daily_fen: int | None
    pay_note: str
    settle_kind: str
    settle_day: str
    labor_type: str
    meals: bool
    lodging: bool
    pickup: bool
    tools_provided: bool
    insurance: str
    hazards: tuple[str, ...]
    certificates: tuple[str, ...]
    age_min: int | None
    age_max: int | None
    sex_required: str
    week_mask: int
    meeting_place: str
    meeting_time: dt.time | None
    break_minutes: int | None
    load_kg: int | None
    is_outdoors: bool
    is_site: bool
    fare_paid: bool
    protection: tuple[str, ...]
    ppe: str
    published_at: dt.datetime
    valid_until_at: dt.datetime
    changed_at: dt.datetime
    shifts: tuple[PublicShift, ...]
    office: PublicOffice

    @property
    def places_left(self) -> int:
        """Places over all shifts to come that nobody has taken."""
        return sum(shift.left for shift in self.shifts)

    def as_line(self) -> dict[str, Any]:
        """Return what one line on a wall says, on paper as on a screen."""
        return {
            "number": self.number,
            "title": self.title,
            "pay": self.pay,
            "settle": self.settle,
            "when": self.when,
            "place": self.place,
            "left": self.places_left,
            "good": "、".join(self.benefits),
        }

    @property
    def headcount(self) -> int:
        """People wanted over the shifts to come."""
        return sum(shift.headcount for shift in self.shifts)

    @property
    def is_household(self) -> bool:
        """Whether a private person offers it."""
        return self.employer_kind == EmployerKind.HOUSEHOLD

    @property
    def is_day_job(self) -> bool:
        """Whether it is day labour, which every list shows first."""
        return self.kind == PostingKind.GIG

    @property
    def pay(self) -> str:
        """The pay in words."""
        return pay_text(self.pay_min_fen, self.pay_max_fen, self.pay_unit)

    @property
    def more_on_pay(self) -> str:
        """What the employer wrote of the pay; "" where it is the amount alone, as it is written in Chinese."""
        with override("zh-hans"):
            return "" if self.pay_note == self.pay else self.pay_note

    @property
    def settle(self) -> str:
        """When people are paid, in words."""
        return " ".join(part for part in (str(SettleKind(self.settle_kind).label), self.settle_day) if part)

    @property
    def daily_round_fen(self) -> int | None:
        """The comparable pay a day in whole yuan, as it is said with an "about"."""
        return None if self.daily_fen is None else (self.daily_fen + 50) // 100 * 100

    @property
    def kind_label(self) -> str:
        """How long it lasts, in words."""
        return str(PostingKind(self.kind).label)

    @property
    def benefits(self) -> list[str]:
        """What comes with it, in words."""
        named = [(self.meals, _("管饭")), (self.lodging, _("管住")), (self.pickup, _("接送")),
                 (self.tools_provided, _("提供工具")), (self.fare_paid, _("报销路费"))]  # fmt: skip
        words = [word for is_so, word in named if is_so]
        return words if self.insurance == Insurance.NONE else [*words, str(Insurance(self.insurance).label)]

    @property
    def meeting(self) -> str:
        """When and where people meet, or "" where they meet at work."""
        clock = f"{self.meeting_time:%H:%M}" if self.meeting_time else ""
        return " ".join(part for part in (clock, self.meeting_place) if part)

    @property
    def protection_words(self) -> list[str]:
        """What the employer hands out, in words."""
        words = [str(Protection(code).label) for code in self.protection if code in Protection.values]
        return [*words, self.ppe] if self.ppe else words

    @property
    def circumstance_words(self) -> list[str]:
        """What the work asks of the body, as far as it is stated."""
        words = [_("露天作业")] if self.is_outdoors else []
        if self.is_site:
            words.append(_("建筑施工现场"))
        if self.load_kg:
            words.append(_("最重一件 %(kg)s 公斤") % {"kg": self.load_kg})
        return words

    @property
    def hazard_words(self) -> list[str]:
        """What may hurt, in words."""
        return [str(Hazard(code).label) for code in self.hazards if code in Hazard.values]

    @property
    def area(self) -> str:
        """The division in full, such as 山东省聊城市阳谷县."""
        return full_name(self.area_code)

    @property
    def place(self) -> str:
        """Where, as people say it; a household's place may have nothing left to show: then the area has to do."""
        return self.place_name or self.area

    @property
    def occupation(self) -> str:
        """The kind of work by its name in the 大典, or ""."""
        return occupation_name(self.occupation_code)

    @property
    def certificate_names(self) -> list[str]:
        """Certificates that are needed, by name."""
        return [known.name if (known := certificate(code)) else code for code in self.certificates]

    @property
    def when(self) -> str:
        """When work is next: `11-24 周二 07:00–17:00`; of a long job the day from which on."""
        if not self.shifts:
            return ""
        return shift_words(self.shifts[0])

    @property
    def shift_lines(self) -> list[str]:
        """When each shift is, the first ten; a posting for a month of days would fill the page."""
        lines = [shift_words(shift) for shift in self.shifts[:MOST_LINES]]
        more = len(self.shifts) - MOST_LINES
        return [*lines, _("另有 %(n)s 个班次") % {"n": more}] if more > 0 else lines


def shift_words(shift: PublicShift) -> str:
    """Write when a shift is."""
    day = day_text(timezone.localdate(shift.starts_at), "short")
    start = when_text(shift.starts_at, "clock")
    if shift.ends_at is None:
        return _("%(day)s起") % {"day": day}
    last = timezone.localdate(shift.ends_at)
    if shift.ends_at - shift.starts_at < A_DAY:
        return f"{day} {start}–{when_text(shift.ends_at, 'clock')}"
    return _("%(day)s至%(last)s") % {"day": day, "last": day_text(last, "short")}


def standing(posting: Posting, shifts: Iterable[Shift], *, may_show: bool, at: dt.datetime) -> Standing:
    """Say how a posting that was once offered stands now.

    What is being changed, or whose employer's verification has lapsed, is paused: nothing of it is shown that nobody
    has approved.
    """
    ended = (PublishState.WITHDRAWN, PublishState.REMOVED)
    if posting.publish_state in ended or posting.valid_until_at <= at or posting.review_state == ReviewState.REFUSED:
        return Standing.ENDED
    ahead = [s for s in shifts if s.cancelled_at is None and (s.ends_at is None or s.ends_at > at)]
    if not ahead:
        return Standing.ENDED
    if posting.publish_state not in OFFERED or posting.review_state != ReviewState.APPROVED or not may_show:
        return Standing.PAUSED
    return Standing.OPEN if any(s.taken < s.headcount for s in ahead) else Standing.FULL


def employer_words(kind: str, name: str) -> str:
    """Return who offers it: a unit by name, a private person never."""
    if kind == EmployerKind.HOUSEHOLD:
        return _("个人雇主（已实名核验）")
    if kind == EmployerKind.SOLE_TRADER and looks_like_a_name(name):
        return _("个体工商户（已实名核验）")
    return name


def public_shifts(shifts: Iterable[Shift], at: dt.datetime) -> tuple[PublicShift, ...]:
    """Return what people may still join at a moment."""
    return tuple(
        PublicShift(s.starts_at, s.ends_at, s.headcount, s.headcount - s.taken)
        for s in shifts
        if s.cancelled_at is None and s.taken < s.headcount and (s.ends_at is None or s.ends_at > at)
    )


def public_office(office: Office) -> PublicOffice:
    """Return what the public sees of an office."""
    return PublicOffice(office.public_id, office.name, office.phone, office.address, office.area_code)


def public_offer(posting: Posting, terms: PostingTerms, shifts: Iterable[Shift], at: dt.datetime) -> PublicOffer:
    """Return what the public may know. The contact's name is read to be taken out, and goes nowhere.

    :param posting: with employer and office loaded, annotated with `changed_at`.
    """
    employer, office = posting.employer, posting.office
    private = employer.kind == EmployerKind.HOUSEHOLD
    own_name = private or (employer.kind == EmployerKind.SOLE_TRADER and looks_like_a_name(employer.name))
    names = [terms.contact_name, employer.legal_rep, *([employer.name] if own_name else [])]

    def clean(text: str) -> str:
        return without_people(text, names)

    place, meeting = clean(terms.place_name), clean(terms.meeting_place)
    return PublicOffer(
        id=posting.pk,
        public_id=posting.public_id,
        number=posting.number,
        terms_id=terms.pk,
        terms_number=terms.number,
        kind=posting.kind,
        title=clean(terms.title),
        occupation_code=terms.occupation_code,
        content=clean(terms.content),
        requirements=clean(terms.requirements),
        employer_name=employer_words(employer.kind, employer.name),
        employer_kind=employer.kind,
        employer_code="" if own_name else employer.uscc,
        place_name=without_door(place) if private else place,
        area_code=terms.area_code,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        hours_x10=terms.hours_per_day_x10,
        pay_min_fen=terms.pay_min_fen,
        pay_max_fen=terms.pay_max_fen,
        pay_unit=terms.pay_unit or PayUnit.LUMP,
        daily_fen=terms.pay_daily_fen,
        pay_note=clean(terms.pay_note),
        settle_kind=terms.settle_kind,
        settle_day=clean(terms.settle_day),
        labor_type=terms.labor_type,
        meals=terms.meals,
        lodging=terms.lodging,
        pickup=terms.pickup,
        tools_provided=terms.tools_provided,
        insurance=terms.insurance,
        hazards=tuple(terms.hazards),
        certificates=tuple(terms.certificates),
        age_min=terms.age_min if posting.age_ground_accepted else None,
        age_max=terms.age_max if posting.age_ground_accepted else None,
        sex_required=terms.sex_required if posting.sex_ground_accepted else "any",
        week_mask=terms.week_mask,
        meeting_place=without_door(meeting) if private else meeting,
        meeting_time=terms.meeting_time,
        break_minutes=terms.break_minutes,
        load_kg=terms.load_kg,
        is_outdoors=terms.is_outdoors,
        is_site=terms.is_site,
        fare_paid=terms.fare_paid,
        protection=tuple(terms.protection),
        ppe=clean(terms.ppe),
        published_at=posting.published_at or at,
        valid_until_at=posting.valid_until_at,
        changed_at=getattr(posting, "changed_at"),  # noqa: B009 - an annotation of the query
        shifts=public_shifts(shifts, at),
        office=public_office(office),
    )
