"""Employers, their verifications, agents, the offices that serve them, and what they did."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.employers.entry_models import Invitation, Paper, SignUp
from yizhan.employers.enums import (
    ClearReason,
    ConductKind,
    EmployerKind,
    EndOfMeasure,
    MeasureKind,
    MemberRole,
    PermitKind,
    ToldBy,
    VerifiedHow,
    VerifyBasis,
    VerifyOutcome,
    VerifyState,
    WageGuarantee,
)
from yizhan.shared.appeals.enums import AppealState
from yizhan.shared.appeals.models import AppealBase, AppealStepBase
from yizhan.shared.crypto.fields import BlindIndexField, EncryptedTextField, GuardedModel, GuardedQuerySet

__all__ = [
    "ANSWER_WITHIN_DAYS",
    "AWAITED_DAYS",
    "Agent",
    "AnswerAwaited",
    "AnswerAwaitedQuerySet",
    "AnswerReminder",
    "Appeal",
    "AppealChange",
    "ConductFact",
    "Employer",
    "EmployerOfficeLink",
    "EmployerQuerySet",
    "Invitation",
    "Measure",
    "Paper",
    "SignUp",
    "Verification",
]


class EmployerQuerySet(GuardedQuerySet["Employer"]):
    """Employers by what may be done with them."""

    def verified(self, today: dt.date) -> EmployerQuerySet:
        """Return those whose verification stands on `today`."""
        return self.filter(verify_state=VerifyState.VERIFIED, reverify_on__gt=today)

    def with_open_letters(self, today: dt.date) -> EmployerQuerySet:
        """Return those who have left a letter of the last 30 days without a word for over 3 days."""
        return self.filter(models.Exists(AnswerAwaited.objects.overdue(today).filter(employer=models.OuterRef("pk"))))

    def served_by(self, offices: models.QuerySet[models.Model] | models.Q) -> EmployerQuerySet:
        """Return those whom one of the offices serves now; takes a queryset of offices or a condition on `office`."""
        links = EmployerOfficeLink.objects.filter(employer=models.OuterRef("pk"), until_on=None)
        links = links.filter(offices) if isinstance(offices, Q) else links.filter(office__in=offices)
        return self.filter(models.Exists(links))


class Employer(GuardedModel):
    """Somebody who offers work: a unit with a credit code, or a household with an ID card."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    origin = models.CharField(max_length=36, blank=True)
    number = models.CharField(_("编号"), max_length=16, unique=True)
    kind = models.CharField(_("主体类型"), max_length=12, choices=EmployerKind.choices)
    #: as on the licence; of a household, the owner's own name
    name = models.CharField(_("名称"), max_length=100)
    name_key = models.CharField(max_length=120, editable=False)
    name_pinyin = models.CharField(max_length=400, editable=False)
    name_initials = models.CharField(max_length=100, editable=False)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    person_id_no = EncryptedTextField(_("个人雇主证件号码"), blank=True, max_length=18)
    person_id_no_index = BlindIndexField(source="person_id_no", normalise="id_no")
    industry = models.CharField(_("行业"), max_length=5, blank=True)
    legal_rep = EncryptedTextField(_("法定代表人"), blank=True, max_length=50)
    phone = EncryptedTextField(_("电话"), max_length=30)
    phone_index = BlindIndexField(source="phone", normalise="phone", db_index=True)
    phone_tail_index = BlindIndexField(source="phone", normalise="phone", tail=4, db_index=True)
    #: where messages go that no SMS carries; "" until somebody has shown by a code that they read mail there.
    email = EncryptedTextField(_("电子邮箱"), blank=True, max_length=100)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    #: an owner wants messages there.
    email_wanted = models.BooleanField(default=True)
    area_code = models.CharField(_("行政区划"), max_length=12)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    lat_e6 = models.IntegerField(null=True, blank=True)
    lng_e6 = models.IntegerField(null=True, blank=True)
    #: the office that took it in; `EmployerOfficeLink` says who serves it.
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    #: which permit the number is of; says nothing where there is none.
    permit_kind = models.CharField(_("哪种许可证"), max_length=8, choices=PermitKind.choices, default=PermitKind.HR)
    hr_licence_no = models.CharField(_("许可证号"), max_length=40, blank=True)
    hr_licence_until_on = models.DateField(_("许可证有效期至"), null=True, blank=True)
    wage_guarantee = models.CharField(
        _("工资保证方式"), max_length=8, choices=WageGuarantee.choices, default=WageGuarantee.NONE
    )
    verify_state = models.CharField(
        _("核验状态"), max_length=10, choices=VerifyState.choices, default=VerifyState.UNVERIFIED
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    #: first day on which the verification no longer stands.
    reverify_on = models.DateField(null=True, blank=True)
    review_flag = models.BooleanField(default=False)
    #: a `ConductKind`, why the flag was raised; empty without a flag.
    review_reason = models.CharField(max_length=20, blank=True)
    review_since = models.DateTimeField(null=True, blank=True)
    #: since when nothing of this employer is shown (CR-074); written with the `Measure` that says why.
    suspended_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    #: no longer written: readers follow `shared.changes`. The next version drops it (columns go in two steps).
    revision = models.PositiveIntegerField(default=1)

    objects = EmployerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EmployerKind.values),
                name="employer_kind_known",
                violation_error_message=_("不认识的主体类型。"),
            ),
            models.CheckConstraint(
                condition=Q(verify_state__in=VerifyState.values),
                name="employer_verify_state_known",
                violation_error_message=_("不认识的核验状态。"),
            ),
            models.CheckConstraint(
                condition=Q(wage_guarantee__in=WageGuarantee.values),
                name="employer_wage_guarantee_known",
                violation_error_message=_("不认识的工资保证方式。"),
            ),
            models.CheckConstraint(
                condition=Q(permit_kind__in=PermitKind.values),
                name="employer_permit_kind_known",
                violation_error_message=_("不认识的许可证。"),
            ),
            models.CheckConstraint(
                condition=Q(kind=EmployerKind.HOUSEHOLD, uscc="")
                | (~Q(kind=EmployerKind.HOUSEHOLD) & ~Q(uscc="") & Q(person_id_no="")),
                name="employer_uscc_unless_household",
                violation_error_message=_("单位必须有统一社会信用代码，个人雇主不填。"),
            ),
            models.CheckConstraint(
                condition=~Q(verify_state=VerifyState.VERIFIED)
                | Q(verified_at__isnull=False, verified_by__isnull=False, reverify_on__isnull=False),
                name="employer_verified_by_somebody",
                violation_error_message=_("已核验的主体必须记有核验人、核验时间和复核日期。"),
            ),
            models.CheckConstraint(
                condition=Q(review_flag=False, review_reason="", review_since=None)
                | (Q(review_flag=True, review_since__isnull=False) & ~Q(review_reason="")),
                name="employer_review_has_reason",
                violation_error_message=_("待复查的主体必须记有原因。"),
            ),
            models.CheckConstraint(
                condition=Q(lat_e6=None, lng_e6=None) | Q(lat_e6__isnull=False, lng_e6__isnull=False),
                name="employer_point_whole",
                violation_error_message=_("坐标要么都填，要么都不填。"),
            ),
            models.UniqueConstraint(
                fields=["uscc"],
                condition=~Q(uscc=""),
                name="employer_uscc_once",
                violation_error_message=_("这个统一社会信用代码已经登记过。"),
            ),
            models.UniqueConstraint(
                fields=["person_id_no_index"],
                name="employer_household_once",
                violation_error_message=_("这个证件号码已经登记过个人雇主。"),
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="employer_by_name"),
            models.Index(fields=["name_pinyin", "id"], name="employer_by_pinyin"),
            models.Index(fields=["name_initials", "id"], name="employer_by_initials"),
        ]

    def __str__(self) -> str:
        """Show the number, which is no name."""
        return self.number

    @property
    def is_household(self) -> bool:
        """A private person who offers work; shown as a person's record is shown."""
        return self.kind == EmployerKind.HOUSEHOLD


