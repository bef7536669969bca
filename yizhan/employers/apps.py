"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    """Floor 4: who offers work."""

    name = "yizhan.employers"
    label = "employers"
