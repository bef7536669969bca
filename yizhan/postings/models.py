"""Postings, the immutable versions of their terms, shifts with places, and dated rows of what changed."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.postings.circumstances import CONSTRAINTS, Circumstances
from yizhan.postings.county_tables import LocalLimit, LocalStamp, LocalWord, WeatherAlert
from yizhan.postings.enums import (
    LEAVE_AFTER_HOURS,
    OFFERED,
    SCANNING,
    AgeGround,
    Axis,
    CallAnswer,
    Harm,
    HeadcountReason,
    HitLevel,
    Insurance,
    LaborType,
    Likeness,
    Outcome,
    PayUnit,
    PostingKind,
    PublishState,
    ReturnReason,
    ReviewState,
    ScanState,
    SettleKind,
    SexGround,
    SexRequired,
    Source,
    Verdict,
)
from yizhan.postings.proposers import Proposer
from yizhan.shared.appeals.enums import AppealState
from yizhan.shared.appeals.models import AppealBase, AppealStepBase
from yizhan.shared.crypto.fields import BlindIndexField, EncryptedTextField, GuardedModel, GuardedQuerySet

__all__ = ["LocalLimit", "LocalStamp", "LocalWord", "Proposer", "WeatherAlert"]

MOST_PLACES = 999
#: The station's own time: a day begins and ends at midnight there.
LOCAL = ZoneInfo("Asia/Shanghai")


def fresh(at: dt.datetime, prefix: str = "") -> Q:
    """Return the condition "the employer said lately enough that people are wanted" (docs/review.md).

    :param prefix: the way to the posting, such as `posting__`.
    """
    condition = Q()
    for hours in sorted(set(LEAVE_AFTER_HOURS.values())):
        kinds = [kind for kind, limit in LEAVE_AFTER_HOURS.items() if limit == hours]
        since = at - dt.timedelta(hours=hours)
        condition |= Q(**{f"{prefix}kind__in": kinds, f"{prefix}last_confirmed_at__gt": since})
    return condition


class PostingQuerySet(models.QuerySet["Posting"]):
    """Postings by what may be done with them at a moment."""

    def live(self, at: dt.datetime) -> PostingQuerySet:
        """Return those to which people may be sent at `at`: on offer, and the employer's word is not too old.

        All of it is asked at the moment of reading: nothing has to run for a stale posting to disappear.
        """
        return self.on_offer(at).filter(fresh(at))

    def on_offer(self, at: dt.datetime) -> PostingQuerySet:
        """Return those that would be live if the employer were asked now.

        Approved, published, not run out, employer verified and not suspended, and a place left on a shift that is not
        over.
        """
        today = at.astimezone(LOCAL).date()
        return self.filter(
            review_state=ReviewState.APPROVED,
            publish_state=PublishState.PUBLISHED,
            valid_until_at__gt=at,
            employer__verify_state="verified",
            employer__reverify_on__gt=today,
            employer__suspended_since=None,
        ).filter(models.Exists(Shift.objects.open(at).filter(posting=models.OuterRef("pk"))))

    def waiting(self) -> PostingQuerySet:
        """Return those that a reviewer has to decide about."""
        return self.filter(review_state=ReviewState.WAITING)

    def with_places(self) -> PostingQuerySet:
        """Add `places` and `places_taken` over shifts that were not cancelled."""
        kept = Shift.objects.filter(posting=models.OuterRef("pk"), cancelled_at=None).order_by().values("posting")
        return self.annotate(
            places=models.Subquery(kept.annotate(n=models.Sum("headcount")).values("n")),
            places_taken=models.Subquery(kept.annotate(n=models.Sum("taken")).values("n")),
        )


class Posting(models.Model):
    """Work on offer: who offers it, where it stands, and which version of its terms holds."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    origin = models.CharField(max_length=36, blank=True)
    number = models.CharField(_("招聘编号"), max_length=16, unique=True)
    employer = models.ForeignKey("employers.Employer", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("用工期限"), max_length=6, choices=PostingKind.choices)
    review_state = models.CharField(
        _("审核状态"), max_length=10, choices=ReviewState.choices, default=ReviewState.DRAFT
    )
    publish_state = models.CharField(
        _("发布状态"), max_length=12, choices=PublishState.choices, default=PublishState.UNPUBLISHED
    )
    terms = models.OneToOneField("PostingTerms", null=True, on_delete=models.PROTECT, related_name="current_of")
    valid_until_at = models.DateTimeField(_("有效期至"))
    published_at = models.DateTimeField(null=True, blank=True)
    last_confirmed_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    #: a `Harm`, as the findings stood when it was handed in.
    harm = models.PositiveSmallIntegerField(choices=Harm.choices, default=Harm.CLEAN)
    #: its place in the review queue: when it was handed in, less the head start of its harm.
    queue_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    #: a reviewer looked at the ground given for an age limit (or a sex) in the current terms and accepted it.
    age_ground_accepted = models.BooleanField(default=False)
    sex_ground_accepted = models.BooleanField(default=False)
    source = models.CharField(_("信息来源"), max_length=8, choices=Source.choices, default=Source.DESK)
    source_name = models.CharField(_("来源单位"), max_length=60, blank=True)
    source_url = models.URLField(_("来源网址"), max_length=300, blank=True)
    #: identifies the row of a sheet that this posting came from, so that a second import finds it.
    source_key = models.CharField(max_length=64, blank=True, editable=False)
    channels = models.JSONField(_("发布渠道"), default=list, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    #: no longer written: readers follow `shared.changes`. The next version drops it (columns go in two steps).
    revision = models.PositiveIntegerField(default=1)

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PostingKind.values), name="posting_kind_known"),
            models.CheckConstraint(condition=Q(review_state__in=ReviewState.values), name="posting_review_state_known"),
            models.CheckConstraint(
                condition=Q(publish_state__in=PublishState.values), name="posting_publish_state_known"
            ),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="posting_source_known"),
            models.CheckConstraint(condition=Q(harm__in=Harm.values), name="posting_harm_known"),
            models.CheckConstraint(
                condition=~Q(publish_state__in=sorted(OFFERED))
                | Q(review_state=ReviewState.APPROVED, published_at__isnull=False, terms__isnull=False),
                name="posting_offered_only_when_approved",
                violation_error_message=_("没有审核通过的岗位不能发布。"),
            ),
            models.CheckConstraint(
                condition=~Q(publish_state__in=sorted(OFFERED)) | Q(last_confirmed_at__isnull=False),
                name="posting_offered_on_a_dated_word",
                violation_error_message=_("发布中的岗位必须记有雇主最近一次确认的时间。"),
            ),
            models.CheckConstraint(
                condition=Q(review_state=ReviewState.DRAFT)
                | Q(submitted_at__isnull=False, queue_at__isnull=False, terms__isnull=False),
                name="posting_submitted_dated",
                violation_error_message=_("提交审核的岗位必须记有提交时间和内容。"),
            ),
            models.CheckConstraint(
                condition=~Q(review_state__in=[ReviewState.APPROVED, ReviewState.RETURNED, ReviewState.REFUSED])
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="posting_decided_by_somebody",
                violation_error_message=_("审核结果必须记有审核人和时间。"),
            ),
            models.CheckConstraint(
                condition=~Q(source=Source.REPOST) | ~Q(source_name=""),
                name="posting_repost_names_source",
                violation_error_message=_("转发信息须注明来源。"),
            ),
            models.UniqueConstraint(
                fields=["office", "source_key"],
                condition=~Q(source_key=""),
                name="posting_once_a_sheet_row",
                violation_error_message=_("这一行已经导入过。"),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "publish_state", "review_state", "valid_until_at"], name="posting_live"),
            models.Index(fields=["office", "review_state", "queue_at", "id"], name="posting_queue"),
            models.Index(fields=["office", "created_at", "id"], name="posting_newest"),
            # The call list of CR-018: what is published and was not confirmed lately.
            models.Index(fields=["office", "publish_state", "last_confirmed_at"], name="posting_asked"),
        ]

    def __str__(self) -> str:
        """Show the number."""
        return self.number


