"""Floor 0 as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """The rooms register themselves here."""

    name = "yizhan.shared"
    label = "shared"
    verbose_name = "shared"

    def ready(self) -> None:
        """Put the one list of all rooms' appeals into the menu; say what happens to messages of a person; say texts."""
        from django.utils.translation import gettext_lazy as _

        from yizhan.shared.appeals.kinds import kinds_for
        from yizhan.shared.appeals.queries import count_for
        from yizhan.shared.fixed_texts import install
        from yizhan.shared.notifications import accounts, codes, operations, person_rows
        from yizhan.shared.panels import MenuItem, register_menu

        install()
        codes.register_code_text()
        operations.register_desk_text()
        accounts.register_test_text()
        person_rows.register()
        register_menu(
            MenuItem("jobs", "appeals", _("申诉复核"), "appeals:list", "arrow-repeat", 18,
                     lambda user: bool(kinds_for(user)), badge=count_for)
        )  # fmt: skip
