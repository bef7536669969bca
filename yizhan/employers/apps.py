"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    """Floor 4: who offers work."""

    name = "yizhan.employers"
    label = "employers"

    def ready(self) -> None:
        """Put the room into the menu."""
        from django.utils.translation import gettext_lazy as _

        from yizhan.accounts.queries import can_see_postings, is_agent
        from yizhan.employers import appeal_kind
        from yizhan.shared.panels import MenuItem, register_menu

        appeal_kind.register()
        register_menu(MenuItem("jobs", "employers", _("用工主体"), "employers:list", "building", 30, can_see_postings))
        register_menu(MenuItem("jobs", "employers_mine", _("我的单位"), "employers:mine", "building", 31, is_agent))
