"""Who looks for work, what they want, when they can, what they are promised to."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel, GuardedQuerySet
from yizhan.workers.enums import (
    ALL_WEEK,
    DAYTIME_WEEK,
    BoardLodging,
    SeekerStatus,
    ServiceTier,
    Transport,
    VisitPurpose,
    WhyTakenBack,
    WishPayUnit,
)

LONGEST_TRIP_M = 500_000


class JobSeekerQuerySet(GuardedQuerySet["JobSeeker"]):
    """Job seekers by state."""

    def available(self) -> JobSeekerQuerySet:
        """Return those who can be sent to work."""
        return self.filter(status=SeekerStatus.AVAILABLE)


class JobSeeker(GuardedModel):
    """A person's standing as somebody who looks for work. Not everybody we serve is one."""

    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="seeker")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=SeekerStatus.choices, default=SeekerStatus.AVAILABLE)
    registered_at = models.DateTimeField(_("登记时间"))
    registered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reg_channel = models.CharField(_("登记渠道"), max_length=10)
    #: Since when the person has been waiting for work; None while working.
    waiting_since_on = models.DateField(null=True, blank=True)
    #: Derived by `queries.service_tier`, kept here so that lists and the engine need no second query.
    service_tier = models.CharField(max_length=1, choices=ServiceTier.choices, default=ServiceTier.C)
    tier_reviewed_on = models.DateField()
    #: PIPL art. 24: the person's own switch.
    recommendation_off = models.BooleanField(_("关闭个性化推荐"), default=False)
    work_limit = EncryptedTextField(_("劳动能力限制"), blank=True, default="", max_length=200)
    has_smartphone = models.BooleanField(_("会用智能手机"), default=True)
    home_name = models.CharField(_("住处"), max_length=60, blank=True)
    lat_e6 = models.IntegerField(null=True, blank=True)
    lng_e6 = models.IntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = JobSeekerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=SeekerStatus.values),
                name="jobseeker_status_known",
                violation_error_message=_("不认识的求职状态。"),
            ),
            models.CheckConstraint(
                condition=Q(service_tier__in=ServiceTier.values),
                name="jobseeker_tier_known",
                violation_error_message=_("不认识的服务等级。"),
            ),
            models.CheckConstraint(
                condition=~Q(status=SeekerStatus.AVAILABLE) | Q(waiting_since_on__isnull=False),
                name="jobseeker_available_waits_since",
                violation_error_message=_("待业可派的人要有待工开始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(lat_e6=None, lng_e6=None) | Q(lat_e6__isnull=False, lng_e6__isnull=False),
                name="jobseeker_point_whole",
                violation_error_message=_("坐标要么都填，要么都不填。"),
            ),
        ]
        # The engine reads an office's available people; the station's lists too.
        indexes = [models.Index(fields=["office", "status"], name="jobseeker_office_status")]

    def __str__(self) -> str:
        """Show the key: names do not belong in logs."""
        return f"seeker {self.pk}"


class SeekerStatusChange(models.Model):
    """A dated step: any day's numbers can be recomputed from these rows."""

    seeker = models.ForeignKey(JobSeeker, on_delete=models.CASCADE, related_name="changes")
    before = models.CharField(max_length=10, choices=SeekerStatus.choices, blank=True)
    after = models.CharField(max_length=10, choices=SeekerStatus.choices)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    office_id = models.BigIntegerField()
    area_code = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(after__in=SeekerStatus.values) & ~Q(before=F("after")),
                name="seekerstatuschange_is_a_step",
                violation_error_message=_("状态没有变化。"),
            ),
        ]
        indexes = [models.Index(fields=["seeker", "at"], name="seekerstatuschange_of_seeker")]

    def __str__(self) -> str:
        """Show the step."""
        return f"{self.before}->{self.after}"


