"""The shell as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KioskConfig(AppConfig):
    """Floor 12: a touch screen that stands in a hall."""

    name = "yizhan.portals.kiosk"
    label = "kiosk"

    def ready(self) -> None:
        """Show who calls, and how a kiosk is set up, in the desk's menu."""
        from yizhan.accounts.queries import can_serve
        from yizhan.portals.kiosk.queries import open_calls_count
        from yizhan.shared.panels import MenuItem, register_menu

        register_menu(
            MenuItem("desk", "kiosk.calls", _("自助机"), "kiosk:calls", "bell", 80, can_serve, badge=open_calls_count,
                     watch="kiosk:waiting")
        )  # fmt: skip
