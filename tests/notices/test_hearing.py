"""What happens in the rooms below, and who hears of it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection

from tests.conftest import MakeUser
from tests.employers.factories import a_verified_company
from tests.gigs.factories import agreed, an_order, settled
from tests.portals.employer.factories import an_agent
from tests.postings.factories import LONG_JOB, a_waiting
from tests.referrals.factories import a_letter, a_shift, propose
from tests.shared.notifications.factories import an_account
from tests.shared.notifications.stand_in import StandIn
from tests.workers.factories import make_seeker
from yizhan.accounts.enums import Role
from yizhan.accounts.models import Office, User
from yizhan.employers.enums import ClearReason, ConductKind, VerifiedHow
from yizhan.employers.operations import lift_measure, report_conduct, verify_conduct
from yizhan.gigs.enums import AgreedBy, EndReason
from yizhan.gigs.models import Order
from yizhan.gigs.operations import AgreedTerms, cancel_order, change_agreement, confirm_agreement, note_reminder
from yizhan.notices import texts
from yizhan.notices.operations import CORRECTED_WITHIN, tell_of_pay_days
from yizhan.notices.queries import own_lines
from yizhan.postings.enums import ReturnReason
from yizhan.postings.operations import (
    approve_posting,
    cancel_day,
    decide_appeal,
    lodge_appeal,
    return_posting,
    submit_for_review,
)
from yizhan.referrals.enums import ReceiptResult
from yizhan.referrals.models import Referral
from yizhan.referrals.operations import issue_letter, record_receipt, undo_last_step, withdraw_referral
from yizhan.shared.appeals.enums import AppealState
from yizhan.shared.appeals.operations import Said
from yizhan.shared.models import Message
from yizhan.shared.notifications.enums import MessageState, Way, Why
from yizhan.shared.notifications.sending import send_due, send_one
from yizhan.shared.notifications.texts import MessageText, text_of

pytestmark = pytest.mark.django_db


def said(text: MessageText, way: Way | None = None) -> list[Message]:
    rows = Message.objects.filter(event=text.key).order_by("pk")
    return list(rows.filter(way=way) if way else rows)


def words(message: Message) -> str:
    return text_of(message.text_key).say(json.loads(message.content))


@pytest.fixture
def all_templates(station: Office, sysadmin: User, now: dt.datetime) -> None:
    """Let the station send every text by SMS."""
    an_account(station, sysadmin, now, templates=tuple(text.key for text in texts.ALL))


@pytest.mark.usefixtures("all_templates")
def test_a_letter_tells_the_person_where_and_when_and_asks_the_employer_the_day_after(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)

    own, outside = said(texts.LETTER)
    assert (own.way, outside.person_id) == (Way.IN_APP, letter.person_id)
    for part in (letter.number, letter.terms.place_name, letter.terms.title):
        assert part in words(own)
    (asked,) = said(texts.RECEIPT)
    assert asked.way == Way.SMS
    assert asked.due_at == (letter.shift.starts_at + dt.timedelta(days=1)).astimezone(now.tzinfo).replace(
        hour=9, minute=0
    )
    assert letter.person.name not in words(asked)


def test_without_a_carrier_nobody_is_called_about_a_letter_in_their_hand(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_letter(clerk, reviewer, now)

    assert said(texts.LETTER, Way.CALL) == []
    (asked,) = said(texts.RECEIPT)
    assert (asked.way, asked.state) == (Way.CALL, MessageState.DUE)


def test_the_employer_is_asked_once_a_shift_and_not_at_all_when_all_have_answered(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    shift = a_shift(clerk, reviewer, now)
    letters = [a_letter(clerk, reviewer, now, number=number, shift=shift) for number in (1, 2)]
    (asked,) = said(texts.RECEIPT)

    record_receipt(referral=letters[0], result=ReceiptResult.NO_SHOW, by=clerk, at=now, today=now.date())
    asked.refresh_from_db()
    assert asked.is_open
    withdraw_referral(referral=Referral.objects.get(pk=letters[1].pk), by=clerk, at=now)
    asked.refresh_from_db()
    assert (asked.state, asked.why, asked.content) == (MessageState.CLOSED, Why.NOT_NEEDED, "")


@pytest.mark.usefixtures("all_templates")
@pytest.mark.parametrize("result", [ReceiptResult.NOT_HIRED, ReceiptResult.HIRED])
def test_a_receipt_entered_by_mistake_is_told_once_each_time_unless_it_is_put_right_at_once(
    result: ReceiptResult, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    proposed = propose(make_seeker(clerk, now, phone="19900000001"), a_shift(clerk, reviewer, now), clerk, now)
    letter = issue_letter(referral=proposed, by=clerk, at=now)
    for times in (1, 2):
        referral = Referral.objects.get(pk=letter.pk)
        record_receipt(referral=referral, result=result, by=clerk, at=now, today=now.date())
        undo_last_step(referral=referral, by=clerk, at=now, today=now.date(), may_undo_others=False, seen_version=None)
        own, outside = said(texts.RECEIPT_UNDONE)[-2:]
        assert (own.way, outside.way, outside.state, outside.why) == (Way.IN_APP, Way.SMS, MessageState.WAITING, "")
        assert letter.number in words(own)
        assert str(result.label) in words(own)
        assert outside.due_at == now + CORRECTED_WITHIN
        assert len(said(texts.RECEIPT_UNDONE)) == 2 * times
    record_receipt(
        referral=Referral.objects.get(pk=letter.pk), result=ReceiptResult.NO_SHOW, by=clerk, at=now, today=now.date()
    )
    assert {row.state for row in said(texts.RECEIPT_UNDONE, Way.SMS)} == {MessageState.DROPPED}


@pytest.mark.usefixtures("all_templates")
def test_nobody_is_told_to_wait_for_the_result_of_a_letter_that_is_over(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    proposed = propose(make_seeker(clerk, now, phone="19900000001"), a_shift(clerk, reviewer, now), clerk, now)
    letter = issue_letter(referral=proposed, by=clerk, at=now)
    record_receipt(referral=letter, result=ReceiptResult.NOT_HIRED, by=clerk, at=now, today=now.date())
    undone = undo_last_step(
        referral=letter, by=clerk, at=now, today=now.date(), may_undo_others=False, seen_version=None
    )
    assert [row.state for row in said(texts.RECEIPT_UNDONE, Way.SMS)] == [MessageState.WAITING]
    # Their own list says nothing of it either before the time has come, and then for ever nothing.
    (own,) = said(texts.RECEIPT_UNDONE, Way.IN_APP)
    assert [own.pk in told_by(own, at) for at in (now, own.due_at)] == [False, True]
    withdraw_referral(referral=undone, by=clerk, at=now)
    assert [row.state for row in said(texts.RECEIPT_UNDONE, Way.SMS)] == [MessageState.DROPPED]
    assert own.pk not in told_by(own, own.due_at)


def told_by(row: Message, at: dt.datetime) -> list[int]:
    return [line.message.pk for line in own_lines(row.person_id or 0, at, start=0, count=9)]


@pytest.mark.parametrize(
    ("phone", "address", "answer"),
    [
        ("0635-6120001", "https://lg.example.gov.cn", "0635-6120001"),
        ("", "https://lg.example.gov.cn", "https://lg.example.gov.cn"),
        ("", "https://linggong.yanggu.liaocheng.example.gov.cn", "阳谷零工市场驿站"),
    ],
)
def test_where_to_answer_is_never_half_an_address(
    phone: str, address: str, answer: str, clerk: User, reviewer: User, station: Office, now: dt.datetime, settings: Any
) -> None:
    settings.YIZHAN_PUBLIC_URL = address
    type(station).objects.filter(pk=station.pk).update(phone=phone)
    letter = a_letter(User.objects.get(pk=clerk.pk), reviewer, now)
    assert letter.office.phone == phone
    (asked,) = said(texts.RECEIPT)
    text = text_of(asked.text_key)
    assert text.short(json.loads(asked.content))["answer"] == answer


@pytest.mark.usefixtures("all_templates")
def test_an_agreed_shift_is_told_and_a_change_of_it_too(clerk: User, reviewer: User, now: dt.datetime) -> None:
    type(clerk.office).objects.update(phone="")
    order = agreed(clerk, reviewer, now)
    assert [row.way for row in said(texts.AGREED)] == [Way.IN_APP, Way.SMS]
    assert words(said(texts.AGREED)[0]).endswith(f"：{order.sent_by.name}。")  # no sentence ends on nothing

    held = order.agreements.order_by("-number")[0]
    terms = AgreedTerms(held.pay_fen, held.pay_unit, held.pay_on, meeting_point="汽车站北门")
    change_agreement(order=order, terms=terms, by=clerk, at=now)

    own, outside = said(texts.CHANGED)
    assert "汽车站北门" in words(own)
    assert outside.state == MessageState.WAITING


def moved(order: Order, by: User, at: dt.datetime) -> Order:
    """Change where to meet."""
    held = order.agreements.order_by("-number")[0]
    terms = AgreedTerms(held.pay_fen, held.pay_unit, held.pay_on, meeting_point="汽车站北门")
    change_agreement(order=order, terms=terms, by=by, at=at)
    return Order.objects.get(pk=order.pk)


@pytest.mark.usefixtures("all_templates")
@pytest.mark.parametrize("reason", [EndReason.EMPLOYER_CANCELLED, EndReason.WORKER_DROPPED])
def test_agreed_at_night_and_cancelled_at_night_sends_nothing_in_the_morning(
    reason: EndReason, clerk: User, reviewer: User, carrier: StandIn, now: dt.datetime
) -> None:
    order = an_order(clerk, reviewer, now)
    night = now.replace(hour=21, minute=30)
    order = confirm_agreement(order=order, worker=AgreedBy.PHONE, employer=AgreedBy.PHONE, by=clerk, at=night)
    (agreed_sms,) = said(texts.AGREED, Way.SMS)
    assert agreed_sms.state == MessageState.WAITING
    cancel_order(order=order, reason=reason, by=clerk, at=night + dt.timedelta(minutes=30))
    for sms in said(texts.CANCELLED, Way.SMS):  # at night already: it is urgent
        assert sms.urgent
        send_one(message_id=sms.pk, now=lambda: night + dt.timedelta(minutes=31))
    carrier.taken.clear()

    send_due(now=lambda: night + dt.timedelta(hours=11))

    assert carrier.taken == []
    agreed_sms.refresh_from_db()
    assert (agreed_sms.state, agreed_sms.why, agreed_sms.content) == (MessageState.DROPPED, Why.NOT_NEEDED, "")


@pytest.mark.usefixtures("all_templates")
def test_a_change_overtakes_what_was_agreed_before_it(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = an_order(clerk, reviewer, now)
    night = now.replace(hour=21, minute=30)
    order = confirm_agreement(order=order, worker=AgreedBy.PHONE, employer=AgreedBy.PHONE, by=clerk, at=night)
    moved(order, clerk, night)

    assert [row.state for row in said(texts.AGREED, Way.SMS)] == [MessageState.DROPPED]
    assert [row.state for row in said(texts.CHANGED, Way.SMS)] == [MessageState.WAITING]


@pytest.mark.parametrize("how", ["confirmed", "ended"])
def test_nobody_is_called_about_a_change_that_is_settled(
    how: str, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = moved(agreed(clerk, reviewer, now), clerk, now)
    (call,) = said(texts.CHANGED, Way.CALL)
    assert call.state == MessageState.DUE
    if how == "confirmed":
        confirm_agreement(order=order, worker=AgreedBy.PHONE, employer=AgreedBy.PHONE, by=clerk, at=now)
    else:
        cancel_order(order=order, reason=EndReason.WORKER_DROPPED, by=clerk, at=now)

    call.refresh_from_db()
    assert (call.state, call.why, call.content) == (MessageState.CLOSED, Why.NOT_NEEDED, "")


@pytest.mark.usefixtures("all_templates")
def test_a_letter_that_was_closed_at_night_is_not_told_in_the_morning(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now.replace(hour=21, minute=30))
    withdraw_referral(referral=Referral.objects.get(pk=letter.pk), by=clerk, at=now.replace(hour=22))

    assert [row.state for row in said(texts.LETTER, Way.SMS)] == [MessageState.DROPPED]


def test_the_employer_is_asked_after_all_when_somebody_else_is_sent(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    shift = a_shift(clerk, reviewer, now)
    first = a_letter(clerk, reviewer, now, number=1, shift=shift)
    withdraw_referral(referral=Referral.objects.get(pk=first.pk), by=clerk, at=now)
    a_letter(clerk, reviewer, now, number=2, shift=shift)

    assert [row.state for row in said(texts.RECEIPT)] == [MessageState.CLOSED, MessageState.DUE]


def test_whoever_joins_work_under_way_is_told_the_next_start_and_each_day_is_asked_about(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    shift = a_shift(clerk, reviewer, now, raw=LONG_JOB)
    begun = shift.starts_at + dt.timedelta(days=2, hours=2)
    letters = [
        a_letter(clerk, reviewer, at, number=number, shift=shift)
        for number, at in ((1, now), (2, begun), (3, begun + dt.timedelta(hours=1)))
    ]
    joins = shift.starts_at + dt.timedelta(days=3)

    own = said(texts.LETTER, Way.IN_APP)[1]
    assert f"{joins:%m-%d}" in words(own)
    assert own.useful_until == joins
    first, later = said(texts.RECEIPT)
    assert [row.due_at.astimezone(now.tzinfo).date() for row in (first, later)] == [
        shift.starts_at.astimezone(now.tzinfo).date() + dt.timedelta(days=1),
        joins.astimezone(now.tzinfo).date() + dt.timedelta(days=1),
    ]

    after = begun + dt.timedelta(hours=2)
    states = []
    for letter in letters:
        withdraw_referral(referral=Referral.objects.get(pk=letter.pk), by=clerk, at=after)
        states.append([row.is_open for row in said(texts.RECEIPT)])
    assert states == [[False, True], [False, True], [False, False]]


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (EndReason.EMPLOYER_CANCELLED, True),
        (EndReason.DAY_CANCELLED, True),
        (EndReason.WORKER_DROPPED, False),
        (EndReason.ENTERED_WRONGLY, False),
    ],
)
def test_whoever_does_not_know_is_told_not_to_come(
    reason: EndReason, told: bool, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    order = an_order(clerk, reviewer, now)
    cancel_order(order=order, reason=reason, by=clerk, at=now)

    calls = said(texts.CANCELLED, Way.CALL)
    assert len(calls) == told
    if told:
        assert "请不要前往" in words(calls[0])
        assert calls[0].recipient


def test_everybody_of_a_day_that_is_called_off_is_on_the_call_list(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    shift = a_shift(clerk, reviewer, now)
    for number in (1, 2):
        an_order(clerk, reviewer, now, number=number, shift=shift)
    night = shift.starts_at - dt.timedelta(hours=3)
    cancel_day(posting=shift.posting, day=shift.starts_at.astimezone(now.tzinfo).date(), by=clerk, at=night)

    assert [row.urgent for row in said(texts.CANCELLED, Way.CALL)] == [True, True]
    assert len(said(texts.CANCELLED, Way.IN_APP)) == 2


def test_a_pay_day_that_passed_is_told_once_and_nobody_is_called(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = settled(clerk, reviewer, now)
    day_after = order.pay_on + dt.timedelta(days=1)
    at = now + (day_after - now.date())

    assert tell_of_pay_days(today=order.pay_on, at=at) == 0
    assert tell_of_pay_days(today=day_after, at=at) == 1
    assert tell_of_pay_days(today=day_after + dt.timedelta(days=1), at=at) == 0
    assert [row.way for row in said(texts.PAY_DAY)] == [Way.IN_APP, Way.SMS]
    assert said(texts.PAY_DAY)[1].why == Why.NO_PROVIDER


def test_a_pay_day_that_cannot_be_told_keeps_no_other(clerk: User, reviewer: User, now: dt.datetime) -> None:
    """The first worker's telephone was kept under a key that is lost."""
    first = settled(clerk, reviewer, now, number=1)
    second = settled(clerk, reviewer, now, number=2, shift=first.shift)
    assert first.pk < second.pk
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_contact SET number='locked' WHERE person_id=%s", [first.person_id])
    day_after = first.pay_on + dt.timedelta(days=1)

    assert tell_of_pay_days(today=day_after, at=now + (day_after - now.date())) == 1
    assert {row.person_id for row in said(texts.PAY_DAY)} == {second.person_id}


