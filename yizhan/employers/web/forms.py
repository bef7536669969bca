"""Forms of the room: they clean text and decide nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.employers.enums import (
    DESK_BASES,
    GOOD,
    ClearReason,
    ConductKind,
    EmployerKind,
    Industry,
    PermitKind,
    RefusalReason,
    SendBackReason,
    ToldBy,
    VerifiedHow,
    VerifyBasis,
    WageGuarantee,
)
from yizhan.employers.facts import EmployerFacts
from yizhan.employers.models import Employer
from yizhan.employers.queries import masked_numbers
from yizhan.employers.rules import bases_for
from yizhan.places.queries import division_choices, full_name
from yizhan.shared.forms import DateInput, DeskForm

FIELDS = (
    "kind",
    "name",
    "phone",
    "area_code",
    "uscc",
    "person_id_no",
    "industry",
    "legal_rep",
    "address",
    "permit_kind",
    "hr_licence_no",
    "hr_licence_until_on",
    "wage_guarantee",
)


#: Never shown whole in a form.
SECRET = ("phone", "person_id_no", "legal_rep")


def area_choices(area_code: str, kept: str = "") -> list[tuple[str, str]]:
    """Return the county's streets and townships; a code from elsewhere stays possible."""
    choices = division_choices(area_code[:6]) or [(area_code, full_name(area_code) or area_code)]
    if kept and kept not in dict(choices):
        choices.append((kept, full_name(kept) or kept))
    return choices


class EmployerForm(DeskForm):
    """Who offers work."""

    kind = forms.ChoiceField(
        label=_("主体类型"), choices=EmployerKind.choices, widget=forms.Select(attrs={"data-autofocus": ""})
    )
    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("与证照一致；个人雇主填本人姓名。"))
    uscc = forms.CharField(
        label=_("统一社会信用代码"),
        max_length=30,
        required=False,
        help_text=_("18 位，可含字母；个人雇主不填。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    person_id_no = forms.CharField(
        label=_("个人雇主身份证号"),
        max_length=24,
        required=False,
        help_text=_("只有个人雇主填。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("电话"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    legal_rep = forms.CharField(label=_("法定代表人"), max_length=50, required=False)
    industry = forms.ChoiceField(label=_("行业"), choices=[("", "—"), *Industry.choices], required=False)
    area_code = forms.ChoiceField(label=_("所在乡镇（街道）"))
    address = forms.CharField(label=_("地址"), max_length=120, required=False)
    permit_kind = forms.ChoiceField(
        label=_("哪种许可证"), choices=PermitKind.choices, required=False, initial=PermitKind.HR
    )
    hr_licence_no = forms.CharField(
        label=_("许可证号"), max_length=40, required=False, help_text=_("人力资源服务机构、劳务派遣单位必填。")
    )
    hr_licence_until_on = forms.DateField(label=_("许可证有效期至"), required=False, widget=DateInput)
    wage_guarantee = forms.ChoiceField(label=_("工资保证方式"), choices=WageGuarantee.choices, initial="none")
    not_the_same = forms.BooleanField(label=_("已核对，不是同一家"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, area_code: str, employer: Employer | None = None, **kwargs: Any) -> None:
        """Offer the streets and townships of a county.

        :param employer: whom the form corrects. Numbers and the representative's name are not shown whole: what is
            left empty stays as it was.
        """
        super().__init__(*args, **kwargs)
        self.employer = employer
        kept = employer.area_code if employer else ""
        self.fields["area_code"].choices = area_choices(area_code, kept)  # type: ignore[attr-defined]
        for name, shown_as in masked_numbers(employer).items() if employer else ():
            if shown_as:
                self.fields[name].required = False
                self.fields[name].help_text = _("现在是 %(masked)s，不改就留空。") % {"masked": shown_as}

    def facts(self) -> EmployerFacts:
        """Return what was typed, with what was left as it was."""
        values = {name: self.cleaned_data[name] for name in FIELDS}
        if self.employer is not None:
            values |= {name: getattr(self.employer, name) for name in SECRET if not values[name]}
        words = {
            "kind": EmployerKind(values["kind"]),
            "wage_guarantee": WageGuarantee(values["wage_guarantee"]),
            "permit_kind": PermitKind(values["permit_kind"] or PermitKind.HR),
        }
        return EmployerFacts(**values | words)

    def take_errors(self, errors: dict[str, list[str]]) -> None:
        """Put the sentences of a refusal beside their fields."""
        for name, sentences in errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def shown(employer: Employer) -> dict[str, Any]:
    """Return an employer as the form shows it."""
    values = {name: getattr(employer, name) for name in FIELDS if name not in SECRET}
    return values | {"version": employer.version}


class VerifyForm(DeskForm):
    """What was seen."""

    basis = forms.ChoiceField(label=_("核验依据"), choices=VerifyBasis.choices, widget=forms.RadioSelect)
    name_matches = forms.BooleanField(label=_("名称与证照（证件）一致"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        """Offer the papers that fit the kind."""
        super().__init__(*args, initial={"version": employer.version}, **kwargs)
        fitting = bases_for(employer.kind) & DESK_BASES
        choices = [(basis.value, basis.label) for basis in VerifyBasis if basis in fitting]
        self.fields["basis"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["basis"].initial = choices[0][0]


class RefuseForm(DeskForm):
    """Why not."""

    reason = forms.ChoiceField(label=_("不通过的原因"), choices=RefusalReason.choices)


class SendBackForm(DeskForm):
    """Why a paper is to be uploaded once more."""

    reason = forms.ChoiceField(label=_("退回的原因"), choices=SendBackReason.choices)


class ClearForm(DeskForm):
    """How a mark was settled."""

    outcome = forms.ChoiceField(label=_("处理结果"), choices=ClearReason.choices)


class ReportForm(DeskForm):
    """What somebody says against an employer."""

    kind = forms.ChoiceField(
        label=_("反映什么"), choices=[(kind.value, kind.label) for kind in ConductKind if kind not in GOOD]
    )
    submission = forms.UUIDField(required=False)


class VerifyFactForm(DeskForm):
    """On what it rests that a fact is true."""

    how = forms.ChoiceField(label=_("怎样查实"), choices=VerifiedHow.choices)


class ToldForm(DeskForm):
    """How an employer was told."""

    told_by = forms.ChoiceField(label=_("怎样告知"), choices=ToldBy.choices)


class AgentForm(DeskForm):
    """Who acts for the employer."""

    name = forms.CharField(label=_("经办人姓名"), max_length=50)
    mobile = forms.CharField(
        label=_("手机"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    id_no = forms.CharField(
        label=_("身份证号"), max_length=24, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    mandate_seen = forms.BooleanField(label=_("已查看委托证明和本人证件"), required=False)
    username = forms.CharField(
        label=_("登录名"),
        max_length=30,
        required=False,
        help_text=_("给经办人建有账号时填，经办人登录后只看得到自己单位的信息。"),
    )
