"""One-time codes: guessing, flooding and finding out who is known."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.shared.notifications.factories import PHONE, an_account
from yizhan.accounts.models import Office, User
from yizhan.shared.identifiers.phone import PhoneMisread
from yizhan.shared.models import Message, OneTimeCode, Tally
from yizhan.shared.notifications.codes import (
    GOOD_FOR,
    CodesNotOffered,
    TooManyCodes,
    can_send_codes,
    check_code,
    forget_old_codes,
    send_code,
)
from yizhan.shared.notifications.enums import CodePurpose, MessageState

HERE = "203.0.113.7"
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(station: Office, sysadmin: User, now: dt.datetime) -> Office:
    """A station that can send codes."""
    an_account(station, sysadmin, now)
    return station


def sent(office: Office, at: dt.datetime, phone: str = PHONE, address: str = HERE, *, known: bool = True) -> str:
    """Ask for a code and read it from the outbox."""
    send_code(phone=phone, purpose=CodePurpose.SIGN_IN, office=office, address=address, at=at, known=known)
    content = Message.objects.order_by("-pk")[0].content
    return str(json.loads(content)["code"]) if content else ""


def holds(code: str, at: dt.datetime, *, phone: str = PHONE, purpose: CodePurpose = CodePurpose.SIGN_IN) -> bool:
    return check_code(phone=phone, purpose=purpose, code=code, address=HERE, at=at)


def test_a_right_code_opens_once(office: Office, now: dt.datetime) -> None:
    code = sent(office, now)

    assert len(code) == 6
    assert holds(f" {code[:3]} {code[3:]}", now)
    assert not holds(code, now)


def test_a_code_is_of_one_telephone_one_purpose_and_five_minutes(office: Office, now: dt.datetime) -> None:
    code = sent(office, now)

    assert not holds(code, now, phone="19900000002")
    assert not holds(code, now, purpose=CodePurpose.PHONE)
    assert not holds(code, now + GOOD_FOR)
    assert not holds(code, now, phone="no telephone")
    assert holds(code, now + GOOD_FOR - dt.timedelta(seconds=1))


def test_five_tries_and_no_more(office: Office, now: dt.datetime) -> None:
    code = sent(office, now)
    wrong = "000000" if code != "000000" else "111111"

    assert [holds(wrong, now) for _ in range(5)] == [False] * 5
    assert not holds(code, now)
    assert OneTimeCode.objects.get().tries == 5


def test_a_new_code_makes_the_old_one_void(office: Office, now: dt.datetime) -> None:
    first = sent(office, now)
    second = sent(office, now + dt.timedelta(minutes=1))

    assert first == second or not holds(first, now + dt.timedelta(minutes=1))
    assert holds(second, now + dt.timedelta(minutes=1))


def test_neither_code_nor_telephone_lie_in_the_clear(office: Office, now: dt.datetime) -> None:
    code = sent(office, now)

    row = OneTimeCode.objects.get()
    kept = f"{row.__dict__} {list(Tally.objects.values())} {Message.objects.values('event_key', 'recipient_key')}"
    assert code not in (row.code_hash, row.phone_key)
    assert PHONE not in kept
    assert HERE not in kept


def test_a_telephone_is_not_flooded(office: Office, now: dt.datetime, caplog: pytest.LogCaptureFixture) -> None:
    sent(office, now, address="1")
    with pytest.raises(TooManyCodes):
        sent(office, now + dt.timedelta(seconds=30), address="2")

    for minute in range(1, 5):
        sent(office, now + dt.timedelta(minutes=minute), address=f"a{minute}")
    with pytest.raises(TooManyCodes) as refusal:
        sent(office, now + dt.timedelta(minutes=9), address="3")

    assert refusal.value.status == 429
    assert Message.objects.count() == 5
    lines = [record.getMessage() for record in caplog.records if "limit.reached" in record.getMessage()]
    assert ["code.phone.minute" in lines[0], "code.phone.hour" in lines[1], len(lines)] == [True, True, 2]
    assert not any(word in line for line in lines for word in (PHONE, HERE, "hash", "key"))
    assert not Tally.objects.filter(scope="code.phone.minute", window_at=now + dt.timedelta(minutes=9)).exists()


def test_an_address_does_not_ask_for_a_hundred_telephones(office: Office, now: dt.datetime) -> None:
    for serial in range(30):
        sent(office, now, f"199{serial:08d}")
    with pytest.raises(TooManyCodes):
        sent(office, now, "19900000099")
    assert sent(office, now, "19900000099", address="another")


def test_an_address_does_not_try_a_hundred_codes(office: Office, now: dt.datetime) -> None:
    for serial in range(100):
        holds("000000", now, phone=f"199{serial:08d}")
    with pytest.raises(TooManyCodes):
        holds("000000", now)


def test_an_unknown_telephone_gets_the_same_answer_and_no_message(office: Office, now: dt.datetime) -> None:
    known = send_code(phone=PHONE, purpose=CodePurpose.SIGN_IN, office=office, address=HERE, at=now)
    unknown = send_code(
        phone="19900000002", purpose=CodePurpose.SIGN_IN, office=office, address=HERE, at=now, known=False
    )

    assert known == unknown
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == [
        MessageState.WAITING,
        MessageState.DROPPED,
    ]
    with pytest.raises(TooManyCodes):
        sent(office, now, "19900000002", known=False)


def test_without_a_carrier_or_a_template_no_codes_are_offered(
    station: Office, county: Office, sysadmin: User, now: dt.datetime
) -> None:
    assert not can_send_codes(station)
    with pytest.raises(CodesNotOffered):
        sent(station, now)
    an_account(station, sysadmin, now, templates=("tests.shift",))
    assert not can_send_codes(station)


def test_a_station_uses_the_countys_carrier(
    station: Office, foreign_station: Office, county: Office, sysadmin: User, now: dt.datetime
) -> None:
    an_account(county, sysadmin, now)

    assert can_send_codes(station)
    assert not can_send_codes(foreign_station)


def test_what_is_no_mobile_is_refused_in_words(office: Office, now: dt.datetime) -> None:
    with pytest.raises(PhoneMisread, match="手机"):
        sent(office, now, "0635-6123456")


def test_old_codes_go(office: Office, now: dt.datetime) -> None:
    sent(office, now)

    assert forget_old_codes(at=now + dt.timedelta(hours=23)) == 0
    assert forget_old_codes(at=now + dt.timedelta(hours=25)) == 1
