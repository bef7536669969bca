"""Forms of the room: they clean text, `people.facts` and `workers.facts` read it, operations decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import (
    NO_ID_REASONS_AT_COUNTER,
    ConsentPurpose,
    IdKind,
    PersonGroupKind,
    ProxyRelation,
    Sex,
)
from yizhan.people.operations import ConsentFacts, ContactFacts, PersonFacts
from yizhan.people.queries import newest_texts, read_person_facts
from yizhan.shared.forms import DateInput, DeskForm
from yizhan.shared.web.request_facts import posted_number
from yizhan.vocabularies.enums import CertificateKind, Education, Ethnicity
from yizhan.vocabularies.queries import certificates_by_kind, find_occupations, is_occupation
from yizhan.workers.enums import (
    DAYTIME_WEEK,
    BoardLodging,
    SettleWish,
    SkillLevel,
    Transport,
    WishPayUnit,
    WorkMode,
)
from yizhan.workers.facts import WishFacts, read_wish
from yizhan.workers.models import Wish, WishedDay
from yizhan.workers.operations import SkillFacts
from yizhan.workers.shown import week_bits
from yizhan.workers.web.widgets import MOST_WORKS, PlacePicker, WeekGrid, WorksField, WorksPicker
from yizhan.workers.web.words import PART_WORDS

_NO_FILL = {"autocomplete": "off"}
#: Each of these asks who is on record already; what was asked last wins.
_ASKS = {
    "hx-post": reverse_lazy("workers:look"),
    "hx-target": "#known",
    "hx-sync": "closest form:replace",
}
_AS_TYPED = {**_NO_FILL, **_ASKS, "hx-trigger": "input changed delay:300ms"}
_WHEN_LEFT = {**_NO_FILL, **_ASKS, "hx-trigger": "change changed"}


def _options(choices: Any, blank: Any = "—") -> list[tuple[str, Any]]:
    return [("", blank), *choices]


class WishFields(DeskForm):
    """What somebody wants. `wish` holds the result after validation."""

    works = WorksField(label=_("想干什么活"), required=False, widget=WorksPicker())
    pay_min = forms.CharField(
        label=_("最低报酬"), required=False, widget=forms.TextInput({**_NO_FILL, "inputmode": "decimal"})
    )
    pay_unit = forms.ChoiceField(
        label=_("怎么算"), choices=WishPayUnit.choices, required=False, initial=WishPayUnit.DAY
    )
    max_km = forms.CharField(
        label=_("最远几公里"), required=False, widget=forms.TextInput({**_NO_FILL, "inputmode": "decimal"})
    )
    party_size = forms.CharField(
        label=_("几个人一起"), required=False, initial="1", widget=forms.TextInput({**_NO_FILL, "inputmode": "numeric"})
    )
    home_name = forms.CharField(label=_("住在哪里"), required=False, widget=PlacePicker())
    home_lat_e6 = forms.CharField(required=False, widget=forms.HiddenInput)
    home_lng_e6 = forms.CharField(required=False, widget=forms.HiddenInput)
    home_code = forms.CharField(required=False, widget=forms.HiddenInput)
    work_modes = forms.MultipleChoiceField(
        label=_("用工形式"), choices=WorkMode.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    settle = forms.MultipleChoiceField(
        label=_("结算"), choices=SettleWish.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    week = forms.MultipleChoiceField(
        label=_("平常哪些时段能干"), choices=[(str(bit), str(bit)) for bit in range(28)], required=False,
        widget=WeekGrid(), initial=week_bits(DAYTIME_WEEK),
    )  # fmt: skip
    transport = forms.ChoiceField(label=_("怎么去"), choices=_options(Transport.choices), required=False)
    board_lodging = forms.ChoiceField(label=_("食宿"), choices=_options(BoardLodging.choices), required=False)
    tools = forms.CharField(label=_("自带工具"), required=False, widget=forms.TextInput(_NO_FILL))
    languages = forms.CharField(label=_("普通话、方言"), required=False, widget=forms.TextInput(_NO_FILL))
    valid_days = forms.CharField(
        label=_("意向几天有效"), required=False, widget=forms.TextInput({**_NO_FILL, "inputmode": "numeric"}),
        help_text=_("不填：只做日工 7 天，其他 30 天。"),
    )  # fmt: skip
    has_smartphone = forms.BooleanField(label=_("会用智能手机"), required=False, initial=True)
    work_limit = forms.CharField(
        label=_("身体上有什么活不能干"), required=False, widget=forms.TextInput(_NO_FILL),
        help_text=_("本人愿说才记，加密保存；要先同意“处理健康等敏感信息”。"),
    )  # fmt: skip

    wish: WishFacts | None = None

    def __init__(self, *args: Any, office: Any, **kwargs: Any) -> None:
        """Keep whose own words count."""
        self.office = office
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Read the wish; every error goes to its field."""
        raw = dict(super().clean() or {})
        raw["works"] = with_typed(self, raw.get("works") or [])
        if "works" not in self.errors:
            reading = read_wish(raw, is_occupation=is_occupation)
            for key, sentence in reading.errors.items():
                self.add_error(key if key in self.fields else None, sentence)
            self.wish = reading.facts
        return raw


