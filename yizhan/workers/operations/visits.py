"""The service ledger: a visit is noted, and taken back when it was a mistake."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yizhan.people.operations import note_contact
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.standing import insert
from yizhan.shared.submissions import remember_submission
from yizhan.workers.enums import VisitPurpose, WhyTakenBack
from yizhan.workers.models import Visit
from yizhan.workers.rules import may_take_back

if TYPE_CHECKING:
    from yizhan.accounts.models import Office, User
    from yizhan.people.models import Person


class VisitTakenBack(Refused):
    """Somebody took it back already."""

    code = "visit_taken_back"
    sentence = _("这次来访已经撤回过，没有重复。")


class VisitOfAnotherDay(Refused):
    """The day is over: its numbers have been told."""

    code = "visit_of_another_day"
    sentence = _("只能撤回当天记的来访，没有改变。以前的台账不再改。")


@transaction.atomic
def record_visit(
    *,
    office: Office,
    purpose: VisitPurpose,
    person: Person | None,
    by: User,
    at: dt.datetime,
    submission: str | None = None,
    led_to: str = "",
) -> Visit:
    """Write a visit into the service ledger, with or without a person."""
    visit = insert(Visit(office=office, at=at, purpose=purpose, person=person, by=by))
    if person is not None:
        note_contact(person_id=person.pk, on=timezone.localdate(at))
    write_audit(
        action="visit.recorded", by=by, at=at, obj=visit, person_id=person.pk if person else None, reason=purpose
    )
    remember_submission(submission, by=by, led_to=led_to, at=at)
    return visit


@transaction.atomic
def take_back_visit(*, visit: Visit, why: WhyTakenBack, by: User, at: dt.datetime) -> Visit:
    """Mark a visit of today as noted by mistake: from now on it is in no count. The line stays, and so does the day of
    the person's last contact: somebody had their record in hand.

    :raises yizhan.shared.errors.NotAllowed: a colleague noted it. :raises VisitOfAnotherDay: it is not of today.
    :raises VisitTakenBack: it was taken back before.
    """
    visit = lock(Visit.objects.all(), pk=visit.pk)
    if not may_take_back(by, visit.by_id):
        raise NotAllowed
    if timezone.localdate(visit.at) != timezone.localdate(at):
        raise VisitOfAnotherDay
    if visit.taken_back_at is not None:
        raise VisitTakenBack
    visit.taken_back_at, visit.taken_back_by, visit.taken_back_why = at, by, why
    visit.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    write_audit(
        action="visit.taken_back", by=by, at=at, obj=visit, person_id=visit.person_id, fields=["taken_back_at"],
        reason=why, office_id=visit.office_id,
    )  # fmt: skip
    return visit
