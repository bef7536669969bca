"""Reads of the room."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from yizhan.accounts.queries import in_offices_of
from yizhan.people.queries import age_on, groups_of, people_visible_to
from yizhan.shared.written import Written
from yizhan.workers.enums import DAYTIME_WEEK, BoardLodging, SeekerStatus, ServiceTier
from yizhan.workers.models import (
    CertificateHeld,
    Commitment,
    JobSeeker,
    JobSeekerQuerySet,
    Skill,
    Visit,
    Wish,
    WishedDay,
    WishedOccupation,
)
from yizhan.workers.rules import REVIEW_DAYS, WAIT_DAYS, TierGrounds

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.people.models import Person

__all__ = ["DAYTIME_WEEK"]

#: People in one question; SQLite counts the values of a list.
A_BATCH = 5000


@dataclass(frozen=True)
class SeekerRow:
    """What matching needs to know of one job seeker: plain values, no model.

    :param wanted: occupation codes in the person's order.
    :param certificates: codes valid on the day.
    :param days: date -> 4 bits of parts; empty means the week counts.
    :param birth_on: None unless it rests on a document.
    :param would_lodge: wishes for board and lodging: where lodging is given, distance is no hindrance.
    """

    seeker_id: int
    person_id: int
    person_public_id: UUID
    wanted: tuple[str, ...]
    skills: tuple[str, ...]
    certificates: tuple[str, ...]
    week_mask: int
    days: tuple[tuple[dt.date, int], ...]
    point: tuple[int, int] | None
    max_distance_m: int | None
    pay_min_daily_fen: int | None
    birth_on: dt.date | None
    party_size: int
    waiting_days: int
    tier: str
    recommendation_off: bool
    would_lodge: bool = False


def seekers_visible_to(user: User) -> JobSeekerQuerySet:
    """Return the job seekers whose person the user may see."""
    return JobSeeker.objects.filter(person__in=people_visible_to(user))


def grounds_of(seeker: JobSeeker, today: dt.date) -> TierGrounds:
    """Gather what the service tier rests on."""
    return TierGrounds(
        age=age_on(seeker.person, today),
        waiting_days=(today - seeker.waiting_since_on).days if seeker.waiting_since_on else 0,
        has_smartphone=seeker.has_smartphone,
        has_skill=Skill.objects.filter(seeker=seeker).exists(),
        groups=[row.group for row in groups_of(seeker.person, today)],
    )


def seeker_of(person: Person) -> JobSeeker | None:
    """Return the person's standing as a job seeker with the wish, or None. One query."""
    found: JobSeeker | None = next(iter(_seeker_of(person.pk)), None)
    if found is not None:
        found.person = person
    return found


_seeker_of = Written(lambda person: JobSeeker.objects.filter(person=person).select_related("wish", "office"), int)


def get_wished_occupations(seeker: JobSeeker) -> list[WishedOccupation]:
    """Return the kinds of work wished for, in the person's order."""
    return _wished_by(seeker.pk)


_wished_by = Written(lambda seeker: WishedOccupation.objects.filter(wish__seeker=seeker).order_by("place", "pk"), int)


def skills_of(seeker: JobSeeker) -> list[Skill]:
    """Return the stated skills, longest practised first."""
    return list(Skill.objects.filter(seeker=seeker).order_by("-years", "pk"))


def certificates_of(person: Person) -> list[CertificateHeld]:
    """Return the certificates on record, the soonest to expire first."""
    return list(CertificateHeld.objects.filter(person=person).order_by("expires_on", "pk"))


def valid_certificate_codes(person: Person, day: dt.date) -> list[str]:
    """Return the codes of the certificates that count on a day."""
    held = CertificateHeld.objects.valid_on(day).filter(person=person)
    return list(held.order_by("code").values_list("code", flat=True))


def promises_of(person: Person, at: dt.datetime) -> list[Commitment]:
    """Return the promises that stand now or later."""
    return list(Commitment.objects.filter(person=person, released_at=None, ends_at__gt=at).order_by("starts_at", "pk"))


def promised_to(person_id: int, at: dt.datetime) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return when one person's promises that stand now or later begin and end; one query."""
    return _promised_to(person_id, at)


