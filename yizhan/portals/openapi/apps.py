"""The shell as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OpenApiConfig(AppConfig):
    """Floor 12: the open API."""

    name = "yizhan.portals.openapi"
    label = "openapi"
