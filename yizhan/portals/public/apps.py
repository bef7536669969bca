"""The shell as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Floor 12: the public pages and feeds."""

    name = "yizhan.portals.public"
    label = "public"