def with_typed(form: WishFields | SkillForm, works: list[str]) -> list[str]:
    """Add what was typed but not picked, where the word is known and means one thing; else ask."""
    picker = form.fields["works"].widget
    typed = getattr(picker, "typed", "")
    if not typed:
        return works
    sure = [hit for hit in find_occupations(typed, limit=5, office=form.office) if typed in (hit.alias, hit.name)]
    if len(sure) == 1 and len(works) < MOST_WORKS:
        picker.typed = ""
        works = [*works, f"{sure[0].code}|{typed[:30]}"]
        data = cast("QueryDict", form.data).copy()
        data.setlist(form.add_prefix("works"), works)
        form.data = data
        return works
    form.add_error("works", _("刚输入的工种还没有从名单里选中，请选一个或清空再保存。"))
    return works


class WishForm(WishFields):
    """The wish of a person on record."""

    here = forms.BooleanField(label=_("本人到站（记一次来访）"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RegisterForm(WishFields):
    """Everything about somebody new, on one screen. `facts`, `contacts` and `consents` hold the result."""

    field_order = ["name", "id_no", "mobile", "no_id_reason", "sex", "birth_on", "proxy_relation", "proxy_name"]

    name = forms.CharField(
        label=_("姓名"), required=False, widget=forms.TextInput({**_AS_TYPED, "data-autofocus": "", "data-who": ""}),
        help_text=_("可刷证、输首字母或手机尾号找人。"),
    )  # fmt: skip
    id_no = forms.CharField(
        label=_("身份证号"), required=False, widget=forms.TextInput({**_WHEN_LEFT, "data-id-no": "", "maxlength": "30"})
    )
    no_id_reason = forms.ChoiceField(
        label=_("没有号码的原因"), choices=_options(NO_ID_REASONS_AT_COUNTER, _("（有号码）")), required=False
    )
    mobile = forms.CharField(
        label=_("手机"), required=False, widget=forms.TextInput({**_WHEN_LEFT, "inputmode": "tel", "data-mobile": ""})
    )
    id_seen = forms.BooleanField(label=_("已当面核对证件"), required=False)
    sex = forms.ChoiceField(label=_("性别"), choices=_options(Sex.choices[1:]), required=False)
    birth_on = forms.CharField(
        label=_("出生日期"), required=False, widget=forms.TextInput({**_NO_FILL, "placeholder": "1968-03-05"})
    )
    proxy_relation = forms.ChoiceField(
        label=_("没有手机，由谁代收"), choices=_options(ProxyRelation.choices, _("（不用代收）")), required=False
    )
    proxy_name = forms.CharField(label=_("代收人姓名"), required=False, widget=forms.TextInput(_NO_FILL))
    proxy_number = forms.CharField(
        label=_("代收人电话"), required=False, widget=forms.TextInput({**_NO_FILL, "inputmode": "tel"})
    )
    landline = forms.CharField(
        label=_("固定电话"), required=False, widget=forms.TextInput({**_NO_FILL, "inputmode": "tel"})
    )
    id_kind = forms.ChoiceField(label=_("证件类型"), choices=IdKind.choices, required=False)
    ethnicity = forms.ChoiceField(label=_("民族"), choices=_options(Ethnicity.choices), required=False)
    education = forms.ChoiceField(label=_("学历"), choices=_options(Education.choices), required=False)
    huji_code = forms.CharField(
        label=_("户籍地"), required=False, widget=forms.TextInput({**_NO_FILL, "placeholder": _("例如 阳谷县")})
    )
    groups = forms.MultipleChoiceField(
        label=_("人员类别（本人陈述）"), choices=PersonGroupKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    consents = forms.MultipleChoiceField(
        label=_("本人同意"), choices=ConsentPurpose.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    facts: PersonFacts | None = None
    contacts: tuple[ContactFacts, ...] = ()

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        """Keep the day against which dates are held."""
        self.today = today
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Read person and contacts as well; every error goes to its field."""
        raw = super().clean()
        reading = read_person_facts(person_raw(raw), today=self.today)
        for key, sentence in reading.errors.items():
            self.add_error(key if key in self.fields else None, sentence)
        self.facts, self.contacts = reading.facts, reading.contacts
        return raw

    def consent_facts(self) -> list[ConsentFacts]:
        """Return what the person agreed to, each in the wording that the page showed."""
        return [
            ConsentFacts(purpose, seen_version=posted_number(self.data, f"wording_{purpose}"))
            for purpose in self.cleaned_data["consents"]
        ]

    def consent_rows(self) -> list[dict[str, Any]]:
        """Return each purpose with the wording that is agreed to and its version, in the order of the forms."""
        chosen = set(self["consents"].value() or [])
        texts = newest_texts()
        return [
            {"value": purpose.value, "label": purpose.label, "text": texts[purpose], "on": purpose in chosen}
            for purpose in ConsentPurpose
            if purpose in texts
        ]


def person_raw(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed about a person: where somebody lives is asked once and serves the record and the wish."""
    return {**cleaned, "resid_code": cleaned.get("home_code", ""), "resid_place": cleaned.get("home_name", "")}


#: Rows for dates that the page offers beyond those on record.
NEW_DAYS = 3
LONGEST_AHEAD = dt.timedelta(days=366)


class WhenForm(DeskForm):
    """When somebody can work. `week_mask` and `days` hold the result after validation."""

    week = forms.MultipleChoiceField(
        label=_("平常哪些时段能干"), choices=[(str(bit), str(bit)) for bit in range(28)], widget=WeekGrid(),
        error_messages={"required": _("至少要勾选一个可以工作的时段。")},
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    week_mask = 0
    days: tuple[tuple[dt.date, int], ...] = ()

    def __init__(self, *args: Any, wish: Wish, days: Sequence[WishedDay], today: dt.date, **kwargs: Any) -> None:
        """Offer the dates on record and some empty rows."""
        self.today = today
        initial: dict[str, Any] = {"week": week_bits(wish.week_mask), "version": wish.version}
        super().__init__(*args, initial=initial, **kwargs)
        rows: list[WishedDay | None] = [*days, *[None] * NEW_DAYS]
        self.day_names: list[tuple[str, str]] = []
        for number, row in enumerate(rows):
            day_name, parts_name = f"day_{number}", f"parts_{number}"
            self.fields[day_name] = forms.DateField(
                label=_("日期"), required=False, widget=DateInput(), initial=row.day if row else None,
                error_messages={"invalid": _("日期没有看懂，请重新选择。")},
            )  # fmt: skip
            self.fields[parts_name] = forms.MultipleChoiceField(
                label=_("时段"), required=False, choices=[(str(part), words) for part, words in PART_WORDS],
                widget=forms.CheckboxSelectMultiple,
                initial=[str(part) for part, _words in PART_WORDS if row and row.parts >> part & 1],
            )  # fmt: skip
            self.day_names.append((day_name, parts_name))

    def day_rows(self) -> list[tuple[Any, Any]]:
        """Return the bound fields of each date."""
        return [(self[day], self[parts]) for day, parts in self.day_names]

    def clean(self) -> dict[str, Any]:
        """Put the bits together; a date that was emptied goes."""
        cleaned = dict(super().clean() or {})
        self.week_mask = sum(1 << int(bit) for bit in set(cleaned.get("week", [])))
        found: dict[dt.date, int] = {}
        for day_name, parts_name in self.day_names:
            day = cleaned.get(day_name)
            if day is None:
                continue
            if not self.today <= day <= self.today + LONGEST_AHEAD:
                self.add_error(day_name, _("日期要在今天到一年以内，请重新选择。"))
            elif day in found:
                self.add_error(day_name, _("这一天写了两次，请留一个。"))
            found[day] = sum(1 << int(part) for part in set(cleaned.get(parts_name, [])))
        self.days = tuple(found.items())
        return cleaned


class SkillForm(DeskForm):
    """One or several kinds of work that somebody can do. `skills` holds the result."""

    works = WorksField(label=_("会干什么"), required=False, widget=WorksPicker())
    years = forms.IntegerField(
        label=_("干了几年"), required=False, min_value=0, max_value=70,
        widget=forms.TextInput({**_NO_FILL, "inputmode": "numeric"}),
        error_messages={key: _("年限请填 0 到 70 的整数。") for key in ("invalid", "max_value", "min_value")},
    )  # fmt: skip
    level = forms.TypedChoiceField(
        label=_("技能等级"), required=False, coerce=int, empty_value=None,
        choices=_options(SkillLevel.choices),
    )  # fmt: skip

    skills: list[SkillFacts]

    def __init__(self, *args: Any, office: Any, **kwargs: Any) -> None:
        """Keep whose own words count."""
        self.office = office
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Read the kinds of work."""
        cleaned = dict(super().clean() or {})
        codes = [piece.partition("|")[0] for piece in with_typed(self, cleaned.get("works") or [])]
        if "works" not in self.errors and (not codes or not all(is_occupation(code) for code in codes)):
            self.add_error("works", _("请从名单里选一个会干的工种。"))
        self.skills = [SkillFacts(code, cleaned.get("years"), cleaned.get("level")) for code in codes]
        return cleaned


def _certificate_choices() -> list[Any]:
    return [("", "—")] + [
        (CertificateKind(kind).label, [(one.code, one.name) for one in group])
        for kind, group in certificates_by_kind().items()
    ]


class CertificateForm(DeskForm):
    """A certificate that was shown; its fields are the arguments of `operations.add_certificate`."""

    code = forms.ChoiceField(
        label=_("证书"), choices=_certificate_choices, error_messages={"required": _("请选择是哪种证书。")}
    )
    number = forms.CharField(label=_("证号"), required=False, max_length=40, widget=forms.TextInput(_NO_FILL))
    issuer = forms.CharField(label=_("发证单位"), required=False, max_length=60)
    issued_on = forms.DateField(label=_("发证日期"), required=False, widget=DateInput())
    expires_on = forms.DateField(label=_("有效期至"), required=False, widget=DateInput())
    review_on = forms.DateField(label=_("应复审日期"), required=False, widget=DateInput())

    def clean(self) -> dict[str, Any]:
        """Hold the dates against each other."""
        cleaned = dict(super().clean() or {})
        issued_on, expires_on = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued_on and expires_on and expires_on < issued_on:
            self.add_error("expires_on", _("有效期不能早于发证日期，请核对证件。"))
        return cleaned
