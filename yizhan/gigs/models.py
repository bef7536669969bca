"""Orders, written agreements, attendance, settlements and the wage ledger.

What was said, settled or entered is never changed: triggers on both databases refuse it (migration 0002).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yizhan.gigs.enums import (
    ENDED,
    FIELD_OPEN,
    NO_SHOW_REASONS,
    STANDING,
    AgreedBy,
    CallResult,
    CorrectionReason,
    CounterReason,
    DeductionGround,
    EndReason,
    EntryKind,
    FieldDecision,
    FieldOutcome,
    FieldWhat,
    LineKind,
    OrderState,
    PayMethod,
    PremiumPayer,
    Proof,
    Role,
    SignMethod,
)
from yizhan.gigs.statements import MOST_MINUTES, HoursStatement, PayStatement, PayVoucher
from yizhan.postings.enums import LaborType, PayUnit, SettleKind
from yizhan.shared.crypto.fields import EncryptedTextField, GuardedModel, GuardedQuerySet

OWN = SignMethod.OWN_PHONE
__all__ = [
    "MOST_MINUTES",
    "Agreement",
    "Attendance",
    "AttendanceCorrection",
    "FieldEntry",
    "HoursStatement",
    "LedgerEntry",
    "LedgerEntryQuerySet",
    "Order",
    "OrderQuerySet",
    "OrderStep",
    "PayStatement",
    "PayVoucher",
    "Settlement",
    "SettlementLine",
]


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders by where they stand."""

    def standing(self) -> OrderQuerySet:
        """Return those for whom a place is kept."""
        return self.filter(state__in=sorted(STANDING))


class Order(models.Model):
    """One worker on one shift. A crew's leader holds the places of those whose names are not known yet."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("订单号"), max_length=16, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="gig_orders")
    seeker = models.ForeignKey("workers.JobSeeker", on_delete=models.PROTECT, related_name="+")
    shift = models.ForeignKey("postings.Shift", on_delete=models.PROTECT, related_name="+")
    #: The office of the posting, which answers for the gig; `sent_by` is the office that sent the person.
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    #: The hire from which the order comes; None where it was promised on the dispatch board.
    referral = models.OneToOneField(
        "referrals.Referral", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.WORKER)
    led_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="crew")
    #: Places of the shift that this row keeps: 1, and for a leader one more for each member without a name.
    places = models.PositiveSmallIntegerField(_("人数"), default=1)
    #: The order of somebody who dropped out, in whose place this one came.
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    state = models.CharField(max_length=9, choices=OrderState.choices, default=OrderState.PROMISED)
    #: The day by which pay is due, as the newest agreement says.
    pay_on = models.DateField(_("约定支付日"))
    end_reason = models.CharField(max_length=16, choices=EndReason.choices, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True, blank=True)
    call_result = models.CharField(max_length=9, choices=CallResult.choices, blank=True)
    #: The employer was last asked about pay that did not come.
    reminded_at = models.DateTimeField(null=True, blank=True)
    #: The worker says that the pay, or part of it, has not come; empty again once all of it is confirmed.
    said_unpaid_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OrderState.values) & Q(role__in=Role.values),
                name="order_words_known",
                violation_error_message=_("不认识的订单状态或角色。"),
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=20) & (Q(role=Role.LEADER) | Q(places=1)),
                name="order_only_leaders_hold_places",
                violation_error_message=_("只有班组长能替没登记姓名的组员占名额，最多 20 人。"),
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.NO_SHOW, end_reason__in=sorted(NO_SHOW_REASONS))
                | (Q(state=OrderState.CANCELLED) & ~Q(end_reason__in=["", *sorted(NO_SHOW_REASONS)]))
                | (~Q(state__in=sorted(ENDED)) & Q(end_reason="")),
                name="order_ended_with_a_reason",
                violation_error_message=_("取消或未到要有原因。"),
            ),
            models.CheckConstraint(
                condition=Q(calls=0, called_at=None, call_result="")
                | (Q(calls__gt=0, called_at__isnull=False) & ~Q(call_result="")),
                name="order_call_whole",
                violation_error_message=_("打过的电话要有时间和结果。"),
            ),
            models.UniqueConstraint(
                fields=["person", "shift"],
                condition=Q(state__in=sorted(STANDING)),
                name="order_once_a_shift",
                violation_error_message=_("此人已经在这个班次上。"),
            ),
        ]
        indexes = [
            # The board and the roster read a shift's orders.
            models.Index(fields=["shift", "state"], name="order_of_shift"),
            # Pay that is due and not confirmed.
            models.Index(fields=["office", "state", "pay_on"], name="order_pay_due"),
            # Pay that the worker says has not come, whatever is entered as paid.
            models.Index(
                fields=["office", "pay_on"], name="order_said_unpaid", condition=Q(said_unpaid_at__isnull=False)
            ),
            models.Index(fields=["person", "-made_at"], name="order_of_person"),
        ]

    def __str__(self) -> str:
        """Show the number."""
        return self.number

    @property
    def unnamed(self) -> int:
        """Members of the crew whose names are not known yet."""
        return self.places - 1


class OrderStep(models.Model):
    """A dated step of an order; never changed."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=9, choices=OrderState.choices, blank=True)
    after = models.CharField(max_length=9, choices=OrderState.choices)
    reason = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(after__in=OrderState.values) & ~Q(before=F("after")),
                name="orderstep_is_a_step",
                violation_error_message=_("状态没有变化。"),
            ),
        ]
        indexes = [models.Index(fields=["order", "at"], name="orderstep_of_order")]

    def __str__(self) -> str:
        """Show the step."""
        return f"{self.before}->{self.after}"


