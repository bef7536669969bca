"""The life of an order, each refusal, and the database when the operation is bypassed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from tests.gigs.factories import agreed, an_order, evening, fresh, settled, worked
from tests.people.factories import mobile
from tests.referrals.factories import a_letter, a_shift
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.employers.models import ConductFact
from yizhan.gigs.board import board_of_day
from yizhan.gigs.enums import (
    ALL_STATES,
    MOVES,
    CallResult,
    CounterReason,
    DeductionGround,
    EndReason,
    OrderState,
    SignMethod,
)
from yizhan.gigs.models import HoursStatement, LedgerEntry, Order, OrderStep, Settlement, SettlementLine
from yizhan.gigs.operations import (
    AgreedTerms,
    Deduction,
    Extras,
    Payment,
    RosterLine,
    Said,
    cancel_order,
    change_agreement,
    confirm_agreement,
    confirm_payment,
    enter_roster,
    hear_of_pay,
    name_member,
    note_call,
    note_reminder,
    promise_shift,
    settle_order,
    sign_in,
    sign_out,
    state_hours,
    strike_payment,
    strike_settlement,
)
from yizhan.gigs.operations.agreeing import newest_agreement
from yizhan.gigs.operations.refusals import (
    AgreementNeeded,
    AlreadyOnShift,
    CrewStands,
    DeductionForbidden,
    EntryStruck,
    HireHasOrder,
    HoursMissing,
    NothingDue,
    OrderCannotMove,
    PaidInGoods,
    PaidTooMuch,
    PayeeIsAnother,
    PaymentStands,
    PaysTooLate,
    ProofMissing,
    SignedDifferently,
    TimeMisfit,
    UnnamedLeft,
)
from yizhan.gigs.queries import ledger_sums, outstanding_fen, pay_facts, pay_warnings
from yizhan.gigs.rules import may_move
from yizhan.postings.models import Shift
from yizhan.postings.operations import HeadcountFilled, cancel_day, set_headcount
from yizhan.referrals.enums import ReceiptResult
from yizhan.referrals.operations import record_receipt, undo_last_step
from yizhan.workers.models import Commitment
from yizhan.workers.operations import AlreadyPromised

pytestmark = pytest.mark.django_db


def again(order: Order) -> Order:
    return Order.objects.select_related("shift").get(pk=order.pk)


def pay(fen: int, on: dt.date, **more: object) -> Payment:
    return Payment(fen, on, **{"method": "cash", "proof": "signature", **more})  # type: ignore[arg-type]


# --- promises --------------------------------------------------------------------------------------------------------


def test_a_promise_takes_place_and_time_and_giving_it_up_frees_both(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = an_order(clerk, reviewer, now)
    assert again(order).shift.taken == 1
    assert Commitment.objects.filter(source_public_id=order.public_id, released_at=None).count() == 1
    cancel_order(order=order, reason=EndReason.WORKER_DROPPED, by=clerk, at=now)
    assert again(order).shift.taken == 0
    assert not Commitment.objects.filter(person=order.person, released_at=None).exists()


def test_nobody_is_promised_twice_and_overriding_needs_a_reason(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = an_order(clerk, reviewer, now)
    with pytest.raises(AlreadyOnShift):
        promise_shift(seeker=order.seeker, shift=fresh(order.shift), by=clerk, at=now)
    other = fresh(a_shift(clerk, reviewer, now))
    with pytest.raises(AlreadyPromised):
        promise_shift(seeker=order.seeker, shift=other, by=clerk, at=now)
    assert Shift.objects.get(pk=other.pk).taken == 0, "a refused promise keeps no place"
    second = promise_shift(seeker=order.seeker, shift=other, overridden_reason="half", by=clerk, at=now)
    cancel_order(order=order, reason=EndReason.WORKER_DROPPED, by=clerk, at=now)
    assert Commitment.objects.get(person=order.person, released_at=None).source_public_id == second.public_id


def test_who_comes_back_replaces_nobody_and_a_place_is_filled_by_who_stands(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    first = an_order(clerk, reviewer, now)
    shift, give_up = first.shift, {"reason": EndReason.WORKER_DROPPED, "by": clerk, "at": now}
    set_headcount(shift=shift, headcount=2, by=clerk, at=now)

    def gone() -> list[tuple[int, str]]:
        (one,) = board_of_day(clerk, timezone.localdate(shift.starts_at))
        return [(card.pk, name) for card, name in one.gone]

    cancel_order(order=first, **give_up)  # type: ignore[arg-type]
    back = promise_shift(seeker=first.seeker, shift=fresh(shift), by=clerk, at=now)
    beside = an_order(clerk, reviewer, now, number=2, shift=shift)
    assert (back.replaces, beside.replaces, gone()) == (None, None, [(first.pk, "")])
    cancel_order(order=beside, **give_up)  # type: ignore[arg-type]
    second = an_order(clerk, reviewer, now, number=3, shift=shift)
    assert (second.replaces, gone()[1]) == (beside, (beside.pk, second.person.name))
    cancel_order(order=second, **give_up)  # type: ignore[arg-type]
    assert [name for _pk, name in gone()] == ["", "", ""]
    third = an_order(clerk, reviewer, now, number=4, shift=shift, replaces=second)
    assert [name for _pk, name in gone()] == ["", third.person.name, third.person.name]


def test_a_crew_takes_all_places_or_none_and_names_its_members(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, now)
    set_headcount(shift=shift, headcount=3, by=clerk, at=now)
    with pytest.raises(HeadcountFilled):
        an_order(clerk, reviewer, now, shift=shift, places=4)
    leader = an_order(clerk, reviewer, now, number=2, shift=shift, places=3)
    member = name_member(leader=leader, seeker=make_seeker(clerk, now, number=3, phone=mobile(3)), by=clerk, at=now)
    assert (again(leader).places, member.led_by_id, again(member).shift.taken) == (2, leader.pk, 3)
    with pytest.raises(CrewStands):
        cancel_order(order=leader, reason=EndReason.WORKER_DROPPED, by=clerk, at=now)


def test_a_day_that_is_called_off_ends_its_orders(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = agreed(clerk, reviewer, now)
    cancel_day(posting=order.shift.posting, day=timezone.localdate(order.shift.starts_at), by=clerk, at=now)
    assert (again(order).state, again(order).end_reason) == (OrderState.CANCELLED, EndReason.DAY_CANCELLED)
    assert not Commitment.objects.filter(person=order.person, released_at=None).exists()


def test_a_hire_becomes_an_order_and_undoing_it_ends_it(clerk: User, reviewer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    hired = record_receipt(referral=letter, result=ReceiptResult.HIRED, by=clerk, at=now, today=now.date())
    order = Order.objects.get(referral=hired)
    assert (order.state, order.shift.taken) == (OrderState.AGREED, 1)
    undo = {"by": clerk, "at": now, "today": now.date(), "may_undo_others": False, "seen_version": None}
    undo_last_step(referral=hired, **undo)  # type: ignore[arg-type]
    assert (again(order).state, again(order).shift.taken) == (OrderState.CANCELLED, 0)
    hired = record_receipt(referral=hired, result=ReceiptResult.HIRED, by=clerk, at=now, today=now.date())
    cancel_order(order=Order.objects.get(referral=hired), reason=EndReason.WORKER_DROPPED, by=clerk, at=now)
    with pytest.raises(HireHasOrder):
        undo_last_step(referral=hired, **undo)  # type: ignore[arg-type]


def test_changed_terms_wait_for_both_sides_anew(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = agreed(clerk, reviewer, now)
    day = order.pay_on
    with pytest.raises(PaysTooLate):
        change_agreement(order=order, terms=AgreedTerms(2000, "hour", day - dt.timedelta(days=2)), by=clerk, at=now)
    change_agreement(order=order, terms=AgreedTerms(2000, "hour", day, rest_minutes=60), by=clerk, at=now)
    assert again(order).state == OrderState.PROMISED
    note_call(order=order, result=CallResult.WILL_COME, by=clerk, at=now)
    assert again(order).state == OrderState.PROMISED, "the employer has not agreed yet"
    confirm_agreement(order=order, employer="phone", by=clerk, at=now)  # type: ignore[arg-type]
    assert again(order).state == OrderState.AGREED
    with pytest.raises(IntegrityError), transaction.atomic():
        type(newest_agreement(order)).objects.filter(order=order).update(pay_fen=1)


# --- attendance ------------------------------------------------------------------------------------------------------


def test_signing_in_needs_agreement_and_never_overwrites(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = an_order(clerk, reviewer, now)
    start, after = order.shift.starts_at, evening(order)
    with pytest.raises(AgreementNeeded):
        sign_in(order=order, moment=start, method=SignMethod.QR, by=clerk, at=after)
    confirm_agreement(order=order, worker="phone", employer="phone", by=clerk, at=now)  # type: ignore[arg-type]
    with pytest.raises(TimeMisfit):
        sign_in(order=order, moment=start, method=SignMethod.QR, by=clerk, at=now)
    sign_in(order=order, moment=start, method=SignMethod.QR, by=clerk, at=after)
    sign_in(order=order, moment=start, method=SignMethod.ROSTER, by=clerk, at=after)
    with pytest.raises(SignedDifferently):
        sign_in(order=order, moment=start + dt.timedelta(minutes=5), method=SignMethod.ROSTER, by=clerk, at=after)
    with pytest.raises(TimeMisfit):
        sign_out(order=order, moment=start, method=SignMethod.QR, by=clerk, at=after)


def test_a_roster_keeps_its_good_lines(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, now)
    set_headcount(shift=shift, headcount=2, by=clerk, at=now)
    good, bad = (agreed(clerk, reviewer, now, number=n, shift=shift) for n in (1, 2))
    start, end = good.shift.starts_at, good.shift.ends_at
    assert end is not None
    lines = [RosterLine(good, start, end, both_signed=True), RosterLine(bad, end, start)]
    refused = enter_roster(lines=lines, method=SignMethod.ROSTER, by=clerk, at=evening(good))
    assert list(refused) == [bad.pk]
    assert again(bad).state == OrderState.AGREED
    settle_order(order=good, by=clerk, at=evening(good))
    assert again(good).state == OrderState.TO_PAY


def test_a_dispute_keeps_both_versions_until_they_agree(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = worked(clerk, reviewer, now, agree=False)
    say = {"order": order, "method": SignMethod.PHONE, "by": clerk, "at": evening(order)}
    state_hours(worker=Said(480), employer=Said(420), **say)  # type: ignore[arg-type]
    assert again(order).state == OrderState.DISPUTED
    with pytest.raises(HoursMissing):
        settle_order(order=order, by=clerk, at=evening(order))
    state_hours(employer=Said(480), **say)  # type: ignore[arg-type]
    assert again(order).state == OrderState.HOURS
    assert sorted(HoursStatement.objects.values_list("minutes", flat=True)) == [420, 480, 480]


# --- pay -------------------------------------------------------------------------------------------------------------


def test_settlement_payment_and_counter_entries_balance(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = settled(clerk, reviewer, now)
    at, day = evening(order), order.pay_on
    settlement = Settlement.objects.get(order=order)
    assert settlement.net_fen == outstanding_fen(order) > 0
    assert sum(SettlementLine.objects.values_list("amount_fen", flat=True)) == settlement.gross_fen
    entry = confirm_payment(order=order, payment=pay(settlement.net_fen, day), by=clerk, at=at, today=day)
    assert (again(order).state, outstanding_fen(order)) == (OrderState.PAID, 0)
    with pytest.raises(PaymentStands):
        strike_settlement(order=order, reason=CounterReason.HOURS_CORRECTED, by=clerk, at=at)
    strike_payment(entry=entry, reason=CounterReason.NOT_RECEIVED, by=clerk, at=at)
    assert (again(order).state, outstanding_fen(order)) == (OrderState.TO_PAY, settlement.net_fen)
    with pytest.raises(EntryStruck):
        strike_payment(entry=entry, reason=CounterReason.NOT_RECEIVED, by=clerk, at=at)
    strike_settlement(order=order, reason=CounterReason.HOURS_CORRECTED, by=clerk, at=at)
    assert (again(order).state, outstanding_fen(order)) == (OrderState.HOURS, 0)
    settle_order(order=order, by=clerk, at=at)
    sums = ledger_sums(LedgerEntry.objects.all())
    assert (sums.net_fen, sums.paid_fen) == (settlement.net_fen, 0)


def test_what_is_no_payment_is_refused(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = settled(clerk, reviewer, now)
    at, day, owed = evening(order), order.pay_on, outstanding_fen(order)
    wrong = [
        (pay(owed, day, method="goods"), PaidInGoods),
        (pay(owed, day, to_worker=False), PayeeIsAnother),
        (pay(owed, day, method="bank", proof="voucher"), ProofMissing),
        (pay(owed, day, proof="voucher", voucher="123"), ProofMissing),
        (pay(owed, day, method="unstated"), ProofMissing),
        (pay(owed + 1, day), PaidTooMuch),
        (pay(0, day), PaidTooMuch),
        (pay(owed, day + dt.timedelta(days=1)), PaidTooMuch),
    ]
    for payment, refusal in wrong:
        with pytest.raises(refusal):
            confirm_payment(order=order, payment=payment, by=clerk, at=at, today=day)
    assert outstanding_fen(order) == owed
    confirm_payment(order=order, payment=pay(owed - 1, day), by=clerk, at=at, today=day)
    assert (again(order).state, outstanding_fen(order)) == (OrderState.TO_PAY, 1)


def test_deductions_need_a_lawful_ground(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = worked(clerk, reviewer, now)
    for ground in (DeductionGround.DAMAGE, DeductionGround.SOCIAL):
        with pytest.raises(DeductionForbidden):
            settle_order(order=order, extras=Extras(deductions=[Deduction(ground, 100)]), by=clerk, at=evening(order))
    advance = Extras(deductions=[Deduction(DeductionGround.ADVANCE, 100)])
    settlement = settle_order(order=order, extras=advance, by=clerk, at=evening(order))
    assert settlement.net_fen == settlement.gross_fen - 100


def test_nothing_worked_settles_nothing(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = worked(clerk, reviewer, now, agree=False)
    at = evening(order)
    state_hours(order=order, worker=Said(0), employer=Said(0), method=SignMethod.PHONE, by=clerk, at=at)
    with pytest.raises(NothingDue):
        settle_order(order=order, by=clerk, at=at)


def test_a_crew_without_names_is_not_settled(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shift = a_shift(clerk, reviewer, now)
    set_headcount(shift=shift, headcount=2, by=clerk, at=now)
    order = worked(clerk, reviewer, now, shift=shift, places=2)
    with pytest.raises(UnnamedLeft):
        settle_order(order=order, by=clerk, at=evening(order))


def test_late_pay_warns_escalates_and_is_remembered(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = settled(clerk, reviewer, now)
    day = order.pay_on
    assert pay_warnings(clerk, day) == []
    with pytest.raises(OrderCannotMove):
        note_reminder(order=order, by=clerk, at=now, today=day)
    levels = [pay_warnings(clerk, day + dt.timedelta(days=n))[0].level.value for n in (1, 3, 4)]
    assert levels == ["late", "late", "escalated"]
    late = day + dt.timedelta(days=2)
    note_reminder(order=order, by=clerk, at=now, today=late)
    facts = pay_facts(clerk, order.public_id, late)
    assert (facts.days_late, facts.owed_fen) == (2, outstanding_fen(order))
    confirm_payment(order=order, payment=pay(outstanding_fen(order), late), by=clerk, at=now, today=late)
    assert pay_warnings(clerk, late) == []
    assert ConductFact.objects.get().kind == "paid_late"


def test_a_follow_up_confirms_payment_at_the_workers_word(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = settled(clerk, reviewer, now)
    hear_of_pay(order=order, paid_full=True, on_time=True, by=clerk, at=evening(order))
    assert again(order).state == OrderState.PAID
    assert LedgerEntry.objects.get(kind="payment").proof == "worker"


# --- the database by itself ------------------------------------------------------------------------------------------


def test_the_database_refuses_what_was_said_and_booked_to_change(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = settled(clerk, reviewer, now)
    entry = LedgerEntry.objects.get()
    changes = [
        lambda: LedgerEntry.objects.update(net_fen=1),
        lambda: LedgerEntry.objects.all().delete(),
        lambda: Settlement.objects.update(net_fen=1, gross_fen=1),
        lambda: SettlementLine.objects.update(amount_fen=1),
        lambda: HoursStatement.objects.update(minutes=1),
        lambda: OrderStep.objects.update(after="paid"),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()  # type: ignore[no-untyped-call]
    values = {f.attname: getattr(entry, f.attname) for f in entry._meta.concrete_fields if f.name != "id"}
    lame = {**values, "counters_id": entry.pk, "counter_reason": "wrong", "net_fen": -1, "gross_fen": -1}
    with pytest.raises(IntegrityError, match="ledgerentry_counter_mirrors"), transaction.atomic():
        LedgerEntry.objects.create(**lame)
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(state="cancelled")
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(places=F("places") + 1)


@pytest.mark.parametrize("before", sorted(ALL_STATES))
@pytest.mark.parametrize("after", sorted(ALL_STATES))
def test_the_whole_square_of_moves(before: OrderState, after: OrderState) -> None:
    assert may_move(before, after) == (after in MOVES.get(before, frozenset()))
    assert not may_move(before, before)
