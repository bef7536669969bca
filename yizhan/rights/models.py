"""A case, who may read it, its course, the ways that were turned to, and the facts it began with."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.rights.enums import (
    CaseKind,
    CaseState,
    Channel,
    HandReason,
    Outcome,
    Relation,
    RemoveReason,
    StepKind,
    StillGround,
)
from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel
from yizhan.shared.files.enums import FileKind, ScanResult


class Case(GuardedModel):
    """One thing that went wrong for one person. Read by its people only (`CaseParty`)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("案号"), max_length=16, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    employer = models.ForeignKey(
        "employers.Employer", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: the employer as the person names them, where the station does not know them.
    employer_said = EncryptedTextField(_("用工方（本人说的）"), blank=True, default="", max_length=80)
    kind = models.CharField(max_length=14, choices=CaseKind.choices)
    relation = models.CharField(max_length=8, choices=Relation.choices)
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    #: Who was asked first stays answerable (首问负责), whoever works on it now.
    first_desk = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    responsible = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    happened_on = models.DateField()
    known_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    situation = EncryptedTextField(_("事情经过"), blank=True, default="", max_length=2000)
    source_kind = models.CharField(max_length=20, blank=True)
    source_public_id = models.UUIDField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CaseKind.values) & Q(relation__in=Relation.values) & Q(state__in=CaseState.values),
                name="case_words_known",
                violation_error_message=_("不认识的案件种类、关系或状态。"),
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False, outcome__in=Outcome.values)
                | (~Q(state=CaseState.CLOSED) & Q(closed_at=None, outcome="")),
                name="case_closed_with_an_outcome",
                violation_error_message=_("结案要有结果和时间，没有结案的没有。"),
            ),
            models.CheckConstraint(
                condition=Q(source_kind="", source_public_id=None)
                | (~Q(source_kind="") & Q(source_public_id__isnull=False)),
                name="case_source_whole",
                violation_error_message=_("来源和来源编号要么都有，要么都没有。"),
            ),
            models.CheckConstraint(
                # The day on which wages fall due often comes after the last day of work.
                condition=Q(ended_on=None) | Q(kind=CaseKind.ARREARS) | Q(ended_on__gte=F("happened_on")),
                name="case_ends_after_it_began",
                violation_error_message=_("结束不能早于发生（欠薪的除外）。"),
            ),
            models.UniqueConstraint(
                fields=["source_kind", "source_public_id", "kind"],
                condition=~Q(source_kind=""),
                name="case_once_a_source",
                violation_error_message=_("从这条记录已经开过这类案件。"),
            ),
        ]
        indexes = [models.Index(fields=["office", "state"], name="case_counts")]

    def __str__(self) -> str:
        """Show the number, which is no name."""
        return self.number


class CaseParty(models.Model):
    """Somebody who may read a case, from when to when."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(until_at=None),
                name="caseparty_once_at_a_time",
                violation_error_message=_("这位同事已经在案件里。"),
            ),
        ]
        indexes = [models.Index(fields=["user", "until_at"], name="caseparty_of_user")]

    def __str__(self) -> str:
        """Show ids only."""
        return f"{self.case_id} {self.user_id}"


class CaseStep(GuardedModel):
    """One line of a case's course; never changed, only its note is emptied when the person's time is over."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    #: the day it was about.
    on = models.DateField()
    channel = models.CharField(max_length=13, choices=Channel.choices, blank=True)
    reason = models.CharField(max_length=8, choices=HandReason.choices, blank=True)
    note = EncryptedTextField(_("说明"), blank=True, default="", max_length=1000)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=StepKind.values)
                & Q(channel__in=["", *Channel.values])
                & Q(reason__in=["", *HandReason.values]),
                name="casestep_words_known",
                violation_error_message=_("不认识的步骤。"),
            ),
            models.CheckConstraint(
                condition=Q(kind=StepKind.HANDED, reason__in=HandReason.values)
                | (~Q(kind=StepKind.HANDED) & Q(reason="")),
                name="casestep_handed_with_a_reason",
                violation_error_message=_("移交要有原因。"),
            ),
        ]
        indexes = [models.Index(fields=["case", "at"], name="casestep_course")]

    def __str__(self) -> str:
        """Show what it was."""
        return self.kind