class EmployerOfficeLink(models.Model):
    """An office serves an employer, from a day until a day."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="office_links")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "office"],
                condition=Q(until_on=None),
                name="employerofficelink_once_at_a_time",
                violation_error_message=_("这个驿站已经在服务该用工主体。"),
            ),
        ]
        indexes = [models.Index(fields=["office", "employer"], name="employerofficelink_of_office")]

    def __str__(self) -> str:
        """Show which employer and office."""
        return f"{self.employer_id}@{self.office_id}"


class Agent(GuardedModel):
    """A person who acts for an employer: papers seen or not, perhaps with a sign-in of their own."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="agents")
    name = models.CharField(_("经办人"), max_length=50)
    id_no = EncryptedTextField(_("证件号码"), blank=True, max_length=18)
    id_no_index = BlindIndexField(source="id_no", normalise="id_no", db_index=True)
    mobile = EncryptedTextField(_("手机"), max_length=30)
    mobile_index = BlindIndexField(source="mobile", normalise="phone", db_index=True)
    mobile_tail_index = BlindIndexField(source="mobile", normalise="phone", tail=4, db_index=True)
    #: the written mandate and the ID card were shown (暂行条例 art. 26).
    mandate_seen = models.BooleanField(_("已查看委托证明和证件"), default=False)
    user = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: whom the station wrote down itself speaks for the whole employer.
    role = models.CharField(_("身份"), max_length=6, choices=MemberRole.choices, default=MemberRole.OWNER)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=MemberRole.values), name="agent_role_known"),
            models.UniqueConstraint(
                fields=["employer", "user"],
                condition=Q(until_on=None, user__isnull=False),
                name="agent_user_once_an_employer",
                violation_error_message=_("这个账号已经是该用工主体的成员。"),
            ),
            models.UniqueConstraint(
                fields=["employer", "mobile_index"],
                condition=Q(until_on=None),
                name="agent_mobile_once_an_employer",
                violation_error_message=_("这位经办人已经登记过。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the row, not the name."""
        return f"agent {self.pk}"


class Verification(models.Model):
    """One look at an employer's papers, dated."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="verifications")
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=VerifyOutcome.choices)
    basis = models.CharField(max_length=20, choices=VerifyBasis.choices, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(outcome=VerifyOutcome.VERIFIED, until_on__isnull=False, reason="") & ~Q(basis=""))
                | (Q(outcome=VerifyOutcome.REFUSED, until_on=None) & ~Q(reason="")),
                name="verification_says_why",
                violation_error_message=_("通过的核验要写明依据和有效期，未通过的要写明原因。"),
            ),
        ]
        indexes = [models.Index(fields=["employer", "at"], name="verification_of_employer")]

    def __str__(self) -> str:
        """Show the outcome."""
        return self.outcome


class ConductFact(models.Model):
    """A fact about an employer's conduct, from a follow-up, a case or the desk. Facts are never deleted."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="conduct")
    kind = models.CharField(max_length=20, choices=ConductKind.choices)
    #: where it comes from, such as `followups.FollowUp`, and that record's public id.
    source_kind = models.CharField(max_length=40)
    source_public_id = models.UUIDField()
    #: a keyed hash of who said it or went, within this employer alone: people are counted once, and none can be found.
    who = models.CharField(max_length=64, blank=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    settled_as = models.CharField(max_length=12, choices=ClearReason.choices, blank=True)
    #: somebody at the station made sure that it is true.
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    #: on what that rests; empty where the room that recorded it made sure.
    verified_how = models.CharField(max_length=12, choices=VerifiedHow.choices, blank=True)
    #: what it was taken from was undone: it counts for nothing any more.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ConductKind.values), name="conductfact_kind_known"),
            models.UniqueConstraint(
                fields=["employer", "kind", "source_kind", "source_public_id"],
                condition=Q(withdrawn_at=None),
                name="conductfact_once_a_source",
                violation_error_message=_("这件事已经记过。"),
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_as="") | (Q(settled_at__isnull=False) & ~Q(settled_as="")),
                name="conductfact_settled_whole",
            ),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="conductfact_verified_by_somebody",
                violation_error_message=_("查实的事实必须记有查实人和时间。"),
            ),
            models.CheckConstraint(
                condition=Q(verified_how="") | Q(verified_how__in=VerifiedHow.values, verified_at__isnull=False),
                name="conductfact_verified_how_known",
            ),
        ]
        indexes = [models.Index(fields=["employer", "at"], name="conductfact_of_employer")]

    def __str__(self) -> str:
        """Show the kind."""
        return self.kind


