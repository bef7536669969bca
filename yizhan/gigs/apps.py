"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GigsConfig(AppConfig):
    """Floor 8: gigs from the promise to the pay."""

    name = "yizhan.gigs"
    label = "gigs"

    def ready(self) -> None:
        """Register what other rooms ask of us and hear what they tell."""
        from yizhan.gigs import conduct_source, followup_kinds, person_rows
        from yizhan.gigs.operations import cancel_with_shift, end_with_hire, hear_of_hire, take_over_hire
        from yizhan.postings.events import ShiftCancelled
        from yizhan.referrals.events import HireUndone, PayAnswered, PersonHired
        from yizhan.shared.events import subscribe

        person_rows.register()
        followup_kinds.register()
        conduct_source.register()
        subscribe(ShiftCancelled, cancel_with_shift)
        subscribe(PersonHired, take_over_hire)
        subscribe(HireUndone, end_with_hire)
        subscribe(PayAnswered, hear_of_hire)
        self._show_on_the_desk()

    def _show_on_the_desk(self) -> None:
        from django.utils import timezone

        from yizhan.accounts.queries import can_see_people, can_serve
        from yizhan.gigs.queries import count_late, open_field_entries
        from yizhan.shared.panels import MenuItem, Panel, register_menu, register_panel

        register_menu(MenuItem("desk", "gigs.board", _("派工"), "gigs:board", "calendar-check", 55, can_see_people))
        register_menu(MenuItem("desk", "gigs.scan", _("扫码签到"), "gigs:scan", "qr-code-scan", 57, can_serve))
        register_menu(
            MenuItem("desk", "gigs.field", _("现场登记"), "gigs:field", "geo-alt", 58, can_serve,
                     badge=lambda user: open_field_entries(user).count() or None)
        )  # fmt: skip
        register_panel(Panel("people:person", "gigs.of_person", _("零工订单"), "gigs:of_person", 45, can_see_people))
        register_panel(
            Panel("postings:posting", "gigs.of_posting", _("班次与到岗"), "gigs:of_posting", 30, can_see_people)
        )
        register_menu(
            MenuItem("desk", "gigs.late", _("报酬预警"), "gigs:late", "shield-exclamation", 60, can_see_people,
                     badge=lambda user: count_late(user, timezone.localdate()))
        )  # fmt: skip
        register_menu(
            MenuItem("office", "gigs.ledger", _("工资支付台账"), "gigs:ledger", "journal-text", 70, can_see_people)
        )