class PostingTerms(Circumstances, GuardedModel):
    """One version of what is promised. The database refuses to change or delete it: letters and agreements refer to it.

    Only the ciphertext of the contact may be written again, when keys are rotated or a contact is erased.
    """

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("岗位名称"), max_length=40)
    occupation_code = models.CharField(_("职业"), max_length=12, blank=True)
    content = models.CharField(_("工作内容"), max_length=1000)
    labor_type = models.CharField(_("用工类型"), max_length=16, choices=LaborType.choices)
    starts_on = models.DateField(_("用工开始"))
    ends_on = models.DateField(_("用工结束"), null=True, blank=True)
    hours_per_day_x10 = models.PositiveSmallIntegerField(_("每日工时"), null=True, blank=True)
    #: 28 bits: weekday (Monday 0) * 4 + part (morning, afternoon, evening, night); what a long job needs.
    week_mask = models.PositiveIntegerField(default=0)
    place_name = models.CharField(_("工作地点"), max_length=100)
    area_code = models.CharField(_("行政区划"), max_length=12)
    lat_e6 = models.IntegerField(null=True, blank=True)
    lng_e6 = models.IntegerField(null=True, blank=True)
    pay_min_fen = models.BigIntegerField(null=True, blank=True)
    pay_max_fen = models.BigIntegerField(null=True, blank=True)
    pay_unit = models.CharField(_("计酬单位"), max_length=6, choices=PayUnit.choices, blank=True)
    pieces_per_day = models.PositiveIntegerField(_("一般日产量"), null=True, blank=True)
    #: comparable amount a day (docs/pay-comparison.md); null where it cannot be known.
    pay_daily_fen = models.BigIntegerField(null=True, blank=True)
    #: the pay as it was written.
    pay_note = models.CharField(_("报酬说明"), max_length=200, blank=True)
    settle_kind = models.CharField(_("结算方式"), max_length=14, choices=SettleKind.choices)
    settle_day = models.CharField(_("结算日"), max_length=40, blank=True)
    meals = models.BooleanField(_("管饭"), default=False)
    lodging = models.BooleanField(_("管住"), default=False)
    pickup = models.BooleanField(_("接送"), default=False)
    tools_provided = models.BooleanField(_("提供工具"), default=False)
    ppe = models.CharField(_("劳动保护"), max_length=200, blank=True)
    hazards = models.JSONField(_("职业危害"), default=list, blank=True)
    certificates = models.JSONField(_("证书要求"), default=list, blank=True)
    skills = models.JSONField(_("技能"), default=list, blank=True)
    requirements = models.CharField(_("其他录用条件"), max_length=500, blank=True)
    insurance = models.CharField(_("保险"), max_length=16, choices=Insurance.choices, default=Insurance.NONE)
    age_min = models.PositiveSmallIntegerField(_("最小年龄"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("最大年龄"), null=True, blank=True)
    age_ground = models.CharField(_("限制年龄的依据"), max_length=16, choices=AgeGround.choices, blank=True)
    sex_required = models.CharField(_("性别要求"), max_length=6, choices=SexRequired.choices, default=SexRequired.ANY)
    sex_ground = models.CharField(_("限制性别的依据"), max_length=12, choices=SexGround.choices, blank=True)
    contact_name = EncryptedTextField(_("联系人"), blank=True, max_length=50)
    contact_phone = EncryptedTextField(_("联系电话"), blank=True, max_length=30)
    contact_phone_index = BlindIndexField(source="contact_phone", normalise="phone", db_index=True)
    contact_tail_index = BlindIndexField(source="contact_phone", normalise="phone", tail=4, db_index=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["posting", "number"], name="postingterms_numbered"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="postingterms_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(pay_min_fen=None)
                | (Q(pay_min_fen__gt=0) & (Q(pay_max_fen=None) | Q(pay_max_fen__gte=F("pay_min_fen")))),
                name="postingterms_pay_in_order",
            ),
            models.CheckConstraint(condition=Q(pay_unit__in=["", *PayUnit.values]), name="postingterms_pay_unit_known"),
            models.CheckConstraint(
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_max__gte=F("age_min")),
                name="postingterms_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(lat_e6=None, lng_e6=None) | Q(lat_e6__isnull=False, lng_e6__isnull=False),
                name="postingterms_point_whole",
            ),
            models.CheckConstraint(condition=Q(week_mask__lt=1 << 28), name="postingterms_week_has_28_parts"),
            models.CheckConstraint(
                condition=Q(sex_required__in=SexRequired.values), name="postingterms_sex_required_known"
            ),
            *CONSTRAINTS,
        ]
        # What the same work is paid in a county (CR-013).
        indexes = [models.Index(fields=["occupation_code", "area_code"], name="postingterms_comparable")]

    def __str__(self) -> str:
        """Show which version it is."""
        return f"{self.posting_id}/{self.number}"


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Shifts by whether people may still join."""

    def kept(self) -> ShiftQuerySet:
        """Return those that were not cancelled."""
        return self.filter(cancelled_at=None)

    def open(self, at: dt.datetime) -> ShiftQuerySet:
        """Return those with a place left that are not over at `at`."""
        return self.kept().filter(Q(ends_at=None) | Q(ends_at__gt=at), taken__lt=F("headcount"))


class Shift(models.Model):
    """A stretch of work with a headcount; a long job has one shift without an end."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    headcount = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__gte=0) & Q(taken__lte=F("headcount")),
                name="shift_taken_within_headcount",
                violation_error_message=_("名额已满。"),
            ),
            models.CheckConstraint(
                condition=Q(headcount__gte=1, headcount__lte=MOST_PLACES),
                name="shift_headcount_in_range",
                violation_error_message=_("人数应在 1 到 999 之间。"),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="shift_ends_after_start",
                violation_error_message=_("班次的结束要晚于开始。"),
            ),
        ]
        indexes = [models.Index(fields=["posting", "starts_at"], name="shift_of_posting")]

    def __str__(self) -> str:
        """Show places."""
        return f"{self.taken}/{self.headcount}"

    @property
    def places_left(self) -> int:
        """Places that nobody has taken."""
        return 0 if self.cancelled_at else self.headcount - self.taken