_promised_to = Written(
    lambda person, at: (
        Commitment.objects.filter(person=person, released_at=None, ends_at__gt=at)
        .order_by("starts_at", "pk")
        .values_list("starts_at", "ends_at")
    ),
    int,
    dt.datetime,
)


def is_free(person: Person, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
    """Say whether no standing promise of the person overlaps `[starts_at, ends_at)`."""
    return not busy_people([person.pk], starts_at, ends_at)


def busy_people(person_ids: Iterable[int], starts_at: dt.datetime, ends_at: dt.datetime) -> set[int]:
    """Return those of the people who are promised elsewhere at some moment of `[starts_at, ends_at)`.

    One query for each `A_BATCH` people.
    """
    asked, busy = list(person_ids), set[int]()
    standing = Commitment.objects.filter(released_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at)
    for start in range(0, len(asked), A_BATCH):
        found = standing.filter(person_id__in=asked[start : start + A_BATCH])
        busy.update(found.values_list("person_id", flat=True))
    return busy


def promised_times(offices: Iterable[int], at: dt.datetime) -> dict[int, list[tuple[dt.datetime, dt.datetime]]]:
    """Return the promises that stand now or later of everybody of these offices, by person id. One query."""
    found: dict[int, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    rows = Commitment.objects.filter(person__seeker__office_id__in=list(offices), released_at=None, ends_at__gt=at)
    for person_id, starts_at, ends_at in rows.order_by("starts_at", "pk").values_list(
        "person_id", "starts_at", "ends_at"
    ):
        found[person_id].append((starts_at, ends_at))
    return found


def promised_times_of(
    person_ids: Iterable[int], starts_at: dt.datetime, ends_at: dt.datetime
) -> dict[int, list[tuple[dt.datetime, dt.datetime]]]:
    """Return each person's standing promises that touch `[starts_at, ends_at)`, the earliest first.

    One query for each `A_BATCH` people.
    """
    asked, found = list(person_ids), dict[int, list[tuple[dt.datetime, dt.datetime]]]()
    standing = Commitment.objects.filter(released_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at)
    for first in range(0, len(asked), A_BATCH):
        rows = standing.filter(person_id__in=asked[first : first + A_BATCH]).order_by("starts_at", "pk")
        for person_id, start, end in rows.values_list("person_id", "starts_at", "ends_at"):
            found.setdefault(person_id, []).append((start, end))
    return found


def seeker_rows(offices: Iterable[int], today: dt.date) -> list[SeekerRow]:
    """Return everybody of these offices who can be sent to work today, for matching. Five queries, whatever the number.

    Whoever's wish has lapsed is not in it.
    """
    found = JobSeeker.objects.filter(
        office_id__in=list(offices), status=SeekerStatus.AVAILABLE, wish__valid_until_on__gte=today
    )
    return _rows(found, today)


def seeker_rows_for(user: User, today: dt.date) -> list[SeekerRow]:
    """Return everybody whom the user may see and who can be sent to work today, for matching. Five queries."""
    found = seekers_visible_to(user).filter(status=SeekerStatus.AVAILABLE, wish__valid_until_on__gte=today)
    return _rows(found, today)


def seeker_row(seeker: JobSeeker, today: dt.date) -> SeekerRow:
    """Return one job seeker's row, whatever their state. Two queries."""
    head = _head_of(seeker.pk)[0]
    told: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for trait, *values in _traits_of(head[WISH] or 0, today, seeker.pk, head[PERSON]):
        told[trait].append(tuple(values))
    codes = {trait: tuple(value[-1] for value in told[trait]) for trait in (WANTED, SKILLED, CERTIFIED)}
    days = tuple((day, parts) for day, parts, *_ in told[FREE_ON])
    return _row(head, codes[WANTED], days, codes[SKILLED], codes[CERTIFIED], today)


#: What stands once in a job seeker's row, and where in it the keys of person and wish are.
HEAD = (
    "pk", "person_id", "person__public_id", "person__birth_on", "person__birth_basis", "wish__pk", "wish__week_mask",
    "lat_e6", "lng_e6", "wish__max_distance_m", "wish__pay_min_daily_fen", "wish__party_size", "waiting_since_on",
    "service_tier", "recommendation_off", "wish__board_lodging",
)  # fmt: skip
PERSON, WISH = HEAD.index("person_id"), HEAD.index("wish__pk")
#: What stands in it several times.
WANTED, FREE_ON, SKILLED, CERTIFIED = range(4)

_head_of = Written(lambda seeker: JobSeeker.objects.filter(pk=seeker).values_list(*HEAD), int)


def _traits(wish: int, today: dt.date, seeker: int, person: int) -> QuerySet[Any, tuple[Any, ...]]:
    """Return what one job seeker has several of, in one question: (which, day, number, key, code)."""

    def told(rows: QuerySet[Any], trait: int, number: str, code: Any, day: Any = None) -> QuerySet[Any, Any]:
        no_day = Cast(Value(None), DateField())
        on_day = no_day if day is None else F(day)
        rows = rows.annotate(trait=Value(trait), on_day=on_day, rank=F(number), of_code=code)
        return rows.values_list("trait", "on_day", "rank", "pk", "of_code")

    held = CertificateHeld.objects.valid_on(today).filter(person=person)
    wished = told(WishedOccupation.objects.filter(wish=wish), WANTED, "place", F("occupation_code"))
    everything = wished.union(
        told(WishedDay.objects.filter(wish=wish, day__gte=today), FREE_ON, "parts", Value(""), "day"),
        told(Skill.objects.filter(seeker=seeker), SKILLED, "pk", F("occupation_code")),
        told(held, CERTIFIED, "pk", F("code")),
        all=True,
    )
    return everything.order_by("trait", "on_day", "rank", "pk")


_traits_of = Written(_traits, int, dt.date, int, int)

#: So many job seekers are named one by one in the questions about them.
MOST_NAMED = 50


def _rows(found: QuerySet[JobSeeker], today: dt.date) -> list[SeekerRow]:
    heads = list(found.order_by("pk").values_list(*HEAD))
    of_wish, of_seeker, of_person = Q(wish__seeker__in=found), Q(seeker__in=found), Q(person__seeker__in=found)
    if len(heads) <= MOST_NAMED:  # a few are named: that is cheaper to write, to plan and to read than to join
        of_wish = Q(wish__in=[head[5] for head in heads])
        of_seeker, of_person = Q(seeker__in=[head[0] for head in heads]), Q(person__in=[head[1] for head in heads])
    wanted: dict[int, list[str]] = defaultdict(list)
    for wish_id, code in (
        WishedOccupation.objects.filter(of_wish)
        .order_by("wish_id", "place", "pk")
        .values_list("wish_id", "occupation_code")
    ):
        wanted[wish_id].append(code)
    days: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
    for wish_id, day, parts in (
        WishedDay.objects.filter(of_wish, day__gte=today)
        .order_by("wish_id", "day", "pk")
        .values_list("wish_id", "day", "parts")
    ):
        days[wish_id].append((day, parts))
    skills: dict[int, list[str]] = defaultdict(list)
    for seeker_id, code in (
        Skill.objects.filter(of_seeker).order_by("seeker_id", "pk").values_list("seeker_id", "occupation_code")
    ):
        skills[seeker_id].append(code)
    held: dict[int, list[str]] = defaultdict(list)
    for person_id, code in (
        CertificateHeld.objects.valid_on(today)
        .filter(of_person)
        .order_by("person_id", "pk")
        .values_list("person_id", "code")
    ):
        held[person_id].append(code)
    return [
        _row(head, wanted[head[WISH]], days[head[WISH]], skills[head[0]], held[head[PERSON]], today) for head in heads
    ]


def _row(
    head: tuple[Any, ...], wanted: Iterable[str], days: Iterable[tuple[dt.date, int]], skills: Iterable[str],
    certificates: Iterable[str], today: dt.date,
) -> SeekerRow:  # fmt: skip
    (pk, person_id, public_id, birth_on, basis, _wish, week, lat, lng, distance, pay, party, since, tier, off,
     lodging) = head  # fmt: skip
    return SeekerRow(
        seeker_id=pk,
        person_id=person_id,
        person_public_id=public_id,
        wanted=tuple(wanted),
        skills=tuple(skills),
        certificates=tuple(certificates),
        week_mask=week,
        days=tuple(days),
        point=(lat, lng) if lat is not None and lng is not None else None,
        max_distance_m=distance,
        pay_min_daily_fen=pay,
        birth_on=birth_on if basis in ("id_card", "document") else None,
        party_size=party,
        waiting_days=max(0, (today - since).days) if since else 0,
        tier=tier,
        recommendation_off=off,
        would_lodge=lodging == BoardLodging.BOTH,
    )


def lapsed_seekers(today: dt.date) -> QuerySet[JobSeeker]:
    """Return those whose wish ran out 30 days ago or more and who still count as available (domain 6.1)."""
    limit = today - dt.timedelta(days=30)
    return JobSeeker.objects.filter(Q(status=SeekerStatus.AVAILABLE), wish__valid_until_on__lt=limit).order_by("pk")


def seekers_due_for_review(today: dt.date) -> QuerySet[JobSeeker]:
    """Return those available whose tier waiting may have lifted since yesterday, or was last looked at 90 days ago."""
    lifted = Q(waiting_since_on__lte=today - dt.timedelta(days=WAIT_DAYS)) & ~Q(service_tier=ServiceTier.A)
    old = Q(tier_reviewed_on__lte=today - dt.timedelta(days=REVIEW_DAYS))
    found = JobSeeker.objects.available().filter(lifted | old, tier_reviewed_on__lt=today)
    return found.order_by("pk")


def seekers_by_person(person_ids: Iterable[int]) -> dict[int, JobSeeker]:
    """Return the standings of these people by person id. One query."""
    wanted = list(person_ids)
    if not wanted:
        return {}
    return {seeker.person_id: seeker for seeker in JobSeeker.objects.filter(person_id__in=wanted)}


def dated_days_of(wish: Wish, today: dt.date) -> list[WishedDay]:
    """Return the dates from today on that go before the week, in order."""
    return list(WishedDay.objects.filter(wish=wish, day__gte=today).order_by("day", "pk"))


def has_visited_on(person: Person, office: Office, day: dt.date) -> bool:
    """Say whether a visit of the person to the office stands in the ledger of a day."""
    starts_at, ends_at = day_bounds(day)
    return Visit.objects.standing().filter(person=person, office=office, at__gte=starts_at, at__lt=ends_at).exists()


def day_bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return the half-open period of a local day."""
    start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    return start, timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))


def find_seekers(
    user: User, *, codes: Iterable[str] = (), status: str = "", tier: str = "", waiting_since: dt.date | None = None
) -> JobSeekerQuerySet:
    """Return job seekers in sight that match, who has waited longest first; with person and wish.

    :param codes: wanted kinds of work; any of them is enough.
    :param waiting_since: only those who have been waiting since that day or longer.
    """
    found = seekers_visible_to(user)
    if codes := list(codes):
        found = found.filter(wish__in=WishedOccupation.objects.filter(occupation_code__in=codes).values("wish"))
    if status:
        found = found.filter(status=status)
    if tier:
        found = found.filter(service_tier=tier)
    if waiting_since:
        found = found.filter(waiting_since_on__lte=waiting_since)
    return found.select_related("person", "wish").order_by(F("waiting_since_on").asc(nulls_last=True), "pk")


def wished_by_wish(wish_ids: Iterable[int]) -> dict[int, list[WishedOccupation]]:
    """Return the wished kinds of work of several wishes, in each person's order. One query."""
    rows: dict[int, list[WishedOccupation]] = defaultdict(list)
    for row in WishedOccupation.objects.filter(wish_id__in=list(wish_ids)).order_by("wish_id", "place", "pk"):
        rows[row.wish_id].append(row)
    return rows


def visits_visible_to(user: User, day: dt.date) -> QuerySet[Visit]:
    """Return the visits of a day to the offices that the user may see into, newest first; with person and office.

    Those that were taken back are among them, marked.
    """
    starts_at, ends_at = day_bounds(day)
    visits = Visit.objects.filter(in_offices_of(user), at__gte=starts_at, at__lt=ends_at)
    return visits.select_related("person", "office", "by").order_by("-at", "-pk")


def counts_by_purpose(user: User, day: dt.date) -> dict[str, int]:
    """Return how many came for what on a day, without what was taken back. One query."""
    starts_at, ends_at = day_bounds(day)
    visits = Visit.objects.standing().filter(in_offices_of(user), at__gte=starts_at, at__lt=ends_at)
    return dict(visits.values_list("purpose").annotate(n=Count("pk")).order_by("purpose"))
