"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Floor 6: which work for whom, and why."""

    name = "yizhan.matching"
    label = "matching"

    def ready(self) -> None:
        """Show recommendations on a person's page and on a posting's page."""
        from yizhan.accounts.queries import can_see_people
        from yizhan.shared.panels import Panel, register_panel

        for place in ("people:person", "workers:seeker"):
            register_panel(Panel(place, "matching:for", _("推荐岗位"), "matching:for_panel", 20, can_see_people))
            register_panel(
                Panel(place, "matching:advice", _("什么会多出几个活"), "matching:advice", 21, can_see_people)
            )
        register_panel(
            Panel("postings:posting", "matching:people", _("合适的人"), "matching:people_panel", 20, can_see_people)
        )
        register_panel(
            Panel("postings:posting", "matching:work", _("怎样能多招到人"), "matching:work_advice", 21, can_see_people)
        )
