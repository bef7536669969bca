"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    """Floor 11: numbers."""

    name = "yizhan.statistics"
    label = "statistics"

    def ready(self) -> None:
        """Put the page into the menu."""
        from yizhan.accounts.queries import can_see_numbers
        from yizhan.shared.panels import MenuItem, register_menu

        register_menu(MenuItem("office", "numbers", _("数字"), "statistics:numbers", "bar-chart", 10, can_see_numbers))
