"""Calling somebody, and going there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yizhan.portals.kiosk.models import HelpCall
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock, violated_constraint
from yizhan.shared.errors import Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User


class AnsweredAlready(Refused):
    """A colleague went."""

    code = "help_answered"
    sentence = _("已经有同事去看了，没有重复登记。")


def call_for_help(*, office: Office, at: dt.datetime) -> bool:
    """Write down that somebody at the kiosk wants help; say whether this is a new call, not one that waits already."""
    try:
        with transaction.atomic():
            HelpCall.objects.create(office=office, at=at)
    except IntegrityError as error:
        if "helpcall_one_open_an_office" not in (violated_constraint(error, HelpCall) or ""):
            raise
        return False
    return True


def answer_call(*, call: HelpCall, by: User, at: dt.datetime) -> HelpCall:
    """Write down who went.

    :raises AnsweredAlready: somebody did.
    """
    with transaction.atomic():
        found = lock(HelpCall.objects.all(), pk=call.pk)
        if found.answered_at is not None:
            raise AnsweredAlready
        found.answered_at, found.answered_by = max(at, found.at), by
        found.save(update_fields=["answered_at", "answered_by"])
        write_audit(action="kiosk.help_answered", by=by, at=at, obj=found)
    return found
