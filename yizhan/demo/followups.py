"""Calls after a hire and what came of them, by the operations; and the way back from work."""

from __future__ import annotations

import dataclasses
import datetime as dt

from yizhan.demo.ledger import BATCH, County, audit_line, write_lines
from yizhan.demo.scale import moment
from yizhan.employers.enums import ClearReason
from yizhan.employers.models import ConductFact, Employer
from yizhan.employers.operations import clear_review_flag
from yizhan.employers.operations.conduct import key_of_person
from yizhan.followups.enums import MOST_ATTEMPTS, FollowUpState, MatchesPosting, Method, Reach
from yizhan.followups.models import ACCUSES, Attempt, FollowUp
from yizhan.followups.operations import Answers, mark_handled, record_attempt
from yizhan.referrals.followup_kinds import SOURCE, facts_said
from yizhan.referrals.models import Referral
from yizhan.shared.audit.models import AuditEntry
from yizhan.workers.models import SeekerStatusChange
from yizhan.workers.operations import mark_available

ANSWERS = tuple(one.name for one in dataclasses.fields(Answers))
#: Of a thousand who were reached: what they report (in the order in which the dice are read).
TROUBLE = (("paid_full", 7), ("injured", 3), ("fee_asked", 3), ("id_held", 1))


def call_people(county: County, day: dt.date) -> None:
    """Work down the day's list; what nobody got to stays for tomorrow. This morning's list is still to be done.

    Calls in which nothing is wrong are most of them and are written in bulk; every other goes through the operation.
    """
    if day >= county.today:
        return
    rng = county.rng
    due = FollowUp.objects.filter(state=FollowUpState.DUE, due_on__lte=day, kind__startswith="hire.")
    rows = due.select_related("person").order_by("pk")
    # Whoever was hired today is called afterwards: what a call changes comes after what the receipt changed.
    changes = SeekerStatusChange.objects.filter(at__gte=moment(day, 0)).order_by("at", "pk")
    changed = dict(changes.values_list("seeker__person_id", "at"))
    quiet: list[Attempt] = []
    for followup in list(rows):
        if rng.random() > 0.86:
            continue
        at = moment(day, rng.choice([rng.uniform(9.0, 11.5), rng.uniform(14.0, 17.5)]))
        if followup.person_id in changed:
            at = max(at, changed[followup.person_id] + dt.timedelta(minutes=1))
        reach = rng.choices(list(Reach), [80, 15, 3, 2])[0]
        method = rng.choices([Method.PHONE, Method.WECHAT, Method.COUNTER], [88, 7, 5])[0]
        answers = _answers(county, followup) if reach == Reach.REACHED else Answers()
        by = county.clerk_of(followup.office_id)
        if is_quiet(answers):
            quiet.append(
                Attempt(followup=followup, at=at, by=by, method=method, reach=reach, **dataclasses.asdict(answers))
            )
            continue
        record_attempt(followup=followup, method=method, reach=reach, answers=answers, by=by, at=at)
        if answers.on_job is False:
            _back(county, followup.person_id, at)
    write_quiet(quiet)


def is_quiet(answers: Answers) -> bool:
    """Say whether an answer sets nothing in motion but the note that the employer kept their word."""
    wrong = (answers.fee_asked, answers.id_held, answers.injured, answers.paid_full is False)
    late = answers.paid_on_time is False or answers.on_job is False
    return not (any(wrong) or late or answers.matches_posting not in ("", MatchesPosting.YES))


def write_quiet(attempts: list[Attempt]) -> None:
    """Write calls in which nothing was wrong, row for row as `followups.operations.record_attempt` does."""
    lines, praise = [], []
    for attempt in attempts:
        followup = attempt.followup
        followup.attempts += 1
        followup.version += 1
        if attempt.reach in (Reach.REACHED, Reach.REFUSED):
            followup.state, followup.closed_at = FollowUpState.DONE, attempt.at
        elif followup.attempts >= MOST_ATTEMPTS:
            followup.state, followup.closed_at = FollowUpState.CLOSED_UNREACHED, attempt.at
        given = [name for name in ANSWERS if getattr(attempt, name) not in (None, "")]
        lines.append(
            audit_line(
                action="followup.attempted",
                by=attempt.by,
                at=attempt.at,
                obj=followup,
                fields=given,
                person_id=followup.person_id,
                reason=attempt.reach,
            )
        )
        if attempt.reach == Reach.REACHED:
            praise.append(attempt)
    Attempt.objects.bulk_create(attempts, batch_size=BATCH)
    FollowUp.objects.bulk_update(
        [attempt.followup for attempt in attempts], ["attempts", "version", "state", "closed_at"], batch_size=BATCH
    )
    write_lines(lines + _praise(praise))


