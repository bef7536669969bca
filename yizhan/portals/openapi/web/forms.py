"""Forms of partners and keys: clean text, decide nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import offices_visible_to
from yizhan.portals.openapi.enums import Scope
from yizhan.portals.openapi.models import MOST_CALLS
from yizhan.portals.openapi.web.employers import TooManyLines, employers_named
from yizhan.shared.display import listed
from yizhan.shared.forms import DeskForm

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.employers.models import Employer

OVERLAPS = (("0", _("立即停用旧密钥")), ("24", _("旧密钥再用 24 小时")), ("168", _("旧密钥再用 7 天")))


class EmployersForm(DeskForm):
    """For whom a partner may submit postings."""

    employers = forms.CharField(
        label=_("可为哪些用工主体提交招聘"),
        required=False,
        max_length=4000,
        help_text=_("一行一个：用工主体编号或统一社会信用代码。须是该驿站服务的主体。只读取数据的对接方可以不填。"),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, office: Office | None = None, **kwargs: Any) -> None:
        """Take the station whose employers they are."""
        super().__init__(*args, **kwargs)
        self.chosen = office
        self.found: list[Employer] = []

    def clean(self) -> dict[str, Any]:
        """Find every employer, or say which are not found."""
        typed = super().clean() or {}
        if self.chosen is not None and "employers" in typed:
            try:
                self.found, unknown = employers_named(typed["employers"], self.chosen)
            except TooManyLines as refusal:
                self.add_error("employers", str(refusal))
                return typed
            if unknown:
                words = _now("第 %(lines)s 行没有找到：该驿站不服务这样的用工主体。请核对，或先由驿站登记。")
                self.add_error("employers", words % {"lines": listed(map(str, unknown))})
        return typed


class PartnerForm(EmployersForm):
    """A partner to be."""

    name = forms.CharField(
        label=_("对接方名称"),
        max_length=20,
        widget=forms.TextInput(attrs={"data-autofocus": "", "autocomplete": "off"}),
    )
    station = forms.ChoiceField(label=_("由哪个驿站审核"))
    field_order = ["name", "station", "employers"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the stations in sight."""
        super().__init__(*args, **kwargs)
        self.stations = {
            str(one.public_id): one for one in offices_visible_to(user).filter(kind="station", is_active=True)
        }
        self.fields["station"].choices = [(key, one.name) for key, one in self.stations.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Look for the employers among those of the chosen station."""
        self.chosen = self.stations.get(self.cleaned_data.get("station", ""))
        return super().clean()


class KeyForm(DeskForm):
    """A key to be."""

    label = forms.CharField(
        label=_("用途"), max_length=40, help_text=_("例如“正式环境”“测试”。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=_("可以做什么"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    calls_a_minute = forms.IntegerField(label=_("每分钟最多次数"), min_value=1, max_value=MOST_CALLS, initial=60)
