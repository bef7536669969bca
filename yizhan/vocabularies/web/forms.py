"""A year's notice as typed, and one day's correction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.shared.errors import Refused
from yizhan.shared.forms import DateInput, DeskForm
from yizhan.vocabularies.catalogue.notices import read_days
from yizhan.vocabularies.catalogue.statutory import FIRST_YEAR, LAST_YEAR, statutory_days

SOURCE = gettext_lazy("通知名称和文号")
SOURCE_HINT = gettext_lazy("例如：国务院办公厅关于2027年部分节假日安排的通知，国办发明电〔2026〕×号。")


class NoticeForm(DeskForm):
    """The notice of a year."""

    year = forms.IntegerField(label=gettext_lazy("年份"), min_value=2020, max_value=2099)
    source = forms.CharField(label=SOURCE, max_length=80, help_text=SOURCE_HINT)
    off = forms.CharField(
        label=gettext_lazy("放假的日子"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("照通知写，每段一行：1月1日至1月3日。周末也写进去。"),
    )  # fmt: skip
    worked = forms.CharField(
        label=gettext_lazy("调休上班的周末"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("例如：1月4日，2月14日。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Read the days and see that they can be a notice; `days` holds them: False off, True worked."""
        data = super().clean() or {}
        year = data.get("year")
        if year is None or "off" not in data or "worked" not in data:
            return data
        try:
            off, worked = read_days(data["off"], year), read_days(data["worked"], year)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if both := sorted(set(off) & set(worked)):
            raise forms.ValidationError(_("%(day)s 又放假又上班，没有保存。") % {"day": both[0].isoformat()})
        if week := [day for day in worked if day.weekday() < 5]:
            words = _("%(day)s 不是周末，不用调休上班，没有保存。请核对。")
            raise forms.ValidationError(words % {"day": week[0].isoformat()})
        missing = sorted(statutory_days(year) - set(off)) if FIRST_YEAR <= year <= LAST_YEAR else []
        if missing:
            words = _("少了法定节假日 %(day)s，没有保存。请对照通知补全。")
            raise forms.ValidationError(words % {"day": missing[0].isoformat()})
        data["days"] = dict.fromkeys(off, False) | dict.fromkeys(worked, True)
        return data


class DayForm(DeskForm):
    """One day that the notice, or a later one, puts otherwise."""

    day = forms.DateField(label=gettext_lazy("日期"), widget=DateInput())
    is_working = forms.TypedChoiceField(
        label=gettext_lazy("这一天"), choices=[("0", gettext_lazy("放假")), ("1", gettext_lazy("上班"))],
        coerce=lambda value: value == "1",
    )  # fmt: skip
    source = forms.CharField(label=SOURCE, max_length=80)

    def clean_day(self) -> dt.date:
        """Keep to this century."""
        day: dt.date = self.cleaned_data["day"]
        if not 2020 <= day.year <= 2099:
            raise forms.ValidationError(_("日期要在 2020 年到 2099 年之间。"))
        return day
