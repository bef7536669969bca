"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    """Floor 6: the work list."""

    name = "yizhan.followups"
    label = "followups"

    def ready(self) -> None:
        """Say what happens to our rows when a person's record changes hands, and show ourselves on the desk."""
        from yizhan.followups import conduct_source, person_rows

        person_rows.register()
        conduct_source.register()
        self._show_on_the_desk()

    def _show_on_the_desk(self) -> None:
        from django.utils import timezone

        from yizhan.followups.queries import count_alarms, count_due
        from yizhan.followups.rules import may_see_alarms, may_see_calls
        from yizhan.shared.panels import MenuItem, Panel, register_menu, register_panel

        register_menu(
            MenuItem("desk", "followups.list", _("回访"), "followups:list", "telephone-outbound", 40,
                     may_see_calls, badge=lambda user: count_due(user, timezone.localdate()), hotkey="F7")
        )  # fmt: skip
        register_menu(
            MenuItem("office", "followups.alarms", _("回访告警"), "followups:alarms", "shield-exclamation", 20,
                     may_see_alarms, badge=count_alarms)
        )  # fmt: skip
        register_panel(Panel("people:person", "followups.of_person", _("回访"), "followups:panel", 50, may_see_calls))