#: Days in which a station hears from an employer what came of a letter.
ANSWER_WITHIN_DAYS = 3
#: Unanswered letters are looked back at for so many days.
AWAITED_DAYS = 30


class AnswerAwaitedQuerySet(models.QuerySet["AnswerAwaited"]):
    """Letters by whether the employer's word is owed."""

    def overdue(self, today: dt.date) -> AnswerAwaitedQuerySet:
        """Return those of the last 30 days without a word for over 3 days; the index `answerawaited_open` has them."""
        return self.filter(
            answered_on=None,
            dropped_on=None,
            asked_on__lt=today - dt.timedelta(days=ANSWER_WITHIN_DAYS),
            asked_on__gte=today - dt.timedelta(days=AWAITED_DAYS),
        )


class AnswerAwaited(models.Model):
    """Somebody was sent with a letter: the employer owes the station a word on what came of it."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="awaited")
    #: the referral, as the room above names it.
    source_public_id = models.UUIDField(unique=True)
    asked_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    #: nobody waits any more: the letter was taken back or the day called off.
    dropped_on = models.DateField(null=True, blank=True)

    objects = AnswerAwaitedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(dropped_on=None),
                name="answerawaited_ends_one_way",
                violation_error_message=_("答复和作废不能同时记。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["employer", "asked_on"],
                condition=Q(answered_on=None, dropped_on=None),
                name="answerawaited_open",
            )
        ]

    def __str__(self) -> str:
        """Show since when."""
        return f"{self.employer_id} {self.asked_on}"


class AnswerReminder(models.Model):
    """An employer was told that letters wait for their word; never changed."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="reminders")
    #: how many letters were overdue then.
    letters = models.PositiveSmallIntegerField()
    told_by = models.CharField(max_length=8, choices=ToldBy.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(told_by__in=ToldBy.values, letters__gte=1), name="answerreminder_says_what_and_how"
            ),
        ]
        indexes = [models.Index(fields=["employer", "at"], name="answerreminder_of_employer")]

    def __str__(self) -> str:
        """Show how many letters."""
        return str(self.letters)


