"""The shell as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Floor 12: the desk."""

    name = "yizhan.portals.desk"
    label = "desk"

    def ready(self) -> None:
        """Put the morning's page first in the menu."""
        from yizhan.accounts.queries import is_staff_side
        from yizhan.shared.panels import MenuItem, register_menu

        register_menu(MenuItem("desk", "home", _("今天"), "desk:home", "house-door", 0, is_staff_side, hotkey="Alt+0"))