def test_that_the_employer_was_asked_about_pay_is_told(clerk: User, reviewer: User, now: dt.datetime) -> None:
    order = settled(clerk, reviewer, now)
    day_after = order.pay_on + dt.timedelta(days=1)
    note_reminder(order=order, by=clerk, at=now + (day_after - now.date()), today=day_after)

    assert order.pay_on.isoformat() in words(said(texts.PAY_ASKED, Way.IN_APP)[0])


def test_words_are_whole_for_every_text() -> None:
    for text in texts.ALL:
        spoken = text.say({field: f"<{field}>" for field in text.fields})
        assert all(f"<{field}>" in spoken for field in text.fields), text.key
        assert "%(" not in spoken


def test_an_answered_appeal_is_told_to_the_employer(
    clerk: User, reviewer: User, head: User, station: Office, now: dt.datetime
) -> None:
    waiting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now)
    posting = return_posting(posting=waiting, reason=ReturnReason.UNTRUE, by=reviewer, at=now)
    decision = posting.decisions.get()
    appeal = lodge_appeal(decision=decision, said=Said("报酬写了"), by=clerk, at=now)
    decide_appeal(appeal=appeal, granted=False, answer="没有写清", by=head, at=now)

    (call,) = said(texts.APPEAL)
    assert (call.way, call.recipient_name) == (Way.CALL, posting.employer.name)
    assert "没有写清" not in words(call)
    assert str(AppealState.UPHELD.label) in words(call)


