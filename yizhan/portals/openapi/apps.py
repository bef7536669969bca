"""The shell as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class OpenApiConfig(AppConfig):
    """Floor 12: the open API."""

    name = "yizhan.portals.openapi"
    label = "openapi"

    def ready(self) -> None:
        """Hear what partners want to be told, and show ourselves in the menu."""
        from django.utils.translation import gettext_lazy as _

        from yizhan.portals.openapi import hearing
        from yizhan.portals.openapi.rules import can_keep_partners
        from yizhan.shared.panels import MenuItem, register_menu

        hearing.listen()
        register_menu(
            MenuItem("admin", "openapi.partners", _("开放接口"), "openapi:partners", "broadcast", 40, can_keep_partners)
        )
