"""The tabs of a person's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yizhan.people.models import Person
from yizhan.people.rules import may_change, may_hand_copy, may_see_looks

if TYPE_CHECKING:
    from yizhan.accounts.models import User


def person_tabs(person: Person, user: User, active: str) -> list[dict[str, Any]]:
    """Return the tabs that the user may open."""
    offered = [
        ("person", _("总览"), True),
        ("change", _("更正"), may_change(user)),
        ("contacts", _("联系方式"), may_change(user)),
        ("consents", _("同意"), may_change(user)),
        ("household", _("家庭"), may_change(user)),
        ("held", _("持有的信息"), may_hand_copy(user)),
        ("looks", _("查看记录"), may_see_looks(user)),
    ]
    return [
        {"url": reverse(f"people:{key}", args=[person.public_id]), "label": label, "active": key == active}
        for key, label, may in offered
        if may
    ]
