"""The worker's side: at most once, again after a while, and a call where nothing else is left."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection

from tests.people.factories import make_person
from tests.shared.notifications.factories import PHONE, SHIFT, an_account, say
from tests.shared.notifications.stand_in import StandIn
from yizhan.accounts.models import Office, User
from yizhan.people.models import Person
from yizhan.people.operations import anonymise_person
from yizhan.shared.models import Message, MessageCarrier, MessageCount, MessageRules
from yizhan.shared.notifications import keeping
from yizhan.shared.notifications.codes import TEXT, send_code
from yizhan.shared.notifications.enums import Carrier, CodePurpose, MessageState, Way, Why
from yizhan.shared.notifications.keeping import LEDGER_KEPT, WORDS_KEPT, forget_old_messages
from yizhan.shared.notifications.operations import set_address
from yizhan.shared.notifications.quiet import BACK_OFF_S
from yizhan.shared.notifications.recipients import to_desk, to_person, to_phone
from yizhan.shared.notifications.sending import AT_ONCE, CLAIM_LASTS, _claim, send_due, send_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(station: Office, sysadmin: User, now: dt.datetime) -> Office:
    """A station with an account for SMS."""
    an_account(station, sysadmin, now)
    return station


@pytest.fixture
def person(station: Office, clerk: User, now: dt.datetime) -> Person:
    """Somebody with a telephone."""
    return make_person(station, clerk, now, phone=PHONE)


def run(at: dt.datetime) -> int:
    return send_due(now=lambda: at)


def outside(way: Way = Way.SMS) -> Message:
    return Message.objects.filter(way=way).order_by("-pk")[0]


def calls() -> list[tuple[str, str]]:
    return list(Message.objects.filter(way=Way.CALL).values_list("state", "why"))


def test_what_is_due_is_sent_once_and_keeps_no_words(
    office: Office, person: Person, carrier: StandIn, now: dt.datetime
) -> None:
    say(office, to_person(person), now)
    assert run(now) == 1
    assert run(now) == 0

    assert [taken["PhoneNumbers"] for taken in carrier.taken] == [PHONE]
    sent = outside()
    assert (sent.state, sent.content, sent.carrier_said, sent.attempts) == (MessageState.SENT, "", "biz1", 1)
    assert sent.recipient == PHONE
    assert calls() == []


def test_of_two_workers_one_sends(office: Office, person: Person, carrier: StandIn, now: dt.datetime) -> None:
    say(office, to_person(person), now)
    row = outside()

    assert _claim(row.pk, now) is not None
    assert _claim(row.pk, now) is None
    send_one(message_id=row.pk, now=lambda: now)
    assert carrier.taken == []


def test_what_a_dead_worker_left_is_not_sent_again_but_called(
    office: Office, person: Person, carrier: StandIn, now: dt.datetime
) -> None:
    say(office, to_person(person), now)
    _claim(outside().pk, now)

    run(now + CLAIM_LASTS)
    assert outside().state == MessageState.SENDING
    run(now + CLAIM_LASTS + dt.timedelta(seconds=1))

    assert (outside().state, outside().why) == (MessageState.UNSURE, Why.UNSURE)
    assert calls() == [(MessageState.DUE, Why.UNSURE)]
    assert carrier.taken == []


def test_what_was_not_taken_is_tried_again_later_and_later_and_then_called(
    office: Office, person: Person, carrier: StandIn, now: dt.datetime
) -> None:
    say(office, to_person(person), now)
    at = now
    for number, wait in enumerate(BACK_OFF_S, start=1):
        carrier.next = [(503, b"")]
        assert run(at) == 1
        row = outside()
        assert (row.state, row.attempts, row.claimed_at) == (MessageState.WAITING, number, None)
        assert wait * 0.8 <= (row.due_at - at).total_seconds() <= wait * 1.2
        assert run(row.due_at - dt.timedelta(seconds=1)) == 0
        at = row.due_at
    carrier.next = [(503, b"")]
    run(at)

    assert (outside().state, outside().why) == (MessageState.FAILED, Why.UNREACHABLE)
    assert calls() == [(MessageState.DUE, Why.UNREACHABLE)]


def test_a_second_attempt_gets_through(office: Office, person: Person, carrier: StandIn, now: dt.datetime) -> None:
    say(office, to_person(person), now)
    carrier.next = [(429, b"")]
    run(now)
    run(outside().due_at)

    assert outside().state == MessageState.SENT
    assert len(carrier.taken) == 1


@pytest.mark.parametrize(
    ("told", "state", "why"),
    [
        ("hang up", MessageState.UNSURE, Why.UNSURE),
        ((200, b'{"Code": "isv.MOBILE_NUMBER_ILLEGAL"}'), MessageState.FAILED, Why.REFUSED),
    ],
)
def test_a_no_or_no_answer_is_called_and_not_sent_again(
    told: Any, state: str, why: str, office: Office, person: Person, carrier: StandIn, now: dt.datetime
) -> None:
    say(office, to_person(person), now)
    carrier.next = [told]
    run(now)

    assert (outside().state, outside().why) == (state, why)
    call = outside(Way.CALL)
    assert (call.state, call.why, call.recipient) == (MessageState.DUE, why, PHONE)
    assert json.loads(call.content)["where"] == "东关桥头"
    assert run(now + dt.timedelta(days=1)) == 0


def test_a_fault_of_our_own_is_not_sent_twice(
    office: Office, person: Person, carrier: StandIn, now: dt.datetime
) -> None:
    say(office, to_person(person), now)
    MessageCarrier.objects.update(facts={"templates": {"tests.shift": "T"}})  # no key id: the adapter stumbles
    run(now)
    assert outside().state == MessageState.UNSURE
    assert calls() == [(MessageState.DUE, Why.UNSURE)]


def test_quiet_hours_are_looked_at_again_when_a_message_is_due(
    office: Office, person: Person, sysadmin: User, carrier: StandIn, now: dt.datetime
) -> None:
    say(office, to_person(person), now)
    MessageRules.objects.create(
        office=office,
        quiet_from=dt.time(8, 30),
        quiet_until=dt.time(10),
        daily_most=5,
        changed_at=now,
        changed_by=sysadmin,
    )
    run(now)
    assert carrier.taken == []
    assert outside().due_at == now.replace(hour=10)
    run(now.replace(hour=10))
    assert len(carrier.taken) == 1


def test_what_is_too_late_is_dropped_and_nobody_is_called(
    office: Office, person: Person, carrier: StandIn, now: dt.datetime
) -> None:
    say(office, to_person(person), now, useful_until=now + dt.timedelta(minutes=5))
    run(now + dt.timedelta(minutes=5))

    assert (outside().state, outside().why, outside().content) == (MessageState.DROPPED, Why.LATE, "")
    assert calls() == []
    assert carrier.taken == []


def test_a_telephone_gets_so_many_a_day_whoever_shares_it(
    office: Office, station: Office, clerk: User, carrier: StandIn, now: dt.datetime
) -> None:
    couple = [make_person(station, clerk, now, phone=PHONE, name=name) for name in ("王师傅", "李师傅")]
    for number in range(6):
        say(office, to_person(couple[number % 2]), now, event_key=str(number))
    run(now)

    assert len(carrier.taken) == 5
    assert calls() == [(MessageState.DUE, Why.CAPPED)]
    say(office, to_person(couple[0]), now + dt.timedelta(days=1), event_key="tomorrow")
    run(now + dt.timedelta(days=1))
    assert len(carrier.taken) == 6


def test_a_second_attempt_is_not_counted_again(
    office: Office, person: Person, carrier: StandIn, now: dt.datetime
) -> None:
    say(office, to_person(person), now, event_key="first")
    carrier.next = [(503, b"")] * 3
    at = now
    for _ in range(4):
        run(at)
        at = outside().due_at
    for number in range(4):
        say(office, to_person(person), at, event_key=str(number))
    run(at)
    assert len(carrier.taken) == 5


def test_an_account_that_was_retired_leaves_a_call(
    office: Office, person: Person, carrier: StandIn, now: dt.datetime
) -> None:
    say(office, to_person(person), now)
    MessageCarrier.objects.update(is_active=False)
    run(now)
    assert calls() == [(MessageState.DUE, Why.NO_PROVIDER)]


def test_a_code_goes_first_in_quiet_hours_and_past_the_cap_and_is_never_called(
    office: Office, person: Person, carrier: StandIn, now: dt.datetime
) -> None:
    night = now.replace(hour=23)
    say(office, to_phone("19900000009"), night - dt.timedelta(hours=3))
    send_code(phone=PHONE, purpose=CodePurpose.SIGN_IN, office=office, address="1", at=night)
    carrier.next = [(503, b"")]
    run(night)
    code = Message.objects.get(event="code")
    assert code.state == MessageState.WAITING
    assert code.due_at - night < dt.timedelta(seconds=4)
    run(code.due_at)
    code.refresh_from_db()
    assert (code.state, code.content) == (MessageState.SENT, "")
    assert json.loads(carrier.taken[-1]["TemplateParam"]).keys() == {"code"}

    send_code(phone="19900000008", purpose=CodePurpose.SIGN_IN, office=office, address="1", at=night)
    carrier.next = [(200, b'{"Code": "isv.AMOUNT_NOT_ENOUGH"}')]
    run(night)
    assert Message.objects.filter(event="code", state=MessageState.FAILED).count() == 1
    assert not Message.objects.filter(event="code", way=Way.CALL).exists()


def test_a_row_that_nobody_can_send_does_not_keep_the_others(
    office: Office, person: Person, carrier: StandIn, now: dt.datetime
) -> None:
    """A text of an earlier version, words that no key opens, and the same left over by a dead worker."""
    for number in range(4):
        say(office, to_person(person), now, event_key=str(number))
    rows = list(Message.objects.filter(way=Way.SMS).order_by("pk"))
    gone = "text_key='gone.text'"
    locked = "content='locked'"
    for row, change, claimed in zip(rows, (gone, locked, gone, locked), (False, False, True, True), strict=True):
        if claimed:
            _claim(row.pk, now)
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE shared_message SET {change} WHERE id=%s", [row.pk])
    MessageCarrier.objects.update(
        facts={**MessageCarrier.objects.get().facts, "templates": {TEXT: "1", "gone.text": "2", SHIFT: "3"}}
    )
    later = now + CLAIM_LASTS + dt.timedelta(seconds=1)
    send_code(phone="19900000008", purpose=CodePurpose.SIGN_IN, office=office, address="1", at=later)

    run(later)
    assert Message.objects.filter(event="code", state=MessageState.SENT).count() == 1
    assert len(carrier.taken) == 1
    say(office, to_phone("19900000009"), later, event_key="behind")
    run(later)
    assert len(carrier.taken) == 2

    states = dict(Message.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "state"))
    unsure, rests, given_up, lost = (states[row.pk] for row in rows)
    assert (unsure, given_up) == (MessageState.UNSURE, MessageState.UNSURE)
    assert (rests, lost) == (MessageState.WAITING, MessageState.SENDING)
    assert not Message.objects.filter(pk=rows[1].pk, due_at__lte=later).exists()
    forget_old_messages(at=now + dt.timedelta(days=3))
    assert Message.objects.filter(pk=rows[1].pk, state=MessageState.DROPPED, why=Why.LATE).exists()


def test_a_code_waits_for_one_request_and_not_for_the_round(
    office: Office, person: Person, carrier: StandIn, now: dt.datetime
) -> None:
    for number in range(3):
        say(office, to_person(person), now, event_key=str(number))

    def clock() -> dt.datetime:
        if len(carrier.taken) == 1 and not Message.objects.filter(event="code").exists():
            send_code(phone="19900000008", purpose=CodePurpose.SIGN_IN, office=office, address="1", at=now)
        return now

    assert send_due(now=clock) == 4
    assert [taken["PhoneNumbers"] for taken in carrier.taken] == [PHONE, "19900000008", PHONE, PHONE]


def test_a_round_has_an_end(office: Office, carrier: StandIn, now: dt.datetime) -> None:
    for number in range(AT_ONCE + 1):
        say(office, to_phone(f"199000001{number:02d}"), now)
    assert [run(now), run(now), run(now)] == [AT_ONCE, 1, 0]


@pytest.mark.parametrize("bound", [Carrier.WECHAT, Carrier.EMAIL])
def test_whoever_is_called_has_a_telephone_on_the_list_and_no_other_address(
    bound: Carrier, station: Office, person: Person, sysadmin: User, carrier: StandIn, now: dt.datetime
) -> None:
    an_account(station, sysadmin, now, bound)
    if bound == Carrier.WECHAT:
        set_address(person_id=person.pk, way=Way.WECHAT, address="openid-1", at=now)
        say(station, to_person(person), now)
        carrier.next = [(200, b'{"errcode": 43004}')]
    else:
        say(station, to_phone("", email="boss@example.com", name="东关建材"), now)
    run(now)

    call = outside(Way.CALL)
    assert (call.state, call.why) == (MessageState.DUE, Why.REFUSED)
    assert call.recipient == (PHONE if bound == Carrier.WECHAT else "")


def test_a_desk_hears_in_its_group(station: Office, sysadmin: User, carrier: StandIn, now: dt.datetime) -> None:
    an_account(station, sysadmin, now, Carrier.DINGTALK)
    for number in range(8):
        say(station, to_desk(station), now, event_key=str(number))
    run(now)
    assert len(carrier.taken) == 8


def test_whose_record_is_erased_is_not_written_to(
    office: Office, person: Person, head: User, carrier: StandIn, now: dt.datetime
) -> None:
    say(office, to_person(person), now)
    anonymise_person(person=person, ground="request", by=head, at=now)
    run(now)

    assert carrier.taken == []
    assert not Message.objects.exists()


def test_a_call_that_was_not_made_in_time_is_closed(station: Office, person: Person, now: dt.datetime) -> None:
    say(station, to_person(person), now, useful_until=now + dt.timedelta(hours=1))
    forget_old_messages(at=now + dt.timedelta(minutes=59))
    assert calls() == [(MessageState.DUE, Why.NO_PROVIDER)]
    forget_old_messages(at=now + dt.timedelta(hours=1))
    assert calls() == [(MessageState.CLOSED, Why.LATE)]


def test_old_words_and_old_lines_go(office: Office, person: Person, carrier: StandIn, now: dt.datetime) -> None:
    say(office, to_person(person), now)
    run(now)

    assert forget_old_messages(at=now + WORDS_KEPT) == 0
    assert outside(Way.IN_APP).content
    assert forget_old_messages(at=now + WORDS_KEPT + dt.timedelta(seconds=1)) == 0
    assert outside(Way.IN_APP).content == ""
    say(office, to_person(person), now, event_key="again")
    run(now)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "AT_ONCE", 3)  # more rows than one transaction takes
        assert forget_old_messages(at=now + LEDGER_KEPT + dt.timedelta(seconds=1)) == 4
    assert not Message.objects.exists()
    kept = MessageCount.objects.order_by("way").values_list("office", "month", "way", "state", "count")
    month = now.date().replace(day=1)
    assert list(kept) == [(office.pk, month, way, "sent", 2) for way in ("in_app", "sms")]
