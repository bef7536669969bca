"""What is due, and what was answered."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.followups.enums import MOST_ATTEMPTS, CancelReason, FollowUpState, MatchesPosting, Method, Reach
from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Follow-ups by what is to be done."""

    def open(self) -> FollowUpQuerySet:
        """Return those that wait for somebody."""
        return self.filter(state=FollowUpState.DUE)

    def due_by(self, day: dt.date) -> FollowUpQuerySet:
        """Return those that are due on a day or were due before it."""
        return self.open().filter(due_on__lte=day)


class FollowUp(models.Model):
    """One thing to ask somebody, by a day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    #: key of a registered `kinds.FollowUpKind`, such as `hire.d1`.
    kind = models.CharField(max_length=30)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="followups")
    #: What it is about, as the room above names it: `referral` and its public id.
    about_kind = models.CharField(max_length=20)
    about_public_id = models.UUIDField()
    due_on = models.DateField(_("应回访日期"))
    state = models.CharField(max_length=10, choices=FollowUpState.choices, default=FollowUpState.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    assigned_to = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=11, choices=CancelReason.choices, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=FollowUpState.values),
                name="followup_state_known",
                violation_error_message=_("不认识的回访状态。"),
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.DUE, closed_at=None)
                | (~Q(state=FollowUpState.DUE) & Q(closed_at__isnull=False)),
                name="followup_closed_when_not_due",
                violation_error_message=_("结束的回访要有结束时间，待回访的没有。"),
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.CANCELLED, cancel_reason__in=CancelReason.values)
                | (~Q(state=FollowUpState.CANCELLED) & Q(cancel_reason="")),
                name="followup_cancelled_with_a_reason",
                violation_error_message=_("取消回访要有原因。"),
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=MOST_ATTEMPTS),
                name="followup_at_most_three_attempts",
                violation_error_message=_("最多回访三次。"),
            ),
            # The ledger against asking twice: one follow-up of a kind about one thing.
            models.UniqueConstraint(
                fields=["kind", "about_kind", "about_public_id", "person"],
                condition=~Q(state=FollowUpState.CANCELLED),
                name="followup_once_a_kind",
                violation_error_message=_("这项回访已经安排过。"),
            ),
        ]
        indexes = [
            # Today's call list of an office.
            models.Index(fields=["office", "state", "due_on"], name="followup_call_list"),
            # Cancelling what was due about something that was undone.
            models.Index(fields=["about_kind", "about_public_id"], name="followup_about"),
        ]

    def __str__(self) -> str:
        """Show kind and day."""
        return f"{self.kind} {self.due_on}"


class Attempt(GuardedModel):
    """One try to ask, and what was answered when somebody was reached."""

    followup = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=8, choices=Method.choices)
    reach = models.CharField(max_length=12, choices=Reach.choices)
    on_job = models.BooleanField(_("在岗"), null=True, blank=True)
    matches_posting = models.CharField(max_length=12, choices=MatchesPosting.choices, blank=True)
    wage_real_fen = models.BigIntegerField(_("实际报酬"), null=True, blank=True)
    paid_full = models.BooleanField(_("足额"), null=True, blank=True)
    paid_on_time = models.BooleanField(_("按时"), null=True, blank=True)
    fee_asked = models.BooleanField(_("被收费"), null=True, blank=True)
    id_held = models.BooleanField(_("被扣证件"), null=True, blank=True)
    injured = models.BooleanField(_("受伤"), null=True, blank=True)
    csat = models.PositiveSmallIntegerField(_("满意度"), null=True, blank=True)
    demand = EncryptedTextField(_("诉求"), blank=True, default="", max_length=500)
    #: The station head has seen to what the answer accuses somebody of.
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(method__in=Method.values) & Q(reach__in=Reach.values),
                name="attempt_words_known",
                violation_error_message=_("不认识的回访方式或结果。"),
            ),
            models.CheckConstraint(
                condition=Q(reach=Reach.REACHED)
                | Q(
                    on_job=None, matches_posting="", wage_real_fen=None, paid_full=None, paid_on_time=None,
                    fee_asked=None, id_held=None, injured=None, csat=None,
                ),
                name="attempt_answers_only_when_reached",
                violation_error_message=_("没有接通就没有回答。"),
            ),
            models.CheckConstraint(
                condition=Q(csat=None) | Q(csat__gte=1, csat__lte=5),
                name="attempt_csat_1_to_5",
                violation_error_message=_("满意度是 1 到 5。"),
            ),
            models.CheckConstraint(
                condition=Q(wage_real_fen=None) | Q(wage_real_fen__gte=0),
                name="attempt_wage_not_negative",
                violation_error_message=_("报酬不能是负数。"),
            ),
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None)
                | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="attempt_handled_whole",
                violation_error_message=_("处理时间和处理人要么都有，要么都没有。"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["followup", "at"], name="attempt_of_followup")]

    def __str__(self) -> str:
        """Show what came of it."""
        return self.reach


#: An answer that accuses somebody: fee, document, injury, pay.
ACCUSES = Q(fee_asked=True) | Q(id_held=True) | Q(injured=True) | Q(paid_full=False)