class Agreement(models.Model):
    """One version of what worker and employer agreed in writing (domain 2.6); only confirmations are added to it."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    #: Work, place, protection, insurance and hazards stand in this version of the posting's terms.
    terms = models.ForeignKey("postings.PostingTerms", on_delete=models.PROTECT, related_name="+")
    labor_type = models.CharField(_("用工类型"), max_length=16, choices=LaborType.choices)
    pay_fen = models.BigIntegerField(_("计酬金额"))
    pay_unit = models.CharField(_("计酬单位"), max_length=6, choices=PayUnit.choices)
    settle_kind = models.CharField(_("结算方式"), max_length=14, choices=SettleKind.choices)
    pay_on = models.DateField(_("约定支付日"))
    rest_minutes = models.PositiveSmallIntegerField(_("不计酬的休息（分钟）"), default=0)
    meeting_point = models.CharField(_("集合地点"), max_length=100, blank=True)
    policy_no = models.CharField(_("保单号"), max_length=40, blank=True)
    insurer = models.CharField(_("保险公司"), max_length=60, blank=True)
    policy_from_on = models.DateField(_("保险起"), null=True, blank=True)
    policy_until_on = models.DateField(_("保险止"), null=True, blank=True)
    premium_payer = models.CharField(_("保费由谁付"), max_length=10, choices=PremiumPayer.choices, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    worker_agreed_at = models.DateTimeField(null=True, blank=True)
    worker_agreed_by = models.CharField(max_length=9, choices=AgreedBy.choices, blank=True)
    employer_agreed_at = models.DateTimeField(null=True, blank=True)
    employer_agreed_by = models.CharField(max_length=9, choices=AgreedBy.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "number"],
                name="agreement_numbered", violation_error_message=_("这一版约定已经有了。"),
            ),
            models.CheckConstraint(
                condition=Q(pay_fen__gt=0) & Q(pay_unit__in=PayUnit.values) & Q(settle_kind__in=SettleKind.values)
                & Q(labor_type__in=LaborType.values),
                name="agreement_pay_is_money", violation_error_message=_("报酬要大于 0，并写明单位和结算方式。"),
            ),
            models.CheckConstraint(
                condition=(
                    Q(worker_agreed_at=None, worker_agreed_by="")
                    | (Q(worker_agreed_at__isnull=False) & ~Q(worker_agreed_by=""))
                )
                & (
                    Q(employer_agreed_at=None, employer_agreed_by="")
                    | (Q(employer_agreed_at__isnull=False) & ~Q(employer_agreed_by=""))
                ),
                name="agreement_confirmed_whole", violation_error_message=_("确认要有时间和方式。"),
            ),
            models.CheckConstraint(
                condition=Q(policy_no="", insurer="", policy_from_on=None, policy_until_on=None, premium_payer="")
                | (
                    ~Q(policy_no="") & ~Q(insurer="") & ~Q(premium_payer="") & Q(policy_from_on__isnull=False)
                    & Q(policy_until_on__gte=F("policy_from_on"))
                ),
                name="agreement_policy_whole",
                violation_error_message=_("填了保单就要填齐：保单号、保险公司、起止日期、谁付保费。"),
            ),
            models.CheckConstraint(
                condition=Q(rest_minutes__lt=MOST_MINUTES),
                name="agreement_rest_within_a_day", violation_error_message=_("休息时间不能超过一天。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Show the version."""
        return f"{self.order_id}/{self.number}"

    @property
    def is_whole(self) -> bool:
        """Both sides have agreed."""
        return self.worker_agreed_at is not None and self.employer_agreed_at is not None


