"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    """Floor 4: who offers work."""

    name = "yizhan.employers"
    label = "employers"

    def ready(self) -> None:
        """Put the room into the menu."""
        from django.utils import timezone
        from django.utils.translation import gettext_lazy as _

        from yizhan.accounts.queries import can_see_postings, is_agent
        from yizhan.employers import appeal_kind
        from yizhan.employers.queries import SourceKind, count_sign_ups, count_untold, register_source
        from yizhan.shared.panels import MenuItem, register_menu

        appeal_kind.register()
        register_source(SourceKind("desk", _("窗口反映"), lambda _user, _ids: {}))
        register_menu(MenuItem("jobs", "employers", _("用工主体"), "employers:list", "building", 30, can_see_postings))
        register_menu(
            MenuItem("jobs", "employers_owing", _("介绍信没有答复"), "employers:owing", "envelope", 35,
                     can_see_postings, badge=lambda user: count_untold(user, timezone.now()))
        )  # fmt: skip
        register_menu(
            MenuItem("jobs", "employers_sign_ups", _("开通申请"), "employers:sign_ups", "person-plus", 36,
                     can_see_postings, badge=count_sign_ups)
        )  # fmt: skip
        register_menu(MenuItem("jobs", "employers_mine", _("我的单位"), "employers:mine", "building", 31, is_agent))
