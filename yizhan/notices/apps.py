"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Floor 9: above whatever happens to a person, so that nothing below needs to know who is told."""

    name = "yizhan.notices"
    label = "notices"

    def ready(self) -> None:
        """Say how people are reached."""
        from yizhan.notices import address_book

        address_book.register()
