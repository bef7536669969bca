"""What the views of the room share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User


class FormRefused(Refused):
    """What was sent cannot be read."""

    code = "form_refused"
    sentence = _("填写的内容不完整或看不懂，没有保存。请返回上一页核对后再提交。")
    status = 422


def demand(user: User, may: Callable[[User], bool]) -> None:
    """Refuse what the role may not do, before anything is looked up.

    :raises NotAllowed: it may not.
    """
    if not may(user):
        raise NotAllowed


def note_list(user: User, rows: int, action: str) -> None:
    """Leave the one line that a list of people leaves; an empty one leaves none."""
    if rows:
        write_audit(
            action=action, by=user, at=timezone.now(), fields=["name", "contacts"], kind=AuditKind.READ,
            reason=f"rows:{rows}",
        )  # fmt: skip


def day_or_tomorrow(text: str) -> dt.date:
    """Return the day asked for; tomorrow where none is, or none that a station could mean."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    try:
        day = parse_date(text) or tomorrow
    except ValueError:
        return tomorrow
    return day if 2000 <= day.year < 2100 else tomorrow
