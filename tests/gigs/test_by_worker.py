"""What workers do on their own phone: theirs alone, twice like once, and what the station sees of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from tests.gigs.factories import HOUR, agreed, an_order, evening, settled, worked
from tests.people.factories import make_person
from tests.referrals.factories import a_letter
from yizhan.accounts.models import User
from yizhan.employers.models import ConductFact
from yizhan.followups.enums import Method, Reach
from yizhan.followups.models import FollowUp
from yizhan.followups.operations import Answers, record_attempt
from yizhan.gigs import own
from yizhan.gigs.enums import (
    AgreedBy,
    CorrectionReason,
    CounterReason,
    DeductionGround,
    OrderState,
    PayMethod,
    Proof,
    Side,
    SignMethod,
)
from yizhan.gigs.models import Attendance, HoursStatement, LedgerEntry, Order
from yizhan.gigs.operations import (
    AgreedTerms,
    Deduction,
    Extras,
    Payment,
    Said,
    change_agreement,
    confirm_agreement,
    confirm_payment,
    confirm_received,
    confirm_terms,
    correct_attendance,
    decline,
    forget_place,
    hear_of_pay,
    say_not_paid,
    settle_order,
    sign_in,
    sign_in_by_code,
    sign_out,
    sign_out_by_code,
    state_hours,
    state_own_hours,
    strike_payment,
)
from yizhan.gigs.operations.agreeing import newest_agreement
from yizhan.gigs.operations.refusals import OrderCannotMove, PayNotDue, SiteCodeWrong, TermsMoved
from yizhan.gigs.operations.settling import draft_settlement
from yizhan.gigs.queries import count_late, outstanding_fen, pay_warnings
from yizhan.gigs.site import is_site_code, read_site_code, site_code
from yizhan.people.operations import anonymise_person, export_person
from yizhan.places.queries import distance_m, gcj02
from yizhan.referrals.enums import ReceiptResult
from yizhan.referrals.operations import record_receipt
from yizhan.shared.models import AuditEntry

pytestmark = pytest.mark.django_db
HERE = (36_116_000, 115_785_000)


def again(order: Order) -> Order:
    return Order.objects.select_related("person", "shift").get(pk=order.pk)


def days(order: Order, many: int) -> dict[str, Any]:
    """Return moment and day so many days after the pay day, as the operations take them."""
    return {"at": evening(order) + dt.timedelta(days=many), "today": order.pay_on + dt.timedelta(days=many)}


def test_a_whole_gig_on_the_workers_own_phone(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = an_order(clerk, reviewer, now)
    mine = own.own_order(order.person, order.public_id, now.date())
    assert mine.may == {"confirm_terms", "decline"}
    for _twice in range(2):
        confirm_terms(order=order, person=order.person, number=mine.agreement.number, at=now)
    confirm_agreement(order=order, employer=AgreedBy.PHONE, by=clerk, at=now)
    assert newest_agreement(order).worker_agreed_by == AgreedBy.OWN_PHONE
    code, start = site_code(order.shift), order.shift.starts_at - dt.timedelta(minutes=5)
    for late in range(2):
        sign_in_by_code(order=order, person=order.person, code=code, at=start + HOUR * late, place=HERE)
    noted = Attendance.objects.get()
    assert (noted.in_at, noted.in_method, noted.in_by) == (start, SignMethod.OWN_PHONE, None)
    assert (noted.in_lat_e6, noted.in_lng_e6) == gcj02(*HERE)
    end = order.shift.ends_at
    assert end is not None
    for late in range(2):
        sign_out_by_code(order=order, person=order.person, code=code, at=end + HOUR * late)
    assert Attendance.objects.get().out_at == end
    for _twice in range(2):
        state_own_hours(order=order, person=order.person, said=Said(480), at=evening(order))
    said = HoursStatement.objects.get()
    assert (said.side, said.method, said.by) == (Side.WORKER, SignMethod.OWN_PHONE, None)
    state_hours(order=order, employer=Said(420), method=SignMethod.PHONE, by=clerk, at=evening(order))
    assert again(order).state == OrderState.DISPUTED
    state_own_hours(order=order, person=order.person, said=Said(420), at=evening(order))
    assert again(order).state == OrderState.HOURS
    assert HoursStatement.objects.count() == 3
    assert not AuditEntry.objects.filter(action="gig.signed_in").exclude(actor_id=None, person_id=order.person_id)


def test_somebody_elses_order_is_not_found(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order, other = settled(clerk, reviewer, now), make_person(clerk.office, clerk, now, name="李师傅")
    given: dict[str, Any] = {"order": order, "person": other, "at": evening(order)}
    today = order.pay_on + dt.timedelta(days=2)
    acts: list[Any] = [
        lambda: confirm_terms(number=1, **given),
        lambda: decline(**given),
        lambda: sign_in_by_code(code=site_code(order.shift), **given),
        lambda: sign_out_by_code(code=site_code(order.shift), **given),
        lambda: forget_place(**given),
        lambda: state_own_hours(said=Said(480), **given),
        lambda: confirm_received(paid_on=order.pay_on, today=today, **given),
        lambda: say_not_paid(today=today, **given),
        lambda: own.own_order(other, order.public_id, today),
        lambda: own.own_payslip(other, order.public_id, now),
        lambda: own.own_payslip_pdf(other, order.public_id, now),
        lambda: own.own_terms_pdf(other, order.public_id, now),
    ]
    for act in acts:
        with pytest.raises(Http404):
            act()
    assert own.own_orders(other, today) == []
    assert own.order_at_site(other, site_code(order.shift)) is None
    assert own.order_at_site(order.person, site_code(order.shift)) == order


def test_terms_are_agreed_to_as_they_were_read(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = an_order(clerk, reviewer, now)
    held = newest_agreement(order)
    changed = AgreedTerms(held.pay_fen + 100, held.pay_unit, held.pay_on)
    change_agreement(order=order, terms=changed, by=clerk, at=now)
    with pytest.raises(TermsMoved):
        confirm_terms(order=order, person=order.person, number=1, at=now)
    assert own.own_order(order.person, order.public_id, now.date()).agreement.number == 2
    for _twice in range(2):
        decline(order=order, person=order.person, at=now)
    order = again(order)
    assert (order.state, order.shift.taken) == (OrderState.CANCELLED, 0)
    with pytest.raises(OrderCannotMove):
        confirm_terms(order=order, person=order.person, number=2, at=now)


def test_only_the_code_of_this_shift_opens_it(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order, other = agreed(clerk, reviewer, now), agreed(clerk, reviewer, now, number=2)
    code = site_code(order.shift)
    assert is_site_code(order.shift, f" {code.lower().replace('0', 'o').replace('1', 'l')} "), "as read from paper"
    assert read_site_code(code.replace("-", "")) is None
    for wrong in (site_code(other.shift), "", f"{order.shift.pk}-00000000", order.number, code[:-1], f"{code}0"):
        with pytest.raises(SiteCodeWrong):
            sign_in_by_code(order=order, person=order.person, code=wrong, at=order.shift.starts_at)
    assert not Attendance.objects.exists()


def test_a_place_is_kept_until_it_is_taken_back_or_paid(clerk: User, reviewer: User, now: dt.datetime) -> None:
    """Corrected, taken back, paid, anonymised: the point goes and the times stay."""
    point = gcj02(*HERE)
    assert 300 < (distance_m(point, HERE) or 0) < 800
    for number, forget in enumerate(("correct", "take_back", "anonymise"), start=1):
        order = agreed(clerk, reviewer, now, number=number)
        start, code = order.shift.starts_at, site_code(order.shift)
        sign_in_by_code(order=order, person=order.person, code=code, at=start, place=HERE)
        assert own.own_order(order.person, order.public_id, now.date()).has_place
        assert "36.11" in str(export_person(person=order.person, by=clerk, at=start))
        if forget == "correct":
            correct_attendance(
                order=order, in_at=start + HOUR, out_at=None, reason=CorrectionReason.MISREAD, method=SignMethod.PHONE,
                by=clerk, at=start + HOUR * 2,
            )  # fmt: skip
        elif forget == "take_back":
            forget_place(order=order, person=order.person, at=start)
        else:
            anonymise_person(person=order.person, ground="request", by=None, at=start)
        noted = Attendance.objects.get(order=order)
        assert (noted.in_lat_e6, noted.in_lng_e6) == (None, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.filter(order__number=order.number).update(in_lat_e6=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.filter(in_method=SignMethod.PHONE).update(in_by=None)


def test_paid_by_the_workers_word(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = settled(clerk, reviewer, now)
    slip = own.own_payslip(order.person, order.public_id, now)
    assert (slip["owed_fen"], slip["payments"]) == (outstanding_fen(order), [])
    assert own.own_payslip_pdf(order.person, order.public_id, now).startswith(b"%PDF")
    for _twice in range(2):
        confirm_received(order=order, person=order.person, paid_on=order.pay_on, **days(order, 1))
    entry = LedgerEntry.objects.get(kind="payment")
    assert (entry.method, entry.proof, entry.by) == (PayMethod.UNSTATED, Proof.WORKER_SAID, None)
    assert (again(order).state, outstanding_fen(order)) == (OrderState.PAID, 0)


def test_not_paid_stands_on_the_list_whatever_the_voucher_says(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = settled(clerk, reviewer, now)
    with pytest.raises(PayNotDue):
        say_not_paid(order=order, person=order.person, **days(order, 0))
    late = days(order, 1)
    voucher = Payment(outstanding_fen(order), order.pay_on, PayMethod.BANK, Proof.VOUCHER, "HD-1")
    confirm_payment(order=order, payment=voucher, by=clerk, **late)
    assert pay_warnings(clerk, late["today"]) == []
    for _twice in range(2):
        say_not_paid(order=order, person=order.person, **late)
    (warning,) = pay_warnings(clerk, late["today"])
    assert (warning.level_label, warning.owed_fen, warning.said_unpaid_at) == ("到期未确认支付", 0, late["at"])
    assert count_late(clerk, late["today"]) == 1
    assert ConductFact.objects.filter(kind="underpaid").count() == 1
    mine = own.own_order(order.person, order.public_id, late["today"])
    assert mine.may == {"confirm_received"}
    confirm_received(order=order, person=order.person, paid_on=order.pay_on, **days(order, 2))
    assert (pay_warnings(clerk, late["today"]), LedgerEntry.objects.filter(kind="payment").count()) == ([], 1)


def test_a_voucher_does_not_answer_a_worker_who_says_that_nothing_came(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = settled(clerk, reviewer, now)
    late = days(order, 1)
    say_not_paid(order=order, person=order.person, **late)
    voucher = Payment(outstanding_fen(order), order.pay_on, PayMethod.BANK, Proof.VOUCHER, "HD-1")
    entry = confirm_payment(order=order, payment=voucher, by=clerk, **late)
    assert (again(order).state, again(order).said_unpaid_at) == (OrderState.PAID, late["at"])
    assert [one.said_unpaid_at for one in pay_warnings(clerk, late["today"])] == [late["at"]]
    strike_payment(entry=entry, reason=CounterReason.NOT_RECEIVED, by=clerk, at=late["at"])
    signed = Payment(outstanding_fen(order), order.pay_on, PayMethod.CASH, Proof.SIGNATURE)
    confirm_payment(order=order, payment=signed, by=clerk, **late)
    assert pay_warnings(clerk, late["today"]) == []


def test_that_it_came_after_all_is_on_record_once(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = settled(clerk, reviewer, now)
    late = days(order, 1)
    say_not_paid(order=order, person=order.person, **late)
    voucher = Payment(outstanding_fen(order), order.pay_on, PayMethod.BANK, Proof.VOUCHER, "HD-1")
    confirm_payment(order=order, payment=voucher, by=clerk, **late)
    version = again(order).version
    for _twice in range(2):
        hear_of_pay(order=order, paid_full=True, on_time=False, by=clerk, at=late["at"])
    assert (again(order).said_unpaid_at, again(order).version) == (None, version + 1)
    line = AuditEntry.objects.get(action="gig.said_received")
    assert (line.actor_id, line.person_id, line.fields) == (clerk.pk, order.person_id, ["said_unpaid_at"])
    say_not_paid(order=order, person=order.person, **late)
    confirm_received(order=order, person=order.person, paid_on=order.pay_on, **late)
    said = AuditEntry.objects.filter(action__startswith="gig.said_").order_by("pk")
    assert list(said.values_list("action", "actor_id")) == [
        ("gig.said_unpaid", None), ("gig.said_received", clerk.pk), ("gig.said_unpaid", None),
        ("gig.said_received", None),
    ]  # fmt: skip


def test_a_follow_up_that_hears_of_missing_pay_puts_it_on_the_list(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = settled(clerk, reviewer, now)
    late = days(order, 1)
    hear_of_pay(order=order, paid_full=None, on_time=None, by=clerk, at=late["at"])
    assert again(order).said_unpaid_at is None
    for _twice in range(2):
        hear_of_pay(order=order, paid_full=False, on_time=False, by=clerk, at=late["at"])
    (warning,) = pay_warnings(clerk, late["today"])
    assert (warning.card.pk, warning.said_unpaid_at) == (order.pk, late["at"])
    assert warning.owed_fen == outstanding_fen(order)
    assert ConductFact.objects.filter(kind="underpaid").count() == 1
    assert AuditEntry.objects.get(action="gig.said_unpaid").actor_id == clerk.pk
    voucher = Payment(outstanding_fen(order), order.pay_on, PayMethod.BANK, Proof.VOUCHER, "HD-1")
    confirm_payment(order=order, payment=voucher, by=clerk, **late)
    assert count_late(clerk, late["today"]) == 1


@pytest.mark.parametrize("is_due", [True, False])
def test_not_paid_in_full_in_a_call_after_a_hire_stands_on_the_late_list(
    is_due: bool, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)
    hired = record_receipt(referral=letter, result=ReceiptResult.HIRED, by=clerk, at=now, today=now.date())
    order = Order.objects.get(referral=hired)
    after = evening(order)
    sign_in(order=order, moment=order.shift.starts_at, method=SignMethod.ROSTER, by=clerk, at=after)
    late = days(order, 1 if is_due else 0)
    answers = Answers(on_job=True, paid_full=False, paid_on_time=False)
    call = FollowUp.objects.get(about_public_id=hired.public_id, kind="hire.d3")
    record_attempt(followup=call, method=Method.PHONE, reach=Reach.REACHED, answers=answers, by=clerk, at=late["at"])
    assert count_late(clerk, late["today"]) == is_due
    assert again(order).said_unpaid_at == (late["at"] if is_due else None)
    # One answer is one fact about the employer.
    assert ConductFact.objects.filter(kind="underpaid").count() == 1
    later = FollowUp.objects.get(about_public_id=hired.public_id, kind="hire.d7")
    ends = order.shift.ends_at
    assert ends is not None
    sign_out(order=again(order), moment=ends, method=SignMethod.ROSTER, by=clerk, at=after)
    state_hours(order=again(order), worker=Said(480), employer=Said(480), method=SignMethod.ROSTER, by=clerk, at=after)
    settle_order(order=again(order), by=clerk, at=after)
    said = Answers(on_job=False, paid_full=True, paid_on_time=False)
    record_attempt(followup=later, method=Method.PHONE, reach=Reach.REACHED, answers=said, by=clerk, at=late["at"])
    assert (again(order).state, again(order).said_unpaid_at) == (OrderState.PAID, None)
    assert count_late(clerk, late["today"]) == 0


@pytest.mark.parametrize("end", ["paid", "nothing_left", "anonymise"])
@pytest.mark.parametrize("only_out", [False, True])
def test_no_place_outlives_pay_or_the_record(
    end: str, only_out: bool, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = agreed(clerk, reviewer, now)
    given: dict[str, Any] = {"order": order, "person": order.person, "code": site_code(order.shift), "place": HERE}
    start, after = order.shift.starts_at, evening(order)
    if only_out:
        sign_in(order=order, moment=start, method=SignMethod.PHONE, by=clerk, at=start)
    else:
        sign_in_by_code(at=start, **given)
    sign_out_by_code(at=order.shift.ends_at or after, **given)
    noted = Attendance.objects.get()
    assert (noted.in_lat_e6 is None, noted.out_lat_e6 is None) == (only_out, False)
    said = Said(480)
    state_hours(order=order, worker=said, employer=said, method=SignMethod.PHONE, by=clerk, at=after)
    if end == "anonymise":
        anonymise_person(person=order.person, ground="request", by=None, at=after)
    else:
        gross = draft_settlement(order, Extras()).gross_fen
        taken = [Deduction(DeductionGround.ADVANCE, gross)] if end == "nothing_left" else []
        settle_order(order=order, extras=Extras(deductions=taken), by=clerk, at=after)
    if end == "paid":
        assert own.own_order(order.person, order.public_id, now.date()).has_place
        confirm_received(order=order, person=order.person, paid_on=order.pay_on, **days(order, 1))
    assert (again(order).state == OrderState.PAID) is (end != "anonymise")
    noted = Attendance.objects.get()
    assert [noted.in_lat_e6, noted.in_lng_e6, noted.out_lat_e6, noted.out_lng_e6] == [None] * 4


@pytest.mark.parametrize("many", [1, 3])
def test_own_orders_take_a_fixed_number_of_queries(
    many: int, clerk: User, reviewer: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    first = worked(clerk, reviewer, now)
    for number in range(2, many + 1):
        other = worked(clerk, reviewer, now, number=number)
        Order.objects.filter(pk=other.pk).update(person=first.person)
    own.own_orders(first.person, now.date())  # whatever a process reads once
    with django_assert_num_queries(3):
        found = own.own_orders(first.person, now.date())
    assert [one.order.person_id for one in found] == [first.person_id] * many
    assert found[0].minutes == {"worker": 480, "employer": 480}
