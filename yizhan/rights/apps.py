"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    """Floor 9: cases, limits of law, and calculators for who is owed something."""

    name = "yizhan.rights"
    label = "rights"

    def ready(self) -> None:
        """Say what happens to our rows when a person's record changes hands, and show ourselves on the desk."""
        from django.utils import timezone

        from yizhan.gigs.events import PaymentConfirmed, PayOverdue
        from yizhan.rights import person_rows
        from yizhan.rights.operations import note_employer_asked, note_paid
        from yizhan.rights.queries import count_ending
        from yizhan.rights.rules import may_reckon, may_supervise, may_take_cases
        from yizhan.rights.supervision import count_unattended
        from yizhan.shared.events import subscribe
        from yizhan.shared.panels import Action, MenuItem, Panel, register_action, register_menu, register_panel

        person_rows.register()
        subscribe(PayOverdue, note_employer_asked)
        subscribe(PaymentConfirmed, note_paid)
        register_action(
            Action(
                "gigs:late", "rights.open", _("维权开案"), "rights:open_late", "shield-check", 10, may_take_cases,
                by_post=True,
            )
        )  # fmt: skip
        register_panel(Panel("people:person", "rights.of_person", _("维权"), "rights:of_person", 60, may_take_cases))
        register_menu(
            MenuItem(
                "people", "rights.cases", _("我的维权案件"), "rights:cases", "shield-exclamation", 70, may_take_cases,
                badge=lambda user: count_ending(user, timezone.localdate()),
            )
        )  # fmt: skip
        register_menu(
            MenuItem(
                "office", "rights.overview", _("维权情况"), "rights:overview", "shield-exclamation", 60, may_supervise,
                badge=count_unattended,
            )
        )  # fmt: skip

        register_menu(
            MenuItem("people", "rights.limits", _("维权期限与计算"), "rights:limits", "shield-check", 80, may_reckon)
        )
