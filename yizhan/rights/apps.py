"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    """Floor 9: limits of law and calculators for who is owed something."""

    name = "yizhan.rights"
    label = "rights"

    def ready(self) -> None:
        """Show ourselves in the menu."""
        from yizhan.rights.rules import may_reckon
        from yizhan.shared.panels import MenuItem, register_menu

        register_menu(
            MenuItem("people", "rights.limits", _("维权期限与计算"), "rights:limits", "shield-check", 80, may_reckon)
        )
