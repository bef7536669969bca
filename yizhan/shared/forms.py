"""How forms look and the few fields that several rooms need."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from yizhan.shared.widgets import can_draw, draw

#: Thousands marks go, a full-width point is a point.
_AS_TYPED = str.maketrans({",": None, "，": None, "。": ".", "．": "."})


class DeskRenderer(DjangoTemplates):
    """Renders `{{ form }}` and every field of it with the house's dense, accessible markup."""

    form_template_name = "shared/forms/form.html"
    formset_template_name = "shared/forms/formset.html"
    field_template_name = "shared/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Draw the browser's own fields directly, all else by its template."""
        widget = context.get("widget")
        if widget is not None and can_draw(template_name, widget):
            return draw(template_name, widget)
        return super().render(template_name, context, request)


class DeskForm(forms.Form):
    """A form whose labels end without a colon; `{{ form.as_desk }}` is all of it with its error summary."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take Django's arguments."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def as_desk(self) -> SafeString:
        """Render summary, fields and hidden fields."""
        return self.render()


class DateInput(forms.DateInput):
    """The browser's own date field, always in ISO form whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Fix the format that `<input type=date>` demands."""
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """The browser's own field for a day and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Fix the format that `<input type=datetime-local>` demands."""
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Fix the format that `<input type=time>` demands."""
        super().__init__(attrs=attrs, format="%H:%M")


class YuanField(forms.CharField):
    """Typed in yuan (`200`, `10.5`, full-width digits too), cleaned to whole fen (int) or None.

    :param min_fen: smallest amount that is taken. :param max_fen: largest.
    """

    default_error_messages = {
        "not_money": _("金额没有看懂，请只填数字，例如 200 或 10.5。"),
        "too_fine": _("金额最多到分（两位小数），请改一下。"),
        "out_of_range": _("金额不在可填的范围内，请核对。"),
    }

    def __init__(self, *, min_fen: int = 0, max_fen: int = 10_000_000_00, **kwargs: Any) -> None:
        """Keep the bounds."""
        self.min_fen, self.max_fen = min_fen, max_fen
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show fen as yuan; what was typed and refused is shown as it was typed."""
        if isinstance(value, int):
            text = f"{Decimal(value) / 100:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        return value

    def to_python(self, value: Any) -> Any:
        """Turn yuan as typed into fen.

        :raises ValidationError: not an amount, finer than a fen, or out of range.
        """
        text = str(super().to_python(value)).translate(_AS_TYPED).strip().removesuffix("元").strip()
        if not text:
            return None
        try:
            fen = Decimal(text) * 100
        except InvalidOperation:
            raise forms.ValidationError(self.error_messages["not_money"], code="not_money") from None
        if not fen.is_finite():
            raise forms.ValidationError(self.error_messages["not_money"], code="not_money")
        if fen != fen.to_integral_value():
            raise forms.ValidationError(self.error_messages["too_fine"], code="too_fine")
        if not self.min_fen <= fen <= self.max_fen:
            raise forms.ValidationError(self.error_messages["out_of_range"], code="out_of_range")
        return int(fen)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare amounts, not spellings."""
        try:
            return bool(self.to_python(data) != initial)
        except forms.ValidationError:
            return True
