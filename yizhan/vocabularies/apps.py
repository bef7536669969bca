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
        """Put the pages into the menu."""
        from yizhan.shared.panels import MenuItem, register_menu
        from yizhan.vocabularies.rules import can_keep_days, can_keep_words

        register_menu(
            MenuItem(
                "admin", "vocabularies.days", _("放假安排"), "vocabularies:days", "calendar-check", 60, can_keep_days
            )
        )
        register_menu(
            MenuItem("admin", "vocabularies.wages", _("最低工资"), "vocabularies:wages", "cash-coin", 62, can_keep_days)
        )
        register_menu(
            MenuItem(
                "office", "vocabularies.words", _("本地俗称"), "vocabularies:words", "chat-dots", 85, can_keep_words
            )
        )