class PostingStatusChange(models.Model):
    """A dated step of one of the two states, with the area as of that day."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="status_changes")
    axis = models.CharField(max_length=8, choices=Axis.choices)
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    #: a `ReturnReason` or `EndReason`, or empty.
    reason = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(axis=Axis.REVIEW, after__in=ReviewState.values)
                | Q(axis=Axis.PUBLISH, after__in=PublishState.values),
                name="postingstatuschange_states_known",
            ),
        ]
        indexes = [
            models.Index(fields=["posting", "at"], name="postingstatus_of_posting"),
            models.Index(fields=["office", "at"], name="postingstatus_of_office"),
        ]

    def __str__(self) -> str:
        """Show the step."""
        return f"{self.before}>{self.after}"


class HeadcountChange(models.Model):
    """A dated change of a shift's headcount or places taken: open places of any past day can be counted from these."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="headcount_changes")
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=HeadcountReason.choices)
    headcount_before = models.PositiveSmallIntegerField()
    headcount_after = models.PositiveSmallIntegerField()
    taken_before = models.PositiveSmallIntegerField()
    taken_after = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=HeadcountReason.values), name="headcountchange_reason_known"),
        ]
        indexes = [
            models.Index(fields=["posting", "at"], name="headcountchange_of_posting"),
            models.Index(fields=["office", "at"], name="headcountchange_of_office"),
        ]

    def __str__(self) -> str:
        """Show the change."""
        return f"{self.taken_before}/{self.headcount_before}>{self.taken_after}/{self.headcount_after}"


