"""What the views of the room share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.shared.forms import DeskForm


class FormRefused(Refused):
    """What was sent cannot be read."""

    code = "form_refused"
    sentence = gettext_lazy("填写的内容不完整或看不懂，没有保存。请返回上一页核对后再提交。")
    status = 422


def what_is_wrong(form: DeskForm) -> str:
    """Return one sentence about what cannot be read, field by field; nothing that was typed is repeated."""
    parts = []
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        parts.append(f"{label}：{' '.join(str(one) for one in errors)}" if label else " ".join(map(str, errors)))
    return _("没有保存。%(faults)s") % {"faults": " ".join(parts)}


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
