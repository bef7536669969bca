"""Calling somebody, and going there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yizhan.portals.kiosk.models import HelpCall, Machine
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock, violated_constraint
from yizhan.shared.errors import Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User


class AnsweredAlready(Refused):
    """A colleague went."""

    code = "help_answered"
    sentence = _("已经有同事去看了，没有重复登记。")


@transaction.atomic
def set_up_machine(*, office: Office, by: User, at: dt.datetime, is_new: bool) -> None:
    """Write down that a machine stands in the hall of an office.

    :param is_new: False where the machine was a kiosk of the office before.
    """
    if is_new:
        Machine.objects.create(office=office, since_at=at)
    write_audit(action="kiosk.set_up", by=by, at=at, obj=office)


@transaction.atomic
def end_machine(*, office: Office, by: User, at: dt.datetime) -> None:
    """Write down that a machine of an office is an ordinary one again; they are alike, so the oldest row ends."""
    for oldest in Machine.objects.filter(office=office, ended_at=None).select_for_update().order_by("pk")[:1]:
        oldest.ended_at = max(at, oldest.since_at)
        oldest.save(update_fields=["ended_at"])
    write_audit(action="kiosk.ended", by=by, at=at, obj=office)


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
