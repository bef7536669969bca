"""The pages of messages, as a clerk and an administrator use them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.conftest import sign_in
from tests.people.factories import make_person
from tests.shared.notifications.factories import PHONE, SHIFT, an_account, say
from tests.shared.notifications.stand_in import StandIn
from yizhan.accounts.models import Office, User
from yizhan.people.models import Person
from yizhan.shared.audit.enums import AuditKind
from yizhan.shared.models import AuditEntry, Message, MessageCarrier, MessageRefusal, MessageRules
from yizhan.shared.notifications.carriers import hours_of, secrets_of
from yizhan.shared.notifications.enums import Carrier, MessageState, Purpose
from yizhan.shared.notifications.recipients import to_person, to_phone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_the_counter(now: dt.datetime) -> Any:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def person(station: Office, clerk: User, now: dt.datetime) -> Person:
    """Somebody with a telephone."""
    return make_person(station, clerk, now, phone=PHONE)


def test_a_call_is_made_and_ticked_off(
    client: Client, clerk: User, station: Office, person: Person, now: dt.datetime
) -> None:
    call = say(station, to_person(person), now)[1]
    sign_in(client, clerk)

    page = client.get(reverse("notices:calls")).content.decode()
    assert "明早6点的活取消了：东关桥头" in page
    assert "199****0001" in page
    assert PHONE not in page

    shown = client.post(reverse("notices:reveal", args=[call.public_id]), {"reason": "call"}).content.decode()
    assert PHONE in shown
    assert AuditEntry.objects.filter(kind=AuditKind.REVEAL, person_id=person.pk, reason="call").count() == 1

    client.post(reverse("notices:settle", args=[call.public_id]), {"outcome": "no_answer"})
    assert "已试 1 次" in client.get(reverse("notices:calls")).content.decode()
    client.post(reverse("notices:settle", args=[call.public_id]), {"outcome": "reached"})
    call.refresh_from_db()
    assert (call.state, call.settled_by) == (MessageState.CALLED, clerk)
    assert "没有要打的通知电话" in client.get(reverse("notices:calls")).content.decode()
    assert client.post(reverse("notices:settle", args=[call.public_id]), {"outcome": "reached"}).status_code == 409


def test_a_call_without_an_outcome_changes_nothing(
    client: Client, clerk: User, station: Office, person: Person, now: dt.datetime
) -> None:
    call = say(station, to_person(person), now)[1]
    sign_in(client, clerk)
    answer = client.post(reverse("notices:settle", args=[call.public_id]), {"outcome": "maybe"})

    assert answer.status_code == 422
    assert "没有选结果" in answer.content.decode()
    call.refresh_from_db()
    assert call.state == MessageState.DUE


@pytest.mark.usefixtures("still_menu")
@pytest.mark.parametrize(("page", "count"), [("notices:calls", 4), ("notices:ledger", 5)])
def test_a_list_costs_the_same_with_one_row_and_with_three(
    page: str, count: int, client: Client, clerk: User, station: Office, now: dt.datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    sign_in(client, clerk)
    for number in (1, 2, 3):
        say(station, to_person(make_person(station, clerk, now, phone=f"1990000000{number}")), now)
        say(station, to_phone(f"1990000001{number}", name="东关建材"), now)
        client.get(reverse(page))
        with django_assert_num_queries(count):  # session, user, rows, line of reading; of the ledger its old years
            client.get(reverse(page))


def test_the_ledger_says_to_whom_and_why_and_not_what(
    client: Client, clerk: User, sysadmin: User, station: Office, person: Person, now: dt.datetime
) -> None:
    an_account(station, sysadmin, now)
    say(station, to_person(person), now)
    say(station, to_phone("19900000009", name="东关建材"), now, event_key="2")
    sign_in(client, clerk)

    page = client.get(reverse("notices:ledger")).content.decode()
    assert AuditEntry.objects.filter(kind=AuditKind.READ, action="message.ledger_listed", reason="rows:3").count() == 1
    assert person.name in page
    assert "东关建材" in page
    assert "199****0009" in page
    assert "东关桥头" not in page
    missed = client.get(reverse("notices:ledger") + "?tab=missed").content.decode()
    assert "东关建材" not in missed
    assert client.get(reverse("notices:ledger") + "?tab=nonsense&page=x").status_code == 200


def test_what_a_person_wants_is_written_down(client: Client, clerk: User, person: Person) -> None:
    sign_in(client, clerk)
    client.post(reverse("notices:wanted", args=[person.public_id]), {"wanted": ["pay", "shift"]})

    refused = set(MessageRefusal.objects.filter(person=person).values_list("purpose", flat=True))
    assert refused == {Purpose.REFERRAL, Purpose.APPEAL, Purpose.MATCH}
    panel = client.get(reverse("notices:panel", args=[person.public_id]), headers={"HX-Request": "true"})
    assert panel.content.decode().count("checked") == 2
    assert client.post(reverse("notices:wanted", args=[person.public_id]), {"wanted": ["code"]}).status_code == 422


FORM = {
    "key_id": "LTAI5tExample",
    "key_secret": "verySecretKey",
    "sign_name": "阳谷驿站",
    "template_code_given": "SMS_1",
}


def test_an_administrator_sets_a_carrier_up_tests_it_and_retires_it(
    client: Client, sysadmin: User, county: Office, station: Office, carrier: StandIn
) -> None:
    sign_in(client, sysadmin)
    new = reverse("notices:new", args=[Carrier.ALIYUN])
    made = client.post(new, {**FORM, "key_secret": "secret", "office": str(county.public_id)})
    account = MessageCarrier.objects.get()
    assert made["Location"] == reverse("notices:change", args=[account.public_id])
    assert secrets_of(account) == {"key_secret": "secret"}

    client.post(reverse("notices:test", args=[account.public_id]), {"to": PHONE})
    account.refresh_from_db()
    assert (account.test_said, account.tested_at is None) == ("", False)
    assert carrier.taken[0]["TemplateCode"] == "SMS_1"

    client.post(reverse("notices:change", args=[account.public_id]), {**FORM, "key_secret": "wrong", "version": "1"})
    client.post(reverse("notices:test", args=[account.public_id]), {"to": PHONE})
    page = client.get(reverse("notices:change", args=[account.public_id])).content.decode()
    assert "SignatureDoesNotMatch" in page
    assert "wrong" not in page
    assert not Message.objects.filter(purpose=Purpose.TEST, state=MessageState.WAITING).exists()

    client.post(reverse("notices:retire", args=[account.public_id]))
    account.refresh_from_db()
    assert (account.is_active, account.secret) == (False, "")
    assert client.post(reverse("notices:test", args=[account.public_id]), {"to": PHONE}).status_code == 409


def test_keys_are_kept_when_the_field_stays_empty_and_never_shown(
    client: Client, sysadmin: User, county: Office
) -> None:
    sign_in(client, sysadmin)
    client.post(reverse("notices:new", args=[Carrier.ALIYUN]), {**FORM, "office": str(county.public_id)})
    account = MessageCarrier.objects.get()
    change = reverse("notices:change", args=[account.public_id])

    assert "verySecretKey" not in client.get(change).content.decode()
    client.post(change, {**FORM, "key_secret": "", "sign_name": "莘县驿站", "version": "1"})
    account.refresh_from_db()
    assert secrets_of(account) == {"key_secret": "verySecretKey"}
    assert account.facts["sign_name"] == "莘县驿站"

    stale = client.post(change, {**FORM, "version": "1"})
    assert stale.status_code == 422
    assert "刚刚被别人改过" in stale.content.decode()
    fields = [entry.fields for entry in AuditEntry.objects.filter(action__startswith="carrier.").order_by("pk")]
    assert fields == [["key_id", "key_secret", "sign_name", "templates"], ["key_id", "sign_name", "templates"]]
    assert "verySecretKey" not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"key_id": "a b"},
        {"key_id": "x,Signature=1"},
        {"key_secret": "a\nHost: evil"},
        {"sign_name": "a\x00b"},
        {"template_code_given": "SMS 1"},
        {"key_id": ""},
        {"office": "not-an-office"},
    ],
)
def test_what_could_break_a_header_is_refused(
    wrong: dict[str, str], client: Client, sysadmin: User, county: Office
) -> None:
    sign_in(client, sysadmin)
    answer = client.post(
        reverse("notices:new", args=[Carrier.ALIYUN]), {**FORM, "office": str(county.public_id), **wrong}
    )
    assert answer.status_code == 422
    assert not MessageCarrier.objects.exists()


def test_an_office_has_one_carrier_a_way(client: Client, sysadmin: User, county: Office, now: dt.datetime) -> None:
    an_account(county, sysadmin, now, Carrier.TENCENT)
    sign_in(client, sysadmin)
    answer = client.post(reverse("notices:new", args=[Carrier.ALIYUN]), {**FORM, "office": str(county.public_id)})

    assert answer.status_code == 422
    assert "已有一个在用" in answer.content.decode()
    assert MessageCarrier.objects.count() == 1


def test_tests_are_counted(client: Client, sysadmin: User, county: Office, now: dt.datetime, carrier: StandIn) -> None:
    account = an_account(county, sysadmin, now, Carrier.WECOM)
    sign_in(client, sysadmin)
    answers = [client.post(reverse("notices:test", args=[account.public_id])).status_code for _ in range(21)]
    assert answers == [302] * 20 + [429]
    assert len(carrier.taken) == 20


def test_hours_hold_for_the_offices_below(client: Client, sysadmin: User, county: Office, station: Office) -> None:
    sign_in(client, sysadmin)
    sent = {"quiet_from": "22:00", "quiet_until": "06:00", "daily_most": "3"}
    client.post(reverse("notices:hours"), sent)
    assert hours_of(station).daily_most == 3
    assert hours_of(station).start == dt.time(22)

    client.post(reverse("notices:hours"), {**sent, "daily_most": "4", "version": "1"})
    assert MessageRules.objects.get().version == 2
    assert client.post(reverse("notices:hours"), {**sent, "version": "1"}).status_code == 409
    assert client.post(reverse("notices:hours"), {**sent, "daily_most": "0"}).status_code == 422


def test_a_text_without_a_template_is_not_sent(
    client: Client, sysadmin: User, county: Office, station: Office, now: dt.datetime
) -> None:
    sign_in(client, sysadmin)
    client.post(reverse("notices:new", args=[Carrier.ALIYUN]), {**FORM, "office": str(county.public_id)})
    row = say(station, to_phone(PHONE), now)[0]
    assert (row.text_key, row.state) == (SHIFT, MessageState.DUE)
