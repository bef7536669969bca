"""Whoever tries ID numbers out learns little; every answer about other offices is counted, whichever door is used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from tests.conftest import StrictClient, sign_in
from tests.employers.factories import a_household
from tests.people.factories import id_number, make_person
from tests.workers.test_web import typed
from yizhan.accounts.models import User
from yizhan.people.models import ExactIdLookup, Person
from yizhan.people.rules import LOOKUPS_AN_HOUR
from yizhan.shared.models import AuditEntry

TAKEN = id_number(5)


@pytest.fixture
def desk(client: StrictClient, clerk: User, now: dt.datetime) -> Iterator[StrictClient]:
    """The clerk's browser."""
    with time_machine.travel(now, tick=True):
        sign_in(client, clerk)
        yield client


@pytest.fixture
def hidden(stranger: User, now: dt.datetime) -> Person:
    """Somebody of a foreign county."""
    return make_person(stranger.office, stranger, now, name="测试外人", id_no=TAKEN)


def exhausted(user: User, now: dt.datetime) -> None:
    """The user has asked as often as anybody may within an hour."""
    for _number in range(LOOKUPS_AN_HOUR):
        ExactIdLookup.objects.create(by=user, at=now, found=False)


def test_saving_a_registration_is_a_question_and_counted(desk: StrictClient, hidden: Person) -> None:
    answer = desk.post(reverse("workers:register"), typed(5))
    assert answer.status_code in (409, 422)
    assert ExactIdLookup.objects.get().found
    assert AuditEntry.objects.filter(action="person.looked_up_elsewhere", person_id=hidden.pk).count() == 1


def test_a_question_that_the_screen_has_asked_is_not_counted_again(desk: StrictClient, hidden: Person) -> None:
    html = desk.post(reverse("workers:look"), {"id_no": TAKEN}).content.decode()
    asked = html.split('name="asked" value="')[1].split('"')[0]
    desk.post(reverse("workers:register"), typed(5, asked=asked))
    assert ExactIdLookup.objects.count() == 1


def test_correcting_a_number_is_a_question_and_counted(
    desk: StrictClient, hidden: Person, clerk: User, now: dt.datetime
) -> None:
    own = make_person(clerk.office, clerk, now, name="测试乙", id_no=id_number(6))
    address = reverse("people:change", args=[own.public_id])
    form = {"name": "测试乙", "id_no": TAKEN, "id_kind": "resident", "sex": "1", "version": str(own.version)}
    answer = desk.post(address, form)
    assert answer.status_code == 409
    assert "测试外人" not in answer.content.decode()
    assert ExactIdLookup.objects.get().found

    exhausted(clerk, now)
    assert desk.post(address, form).status_code == 409
    own.refresh_from_db()
    assert own.id_no == id_number(6)
    assert ExactIdLookup.objects.count() == LOOKUPS_AN_HOUR + 1


def test_asking_for_a_household_by_its_owners_number_is_counted(
    desk: StrictClient, stranger: User, clerk: User, now: dt.datetime
) -> None:
    a_household(office=stranger.office, by=stranger, at=now, person_id_no=TAKEN)
    serve = reverse("employers:serve")
    assert desk.post(serve, {"code": id_number(7)}).status_code == 404
    assert desk.post(serve, {"code": TAKEN}).status_code == 302
    assert list(ExactIdLookup.objects.order_by("pk").values_list("found", flat=True)) == [False, True]
    assert desk.post(serve, {"code": TAKEN}).status_code == 302  # served here by now: no question any more
    assert ExactIdLookup.objects.count() == 2

    exhausted(clerk, now)
    assert desk.post(serve, {"code": id_number(8)}).status_code == 429


@pytest.mark.parametrize("text", [TAKEN, TAKEN[-4:], "测试外人", "cswr", "测试"])
@pytest.mark.parametrize("page", ["people:find", "workers:find_visitor", "employers:find"])
def test_no_search_finds_a_stranger(desk: StrictClient, hidden: Person, page: str, text: str) -> None:
    html = desk.post(reverse(page), {"text": text}).content.decode()
    assert hidden.number not in html
    assert str(hidden.public_id) not in html
    assert "莘县" not in html
