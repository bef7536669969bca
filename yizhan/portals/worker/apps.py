"""The shell as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkerConfig(AppConfig):
    """Floor 12: the worker's own pages."""

    name = "yizhan.portals.worker"
    label = "worker"

    def ready(self) -> None:
        """Say what happens to the rows when a record changes hands; put the counter's part on the desk."""
        from django.conf import settings

        from yizhan.accounts.queries import can_serve
        from yizhan.gigs.site import register_sign_address
        from yizhan.portals.worker import person_rows, saved_rows
        from yizhan.portals.worker.queries import requests_waiting
        from yizhan.shared.panels import MenuItem, Panel, register_menu, register_panel

        person_rows.register()
        saved_rows.register()
        if base := settings.YIZHAN_PUBLIC_URL:  # a sign on a wall needs an address that other machines reach
            register_sign_address(lambda code: f"{base}/w/at/#{code}")
        register_panel(Panel("people:person", "worker.phones", _("本人手机"), "worker:counter", 80, can_serve))
        register_menu(
            MenuItem("people", "worker.requests", _("数据申请"), "worker:requests", "inbox", 85, can_serve,
                     badge=lambda user: requests_waiting(user).count() or None)
        )  # fmt: skip
