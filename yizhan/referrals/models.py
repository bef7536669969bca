"""Referrals, their dated steps, and the handover between two clerks."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.referrals.enums import (
    OPEN,
    ApplicationAnswer,
    ApplicationState,
    CloseReason,
    MatchedBy,
    ReceiptReason,
    ReceiptResult,
    ReferralStatus,
    SiteCheck,
)
from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel

_LETTERED = [
    ReferralStatus.LETTER,
    ReferralStatus.HIRED,
    ReferralStatus.NOT_HIRED,
    ReferralStatus.NO_SHOW,
    ReferralStatus.ALREADY_FILLED,
]
_ANSWERED = [
    ReferralStatus.HIRED,
    ReferralStatus.NOT_HIRED,
    ReferralStatus.NO_SHOW,
    ReferralStatus.ALREADY_FILLED,
]


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Referrals by where they stand."""

    def open(self) -> ReferralQuerySet:
        """Return those to which nothing final has been said."""
        return self.filter(status__in=sorted(OPEN))

    def awaiting_receipt(self) -> ReferralQuerySet:
        """Return those whose letter is out and whose receipt is not back."""
        return self.filter(status=ReferralStatus.LETTER)

    def hired(self) -> ReferralQuerySet:
        """Return those that ended in work."""
        return self.filter(status=ReferralStatus.HIRED)


class Referral(models.Model):
    """One person (or crew) sent to one shift of one posting, under the terms that stood then."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: Read aloud and printed on the letter; given when the referral is made, so that a receipt can never be nameless.
    number = models.CharField(_("介绍信编号"), max_length=16, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="referrals")
    seeker = models.ForeignKey("workers.JobSeeker", on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey("postings.Posting", on_delete=models.PROTECT, related_name="+")
    terms = models.ForeignKey("postings.PostingTerms", on_delete=models.PROTECT, related_name="+")
    shift = models.ForeignKey("postings.Shift", on_delete=models.PROTECT, related_name="+")
    #: How many people come together: a crew takes that many places or none.
    places = models.PositiveSmallIntegerField(_("人数"), default=1)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    matched_by = models.CharField(max_length=6, choices=MatchedBy.choices)
    #: What the engine said then: basis points and the parts, so that the advice can be looked at later.
    score_bp = models.PositiveIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=ReferralStatus.choices, default=ReferralStatus.PROPOSED)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("开出时间"), null=True, blank=True)
    issued_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: how the question of CR-046 was answered; empty where it was not asked.
    site_check = models.CharField(max_length=16, choices=SiteCheck.choices, blank=True, default="")
    prints = models.PositiveSmallIntegerField(default=0)
    receipt_result = models.CharField(max_length=10, choices=ReceiptResult.choices, blank=True)
    receipt_reason = models.CharField(max_length=16, choices=ReceiptReason.choices, blank=True)
    receipt_at = models.DateTimeField(null=True, blank=True)
    #: When the person was there, as the receipt says.
    arrived_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=16, choices=CloseReason.choices, blank=True)
    #: The hire that closed this one, so that undoing the hire opens it again.
    closed_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="closes")
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ReferralStatus.values),
                name="referral_status_known",
                violation_error_message=_("不认识的推荐状态。"),
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=20),
                name="referral_places_of_1_to_20",
                violation_error_message=_("一次介绍 1 到 20 人。"),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=_LETTERED) | Q(issued_at__isnull=False, issued_by__isnull=False),
                name="referral_letter_was_issued",
                violation_error_message=_("开过介绍信的推荐要有开出时间和经办人。"),
            ),
            models.CheckConstraint(
                condition=Q(status__in=_ANSWERED, receipt_at__isnull=False, receipt_result=models.F("status"))
                | (~Q(status__in=_ANSWERED) & Q(receipt_at=None, receipt_result="", receipt_reason="")),
                name="referral_receipt_matches_status",
                violation_error_message=_("回执结果与推荐状态不一致。"),
            ),
            models.CheckConstraint(
                condition=Q(status=ReferralStatus.CLOSED, close_reason__in=CloseReason.values)
                | (~Q(status=ReferralStatus.CLOSED) & Q(close_reason="", closed_by=None)),
                name="referral_closed_with_a_reason",
                violation_error_message=_("关闭推荐要有原因。"),
            ),
            models.CheckConstraint(
                condition=Q(site_check__in=["", *SiteCheck.values]),
                name="referral_site_check_known",
                violation_error_message=_("不认识的核实方式。"),
            ),
            models.CheckConstraint(
                condition=Q(score_bp=None) | Q(score_bp__lte=10_000),
                name="referral_score_in_basis_points",
                violation_error_message=_("分数在 0 到 10000 之间。"),
            ),
            models.UniqueConstraint(
                fields=["person", "shift"],
                condition=Q(status__in=sorted(OPEN)),
                name="referral_once_while_open",
                violation_error_message=_("此人已经推荐到这个班次，还没有结果。"),
            ),
        ]
        indexes = [
            # Letters that wait for a receipt, and the office's lists, newest first.
            models.Index(fields=["office", "status", "-made_at"], name="referral_office_status"),
            models.Index(fields=["person", "status"], name="referral_person_status"),
            models.Index(fields=["posting", "status"], name="referral_posting_status"),
        ]

    def __str__(self) -> str:
        """Show the number."""
        return self.number


class ReferralStatusChange(models.Model):
    """A dated step; `undone_at` marks a step that was taken back."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="changes")
    before = models.CharField(max_length=10, choices=ReferralStatus.choices, blank=True)
    after = models.CharField(max_length=10, choices=ReferralStatus.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(after__in=ReferralStatus.values) & ~Q(before=models.F("after")),
                name="referralstatuschange_is_a_step",
                violation_error_message=_("状态没有变化。"),
            ),
        ]
        indexes = [
            models.Index(fields=["referral", "at"], name="referralchange_of_referral"),
            # Numbers of a day are counted from the steps of that day.
            models.Index(fields=["office", "after", "at"], name="referralchange_numbers"),
        ]

    def __str__(self) -> str:
        """Show the step."""
        return f"{self.before}->{self.after}"


