"""Who is told by which way, and that nobody is told twice."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction

from tests.people.factories import make_person
from tests.shared.notifications.factories import PHONE, WORDS, an_account, say
from yizhan.accounts.models import Office, User
from yizhan.people.models import Person
from yizhan.shared.models import Message
from yizhan.shared.notifications.enums import (
    MOVES,
    OPTIONAL,
    Carrier,
    MessageState,
    Purpose,
    Way,
    Why,
)
from yizhan.shared.notifications.operations import (
    MessageSettled,
    call_off,
    mark_read,
    note_no_answer,
    notify,
    set_address,
    set_wanted,
    settle_call,
)
from yizhan.shared.notifications.recipients import to_desk, to_person, to_phone
from yizhan.shared.notifications.texts import UnknownText

pytestmark = pytest.mark.django_db
EVERYTHING = frozenset(OPTIONAL)


@pytest.fixture
def person(station: Office, clerk: User, now: dt.datetime) -> Person:
    """Somebody with a telephone."""
    return make_person(station, clerk, now, phone=PHONE)


def ways(rows: list[Message]) -> list[tuple[str, str, str]]:
    return [(row.way, row.state, row.why) for row in rows]


OWN = (Way.IN_APP, MessageState.SENT, "")


def test_with_a_carrier_a_person_gets_a_line_of_their_own_and_an_sms(
    person: Person, station: Office, sysadmin: User, now: dt.datetime
) -> None:
    an_account(station, sysadmin, now)
    rows = say(station, to_person(person), now)

    assert ways(rows) == [OWN, (Way.SMS, MessageState.WAITING, "")]
    assert json.loads(rows[1].content) == WORDS
    assert rows[1].recipient == PHONE
    assert rows[0].recipient == ""


def test_without_a_carrier_the_desk_is_asked_to_call(person: Person, station: Office, now: dt.datetime) -> None:
    assert ways(say(station, to_person(person), now)) == [OWN, (Way.CALL, MessageState.DUE, Why.NO_PROVIDER)]


def test_whoever_has_no_telephone_is_on_the_call_list_too(
    station: Office, clerk: User, sysadmin: User, now: dt.datetime
) -> None:
    an_account(station, sysadmin, now)
    person = make_person(station, clerk, now)
    assert ways(say(station, to_person(person), now)) == [OWN, (Way.CALL, MessageState.DUE, Why.NO_ADDRESS)]


def test_a_carrier_without_a_template_for_the_text_is_none(
    person: Person, station: Office, sysadmin: User, now: dt.datetime
) -> None:
    an_account(station, sysadmin, now, templates=("code.given",))
    assert ways(say(station, to_person(person), now))[1] == (Way.CALL, MessageState.DUE, Why.NO_PROVIDER)


def test_wechat_goes_first_where_the_person_is_bound(
    person: Person, station: Office, sysadmin: User, now: dt.datetime
) -> None:
    an_account(station, sysadmin, now)
    an_account(station, sysadmin, now, Carrier.WECHAT)
    set_address(person_id=person.pk, way=Way.WECHAT, address="openid-1", at=now)

    rows = say(station, to_person(person), now)

    assert ways(rows) == [OWN, (Way.WECHAT, MessageState.WAITING, "")]
    assert rows[1].recipient == "openid-1"


def test_whoever_wants_none_gets_none_but_a_call_where_it_is_urgent(
    person: Person, station: Office, clerk: User, sysadmin: User, now: dt.datetime
) -> None:
    an_account(station, sysadmin, now)
    set_wanted(person_id=person.pk, wanted=EVERYTHING - {Purpose.SHIFT}, by=clerk, at=now)

    assert ways(say(station, to_person(person), now))[1] == (Way.SMS, MessageState.DROPPED, Why.OPTED_OUT)
    urgent = say(station, to_person(person), now, event_key="2", urgent=True)
    assert ways(urgent)[1] == (Way.CALL, MessageState.DUE, Why.OPTED_OUT)
    assert ways(say(station, to_person(person), now, event_key="3", purpose=Purpose.PAY))[1][0] == Way.SMS

    set_wanted(person_id=person.pk, wanted=EVERYTHING, by=None, at=now)
    assert ways(say(station, to_person(person), now, event_key="4"))[1] == (Way.SMS, MessageState.WAITING, "")


def test_offers_need_a_consent(station: Office, clerk: User, sysadmin: User, now: dt.datetime) -> None:
    an_account(station, sysadmin, now)
    silent = make_person(station, clerk, now, phone=PHONE)
    agreed = make_person(station, clerk, now, phone="19900000002", consents=("push",))

    assert ways(say(station, to_person(silent), now, purpose=Purpose.MATCH))[1][1:] == (
        MessageState.DROPPED,
        Why.NO_CONSENT,
    )
    assert ways(say(station, to_person(agreed), now, purpose=Purpose.MATCH))[1][1] == MessageState.WAITING


def test_nobody_is_called_about_an_offer(station: Office, clerk: User, now: dt.datetime) -> None:
    agreed = make_person(station, clerk, now, phone=PHONE, consents=("push",))
    assert ways(say(station, to_person(agreed), now, purpose=Purpose.MATCH))[1] == (
        Way.SMS,
        MessageState.DROPPED,
        Why.NO_PROVIDER,
    )


def test_an_employer_gets_an_sms_else_a_mail_else_a_call(station: Office, sysadmin: User, now: dt.datetime) -> None:
    boss = to_phone(PHONE, name="东关建材", email="boss@example.com")
    assert ways(say(station, boss, now)) == [(Way.CALL, MessageState.DUE, Why.NO_PROVIDER)]
    an_account(station, sysadmin, now, Carrier.EMAIL)
    assert ways(say(station, boss, now, event_key="2")) == [(Way.EMAIL, MessageState.WAITING, "")]
    an_account(station, sysadmin, now)
    assert ways(say(station, boss, now, event_key="3")) == [(Way.SMS, MessageState.WAITING, "")]


def test_a_desk_is_told_in_each_group_that_it_has(
    station: Office, foreign_station: Office, sysadmin: User, now: dt.datetime
) -> None:
    an_account(station, sysadmin, now, Carrier.FEISHU)
    an_account(station, sysadmin, now, Carrier.WECOM)

    assert {row.way for row in say(station, to_desk(station), now)} == {Way.FEISHU, Way.WECOM}
    assert say(foreign_station, to_desk(foreign_station), now) == []


def test_nobody_is_told_twice(person: Person, station: Office, sysadmin: User, now: dt.datetime) -> None:
    an_account(station, sysadmin, now)
    assert len(say(station, to_person(person), now)) == 2

    assert say(station, to_person(person), now) == []
    assert Message.objects.count() == 2
    assert len(say(station, to_person(person), now, event_key="another")) == 2


@pytest.mark.parametrize("by_sms", [True, False])
def test_what_was_taken_back_can_be_said_again(
    by_sms: bool, person: Person, station: Office, sysadmin: User, now: dt.datetime
) -> None:
    if by_sms:
        an_account(station, sysadmin, now)
    key = "k" * 60
    for _ in range(2):
        row = say(station, to_person(person), now, event_key=key)[-1]
        assert row.is_open
        assert call_off(event=row.event, event_key=key, at=now) == 1
        row.refresh_from_db()
        assert (row.why, row.content, row.event_key) == (Why.NOT_NEEDED, "", f"{'k' * 48}#{row.pk}")
    assert call_off(event=row.event, event_key=key, at=now) == 0
    assert Message.objects.filter(way=Way.IN_APP).count() == 1


def desk_notes() -> list[dt.datetime]:
    return list(Message.objects.filter(way=Way.DINGTALK).order_by("pk").values_list("due_at", flat=True))


def test_the_group_hears_of_calls_once_an_hour(
    person: Person, station: Office, sysadmin: User, now: dt.datetime
) -> None:
    an_account(station, sysadmin, now, Carrier.DINGTALK)
    for minutes in (0, 59, 60):
        say(station, to_person(person), now + dt.timedelta(minutes=minutes), event_key=str(minutes))

    assert desk_notes() == [now, now + dt.timedelta(hours=1)]


def test_the_group_hears_of_an_urgent_call_at_night(
    person: Person, station: Office, sysadmin: User, now: dt.datetime
) -> None:
    an_account(station, sysadmin, now, Carrier.DINGTALK)
    night = now.replace(hour=22)
    say(station, to_person(person), night, event_key="1")
    for number in (2, 3):
        say(station, to_person(person), night, event_key=str(number), urgent=True)

    assert desk_notes() == [now.replace(hour=8) + dt.timedelta(days=1), night]


def test_the_database_lets_nobody_be_told_twice(person: Person, station: Office, now: dt.datetime) -> None:
    first = say(station, to_person(person), now)[0]
    first.pk, first.public_id = None, Message().public_id
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_it_falls_with_the_transaction_of_its_event(person: Person, station: Office, now: dt.datetime) -> None:
    def event() -> None:
        with transaction.atomic():
            say(station, to_person(person), now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        event()
    assert not Message.objects.exists()


def test_quiet_hours_put_off_what_is_not_urgent(
    person: Person, station: Office, sysadmin: User, now: dt.datetime
) -> None:
    an_account(station, sysadmin, now)
    night = now.replace(hour=22)

    assert say(station, to_person(person), night)[1].due_at == now.replace(hour=8) + dt.timedelta(days=1)
    assert say(station, to_person(person), night, event_key="2", urgent=True)[1].due_at == night


def test_a_text_must_be_known_and_whole(person: Person, station: Office, now: dt.datetime) -> None:
    with pytest.raises(UnknownText):
        say(station, to_person(person), now, text="nobody.registered")
    with pytest.raises(UnknownText, match="where"):
        notify(
            event="e",
            event_key="1",
            office=station,
            recipient=to_person(person),
            purpose=Purpose.SHIFT,
            text="tests.shift",
            parameters={"when": "6"},
            at=now,
        )


def test_a_call_is_ticked_off_once(person: Person, station: Office, clerk: User, now: dt.datetime) -> None:
    call = say(station, to_person(person), now)[1]
    note_no_answer(message=call, by=clerk, at=now)

    done = settle_call(message=call, reached=True, by=clerk, at=now)

    assert (done.state, done.settled_by, done.content, done.attempts) == (MessageState.CALLED, clerk, "", 2)
    with pytest.raises(MessageSettled):
        settle_call(message=call, reached=False, by=clerk, at=now)
    with pytest.raises(MessageSettled):
        note_no_answer(message=call, by=clerk, at=now)


def test_what_stands_in_the_own_list_can_be_read(person: Person, station: Office, now: dt.datetime) -> None:
    say(station, to_person(person), now)
    assert mark_read(person_id=person.pk, at=now) == 1
    assert mark_read(person_id=person.pk, at=now) == 0


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "sent"},  # settled without a moment
        {"state": "sending"},  # claimed by nobody
        {"state": "nowhere"},
        {"way": "pigeon"},
        {"purpose": "gossip"},
        {"why": "because"},
        {"way": "call"},  # a call that waits to be sent
    ],
)
def test_the_database_keeps_states_whole(
    broken: dict[str, str], station: Office, sysadmin: User, now: dt.datetime
) -> None:
    an_account(station, sysadmin, now)
    row = say(station, to_phone(PHONE), now)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=row.pk).update(**broken)


def test_the_database_keeps_no_words_of_what_was_sent(station: Office, sysadmin: User, now: dt.datetime) -> None:
    an_account(station, sysadmin, now)
    row = say(station, to_phone(PHONE), now)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=row.pk).update(state="sent", settled_at=now)


def test_every_state_is_reached_or_is_where_a_message_begins() -> None:
    begins = {MessageState.WAITING, MessageState.SENT, MessageState.DUE, MessageState.DROPPED}
    assert begins | {to for after in MOVES.values() for to in after} == set(MessageState)
