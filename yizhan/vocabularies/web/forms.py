"""What is typed: a year's notice, one day's correction, a minimum wage, an office's own word."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.shared.display import listed
from yizhan.shared.errors import Refused
from yizhan.shared.forms import DateInput, DeskForm, YuanField
from yizhan.vocabularies.catalogue.notices import read_days
from yizhan.vocabularies.catalogue.statutory import FIRST_YEAR, LAST_YEAR, statutory_days
from yizhan.vocabularies.enums import SourceMark
from yizhan.vocabularies.queries import all_occupations, areas_upward, find_occupations, is_occupation
from yizhan.vocabularies.rules import latest_wage_start, may_set_wage

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


def area_words(area_code: str) -> dict[str, str]:
    """Return a county, its city and its province with words, the county first."""
    names = {6: _("本县区"), 4: _("本市"), 2: _("全省")}
    return {code: f"{names[max(2, len(code.rstrip('0') + '0') // 2 * 2)]} {code}" for code in areas_upward(area_code)}


class WageForm(DeskForm):
    """A new figure of the minimum wage, from its document."""

    area_code = forms.ChoiceField(label=gettext_lazy("适用地区"))
    tier = forms.IntegerField(label=gettext_lazy("档次"), min_value=1, max_value=9, initial=1)
    month_fen = YuanField(label=gettext_lazy("月最低工资（元）"), min_fen=1)
    hour_fen = YuanField(
        label=gettext_lazy("小时最低工资（元）"), min_fen=1, help_text=gettext_lazy("非全日制用工的标准。")
    )
    valid_from_on = forms.DateField(label=gettext_lazy("从哪天起执行"), widget=DateInput())
    doc_no = forms.CharField(
        label=gettext_lazy("依据（文号）"), max_length=60, help_text=gettext_lazy("例如：鲁政字〔2025〕140号。")
    )
    mark = forms.ChoiceField(label=gettext_lazy("看的是什么"), choices=SourceMark.choices, initial=SourceMark.OFFICIAL)

    def __init__(self, *args: Any, user: Any, today: dt.date, **kwargs: Any) -> None:
        """Offer of the own county and what lies above it what the user's office answers for."""
        super().__init__(*args, **kwargs)
        self.latest = latest_wage_start(today)
        offered = [
            (code, words) for code, words in area_words(user.office.area_code).items() if may_set_wage(user, code)
        ]
        self.fields["area_code"].choices = offered  # type: ignore[attr-defined]
        self.fields["valid_from_on"].widget.attrs["max"] = self.latest.isoformat()

    def clean_valid_from_on(self) -> dt.date:
        """Keep to this century, and to what documents announce."""
        day: dt.date = self.cleaned_data["valid_from_on"]
        if not dt.date(2000, 1, 1) <= day <= self.latest:
            words = _("日期要在 2000 年以后、%(day)s 以前。请核对年份。")
            raise forms.ValidationError(words % {"day": self.latest.isoformat()})
        return day


class WordForm(DeskForm):
    """A word of the place, and what it means."""

    word = forms.CharField(
        label=gettext_lazy("本地叫法"), max_length=20, help_text=gettext_lazy("来的人怎么说就怎么写，例如：拉大锯的。")
    )
    occupation_code = forms.CharField(
        label=gettext_lazy("是哪个职业"), max_length=40,
        help_text=gettext_lazy("写职业名称或编码；写别的叫法会列出相近的职业。"),
    )  # fmt: skip

    def clean_occupation_code(self) -> str:
        """Take a code, or the name of an occupation; of anything else say what is near."""
        text: str = self.cleaned_data["occupation_code"].strip()
        if is_occupation(text):
            return text
        named = [one.code for one in all_occupations() if one.name == text]
        if len(named) == 1:
            return named[0]
        near = [f"{hit.name}（{hit.code}）" for hit in find_occupations(text, limit=4)]
        if near:
            raise forms.ValidationError(_("请写准职业名称或编码。相近的有：%(names)s。") % {"names": listed(near)})
        raise forms.ValidationError(_("没有找到这个职业。请写职业分类大典里的名称或编码。"))