class ConfirmCall(models.Model):
    """One call in which the employer was asked whether people are still wanted, dated."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="confirm_calls")
    answer = models.CharField(max_length=12, choices=CallAnswer.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=CallAnswer.values), name="confirmcall_answer_known"),
        ]
        indexes = [models.Index(fields=["posting", "at"], name="confirmcall_of_posting")]

    def __str__(self) -> str:
        """Show the answer."""
        return self.answer


class RuleHit(models.Model):
    """What the rule book found in one version of the terms; the span says where in the field."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="hits")
    terms = models.ForeignKey(PostingTerms, on_delete=models.PROTECT, related_name="hits")
    rule = models.CharField(max_length=10)
    level = models.CharField(max_length=8, choices=HitLevel.choices)
    field = models.CharField(max_length=30, blank=True)
    message = models.CharField(max_length=300)
    #: the same in English; empty in rows from before it was kept.
    message_en = models.CharField(max_length=300, blank=True, default="", db_default="")
    span_start = models.PositiveIntegerField(null=True, blank=True)
    span_end = models.PositiveIntegerField(null=True, blank=True)
    found_at = models.DateTimeField()
    overridden_at = models.DateTimeField(null=True, blank=True)
    overridden_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    overridden_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=HitLevel.values), name="rulehit_level_known"),
            models.CheckConstraint(
                condition=Q(span_start=None, span_end=None) | Q(span_end__gte=F("span_start")),
                name="rulehit_span_in_order",
            ),
            models.CheckConstraint(
                condition=Q(overridden_at=None, overridden_reason="")
                | (Q(overridden_by__isnull=False) & ~Q(overridden_reason="") & ~Q(level=HitLevel.BLOCK)),
                name="rulehit_overridden_with_reason",
                violation_error_message=_("放行规则提示要写明理由；禁止项不能放行。"),
            ),
        ]
        indexes = [models.Index(fields=["posting", "terms"], name="rulehit_of_posting")]

    def __str__(self) -> str:
        """Show the rule."""
        return self.rule