class CaseChannel(models.Model):
    """A way that was turned to, with its days; the limits are derived from them."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="channels")
    channel = models.CharField(max_length=13, choices=Channel.choices)
    filed_on = models.DateField()
    accepted_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    served_on = models.DateField(null=True, blank=True)
    perform_by_on = models.DateField(null=True, blank=True)
    is_extended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values),
                name="casechannel_word_known",
                violation_error_message=_("不认识的渠道。"),
            ),
            models.CheckConstraint(
                condition=(Q(accepted_on=None) | Q(accepted_on__gte=F("filed_on")))
                & (Q(decided_on=None) | Q(decided_on__gte=F("filed_on")))
                & (Q(served_on=None) | Q(served_on__gte=F("filed_on"))),
                name="casechannel_days_run_forward",
                violation_error_message=_("受理、决定、收到的日期不能早于递交。"),
            ),
            models.UniqueConstraint(
                fields=["case", "channel"],
                name="casechannel_once_a_case",
                violation_error_message=_("这条渠道已经登记过。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the channel."""
        return self.channel


class CaseFact(GuardedModel):
    """What another room knew when the case was opened: a copy with its day, never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="facts")
    label = models.CharField(max_length=40)
    value = EncryptedTextField(max_length=500)
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "label"],
                name="casefact_once_a_label",
                violation_error_message=_("同一件事实已经记过。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the label, never the value."""
        return self.label


class CaseStandstill(GuardedModel):
    """A time in which the person could not act, `[from_on, until_on)`; without an end it lasts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="standstills")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    ground = models.CharField(max_length=11, choices=StillGround.choices)
    note = EncryptedTextField(_("说明"), blank=True, default="", max_length=500)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    #: noted by mistake: it counts no longer and stays to be read.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=StillGround.values),
                name="casestandstill_word_known",
                violation_error_message=_("不认识的中止原因。"),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")),
                name="casestandstill_runs_forward",
                violation_error_message=_("恢复计算的日期要晚于中止的日期。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the ground."""
        return self.ground


class CaseEvidence(GuardedModel):
    """One file of a case. Once destroyed, what it was and why it went stays; name and pieces are gone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    #: counted within the case, as written on its slip.
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, choices=FileKind.choices)
    #: what it shows, in the person's words; never the name that the file had.
    name = EncryptedTextField(_("是什么"), blank=True, default="", max_length=80)
    bytes = models.PositiveIntegerField()
    #: keyed hash of the content: the same file is known again, a changed one is not handed out.
    digest = models.CharField(max_length=32)
    scan = models.CharField(max_length=11, choices=ScanResult.choices)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    remove_reason = models.CharField(max_length=10, choices=RemoveReason.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FileKind.values) & Q(scan__in=ScanResult.values),
                name="caseevidence_words_known",
                violation_error_message=_("不认识的证据种类。"),
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, remove_reason="", removed_by=None)
                | Q(removed_at__isnull=False, remove_reason__in=RemoveReason.values),
                name="caseevidence_removed_with_a_reason",
                violation_error_message=_("销毁要有时间和原因。"),
            ),
            models.UniqueConstraint(
                fields=["case", "digest"],
                condition=Q(removed_at=None),
                name="caseevidence_once_a_case",
                violation_error_message=_("同样的文件已经在案件里。"),
            ),
            models.UniqueConstraint(
                fields=["case", "number"],
                name="caseevidence_one_a_number",
                violation_error_message=_("这个证据编号已经用过。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the number within the case, never the name."""
        return str(self.number)


class EvidencePiece(GuardedModel):
    """A part of a file, base64, encrypted."""

    evidence = models.ForeignKey(CaseEvidence, on_delete=models.PROTECT, related_name="pieces")
    number = models.PositiveSmallIntegerField()
    content = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "number"],
                name="evidencepiece_one_a_number",
                violation_error_message=_("这一段已经存过。"),
            ),
        ]

    def __str__(self) -> str:
        """Show ids only."""
        return f"{self.evidence_id} {self.number}"
