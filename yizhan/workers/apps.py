"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkersConfig(AppConfig):
    """Floor 4: who looks for work."""

    name = "yizhan.workers"
    label = "workers"

    def ready(self) -> None:
        """Say what happens to our rows when a person's record changes hands, and show ourselves on the desk."""
        from yizhan.people.events import ConsentWithdrawn
        from yizhan.shared.events import subscribe
        from yizhan.workers import person_rows
        from yizhan.workers.imports.saving import register as register_import
        from yizhan.workers.operations import forget_limit_without_consent

        person_rows.register()
        register_import()
        subscribe(ConsentWithdrawn, forget_limit_without_consent)
        self._show_on_the_desk()

    def _show_on_the_desk(self) -> None:
        from yizhan.shared.panels import MenuItem, Panel, register_menu, register_panel
        from yizhan.workers.rules import may_register, may_see_seekers

        register_menu(
            MenuItem(
                group="desk", key="workers.register", title=_("登记求职"), url_name="workers:register",
                icon="person-plus", order=20, may=may_register, hotkey="F2",
            )
        )  # fmt: skip
        register_menu(
            MenuItem(
                group="desk", key="workers.visits", title=_("来访登记"), url_name="workers:visits", icon="door-open",
                order=30, may=may_see_seekers, hotkey="F4",
            )
        )  # fmt: skip
        register_menu(
            MenuItem(
                group="people", key="workers.seekers", title=_("求职者"), url_name="workers:seekers", icon="people",
                order=20, may=may_see_seekers,
            )
        )  # fmt: skip
        register_panel(
            Panel(
                place="people:person", key="workers.seeker", title=_("求职"), url_name="workers:panel", order=10,
                may=may_see_seekers,
            )
        )  # fmt: skip
