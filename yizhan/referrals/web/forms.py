"""What is typed about referrals: cleaned here, decided by the operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yizhan.referrals.enums import ReceiptReason, ReceiptResult, SiteCheck
from yizhan.referrals.rules import FOLLOW_UP_DAYS
from yizhan.shared.display import day_text, when_text
from yizhan.shared.forms import DateInput, DeskForm


class OverrideReason(models.TextChoices):
    """Why somebody's time is promised although it is promised elsewhere already; kept with the promise."""

    OTHER_GIVEN_UP = "other_given_up", _("另一处不去了")
    BOTH_POSSIBLE = "both_possible", _("两处时间能错开")
    ENTERED_WRONG = "entered_wrong", _("另一处登记有误")


class SendForm(DeskForm):
    """Which shift, how many people."""

    shift = forms.TypedChoiceField(label=_("班次"), coerce=int)
    places = forms.IntegerField(
        label=_("一起去几个人"), min_value=1, max_value=20, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )

    site_check = forms.ChoiceField(
        label=_("工地用工核实"),
        choices=[("", "—"), *SiteCheck.choices],
        required=False,
        help_text=_("本地对工地用工年龄有限制，开介绍信前必选。"),
    )

    def __init__(self, *args: Any, shifts: list[Any], **kwargs: Any) -> None:
        """Take the open shifts of the posting."""
        super().__init__(*args, **kwargs)
        self.fields["shift"].choices = [(shift.pk, shift_words(shift)) for shift in shifts]  # type: ignore[attr-defined]


def shift_words(shift: Any) -> str:
    """Say when a shift is and how many places are left."""
    start = timezone.localtime(shift.starts_at)
    until = f"–{when_text(shift.ends_at, 'clock')}" if shift.ends_at else ""
    if shift.ends_at and shift.ends_at - shift.starts_at >= dt.timedelta(days=1):
        until = f" – {day_text(timezone.localdate(shift.ends_at), 'short')}"
    left = _("还缺 %(n)s 人") % {"n": shift.headcount - shift.taken}
    return f"{day_text(start.date(), 'short')} {when_text(shift.starts_at, 'clock')}{until} · {left}"


class NumberForm(DeskForm):
    """The number of a letter."""

    number = forms.CharField(
        label=_("介绍信编号"), max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "data-hotkey": "/", "data-autofocus": True,
                   "placeholder": _("扫码，或输入 T2611-0042-7")}
        ),
    )  # fmt: skip


class ReceiptForm(DeskForm):
    """What the receipt says."""

    result = forms.ChoiceField(label=_("面谈结果"), choices=ReceiptResult.choices, widget=forms.RadioSelect)
    arrived_on = forms.DateField(label=_("到岗日期"), required=False, widget=DateInput())
    reason = forms.ChoiceField(
        label=_("没成的原因"), required=False, choices=[("", _("没有说")), *ReceiptReason.choices]
    )
    overridden_reason = forms.ChoiceField(
        label=_("照约的原因"), required=False, choices=[("", "—"), *OverrideReason.choices]
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Drop what does not belong to the result."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("result") == ReceiptResult.HIRED:
            cleaned["reason"] = ""
        else:
            cleaned["arrived_on"] = None
        return cleaned


class HandoverForm(DeskForm):
    """To whom, with what word."""

    to = forms.TypedChoiceField(label=_("交给"), required=False, coerce=int, empty_value=None)
    note = forms.CharField(
        label=_("交班说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, colleagues: list[Any], **kwargs: Any) -> None:
        """Take the people of the office."""
        super().__init__(*args, **kwargs)
        choices = [("", _("还不知道是谁")), *((user.pk, user.name) for user in colleagues)]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]


class PlanForm(DeskForm):
    """On which days to call about a kind of posting."""

    kind = forms.CharField(widget=forms.HiddenInput)
    days = forms.TypedMultipleChoiceField(
        label=_("上岗后第几天回访"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        choices=[(day, _("第 %(n)s 天") % {"n": day}) for day in FOLLOW_UP_DAYS],
    )  # fmt: skip
