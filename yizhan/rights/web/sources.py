"""What another room knows about a matter, copied into a case: an answer to a follow-up, pay that did not come."""

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
from yizhan.gigs.queries import PayFacts, get_order, pay_facts
from yizhan.gigs.words import hours_text
from yizhan.postings.enums import LaborType
from yizhan.rights.enums import CaseKind, Relation, SourceKind
from yizhan.rights.operations import Fact
from yizhan.shared.display import day_text, listed, money_text, when_text

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.employers.models import Employer
    from yizhan.people.models import Person

KINDS = {
    Alarm.FEE_ASKED: CaseKind.FEE,
    Alarm.ID_HELD: CaseKind.DOCUMENT,
    Alarm.INJURED: CaseKind.INJURY,
    Alarm.NOT_PAID_IN_FULL: CaseKind.ARREARS,
}
RELATIONS = {
    LaborType.CONTRACT: Relation.LABOUR,
    LaborType.PUBLIC_WELFARE: Relation.LABOUR,
    # 非全日制用工 is a labour relation (劳动合同法 68).
    LaborType.PART_TIME: Relation.LABOUR,
    LaborType.SERVICE: Relation.SERVICE,
    LaborType.PLATFORM: Relation.PLATFORM,
}


@dataclass(frozen=True, repr=False)
class Source:
    """Where a case begins.

    :param happened_on: of a follow-up the day it was told, a first proposal for the form; of late pay the pay day.
    :param ended_on: the last day of work, where the relation ended with it.
    """

    kind: SourceKind
    public_id: UUID
    person: Person
    case_kind: CaseKind
    employer_said: str
    happened_on: dt.date
    facts: tuple[Fact, ...]
    relation: Relation = Relation.UNKNOWN
    ended_on: dt.date | None = None
    employer: Employer | None = None


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
        Fact(_("回访说的"), listed(str(one.label) for one in accused)),
        Fact(_("用工方和岗位"), about),
    ]
    if said.wage_real_fen is not None:
        facts.append(Fact(_("实际报酬"), money_text(said.wage_real_fen)))
    if said.demand:
        facts.append(Fact(_("诉求"), said.demand))
    return Source(
        SourceKind.FOLLOWUP, public_id, followup.person, KINDS[accused[0]], about.split(" · ")[0],
        timezone.localdate(said.at), tuple(fact for fact in facts if fact.value),
    )  # fmt: skip


def late_pay_source(user: User, public_id: UUID, today: dt.date) -> Source:
    """Return what an order says about pay whose day has passed, entered as paid or not while the worker denies it.

    The relation is that of the terms; of a gig with a labour relation it ended with its last day of work, from which
    the year of arbitration runs (仲裁法 27, fourth paragraph). Nobody is told "no limit" for a gig that is over.

    :raises Http404: no such order for these eyes, or nothing is late.
    """
    known = pay_facts(user, public_id, today)
    if not known.days_late or (known.owed_fen == 0 and known.said_unpaid_at is None):
        raise Http404
    order = get_order(user, public_id)
    posting = order.shift.posting
    labour = posting.terms.labor_type if posting.terms else ""
    relation = RELATIONS.get(LaborType(labour), Relation.UNKNOWN) if labour else Relation.UNKNOWN
    ended_on = timezone.localdate(known.work_until) if relation == Relation.LABOUR else None
    return Source(
        SourceKind.LATE_PAY, public_id, order.person, CaseKind.ARREARS, known.employer_name, known.pay_on,
        _pay_lines(known, today), relation, ended_on, posting.employer,
    )  # fmt: skip


def _pay_lines(known: PayFacts, today: dt.date) -> tuple[Fact, ...]:
    lines = [
        (_("零工订单"), known.number),
        (_("岗位"), known.title),
        (_("干活时间"), f"{when_text(known.work_from)} – {when_text(known.work_until)}"),
        (_("工时"), hours_text(known.minutes) if known.minutes else ""),
        (_("约定支付日"), day_text(known.pay_on, "long")),
        (_("逾期"), _("%(n)s 天（看的那天：%(day)s）") % {"n": known.days_late, "day": day_text(today)}),
        (_("应发"), money_text(known.net_fen) if known.net_fen is not None else _("还没有结算")),
        (_("已付"), money_text(known.paid_fen)),
        (_("还欠"), money_text(known.owed_fen) if known.owed_fen is not None else ""),
        (_("本人说没有收到"), when_text(known.said_unpaid_at) if known.said_unpaid_at else ""),
        (_("争议"), _("双方对工时说法不一") if known.is_disputed else ""),
        (_("驿站催付"), when_text(known.reminded_at) if known.reminded_at else ""),
    ]
    return tuple(Fact(label, value) for label, value in lines if value)


def accusing_followups(user: User, person: Person) -> list[tuple[UUID, str]]:
    """Return a person's follow-ups whose answers accuse somebody, with what they say."""
    rows = (alarms(user) | alarms(user, handled=True)).filter(followup__person=person)
    return [(row.followup.public_id, listed(str(one.label) for one in alarms_in(row))) for row in rows]