class Decision(models.Model):
    """What a reviewer decided about one version of the terms, and which field is to be changed. Never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="decisions")
    terms = models.ForeignKey(PostingTerms, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.CharField(max_length=16, choices=ReturnReason.choices, blank=True)
    #: name of the field in the entry form.
    field = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.APPROVED, reason="", field="")
                | (Q(outcome__in=[Outcome.RETURNED, Outcome.REFUSED], reason__in=ReturnReason.values) & ~Q(field="")),
                name="decision_says_why",
                violation_error_message=_("退回和不通过要写明原因和要改的地方。"),
            ),
        ]
        indexes = [models.Index(fields=["posting", "at"], name="decision_of_posting")]

    def __str__(self) -> str:
        """Show the outcome."""
        return self.outcome


class PostingAppeal(AppealBase):
    """Who entered a posting (or the employer) asks that a decision be looked at again; once a decision."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    #: a posting is always decided about by somebody.
    first_decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta(AppealBase.Meta):
        constraints = [
            *AppealBase.Meta.constraints,
            models.UniqueConstraint(
                fields=["decision"],
                condition=~Q(state=AppealState.WITHDRAWN),
                name="postingappeal_once_a_decision",
                violation_error_message=_("对这个审核结果已经申诉过。"),
            ),
        ]


class PostingAppealChange(AppealStepBase):
    """A dated step of an appeal about a posting."""

    appeal = models.ForeignKey(PostingAppeal, on_delete=models.PROTECT, related_name="changes")


class LikePair(models.Model):
    """Two postings that a scan found alike, and what somebody said about them (CR-020)."""

    low = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    high = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    likeness = models.CharField(max_length=5, choices=Likeness.choices)
    #: share of the two texts' pieces that both have, in basis points; 0 where only the telephone is shared.
    similarity_bp = models.PositiveSmallIntegerField(default=0)
    found_at = models.DateTimeField()
    verdict = models.CharField(max_length=9, choices=Verdict.choices, default=Verdict.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="likepair_in_order"),
            models.UniqueConstraint(
                fields=["low", "high"],
                name="likepair_once",
                violation_error_message=_("这两条已经在名单里。"),
            ),
            models.CheckConstraint(
                condition=Q(likeness__in=Likeness.values, verdict__in=Verdict.values, similarity_bp__lte=10_000),
                name="likepair_words_known",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.OPEN, decided_at=None, decided_by=None)
                | (~Q(verdict=Verdict.OPEN) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="likepair_decided_by_somebody",
                violation_error_message=_("判断必须记有判断人和时间。"),
            ),
        ]
        indexes = [models.Index(fields=["verdict", "low"], name="likepair_open")]

    def __str__(self) -> str:
        """Show how alike."""
        return f"{self.likeness} {self.similarity_bp}"


class LikeScan(models.Model):
    """One look through the whole market for postings that are alike, with how far it is."""

    state = models.CharField(max_length=9, choices=ScanState.choices, default=ScanState.QUEUED)
    asked_at = models.DateTimeField()
    #: who asked for it; empty where it is the night's.
    asked_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    #: postings read, pairs found alike (by text, by telephone), and of those how many were new.
    read = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    saved = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ScanState.values), name="likescan_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(SCANNING), finished_at=None)
                | (~Q(state__in=sorted(SCANNING)) & Q(finished_at__isnull=False)),
                name="likescan_finished_dated",
            ),
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(finished_at=None),
                name="likescan_one_at_a_time",
                violation_error_message=_("已有一次扫描在进行。"),
            ),
        ]

    def __str__(self) -> str:
        """Show how far it is."""
        return self.state

    @property
    def is_running(self) -> bool:
        """It has not ended."""
        return self.finished_at is None
