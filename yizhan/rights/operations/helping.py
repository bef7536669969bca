"""Colleagues who assist in a case: they read it and work on it, and answer for nothing.

Their time in the case is a dated row (`CaseParty`), as everybody's is; what they come and go by is on record.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_serve
from yizhan.rights.models import Case, CaseParty
from yizhan.rights.operations.cases import take_case
from yizhan.rights.queries import answers_for, helpers_of
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import constraint_speaks
from yizhan.shared.errors import NotAllowed, Refused

if TYPE_CHECKING:
    from yizhan.accounts.models import User


class CannotHelp(Refused):
    """Somebody was named who serves elsewhere or not at all."""

    code = "cannot_help"
    status = 422
    sentence = _("协办人只能是本站在岗的窗口人员或站长，没有添加。请从名单里选。")


class HelpsAlready(Refused):
    """They take part."""

    code = "helps_already"
    sentence = _("这位同事已经在案件里，没有重复添加。")


class HelpsNot(Refused):
    """They do not assist."""

    code = "helps_not"
    sentence = _("这位同事不是协办人，没有改动。经办人请用“移交经办”。")


@transaction.atomic
def add_helper(*, case: Case, to: User, by: User, at: dt.datetime, seen_version: int | None = None) -> CaseParty:
    """Let a colleague of the same office read the case and work on it.

    :raises NotAllowed: only the first desk and whoever is responsible let somebody in.
    :raises CannotHelp: the colleague serves elsewhere, or is out of use.
    :raises HelpsAlready: they take part (the constraint decides).
    :raises yizhan.rights.operations.cases.CaseCannotMove: the case is closed.
    """
    if to.office_id != case.office_id or not to.is_active or not can_serve(to):
        raise CannotHelp
    case = take_case(case, seen_version)
    if not answers_for(by, case):
        raise NotAllowed
    case.save(update_fields=["version"])
    with constraint_speaks(CaseParty, caseparty_once_at_a_time=HelpsAlready):
        row = CaseParty.objects.create(case=case, user=to, from_at=at)
    write_audit(action="case.helper_added", by=by, at=at, obj=case, fields=["parties"], reason=f"user:{to.pk}")
    return row


@transaction.atomic
def remove_helper(*, case: Case, who: User, by: User, at: dt.datetime, seen_version: int | None = None) -> Case:
    """Let an assisting colleague go, or go oneself: from now on the case is invisible to them.

    :raises NotAllowed: somebody who neither answers for the case nor goes themselves.
    :raises HelpsNot: they answer for the case, or do not take part.
    :raises yizhan.rights.operations.cases.CaseCannotMove: the case is closed.
    """
    case = take_case(case, seen_version)
    if not answers_for(by, case) and by.pk != who.pk:
        raise NotAllowed
    row = helpers_of(case).filter(user=who).first()
    if row is None:
        raise HelpsNot
    row.until_at = at
    row.save(update_fields=["until_at"])
    case.save(update_fields=["version"])
    write_audit(action="case.helper_removed", by=by, at=at, obj=case, fields=["parties"], reason=f"user:{who.pk}")
    return case
