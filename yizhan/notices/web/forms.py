"""Forms of the room: an account with a carrier, hours, what a person wants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.shared.forms import DeskForm, TimeInput
from yizhan.shared.notifications.accounts import AccountFacts
from yizhan.shared.notifications.carriers import BY_TEMPLATE, FACTS, SECRETS
from yizhan.shared.notifications.codes import MAIL_TEXT
from yizhan.shared.notifications.enums import OPTIONAL, Carrier, Purpose
from yizhan.shared.notifications.quiet import Hours
from yizhan.shared.notifications.texts import MessageText, all_texts

LABELS = {
    "key_id": _("AccessKey ID"),
    "key_secret": _("AccessKey Secret"),
    "secret_id": _("SecretId"),
    "secret_key": _("SecretKey"),
    "app_id": _("应用编号（AppId / SdkAppId）"),
    "app_secret": _("AppSecret"),
    "region": _("地域（如 ap-guangzhou）"),
    "sign_name": _("短信签名"),
    "token": _("机器人令牌"),
    "sign_secret": _("加签密钥"),
}
HINTS = {
    "token": _("机器人网址里 key=、access_token= 或 /hook/ 后面那一段，不要整个网址。"),
    "sign_secret": _("机器人安全设置选了“加签”才有；没有就留空。"),
}
#: Purposes whose texts go to nobody by template.
_NOT_BY_TEMPLATE = frozenset({Purpose.DESK, Purpose.TEST})


def template_texts() -> list[MessageText]:
    """Return the texts for which a carrier has templates."""
    return [one for one in all_texts() if one.purpose not in _NOT_BY_TEMPLATE and one.key != MAIL_TEXT]


class AccountForm(DeskForm):
    """Facts, keys and template codes of one carrier."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, carrier: Carrier, offices: Any = (), kept: frozenset[str] = frozenset(), **kw: Any):
        """Make the fields of the carrier.

        :param offices: to choose from for a new account. :param kept: secrets that are stored, which may stay empty.
        """
        super().__init__(*args, **kw)
        self.carrier = carrier
        if offices:
            self.fields["office"] = forms.ChoiceField(
                label=_("单位"), choices=offices, help_text=_("下级单位没有自己的，就用这一个。")
            )
        for name in FACTS[carrier]:
            self.fields[name] = forms.CharField(label=LABELS[name], max_length=128)
        for name in SECRETS[carrier]:
            needed = name != "sign_secret" and name not in kept
            hint = _("已保存，不再显示；留空就不改。") if name in kept else HINTS.get(name, "")
            self.fields[name] = forms.CharField(
                label=LABELS[name], max_length=128, required=needed, help_text=hint,
                widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            )  # fmt: skip
        for text in template_texts() if carrier in BY_TEMPLATE else ():
            self.fields[_field(text)] = forms.CharField(
                label=text.title, max_length=64, required=False, help_text=_template_hint(text)
            )

    def given(self) -> AccountFacts:
        """Return what was typed."""
        data = self.cleaned_data
        return AccountFacts(
            {name: data[name] for name in FACTS[self.carrier]},
            {name: data[name] for name in SECRETS[self.carrier]},
            {text.key: data[_field(text)] for text in template_texts() if self.carrier in BY_TEMPLATE},
        )

    @property
    def account_fields(self) -> list[Any]:
        """Fields of the account itself."""
        return [self[name] for name in ("office", *FACTS[self.carrier], *SECRETS[self.carrier]) if name in self.fields]

    @property
    def template_fields(self) -> list[Any]:
        """Fields of template codes."""
        return [self[_field(text)] for text in template_texts() if _field(text) in self.fields]


def _field(text: MessageText) -> str:
    return f"template_{text.key.replace('.', '_')}"


def _template_hint(text: MessageText) -> str:
    """Show the text with its variables as the carriers write them: `${code}`."""
    return str(text.body) % {field: f"${{{field}}}" for field in text.fields}


def initial_of(facts: dict[str, Any], version: int) -> dict[str, Any]:
    """Return what the form of a stored account begins with; no secret is among it."""
    codes = {f"template_{key.replace('.', '_')}": code for key, code in facts.get("templates", {}).items()}
    return {**{name: value for name, value in facts.items() if name != "templates"}, **codes, "version": version}


class HoursForm(DeskForm):
    """Quiet hours and the day's cap."""

    quiet_from = forms.TimeField(label=_("免打扰开始"), widget=TimeInput)
    quiet_until = forms.TimeField(label=_("免打扰结束"), widget=TimeInput, help_text=_("两个时间相同就没有免打扰。"))
    daily_most = forms.IntegerField(
        label=_("每人每天最多几条"), min_value=1, max_value=20, help_text=_("验证码另算。超过的转到电话单。")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def hours(self) -> Hours:
        """Return what was typed."""
        data = self.cleaned_data
        return Hours(data["quiet_from"], data["quiet_until"], data["daily_most"])


class WantedForm(DeskForm):
    """For what a person takes messages."""

    wanted = forms.MultipleChoiceField(
        label=_("愿意接收"),
        choices=[(purpose.value, purpose.label) for purpose in OPTIONAL],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
