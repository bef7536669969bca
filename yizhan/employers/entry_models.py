"""Who asks for the console, what they upload, and the codes that open it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.employers.enums import (
    EmployerKind,
    MemberRole,
    PaperKind,
    PaperState,
    PermitKind,
    RefusalReason,
    SendBackReason,
    SignUpState,
)
from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel, GuardedQuerySet


class SignUp(GuardedModel):
    """Somebody asks for the employers' console. Nothing is opened by it: staff look, call back and decide."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("主体类型"), max_length=12, choices=EmployerKind.choices)
    name = models.CharField(_("名称"), max_length=100)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    #: emptied as soon as somebody has decided: what is needed stands in the employer's record then.
    person_id_no = EncryptedTextField(_("个人雇主证件号码"), blank=True, max_length=18)
    area_code = models.CharField(_("行政区划"), max_length=12)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    #: of an agency.
    permit_kind = models.CharField(max_length=8, choices=PermitKind.choices, default=PermitKind.HR)
    hr_licence_no = models.CharField(_("许可证号"), max_length=40, blank=True)
    hr_licence_until_on = models.DateField(_("许可证有效期至"), null=True, blank=True)
    contact_name = models.CharField(_("经办人"), max_length=50)
    phone = EncryptedTextField(_("手机"), max_length=30)
    #: keyed hash of all that was said: the same request twice is one, a corrected one stands beside the first.
    twin = models.CharField(max_length=64, editable=False)
    #: keyed hash of the code with which who asked sees where it stands; "" until one was given.
    receipt_hash = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(max_length=8, choices=SignUpState.choices, default=SignUpState.WAITING)
    made_at = models.DateTimeField()
    employer = models.ForeignKey("employers.Employer", null=True, on_delete=models.PROTECT, related_name="sign_ups")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=RefusalReason.choices, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SignUpState.values) & Q(kind__in=EmployerKind.values), name="signup_words_known"
            ),
            models.CheckConstraint(
                condition=Q(state=SignUpState.WAITING, employer=None, decided_at=None, decided_by=None, reason="")
                | Q(
                    state__in=[SignUpState.TAKEN, SignUpState.ADMITTED], employer__isnull=False,
                    decided_at__isnull=False, decided_by__isnull=False, person_id_no="", reason="",
                )
                | (
                    Q(state=SignUpState.REFUSED, decided_at__isnull=False, decided_by__isnull=False, person_id_no="")
                    & ~Q(reason="")
                ),
                name="signup_decided_whole",
                violation_error_message=_("处理过的申请要有处理人和时间，未通过的要有原因。"),
            ),
            models.UniqueConstraint(
                fields=["twin"], condition=Q(state=SignUpState.WAITING), name="signup_once_while_waiting"
            ),
            models.UniqueConstraint(fields=["receipt_hash"], condition=~Q(receipt_hash=""), name="signup_receipt_once"),
            models.CheckConstraint(condition=Q(permit_kind__in=PermitKind.values), name="signup_permit_kind_known"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["office", "state", "made_at"], name="signup_of_office")]

    def __str__(self) -> str:
        """Show the row, not the name."""
        return f"sign-up {self.pk}"


class Invitation(GuardedModel):
    """A code, handed over by hand or voice, that lets somebody act for an employer. It works once and for a few days.

    Nobody can find the code in the database: what is kept is its keyed hash.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employer = models.ForeignKey("employers.Employer", on_delete=models.PROTECT, related_name="invitations")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("身份"), max_length=6, choices=MemberRole.choices)
    name = models.CharField(_("姓名"), max_length=50)
    mobile = EncryptedTextField(_("手机"), max_length=30)
    #: staff saw ID card and mandate of the one who is invited (暂行条例 art. 26).
    id_no = EncryptedTextField(_("证件号码"), blank=True, max_length=18)
    mandate_seen = models.BooleanField(default=False)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=MemberRole.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(used_at=None, used_by=None)
                | Q(used_at__isnull=False, used_by__isnull=False, withdrawn_at=None),
                name="invitation_used_whole",
            ),
        ]
        indexes = [models.Index(fields=["employer", "made_at"], name="invitation_of_employer")]

    def __str__(self) -> str:
        """Show the row, not the name."""
        return f"invitation {self.pk}"


class Paper(models.Model):
    """A licence that an employer, or who wants to be one, has uploaded, until it has served (`operations.keeping`).

    What stays for good is that papers were looked at, by whom and when (`Verification`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: with which request it came; empty where an agent uploaded it in the console.
    sign_up = models.ForeignKey(SignUp, null=True, on_delete=models.PROTECT, related_name="papers")
    #: whose it is, as soon as the request is an employer.
    employer = models.ForeignKey("employers.Employer", null=True, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=8, choices=PaperKind.choices)
    file = models.OneToOneField("shared.SealedFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=PaperState.choices, default=PaperState.WAITING)
    #: a `SendBackReason` or a `RefusalReason`.
    reason = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PaperKind.values) & Q(state__in=PaperState.values), name="paper_words_known"
            ),
            models.CheckConstraint(
                condition=Q(sign_up__isnull=False) | Q(employer__isnull=False),
                name="paper_is_somebodys",
                violation_error_message=_("证照要么属于一份申请，要么属于一个用工主体。"),
            ),
            models.CheckConstraint(
                condition=Q(state=PaperState.WAITING, decided_at=None, decided_by=None, reason="")
                | Q(state=PaperState.ACCEPTED, decided_at__isnull=False, decided_by__isnull=False, reason="")
                | (
                    Q(state=PaperState.SENT_BACK, decided_at__isnull=False, decided_by__isnull=False)
                    & Q(reason__in=SendBackReason.values)
                )
                | (
                    Q(state=PaperState.REFUSED, decided_at__isnull=False, decided_by__isnull=False)
                    & Q(reason__in=RefusalReason.values)
                ),
                name="paper_decided_whole",
                violation_error_message=_("看过的证照要有看的人和时间，退回和不通过的要有原因。"),
            ),
            models.UniqueConstraint(
                fields=["sign_up", "kind"],
                condition=Q(state=PaperState.WAITING, sign_up__isnull=False),
                name="paper_one_waits_a_request",
            ),
            models.UniqueConstraint(
                fields=["employer", "kind"],
                condition=Q(state=PaperState.WAITING, sign_up=None),
                name="paper_one_waits_an_employer",
            ),
        ]

    def __str__(self) -> str:
        """Show kind and state."""
        return f"{self.kind} {self.state}"