class Wish(models.Model):
    """What somebody wants to do, when, how far away, for how much: the current wish, changed in place."""

    seeker = models.OneToOneField(JobSeeker, on_delete=models.CASCADE, related_name="wish")
    party_size = models.PositiveSmallIntegerField(_("结伴人数"), default=1)
    work_modes = models.JSONField(_("用工形式"), default=list)
    pay_min_fen = models.BigIntegerField(_("最低报酬"), null=True, blank=True)
    pay_unit = models.CharField(_("计酬单位"), max_length=5, choices=WishPayUnit.choices, blank=True)
    #: The same wish per day, so that it can be compared; None where that cannot be known. docs/pay-comparison.md
    pay_min_daily_fen = models.BigIntegerField(null=True, blank=True)
    settle = models.JSONField(_("结算偏好"), default=list)
    week_mask = models.PositiveIntegerField(_("每周可工作时段"), default=DAYTIME_WEEK)
    #: None: any distance is fine.
    max_distance_m = models.PositiveIntegerField(_("最远路程"), null=True, blank=True)
    transport = models.CharField(_("交通"), max_length=10, choices=Transport.choices, blank=True)
    board_lodging = models.CharField(_("食宿"), max_length=6, choices=BoardLodging.choices, blank=True)
    tools = models.CharField(_("自带工具"), max_length=60, blank=True)
    languages = models.CharField(_("语言"), max_length=60, blank=True)
    valid_until_on = models.DateField(_("有效期至"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party_size__gte=1, party_size__lte=20),
                name="wish_party_of_1_to_20",
                violation_error_message=_("结伴人数要在 1 到 20 之间。"),
            ),
            models.CheckConstraint(
                condition=Q(pay_min_fen=None, pay_unit="") | Q(pay_min_fen__gt=0, pay_unit__in=WishPayUnit.values),
                name="wish_pay_has_a_unit",
                violation_error_message=_("写了报酬就要写单位，而且要大于 0。"),
            ),
            models.CheckConstraint(
                condition=Q(week_mask__gte=1, week_mask__lte=ALL_WEEK),
                name="wish_week_not_empty",
                violation_error_message=_("至少要有一个可以工作的时段。"),
            ),
            models.CheckConstraint(
                condition=Q(max_distance_m=None) | Q(max_distance_m__gte=1, max_distance_m__lte=LONGEST_TRIP_M),
                name="wish_distance_in_reach",
                violation_error_message=_("最远路程要在 1 米到 500 公里之间。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the key."""
        return f"wish of {self.seeker_id}"


class WishedOccupation(models.Model):
    """One of up to five kinds of work, in the person's own order and words."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="occupations")
    occupation_code = models.CharField(_("职业"), max_length=12)
    place = models.PositiveSmallIntegerField()
    said_as = models.CharField(_("原话"), max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wish", "place"],
                name="wishedoccupation_one_a_place",
                violation_error_message=_("同一位次只能有一个工种。"),
            ),
            models.UniqueConstraint(
                fields=["wish", "occupation_code"],
                name="wishedoccupation_once",
                violation_error_message=_("这个工种已经填过。"),
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=5),
                name="wishedoccupation_at_most_five",
                violation_error_message=_("意向工种最多五个。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the code."""
        return self.occupation_code


class WishedDay(models.Model):
    """A date on which somebody can work and in which parts of it; where there are any, they go before the week."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    #: bit = `DayPart`.
    parts = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wish", "day"], name="wishedday_once", violation_error_message=_("这一天已经填过。")
            ),
            models.CheckConstraint(
                condition=Q(parts__gte=0, parts__lte=15),
                name="wishedday_parts_of_a_day",
                violation_error_message=_("一天只有四个时段。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the day."""
        return self.day.isoformat()


class Skill(models.Model):
    """What somebody can do and for how long they have done it."""

    seeker = models.ForeignKey(JobSeeker, on_delete=models.CASCADE, related_name="skills")
    occupation_code = models.CharField(_("工种"), max_length=12)
    years = models.PositiveSmallIntegerField(_("年限"), null=True, blank=True)
    #: 1 beginner … 5 senior technician (国家职业技能等级); None where nobody has graded it.
    level = models.PositiveSmallIntegerField(_("技能等级"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seeker", "occupation_code"], name="skill_once", violation_error_message=_("这项技能已经填过。")
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=1, level__lte=5),
                name="skill_level_1_to_5",
                violation_error_message=_("技能等级是 1 到 5。"),
            ),
            models.CheckConstraint(
                condition=Q(years=None) | Q(years__lte=70),
                name="skill_years_in_a_life",
                violation_error_message=_("年限不能超过 70 年。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the code."""
        return self.occupation_code


class CertificateHeldQuerySet(GuardedQuerySet["CertificateHeld"]):
    """Certificates by validity."""

    def valid_on(self, day: dt.date) -> CertificateHeldQuerySet:
        """Return those that count on a day: not expired and not overdue for review."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=day), Q(review_on=None) | Q(review_on__gte=day))


class CertificateHeld(GuardedModel):
    """A certificate of the vocabulary that somebody has shown."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="certificates")
    code = models.CharField(_("证书"), max_length=40)
    number = EncryptedTextField(_("证号"), blank=True, default="", max_length=40)
    issuer = models.CharField(_("发证单位"), max_length=60, blank=True)
    issued_on = models.DateField(_("发证日期"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    review_on = models.DateField(_("应复审日期"), null=True, blank=True)
    seen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    objects = CertificateHeldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "code"],
                name="certificateheld_once",
                violation_error_message=_("这个证书已经登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(issued_on=None) | Q(expires_on=None) | Q(expires_on__gte=F("issued_on")),
                name="certificateheld_expires_after_issue",
                violation_error_message=_("有效期不能早于发证日期。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the code."""
        return self.code


class Commitment(models.Model):
    """A time that somebody has promised away. Half-open; adjacent times do not overlap.

    The database refuses a second promise for an overlapping time (exclusion constraint on PostgreSQL, trigger on
    SQLite) unless staff overrode it with a reason; either promise can be released by itself.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="commitments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    #: What it is promised to, as the room above names it: `referral` and its public id.
    source_kind = models.CharField(max_length=20)
    source_public_id = models.UUIDField()
    overridden_reason = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="commitment_ends_after_it_starts",
                violation_error_message=_("结束时间要晚于开始时间。"),
            ),
            models.UniqueConstraint(
                fields=["source_kind", "source_public_id", "person", "starts_at"],
                condition=Q(released_at=None),
                name="commitment_once_a_source",
                violation_error_message=_("这个时间已经约定过。"),
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_at"], name="commitment_of_person")]

    def __str__(self) -> str:
        """Show the time."""
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits by whether they count."""

    def standing(self) -> VisitQuerySet:
        """Return those that were not taken back."""
        return self.filter(taken_back_at=None)


class Visit(models.Model):
    """Somebody came to the station: the service ledger, kept two years (人力资源市场暂行条例 art. 33).

    What was noted by mistake is marked as taken back and counts nowhere; the line stays.
    """

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    purpose = models.CharField(max_length=10, choices=VisitPurpose.choices)
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,  # the ledger outlives the record of the person
        related_name="visits",
    )
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_why = models.CharField(max_length=8, blank=True, choices=WhyTakenBack.choices)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None, taken_back_why="")
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False, taken_back_why__in=WhyTakenBack.values),
                name="visit_taken_back_by_somebody_for_a_reason",
                violation_error_message=_("撤回来访要写明原因和经办人。"),
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=VisitPurpose.values),
                name="visit_purpose_known",
                violation_error_message=_("不认识的来访事由。"),
            ),
        ]
        # The day's ledger of an office, and its numbers.
        indexes = [models.Index(fields=["office", "at"], name="visit_office_at")]

    def __str__(self) -> str:
        """Show the purpose."""
        return self.purpose
