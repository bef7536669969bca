"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Floor 2: who signs in."""

    name = "yizhan.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Put the administrator's and the auditor's pages into the menu."""
        from yizhan.accounts.rules import can_administer, can_read_audit
        from yizhan.shared.panels import MenuItem, register_menu

        register_menu(
            MenuItem("admin", "accounts:offices", _("机构"), "accounts:offices", "diagram-3", 10, can_administer)
        )
        register_menu(
            MenuItem("admin", "accounts:users", _("账号"), "accounts:users", "person-gear", 20, can_administer)
        )
        register_menu(
            MenuItem("admin", "accounts:audit", _("审计记录"), "accounts:audit", "clock-history", 30, can_read_audit)
        )
