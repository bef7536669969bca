"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    """Floor 7: introduction letters and receipts."""

    name = "yizhan.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Register what other rooms ask of us and hear what they tell, and show ourselves on the desk."""
        from yizhan.postings.events import PostingEnded, ShiftCancelled
        from yizhan.referrals import conduct_source, followup_kinds, person_rows
        from yizhan.referrals.operations import close_with_posting, close_with_shift
        from yizhan.shared.events import subscribe

        person_rows.register()
        followup_kinds.register()
        conduct_source.register()
        subscribe(PostingEnded, close_with_posting)
        subscribe(ShiftCancelled, close_with_shift)
        self._show_on_the_desk()
        self._show_on_pages()

    def _show_on_the_desk(self) -> None:
        from yizhan.accounts.queries import can_manage_station, can_see_people, can_serve
        from yizhan.referrals.queries import count_applications, count_awaiting, count_waiting_handovers
        from yizhan.shared.panels import MenuItem, register_menu

        register_menu(
            MenuItem("desk", "referrals.applications", _("手机报名"), "referrals:applications", "telephone-inbound", 45,
                     can_see_people, badge=lambda user: count_applications(user) or None)
        )  # fmt: skip
        register_menu(
            MenuItem("desk", "referrals.receipt", _("收回执"), "referrals:receipt", "qr-code-scan", 50, can_serve,
                     badge=count_awaiting, hotkey="F8")
        )  # fmt: skip
        register_menu(
            MenuItem("desk", "referrals.handover", _("交接班"), "referrals:handover", "arrow-left-right", 70,
                     can_serve, badge=count_waiting_handovers)
        )  # fmt: skip
        register_menu(MenuItem("people", "referrals.list", _("推荐记录"), "referrals:list", "send", 40, can_see_people))
        register_menu(MenuItem("jobs", "referrals.rain", _("当天停工"), "referrals:rain", "cloud-rain", 60, can_serve))
        register_menu(
            MenuItem("office", "referrals.plan", _("回访计划"), "referrals:plan", "calendar-check", 60,
                     can_manage_station)
        )  # fmt: skip

    def _show_on_pages(self) -> None:
        from yizhan.accounts.queries import can_see_people, can_serve
        from yizhan.shared.panels import Action, Panel, register_action, register_panel

        register_panel(
            Panel("people:person", "referrals.of_person", _("推荐记录"), "referrals:of_person", 40, can_see_people)
        )
        register_panel(
            Panel("postings:posting", "referrals.of_posting", _("推荐与回执"), "referrals:of_posting", 20,
                  can_see_people)
        )  # fmt: skip
        register_action(
            Action("matching:pair", "referrals.create", _("推荐去"), "referrals:create", "send", 10, can_serve)
        )
