"""Forms of the room: they clean text, `facts` reads it, operations decide."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yizhan.people.enums import (
    CHANNELS_AT_COUNTER,
    NO_ID_REASONS_AT_COUNTER,
    AgeDocument,
    Channel,
    ConsentPurpose,
    HouseholdRole,
    IdKind,
    OpenReason,
    PersonGroupKind,
    ProxyRelation,
    Sex,
)
from yizhan.people.facts import ContactFacts, PersonFacts, read_area, read_contacts
from yizhan.people.models import Person
from yizhan.people.operations import GROUNDS
from yizhan.people.queries import contact_facts_of, groups_of, read_birth, read_person_facts
from yizhan.places.queries import full_name
from yizhan.shared.forms import DeskForm
from yizhan.shared.text.misread import Misread
from yizhan.vocabularies.enums import Education, Ethnicity

_NO_FILL = {"autocomplete": "off"}


def _options(choices: Any, blank: Any = "—") -> list[tuple[str, Any]]:
    return [("", blank), *choices]


class FactsForm(DeskForm):
    """Identity as typed. `facts` holds the result after validation."""

    name = forms.CharField(label=_("姓名"), required=False, widget=forms.TextInput({**_NO_FILL, "data-autofocus": ""}))
    id_kind = forms.ChoiceField(label=_("证件类型"), choices=IdKind.choices, required=False)
    id_no = forms.CharField(label=_("证件号码"), required=False, widget=forms.TextInput(_NO_FILL))
    no_id_reason = forms.ChoiceField(
        label=_("没有号码的原因"), choices=_options(NO_ID_REASONS_AT_COUNTER), required=False
    )
    id_seen = forms.BooleanField(label=_("已当面核对证件"), required=False)
    sex = forms.ChoiceField(label=_("性别"), choices=_options(Sex.choices), required=False)
    birth_on = forms.CharField(
        label=_("出生日期"), required=False, widget=forms.TextInput(_NO_FILL),
        help_text=_("例如 1968-03-05，不知道可不填。"),
    )  # fmt: skip
    ethnicity = forms.ChoiceField(label=_("民族"), choices=_options(Ethnicity.choices), required=False)
    education = forms.ChoiceField(label=_("学历"), choices=_options(Education.choices), required=False)
    huji_code = forms.CharField(
        label=_("户籍地"), required=False, help_text=_("写到县，例如“阳谷县”，也可填 6 位代码。")
    )
    resid_code = forms.CharField(label=_("常住地"), required=False, help_text=_("写到县或乡镇，也可填代码。"))
    resid_place = forms.CharField(label=_("常住地址"), required=False, max_length=60)
    groups = forms.MultipleChoiceField(
        label=_("人员类别"), choices=PersonGroupKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    facts: PersonFacts | None = None

    def __init__(self, *args: Any, person: Person, today: Any, **kwargs: Any) -> None:
        """Show a person. The number on record is not sent to the browser: an empty field keeps it."""
        self.person, self.today = person, today
        kwargs.setdefault("initial", shown(person, today))
        super().__init__(*args, **kwargs)
        if person.id_no:
            self.fields["id_no"].help_text = _("已登记号码，不改就留空。")

    def clean(self) -> dict[str, Any]:
        """Read the facts; every error goes to its field."""
        raw = dict(super().clean() or {})
        keeps = bool(self.person.id_no) and not raw.get("id_no") and not raw.get("no_id_reason")
        if keeps:
            raw["id_no"] = self.person.id_no
            raw["id_kind"] = self.person.id_kind
            if raw.get("birth_on") == _iso(self.person.birth_on):
                raw["birth_on"] = ""
        elif raw.get("id_no"):
            # A new number says birth and sex itself; the old ones that stand in the form are not held against it.
            raw.update({key: "" for key in ("sex", "birth_on") if key not in self.changed_data})
        if self.person.birth_basis == "document" and raw.get("birth_on") == _iso(self.person.birth_on):
            raw["birth_basis"] = "document"
        reading = read_person_facts(raw, today=self.today)
        for key, sentence in reading.errors.items():
            self.add_error(key if key in self.fields else None, sentence)
        self.facts = reading.facts
        return raw


def _iso(value: Any) -> str:
    return value.isoformat() if value else ""


def _place(code: str) -> str:
    """Return the name of a division where it can be read back, else the code: abolished ones have only that."""
    name = full_name(code)
    try:
        return name if name and read_area(name) == code else code
    except Misread:
        return code


def shown(person: Person, today: Any) -> dict[str, Any]:
    """Return a person as the form shows it, without the number of the document."""
    return {
        "name": person.name,
        "id_kind": person.id_kind,
        "no_id_reason": person.no_id_reason,
        "id_seen": person.id_checked_at is not None,
        "sex": person.sex,
        "birth_on": _iso(person.birth_on),
        "ethnicity": person.ethnicity,
        "education": person.education,
        "huji_code": _place(person.huji_code),
        "resid_code": _place(person.resid_code),
        "resid_place": person.resid_place,
        "groups": [row.group for row in groups_of(person, today)],
        "version": person.version,
    }


def saved_meanwhile(form: FactsForm, person: Person) -> list[tuple[Any, str]]:
    """Return label and content of the fields in which the record differs from what stands in the form.

    For the clerk who was second: what the other one saved, so that saving again is a decision.
    """
    now = shown(person, form.today)
    found: list[tuple[Any, str]] = []
    for name in ("name", "no_id_reason", "sex", "birth_on", "ethnicity", "education", "huji_code", "resid_code",
                 "resid_place"):  # fmt: skip
        if str(form[name].value() or "") != str(now[name] or ""):
            choices = dict(getattr(form.fields[name], "choices", ()))
            found.append((form[name].label, str(choices.get(now[name], now[name]) or "—")))
    return found


def renew_version(form: forms.Form, version: int, *, forget: str = "") -> None:
    """Let a refused form be saved again, now that the clerk has been told what the other one saved.

    :param forget: a field whose answers meant the old state of the record.
    """
    data = cast("QueryDict", form.data).copy()
    data["version"] = str(version)
    if forget:
        data.pop(forget, None)
    form.data = data


class ContactsForm(DeskForm):
    """Which contacts are over, and what is new."""

    over = forms.MultipleChoiceField(label=_("不再使用的联系方式"), required=False, widget=forms.CheckboxSelectMultiple)
    mobile = forms.CharField(
        label=_("新手机号"), required=False,
        widget=forms.TextInput({**_NO_FILL, "inputmode": "tel", "data-autofocus": ""}),
    )  # fmt: skip
    landline = forms.CharField(
        label=_("新固定电话"), required=False, widget=forms.TextInput({**_NO_FILL, "inputmode": "tel"})
    )
    proxy_name = forms.CharField(label=_("代收人姓名"), required=False, widget=forms.TextInput(_NO_FILL))
    proxy_relation = forms.ChoiceField(label=_("代收人关系"), choices=_options(ProxyRelation.choices), required=False)
    proxy_number = forms.CharField(
        label=_("代收人电话"), required=False, widget=forms.TextInput({**_NO_FILL, "inputmode": "tel"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    contacts: list[ContactFacts]

    def __init__(self, *args: Any, person: Person, lines: list[str], **kwargs: Any) -> None:
        """Offer the current contacts, masked, in their order.

        :param lines: how each is shown.
        """
        kwargs.setdefault("initial", {"version": person.version})
        super().__init__(*args, **kwargs)
        self.standing = contact_facts_of(person)
        self.fields["over"].choices = [(str(at), line) for at, line in enumerate(lines)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Put together what stays and what is new."""
        cleaned = dict(super().clean() or {})
        errors: dict[str, Any] = {}
        new = read_contacts(cleaned, errors)
        for key, sentence in errors.items():
            self.add_error(key, sentence)
        over = {int(at) for at in cleaned.get("over", [])}
        self.contacts = [one for at, one in enumerate(self.standing) if at not in over] + list(new)
        return cleaned


