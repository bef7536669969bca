"""From proposal to receipt: the law is kept, places are never overfilled, every step can be recomputed and undone."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.people.factories import facts as person_facts
from tests.people.factories import id_number
from tests.postings.factories import LONG_JOB
from tests.referrals.factories import a_letter, a_shift, propose
from tests.workers.factories import make_seeker, make_wish
from yizhan.accounts.enums import Role
from yizhan.accounts.models import User
from yizhan.followups.enums import FollowUpState, Method, Reach
from yizhan.followups.models import FollowUp
from yizhan.followups.operations import Answers, record_attempt
from yizhan.people.enums import Channel
from yizhan.people.operations import ConsentFacts
from yizhan.postings.enums import EndReason
from yizhan.postings.models import Shift
from yizhan.postings.operations import HeadcountFilled, pause_posting
from yizhan.referrals.enums import (
    MOVES,
    RECEIPT_RESULTS,
    CloseReason,
    EmployerAnswer,
    ReceiptReason,
    ReceiptResult,
    ReferralStatus,
    WorkerAnswer,
)
from yizhan.referrals.models import Referral, ReferralStatusChange
from yizhan.referrals.operations import (
    AgeUnproven,
    AlreadyReferred,
    BarredForMinors,
    CannotReopen,
    CertificateMissing,
    HandoverTaken,
    NotAvailable,
    NothingToUndo,
    NotOnOffer,
    NotYetStarted,
    ReferralCannotMove,
    TooFewPlaces,
    UnderAge,
    hand_over,
    issue_letter,
    note_employer_answer,
    note_print,
    note_worker_answer,
    rain_off,
    record_receipt,
    set_followup_plan,
    take_over,
    undo_last_step,
    withdraw_referral,
)
from yizhan.referrals.operations.steps import step
from yizhan.shared.errors import ChangedMeanwhile
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.models import Commitment, JobSeeker
from yizhan.workers.operations import AlreadyPromised, move_seeker, register_job_seeker

NAMED = ConsentFacts("employer")
pytestmark = pytest.mark.django_db


def hire(referral: Referral, by: User, at: dt.datetime, **more: object) -> Referral:
    """Enter a receipt that says "hired"."""
    return record_receipt(
        referral=referral,
        result=ReceiptResult.HIRED,
        by=by,
        at=at,
        today=at.date(),
        **more,  # type: ignore[arg-type]
    )


def someone_born(born: dt.date | None, by: User, at: dt.datetime, serial: int = 900) -> JobSeeker:
    """Register somebody of an age, or of unknown age."""
    raw = {"id_no": id_number(serial, born=born)} if born else {}
    return register_job_seeker(
        facts=person_facts(at.date(), name="测试小", **raw), contacts=[], consents=[NAMED], wish=make_wish(),
        office=by.office, by=by, at=at, channel=Channel.COUNTER,
    )  # fmt: skip


def test_a_hire_takes_a_place_promises_the_day_and_makes_four_calls_due(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    referral = hire(a_letter(clerk, reviewer, now), clerk, now)
    assert Shift.objects.get(pk=referral.shift_id).taken == 1
    assert Commitment.objects.filter(source_public_id=referral.public_id, released_at=None).count() == 1
    start = dt.date(2026, 11, 24)
    due = list(FollowUp.objects.filter(about_public_id=referral.public_id).order_by("due_on"))
    assert [row.due_on for row in due] == [start + dt.timedelta(days=n) for n in (1, 3, 7, 30)]
    assert [row.kind for row in due] == ["hire.d1", "hire.d3", "hire.d7", "hire.d30"]
    steps = ReferralStatusChange.objects.filter(referral=referral).order_by("pk").values_list("after", flat=True)
    assert list(steps) == ["proposed", "agreed", "letter", "hired"]


def test_a_day_labourer_stays_available_and_a_long_job_makes_one_work(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    by_day = hire(a_letter(clerk, reviewer, now), clerk, now)
    assert JobSeeker.objects.get(pk=by_day.seeker_id).status == SeekerStatus.AVAILABLE
    shift = a_shift(clerk, reviewer, now, raw=LONG_JOB)
    long = hire(a_letter(clerk, reviewer, now, number=2, shift=shift), clerk, now)
    assert JobSeeker.objects.get(pk=long.seeker_id).status == SeekerStatus.WORKING


def test_a_hire_closes_the_persons_other_referrals(clerk: User, reviewer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    other = propose(letter.seeker, a_shift(clerk, reviewer, now, title="搬运工"), clerk, now)
    hire(letter, clerk, now)
    other.refresh_from_db()
    assert (other.status, other.close_reason) == (ReferralStatus.CLOSED, CloseReason.HIRED_ELSEWHERE)
    assert other.closed_by_id == letter.pk


def test_the_last_place_goes_once(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, now, headcount="1")
    first, second = (a_letter(clerk, reviewer, now, number=n, shift=shift) for n in (1, 2))
    hire(first, clerk, now)
    with pytest.raises(HeadcountFilled), transaction.atomic():
        hire(second, clerk, now)
    second.refresh_from_db()
    assert second.status == ReferralStatus.LETTER
    filled = record_receipt(referral=second, result=ReceiptResult.ALREADY_FILLED, by=clerk, at=now, today=now.date())
    assert filled.status == ReferralStatus.ALREADY_FILLED


def test_a_crew_takes_its_places_together_or_not_at_all(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, now, headcount="5")
    crew = propose(make_seeker(clerk, now, number=1, party_size=4), shift, clerk, now, places=4)
    hire(issue_letter(referral=crew, by=clerk, at=now), clerk, now)
    assert Shift.objects.get(pk=shift.pk).taken == 4
    with pytest.raises(TooFewPlaces):
        propose(make_seeker(clerk, now, number=2, party_size=2), shift, clerk, now, places=2)


def test_children_are_never_introduced(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, now)
    starts = dt.date(2026, 11, 24)
    with pytest.raises(UnderAge):
        propose(someone_born(starts.replace(year=starts.year - 16, day=25), clerk, now), shift, clerk, now)
    with pytest.raises(AgeUnproven):
        propose(someone_born(None, clerk, now), shift, clerk, now)


def test_minors_are_kept_from_barred_work_only(clerk: User, reviewer: User, now: dt.datetime) -> None:
    seventeen = someone_born(dt.date(2009, 6, 1), clerk, now)
    with pytest.raises(BarredForMinors):
        propose(seventeen, a_shift(clerk, reviewer, now), clerk, now)
    harmless = a_shift(clerk, reviewer, now, hazards=[], title="发传单")
    assert propose(seventeen, harmless, clerk, now).status == ReferralStatus.PROPOSED


def test_special_work_needs_its_certificate(clerk: User, reviewer: User, now: dt.datetime) -> None:
    from yizhan.vocabularies.queries import all_certificates
    from yizhan.workers.operations import add_certificate

    code = all_certificates()[0].code
    shift = a_shift(clerk, reviewer, now, certificates=[code])
    seeker = make_seeker(clerk, now)
    with pytest.raises(CertificateMissing):
        propose(seeker, shift, clerk, now)
    add_certificate(person=seeker.person, code=code, by=clerk, at=now, today=now.date())
    assert propose(seeker, shift, clerk, now)


def test_nobody_is_sent_to_what_is_not_on_offer(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, now)
    with pytest.raises(NotOnOffer):
        propose(make_seeker(clerk, now), shift, clerk, now + dt.timedelta(days=30))
    pause_posting(posting=shift.posting, reason=EndReason.EMPLOYER_ASKED, by=clerk, at=now)
    with pytest.raises(NotOnOffer):
        propose(make_seeker(clerk, now, number=2), shift, clerk, now)


def test_only_people_who_look_for_work_are_sent_and_only_once(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift, seeker = a_shift(clerk, reviewer, now), make_seeker(clerk, now)
    propose(seeker, shift, clerk, now)
    with pytest.raises(AlreadyReferred):
        propose(seeker, shift, clerk, now)
    away = make_seeker(clerk, now, number=2)
    move_seeker(seeker=away, to=SeekerStatus.DORMANT, by=clerk, at=now)
    with pytest.raises(NotAvailable):
        propose(away, shift, clerk, now)


def test_a_promise_elsewhere_stands_in_the_way_of_a_hire(clerk: User, reviewer: User, now: dt.datetime) -> None:
    first = hire(a_letter(clerk, reviewer, now), clerk, now)
    second = issue_letter(
        referral=propose(first.seeker, a_shift(clerk, reviewer, now, title="搬运工"), clerk, now), by=clerk, at=now
    )
    with pytest.raises(AlreadyPromised), transaction.atomic():
        hire(second, clerk, now)
    assert hire(second, clerk, now, overridden_reason="两家说好换班").status == ReferralStatus.HIRED


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(ReferralStatus, 2)))
def test_every_square_of_the_moves_table(
    before: ReferralStatus, after: ReferralStatus, clerk: User, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    # The row is not saved: only the table and the dated step are looked at here.
    referral = Referral(pk=None, status=before, office=clerk.office)
    if after in MOVES.get(before, frozenset()):
        monkeypatch.setattr(ReferralStatusChange.objects, "create", lambda **row: taken.append(row["after"]))
        assert step(referral, after, by=clerk, at=now).status == after
        assert taken == [after]
    else:
        with pytest.raises(ReferralCannotMove):
            step(referral, after, by=clerk, at=now)


def test_answers_of_both_sides_lead_to_the_letter(clerk: User, reviewer: User, now: dt.datetime) -> None:
    referral = propose(make_seeker(clerk, now), a_shift(clerk, reviewer, now), clerk, now)
    referral = note_worker_answer(referral=referral, answer=WorkerAnswer.UNREACHED, by=clerk, at=now)
    referral = note_worker_answer(referral=referral, answer=WorkerAnswer.AGREED, by=clerk, at=now)
    referral = note_employer_answer(referral=referral, answer=EmployerAnswer.ACCEPTED, by=clerk, at=now)
    referral = issue_letter(referral=referral, by=clerk, at=now)
    assert referral.status == ReferralStatus.LETTER
    with pytest.raises(ReferralCannotMove):
        note_worker_answer(referral=referral, answer=WorkerAnswer.AGREED, by=clerk, at=now)


def test_the_second_printing_is_a_copy(clerk: User, reviewer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    assert note_print(referral=letter, by=clerk, at=now).prints == 1
    assert note_print(referral=letter, by=clerk, at=now).prints == 2
    with pytest.raises(ReferralCannotMove):
        note_print(referral=propose(make_seeker(clerk, now, number=2), letter.shift, clerk, now), by=clerk, at=now)


def test_the_second_clerk_is_told(clerk: User, colleague: User, reviewer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    seen = letter.version
    hire(letter, clerk, now, seen_version=seen)
    with pytest.raises(ChangedMeanwhile):
        record_receipt(
            referral=letter, result=ReceiptResult.NO_SHOW, by=colleague, at=now, today=now.date(), seen_version=seen
        )


def test_an_arrival_lies_not_in_the_future(clerk: User, reviewer: User, now: dt.datetime) -> None:
    with pytest.raises(NotYetStarted):
        hire(a_letter(clerk, reviewer, now), clerk, now, arrived_on=now.date() + dt.timedelta(days=1))


@pytest.mark.parametrize("result", sorted(RECEIPT_RESULTS - {ReferralStatus.HIRED}))
def test_a_receipt_without_a_hire_takes_no_place(result: str, clerk: User, reviewer: User, now: dt.datetime) -> None:
    answered = record_receipt(
        referral=a_letter(clerk, reviewer, now), result=ReceiptResult(result), reason=ReceiptReason.PAY, by=clerk,
        at=now, today=now.date(),
    )  # fmt: skip
    assert answered.status == result
    assert Shift.objects.get(pk=answered.shift_id).taken == 0
    assert not FollowUp.objects.exists()


def test_undoing_a_hire_undoes_everything_that_followed(clerk: User, reviewer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    other = propose(letter.seeker, a_shift(clerk, reviewer, now, title="搬运工"), clerk, now)
    hired = hire(letter, clerk, now)
    back = undo_last_step(
        referral=hired, by=clerk, at=now, today=now.date(), may_undo_others=False, seen_version=hired.version
    )
    assert (back.status, back.receipt_result) == (ReferralStatus.LETTER, "")
    assert back.issued_at is not None
    assert Shift.objects.get(pk=letter.shift_id).taken == 0
    assert not Commitment.objects.filter(released_at=None).exists()
    assert not FollowUp.objects.exclude(state=FollowUpState.CANCELLED).exists()
    other.refresh_from_db()
    assert other.status == ReferralStatus.PROPOSED
    assert hire(back, clerk, now).status == ReferralStatus.HIRED


def test_undo_goes_one_step_at_a_time_and_only_today_and_only_ones_own(
    clerk: User, colleague: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)
    undo = {"referral": letter, "at": now, "today": now.date(), "seen_version": None}
    with pytest.raises(NothingToUndo):
        undo_last_step(**undo, by=colleague, may_undo_others=False)  # type: ignore[arg-type]
    with pytest.raises(NothingToUndo):
        undo_last_step(**(undo | {"today": now.date() + dt.timedelta(days=1)}), by=clerk, may_undo_others=True)  # type: ignore[arg-type]
    assert undo_last_step(**undo, by=colleague, may_undo_others=True).status == ReferralStatus.AGREED  # type: ignore[arg-type]
    assert undo_last_step(**undo, by=clerk, may_undo_others=False).status == ReferralStatus.PROPOSED  # type: ignore[arg-type]
    with pytest.raises(NothingToUndo):
        undo_last_step(**undo, by=clerk, may_undo_others=False)  # type: ignore[arg-type]


def test_what_an_employer_entered_by_mistake_the_counter_takes_back(
    clerk: User, reviewer: User, now: dt.datetime, make_user: Callable[..., User]
) -> None:
    letter = a_letter(clerk, reviewer, now)
    agent = make_user(Role.AGENT, clerk.office, "agent")
    record_receipt(referral=letter, result=ReceiptResult.HIRED, by=agent, at=now, today=now.date())
    undone = undo_last_step(
        referral=letter, by=clerk, at=now, today=now.date(), may_undo_others=False, seen_version=None
    )
    assert undone.status == ReferralStatus.LETTER


def test_what_somebody_has_answered_cannot_be_unsaid(clerk: User, reviewer: User, now: dt.datetime) -> None:
    hired = hire(a_letter(clerk, reviewer, now), clerk, now)
    call = FollowUp.objects.order_by("due_on")[0]
    record_attempt(followup=call, method=Method.PHONE, reach=Reach.NO_ANSWER, answers=Answers(), by=clerk, at=now)
    with pytest.raises(CannotReopen):
        undo_last_step(referral=hired, by=clerk, at=now, today=now.date(), may_undo_others=True, seen_version=None)


def test_a_rained_off_day_tells_whom_to_call_and_frees_them(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, now)
    hired = hire(a_letter(clerk, reviewer, now, number=1, shift=shift), clerk, now)
    waiting = a_letter(clerk, reviewer, now, number=2, shift=shift)
    posting = Shift.objects.select_related("posting").get(pk=shift.pk).posting
    people = rain_off(posting=posting, day=dt.date(2026, 11, 24), by=clerk, at=now)
    assert {one.pk for one in people} == {hired.pk, waiting.pk}
    waiting.refresh_from_db()
    assert waiting.close_reason == CloseReason.DAY_CANCELLED
    assert not Commitment.objects.filter(released_at=None).exists()
    assert not FollowUp.objects.filter(state=FollowUpState.DUE).exists()


def test_an_office_chooses_when_to_call(clerk: User, reviewer: User, head: User, now: dt.datetime) -> None:
    set_followup_plan(office=clerk.office, posting_kind="gig", days=[1, 3], by=head, at=now)
    hired = hire(a_letter(clerk, reviewer, now), clerk, now)
    assert FollowUp.objects.filter(about_public_id=hired.public_id).count() == 2


def test_a_desk_is_handed_over_once(clerk: User, colleague: User, head: User, now: dt.datetime) -> None:
    handover = hand_over(by=clerk, to=None, note="两封介绍信等回执", open_counts={"letters": 2}, at=now)
    assert take_over(handover=handover, by=colleague, at=now).taken_by == colleague
    with pytest.raises(HandoverTaken):
        take_over(handover=handover, by=head, at=now)


def test_a_withdrawn_referral_is_over(clerk: User, reviewer: User, now: dt.datetime) -> None:
    referral = withdraw_referral(referral=a_letter(clerk, reviewer, now), by=clerk, at=now)
    assert referral.close_reason == CloseReason.WITHDRAWN
    with pytest.raises(ReferralCannotMove):
        withdraw_referral(referral=referral, by=clerk, at=now)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "hired"},
        {"status": "closed"},
        {"status": "nonsense"},
        {"receipt_result": "hired"},
        {"places": 0},
        {"score_bp": 10_001},
        {"issued_at": None},
    ],
)
def test_the_database_holds_when_the_operation_is_bypassed(
    change: dict[str, object], clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Referral.objects.filter(pk=letter.pk).update(**change)