class Attendance(models.Model):
    """When somebody came and went, as it was noted; both sides' words about hours stand in `HoursStatement`.

    By their own phone people sign themselves in: nobody of the staff stands behind it. Where they were is kept only
    when they say so at that moment (PIPL art. 29), in micro-degrees of GCJ-02, until they take it back or are paid.
    """

    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="attendance")
    in_at = models.DateTimeField(_("签到"))
    in_method = models.CharField(max_length=7, choices=SignMethod.choices)
    in_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    in_lat_e6 = models.IntegerField(null=True, blank=True)
    in_lng_e6 = models.IntegerField(null=True, blank=True)
    out_at = models.DateTimeField(_("签退"), null=True, blank=True)
    out_method = models.CharField(max_length=7, choices=SignMethod.choices, blank=True)
    out_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    out_lat_e6 = models.IntegerField(null=True, blank=True)
    out_lng_e6 = models.IntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(in_method__in=SignMethod.values)
                & (Q(in_by=None, in_method=OWN) | (Q(in_by__isnull=False) & ~Q(in_method=OWN))),
                name="attendance_method_known", violation_error_message=_("不认识的签到方式。"),
            ),
            models.CheckConstraint(
                condition=Q(out_at=None, out_method="", out_by=None)
                | (
                    Q(out_at__gt=F("in_at"), out_method__in=SignMethod.values)
                    & (Q(out_by=None, out_method=OWN) | (Q(out_by__isnull=False) & ~Q(out_method=OWN)))
                ),
                name="attendance_out_after_in", violation_error_message=_("签退要晚于签到。"),
            ),
            models.CheckConstraint(
                condition=(Q(in_lat_e6=None, in_lng_e6=None)
                           | Q(in_method=OWN, in_lat_e6__isnull=False, in_lng_e6__isnull=False))
                & (Q(out_lat_e6=None, out_lng_e6=None)
                   | Q(out_method=OWN, out_lat_e6__isnull=False, out_lng_e6__isnull=False)),
                name="attendance_place_only_by_oneself", violation_error_message=_("位置只能由本人用自己的手机带上。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Show the key: names do not belong in logs."""
        return f"attendance of {self.order_id}"


class AttendanceCorrection(models.Model):
    """What was noted of coming and going before and after it was put right; never changed (trigger, migration 0003)."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="corrections")
    before_in_at = models.DateTimeField()
    before_out_at = models.DateTimeField(null=True, blank=True)
    #: None: nobody had come, what was noted is struck out.
    in_at = models.DateTimeField(_("签到"), null=True, blank=True)
    out_at = models.DateTimeField(_("签退"), null=True, blank=True)
    before_method = models.CharField(max_length=7, choices=SignMethod.choices)
    method = models.CharField(max_length=7, choices=SignMethod.choices, blank=True)
    reason = models.CharField(max_length=7, choices=CorrectionReason.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=CorrectionReason.values),
                name="attendancecorrection_has_a_reason",
                violation_error_message=_("更正考勤要选原因。"),
            ),
            models.CheckConstraint(
                condition=Q(in_at=None, out_at=None, method="")
                | (Q(in_at__isnull=False) & (Q(out_at=None) | Q(out_at__gt=F("in_at"))) & ~Q(method="")),
                name="attendancecorrection_out_after_in",
                violation_error_message=_("签退要晚于签到。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the key: names do not belong in logs."""
        return f"correction of {self.order_id}"


class FieldEntry(models.Model):
    """A note of coming or going that a device kept while there was no network, and what became of it."""

    #: Made on the device: sent twice, it is entered once.
    public_id = models.UUIDField(unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="field_entries")
    what = models.CharField(max_length=3, choices=FieldWhat.choices)
    moment = models.DateTimeField()
    #: By the device's clock.
    noted_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=FieldOutcome.choices)
    #: Code of the refusal where there was one.
    refusal = models.CharField(max_length=40, blank=True)
    decision = models.CharField(max_length=5, choices=FieldDecision.choices, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=FieldWhat.values) & Q(outcome__in=FieldOutcome.values),
                name="fieldentry_words_known",
                violation_error_message=_("看不懂的现场记录。"),
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (
                    Q(decision__in=FieldDecision.values, outcome__in=sorted(FIELD_OPEN))
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="fieldentry_decided_whole",
                violation_error_message=_("只有没登记上的现场记录要决定，决定要有人和时间。"),
            ),
        ]
        indexes = [
            # What waits for a person.
            models.Index(
                fields=["sent_at"], name="fieldentry_open", condition=Q(decision="", outcome__in=sorted(FIELD_OPEN))
            ),
        ]

    def __str__(self) -> str:
        """Show what it says and what became of it."""
        return f"{self.what} {self.outcome}"

    @property
    def is_open(self) -> bool:
        """A person has to decide."""
        return self.outcome in FIELD_OPEN and not self.decision