def test_a_measure_is_told_to_the_employer_until_it_is_over(
    clerk: User, reviewer: User, head: User, station: Office, now: dt.datetime
) -> None:
    employer = a_verified_company(office=station, by=clerk, verifier=reviewer, at=now)
    fact = report_conduct(employer=employer, kind=ConductKind.UNDERPAID, by=clerk, at=now)
    verify_conduct(fact=fact, how=VerifiedHow.PAY_RECORD, by=head, at=now)
    (call,) = said(texts.MEASURE)
    assert (call.way, call.recipient_name) == (Way.CALL, employer.name)
    assert "您单位的招聘暂停发布，因为反映“没有足额付报酬”" in words(call)

    lift_measure(measure=employer.measures.get(), reason=ClearReason.MENDED, by=head, at=now)
    call.refresh_from_db()
    assert (call.state, call.why) == (MessageState.CLOSED, Why.NOT_NEEDED)


def test_what_an_agent_handed_in_is_told_when_it_comes_back_and_what_the_counter_entered_is_not(
    clerk: User, reviewer: User, station: Office, make_user: MakeUser, now: dt.datetime
) -> None:
    posting = a_waiting(office=station, by=clerk, verifier=reviewer, at=now)
    agent = make_user(Role.AGENT, station, "agent")
    an_agent(posting.employer, agent, clerk, now)
    return_posting(posting=posting, reason=ReturnReason.PAY, by=reviewer, at=now)
    assert not said(texts.SENT_BACK)

    submit_for_review(posting=posting, by=agent, at=now)
    return_posting(posting=posting, reason=ReturnReason.PAY, by=reviewer, at=now)
    (call,) = said(texts.SENT_BACK)
    assert f"您的招工“装卸工”（{posting.number}）没有通过：报酬写法有问题" in words(call)

    # Passed since: nobody is told any more that it did not pass.
    posting = submit_for_review(posting=posting, by=agent, at=now)
    approve_posting(posting=posting, by=reviewer, at=now, publish=True)
    (call,) = said(texts.SENT_BACK)
    assert call.state == MessageState.CLOSED
