"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Floor 3: people served."""

    name = "yizhan.people"
    label = "people"

    def ready(self) -> None:
        """Say what happens to the room's rows when a record changes hands; put the room into the menu."""
        from yizhan.accounts.queries import can_manage_station, can_see_people, can_serve
        from yizhan.people.operations import own_rows
        from yizhan.people.rules import may_word_consents
        from yizhan.shared.panels import MenuItem, register_menu

        own_rows.register()
        register_menu(MenuItem("people", "people:search", _("查找人员"), "people:search", "search", 10, can_see_people))
        register_menu(MenuItem("people", "people:reclaim", _("凭条取回"), "people:reclaim", "key", 80, can_serve))
        register_menu(
            MenuItem("people", "people:merges", _("合并记录"), "people:merges", "shuffle", 90, can_manage_station)
        )
        register_menu(
            MenuItem("admin", "people:wordings", _("同意书文本"), "people:wordings", "file-text", 64, may_word_consents)
        )
