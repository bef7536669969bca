"""Plans, their rows, and what came of a row. What was carried out cannot be carried out again: a unique key says so."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.plans.enums import (
    DECIDED,
    STANDING,
    UNDER_WAY,
    ChosenBy,
    OutcomeKind,
    PlanKind,
    PlanPolicy,
    PlanState,
    PlanStep,
    RowState,
)

FULL_BP = 10_000


class Plan(models.Model):
    """Who could go where, for all people and open shifts of an office and those below it, as of one moment.

    Points are basis points summed over people. `bound_points` is what no plan can exceed (docs/engine/assignment.md).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=PlanKind.choices)
    policy = models.CharField(max_length=6, choices=PlanPolicy.choices)
    #: Work that starts on these days, half-open.
    from_on = models.DateField()
    until_on = models.DateField()
    state = models.CharField(max_length=9, choices=PlanState.choices, default=PlanState.WAITING)
    step = models.CharField(max_length=7, choices=PlanStep.choices, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    #: How often it was begun; whoever began it earlier has nothing to say any more.
    attempts = models.PositiveSmallIntegerField(default=0)
    #: A sign of life of whoever computes or carries out.
    beat_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    computed_at = models.DateTimeField(null=True, blank=True)
    #: Who can be sent, crews counted whole.
    people = models.PositiveIntegerField(default=0)
    #: Turned recommendation off: not planned for (个人信息保护法 art. 24).
    turned_off = models.PositiveIntegerField(default=0)
    #: Crews among them, each one row with as many places: nobody promises the most points with them.
    crews = models.PositiveIntegerField(default=0)
    shifts = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)
    most_points = models.BigIntegerField(default=0)
    most_placed = models.PositiveIntegerField(default=0)
    bound_points = models.BigIntegerField(default=0)
    stable_points = models.BigIntegerField(default=0)
    stable_placed = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values)
                & Q(kind__in=PlanKind.values)
                & Q(policy__in=PlanPolicy.values)
                & Q(step__in=["", *PlanStep.values]),
                name="plan_words_known",
                violation_error_message=_("不认识的方案种类、规则或状态。"),
            ),
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on")),
                name="plan_period_positive",
                violation_error_message=_("方案至少要有一天。"),
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("of")),
                name="plan_progress_within",
                violation_error_message=_("进度不能超过总数。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.READY) | Q(computed_at__isnull=False),
                name="plan_ready_was_computed",
                violation_error_message=_("可以审阅的方案要有计算时间。"),
            ),
            models.CheckConstraint(
                condition=Q(bound_points__gte=F("most_points"), most_points__gte=0)
                & Q(bound_points__gte=F("stable_points"), stable_points__gte=0),
                name="plan_points_within_bound",
                violation_error_message=_("总分不能超过上限。"),
            ),
            models.UniqueConstraint(
                fields=["office", "kind", "from_on"],
                condition=Q(state__in=sorted(UNDER_WAY)),
                name="plan_one_under_way",
                violation_error_message=_("同一天的方案正在计算。"),
            ),
        ]
        indexes = [
            # The list of an office's plans, newest first.
            models.Index(fields=["office", "-made_at"], name="plan_of_office"),
            # Housekeeping asks which plans nobody computes any more.
            models.Index(fields=["state", "beat_at"], name="plan_beat"),
        ]

    def __str__(self) -> str:
        """Show kind and day."""
        return f"{self.kind} {self.from_on}"


class PlanRow(models.Model):
    """One person on one shift, as proposed by the engine or chosen by somebody."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="rows"
    )  # a row means nothing without its plan
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    seeker = models.ForeignKey("workers.JobSeeker", on_delete=models.PROTECT, related_name="+")
    shift = models.ForeignKey("postings.Shift", on_delete=models.PROTECT, related_name="+")
    #: The office that serves the person: who looks through the row and carries it out.
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField(_("人数"), default=1)
    #: Of each who goes. None for whoever turned recommendation off and was chosen by a person, and after anonymising.
    points_bp = models.PositiveSmallIntegerField(null=True, blank=True)
    #: [words, points, most] of each part; the points add up to `points_bp`.
    parts = models.JSONField(default=list)
    cautions = models.JSONField(default=list)
    distance_m = models.PositiveIntegerField(null=True, blank=True)
    chosen_by = models.CharField(max_length=6, choices=ChosenBy.choices, default=ChosenBy.SYSTEM)
    state = models.CharField(max_length=9, choices=RowState.choices, default=RowState.PROPOSED)
    #: Why it was not carried out: a code and one sentence.
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RowState.values) & Q(chosen_by__in=ChosenBy.values),
                name="planrow_words_known",
                violation_error_message=_("不认识的行状态。"),
            ),
            models.CheckConstraint(
                condition=Q(points_bp=None) | Q(points_bp__lte=FULL_BP),
                name="planrow_points_within",
                violation_error_message=_("分数在 0 到 100 之间。"),
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=20),
                name="planrow_places_within",
                violation_error_message=_("一起去的人数在 1 到 20 之间。"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DECIDED)) | Q(decided_at__isnull=False),
                name="planrow_decided_when",
                violation_error_message=_("处理过的行要有时间。"),
            ),
            models.CheckConstraint(
                condition=(Q(state=RowState.OVERTAKEN) & ~Q(reason_code="") & ~Q(reason=""))
                | (~Q(state=RowState.OVERTAKEN) & Q(reason_code="", reason="")),
                name="planrow_overtaken_with_reason",
                violation_error_message=_("没有派的行要写明原因。"),
            ),
            models.UniqueConstraint(
                fields=["plan", "person"],
                condition=Q(state__in=sorted(STANDING)),
                name="planrow_once_a_person",
                violation_error_message=_("此人在这个方案里已经有位置。"),
            ),
        ]
        indexes = [
            # What is to be carried out, in order.
            models.Index(fields=["plan", "state"], name="planrow_of_plan"),
            models.Index(fields=["person"], name="planrow_of_person"),
        ]

    def __str__(self) -> str:
        """Show the state."""
        return f"{self.plan_id} {self.state}"


class PlanOutcome(models.Model):
    """What a row became, written in the transaction in which it became it. A second one is refused by the database."""

    row = models.ForeignKey(PlanRow, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=8, choices=OutcomeKind.choices)
    result_public_id = models.UUIDField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OutcomeKind.values),
                name="planoutcome_words_known",
                violation_error_message=_("不认识的结果。"),
            ),
            models.UniqueConstraint(
                fields=["row"],
                name="planoutcome_once_a_row",
                violation_error_message=_("这一行已经派过。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the kind."""
        return self.kind
