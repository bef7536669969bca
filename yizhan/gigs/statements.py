"""What each side says about the work and its pay. Nothing of it is ever changed: the newest word counts, all are kept.

Triggers on both databases refuse a change (migrations 0002 and 0006).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yizhan.gigs.enums import BY_HAND, HANDED_OVER, PayMethod, Side, SignMethod

#: Longest stretch of work that one attendance may hold.
MOST_MINUTES = 24 * 60
OWN = SignMethod.OWN_PHONE


class HoursStatement(models.Model):
    """What one side says about the hours or pieces; the newest of a side counts, all are kept."""

    order = models.ForeignKey("gigs.Order", on_delete=models.PROTECT, related_name="statements")
    side = models.CharField(max_length=8, choices=Side.choices)
    #: Minutes worked, rests that are not paid taken off.
    minutes = models.PositiveIntegerField(_("工时（分钟）"))
    pieces = models.PositiveIntegerField(_("件数"), null=True, blank=True)
    method = models.CharField(max_length=7, choices=SignMethod.choices)
    at = models.DateTimeField()
    #: None: the workers themselves, on their own phone.
    by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=Side.values)
                & (
                    Q(by__isnull=False, method__in=[one.value for one in BY_HAND])
                    | Q(by=None, method=OWN, side=Side.WORKER)
                ),
                name="hoursstatement_words_known",
                violation_error_message=_("不认识的一方或方式。"),
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=MOST_MINUTES),
                name="hoursstatement_within_a_day",
                violation_error_message=_("一个班次的工时不能超过 24 小时。"),
            ),
        ]
        indexes = [models.Index(fields=["order", "side", "at"], name="hoursstatement_of_order")]

    def __str__(self) -> str:
        """Show who says what."""
        return f"{self.side} {self.minutes}"


class PayStatement(models.Model):
    """What the employer says has been paid for a shift, all of it together so far.

    A word, not a payment: nothing is owed less for it. Whether pay came, the worker says or a paper shows, and that
    stands in the ledger (`Proof`).
    """

    order = models.ForeignKey("gigs.Order", on_delete=models.PROTECT, related_name="pay_statements")
    paid_fen = models.BigIntegerField(_("一共付了"))
    #: The day of the last part of it.
    paid_on = models.DateField(_("支付日期"))
    method = models.CharField(_("支付方式"), max_length=8, choices=PayMethod.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_fen__gt=0),
                name="paystatement_amount_positive",
                violation_error_message=_("付了多少要大于 0。"),
            ),
            models.CheckConstraint(
                condition=Q(method__in=[one.value for one in HANDED_OVER]),
                name="paystatement_method_known",
                violation_error_message=_("用工方要说清怎样付的：现金、银行转账、微信或支付宝。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the key: amounts do not belong in logs."""
        return f"pay statement {self.pk}"


class PayVoucher(models.Model):
    """A picture of a transfer, a receipt or a signature that the employer adds to their word; it confirms nothing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    statement = models.ForeignKey(PayStatement, on_delete=models.PROTECT, related_name="vouchers")
    file = models.OneToOneField("shared.SealedFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["added_at"], name="payvoucher_by_age")]

    def __str__(self) -> str:
        """Show the key."""
        return f"pay voucher {self.pk}"
