"""The form of a channel and of the columns of its sheet: cleans text, decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.channels.columns import FIELDS, FIXED
from yizhan.channels.enums import FILES, ChannelKind, Encoding
from yizhan.channels.models import MOST_COLUMNS
from yizhan.channels.operations import ChannelFacts
from yizhan.shared.forms import DeskForm

if TYPE_CHECKING:
    from yizhan.channels.models import Channel

#: Empty rows below the filled ones.
SPARE_COLUMNS = 5


class ChannelForm(DeskForm):
    """Name, shape and notes of a channel."""

    name = forms.CharField(
        label=_("渠道名称"),
        max_length=40,
        help_text=_("例如“职工之家”“东关村微信群”。"),
        widget=forms.TextInput(attrs={"data-autofocus": "", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("形式"), choices=ChannelKind.choices)
    encoding = forms.ChoiceField(
        label=_("编码"), choices=Encoding.choices, required=False, help_text=_("只有 CSV 表格用到。不清楚就不改。")
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    is_checked = forms.BooleanField(label=_("列名和顺序已用对方的真实模板核对"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ColumnForm(forms.Form):
    """One column of a sheet: where it stands, its heading, and what goes into it."""

    place = forms.IntegerField(
        label=_("顺序"), required=False, min_value=1, max_value=999, widget=forms.NumberInput(attrs={"class": "w-s"})
    )
    title = forms.CharField(label=_("列标题"), max_length=60, required=False)
    field = forms.ChoiceField(label=_("放什么"), required=False)
    value = forms.CharField(label=_("固定文字"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the facts of an offer; name each field for those who hear it."""
        super().__init__(*args, **kwargs)
        facts = [(key, fact.title) for key, fact in FIELDS.items()]
        self.fields["field"].choices = [("", _("（不用这一列）")), *facts, (FIXED, _("固定文字"))]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs.setdefault("aria-label", field.label)

    def clean(self) -> dict[str, Any]:
        """Refuse a heading with nothing under it.

        :raises ValidationError: a heading or a text without a choice of what goes there, or a fixed text that is empty.
        """
        typed = super().clean() or {}
        chosen = typed.get("field", "")
        if (typed.get("title") or typed.get("value")) and not chosen:
            self.add_error("field", _("请选这一列放什么，或清空列标题。"))
        if chosen == FIXED and not typed.get("value"):
            self.add_error("value", _("请写每一行都一样的文字。"))
        return typed


class ColumnFormSet(forms.BaseFormSet[ColumnForm]):
    """All columns of a sheet."""

    def columns(self) -> list[dict[str, str]]:
        """Return the chosen columns in the order of their numbers; without a number a column goes behind."""
        chosen = [
            (form.cleaned_data.get("place") or 1000, row, form.cleaned_data)
            for row, form in enumerate(self.forms)
            if form.cleaned_data.get("field")
        ]
        return [
            {"title": typed["title"], "field": typed["field"], "value": typed["value"]}
            for _place, _row, typed in sorted(chosen, key=lambda one: one[:2])
        ]


_Columns = forms.formset_factory(
    ColumnForm, formset=ColumnFormSet, extra=SPARE_COLUMNS, max_num=MOST_COLUMNS, validate_max=True
)


class ChannelPage:
    """The two together, as one page shows them."""

    def __init__(self, data: Any = None, channel: Channel | None = None) -> None:
        """Fill with what was typed, or with a channel as it is."""
        shown: dict[str, Any] = {"encoding": Encoding.UTF8_BOM}
        rows: list[dict[str, Any]] = []
        if channel is not None:
            names = ("name", "kind", "encoding", "note", "is_checked", "version")
            shown = {name: getattr(channel, name) for name in names}
            rows = [{"place": place, **column} for place, column in enumerate(channel.columns, start=1)]
        self.form = ChannelForm(data, initial=shown)
        self.columns: ColumnFormSet = _Columns(data, initial=rows, prefix="columns")  # type: ignore[assignment]

    def is_valid(self) -> bool:
        """Say whether all that was typed can be used; the columns of what is no sheet are not looked at."""
        good = self.form.is_valid()
        if self.form.cleaned_data.get("kind") not in FILES:
            return good
        if not self.columns.is_valid():
            self.form.add_error(None, _("列里有要改的地方，见下表。"))
            for error in self.columns.non_form_errors():
                self.form.add_error(None, error)
            return False
        return good

    def facts(self) -> ChannelFacts:
        """Return what was typed as the operations take it."""
        typed = self.form.cleaned_data
        return ChannelFacts(
            name=typed["name"],
            kind=typed["kind"],
            columns=self.columns.columns() if typed["kind"] in FILES else (),
            encoding=typed["encoding"] or Encoding.UTF8_BOM,
            is_checked=typed["is_checked"],
            note=typed["note"],
        )
