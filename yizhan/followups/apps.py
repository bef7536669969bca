"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class FollowupsConfig(AppConfig):
    """Floor 6: the work list."""

    name = "yizhan.followups"
    label = "followups"

    def ready(self) -> None:
        """Say what happens to our rows when a person's record changes hands."""
        from yizhan.followups import person_rows

        person_rows.register()
