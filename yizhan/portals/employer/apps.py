"""The shell as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmployerConfig(AppConfig):
    """Floor 12: the console of employers."""

    name = "yizhan.portals.employer"
    label = "employer"

    def ready(self) -> None:
        """Put the console's pages into the menu of agents."""
        from yizhan.accounts.queries import is_agent
        from yizhan.gigs.for_employers import count_hours_to_say
        from yizhan.portals.employer import sheets
        from yizhan.referrals.for_employers import count_to_answer
        from yizhan.shared.panels import MenuItem, register_menu

        sheets.register()
        register_menu(MenuItem("jobs", "console", _("我的招工"), "employer:home", "megaphone", 1, is_agent))
        register_menu(
            MenuItem("jobs", "console_letters", _("来的人"), "employer:letters", "envelope", 2, is_agent,
                     badge=count_to_answer)
        )  # fmt: skip
        register_menu(
            MenuItem("jobs", "console_shifts", _("班次和工钱"), "employer:shifts", "calendar-week", 3, is_agent,
                     badge=count_hours_to_say)
        )  # fmt: skip
