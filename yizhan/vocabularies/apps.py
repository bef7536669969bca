"""The room of shared words."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabulariesConfig(AppConfig):
    """Nothing is loaded at start: the files are read when first asked for."""

    name = "yizhan.vocabularies"
    label = "vocabularies"
    verbose_name = _("词表")

    def ready(self) -> None:
        """Put the holiday notices into the menu."""
        from yizhan.shared.panels import MenuItem, register_menu
        from yizhan.vocabularies.rules import can_keep_days

        register_menu(
            MenuItem(
                "admin", "vocabularies.days", _("放假安排"), "vocabularies:days", "calendar-check", 60, can_keep_days
            )
        )
