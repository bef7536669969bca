"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    """Floor 6: what leaves the station about its postings."""

    name = "yizhan.channels"
    label = "channels"

    def ready(self) -> None:
        """Show ourselves in the menu and on a posting's page."""
        from yizhan.channels.queries import can_see_channels
        from yizhan.shared.panels import MenuItem, Panel, register_menu, register_panel

        register_menu(
            MenuItem("jobs", "channels.publish", _("张贴和转发"), "channels:publish", "megaphone", 30, can_see_channels)
        )
        # No count beside it, which every page would ask for: the page to publish from tells it.
        register_menu(
            MenuItem("jobs", "channels.out", _("已发出的招聘"), "channels:out", "broadcast", 35, can_see_channels)
        )
        register_panel(
            Panel("postings:posting", "channels.of_posting", _("发布到"), "channels:panel", 10, can_see_channels)
        )
