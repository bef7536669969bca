"""What the station has told a person, on their own phone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.conftest import StrictClient
from tests.shared.notifications.factories import say
from tests.workers.factories import make_seeker
from yizhan.accounts.models import Office, User
from yizhan.people.models import Person
from yizhan.shared.models import Message, MessageRefusal
from yizhan.shared.notifications.enums import MessageState, Way
from yizhan.shared.notifications.keeping import WORDS_KEPT, forget_old_messages
from yizhan.shared.notifications.recipients import to_person

pytestmark = pytest.mark.django_db


def test_what_was_told_is_read_and_looking_changes_nothing(
    phone: StrictClient, person: Person, station: Office, clerk: User, now: dt.datetime
) -> None:
    assert "还没有消息" in phone.get("/w/me/messages/").content.decode()
    say(station, to_person(person), now)
    say(station, to_person(make_seeker(clerk, now, number=2).person), now, event_key="2")
    for _look in range(2):
        page = phone.get("/w/me/messages/").content.decode()
        assert page.count("明早6点的活取消了：东关桥头") == 1
        assert ">新<" in page
    assert phone.post("/w/me/messages/read/").status_code == 302
    page = phone.get("/w/me/messages/").content.decode()
    assert "东关桥头" in page
    assert ">新<" not in page
    states = Message.objects.filter(way=Way.IN_APP).order_by("pk").values_list("state", flat=True)
    assert list(states) == [MessageState.READ, MessageState.SENT]  # somebody else's is as it was


def test_words_that_are_gone_leave_no_empty_line(
    phone: StrictClient, person: Person, station: Office, now: dt.datetime
) -> None:
    say(station, to_person(person), now)
    forget_old_messages(at=now + WORDS_KEPT + dt.timedelta(seconds=1))
    assert "还没有消息" in phone.get("/w/me/messages/").content.decode()


def test_the_list_goes_page_by_page(phone: StrictClient, person: Person, station: Office, now: dt.datetime) -> None:
    for number in range(21):
        say(station, to_person(person), now - dt.timedelta(seconds=number), event_key=str(number))
    first, second = (phone.get(f"/w/me/messages/?page={number}").content.decode() for number in (1, 2))
    assert [page.count("东关桥头") for page in (first, second)] == [20, 1]
    assert ('rel="next"' in first, 'rel="next"' in second) == (True, False)


def test_what_one_wants_is_said_on_the_phone(phone: StrictClient, person: Person) -> None:
    assert phone.get("/w/me/messages/").content.decode().count(" checked") == 5
    assert phone.post("/w/me/messages/wanted/", {"wanted": ["shift", "pay", "code", "all"]}).status_code == 302
    refused = MessageRefusal.objects.filter(person=person).values_list("purpose", flat=True)
    assert set(refused) == {"referral", "appeal", "match"}
    page = phone.get("/w/me/messages/").content.decode()
    assert page.count(" checked") == 2
    assert phone.post("/w/me/messages/wanted/", {"wanted": ["referral", "shift", "pay", "appeal", "match"]})
    assert not MessageRefusal.objects.filter(person=person).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same(
    count: int, phone: StrictClient, person: Person, station: Office, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        say(station, to_person(person), now, event_key=str(number))
    with django_assert_num_queries(4):
        assert phone.get("/w/me/messages/").status_code == 200
