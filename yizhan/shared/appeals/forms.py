"""Forms of appeals: they clean text and decide nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.shared.appeals.enums import AT_THE_COUNTER, CameBy, Speaker
from yizhan.shared.appeals.models import MOST_SIGNS
from yizhan.shared.appeals.operations import Said
from yizhan.shared.forms import DeskForm


class LodgeForm(DeskForm):
    """What is said, by whom, and how it came."""

    speaker = forms.ChoiceField(label=_("谁提出"), choices=Speaker.choices, widget=forms.RadioSelect)
    came_by = forms.ChoiceField(
        label=_("怎样提出"), choices=[(one.value, one.label) for one in AT_THE_COUNTER], widget=forms.RadioSelect
    )
    ground = forms.CharField(
        label=_("对方怎么说"),
        max_length=MOST_SIGNS,
        help_text=_("照对方的原话写，不要替对方下结论。最多 500 字。"),
        widget=forms.Textarea(attrs={"rows": 6, "data-autofocus": ""}),
        error_messages={"required": _("没有写理由。请用一两句话写明对方为什么不同意。")},
    )

    def __init__(self, *args: Any, in_own_name: bool, **kwargs: Any) -> None:
        """Ask who speaks and how it came only where somebody writes it down for another.

        :param in_own_name: the employer's agent has signed in.
        """
        super().__init__(*args, **kwargs)
        self.in_own_name = in_own_name
        if in_own_name:
            del self.fields["speaker"], self.fields["came_by"]
            self.fields["ground"].label = _("为什么不同意")
            self.fields["ground"].help_text = _("写明哪里与事实不符，有什么可以查证。最多 500 字。")

    def said(self) -> Said:
        """Return what was typed."""
        ground = self.cleaned_data["ground"]
        if self.in_own_name:
            return Said(ground, Speaker.AGENT, CameBy.SIGNED_IN)
        return Said(ground, Speaker(self.cleaned_data["speaker"]), CameBy(self.cleaned_data["came_by"]))


class AnswerForm(DeskForm):
    """The decision and its words."""

    granted = forms.TypedChoiceField(
        label=_("复核结果"),
        choices=[("yes", _("申诉成立，改变原决定")), ("no", _("维持原决定"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("给对方的答复"),
        max_length=MOST_SIGNS,
        help_text=_("用平常话写：查了什么、查到什么、所以怎么定。对方会看到这段话。最多 500 字。"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("没有写答复。请写明查了什么、所以怎么定。")},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
