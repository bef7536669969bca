"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """Floor 9: plans for many at once, from the proposal to what became of each row."""

    name = "yizhan.plans"
    label = "plans"

    def ready(self) -> None:
        """Say what happens to our rows when a person's record changes hands, and show ourselves on the desk."""
        from yizhan.plans import person_rows
        from yizhan.plans.rules import can_look, can_plan
        from yizhan.shared.panels import Action, MenuItem, register_action, register_menu

        person_rows.register()
        register_menu(MenuItem("desk", "plans.list", _("统一安排"), "plans:list", "diagram-3", 57, can_look))
        register_action(Action("gigs:board", "plans.day", _("统一安排这一天"), "plans:list", "diagram-3", 10, can_plan))
