"""Opening a case, its course, its ways, handing it on, closing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yizhan.accounts.queries import can_serve
from yizhan.rights.enums import BY_HAND, MOVES, CaseKind, CaseState, Channel, HandReason, Outcome, Relation, StepKind
from yizhan.rights.models import Case, CaseChannel, CaseFact, CaseParty, CaseStep
from yizhan.rights.queries import NUMBER_PREFIX, answers_for, is_unattended
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.db import check_version, constraint_speaks, lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.identifiers.operations import take_number
from yizhan.shared.submissions import remember_submission

if TYPE_CHECKING:
    from yizhan.accounts.models import User
    from yizhan.employers.models import Employer
    from yizhan.people.models import Person


class CaseKnown(Refused):
    """The same thing was opened before."""

    code = "case_known"
    sentence = _("从这条记录已经开过这类案件，没有重复开案。请找当时的首问负责人。")


class CaseCannotMove(Refused):
    """No such step from where the case stands."""

    code = "case_cannot_move"
    sentence = _("案件现在的状态不能走这一步，没有改动。请刷新页面看最新状态。")


class DaysBackwards(Refused):
    """Days that contradict each other, or lie in the future."""

    code = "days_backwards"
    status = 422
    sentence = _("日期先后不对或在今天以后，没有保存。请核对。")


class NotTheirs(Refused):
    """Handed to somebody who cannot take it."""

    code = "not_theirs"
    status = 422
    sentence = _("只能移交给本站在岗的窗口人员或站长，没有移交。请从名单里选。")


@dataclass(frozen=True, repr=False)
class Fact:
    """One thing that another room knew: a label in words, and what it was."""

    label: str
    value: str


@dataclass(frozen=True)
class Days:
    """The days of a way; None for what has not happened."""

    filed_on: dt.date
    accepted_on: dt.date | None = None
    decided_on: dt.date | None = None
    served_on: dt.date | None = None
    perform_by_on: dt.date | None = None
    is_extended: bool = False


@transaction.atomic
def open_case(
    *,
    person: Person,
    kind: CaseKind,
    happened_on: dt.date,
    by: User,
    at: dt.datetime,
    relation: Relation = Relation.UNKNOWN,
    employer: Employer | None = None,
    employer_said: str = "",
    known_on: dt.date | None = None,
    ended_on: dt.date | None = None,
    situation: str = "",
    facts: Iterable[Fact] = (),
    source_kind: str = "",
    source_public_id: UUID | None = None,
    submission: str | None = None,
) -> Case:
    """Open a case; whoever opens it is the first desk and stays answerable.

    :param facts: copied with today's date; what becomes of their source later does not change them.
    :raises CaseKnown: a case of this kind was opened from that source before.
    :raises DaysBackwards: it ends before it happened, or happens tomorrow.
    """
    today = timezone.localdate(at)
    check_days(kind, happened_on, known_on, ended_on, today)
    with constraint_speaks(Case, case_once_a_source=CaseKnown):
        case = Case.objects.create(
            number=take_number(prefix=NUMBER_PREFIX, on=today), office=by.office, person=person, employer=employer,
            employer_said=employer_said, kind=kind, relation=relation, first_desk=by, responsible=by, opened_at=at,
            happened_on=happened_on, known_on=known_on, ended_on=ended_on, situation=situation,
            source_kind=source_kind, source_public_id=source_public_id,
        )  # fmt: skip
    CaseParty.objects.create(case=case, user=by, from_at=at)
    CaseFact.objects.bulk_create(CaseFact(case=case, label=f.label, value=f.value, as_of=today) for f in facts)
    write_step(case, StepKind.OPENED, by, at)
    write_audit(action="case.opened", by=by, at=at, obj=case, person_id=person.pk)
    remember_submission(submission, by=by, led_to=f"/rights/cases/{case.public_id}/", at=at)
    return case


def write_step(
    case: Case, kind: StepKind, by: User | None, at: dt.datetime, *, on: dt.date | None = None, channel: str = "",
    reason: str = "", note: str = "",
) -> CaseStep:  # fmt: skip
    """Append a line to the course; the caller holds the case under lock."""
    return CaseStep.objects.create(
        case=case, kind=kind, by=by, at=at, on=on or timezone.localdate(at), channel=channel, reason=reason, note=note
    )


def take_case(case: Case, seen_version: int | None, to: CaseState | None = None) -> Case:
    """Lock a case for a change and say that it changes; move it where it is to go."""
    case = lock(Case.objects.all(), pk=case.pk)
    check_version(case, seen_version)
    if to is not None and to not in MOVES[CaseState(case.state)]:
        raise CaseCannotMove
    if to is None and case.state == CaseState.CLOSED:
        raise CaseCannotMove
    case.version += 1
    return case


def check_days(
    kind: CaseKind, happened_on: dt.date, known_on: dt.date | None, ended_on: dt.date | None, today: dt.date
) -> None:
    """See that the days of a matter can be true.

    :raises DaysBackwards: they lie in the future, or it ended before it happened. Wages may fall due after the end.
    """
    if max(day for day in (happened_on, known_on, ended_on) if day) > today:
        raise DaysBackwards
    if ended_on and ended_on < happened_on and kind != CaseKind.ARREARS:
        raise DaysBackwards


@transaction.atomic
def mend_case(
    *, case: Case, relation: Relation, employer_said: str, known_on: dt.date | None, ended_on: dt.date | None,
    situation: str, by: User, at: dt.datetime, seen_version: int | None = None,
) -> Case:  # fmt: skip
    """Complete or correct what a case says about its matter; kind, day and source stay as they were opened.

    :raises CaseCannotMove: it is closed. :raises DaysBackwards: the days cannot be true.
    """
    check_days(CaseKind(case.kind), case.happened_on, known_on, ended_on, timezone.localdate(at))
    case = take_case(case, seen_version)
    given = {"relation": relation, "employer_said": employer_said, "known_on": known_on, "ended_on": ended_on,
             "situation": situation}  # fmt: skip
    changed = sorted(name for name, value in given.items() if getattr(case, name) != value)
    if not changed:
        return Case.objects.get(pk=case.pk)
    for name in changed:
        setattr(case, name, given[name])
    case.save(update_fields=["version", *changed])
    write_step(case, StepKind.MENDED, by, at)
    write_audit(action="case.mended", by=by, at=at, obj=case, fields=changed)
    return case


@transaction.atomic
def note_step(
    *, case: Case, kind: StepKind, on: dt.date, note: str, by: User, at: dt.datetime, seen_version: int | None = None
) -> CaseStep:
    """Write a line of the course: told, followed up, claimed, promised.

    :raises CaseCannotMove: it is closed, or the line is not one that is noted by hand.
    :raises DaysBackwards: the day lies before what happened, or in the future.
    """
    if kind not in BY_HAND:
        raise CaseCannotMove
    case = take_case(case, seen_version)
    if not case.happened_on <= on <= timezone.localdate(at):
        raise DaysBackwards
    case.save(update_fields=["version"])
    step = write_step(case, kind, by, at, on=on, note=note)
    write_audit(action="case.step_noted", by=by, at=at, obj=case, reason=kind)
    return step


@transaction.atomic
def set_channel(
    *, case: Case, channel: Channel, days: Days, by: User, at: dt.datetime, seen_version: int | None = None
) -> CaseChannel:
    """Enter the days of a way, or correct them; the case is being worked on from now.

    :raises CaseCannotMove: it is closed. :raises DaysBackwards: the days contradict each other.
    """
    given = [days.filed_on, days.accepted_on, days.decided_on, days.served_on]
    known = [day for day in given if day is not None]
    if known != sorted(known) or known[-1] > timezone.localdate(at) or days.filed_on < case.happened_on:
        raise DaysBackwards
    case = take_case(case, seen_version)
    if case.state == CaseState.OPEN:
        case.state = CaseState.RUNNING
    case.save(update_fields=["version", "state"])
    row, _made = CaseChannel.objects.update_or_create(
        case=case, channel=channel, defaults={name: getattr(days, name) for name in days.__dataclass_fields__}
    )
    write_step(case, StepKind.CHANNEL, by, at, channel=channel)
    write_audit(action="case.channel_set", by=by, at=at, obj=case, reason=channel)
    return row


@transaction.atomic
def hand_case(
    *, case: Case, to: User, reason: HandReason, by: User, at: dt.datetime, seen_version: int | None = None
) -> Case:
    """Give a case to a colleague. The first desk goes on reading it and stays answerable.

    :raises NotTheirs: the colleague serves at another office, or is out of use. :raises CaseCannotMove: it is closed.
    :raises NotAllowed: only the first desk and whoever is responsible hand it on.
    """
    if to.office_id != case.office_id or not to.is_active or not can_serve(to):
        raise NotTheirs
    case = take_case(case, seen_version)
    if not answers_for(by, case):
        raise NotAllowed
    before = case.responsible_id
    case.responsible = to
    case.save(update_fields=["version", "responsible"])
    if before not in (case.first_desk_id, to.pk):
        CaseParty.objects.filter(case=case, user_id=before, until_at=None).update(until_at=at)
    _let_in(case, to, at)
    write_step(case, StepKind.HANDED, by, at, reason=reason)
    write_audit(action="case.handed", by=by, at=at, obj=case, reason=reason)
    return case


def _let_in(case: Case, to: User, at: dt.datetime) -> None:
    """Make somebody a party of a locked case; who assists in it is one already."""
    if not CaseParty.objects.filter(case=case, user=to, until_at=None).exists():
        CaseParty.objects.create(case=case, user=to, from_at=at)


@transaction.atomic
def assign_case(*, case: Case, to: User, by: User, at: dt.datetime) -> Case:
    """Give a case that nobody attends to any more to somebody of the station. Whoever assigns it need not have read it.

    :raises NotTheirs: the colleague serves elsewhere or is out of use.
    :raises CaseCannotMove: it is closed, or somebody attends to it by now.
    """
    if to.office_id != case.office_id or not to.is_active or not can_serve(to):
        raise NotTheirs
    case = take_case(case, None)
    if not is_unattended(case):
        raise CaseCannotMove
    case.responsible = to
    case.save(update_fields=["version", "responsible"])
    _let_in(case, to, at)
    write_step(case, StepKind.HANDED, by, at, reason=HandReason.NOBODY)
    write_audit(action="case.assigned", by=by, at=at, obj=case, reason=HandReason.NOBODY, fields=["responsible"])
    return case


@transaction.atomic
def note_print(*, case: Case, shape: str, by: User, at: dt.datetime) -> int:
    """Write down that paper was printed for the person, of a closed case too; return how often this shape was.

    :param shape: `sheet` or `slip`; stands in the line's note.
    """
    case = lock(Case.objects.all(), pk=case.pk)
    write_step(case, StepKind.PRINTED, by, at, note=shape)
    write_audit(action="case.print_noted", by=by, at=at, obj=case, reason=shape)
    printed = CaseStep.objects.filter(case=case, kind=StepKind.PRINTED).order_by("pk")
    return sum(1 for step in printed if step.note == shape)


@transaction.atomic
def close_case(
    *, case: Case, outcome: Outcome, note: str, by: User, at: dt.datetime, seen_version: int | None = None
) -> Case:
    """End a case with what came of it.

    :raises CaseCannotMove: it has ended.
    """
    case = take_case(case, seen_version, CaseState.CLOSED)
    case.state, case.outcome, case.closed_at = CaseState.CLOSED, outcome, at
    case.save(update_fields=["version", "state", "outcome", "closed_at"])
    write_step(case, StepKind.CLOSED, by, at, note=note)
    write_audit(action="case.closed", by=by, at=at, obj=case, reason=outcome)
    return case


@transaction.atomic
def reopen_case(*, case: Case, by: User, at: dt.datetime, seen_version: int | None = None) -> Case:
    """Work on a closed case again.

    :raises CaseCannotMove: it is not closed.
    """
    if case.state != CaseState.CLOSED:
        raise CaseCannotMove
    case = take_case(case, seen_version, CaseState.RUNNING)
    case.state, case.outcome, case.closed_at = CaseState.RUNNING, "", None
    case.save(update_fields=["version", "state", "outcome", "closed_at"])
    write_step(case, StepKind.REOPENED, by, at)
    write_audit(action="case.reopened", by=by, at=at, obj=case)
    return case
