"""Forms of the console: few fields, as texts; `postings.facts` reads what is offered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yizhan.employers.enums import EmployerKind, MemberRole, PaperKind, PermitKind
from yizhan.employers.facts import EmployerFacts
from yizhan.gigs.enums import HANDED_OVER
from yizhan.places.queries import division_choices, find_places, full_name
from yizhan.postings.enums import (
    VALID_DAYS_WORDS,
    EndReason,
    Hazard,
    Insurance,
    LaborType,
    PostingKind,
    SettleKind,
    Source,
)
from yizhan.postings.facts import Offer, read_terms
from yizhan.postings.reading.as_written import is_bare
from yizhan.referrals.enums import ReceiptReason, ReceiptResult
from yizhan.shared.files.operations import ACCEPT, MOST_BYTES, PaperTooLarge
from yizhan.shared.forms import DateInput, DeskForm, TimeInput, YuanField

if TYPE_CHECKING:
    from yizhan.accounts.models import Office
    from yizhan.postings.reading.kept import Kept

NONE: list[tuple[str, Any]] = [("", "—")]
USERNAME = re.compile(r"^[A-Za-z][A-Za-z0-9._-]{3,29}$")


def _text(label: Any, most: int, *, hint: Any = "", required: bool = False, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


def _choice(label: Any, choices: Any, *, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=hint)


class _PaperField(forms.FileField):
    """A file whose size is looked at before it is read into memory."""

    def to_python(self, data: Any) -> Any:
        """Refuse what is larger than a paper may be."""
        chosen = super().to_python(data)
        if chosen is not None and (chosen.size or 0) > MOST_BYTES:
            raise forms.ValidationError(PaperTooLarge.sentence)
        return chosen


def _file(label: Any, *, hint: Any = "", required: bool = False) -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": ACCEPT})
    return _PaperField(label=label, required=required, help_text=hint, widget=widget, allow_empty_file=True)


def area_choices(area_code: str, kept: str = "") -> list[tuple[str, str]]:
    """Return the county's streets and townships; a code from elsewhere stays possible."""
    choices = division_choices(area_code[:6]) or [(area_code, full_name(area_code) or area_code)]
    if kept and kept not in dict(choices):
        choices.append((kept, full_name(kept) or kept))
    return choices


class _WithSentences(DeskForm):
    """A form that takes the sentences of a refusal."""

    def take_errors(self, errors: dict[str, list[str]]) -> None:
        """Put sentences beside their fields; what belongs to none stands above the form."""
        for name, sentences in errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


class OfficeForm(DeskForm):
    """At which station."""

    office = forms.ChoiceField(label=_("在哪个驿站用工"))

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        """Offer the stations."""
        super().__init__(*args, **kwargs)
        self.offices = {str(one.public_id): one for one in offices}
        choices = [(key, one.name) for key, one in self.offices.items()]
        self.fields["office"].choices = choices  # type: ignore[attr-defined]


