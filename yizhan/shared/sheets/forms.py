"""Forms of the import and export pages. They clean text; the operations decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.shared.forms import DeskForm
from yizhan.shared.sheets.cells import column_letter
from yizhan.shared.sheets.enums import ExportPurpose
from yizhan.shared.sheets.kinds import DUPLICATE_IN_FILE, ImportKind
from yizhan.shared.sheets.models import ImportBatch

DEFAULT, COLUMN, FIELD = "default_", "column_", "field_"


class UploadForm(DeskForm):
    """A file, and which sheet of it."""

    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("Excel（.xlsx、.xls）、WPS、.ods 或 CSV，最大 20 MB、20000 行。"),
        allow_empty_file=True,  # an empty one is refused in the same words as one without rows
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt,.json"}),
    )
    sheet = forms.IntegerField(
        label=_("第几个工作表"), required=False, min_value=1, max_value=200, help_text=_("不填则自动选最像的一个。")
    )


class SettingsForm(DeskForm):
    """What holds for the whole sheet: values where a row says nothing, accepted reasons, meaning of the columns."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    accepted = forms.MultipleChoiceField(
        label=_("对所有行都这样处理"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, kind: ImportKind, batch: ImportBatch, **kwargs: Any) -> None:
        """Make the fields of this kind and sheet."""
        initial: dict[str, Any] = {"version": batch.version, "accepted": batch.accepted}
        initial |= {f"{DEFAULT}{key}": text for key, text in batch.defaults.items()}
        initial |= {f"{COLUMN}{index}": key for index, key in batch.mapping.items()}
        super().__init__(*args, initial=initial, **kwargs)
        for key in kind.defaults:
            self.fields[f"{DEFAULT}{key}"] = _default_field(kind, key)
        accepted: Any = self.fields["accepted"]
        accepted.choices = [
            (code, f"{text.sentence} → {text.accept}")
            for code, text in kind.reasons.items()
            if text.accept and code not in (DUPLICATE_IN_FILE, *kind.one_by_one)
        ]
        names = [("", _("（不导入）")), *((spec.key, spec.title) for spec in kind.fields)]
        for index, heading in enumerate(batch.columns):
            letter = column_letter(index)
            self.fields[f"{COLUMN}{index}"] = forms.ChoiceField(
                label=f"{letter} {heading}".strip()[:40], choices=names, required=False
            )

    def _of(self, prefix: str) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(prefix)]

    def default_fields(self) -> list[Any]:
        """Return the fields of values for the whole sheet."""
        return self._of(DEFAULT)

    def column_fields(self) -> list[Any]:
        """Return the fields of what the columns mean."""
        return self._of(COLUMN)

    def taken(self, prefix: str) -> dict[str, str]:
        """Return what was filled in below a prefix, by its key."""
        values = self.cleaned_data.items()
        return {name.removeprefix(prefix): str(text) for name, text in values if name.startswith(prefix) and text}


def fields_to_fill(kind: ImportKind, batch: ImportBatch, reasons: Mapping[str, int]) -> list[Any]:
    """Return the fields for the whole sheet that several rows ask for, to stand above them; what is given is kept."""
    asked = [kind.reasons[code].fills for code, count in reasons.items() if count > 1 and code in kind.reasons]
    form = SettingsForm(kind=kind, batch=batch, auto_id="fill_%s")
    return [form[f"{DEFAULT}{key}"] for key in kind.defaults if key in asked and key not in batch.defaults]


def _default_field(kind: ImportKind, key: str) -> forms.Field:
    spec = kind.spec(key)
    label = spec.title if spec is not None else key
    if key in kind.default_choices:
        choices = [("", "—"), *kind.default_choices[key]]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    return forms.CharField(label=label, required=False, max_length=200)


class RowForm(DeskForm):
    """The cells of one row."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: ImportKind, keys: list[str], **kwargs: Any) -> None:
        """Make a field for each key."""
        super().__init__(*args, **kwargs)
        for key in keys:
            spec = kind.spec(key)
            if spec is not None:
                widget = forms.Textarea(attrs={"rows": 3}) if spec.long else forms.TextInput()
                self.fields[f"{FIELD}{key}"] = forms.CharField(
                    label=spec.title, required=False, widget=widget, max_length=4000
                )

    def cells(self) -> list[Any]:
        """Return the fields of the cells."""
        return [self[name] for name in self.fields if name.startswith(FIELD)]

    def edits(self) -> dict[str, str]:
        """Return what stands in the fields that were sent, by key; a field that was not sent is not emptied."""
        sent = [name for name in self.fields if name.startswith(FIELD) and name in self.data]
        return {name.removeprefix(FIELD): str(self.cleaned_data[name]) for name in sent}


class ExportForm(DeskForm):
    """Why a list leaves the system, and in what shape."""

    purpose = forms.ChoiceField(label=_("用途"), choices=[("", _("请选择")), *ExportPurpose.choices])
    shape = forms.ChoiceField(label=_("文件格式"), choices=[("xlsx", "Excel (.xlsx)"), ("csv", "CSV (.csv)")])
    unmask = forms.ChoiceField(label=_("显示完整号码的理由"), required=False)

    def __init__(self, *args: Any, unmask: Any = (), paper: bool = False, **kwargs: Any) -> None:
        """Offer whole numbers only to who may see them, and paper where the list has one."""
        super().__init__(*args, **kwargs)
        if paper:
            shape: Any = self.fields["shape"]
            shape.choices = [*shape.choices, ("pdf", _("打印用 PDF"))]
        if unmask:
            field: Any = self.fields["unmask"]
            field.choices = [("", _("不显示，号码打码")), *unmask]
        else:
            del self.fields["unmask"]
