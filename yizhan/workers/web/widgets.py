"""Pickers of the room: one picks kinds of work in everyday words, one a place. Behaviour: static/workers/picker.js."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from yizhan.vocabularies.queries import occupation_name

MOST_WORKS = 5


class WorksPicker(forms.Widget):
    """Up to five kinds of work as chips, and a line in which to type the next one.

    Its value is a list of `code|words`. What was typed but not picked comes under the name `<name>_text`.
    """

    template_name = "workers/widgets/works.html"

    def __init__(self, *, most: int = MOST_WORKS, **kwargs: Any) -> None:
        """Say how many may be picked."""
        super().__init__(**kwargs)
        self.most = most

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the chips their names."""
        context = super().get_context(name, value, attrs)
        chips = []
        for piece in value or []:
            code, _bar, said = str(piece).partition("|")
            if name_of := occupation_name(code):
                chips.append({"value": piece, "name": name_of, "said": said or name_of, "code": code})
        context["widget"].update(
            chips=chips, most=self.most, placeholder=_("瓦工、wg、保姆…"), url=reverse_lazy("workers:occupations"),
            typed=getattr(self, "typed", ""),
        )  # fmt: skip
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """Take the chips; keep what was typed, so that it can be shown again."""
        self.typed = str(data.get(f"{name}_text", "")).strip()
        return data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name) or [])

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """An empty list sends nothing, which is not the same as leaving the field out."""
        return False


class WorksField(forms.Field):
    """Kinds of work. What was typed but not picked counts where it means one thing only."""

    widget = WorksPicker

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lists."""
        return list(initial or []) != list(data or [])


class PlacePicker(forms.TextInput):
    """A place typed in words; picking one from the list fills the hidden fields named in `data-fill-*`."""

    template_name = "workers/widgets/place.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """No browser's own list beside ours."""
        super().__init__({"autocomplete": "off", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Say where to ask."""
        context = super().get_context(name, value, attrs)
        context["widget"]["url"] = reverse_lazy("workers:places")
        return context


class WeekGrid(forms.CheckboxSelectMultiple):
    """The 28 parts of a week as a table of checkboxes; arrows walk through it. Value: list of bit numbers as text."""

    template_name = "workers/widgets/week.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Lay the bits out by day and part."""
        from yizhan.workers.web.words import PART_WORDS, WEEKDAY_WORDS

        context = super().get_context(name, value, attrs)
        chosen = {str(bit) for bit in value or []}
        context["widget"]["parts"] = [words for _part, words in PART_WORDS]
        context["widget"]["days"] = [
            {
                "words": words,
                "cells": [
                    {"bit": 4 * day + part, "on": str(4 * day + part) in chosen, "words": part_words}
                    for part, part_words in PART_WORDS
                ],
            }
            for day, words in enumerate(WEEKDAY_WORDS)
        ]
        return context
