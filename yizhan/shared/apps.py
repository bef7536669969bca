"""Floor 0 as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Registers nothing: the rooms register themselves here."""

    name = "yizhan.shared"
    label = "shared"
    verbose_name = "shared"
