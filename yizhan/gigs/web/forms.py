"""What is typed about gigs: cleaned here, decided by the operations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.gigs.enums import (
    CANCEL_REASONS,
    NO_SHOW_REASONS,
    AgreedBy,
    CallResult,
    CounterReason,
    DeductionGround,
    OverrideReason,
    PayMethod,
    Proof,
    SignMethod,
)
from yizhan.shared.forms import DateInput, DeskForm, YuanField

_ENDS = [(reason.value, reason.label) for reason in (*CANCEL_REASONS, *sorted(NO_SHOW_REASONS))]
_NONE = [("", "—")]


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
    method = forms.ChoiceField(label=_("怎样得知"), choices=SignMethod.choices)


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
