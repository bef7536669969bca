"""The shell as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ScreenConfig(AppConfig):
    """Floor 12: screens that hang on walls."""

    name = "yizhan.portals.screen"
    label = "screen"
