"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Floor 3: people served."""

    name = "yizhan.people"
    label = "people"

    def ready(self) -> None:
        """Say what happens to the room's rows when a person's record changes hands."""
        from yizhan.people.operations import own_rows

        own_rows.register()
