"""Facts about an employer's conduct, and what the rules do about them (CR-073, CR-074)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yizhan.employers.conduct import unanswered_counts
from yizhan.employers.enums import (
    GOOD,
    RECHECKS,
    REVIEW_AT_ONCE,
    REVIEW_AT_SECOND,
    RULE_OF,
    SUSPENDS,
    ClearReason,
    ConductKind,
    EndOfMeasure,
    MeasureKind,
    ToldBy,
    VerifiedHow,
)
from yizhan.employers.events import EmployerFree, EmployerRechecked, EmployerSuspended, EmployerToRecheck
from yizhan.employers.models import AnswerAwaited, AnswerReminder, ConductFact, Employer, Measure
from yizhan.employers.operations.registering import touch
from yizhan.employers.queries import employers_visible_to
from yizhan.employers.rules import can_change_employer, can_clear_review, is_overdue
from yizhan.shared.audit.operations import write_audit
from yizhan.shared.changes.enums import Topic
from yizhan.shared.changes.operations import note_change
from yizhan.shared.crypto.keyring import ring
from yizhan.shared.db import constraint_speaks, lock
from yizhan.shared.errors import NotAllowed, Refused
from yizhan.shared.events import publish

if TYPE_CHECKING:
    from yizhan.accounts.models import User

SECOND_WITHIN_DAYS = 30
#: Source of what was said at the counter: there is no record behind it but the fact itself.
AT_DESK = "desk"


class NotMarked(Refused):
    """Somebody settled the mark meanwhile."""

    code = "employer_not_marked"
    sentence = _("该用工主体已经没有待复查标记，可能刚被别人处理过。记录没有改变，请刷新。")


class NothingToVerify(Refused):
    """The fact accuses nobody, was settled, taken back, or verified already."""

    code = "fact_not_open"
    sentence = _("这条事实已经处理过或已查实，没有改变。请刷新后再看。")


class MeasureEnded(Refused):
    """The measure is no longer in force."""

    code = "measure_ended"
    sentence = _("这项措施已经解除，可能刚被别人处理过。记录没有改变，请刷新。")


@transaction.atomic
def record_conduct(
    *,
    employer: Employer,
    kind: ConductKind,
    source_kind: str,
    source_public_id: uuid.UUID,
    by: User | None,
    at: dt.datetime,
    person: uuid.UUID | None = None,
    verified: bool = False,
) -> ConductFact:
    """Write down a fact about an employer's conduct, once a source; do what the rules demand.

    One report of a fee, a kept document, an injury or missing pay marks the employer for review; of other trouble the
    second in 30 days. The second "not as posted" in 30 days also sends what is offered back to a reviewer (CR-073).
    Missing pay or a kept document that is verified suspends (CR-074). All of it in this one transaction.
    Called from above (receipts, follow-ups, cases): whoever asked the worker need not be allowed to change employers.

    :param person: public id of who went or said it; kept as a keyed hash so that people are counted once.
    :param verified: the room above has made sure of it (a case that was settled, a payment that was checked).
    """
    employer = lock(Employer.objects.all(), pk=employer.pk)
    sourced = employer.conduct.filter(source_kind=source_kind, source_public_id=source_public_id, withdrawn_at=None)
    known = sourced.filter(kind=kind).first()
    if known is not None:
        return known
    fact = ConductFact.objects.create(
        employer=employer,
        kind=kind,
        source_kind=source_kind,
        source_public_id=source_public_id,
        who=_known_as(employer, person) if person else "",
        at=at,
        by=by,
        office_id=by.office_id if by else None,
        verified_at=at if verified and by else None,
        verified_by=by if verified else None,
    )
    write_audit(action="employer.conduct_recorded", by=by, at=at, obj=employer, fields=["conduct"], reason=kind)
    _follow_rules(employer, fact, by=by, at=at)
    return fact


def key_of_person(employer_id: int, person: uuid.UUID) -> str:
    """Return what stands for somebody in the facts about one employer: equal for one person, and leading nowhere."""
    return ring().keyed_hash("conduct", f"{employer_id}/{person}")


def _known_as(employer: Employer, person: uuid.UUID) -> str:
    """Return the hash under which the person stands in the employer's facts already, or the one of today's key.

    After the key of the indexes changed one person would otherwise be counted twice for as long as the lines look back.
    """
    today, *older = ring().keyed_hashes("conduct", f"{employer.pk}/{person}")
    if not older:
        return today
    known = employer.conduct.filter(who__in=older).order_by("-at", "-pk").values_list("who", flat=True).first()
    return known or today


def _follow_rules(employer: Employer, fact: ConductFact, *, by: User | None, at: dt.datetime) -> None:
    kind = ConductKind(fact.kind)
    if not employer.review_flag and _demands_review(employer, kind, at):
        employer.review_flag, employer.review_reason, employer.review_since = True, kind, at
        touch(employer)
        employer.save()
    if kind in RECHECKS and _is_second(employer, kind, at):
        _take(MeasureKind.RECHECK, employer, fact, decided_by=None, by=by, at=at)
    if kind in SUSPENDS and fact.verified_at is not None:
        _take(MeasureKind.SUSPENDED, employer, fact, decided_by=fact.verified_by, by=by, at=at)


def _demands_review(employer: Employer, kind: ConductKind, at: dt.datetime) -> bool:
    return kind in REVIEW_AT_ONCE or (kind in REVIEW_AT_SECOND and _is_second(employer, kind, at))


def _is_second(employer: Employer, kind: ConductKind, at: dt.datetime) -> bool:
    since = at - dt.timedelta(days=SECOND_WITHIN_DAYS)
    return employer.conduct.filter(kind=kind, at__gt=since, settled_at=None, withdrawn_at=None).count() >= 2


def _take(
    kind: MeasureKind, employer: Employer, fact: ConductFact, *, decided_by: User | None, by: User | None,
    at: dt.datetime,
) -> Measure:  # fmt: skip
    """Take a measure unless it is in force; the employer is locked, and the constraint holds it for who forgets."""
    standing = employer.measures.filter(kind=kind, ended_at=None).first()
    if standing is not None:
        return standing
    measure = Measure.objects.create(
        employer=employer, kind=kind, rule=RULE_OF[kind], fact=fact, started_at=at, decided_by=decided_by
    )
    if kind == MeasureKind.SUSPENDED:
        employer.suspended_since = at
    touch(employer)
    employer.save()
    write_audit(action=f"employer.{kind.value}", by=by, at=at, obj=employer, fields=["measures"], reason=measure.rule)
    suspended = kind == MeasureKind.SUSPENDED
    publish(EmployerSuspended(employer.pk, at) if suspended else EmployerToRecheck(employer.pk, at))
    return measure


@transaction.atomic
def withdraw_conduct(*, source_kind: str, source_public_id: uuid.UUID, by: User | None, at: dt.datetime) -> int:
    """Let what was taken from a source count for nothing: the source was undone. Return how many facts there were."""
    open_facts = ConductFact.objects.filter(
        source_kind=source_kind, source_public_id=source_public_id, withdrawn_at=None
    )
    found = list(open_facts.select_related("employer").select_for_update(of=("self",)).order_by("pk"))
    for fact in found:
        fact.withdrawn_at = at
        fact.save(update_fields=["withdrawn_at"])
        write_audit(
            action="employer.conduct_withdrawn", by=by, at=at, obj=fact.employer, fields=["conduct"], reason=fact.kind
        )
    return len(found)


@transaction.atomic
def report_conduct(
    *, employer: Employer, kind: ConductKind, by: User, at: dt.datetime, report: uuid.UUID | None = None
) -> ConductFact:
    """Write down what somebody came to the counter (or called) to say against an employer; nothing is verified by it.

    :param report: names this report, so that a form that is sent twice is one fact. :raises NothingToVerify: praise.
    """
    if not can_change_employer(by) or not employers_visible_to(by).filter(pk=employer.pk).exists():
        raise NotAllowed
    if kind in GOOD:
        raise NothingToVerify
    source = report or uuid.uuid4()
    return record_conduct(employer=employer, kind=kind, source_kind=AT_DESK, source_public_id=source, by=by, at=at)


@transaction.atomic
def verify_conduct(*, fact: ConductFact, how: VerifiedHow, by: User, at: dt.datetime) -> ConductFact:
    """Say that a reported fact is true. Missing pay and kept documents suspend the employer at once (CR-074).

    :param how: on what it rests; it stands on the notice that the employer gets.
    :raises NothingToVerify: it speaks against nobody, was settled, taken back, or verified.
    """
    if not can_clear_review(by):
        raise NotAllowed
    employer = lock(Employer.objects.all(), pk=fact.employer_id)
    fact = lock(ConductFact.objects.all(), pk=fact.pk)
    if fact.kind in GOOD or fact.verified_at or fact.settled_at or fact.withdrawn_at:
        raise NothingToVerify
    fact.verified_at, fact.verified_by, fact.verified_how = at, by, how
    fact.save(update_fields=["verified_at", "verified_by", "verified_how"])
    write_audit(action="employer.conduct_verified", by=by, at=at, obj=employer, fields=["conduct"], reason=fact.kind)
    _follow_rules(employer, fact, by=by, at=at)
    return fact


@transaction.atomic
def clear_review_flag(*, employer: Employer, outcome: ClearReason, by: User, at: dt.datetime) -> Employer:
    """Settle the mark and every open fact behind it; the facts stay. A recheck (CR-073) ends with it.

    A suspension does not: it is lifted by itself (`lift_measure`) or by appeal.

    :raises NotMarked: somebody settled it meanwhile.
    """
    if not can_clear_review(by):
        raise NotAllowed
    employer = lock(Employer.objects.all(), pk=employer.pk)
    if not employer.review_flag:
        raise NotMarked
    employer.conduct.filter(settled_at=None).exclude(kind__in=GOOD).update(
        settled_at=at, settled_by=by, settled_as=outcome
    )
    employer.review_flag, employer.review_reason, employer.review_since = False, "", None
    touch(employer)
    employer.save()
    write_audit(action="employer.review_cleared", by=by, at=at, obj=employer, fields=["review_flag"], reason=outcome)
    for measure in employer.measures.filter(kind=MeasureKind.RECHECK, ended_at=None):
        end_measure(measure, EndOfMeasure(outcome.value), employer=employer, by=by, at=at)
    return employer


@transaction.atomic
def lift_measure(*, measure: Measure, reason: ClearReason, by: User, at: dt.datetime) -> Measure:
    """End a measure because its ground is gone.

    :raises MeasureEnded: somebody ended it meanwhile.
    """
    if not can_clear_review(by):
        raise NotAllowed
    employer = lock(Employer.objects.all(), pk=measure.employer_id)
    measure = lock(Measure.objects.all(), pk=measure.pk)
    return end_measure(measure, EndOfMeasure(reason.value), employer=employer, by=by, at=at)


def end_measure(measure: Measure, reason: EndOfMeasure, *, employer: Employer, by: User, at: dt.datetime) -> Measure:
    """End a locked measure of a locked employer; postings are let out again where nothing else stands."""
    if measure.ended_at is not None:
        raise MeasureEnded
    measure.ended_at, measure.ended_by, measure.ended_as = at, by, reason
    measure.save(update_fields=["ended_at", "ended_by", "ended_as"])
    if measure.kind == MeasureKind.SUSPENDED:
        employer.suspended_since = None
        touch(employer)
        employer.save()
        publish(EmployerFree(employer.pk, at))
    else:
        publish(EmployerRechecked(employer.pk, by.pk, reason, at))
    write_audit(action="employer.measure_ended", by=by, at=at, obj=employer, fields=["measures"], reason=reason)
    return measure


class AwaitedAlready(Refused):
    """The letter is waited for already."""

    code = "answer_awaited"
    sentence = _("这封介绍信已在等待回执，没有重复登记。")


@transaction.atomic
def await_answer(*, employer: Employer, source_public_id: uuid.UUID, by: User | None, today: dt.date) -> AnswerAwaited:
    """Begin to wait for the employer's word about somebody who was sent. Written anew after an undo: it starts again.

    :raises AwaitedAlready: two at once (the constraint decides).
    """
    known = AnswerAwaited.objects.filter(source_public_id=source_public_id).first()
    if known is None:
        with constraint_speaks(AnswerAwaited, answerawaited_source_public_id=AwaitedAlready):
            return AnswerAwaited.objects.create(employer=employer, source_public_id=source_public_id, asked_on=today)
    known.asked_on, known.answered_on, known.dropped_on = today, None, None
    known.save(update_fields=["asked_on", "answered_on", "dropped_on"])
    return known


@transaction.atomic
def note_answer(*, source_public_id: uuid.UUID, answered: bool, today: dt.date) -> None:
    """End the waiting: the employer answered, or nobody waits any more. Nothing to do where nobody waited.

    When it was overdue, the employer's postings move up again: whoever keeps a list of them is told.
    """
    awaited = AnswerAwaited.objects.filter(source_public_id=source_public_id, answered_on=None, dropped_on=None).first()
    if awaited is None:
        return
    if answered:
        awaited.answered_on = today
    else:
        awaited.dropped_on = today
    awaited.save(update_fields=["answered_on", "dropped_on"])
    if is_overdue(awaited.asked_on, today):
        # Only a line, no lock: this is heard while a posting is locked, and employers are locked before postings.
        note_change(topic=Topic.EMPLOYER, row_id=awaited.employer_id)


class NothingOwed(Refused):
    """No letter is overdue any more."""

    code = "nothing_owed"
    sentence = _("该用工主体已没有超期未答复的介绍信，没有记录告知。请刷新名单。")


@transaction.atomic
def remind_employer(
    *, employer: Employer, told_by: ToldBy, by: User, at: dt.datetime, today: dt.date
) -> AnswerReminder:
    """Note that an employer was told how many letters they owe a word on, and that their postings stand lower for it.

    :raises NothingOwed: the answers came meanwhile.
    """
    if not can_change_employer(by) or not employers_visible_to(by).filter(pk=employer.pk).exists():
        raise NotAllowed
    employer = lock(Employer.objects.all(), pk=employer.pk)
    letters = unanswered_counts(today, [employer.pk]).get(employer.pk, 0)
    if not letters:
        raise NothingOwed
    reminder = AnswerReminder.objects.create(employer=employer, letters=letters, told_by=told_by, at=at, by=by)
    write_audit(action="employer.reminded", by=by, at=at, obj=employer, fields=["awaited"], reason=told_by)
    return reminder
