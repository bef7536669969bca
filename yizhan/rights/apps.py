"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    """Floor 9: cases, limits of law, and calculators for who is owed something."""

    name = "yizhan.rights"
    label = "rights"

    def ready(self) -> None:
        """Say what happens to our rows when a person's record changes hands, and show ourselves on the desk."""
        from yizhan.rights import person_rows
        from yizhan.rights.rules import may_reckon, may_take_cases
        from yizhan.shared.panels import MenuItem, Panel, register_menu, register_panel

        person_rows.register()
        register_panel(Panel("people:person", "rights.of_person", _("维权"), "rights:of_person", 60, may_take_cases))
        register_menu(
            MenuItem(
                "people", "rights.cases", _("我的维权案件"), "rights:cases", "shield-exclamation", 70, may_take_cases
            )
        )

        register_menu(
            MenuItem("people", "rights.limits", _("维权期限与计算"), "rights:limits", "shield-check", 80, may_reckon)
        )
