"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class GigsConfig(AppConfig):
    """Floor 8: gigs from the promise to the pay."""

    name = "yizhan.gigs"
    label = "gigs"
