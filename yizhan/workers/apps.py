"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WorkersConfig(AppConfig):
    """Floor 4: who looks for work."""

    name = "yizhan.workers"
    label = "workers"

    def ready(self) -> None:
        """Say what happens to our rows when a person's record changes hands."""
        from yizhan.workers import person_rows

        person_rows.register()
