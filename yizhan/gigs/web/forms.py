"""What is typed about gigs: cleaned here, decided by the operations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.gigs.enums import (
    BY_HAND,
    CANCEL_REASONS,
    NO_SHOW_REASONS,
    AgreedBy,
    CallResult,
    CorrectionReason,
    CounterReason,
    DeductionGround,
    OverrideReason,
    PayMethod,
    PremiumPayer,
    Proof,
    SignMethod,
)
from yizhan.postings.enums import PayUnit
from yizhan.shared.forms import DateInput, DateTimeInput, DeskForm, YuanField

_ENDS = [(reason.value, reason.label) for reason in (*CANCEL_REASONS, *sorted(NO_SHOW_REASONS))]
_NONE = [("", "—")]
_BY_HAND = [(one.value, one.label) for one in BY_HAND]


class PromiseForm(DeskForm):
    """Whom to send, how many come along, why time is promised twice."""

    person = forms.UUIDField()
    places = forms.IntegerField(label=_("人数"), min_value=1, max_value=20, initial=1)
    overridden_reason = forms.ChoiceField(
        label=_("时间冲突仍约的原因"), choices=[*_NONE, *OverrideReason.choices], required=False
    )


class CallForm(DeskForm):
    """What came of a call."""

    result = forms.ChoiceField(choices=CallResult.choices)


class AgreeForm(DeskForm):
    """How the sides agreed."""

    worker = forms.ChoiceField(label=_("工人怎样确认"), choices=[*_NONE, *AgreedBy.choices], required=False)
    employer = forms.ChoiceField(label=_("用工方怎样确认"), choices=[*_NONE, *AgreedBy.choices], required=False)


#: Pay that names one shift; months and weeks do not.
_UNITS = [choice for choice in PayUnit.choices if choice[0] in ("hour", "day", "piece", "lump")]


class PolicyForm(DeskForm):
    """The insurance of everybody on a shift."""

    policy_no = forms.CharField(label=_("保单号"), max_length=40)
    insurer = forms.CharField(label=_("保险公司"), max_length=60)
    policy_from_on = forms.DateField(label=_("保险起"), widget=DateInput())
    policy_until_on = forms.DateField(label=_("保险止"), widget=DateInput())
    premium_payer = forms.ChoiceField(label=_("保费由谁付"), choices=PremiumPayer.choices)


class TermsForm(DeskForm):
    """Other terms than posted: a new version that both sides confirm."""

    pay_fen = YuanField(label=_("报酬（元；按件的填每 1000 件多少元）"), min_fen=1)
    pay_unit = forms.ChoiceField(label=_("计酬单位"), choices=_UNITS)
    pay_on = forms.DateField(label=_("约定支付日"), widget=DateInput())
    rest_minutes = forms.IntegerField(label=_("不计酬的休息（分钟）"), min_value=0, max_value=1439, initial=0)
    meeting_point = forms.CharField(label=_("集合地点"), max_length=100, required=False)
    policy_no = forms.CharField(label=_("保单号"), max_length=40, required=False)
    insurer = forms.CharField(label=_("保险公司"), max_length=60, required=False)
    policy_from_on = forms.DateField(label=_("保险起"), widget=DateInput(), required=False)
    policy_until_on = forms.DateField(label=_("保险止"), widget=DateInput(), required=False)
    premium_payer = forms.ChoiceField(label=_("保费由谁付"), choices=[*_NONE, *PremiumPayer.choices], required=False)


class SignForm(DeskForm):
    """When somebody came or went, and how it is known."""

    moment = forms.DateTimeField(label=_("时间"), widget=DateTimeInput())
    method = forms.ChoiceField(label=_("怎样得知"), choices=_BY_HAND, initial=SignMethod.PHONE)


class CorrectForm(DeskForm):
    """Other times than were noted, and why; an empty sign-out stays as it is."""

    in_at = forms.DateTimeField(label=_("签到"), widget=DateTimeInput())
    out_at = forms.DateTimeField(label=_("签退"), widget=DateTimeInput(), required=False)
    reason = forms.ChoiceField(label=_("更正原因"), choices=CorrectionReason.choices)
    method = forms.ChoiceField(label=_("怎样得知"), choices=_BY_HAND)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())


class UndoSignForm(DeskForm):
    """Why what was noted of somebody's coming is struck out."""

    reason = forms.ChoiceField(label=_("更正原因"), choices=CorrectionReason.choices, initial="person")


class GiveBackForm(DeskForm):
    """How many unnamed places of a crew are free again."""

    places = forms.IntegerField(label=_("退回名额"), min_value=1, max_value=19)


class ScanForm(DeskForm):
    """The number on a slip or a roster line, as a scanner types it."""

    number = forms.CharField(
        label=_("订单号"), max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "data-hotkey": "/", "data-autofocus": True,
                   "placeholder": _("扫码，或输入 G2611-0042-7")}
        ),
    )  # fmt: skip


class EndForm(DeskForm):
    """Why an order ends before work."""

    reason = forms.ChoiceField(label=_("取消或未到的原因"), choices=_ENDS)


class HoursForm(DeskForm):
    """What each side says; an empty side says nothing now."""

    worker_minutes = forms.IntegerField(label=_("工人说的工时（分钟）"), min_value=0, max_value=1440, required=False)
    employer_minutes = forms.IntegerField(
        label=_("用工方说的工时（分钟）"), min_value=0, max_value=1440, required=False
    )
    worker_pieces = forms.IntegerField(label=_("工人说的件数"), min_value=0, max_value=1_000_000, required=False)
    employer_pieces = forms.IntegerField(label=_("用工方说的件数"), min_value=0, max_value=1_000_000, required=False)
    method = forms.ChoiceField(label=_("怎样得知"), choices=_BY_HAND)


class SettleForm(DeskForm):
    """What the arithmetic cannot know."""

    allowance = YuanField(label=_("补贴（元）"), required=False)
    allowance_words = forms.CharField(label=_("补贴说明"), max_length=60, required=False)
    ground = forms.ChoiceField(label=_("扣款依据"), choices=[*_NONE, *DeductionGround.choices], required=False)
    deduction = YuanField(label=_("扣款（元）"), required=False)
    done_percent = forms.IntegerField(label=_("一口价完成比例（%）"), min_value=1, max_value=100, initial=100)
    compensated = forms.BooleanField(label=_("休息日加班已安排补休"), required=False)


class PayForm(DeskForm):
    """How and when pay came. Goods can be chosen, and are refused with the article."""

    amount = YuanField(label=_("金额（元）"), min_fen=1)
    paid_on = forms.DateField(label=_("支付日期"), widget=DateInput())
    method = forms.ChoiceField(label=_("支付方式"), choices=[*PayMethod.choices, ("goods", _("实物或抵账"))])
    proof = forms.ChoiceField(label=_("支付凭据"), choices=Proof.choices)
    voucher = forms.CharField(label=_("凭证号"), max_length=60, required=False)
    to_other = forms.BooleanField(label=_("付给了别人"), required=False)


class StrikeForm(DeskForm):
    """Why an entry is struck out; without an entry the settlement is."""

    entry = forms.IntegerField(required=False, widget=forms.HiddenInput())
    reason = forms.ChoiceField(label=_("冲销原因"), choices=CounterReason.choices)