class Measure(models.Model):
    """What a rule did about an employer, with notice and appeal. In force until `ended_at`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=10, choices=MeasureKind.choices)
    #: code of the rule, such as `CR-074`.
    rule = models.CharField(max_length=10)
    #: the fact that set it off; the others of the same window are read from `conduct`.
    fact = models.ForeignKey(ConductFact, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    #: who verified the fact; empty where the rule counted and nobody decided.
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    ended_as = models.CharField(max_length=12, choices=EndOfMeasure.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=MeasureKind.values), name="measure_kind_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_as="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, ended_as__in=EndOfMeasure.values),
                name="measure_ended_by_somebody",
                violation_error_message=_("解除措施要写明解除人、时间和原因。"),
            ),
            models.UniqueConstraint(
                fields=["employer", "kind"],
                condition=Q(ended_at=None),
                name="measure_once_at_a_time",
                violation_error_message=_("这项措施已在执行。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the rule."""
        return self.rule

    @property
    def is_in_force(self) -> bool:
        """It has not ended."""
        return self.ended_at is None


class Appeal(AppealBase):
    """An employer asks that a measure be looked at again; after an answer they may ask once more."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="appeals")

    class Meta(AppealBase.Meta):
        constraints = [
            *AppealBase.Meta.constraints,
            models.UniqueConstraint(
                fields=["measure"],
                condition=Q(state=AppealState.WAITING),
                name="appeal_once_at_a_time",
                violation_error_message=_("这项措施已有申诉在等待复核。"),
            ),
        ]


class AppealChange(AppealStepBase):
    """A dated step of an appeal."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="changes")