class Handover(GuardedModel):
    """A clerk goes home and the next one takes over what is open."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    from_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    to_user = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = EncryptedTextField(_("交班说明"), blank=True, default="", max_length=1000)
    #: What was open then, as counts: letters without a receipt, calls due, people promised a call.
    open_counts = models.JSONField(default=dict)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="handover_taken_whole",
                violation_error_message=_("接班时间和接班人要么都有，要么都没有。"),
            ),
        ]
        indexes = [models.Index(fields=["office", "-at"], name="handover_newest")]

    def __str__(self) -> str:
        """Show when."""
        return f"{self.at:%Y-%m-%d %H:%M}"


class FollowUpPlan(models.Model):
    """On which days after the start of work an office asks; without a row the standard days hold (domain 2.7)."""

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    #: kind of posting the plan is for.
    posting_kind = models.CharField(max_length=6)
    #: subset of `rules.FOLLOW_UP_DAYS`.
    days = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "posting_kind"],
                name="followupplan_one_a_kind",
                violation_error_message=_("这类岗位的回访计划已经有了。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the days."""
        return f"{self.posting_kind}: {self.days}"


class Application(models.Model):
    """Somebody asks from their own phone to be sent to a posting. The station of the person answers."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="applications")
    seeker = models.ForeignKey("workers.JobSeeker", on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey("postings.Posting", on_delete=models.PROTECT, related_name="+")
    #: What was read when the button was pressed.
    terms = models.ForeignKey("postings.PostingTerms", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ApplicationState.choices, default=ApplicationState.WAITING)
    made_at = models.DateTimeField(_("报名时间"))
    settled_at = models.DateTimeField(null=True, blank=True)
    #: None where the person withdrew it.
    settled_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=ApplicationAnswer.choices, blank=True, default="")
    referral = models.OneToOneField(
        Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="application"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ApplicationState.WAITING, settled_at=None)
                | Q(
                    state__in=[ApplicationState.TAKEN, ApplicationState.DECLINED, ApplicationState.WITHDRAWN],
                    settled_at__isnull=False,
                ),
                name="application_settled_with_a_time",
                violation_error_message=_("报名有了结果才有答复时间。"),
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.DECLINED, answer__in=ApplicationAnswer.values)
                | (~Q(state=ApplicationState.DECLINED) & Q(answer="")),
                name="application_declined_with_a_reason",
                violation_error_message=_("答复不行要写明原因。"),
            ),
            models.CheckConstraint(
                condition=Q(referral=None) | Q(state=ApplicationState.TAKEN),
                name="application_referral_when_taken",
                violation_error_message=_("推荐之后报名才算有结果。"),
            ),
            models.UniqueConstraint(
                fields=["person", "posting"],
                condition=~Q(state=ApplicationState.WITHDRAWN),
                name="application_once_a_posting",
                violation_error_message=_("这个活已经报过名。"),
            ),
        ]
        # The desk's list of an office, the oldest first.
        indexes = [models.Index(fields=["office", "state", "made_at"], name="application_of_office")]

    def __str__(self) -> str:
        """Show the state."""
        return f"application {self.pk}: {self.state}"