class AgeForm(DeskForm):
    """A date of birth read from another document."""

    birth_on = forms.CharField(
        label=_("证件上的出生日期"), widget=forms.TextInput({**_NO_FILL, "data-autofocus": ""}),
        error_messages={"required": _("请填证件上的出生日期。")},
    )  # fmt: skip
    basis = forms.ChoiceField(
        label=_("看了哪种证件"), choices=AgeDocument.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择看了哪种证件。")},
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        """Keep the day against which the date is held."""
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_birth_on(self) -> Any:
        """Read the date as typed."""
        try:
            return read_birth(self.cleaned_data["birth_on"].strip(), today=self.today)
        except Misread as error:
            raise error.as_validation() from error


class OpenForm(DeskForm):
    """Opening a record of a foreign office."""

    id_no = forms.CharField(label=_("证件号码"), widget=forms.TextInput(_NO_FILL))
    reason = forms.ChoiceField(
        label=_("调阅原因（会记入日志，本人可查）"), choices=OpenReason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择调阅原因。")},
    )  # fmt: skip


class HouseholdForm(DeskForm):
    """Another person by registration number, and what the two are."""

    number = forms.CharField(
        label=_("对方的登记号"), widget=forms.TextInput(_NO_FILL), error_messages={"required": _("请填对方的登记号。")}
    )
    role = forms.ChoiceField(label=_("此人是"), choices=HouseholdRole.choices)
    other_role = forms.ChoiceField(label=_("对方是"), choices=HouseholdRole.choices)


class ConsentForm(DeskForm):
    """One purpose, agreed to at the counter."""

    purpose = forms.ChoiceField(label=_("事项"), choices=ConsentPurpose.choices)
    channel = forms.ChoiceField(label=_("渠道"), choices=CHANNELS_AT_COUNTER, initial=Channel.COUNTER)
    recipient = forms.CharField(label=_("接收方"), required=False, max_length=60)
    evidence = forms.CharField(label=_("凭据编号"), required=False, max_length=60)
    #: Of the wording that the page showed; a form without it has shown none.
    version = forms.IntegerField(label=_("文本版本"), min_value=1, max_value=9999)


class ReclaimForm(DeskForm):
    """The secret on a slip."""

    secret = forms.CharField(
        label=_("凭条上的取回码"), widget=forms.TextInput({**_NO_FILL, "data-autofocus": ""}),
        help_text=_("16 个字母和数字，不分大小写，空格可不填。"),
        error_messages={"required": _("请填凭条上的取回码。")},
    )  # fmt: skip


class AnonymiseForm(DeskForm):
    """Taking an identity away: the ground, and the registration number typed once more."""

    ground = forms.ChoiceField(
        label=_("原因"), choices=list(GROUNDS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("请选择匿名化的原因。")},
    )  # fmt: skip
    number = forms.CharField(
        label=_("再填一次登记号，以免弄错人"), widget=forms.TextInput(_NO_FILL),
        error_messages={"required": _("请再填一次登记号。")},
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        """Keep whose number it has to be."""
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_number(self) -> str:
        """Compare.

        :raises ValidationError: another number.
        """
        typed: str = self.cleaned_data["number"].strip().upper()
        if typed != self.person.number.upper():
            raise forms.ValidationError(_("登记号和这条记录不一致，没有匿名化。请核对。"))
        return typed