class SignUpForm(_WithSentences):
    """Who wants to use the console; a code for a unit, an ID number for a household."""

    kind = forms.ChoiceField(
        label=_("您是"),
        choices=EmployerKind.choices,
        help_text=_("人力资源服务机构、劳务派遣单位还要填许可证、传证照。"),
    )
    name = _text(_("名称"), 100, required=True, hint=_("与证照一致；个人雇主填本人姓名。"))
    uscc = _text(_("统一社会信用代码"), 30, hint=_("18 位，在营业执照上；个人雇主不填。"), spellcheck="false")
    person_id_no = _text(_("个人雇主身份证号"), 24, hint=_("只有个人雇主填。"))
    contact_name = _text(_("经办人姓名"), 50, required=True)
    phone = _text(_("经办人手机"), 20, required=True, hint=_("驿站会打电话核实。"), inputmode="tel")
    area_code = forms.ChoiceField(label=_("所在乡镇（街道）"))
    address = _text(_("地址"), 120)
    licence = _file(_("营业执照（登记证书）"), hint=_("拍照、截图或 PDF，不超过 8 MB。四个角都要拍进来。"))
    permit_kind = _choice(_("哪种许可证"), PermitKind.choices)
    hr_licence_no = _text(_("许可证号"), 40)
    hr_licence_until_on = forms.DateField(label=_("许可证有效期至"), required=False, widget=DateInput)
    permit = _file(_("许可证"), hint=_("拍照、截图或 PDF，不超过 8 MB。"))
    agreed = forms.BooleanField(
        label=_("我同意驿站为核验身份使用以上信息，并给我打电话"),
        error_messages={"required": _("没有同意，申请没有交上去。核验要用到这些信息；不同意的，请到驿站窗口办理。")},
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        """Offer the townships around a station."""
        super().__init__(*args, **kwargs)
        self.fields["area_code"].choices = area_choices(office.area_code)  # type: ignore[attr-defined]

    def facts(self) -> EmployerFacts:
        """Return what was typed about the employer; the telephone is that of who asks."""
        names = ("name", "phone", "area_code", "uscc", "person_id_no", "address")
        values = {name: self.cleaned_data[name] for name in names}
        kind = EmployerKind(self.cleaned_data["kind"])
        if kind == EmployerKind.AGENCY:
            values |= {name: self.cleaned_data[name] for name in ("hr_licence_no", "hr_licence_until_on")}
        return EmployerFacts(kind=kind, permit_kind=self.which_permit(), **values)

    def which_permit(self) -> PermitKind:
        """Return which permit is meant."""
        return PermitKind(self.cleaned_data["permit_kind"] or PermitKind.HR)

    def papers(self) -> dict[PaperKind, bytes]:
        """Return the licences that were chosen, unread."""
        kinds = {"licence": PaperKind.LICENCE, "permit": PaperKind(self.which_permit())}
        return {kind: chosen.read() for name, kind in kinds.items() if (chosen := self.cleaned_data[name])}


class PaperForm(DeskForm):
    """One licence."""

    kind = forms.ChoiceField(label=_("哪种证照"))
    file = _file(_("照片、截图或 PDF"), hint=_("不超过 8 MB。四个角都要拍进来。"), required=True)

    def __init__(self, *args: Any, kinds: list[PaperKind], **kwargs: Any) -> None:
        """Offer what this employer is asked for."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, one.label) for one in kinds]  # type: ignore[attr-defined]
        self.fields["file"].error_messages["required"] = _("没有选文件，没有上传。请选一张照片或一个 PDF。")


class ReceiptForm(DeskForm):
    """The code that was shown when the request came in."""

    code = _text(_("受理码"), 20, required=True, hint=_("10 位，申请时给您的，不分大小写。"), spellcheck="false")


class CodeForm(DeskForm):
    """The code that was handed over."""

    code = _text(_("开通码"), 20, required=True, hint=_("10 位，不分大小写；用一次就失效。"), spellcheck="false")


class JoinForm(CodeForm):
    """The code, and the account that it opens."""

    username = _text(
        _("登录名"), 30, required=True, hint=_("4 到 30 位，字母开头，可用字母、数字、点、横线。请记牢。"),
        spellcheck="false",
    )  # fmt: skip
    password = forms.CharField(
        label=_("密码"),
        max_length=500,
        strip=False,
        help_text=_("至少 12 位；或者至少 8 位并包含大写字母、小写字母、数字、符号中的三种。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次密码"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        """Take a name that is no telephone number: sign-in names are seen by administrators."""
        name = str(self.cleaned_data["username"])
        if not USERNAME.match(name):
            raise forms.ValidationError(_("登录名要 4 到 30 位，以字母开头，只用字母、数字、点、横线。请换一个。"))
        return name

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("两次输入的密码不一样，没有开通。请再输一次。"))
        return cleaned


class MailForm(DeskForm):
    """An e-mail address, not confirmed yet."""

    email = _text(
        _("邮箱地址"), 120, required=True, hint=_("会发一封验证码邮件。"), inputmode="email", spellcheck="false"
    )


class MailCodeForm(MailForm):
    """The address once more, with the code that was sent there."""

    code = _text(_("验证码"), 10, required=True, hint=_("邮件里的 6 位数字。"), inputmode="numeric")


class InviteForm(_WithSentences):
    """Whom to ask in."""

    name = _text(_("姓名"), 50, required=True)
    mobile = _text(_("手机"), 20, required=True, inputmode="tel")
    role = forms.ChoiceField(
        label=_("身份"),
        choices=MemberRole.choices,
        initial=MemberRole.MEMBER,
        help_text=_("负责人还能邀请和停用成员。"),
    )


class JobForm(_WithSentences):
    """Work on offer in few fields. What is missing is said by the rules, not demanded here."""

    title = _text(_("做什么活"), 40, hint=_("例如 瓦工、装卸工、保洁。"))
    headcount = _text(_("要几个人"), 20, hint=_("每天（每班）要几人。"), inputmode="numeric")
    kind = _choice(_("干多久"), PostingKind.choices)
    starts_on = forms.DateField(label=_("开始日期"), required=False, widget=DateInput)
    ends_on = forms.DateField(label=_("结束日期"), required=False, widget=DateInput, help_text=_("只做一天不填。"))
    start_time = forms.TimeField(label=_("上工时间"), required=False, widget=TimeInput)
    end_time = forms.TimeField(label=_("收工时间"), required=False, widget=TimeInput)
    break_time = _text(_("中间休息"), 10, hint=_("例如 1小时；不算工时。"))
    valid_until_on = forms.DateField(label=_("有效期至"), required=False, widget=DateInput, help_text=VALID_DAYS_WORDS)
    pay = _text(_("工钱"), 200, hint=_("例如 200元/天、25元/小时、5000元/月。"))
    settle_kind = _choice(_("什么时候给"), NONE + SettleKind.choices)
    place_name = _text(_("在哪里干"), 100, hint=_("写到村、路口或厂门口。"))
    area_code = _choice(_("所在乡镇（街道）"), [])
    content = forms.CharField(
        label=_("具体做什么"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("电话写在下面，不要写在这里。"),
    )  # fmt: skip
    meals = forms.BooleanField(label=_("管饭"), required=False)
    lodging = forms.BooleanField(label=_("管住"), required=False)
    pickup = forms.BooleanField(label=_("接送"), required=False)
    tools_provided = forms.BooleanField(label=_("提供工具"), required=False)
    insurance = _choice(_("保险"), Insurance.choices)
    labor_type = _choice(_("用工类型"), LaborType.choices)
    hazards = forms.MultipleChoiceField(
        label=_("有什么危险"), choices=Hazard.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    contact_name = _text(_("联系人"), 50)
    contact_phone = _text(_("联系电话"), 30, inputmode="tel")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, office: Office, values: dict[str, Any], kept: Kept | None = None, is_read: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """Offer the townships around the station.

        :param values: of the posting behind the form: what `read_terms` takes, also what the form does not show.
        :param kept: of that posting, what stands beside its texts.
        :param is_read: the values were read from what the agent has just pasted, not from a posting: the telephone
            stands there whole, and goes where it is taken out.
        """
        if is_read:
            values = dict(values)
            hidden = {"contact_phone": values.pop("contact_phone", "")}
        else:
            hidden = {"contact_phone": ""}
        initial = {"area_code": office.area_code[:6], "kind": PostingKind.GIG} | values | hidden
        super().__init__(*args, initial=initial, **kwargs)
        self.office, self.values, self.kept = office, values, kept
        code = str(values.get("area_code", ""))
        self.fields["area_code"].choices = area_choices(office.area_code, code)  # type: ignore[attr-defined]
        self.offer: Offer | None = None

    def clean(self) -> dict[str, Any]:
        """Read the texts into an offer; what cannot be kept is said beside its field."""
        cleaned = super().clean() or {}
        raw = {"source": Source.AGENT} | self.values | cleaned | self._unseen(cleaned)
        raw |= self._point(str(cleaned.get("place_name") or "").strip())
        offer, errors = read_terms(raw, at=timezone.now(), kept=self.kept)
        self.take_errors({name: said for name, said in errors.items() if name not in self.errors})
        self.offer = None if self.errors else offer
        return cleaned

    def _unseen(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Return what follows from fields that are shown for those that are not."""
        found: dict[str, Any] = {"contact_phone": cleaned.get("contact_phone") or self.values.get("contact_phone", "")}
        if self.kept:  # a bare figure means what the one before it meant; other words say their unit themselves
            found["pay_unit"] = self.kept.pay_unit if is_bare(str(cleaned.get("pay") or "")) else ""
        times = [(cleaned.get(name), self.values.get(name)) for name in ("start_time", "end_time")]
        if any(now != before for now, before in times) and all(now for now, _before in times):
            found["hours_per_day"] = ""
        if set(cleaned.get("hazards") or ()) == set(self.values.get("hazards") or ()):
            found["hazards"] = self.values.get("hazards") or ()  # the boxes come in their own order
        return found

    def _point(self, place: str) -> dict[str, Any]:
        """Return where the place is: as before while its name stays, else as the station knows it by this name."""
        if place and place == self.values.get("place_name"):
            return {name: self.values.get(name) for name in ("lat_e6", "lng_e6")}
        hit = next((one for one in find_places(place, self.office, 3) if one.name == place), None) if place else None
        return {"lat_e6": hit.lat_e6 if hit else None, "lng_e6": hit.lng_e6 if hit else None}


class PastedJobForm(JobForm):
    """One job of a pasted text: it is kept, or left out of several."""

    keep = forms.BooleanField(label=_("存这一条"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Read the offer of a job that is kept; of one that is left out nothing has to be right."""
        if not self.cleaned_data.get("keep"):
            self._errors.clear()  # type: ignore[attr-defined]
            return self.cleaned_data
        return super().clean()


class PasteForm(DeskForm):
    """An announcement as it stands in a chat."""

    text = forms.CharField(
        label=_("招工消息"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        error_messages={"required": _("还没有粘贴文字。请把招工消息粘贴进来，再点“读出来”。")},
    )


#: What an employer may give as the reason for stopping, in their own words.
STOPS = [
    (EndReason.ENOUGH_PEOPLE.value, _("人已经够了")),
    (EndReason.WORK_CANCELLED.value, EndReason.WORK_CANCELLED.label),
    (EndReason.WEATHER.value, EndReason.WEATHER.label),
    (EndReason.EMPLOYER_ASKED.value, _("其他原因")),
]


class StopForm(DeskForm):
    """Why a posting is paused or withdrawn."""

    reason = forms.ChoiceField(label=_("原因"), choices=STOPS)


class HeadcountForm(DeskForm):
    """How many people a shift needs in all."""

    headcount = forms.IntegerField(label=_("一共要几人"), min_value=1, max_value=999)


class AnswerForm(DeskForm):
    """What came of a letter."""

    result = forms.ChoiceField(label=_("结果"), choices=ReceiptResult.choices, widget=forms.RadioSelect)
    reason = _choice(_("没有录用的原因"), NONE + ReceiptReason.choices, hint=_("录用的不用选。"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class HoursForm(DeskForm):
    """What the employer says about hours or pieces."""

    hours = forms.DecimalField(
        label=_("干了几小时"), min_value=0, max_value=24, max_digits=4, decimal_places=2,
        help_text=_("扣除不算钱的休息，例如 8 或 7.5。"), widget=forms.NumberInput(attrs={"step": "0.25"}),
    )  # fmt: skip
    pieces = forms.IntegerField(label=_("做了几件"), min_value=0, max_value=1_000_000, required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PaidForm(DeskForm):
    """What the employer says was paid for a shift, and when."""

    amount = YuanField(label=_("这个班一共付了（元）"), min_fen=1)
    paid_on = forms.DateField(label=_("哪天付的"), widget=DateInput(), help_text=_("分几次付的，写最后一次。"))
    method = forms.ChoiceField(label=_("怎样付的"), choices=[(one.value, one.label) for one in HANDED_OVER])
    voucher = _file(_("凭证图片（可以不传）"), hint=_("转账截图、签字的收条，不超过 8 MB；驿站的人才看得到。"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
