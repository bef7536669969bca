"""The form of a place: cleans text, decides nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yizhan.places.models import LocalPlace
from yizhan.places.queries import division_choices, full_name
from yizhan.shared.forms import DeskForm

_PAIR = re.compile(r"^(\d{1,3}(?:\.\d+)?)[\s,，]+(\d{1,3}(?:\.\d+)?)$")
#: No latitude of China reaches this, no longitude is below: the order of a pair shows by itself.
_BETWEEN = 60


class PointField(forms.CharField):
    """Two numbers as map programs give them, in either order; cleaned to (lat_e6, lng_e6) or (None, None)."""

    default_error_messages = {
        "not_a_point": _("坐标没有看懂。请从地图软件复制两个数，例如 115.784287,36.113708，或者留空。"),
    }

    def to_python(self, value: Any) -> Any:
        """Read the pair.

        :raises ValidationError: not two numbers, or not one latitude and one longitude.
        """
        text = str(super().to_python(value)).strip()
        if not text:
            return (None, None)
        found = _PAIR.match(text)
        if found is None:
            raise forms.ValidationError(self.error_messages["not_a_point"], code="not_a_point")
        low, high = sorted((Decimal(found[1]), Decimal(found[2])))
        if not low < _BETWEEN < high:
            raise forms.ValidationError(self.error_messages["not_a_point"], code="not_a_point")
        return (int(low * 1_000_000), int(high * 1_000_000))


class PlaceForm(DeskForm):
    """Name, other words, division and point of a place."""

    name = forms.CharField(
        label=_("地点名称"),
        max_length=40,
        help_text=_("窗口上都认得的叫法，例如“东关大集”。"),
        widget=forms.TextInput(attrs={"data-autofocus": "", "autocomplete": "off"}),
    )
    aliases = forms.CharField(label=_("别名"), max_length=120, required=False, help_text=_("用空格分开，可不填。"))
    division_code = forms.ChoiceField(label=_("所在乡镇（街道）"))
    point = PointField(
        label=_("坐标"),
        required=False,
        max_length=40,
        help_text=_("高德或腾讯地图上的经纬度，可不填；不填时距离显示为“距离不详”。"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, area_code: str, kept_code: str = "", **kwargs: Any) -> None:
        """Offer the streets and townships of a county.

        :param area_code: the office's area; its first six digits are the county.
        :param kept_code: a code that stays possible although it lies elsewhere.
        """
        super().__init__(*args, **kwargs)
        choices = division_choices(area_code[:6])
        if kept_code and kept_code not in dict(choices):
            choices.append((kept_code, full_name(kept_code) or kept_code))
        self.fields["division_code"].choices = choices  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Return what was typed as arguments of the operations."""
        lat_e6, lng_e6 = self.cleaned_data["point"]
        return {
            "name": self.cleaned_data["name"],
            "aliases": self.cleaned_data["aliases"],
            "division_code": self.cleaned_data["division_code"],
            "lat_e6": lat_e6,
            "lng_e6": lng_e6,
        }


def shown(place: LocalPlace) -> dict[str, Any]:
    """Return a place as the form shows it."""
    point = ""
    if place.lat_e6 is not None and place.lng_e6 is not None:
        point = f"{Decimal(place.lng_e6) / 1_000_000},{Decimal(place.lat_e6) / 1_000_000}"
    return {
        "name": place.name,
        "aliases": place.aliases,
        "division_code": place.division_code,
        "point": point,
        "version": place.version,
    }
