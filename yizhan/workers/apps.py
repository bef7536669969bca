"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WorkersConfig(AppConfig):
    """Floor 4: who looks for work."""

    name = "yizhan.workers"
    label = "workers"
