"""Receipts in bulk, row for row as `referrals.operations.record_receipt` writes them, with all that follows a hire."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone

from yizhan.accounts.models import User
from yizhan.demo.ledger import BATCH, audit_line, write_lines
from yizhan.demo.orders import take_over_many
from yizhan.employers.enums import ConductKind
from yizhan.employers.models import ConductFact
from yizhan.employers.operations import note_answer
from yizhan.employers.operations.conduct import key_of_person
from yizhan.followups.models import FollowUp
from yizhan.postings.enums import Axis, HeadcountReason, PostingKind, PublishState
from yizhan.postings.models import HeadcountChange, Posting, PostingStatusChange, Shift
from yizhan.postings.operations.places import NEVER_OFFERED
from yizhan.referrals.enums import OPEN, CloseReason, ReceiptReason, ReceiptResult, ReferralStatus
from yizhan.referrals.models import Referral, ReferralStatusChange
from yizhan.referrals.operations.receipts import SOURCE, days_for
from yizhan.referrals.rules import first_day
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.changes.enums import Topic
from yizhan.shared.changes.operations import note_changes
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.models import Commitment, JobSeeker, SeekerStatusChange


@dataclass(frozen=True)
class Receipt:
    """What one receipt says."""

    referral_id: int
    result: ReceiptResult
    by: User
    at: dt.datetime
    today: dt.date
    reason: ReceiptReason | None = None
    arrived_on: dt.date | None = None


@dataclass
class _Batch:
    """Everything that a batch of receipts touches, read once, and the rows that it makes."""

    referrals: dict[int, Referral]
    postings: dict[int, Posting]
    shifts: dict[int, list[Shift]]
    seekers: dict[int, JobSeeker]
    of_person: dict[int, list[Referral]] = field(default_factory=lambda: defaultdict(list))
    days: dict[tuple[int, str], tuple[int, ...]] = field(default_factory=dict)
    lines: list[AuditEntry] = field(default_factory=list)
    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=lambda: defaultdict(list))
    touched: dict[type[models.Model], dict[int, models.Model]] = field(default_factory=lambda: defaultdict(dict))
    #: (referral, whether the employer said something, day): whoever was waited for.
    answered: list[tuple[Referral, bool, dt.date]] = field(default_factory=list)
    #: (made row, action, by, at, person): their lines need the keys that the bulk write gives.
    made: list[tuple[models.Model, str, User, dt.datetime, int]] = field(default_factory=list)

    def touch(self, row: models.Model) -> None:
        """Remember that a row has to be saved."""
        self.touched[type(row)][row.pk] = row


#: Columns that a receipt may change.
SAVED: dict[type[models.Model], list[str]] = {
    Referral: [
        "status", "version", "receipt_result", "receipt_reason", "receipt_at", "arrived_on", "close_reason",
        "closed_by",
    ],
    Posting: ["publish_state"],
    Shift: ["taken"],
    JobSeeker: ["status", "waiting_since_on", "version"],
}  # fmt: skip


def enter_many(receipts: Sequence[Receipt]) -> list[tuple[Receipt, ReceiptResult | None]]:
    """Enter receipts in the order of their moments.

    A hire for which no place is left becomes "already filled". Whoever calls makes sure that promises do not overlap.

    :return: what became of each; None where another hire had closed the referral before.
    """
    batch = _read(receipts)
    hires: list[tuple[Referral, User, dt.datetime]] = []
    outcomes: list[tuple[Receipt, ReceiptResult | None]] = []
    for receipt in receipts:
        referral = batch.referrals[receipt.referral_id]
        if referral.status != ReferralStatus.LETTER:
            outcomes.append((receipt, None))
            continue
        result = receipt.result
        if result == ReceiptResult.HIRED and not _has_place(batch, referral):
            result = ReceiptResult.ALREADY_FILLED
        _answer(batch, referral, receipt, result)
        if result == ReceiptResult.HIRED:
            _place(batch, referral, receipt)
            hires.append((_whole(batch, referral), receipt.by, receipt.at))
        _note(batch, referral, "referral.answered", receipt, reason=result)
        outcomes.append((receipt, result))
    _write(batch)
    take_over_many(hires)
    return outcomes


def _whole(batch: _Batch, referral: Referral) -> Referral:
    """Give a referral what was read with the batch."""
    posting = batch.postings[referral.posting_id]
    referral.posting, referral.shift = posting, _shift_of(batch, referral)
    if posting.terms is not None and posting.terms_id == referral.terms_id:
        referral.terms = posting.terms
    return referral


def _read(receipts: Sequence[Receipt]) -> _Batch:
    wanted = Referral.objects.filter(pk__in=[receipt.referral_id for receipt in receipts])
    people = wanted.values("person_id")
    rows = Referral.objects.filter(models.Q(pk__in=wanted.values("pk")) | models.Q(person__in=people, status__in=OPEN))
    referrals = {row.pk: row for row in rows.select_related("office", "person").order_by("pk")}
    ids = {row.posting_id for row in referrals.values()}
    shifts: dict[int, list[Shift]] = defaultdict(list)
    for shift in Shift.objects.filter(posting__in=ids).order_by("pk"):
        shifts[shift.posting_id].append(shift)
    batch = _Batch(
        referrals=referrals,
        postings=Posting.objects.select_related("terms", "office", "employer").in_bulk(list(ids)),
        shifts=shifts,
        seekers=JobSeeker.objects.in_bulk([row.seeker_id for row in referrals.values()]),
    )
    for row in referrals.values():
        batch.of_person[row.person_id].append(row)
    return batch


def _shift_of(batch: _Batch, referral: Referral) -> Shift:
    return next(shift for shift in batch.shifts[referral.posting_id] if shift.pk == referral.shift_id)


def _has_place(batch: _Batch, referral: Referral) -> bool:
    shift, posting = _shift_of(batch, referral), batch.postings[referral.posting_id]
    fits = shift.taken + referral.places <= shift.headcount
    return fits and shift.cancelled_at is None and posting.publish_state not in NEVER_OFFERED


def _step(batch: _Batch, referral: Referral, to: ReferralStatus, receipt: Receipt) -> None:
    batch.rows[ReferralStatusChange].append(
        ReferralStatusChange(
            referral=referral,
            before=referral.status,
            after=to,
            at=receipt.at,
            by=receipt.by,
            office=referral.office,
            area_code=referral.office.area_code,
        )
    )
    referral.status = to
    referral.version += 1
    batch.touch(referral)


def _note(batch: _Batch, referral: Referral, action: str, receipt: Receipt, *, reason: str) -> None:
    batch.lines.append(
        audit_line(
            action=action, by=receipt.by, at=receipt.at, obj=referral, person_id=referral.person_id, fields=["status"],
            reason=reason,
        )
    )  # fmt: skip


def _answer(batch: _Batch, referral: Referral, receipt: Receipt, result: ReceiptResult) -> None:
    _step(batch, referral, ReferralStatus(result.value), receipt)
    referral.receipt_result, referral.receipt_at = result, receipt.at
    referral.receipt_reason = receipt.reason or ""
    batch.answered.append((referral, True, receipt.today))
    if result == ReceiptResult.HIRED:
        referral.arrived_on = receipt.arrived_on
        _note_hire(batch, referral, receipt)


def _note_hire(batch: _Batch, referral: Referral, receipt: Receipt) -> None:
    """Note that somebody went, as `employers.operations.record_conduct` does."""
    employer = batch.postings[referral.posting_id].employer
    fact = ConductFact(
        employer=employer,
        kind=ConductKind.HIRED,
        source_kind=SOURCE,
        source_public_id=referral.public_id,
        who=key_of_person(employer.pk, referral.person.public_id),
        at=receipt.at,
        by=receipt.by,
        office_id=receipt.by.office_id,
    )
    batch.rows[ConductFact].append(fact)
    batch.lines.append(
        audit_line(
            action="employer.conduct_recorded", by=receipt.by, at=receipt.at, obj=employer, fields=["conduct"],
            reason=ConductKind.HIRED,
        )
    )  # fmt: skip


def _place(batch: _Batch, referral: Referral, receipt: Receipt) -> None:
    """Everything that follows from a hire."""
    shift, posting = _shift_of(batch, referral), batch.postings[referral.posting_id]
    _take(batch, referral, posting, shift, receipt)
    by, at = receipt.by, receipt.at
    if shift.ends_at is not None:
        promise = Commitment(
            person=referral.person,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            source_kind=SOURCE,
            source_public_id=referral.public_id,
            made_at=at,
        )
        batch.rows[Commitment].append(promise)
        batch.made.append((promise, "commitment.made", by, at, referral.person_id))
    for other in batch.of_person[referral.person_id]:
        # A day's proposals are written before its receipts; what was proposed later than the hire stands beside it.
        if other.pk != referral.pk and other.status in OPEN and other.made_at <= receipt.at:
            _step(batch, other, ReferralStatus.CLOSED, receipt)
            other.close_reason, other.closed_by = CloseReason.HIRED_ELSEWHERE, referral
            batch.answered.append((other, False, timezone.localdate(receipt.at)))
            _note(batch, other, "referral.closed", receipt, reason=CloseReason.HIRED_ELSEWHERE)
    seeker = batch.seekers[referral.seeker_id]
    if posting.kind != PostingKind.GIG and seeker.status == SeekerStatus.AVAILABLE:
        _mark_working(batch, seeker, receipt)
    _make_calls_due(batch, referral, posting, shift, receipt)


def _take(batch: _Batch, referral: Referral, posting: Posting, shift: Shift, receipt: Receipt) -> None:
    area = (posting.terms.area_code if posting.terms else "") or posting.office.area_code
    before = shift.taken
    shift.taken += referral.places
    batch.rows[HeadcountChange].append(
        HeadcountChange(
            posting=posting,
            shift=shift,
            reason=HeadcountReason.TAKEN,
            headcount_before=shift.headcount,
            headcount_after=shift.headcount,
            taken_before=before,
            taken_after=shift.taken,
            at=receipt.at,
            by=receipt.by,
            office_id=posting.office_id,
            area_code=area,
        )
    )
    kept = [one for one in batch.shifts[posting.pk] if one.cancelled_at is None]
    if posting.publish_state == PublishState.PUBLISHED and all(one.taken >= one.headcount for one in kept):
        batch.rows[PostingStatusChange].append(
            PostingStatusChange(
                posting=posting,
                axis=Axis.PUBLISH,
                before=posting.publish_state,
                after=PublishState.FILLED,
                at=receipt.at,
                by=receipt.by,
                office_id=posting.office_id,
                area_code=area,
            )
        )
        posting.publish_state = PublishState.FILLED
    batch.touch(posting)
    batch.touch(shift)
    batch.lines.append(
        audit_line(action="posting.place_taken", by=receipt.by, at=receipt.at, obj=posting, fields=["taken"])
    )


def _mark_working(batch: _Batch, seeker: JobSeeker, receipt: Receipt) -> None:
    office = receipt.by.office
    batch.rows[SeekerStatusChange].append(
        SeekerStatusChange(
            seeker=seeker,
            before=seeker.status,
            after=SeekerStatus.WORKING,
            at=receipt.at,
            actor_id=receipt.by.pk,
            office_id=office.pk,
            area_code=office.area_code,
        )
    )
    seeker.status, seeker.waiting_since_on = SeekerStatus.WORKING, None
    seeker.version += 1
    batch.touch(seeker)
    batch.lines.append(
        audit_line(
            action="seeker.moved", by=receipt.by, at=receipt.at, obj=seeker, person_id=seeker.person_id,
            fields=["status"],
        )
    )  # fmt: skip


def _make_calls_due(batch: _Batch, referral: Referral, posting: Posting, shift: Shift, receipt: Receipt) -> None:
    key = (referral.office_id, posting.kind)
    if key not in batch.days:
        batch.days[key] = days_for(referral.office, posting.kind)
    start = first_day(timezone.localdate(shift.starts_at), receipt.today, referral.arrived_on)
    for days in batch.days[key]:
        followup = FollowUp(
            kind=f"hire.d{days}",
            person=referral.person,
            office=referral.office,
            about_kind=SOURCE,
            about_public_id=referral.public_id,
            due_on=start + dt.timedelta(days=days),
            made_at=receipt.at,
        )
        batch.rows[FollowUp].append(followup)
        batch.made.append((followup, "followup.due", receipt.by, receipt.at, referral.person_id))


def _write(batch: _Batch) -> None:
    for model, rows in batch.rows.items():
        model._default_manager.bulk_create(rows, batch_size=BATCH)
    for model, touched in batch.touched.items():
        model._default_manager.bulk_update(list(touched.values()), SAVED[model], batch_size=BATCH)
    note_changes(topic=Topic.POSTING, row_ids=batch.touched[Posting])
    for referral, answered, today in batch.answered:
        note_answer(source_public_id=referral.public_id, answered=answered, today=today)
    for row, action, by, at, person_id in batch.made:
        batch.lines.append(audit_line(action=action, by=by, at=at, obj=row, person_id=person_id))
    write_lines(batch.lines)