def _praise(attempts: list[Attempt]) -> list[AuditEntry]:
    """Note that employers kept their word, as `employers.operations.record_conduct` does; return the lines."""
    about = [attempt.followup.about_public_id for attempt in attempts]
    referrals = Referral.objects.filter(public_id__in=about).select_related("posting__employer", "person")
    referral_of = {referral.public_id: referral for referral in referrals}
    lines, facts = [], []
    for attempt, kind in ((one, kind) for one in attempts for kind in facts_said(one)):
        referral = referral_of[attempt.followup.about_public_id]
        employer = referral.posting.employer
        facts.append(
            ConductFact(
                employer=employer,
                kind=kind,
                who=key_of_person(employer.pk, referral.person.public_id),
                source_kind=SOURCE,
                at=attempt.at,
                by=attempt.by,
                source_public_id=attempt.followup.public_id,
                office_id=attempt.by.office_id,
            )
        )
        lines.append(
            audit_line(
                action="employer.conduct_recorded",
                by=attempt.by,
                at=attempt.at,
                obj=employer,
                fields=["conduct"],
                reason=kind,
            )
        )
    ConductFact.objects.bulk_create(facts, batch_size=BATCH)
    return lines


def _answers(county: County, followup: FollowUp) -> Answers:
    rng = county.rng
    on_job = rng.random() < (0.94 if followup.kind == "hire.d1" else 0.82)
    trouble = ""
    throw = rng.randrange(1000)
    for name, share in TROUBLE:
        if throw < share:
            trouble = name
            break
        throw -= share
    paid = followup.kind != "hire.d1"
    return Answers(
        on_job=on_job,
        matches_posting=rng.choices(list(MatchesPosting), [97.6, 1, 0.5, 0.5, 0.4])[0].value,
        paid_full=(trouble != "paid_full") if paid else None,
        paid_on_time=(trouble != "paid_full" and rng.random() < 0.96) if paid else None,
        fee_asked=trouble == "fee_asked",
        id_held=trouble == "id_held",
        injured=trouble == "injured",
        csat=rng.choices([5, 4, 3, 2, 1], [52, 34, 10, 3, 1])[0] if paid else None,
        demand=rng.choice(["希望管一顿午饭", "想要离家近的活", "想长期干"]) if rng.random() < 0.06 else "",
    )


def bring_back(county: County, day: dt.date) -> None:
    """Let those whose short work is over wait for work again."""
    at = moment(day, 6.1)
    if at >= county.until:
        return
    for seeker in county.seekers:
        if seeker.away_until is not None and seeker.away_until <= at:
            _back(county, seeker.person.pk, at)


def _back(county: County, person_id: int, at: dt.datetime) -> None:
    seeker = county.by_person.get(person_id)
    if seeker is None or seeker.is_available:
        return
    mark_available(seeker=seeker.row, by=county.clerk_of(seeker.office_id), at=at)
    seeker.row.refresh_from_db(fields=["status", "waiting_since_on", "version"])
    seeker.is_available, seeker.away_until = True, None


def see_to_alarms(county: County, day: dt.date) -> None:
    """Let the head settle what was reported more than four days ago; the newer ones wait on the list."""
    at = moment(day, 8.0)
    if at >= county.until:
        return
    head = county.users["head"]
    before = at - dt.timedelta(days=4)
    for attempt in Attempt.objects.filter(ACCUSES, handled_at=None, at__lt=before).order_by("pk"):
        if county.rng.random() < 0.5:
            mark_handled(attempt=attempt, by=head, at=at)
    for employer in Employer.objects.filter(review_flag=True, review_since__lt=before).order_by("pk"):
        if county.rng.random() < 0.4:
            clear_review_flag(employer=employer, outcome=ClearReason.MENDED, by=head, at=at)
