"""What another room knows about a matter, copied into a case: an answer to a follow-up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from yizhan.followups.enums import Alarm
from yizhan.followups.queries import about_line, alarms, alarms_in, attempts_of, get_followup
from yizhan.rights.enums import CaseKind
from yizhan.rights.operations import Fact
from yizhan.shared.display import money_text, when_text

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.people.models import Person

FOLLOWUP = "followup"
KINDS = {
    Alarm.FEE_ASKED: CaseKind.FEE,
    Alarm.ID_HELD: CaseKind.DOCUMENT,
    Alarm.INJURED: CaseKind.INJURY,
    Alarm.NOT_PAID_IN_FULL: CaseKind.ARREARS,
}


@dataclass(frozen=True, repr=False)
class Source:
    """Where a case begins.

    :param happened_on: the day it was told, a first proposal for the form.
    """

    kind: str
    public_id: UUID
    person: Person
    case_kind: CaseKind
    employer_said: str
    happened_on: dt.date
    facts: tuple[Fact, ...]


def followup_source(user: User, public_id: UUID) -> Source:
    """Return what a follow-up's answers say.

    :raises Http404: no such follow-up for these eyes, or no answer in it that accuses anybody.
    """
    followup = get_followup(user, public_id)
    said = next((one for one in attempts_of(followup) if alarms_in(one)), None)
    if said is None:
        raise Http404
    accused = alarms_in(said)
    about = about_line(followup)
    facts = [
        Fact(_("回访时间"), when_text(said.at)),
        Fact(_("回访说的"), "、".join(str(one.label) for one in accused)),
        Fact(_("用工方和岗位"), about),
    ]
    if said.wage_real_fen is not None:
        facts.append(Fact(_("实际报酬"), money_text(said.wage_real_fen)))
    if said.demand:
        facts.append(Fact(_("诉求"), said.demand))
    return Source(
        FOLLOWUP, public_id, followup.person, KINDS[accused[0]], about.split(" · ")[0], timezone.localdate(said.at),
        tuple(fact for fact in facts if fact.value),
    )  # fmt: skip


def accusing_followups(user: User, person: Person) -> list[tuple[UUID, str]]:
    """Return a person's follow-ups whose answers accuse somebody, with what they say."""
    rows = (alarms(user) | alarms(user, handled=True)).filter(followup__person=person)
    return [(row.followup.public_id, "、".join(str(one.label) for one in alarms_in(row))) for row in rows]