class Settlement(models.Model):
    """What is due for one order. Struck out, never changed: a new one is made then."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="settlements")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField(_("工时（分钟）"))
    pieces = models.PositiveIntegerField(_("件数"), null=True, blank=True)
    gross_fen = models.BigIntegerField(_("应发"))
    deductions_fen = models.BigIntegerField(_("扣款"))
    net_fen = models.BigIntegerField(_("实发"))
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    struck_reason = models.CharField(max_length=12, choices=CounterReason.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gross_fen__gte=0, deductions_fen__gte=0, net_fen__gte=0)
                & Q(net_fen=F("gross_fen") - F("deductions_fen")),
                name="settlement_adds_up",
                violation_error_message=_("实发必须等于应发减扣款，而且不能是负数。"),
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, struck_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                name="settlement_struck_whole",
                violation_error_message=_("冲销结算要有人、时间和原因。"),
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(struck_at=None),
                name="settlement_one_stands",
                violation_error_message=_("这张订单已经结算。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the key: amounts do not belong in logs."""
        return f"settlement {self.pk}"


class SettlementLine(models.Model):
    """One item of a settlement: an amount due, or a deduction with its ground."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="lines")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    ground = models.CharField(max_length=8, choices=DeductionGround.choices, blank=True)
    #: How the amount came about, in words: `7 小时 × 18 元`.
    working = models.CharField(_("算法"), max_length=120, blank=True)
    #: Always positive; the kind says whether it is due or taken off.
    amount_fen = models.BigIntegerField(_("金额"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "place"],
                name="settlementline_one_a_place",
                violation_error_message=_("同一行只能有一个项目。"),
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & Q(kind__in=LineKind.values),
                name="settlementline_amount_positive",
                violation_error_message=_("项目金额要大于 0。"),
            ),
            models.CheckConstraint(
                condition=(Q(kind=LineKind.DEDUCTION) & Q(ground__in=DeductionGround.values))
                | (~Q(kind=LineKind.DEDUCTION) & Q(ground="")),
                name="settlementline_deduction_has_ground",
                violation_error_message=_("扣款必须写明法定依据。"),
            ),
        ]

    def __str__(self) -> str:
        """Show the kind."""
        return self.kind


class LedgerEntryQuerySet(GuardedQuerySet["LedgerEntry"]):
    """Entries of the wage ledger."""


class LedgerEntry(GuardedModel):
    """One entry of the wage ledger (保障农民工工资支付条例 art. 15), with what stood then. Corrected by counter-entry.

    Of a wage entry `net_fen` counts, of a payment `paid_fen`; a counter-entry has the amounts of what it strikes out,
    negative. What an order is still owed is the sum of `net_fen - paid_fen` over its entries. Kept three years after
    the pay day (art. 15 para. 2); only keys and the person's record behind it may be written again.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="entries")
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=7, choices=EntryKind.choices)
    counters = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="countered_by"
    )
    counter_reason = models.CharField(max_length=12, choices=CounterReason.choices, blank=True)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    employer_name = models.CharField(_("用人单位名称"), max_length=80)
    person_name = EncryptedTextField(_("支付对象姓名"), max_length=50)
    id_no = EncryptedTextField(_("身份证号码"), blank=True, default="", max_length=30)
    contact = EncryptedTextField(_("联系方式"), blank=True, default="", max_length=30)
    #: The period `[from, until)` in which the work was done; the worked hours stand beside it.
    period_from_on = models.DateField(_("支付周期起"))
    period_until_on = models.DateField(_("支付周期止"))
    due_on = models.DateField(_("约定支付日"))
    minutes = models.PositiveIntegerField(_("工作时间"))
    #: `[[label, fen], …]` as the payslip shows them.
    gross_items = models.JSONField(_("应发工资项目及数额"), default=list)
    deduction_items = models.JSONField(_("代扣代缴扣除项目和数额"), default=list)
    gross_fen = models.BigIntegerField(default=0)
    deductions_fen = models.BigIntegerField(default=0)
    net_fen = models.BigIntegerField(default=0)
    paid_fen = models.BigIntegerField(_("实发数额"), default=0)
    paid_on = models.DateField(_("支付日期"), null=True, blank=True)
    method = models.CharField(_("支付方式"), max_length=8, choices=PayMethod.choices, blank=True)
    proof = models.CharField(_("支付凭据"), max_length=9, choices=Proof.choices, blank=True)
    voucher = EncryptedTextField(_("凭证号"), blank=True, default="", max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    keep_until_on = models.DateField()

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind=EntryKind.WAGE, paid_fen=0, paid_on=None, method="", proof="")
                    & Q(net_fen=F("gross_fen") - F("deductions_fen"))
                )
                | (
                    Q(kind=EntryKind.PAYMENT, gross_fen=0, deductions_fen=0, net_fen=0, paid_on__isnull=False)
                    & Q(method__in=PayMethod.values, proof__in=Proof.values)
                ),
                name="ledgerentry_of_its_kind",
                violation_error_message=_("应付和支付要分开记账，支付要有日期、方式和凭据。"),
            ),
            models.CheckConstraint(
                condition=Q(counters=None, counter_reason="", net_fen__gte=0, paid_fen__gte=0)
                | (Q(counters__isnull=False, net_fen__lte=0, paid_fen__lte=0) & ~Q(counter_reason="")),
                name="ledgerentry_counter_is_negative",
                violation_error_message=_("冲销要有原因，金额为负；其他记录金额不为负。"),
            ),
            models.CheckConstraint(
                condition=~Q(method=PayMethod.UNSTATED) | Q(proof=Proof.WORKER_SAID),
                name="ledgerentry_unstated_only_by_worker",
                violation_error_message=_("没有说明方式的支付只能由本人确认。"),
            ),
            models.CheckConstraint(
                condition=~Q(method=PayMethod.CASH) | ~Q(proof=Proof.VOUCHER),
                name="ledgerentry_cash_is_signed",
                violation_error_message=_("现金支付要有本人签字或本人确认。"),
            ),
            models.CheckConstraint(
                condition=Q(period_until_on__gt=F("period_from_on")),
                name="ledgerentry_period_forward",
                violation_error_message=_("支付周期的结束要晚于开始。"),
            ),
        ]
        indexes = [
            # The ledger of an office and a period.
            models.Index(fields=["office", "period_from_on", "id"], name="ledgerentry_of_office"),
            models.Index(fields=["order", "id"], name="ledgerentry_of_order"),
        ]

    def __str__(self) -> str:
        """Show the key: amounts do not belong in logs."""
        return f"{self.kind} {self.pk}"

    @property
    def is_countered(self) -> bool:
        """A counter-entry has struck this one out."""
        return hasattr(self, "countered_by")
