"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Floor 3: people served."""

    name = "yizhan.people"
    label = "people"
