"""What is typed about gigs: cleaned here, decided by the operations."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

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
from yizhan.gigs.models import MOST_MINUTES
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


_HOURS = re.compile(r"(\d{1,2})(?:[.．](\d{1,2})|[:：](\d{2}))?(?:(?:小时|时|h)(?:(\d{1,2})分?)?)?|(\d{1,4})分")


class HoursField(forms.CharField):
    """Worked time as people say it: `9.5`, `9:30`, `9小时30分`, `570分`; its value is whole minutes."""

    def clean(self, value: Any) -> int | None:
        """Read the time.

        :raises forms.ValidationError: it is none, or longer than a day.
        """
        text = "".join(unicodedata.normalize("NFKC", super().clean(value)).replace("分钟", "分").split())
        if not text:
            return None
        match = _HOURS.fullmatch(text)
        if match is None or (match[4] and (match[2] or match[3])) or int(match[3] or match[4] or 0) > 59:
            raise forms.ValidationError(_("写小时，如 9.5 或 9:30。"))
        minutes = int(match[5] or 0) if match[1] is None else _minutes(match)
        if minutes > MOST_MINUTES:
            raise forms.ValidationError(_("一个班次的工时不能超过 24 小时。"))
        return minutes


def _minutes(match: re.Match[str]) -> int:
    hundredths = int((match[2] or "0").ljust(2, "0"))
    return int(match[1]) * 60 + int(match[3] or match[4] or 0) + (hundredths * 60 + 50) // 100


class HoursForm(DeskForm):
    """What each side says; an empty side says nothing now. Pieces are asked for where they are paid for."""

    worker_hours = HoursField(
        label=_("工人说的工时（小时）"),
        max_length=12,
        required=False,
        help_text=_("如 9.5 或 9:30，不计酬的休息不算。"),
    )
    employer_hours = HoursField(label=_("用工方说的工时（小时）"), max_length=12, required=False)
    worker_pieces = forms.IntegerField(label=_("工人说的件数"), min_value=0, max_value=1_000_000, required=False)
    employer_pieces = forms.IntegerField(label=_("用工方说的件数"), min_value=0, max_value=1_000_000, required=False)
    method = forms.ChoiceField(label=_("怎样得知"), choices=_BY_HAND)

    def __init__(self, *args: Any, by_piece: bool = True, **more: Any) -> None:
        """Leave the pieces out where nobody is paid for them."""
        super().__init__(*args, **more)
        if not by_piece:
            del self.fields["worker_pieces"], self.fields["employer_pieces"]


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
