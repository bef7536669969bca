"""The room as a Django app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from yizhan.accounts.models import User


class PostingsConfig(AppConfig):
    """Floor 5: work on offer."""

    name = "yizhan.postings"
    label = "postings"

    def ready(self) -> None:
        """Put the room into the menu and its panel on the employer's page."""
        from django.utils import timezone
        from django.utils.translation import gettext_lazy as _

        from yizhan.accounts.queries import can_enter_postings, can_review, can_see_postings, is_agent
        from yizhan.postings.lookalikes import count_to_judge
        from yizhan.postings.queries import count_returned, count_waiting, postings_visible_to
        from yizhan.shared.panels import MenuItem, Panel, register_menu, register_panel

        def decides(user: User) -> bool:
            return can_review(user) or can_enter_postings(user)

        def count_reviews(user: User) -> int:
            return count_waiting(user, timezone.now())

        def count_alike(user: User) -> int:
            return count_to_judge(postings_visible_to(user), timezone.now()) if can_review(user) else 0

        def sees(user: User) -> bool:
            return can_see_postings(user) or is_agent(user)

        register_menu(MenuItem("jobs", "postings", _("招聘"), "postings:list", "briefcase", 10, can_see_postings))
        register_menu(
            MenuItem(
                "jobs",
                "postings_queue",
                _("招聘审核"),
                "postings:queue",
                "clipboard-check",
                15,
                decides,
                badge=count_reviews,
            )
        )
        register_menu(
            MenuItem("jobs", "postings_returned", _("退回给我的"), "postings:returned", "arrow-return-left", 16,
                     lambda user: can_enter_postings(user) or is_agent(user), badge=count_returned)
        )  # fmt: skip
        register_menu(
            MenuItem("jobs", "postings_alike", _("相似的招聘"), "postings:alike", "files", 22, can_see_postings,
                     badge=count_alike)
        )  # fmt: skip
        register_menu(
            MenuItem(
                "jobs",
                "postings_unconfirmed",
                _("待核对招聘"),
                "postings:unconfirmed",
                "telephone",
                20,
                can_see_postings,
            )
        )
        register_menu(
            MenuItem("jobs", "postings_county", _("本地规则"), "postings:county", "sliders", 90, can_see_postings)
        )
        register_panel(Panel("employers:employer", "postings", _("招聘"), "postings:of_employer", 10, sees))
        self._hear()
        from yizhan.postings.imports.saving import register as register_import

        register_import()
        from yizhan.postings import appeal_kind

        appeal_kind.register()

    def _hear(self) -> None:
        """Hear what the employers' room tells."""
        from yizhan.employers.events import EmployerRechecked, EmployerToRecheck
        from yizhan.postings.operations import let_out_again, send_back_to_review
        from yizhan.shared.events import subscribe

        subscribe(EmployerToRecheck, send_back_to_review)
        subscribe(EmployerRechecked, let_out_again)
