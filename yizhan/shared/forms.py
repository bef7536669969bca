"""The form renderer of the desk."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class DeskRenderer(DjangoTemplates):
    """Accessible, dense markup for every form field."""
