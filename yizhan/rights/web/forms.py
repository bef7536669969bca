"""Forms of the room: they clean what is typed. What limits and calculators are told is kept nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.places.queries import children
from yizhan.rights.calculators.contract import Ground
from yizhan.rights.enums import (
    BY_HAND,
    REMOVED_BY_HAND,
    CaseKind,
    Channel,
    HandReason,
    InterestBasis,
    Outcome,
    Relation,
    StillGround,
)
from yizhan.shared.forms import DateInput, DeskForm, YuanField

if TYPE_CHECKING:
    from yizhan.accounts.models import User

#: Days outside these are typing errors; the room's oldest provision is of 1995.
FIRST_DAY, LAST_DAY = dt.date(1995, 1, 1), dt.date(2099, 12, 31)
BACKWARDS = _("结束的日期不能早于开始的日期，没有计算。请核对。")


class Day(forms.DateField):
    """A day of these decades."""

    def __init__(self, **kwargs: Any) -> None:
        """Use the browser's date field."""
        super().__init__(widget=DateInput(), **kwargs)

    def clean(self, value: Any) -> Any:
        """Read a day.

        :raises ValidationError: not a day, or out of range.
        """
        day = super().clean(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("日期要在 1995 年到 2099 年之间。"))
        return day


class LimitsForm(DeskForm):
    """The days of a matter."""

    kind = forms.ChoiceField(label=_("什么事"), choices=CaseKind.choices)
    relation = forms.ChoiceField(label=_("和用工方的关系"), choices=Relation.choices)
    happened_on = Day(label=_("事情发生的日期"), help_text=_("欠薪填该发没发的那天；受伤填受伤那天。"))
    known_on = Day(label=_("知道权利受侵害的日期"), required=False, help_text=_("和发生同一天可以不填。"))
    ended_on = Day(label=_("离开或事情结束的日期"), required=False, help_text=_("还在干、还没结束，不填。"))
    claimed_on = Day(
        label=_("最近一次讨要或对方答应的日期"), required=False, help_text=_("有短信、录音这类凭据的才算。")
    )
    channel = forms.ChoiceField(label=_("已经找过"), required=False, choices=[("", _("还没有找")), *Channel.choices])
    filed_on = Day(label=_("递交日期"), required=False)
    accepted_on = Day(label=_("受理日期"), required=False)
    decided_on = Day(label=_("作出决定的日期"), required=False)
    served_on = Day(label=_("收到决定书的日期"), required=False)
    perform_by_on = Day(label=_("决定书写的履行期限最后一天"), required=False)
    is_extended = forms.BooleanField(label=_("已批准延期"), required=False)

    def clean(self) -> dict[str, Any]:
        """See that the days run forward."""
        data = super().clean() or {}
        steps = [data.get(name) for name in ("happened_on", "filed_on", "accepted_on", "decided_on", "served_on")]
        given = [day for day in steps if day is not None]
        if given != sorted(given):
            raise forms.ValidationError(_("日期的先后不对：发生、递交、受理、决定、收到要依次往后。没有计算，请核对。"))
        happened, ended = data.get("happened_on"), data.get("ended_on")
        if happened and ended and ended < happened and data.get("kind") != CaseKind.ARREARS:
            raise forms.ValidationError(BACKWARDS)
        return data


