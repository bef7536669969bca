"""Registering: person, wish and visit in one transaction; and changing the wish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import Channel, ConsentPurpose
from yizhan.people.operations import (
    ConsentFacts,
    ContactFacts,
    PersonFacts,
    lock_present,
    note_contact,
    register_person,
)
from yizhan.people.queries import has_consent
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, lock
from yizhan.shared.errors import Refused
from yizhan.shared.events import publish
from yizhan.shared.pay import comparable_daily_fen
from yizhan.shared.standing import insert
from yizhan.shared.submissions import remember_submission
from yizhan.workers.enums import SeekerStatus, VisitPurpose
from yizhan.workers.events import SeekerRegistered
from yizhan.workers.facts import WishFacts
from yizhan.workers.models import JobSeeker, Wish, WishedDay, WishedOccupation
from yizhan.workers.operations.standing import move_seeker, note_step
from yizhan.workers.operations.visits import record_visit
from yizhan.workers.queries import grounds_of
from yizhan.workers.rules import service_tier

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.people.models import Person

#: Hours that somebody who names an hourly wage is taken to want in a day, so that the wish can be compared at all.
#: A full legal day (劳动法 art. 36). Postings never assume it: there the hours are stated.
FULL_DAY_HOURS_X10 = 80
DAYS_A_WEEK = 6


class AlreadyLooking(Refused):
    """The person is registered for work."""

    code = "already_looking"
    sentence = _("此人已经登记求职，没有重复登记。请打开原来的记录修改意向。")


class NotLooking(Refused):
    """The person has not registered for work, or has left."""

    code = "not_looking"
    sentence = _("此人没有登记求职或已注销，没有保存。请先登记求职意向。")


class LimitNeedsConsent(Refused):
    """What somebody says about their health is kept only with separate consent (PIPL art. 29)."""

    code = "limit_needs_consent"
    sentence = _(
        "劳动能力限制属于敏感信息，要先得到本人单独同意，没有保存。请勾选“处理健康等敏感信息”的同意，或清空这一栏。"
    )


@transaction.atomic
def register_job_seeker(
    *,
    facts: PersonFacts,
    contacts: Iterable[ContactFacts],
    consents: Iterable[ConsentFacts],
    wish: WishFacts,
    office: Office,
    by: User,
    at: dt.datetime,
    channel: Channel,
    submission: str | None = None,
    led_to: str = "",
) -> JobSeeker:
    """Register somebody who is new here: person, wish and visit, all or nothing.

    :param submission: the form's key; a second sending is carried out once.
    :param led_to: prefix of the page that the form leads to; the person's public id is put behind it.
    :raises yizhan.people.operations.IdTaken: the ID number is on another record.
    """
    person = register_person(
        facts=facts, contacts=contacts, consents=consents, office=office, by=by, at=at, channel=channel
    )
    seeker = register_for_work(person=person, wish=wish, office=office, by=by, at=at, channel=channel)
    remember_submission(submission, by=by, led_to=f"{led_to}{person.public_id}/", at=at)
    return seeker


@transaction.atomic
def register_for_work(
    *, person: Person, wish: WishFacts, office: Office, by: User, at: dt.datetime, channel: Channel
) -> JobSeeker:
    """Register a person on record for work, and note the visit.

    :raises AlreadyLooking: they are.
    :raises yizhan.people.operations.PersonGone: merged or anonymised since.
    :raises LimitNeedsConsent: a limit of health is stated without the consent to keep it.
    """
    person = lock_present(person)
    _demand_consent(person, wish, at)
    today = timezone.localdate(at)
    seeker = JobSeeker(
        person=person,
        office=office,
        status=SeekerStatus.AVAILABLE,
        registered_at=at,
        registered_by=by,
        reg_channel=channel,
        waiting_since_on=today,
        tier_reviewed_on=today,
        has_smartphone=wish.has_smartphone,
        work_limit=wish.work_limit,
        home_name=wish.home_name,
        lat_e6=wish.home[0] if wish.home else None,
        lng_e6=wish.home[1] if wish.home else None,
    )
    try:
        with transaction.atomic():
            insert(seeker)
    except IntegrityError as error:
        if JobSeeker.objects.filter(person=person).exists():
            raise AlreadyLooking from error
        raise
    _write_wish(Wish(seeker=seeker), wish, today)
    seeker.service_tier = service_tier(grounds_of(seeker, today))
    seeker.save(update_fields=["service_tier"])
    note_step(seeker, "", office=office, by=by, at=at)
    write_audit(action="seeker.registered", by=by, at=at, obj=seeker, person_id=person.pk, fields=["wish"])
    if channel != Channel.IMPORT:  # a row of a sheet has come through no door
        record_visit(office=office, purpose=VisitPurpose.REGISTER, person=person, by=by, at=at)
    publish(SeekerRegistered(seeker.pk, person.pk, office.pk, at))
    return seeker


@transaction.atomic
def change_wish(
    *, seeker: JobSeeker, wish: WishFacts, seen_version: int | None, by: User | None, at: dt.datetime
) -> JobSeeker:
    """Replace the wish, renew it from today, and wake somebody who was dormant.

    :param seen_version: version of the wish that the form showed.
    :param by: the staff who heard it, or None for the person themselves on their own phone.
    :raises NotLooking: the person has left; `come_again` registers them anew.
    :raises LimitNeedsConsent: a limit of health is stated without the consent to keep it.
    :raises yizhan.shared.errors.ChangedMeanwhile: somebody else changed it since.
    """
    seeker = lock(JobSeeker.objects.select_related("person"), pk=seeker.pk)
    if seeker.status == SeekerStatus.LEFT:
        raise NotLooking
    _demand_consent(seeker.person, wish, at)
    today = timezone.localdate(at)
    standing = lock(Wish.objects.all(), seeker=seeker)
    check_version(standing, seen_version)
    standing.version += 1
    _write_wish(standing, wish, today)
    seeker.has_smartphone, seeker.work_limit, seeker.home_name = wish.has_smartphone, wish.work_limit, wish.home_name
    seeker.lat_e6, seeker.lng_e6 = wish.home or (None, None)
    before = seeker.status
    if before == SeekerStatus.DORMANT:
        seeker.status, seeker.waiting_since_on = SeekerStatus.AVAILABLE, today
    seeker.service_tier = service_tier(grounds_of(seeker, today))
    seeker.version += 1
    seeker.save()
    if seeker.status != before:
        note_step(seeker, before, office=by.office if by else seeker.office, by=by, at=at)
    write_audit(
        action="seeker.wish_changed", by=by, at=at, obj=seeker, person_id=seeker.person_id, fields=["wish"],
        reason="self" if by is None else "",
    )  # fmt: skip
    if by is None:  # no visit and no call will tell that they still look for work
        note_contact(person_id=seeker.person_id, on=today)
    return seeker


@transaction.atomic
def come_again(
    *,
    person: Person,
    wish: WishFacts,
    seen_version: int | None,
    office: Office,
    by: User,
    at: dt.datetime,
    visit: VisitPurpose | None = VisitPurpose.LOOK,
    submission: str | None = None,
    led_to: str = "",
) -> JobSeeker:
    """Take down what somebody on record wants today: renew the wish, or register them for work, and note the visit.

    Somebody who had left is registered anew; somebody without a wish is registered for the first time.

    :param seen_version: version of the wish that the form showed; None where there was none.
    :param visit: why they came; None when they are not here (a call).
    :raises LimitNeedsConsent: a limit of health is stated without the consent to keep it.
    :raises yizhan.shared.errors.ChangedMeanwhile: somebody else changed the wish since.
    """
    seeker = JobSeeker.objects.filter(person=person).first()
    if seeker is None:
        seeker = register_for_work(
            person=person, wish=wish, office=office, by=by, at=at,
            channel=Channel.COUNTER if visit else Channel.PHONE,
        )  # fmt: skip
    else:
        if seeker.status == SeekerStatus.LEFT:
            seeker = move_seeker(seeker=seeker, to=SeekerStatus.AVAILABLE, by=by, at=at)
        seeker = change_wish(seeker=seeker, wish=wish, seen_version=seen_version, by=by, at=at)
        if visit:
            record_visit(office=office, purpose=visit, person=person, by=by, at=at)
    remember_submission(submission, by=by, led_to=led_to, at=at)
    return seeker


@transaction.atomic
def set_availability(
    *,
    seeker: JobSeeker,
    week_mask: int,
    days: Iterable[tuple[dt.date, int]],
    seen_version: int | None,
    by: User,
    at: dt.datetime,
) -> JobSeeker:
    """Say when somebody can work: the usual week, and dates that go before it.

    :param week_mask: 28 bits, bit = weekday (Monday 0) x 4 + part of the day; not 0.
    :param days: dates with 4 bits of parts each; 0 means that the person cannot work on that date.
    :raises NotLooking: the person has left.
    :raises yizhan.shared.errors.ChangedMeanwhile: somebody else changed the wish since.
    """
    seeker = lock(JobSeeker.objects.all(), pk=seeker.pk)
    if seeker.status == SeekerStatus.LEFT:
        raise NotLooking
    wish = lock(Wish.objects.all(), seeker=seeker)
    check_version(wish, seen_version)
    wish.week_mask = week_mask
    wish.version += 1
    wish.save(update_fields=["week_mask", "version"])
    WishedDay.objects.filter(wish=wish).delete()
    _write_days(wish, days)
    write_audit(
        action="seeker.availability_set", by=by, at=at, obj=seeker, person_id=seeker.person_id,
        fields=["week_mask", "days"],
    )  # fmt: skip
    return seeker


def _demand_consent(person: Person, wish: WishFacts, at: dt.datetime) -> None:
    if wish.work_limit and not has_consent(person, ConsentPurpose.SENSITIVE, at):
        raise LimitNeedsConsent


def _write_days(wish: Wish, days: Iterable[tuple[dt.date, int]]) -> None:
    rows = [WishedDay(wish=wish, day=day, parts=parts) for day, parts in sorted(dict(days).items())]
    WishedDay.objects.bulk_create(rows)


def _write_wish(row: Wish, facts: WishFacts, today: dt.date) -> None:
    row.party_size = facts.party_size
    row.work_modes, row.settle = list(facts.work_modes), list(facts.settle)
    row.pay_min_fen, row.pay_unit = facts.pay_min_fen, facts.pay_unit
    row.pay_min_daily_fen = comparable_daily_fen(
        min_fen=facts.pay_min_fen,
        unit=facts.pay_unit or None,
        hours_per_day_x10=FULL_DAY_HOURS_X10,
        days_per_week=DAYS_A_WEEK,
    )
    row.week_mask, row.max_distance_m = facts.week_mask, facts.max_distance_m
    row.transport, row.board_lodging = facts.transport, facts.board_lodging
    row.tools, row.languages = facts.tools, facts.languages
    row.valid_until_on = today + dt.timedelta(days=facts.valid_days)
    if row.pk is None:
        insert(row)
    else:
        row.save()
        WishedOccupation.objects.filter(wish=row).delete()
        WishedDay.objects.filter(wish=row).delete()
    WishedOccupation.objects.bulk_create(
        WishedOccupation(wish=row, occupation_code=work.occupation_code, place=place, said_as=work.said_as)
        for place, work in enumerate(facts.works, start=1)
    )
    _write_days(row, facts.days)
