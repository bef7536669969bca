"""The room of places."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Registers its page in the menu."""

    name = "yizhan.places"
    label = "places"
    verbose_name = _("地点")

    def ready(self) -> None:
        """Put the list of local places into the menu."""
        from yizhan.places.rules import can_see_places
        from yizhan.shared.panels import MenuItem, register_menu

        register_menu(
            MenuItem(
                group="office",
                key="places",
                title=_("本地地点"),
                url_name="places:list",
                icon="geo-alt",
                order=40,
                may=can_see_places,
            )
        )
