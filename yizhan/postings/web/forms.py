"""The form of work on offer: one screen, texts as typed; `postings.facts` reads them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yizhan.employers.enums import EmployerKind
from yizhan.employers.facts import EmployerFacts
from yizhan.places.queries import division_choices, full_name
from yizhan.postings.enums import (
    VALID_DAYS_WORDS,
    AgeGround,
    Channel,
    EndReason,
    Hazard,
    Insurance,
    LaborType,
    PassReason,
    PayUnit,
    PostingKind,
    Protection,
    ReturnReason,
    SettleKind,
    SexGround,
    SexRequired,
    Source,
)
from yizhan.postings.facts import Errors, Offer, read_terms
from yizhan.postings.models import Posting, Shift
from yizhan.postings.reading.as_written import as_written
from yizhan.postings.reading.kept import Kept
from yizhan.shared.forms import DateInput, DeskForm, TimeInput
from yizhan.vocabularies.queries import certificates_by_kind

NONE: list[tuple[str, Any]] = [("", "—")]
WEEK = [
    ("1", _("周一")),
    ("2", _("周二")),
    ("3", _("周三")),
    ("4", _("周四")),
    ("5", _("周五")),
    ("6", _("周六")),
    ("7", _("周日")),
]
#: Fields that are no part of what `read_terms` reads.
NOT_READ = frozenset({"version"})


def suggest_attributes(url_name: str, list_id: str) -> dict[str, str]:
    """Return the attributes of a field with suggestions; static/postings/offer.js and htmx do the rest."""
    return {
        "autocomplete": "off",
        "role": "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": list_id,
        "data-suggest": list_id,
        "data-suggest-url": url_name,
    }


def _text(label: Any, most: int, *, hint: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=False, help_text=hint, widget=widget)


def _yes(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def _choice(label: Any, choices: Any, *, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=hint)


def _several(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)


class OfferForm(DeskForm):
    """Work on offer. Every field may be empty in a draft but the name of the work and the day."""

    title = forms.CharField(
        label=_("岗位名称"),
        max_length=40,
        required=False,
        help_text=_("怎么叫就怎么写；从联想里选可带出职业。"),
        widget=forms.TextInput(attrs={"data-autofocus": "", **suggest_attributes("occupations", "title-list")}),
    )
    occupation_code = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = _choice(_("用工期限"), PostingKind.choices)
    headcount = _text(_("人数"), 20, hint=_("每天（每班）要几人。"), inputmode="numeric")
    starts_on = forms.DateField(label=_("开始日期"), required=False, widget=DateInput)
    ends_on = forms.DateField(label=_("结束日期"), required=False, widget=DateInput, help_text=_("只做一天不填。"))
    start_time = forms.TimeField(label=_("上工时间"), required=False, widget=TimeInput)
    end_time = forms.TimeField(label=_("收工时间"), required=False, widget=TimeInput)
    hours_per_day = _text(_("每日工时"), 5, hint=_("不填按上下工时间算。"), inputmode="decimal")
    break_time = _text(_("中间休息"), 10, hint=_("例如 1小时、90分钟；不算工时。"))
    week_days = _several(_("每周哪几天"), WEEK)
    pay = _text(_("报酬"), 200, hint=_("例如 200元/天、6-8千/月、0.5元/件。"))
    pay_unit = _choice(_("计酬单位"), NONE + PayUnit.choices, hint=_("报酬里没写单位时选。"))
    pieces_per_day = _text(_("一般日产量"), 8, hint=_("计件时填。"), inputmode="numeric")
    settle_kind = _choice(_("结算方式"), NONE + SettleKind.choices)
    settle_day = _text(_("结算日"), 40, hint=_("例如 当天收工时、次月15日。"))
    place_name = forms.CharField(
        label=_("工作地点"),
        max_length=100,
        required=False,
        help_text=_("从本地地点里选，才算得出距离。"),
        widget=forms.TextInput(attrs=suggest_attributes("places", "place-list")),
    )
    lat_e6 = forms.CharField(required=False, widget=forms.HiddenInput)
    lng_e6 = forms.CharField(required=False, widget=forms.HiddenInput)
    area_code = _choice(_("所在乡镇（街道）"), [])
    meeting_place = forms.CharField(
        label=_("集合地点"),
        max_length=100,
        required=False,
        help_text=_("与工作地点不同时填。"),
        widget=forms.TextInput(attrs=suggest_attributes("meeting", "meeting-list")),
    )
    meeting_lat_e6 = forms.CharField(required=False, widget=forms.HiddenInput)
    meeting_lng_e6 = forms.CharField(required=False, widget=forms.HiddenInput)
    meeting_time = forms.TimeField(label=_("集合时间"), required=False, widget=TimeInput)
    content = forms.CharField(
        label=_("工作内容"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    requirements = forms.CharField(
        label=_("其他录用条件"),
        max_length=500,
        required=False,
        help_text=_("没有就留空。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    labor_type = _choice(_("用工类型"), LaborType.choices)
    meals, lodging, pickup = _yes(_("管饭")), _yes(_("管住")), _yes(_("接送"))
    tools_provided, fare_paid = _yes(_("提供工具")), _yes(_("报销路费"))
    is_outdoors, is_site = _yes(_("露天作业")), _yes(_("建筑施工现场作业"))
    load_kg = _text(_("最重一件（公斤）"), 3, inputmode="numeric")
    loads_per_hour = _text(_("每小时搬几次"), 3, inputmode="numeric")
    protection = _several(_("提供的防护用品"), Protection.choices)
    hazards = _several(_("职业危害"), Hazard.choices)
    ppe = _text(_("其他劳动保护"), 200, hint=_("例如 通风、每2小时歇15分钟。"))
    insurance = _choice(_("保险"), Insurance.choices)
    certificates = forms.MultipleChoiceField(
        label=_("证书要求"), required=False, widget=forms.SelectMultiple(attrs={"size": "6"})
    )
    skills = _text(_("技能"), 200, hint=_("用顿号分开。"))
    age_min = _text(_("最小年龄"), 3, inputmode="numeric")
    age_max = _text(_("最大年龄"), 3, inputmode="numeric")
    age_ground = _choice(_("限制年龄的依据"), NONE + AgeGround.choices, hint=_("没有依据的年龄限制只提示，不筛人。"))
    sex_required = _choice(_("性别要求"), SexRequired.choices)
    sex_ground = _choice(_("限制性别的依据"), NONE + SexGround.choices)
    contact_name = _text(_("联系人"), 50)
    contact_phone = _text(_("联系电话"), 30, inputmode="tel")
    valid_until_on = forms.DateField(
        label=_("有效期至"), required=False, widget=DateInput,
        help_text=VALID_DAYS_WORDS,
    )  # fmt: skip
    source = _choice(_("信息来源"), Source.choices)
    source_name = _text(_("来源单位"), 60, hint=_("转发时必填。"))
    source_url = _text(_("来源网址"), 300, inputmode="url")
    channels = _several(_("发布渠道"), Channel.choices)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, area_code: str, kept_code: str = "", kept: Kept | None = None, **kwargs: Any
    ) -> None:
        """Offer the streets and townships of a county.

        :param kept: of the posting that is changed.
        """
        super().__init__(*args, **kwargs)
        self.kept = kept
        areas = division_choices(area_code[:6]) or [(area_code, full_name(area_code) or area_code)]
        if kept_code and kept_code not in dict(areas):
            areas.append((kept_code, full_name(kept_code) or kept_code))
        self._choices("area_code", areas)
        grouped = certificates_by_kind().items()
        self._choices("certificates", [(kind.label, [(c.code, c.name) for c in held]) for kind, held in grouped])
        self.offer: Offer | None = None

    def _choices(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the texts into an offer; what cannot be kept is said beside its field."""
        cleaned = super().clean() or {}
        raw = {name: value for name, value in cleaned.items() if name not in NOT_READ}
        offer, errors = read_terms(raw, at=timezone.now(), kept=self.kept)
        take_errors(self, {name: said for name, said in errors.items() if name not in self.errors})
        self.offer = None if self.errors else offer
        return cleaned


