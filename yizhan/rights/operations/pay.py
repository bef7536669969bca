"""What the room of gigs tells about late pay, written into the course of the case that was opened from it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from yizhan.rights.enums import CaseState, SourceKind, StepKind
from yizhan.rights.models import Case
from yizhan.rights.operations.cases import write_step
from yizhan.shared.audit.operations import write_audit

if TYPE_CHECKING:
    from yizhan.gigs.events import PaymentConfirmed, PayOverdue


def note_employer_asked(event: PayOverdue) -> None:
    """Write down that the station asked the employer for the pay.

    That is no claim by the person: whether it interrupts a limit (仲裁法 27) would have to be proved, so it does not
    count as one.
    """
    _note(event.order_public_id, event.at, None, _("驿站已向用工方催付。"))


def note_paid(event: PaymentConfirmed) -> None:
    """Write down that the pay came; a person decides whether the case is over."""
    _note(event.order_public_id, event.at, event.paid_on, _("台账已确认全额支付，请向本人核实后结案。"))


def _note(order: UUID, at: dt.datetime, on: dt.date | None, words: str) -> None:
    cases = Case.objects.filter(source_kind=SourceKind.LATE_PAY, source_public_id=order)
    for case in cases.exclude(state=CaseState.CLOSED).order_by("pk"):
        write_step(case, StepKind.FOLLOWED, None, at, on=on, note=words)
        write_audit(action="case.step_noted", by=None, at=at, obj=case, reason=StepKind.FOLLOWED,
                    office_id=case.office_id)  # fmt: skip
