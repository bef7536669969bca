"""Forms of the room: they clean text and decide nothing."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yizhan.accounts.enums import OfficeKind, Role
from yizhan.accounts.models import Office, User
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.forms import DateInput, DeskForm

USERNAME = re.compile(r"^[A-Za-z0-9._-]{2,30}$")
AREA_CODE = re.compile(r"^\d{6}(\d{3}|\d{6})?$")


class SignInForm(DeskForm):
    """Name and password."""

    username = forms.CharField(
        label=_("登录名"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false", "data-autofocus": ""}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(DeskForm):
    """A one-time code of the phone, or one of the sheet of recovery codes."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=30,
        help_text=_("手机上显示的 6 位数字；手机不在身边时，输入一个恢复码。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "data-autofocus": ""}),
    )


class PasswordChangeForm(DeskForm):
    """The present password and the wanted one, twice."""

    present = forms.CharField(
        label=_("当前密码"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    wanted = forms.CharField(
        label=_("新密码"),
        max_length=500,
        strip=False,
        help_text=_(
            "至少 12 位；或者至少 8 位并包含大写字母、小写字母、数字、符号中的三种。"
            "不要有姓名、单位名、地名和它们的拼音；最近 5 次用过的不能再用。"
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次新密码"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("wanted") and cleaned.get("again") and cleaned["wanted"] != cleaned["again"]:
            self.add_error("again", _("两次输入的新密码不一样，密码没有修改。请再输一次。"))
        return cleaned


class PasswordForm(DeskForm):
    """The password once more, before something that a passer-by must not do at an open desk."""

    password = forms.CharField(
        label=_("当前密码"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class OfficeForm(DeskForm):
    """What an office is called and where it is."""

    name = forms.CharField(label=_("名称"), max_length=60)
    area_code = forms.CharField(label=_("行政区划代码"), max_length=12, help_text=_("6、9 或 12 位数字，例如 371521。"))
    address = forms.CharField(label=_("地址"), max_length=120, required=False)
    phone = forms.CharField(label=_("服务电话"), max_length=30, required=False)
    lat = forms.DecimalField(
        label=_("纬度"), min_value=3, max_value=54, max_digits=9, decimal_places=6, required=False,
        help_text=_("高德或腾讯地图上的坐标，例如 36.114000。不知道就空着。"),
    )  # fmt: skip
    lng = forms.DecimalField(
        label=_("经度"), min_value=73, max_value=136, max_digits=9, decimal_places=6, required=False
    )

    def clean_area_code(self) -> str:
        """Take 6, 9 or 12 digits."""
        code = str(self.cleaned_data["area_code"]).strip()
        if not AREA_CODE.match(code):
            raise forms.ValidationError(_("行政区划代码要 6、9 或 12 位数字，请核对。"))
        return code

    def clean(self) -> dict[str, Any]:
        """Insist on a whole point or none."""
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("lat") is None) != (cleaned.get("lng") is None) and not self.errors:
            self.add_error("lng", _("经度和纬度要么都填，要么都空着。"))
        return cleaned

    def point_e6(self) -> tuple[int, int] | None:
        """Return latitude and longitude in micro-degrees, or None."""
        lat, lng = self.cleaned_data["lat"], self.cleaned_data["lng"]
        return None if lat is None or lng is None else (int(lat * 1_000_000), int(lng * 1_000_000))


class NewOfficeForm(OfficeForm):
    """A new office below one of one's own."""

    parent = forms.ModelChoiceField(label=_("上级"), queryset=Office.objects.none(), to_field_name="public_id")
    kind = forms.ChoiceField(label=_("级别"), choices=OfficeKind.choices)
    field_order = ["parent", "kind", "name", "area_code", "address", "phone", "lat", "lng"]

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        """Offer the offices that the user may see into."""
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = offices.exclude(kind=OfficeKind.STATION).order_by("path")  # type: ignore[attr-defined]


class ChangeOfficeForm(OfficeForm):
    """An office as it is described now."""

    is_active = forms.BooleanField(label=_("在用"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class UserForm(DeskForm):
    """Whose account, for what, where."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    role = forms.ChoiceField(label=pgettext_lazy("role", "岗位"), choices=Role.choices)
    office = forms.ModelChoiceField(label=_("单位"), queryset=Office.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, offices: Any, **kwargs: Any) -> None:
        """Offer the offices that the user may see into."""
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices.order_by("path")  # type: ignore[attr-defined]


class NewUserForm(UserForm):
    """An account with its sign-in name, which never changes."""

    username = forms.CharField(
        label=_("登录名"),
        max_length=30,
        help_text=_("2 到 30 个字母、数字、点、横线或下划线；不要用身份证号和手机号。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["username", "name", "role", "office"]

    def clean_username(self) -> str:
        """Keep numbers of people out of a name that stands in logs and lists."""
        username = str(self.cleaned_data["username"]).strip()
        if not USERNAME.match(username):
            raise forms.ValidationError(_("登录名只能用 2 到 30 个字母、数字、点、横线或下划线，请改一下。"))
        if sum(sign.isdigit() for sign in username) > 8:
            raise forms.ValidationError(_("登录名不要用身份证号或手机号，请改一下。"))
        return username


class ChangeUserForm(UserForm):
    """An account as it is now."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class UserFilterForm(DeskForm):
    """Find an account."""

    q = forms.CharField(label=_("姓名或登录名"), max_length=50, required=False)
    role = forms.ChoiceField(
        label=pgettext_lazy("role", "岗位"), choices=[("", _("全部")), *Role.choices], required=False
    )
    out_of_use = forms.BooleanField(label=_("含停用的"), required=False)
    page = forms.IntegerField(min_value=1, max_value=10_000, required=False, widget=forms.HiddenInput)


class AuditFilterForm(DeskForm):
    """Narrow the audit log down."""

    kind = forms.ChoiceField(label=_("类型"), choices=[("", _("全部")), *AuditKind.choices], required=False)
    actor = forms.ModelChoiceField(
        label=_("谁"), queryset=User.objects.none(), to_field_name="public_id", required=False, empty_label=_("全部")
    )
    action = forms.CharField(label=_("动作"), max_length=60, required=False)
    from_on = forms.DateField(label=_("从"), widget=DateInput, required=False)
    until_on = forms.DateField(label=_("到"), widget=DateInput, required=False)

    def __init__(self, *args: Any, users: Any, **kwargs: Any) -> None:
        """Offer the users of the offices in sight."""
        super().__init__(*args, **kwargs)
        self.fields["actor"].queryset = users.order_by("username")  # type: ignore[attr-defined]


class SealCheckForm(DeskForm):
    """A seal as it stands on paper."""

    number = forms.IntegerField(label=_("封存编号"), min_value=1)
    digest = forms.CharField(
        label=_("校验码"),
        max_length=80,
        help_text=_("纸上打印的字母和数字，空格可有可无。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_digest(self) -> str:
        """Take it with or without the blanks of the printed groups."""
        return re.sub(r"[\s-]", "", str(self.cleaned_data["digest"])).lower()
