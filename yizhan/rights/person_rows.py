"""What happens to cases when a person's record is merged, exported or anonymised."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.rights.enums import CaseState, Outcome, StepKind
from yizhan.rights.models import Case, CaseFact, CaseStandstill, CaseStep
from yizhan.rights.operations import destroy_evidence_of
from yizhan.shared.person_rows import PersonRows, move_rows, move_rows_back, register_person_rows


def _export(person_id: int) -> list[dict[str, Any]]:
    """Name the cases and no more: who makes the copy need not take part in them. The first desk hands out the rest."""
    rows = Case.objects.filter(person_id=person_id).select_related("first_desk").order_by("pk")
    return [
        {
            _("案号"): row.number,
            _("开案时间"): timezone.localtime(row.opened_at).isoformat(),
            _("状态"): str(row.get_state_display()),
            _("首问负责人"): row.first_desk.name,
        }
        for row in rows
    ]


def _anonymise(person_id: int, at: dt.datetime) -> None:
    """End what is open; days, channels and outcome stay for the figures, every text goes."""
    cases = Case.objects.filter(person_id=person_id)
    for case in cases.exclude(state=CaseState.CLOSED).order_by("pk"):
        case.state, case.outcome, case.closed_at = CaseState.CLOSED, Outcome.WITHDRAWN, at
        case.version += 1
        case.save(update_fields=["state", "outcome", "closed_at", "version"])
        CaseStep.objects.create(case=case, kind=StepKind.CLOSED, by=None, at=at, on=timezone.localdate(at))
    cases.update(situation="", employer_said="")
    CaseStep.objects.filter(case__person_id=person_id).update(note="")
    CaseFact.objects.filter(case__person_id=person_id).update(value="")
    CaseStandstill.objects.filter(case__person_id=person_id).update(note="")
    destroy_evidence_of(person_id, at)


def register() -> None:
    """Register the room's model that points at a person."""
    register_person_rows(
        PersonRows(
            "rights.Case",
            lambda kept, absorbed, at: move_rows(Case, "person", kept, absorbed),
            lambda kept, absorbed, journal, at: move_rows_back(Case, "person", absorbed, journal),
            _export,
            _anonymise,
        )
    )