def take_errors(form: forms.Form, errors: Errors) -> None:
    """Put sentences beside their fields."""
    for name, sentences in errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def shown(posting: Posting, shifts: list[Shift]) -> dict[str, Any]:
    """Return a posting as the form shows it. The contact's telephone is not shown whole: left empty, it stays."""
    return as_written(posting, shifts) | {"contact_phone": ""}


class HouseholdForm(OfferForm):
    """A household's day job on one page: who, what, and that the ID was seen and the call was answered."""

    owner = forms.CharField(
        label=_("雇主姓名"),
        max_length=50,
        widget=forms.TextInput(attrs={"data-autofocus": "", "autocomplete": "off"}),
    )
    owner_id = forms.CharField(
        label=_("雇主身份证号"), max_length=24, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    owner_phone = forms.CharField(
        label=_("雇主电话"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    checked = forms.BooleanField(
        label=_("已查看身份证件，并回拨所留电话接通"),
        error_messages={"required": _("没有核验，不能提交。请查看身份证件并回拨电话，接通后勾选。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the owner."""
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs.pop("data-autofocus", None)

    def clean(self) -> dict[str, Any]:
        """Read owner and offer; the owner answers the telephone unless somebody else is named."""
        cleaned: dict[str, Any] = self.cleaned_data
        cleaned["kind"] = PostingKind.GIG
        cleaned["contact_name"] = cleaned.get("contact_name") or cleaned.get("owner", "")
        cleaned["contact_phone"] = cleaned.get("contact_phone") or cleaned.get("owner_phone", "")
        return super().clean()

    def owner_facts(self) -> EmployerFacts:
        """Return what is said about the owner."""
        return EmployerFacts(
            kind=EmployerKind.HOUSEHOLD,
            name=self.cleaned_data["owner"],
            phone=self.cleaned_data["owner_phone"],
            person_id_no=self.cleaned_data["owner_id"],
            area_code=self.cleaned_data["area_code"],
            address=self.cleaned_data["place_name"],
        )


#: What one button says: the decision, and after a colon its coded reason.
DECISIONS = [
    "approve", *(f"approve:{one}" for one in PassReason.values), "return",
    *(f"return:{one}" for one in ReturnReason.values), "refuse",
]  # fmt: skip


class DecisionForm(DeskForm):
    """What a reviewer decides: one button or key, with a coded reason in it."""

    decision = forms.ChoiceField(choices=[(one, "") for one in DECISIONS])
    reason = forms.CharField(
        label=_("补充说明"), max_length=160, required=False, help_text=_("可不填；放行时写在理由后面。")
    )
    why = forms.ChoiceField(label=_("退回或不通过的原因"), choices=NONE + ReturnReason.choices, required=False)
    age_ground_accepted = _yes(_("认可限制年龄的依据（认可后按年龄筛人）"))
    sex_ground_accepted = _yes(_("认可限制性别的依据"))
    version = forms.IntegerField(widget=forms.HiddenInput)
    after = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def decided(self) -> tuple[str, str]:
        """Return the decision and its code: of a button that carries none, the one that was chosen beside it."""
        decision, _colon, code = self.cleaned_data["decision"].partition(":")
        return decision, code or (self.cleaned_data["why"] if decision != "approve" else "")

    def passed_because(self, code: str) -> str:
        """Return why findings are let pass, in words: the coded reason, then what was added."""
        words = [str(PassReason(code).label)] if code else []
        return "：".join([*words, *filter(None, [self.cleaned_data["reason"].strip()])])


class EndForm(DeskForm):
    """Why a posting is paused, withdrawn or taken down."""

    reason = forms.ChoiceField(
        label=_("原因"), choices=[choice for choice in EndReason.choices if choice[0] != EndReason.REVISED]
    )


class HeadcountForm(DeskForm):
    """How many people a shift needs."""

    headcount = forms.IntegerField(label=_("人数"), min_value=1, max_value=999)


class CancelDayForm(DeskForm):
    """A day that is called off."""

    day = forms.DateField(label=_("取消哪一天"), widget=DateInput)
