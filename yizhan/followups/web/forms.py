"""What is typed during a call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.followups.enums import MatchesPosting, Method, Reach
from yizhan.followups.operations import Answers
from yizhan.shared.forms import DateInput, DeskForm, YuanField

YES_NO = [("yes", _("是")), ("no", _("否"))]
#: Question -> words as they are asked on the telephone. `wage_real` is read into `Answers.wage_real_fen`.
QUESTION_WORDS = {
    "on_job": _("到岗了吗，现在还在干吗？"),
    "matches_posting": _("和说好的一样吗？"),
    "wage_real": _("实际拿到多少钱？"),
    "paid_full": _("给够了吗？"),
    "paid_on_time": _("按时给了吗？"),
    "fee_asked": _("有人收过押金、介绍费之类的钱吗？"),
    "id_held": _("身份证被扣过吗？"),
    "injured": _("受过伤吗？"),
    "csat": _("对这次服务打几分？"),
    "demand": _("还有什么要我们帮忙的？"),
}
#: Answers that accuse somebody: the form marks them.
ACCUSING = {("paid_full", "no"), ("fee_asked", "yes"), ("id_held", "yes"), ("injured", "yes")}
YES_NO_QUESTIONS = frozenset({"on_job", "paid_full", "paid_on_time", "fee_asked", "id_held", "injured"})


class CallForm(DeskForm):
    """One call: how, whether somebody was reached, and the answers to the questions of its kind."""

    method = forms.ChoiceField(label=_("方式"), choices=Method.choices, initial=Method.PHONE)
    reach = forms.ChoiceField(label=_("接通了吗"), choices=Reach.choices, widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, questions: tuple[str, ...], **kwargs: Any) -> None:
        """Ask what the kind asks, in its order."""
        super().__init__(*args, **kwargs)
        self.questions = questions
        for name in questions:
            self.fields[name] = _field(name)

    def answers(self) -> Answers:
        """Return what was said; what was not asked or not answered stays None or empty."""
        data = self.cleaned_data
        said: dict[str, Any] = {}
        for name in self.questions:
            value = data.get(name)
            if name in YES_NO_QUESTIONS:
                said[name] = {"yes": True, "no": False}.get(value or "")
            elif name == "wage_real":
                said["wage_real_fen"] = value
            elif name == "csat":
                said[name] = int(value) if value else None
            else:
                said[name] = value or ""
        return Answers(**said)


def _field(name: str) -> forms.Field:
    label = QUESTION_WORDS[name]
    if name == "matches_posting":
        return forms.ChoiceField(label=label, required=False, choices=MatchesPosting.choices, widget=forms.RadioSelect)
    if name == "wage_real":
        return YuanField(label=label, required=False, help_text=_("单位：元，按说好的算法合计"))
    if name == "csat":
        return forms.ChoiceField(
            label=label, required=False, choices=[(str(n), str(n)) for n in range(1, 6)], widget=forms.RadioSelect
        )
    if name == "demand":
        return forms.CharField(label=label, required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 1}))
    return forms.ChoiceField(label=label, required=False, choices=YES_NO, widget=forms.RadioSelect)


class LaterForm(DeskForm):
    """Ask on another day."""

    due_on = forms.DateField(label=_("改到"), widget=DateInput())


class GiveForm(DeskForm):
    """Who shall call."""

    to = forms.TypedChoiceField(label=_("由谁回访"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, colleagues: list[Any], **kwargs: Any) -> None:
        """Take the people who may call."""
        super().__init__(*args, **kwargs)
        choices = [("", _("谁有空谁打")), *((user.pk, user.name) for user in colleagues)]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