class InjuryForm(DeskForm):
    """Who was hurt how, where and when."""

    relation = forms.ChoiceField(label=_("和用工方的关系"), choices=Relation.choices, initial=Relation.UNKNOWN)
    happened_on = Day(label=_("受伤的日期"))
    province = forms.ChoiceField(label=_("干活的省份"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the provinces, by the first two digits of their codes."""
        super().__init__(*args, **kwargs)
        province: Any = self.fields["province"]
        province.choices = [(one.code[:2], one.name) for one in children()]


class ArrearsForm(DeskForm):
    """What was promised, what was paid, and the ground for interest."""

    promised = YuanField(label=_("应付（元）"))
    paid = YuanField(label=_("已付（元）"), initial=0)
    basis = forms.ChoiceField(label=_("利息依据"), choices=InterestBasis.choices)
    from_on = Day(label=_("应付日（判决的填履行期最后一天）"), required=False)
    until_on = Day(label=_("算到哪天"), required=False)
    rate = forms.DecimalField(label=_("年利率（%）"), required=False, min_value=0, max_value=100, decimal_places=2)
    lpr = forms.DecimalField(
        label=_("当时的一年期 LPR（%）"), required=False, min_value=0, max_value=30, decimal_places=2,
        help_text=_("写明利率的填，用来看是否超过四倍。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """See that what the ground needs is there."""
        data = super().clean() or {}
        promised, paid = data.get("promised"), data.get("paid")
        if promised is not None and paid is not None and paid > promised:
            raise forms.ValidationError(_("已付比应付多，没有欠款，没有计算。请核对。"))
        basis = data.get("basis")
        if basis in (None, InterestBasis.NONE):
            return data
        if not data.get("from_on") or not data.get("until_on"):
            raise forms.ValidationError(_("算利息要填应付日和算到哪天，没有计算。"))
        if data["until_on"] < data["from_on"]:
            raise forms.ValidationError(BACKWARDS)
        if basis != InterestBasis.AWARD and data.get("rate") is None:
            raise forms.ValidationError(_("这种利息要填年利率，没有计算。"))
        return data


class Hours(forms.DecimalField):
    """Hours with half and quarter hours, cleaned to an exact fraction."""

    def __init__(self, **kwargs: Any) -> None:
        """Bound a month."""
        super().__init__(min_value=0, max_value=744, decimal_places=2, initial=0, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the exact number."""
        hours = super().clean(value)
        return Fraction(hours) if hours is not None else Fraction(0)


class OvertimeForm(DeskForm):
    """A month's wage and the hours beyond the normal ones."""

    month = YuanField(label=_("正常工时的月工资（元）"), max_fen=10_000_000)
    on = Day(label=_("加班所在的月（填其中一天）"))
    workday = Hours(label=_("工作日延时（小时）"), required=False)
    restday = Hours(label=_("休息日且没补休（小时）"), required=False)
    holiday = Hours(label=_("法定休假日（小时）"), required=False)
    paid = YuanField(label=_("已付加班费（元）"), required=False)


class MinimumForm(DeskForm):
    """What was paid, where and when."""

    paid = YuanField(label=_("实付（元，不含加班费和津贴）"), max_fen=10_000_000)
    on = Day(label=_("干活的日期"))
    by = forms.ChoiceField(label=_("按什么算"), choices=[("month", _("整月")), ("hour", _("按小时（非全日制）"))])
    hours = Hours(label=_("小时数"), required=False)
    month = YuanField(label=_("当地月最低工资（元）"), required=False, help_text=_("不填就用本站已录入的标准。"))
    hour = YuanField(label=_("当地小时最低工资（元）"), required=False, help_text=_("不填就用本站已录入的标准。"))


class ContractForm(DeskForm):
    """Work without a written contract."""

    started_on = Day(label=_("开始干活的日期"))
    until_on = Day(label=_("没有合同的最后一天"), help_text=_("补签了填前一天；离开了填离开那天；还在干填今天。"))
    month = YuanField(label=_("月工资（元）"), max_fen=10_000_000)

    def clean(self) -> dict[str, Any]:
        """See that the days run forward."""
        data = super().clean() or {}
        if data.get("started_on") and data.get("until_on") and data["until_on"] < data["started_on"]:
            raise forms.ValidationError(BACKWARDS)
        return data


class SeveranceForm(DeskForm):
    """The end of a labour relation."""

    started_on = Day(label=_("入职日期"))
    ended_on = Day(label=_("离职日期"))
    ground = forms.ChoiceField(
        label=_("怎么离开的"),
        choices=[
            (Ground.N, _("单位提出协商解除、裁员、欠薪被迫离开、合同到期单位不续")),
            (Ground.N_PLUS_ONE, _("单位因医疗期满、不胜任等原因辞退，没有提前 30 日通知")),
            (Ground.UNLAWFUL, _("单位违法辞退")),
        ],
    )
    month = YuanField(label=_("离职前 12 个月平均工资（元）"), max_fen=10_000_000)
    last_month = YuanField(label=_("上个月工资（元）"), required=False, max_fen=10_000_000)
    minimum = YuanField(label=_("当地月最低工资（元）"), required=False, max_fen=10_000_000)
    average = YuanField(
        label=_("当地上年度月平均工资（元）"),
        required=False,
        max_fen=10_000_000,
        help_text=_("工资高的填，看是否超过三倍。"),
    )

    def clean(self) -> dict[str, Any]:
        """See that the days run forward."""
        data = super().clean() or {}
        if data.get("started_on") and data.get("ended_on") and data["ended_on"] < data["started_on"]:
            raise forms.ValidationError(BACKWARDS)
        return data


class OpenForm(DeskForm):
    """A case on one screen."""

    kind = forms.ChoiceField(label=_("什么事"), choices=CaseKind.choices)
    relation = forms.ChoiceField(label=_("和用工方的关系"), choices=Relation.choices, initial=Relation.UNKNOWN)
    employer_said = forms.CharField(label=_("用工方（本人说的）"), required=False, max_length=80)
    happened_on = Day(label=_("事情发生的日期"), help_text=_("欠薪填该发没发的那天；受伤填受伤那天。"))
    known_on = Day(label=_("知道权利受侵害的日期"), required=False, help_text=_("和发生同一天可以不填。"))
    ended_on = Day(label=_("离开或事情结束的日期"), required=False, help_text=_("还在干、还没结束，不填。"))
    situation = forms.CharField(
        label=_("事情经过（用本人的话）"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class MendForm(DeskForm):
    """What is known about the matter by now."""

    ABOUT = ("relation", "employer_said", "known_on", "ended_on", "situation")

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    relation = forms.ChoiceField(label=_("和用工方的关系"), choices=Relation.choices)
    employer_said = forms.CharField(label=_("用工方（本人说的）"), required=False, max_length=80)
    known_on = Day(label=_("知道权利受侵害的日期"), required=False)
    ended_on = Day(label=_("离开或事情结束的日期"), required=False, help_text=_("还在干、还没结束，不填。"))
    situation = forms.CharField(
        label=_("事情经过（用本人的话）"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class StepForm(DeskForm):
    """A line of the course."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    kind = forms.ChoiceField(label=_("做了什么"), choices=[(one.value, one.label) for one in BY_HAND])
    on = Day(label=_("哪一天"))
    note = forms.CharField(label=_("说明"), required=False, max_length=1000)


class ChannelForm(DeskForm):
    """The days of a way."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    channel = forms.ChoiceField(label=_("渠道"), choices=Channel.choices)
    filed_on = Day(label=_("递交日期"))
    accepted_on = Day(label=_("受理日期"), required=False)
    decided_on = Day(label=_("作出决定的日期"), required=False)
    served_on = Day(label=_("收到决定书的日期"), required=False)
    perform_by_on = Day(label=_("决定书写的履行期限最后一天"), required=False)
    is_extended = forms.BooleanField(label=_("已批准延期"), required=False)


class HandForm(DeskForm):
    """To whom a case goes, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    to = forms.TypedChoiceField(label=_("移交给"), coerce=int)
    reason = forms.ChoiceField(label=_("原因"), choices=HandReason.choices)

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:
        """Offer the colleagues."""
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.choices = [(one.pk, one.name) for one in colleagues]


class HelperForm(DeskForm):
    """Which colleague assists, or goes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    to = forms.TypedChoiceField(label=_("协办人"), coerce=int)

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:
        """Offer the colleagues."""
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.choices = [(one.pk, one.name) for one in colleagues]


class StandstillForm(DeskForm):
    """A time in which the person could not act."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    ground = forms.ChoiceField(label=_("为什么不能办理"), choices=StillGround.choices)
    from_on = Day(label=_("从哪天起不能办理"))
    until_on = Day(label=_("从哪天起又能办理"), required=False, help_text=_("还不能办理，不填。"))
    note = forms.CharField(label=_("凭据（病历、通告等）"), required=False, max_length=500)


class StandstillEndForm(DeskForm):
    """From when time runs again, or that it never stood still."""

    act = forms.ChoiceField(choices=[("end", ""), ("withdraw", "")])
    until_on = Day(label=_("从哪天起又能办理"), required=False)


class ManyFiles(forms.FileInput):
    """The browser's field for several files."""

    allow_multiple_selected = True


class EvidenceForm(DeskForm):
    """Files, and what they show. The files themselves are read by the view: a form field takes one."""

    file = forms.FileField(
        label=_("文件（可以多选）"),
        required=False,
        widget=ManyFiles(
            attrs={"multiple": True, "accept": ".jpg,.jpeg,.png,.webp,.heic,.pdf,.mp3,.m4a,.amr,.wav,.mp4"}
        ),
        help_text=_("照片、截图、PDF、录音、视频，每个不超过 10 MB，一次最多 10 个。动态照片请先存成普通照片。"),
    )
    name = forms.CharField(
        label=_("是什么"), required=False, max_length=80, help_text=_("例如：记工本、聊天记录、工地照片。")
    )


class RemoveForm(DeskForm):
    """Why a file is destroyed."""

    reason = forms.ChoiceField(label=_("为什么销毁"), choices=[(one.value, one.label) for one in REMOVED_BY_HAND])


class AssignForm(DeskForm):
    """To whom a case goes that nobody attends to."""

    to = forms.TypedChoiceField(label=_("指派给"), coerce=int)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        """Offer the people of the station."""
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.choices = [(one.pk, one.name) for one in people]


class CloseForm(DeskForm):
    """What came of it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    outcome = forms.ChoiceField(label=_("结果"), choices=Outcome.choices)
    note = forms.CharField(label=_("说明"), required=False, max_length=1000)
