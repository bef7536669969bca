"""What is typed about plans: cleaned here, decided by the operations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.plans.enums import PlanKind, PlanPolicy
from yizhan.shared.forms import DateInput, DeskForm


class PlanForm(DeskForm):
    """For which days, by which rule."""

    kind = forms.ChoiceField(label=_("安排"), choices=PlanKind.choices)
    from_on = forms.DateField(label=_("从哪天起"), widget=DateInput())
    policy = forms.ChoiceField(label=_("规则"), choices=PlanPolicy.choices)


class RowForm(DeskForm):
    """What is done to a row, as it was when the page was opened."""

    act = forms.ChoiceField(choices=[("drop", "drop"), ("put_back", "put_back"), ("replace", "replace")])
    version = forms.IntegerField(min_value=1, max_value=2_000_000_000)
    person = forms.UUIDField(required=False)


class PlanActForm(DeskForm):
    """What is done to a plan."""

    act = forms.ChoiceField(
        choices=[("carry_out", "carry_out"), ("discard", "discard"), ("again", "again")],
    )
    row = forms.UUIDField(required=False)
