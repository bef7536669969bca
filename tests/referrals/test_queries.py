"""Lists cost the same however long they are; numbers come from dated steps; nobody sees a stranger's referrals."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.conftest import sign_in
from tests.people.factories import mobile
from tests.referrals.factories import a_letter, a_shift, propose
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.referrals.enums import ReceiptResult
from yizhan.referrals.models import Referral
from yizhan.referrals.operations import issue_letter, rain_off, record_receipt, undo_last_step
from yizhan.referrals.queries import (
    awaiting_receipts,
    call_list_for_day,
    cards,
    days_ahead,
    expected_on,
    find_by_number,
    get_referral,
    made_elsewhere,
    newest,
    open_at_desk,
    plans_of,
    referral_numbers,
    to_be_called,
)
from yizhan.shared.identifiers.numbers import NumberCheckDigit

pytestmark = pytest.mark.django_db


def some_letters(count: int, by: User, reviewer: User, at: dt.datetime) -> list[Referral]:
    """Write letters to one shift for people of their own."""
    shift = a_shift(by, reviewer, at)
    found = []
    for number in range(1, count + 1):
        seeker = make_seeker(by, at, number=number, phone=mobile(number))
        found.append(issue_letter(referral=propose(seeker, shift, by, at), by=by, at=at))
    return found


@pytest.mark.parametrize("count", [1, 3])
def test_cards_cost_two_queries(
    count: int, clerk: User, reviewer: User, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    some_letters(count, clerk, reviewer, now)
    with django_assert_num_queries(2):
        found = cards(awaiting_receipts(clerk))
    assert len(found) == count
    assert all("****" in card.phone for card in found)


@pytest.mark.parametrize(("name", "query"), [("referrals:list", "?tab=letters"), ("referrals:receipt", "")])
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_however_long(
    count: int, name: str, query: str, client: Client, clerk: User, reviewer: User, now: dt.datetime,
    django_assert_num_queries: DjangoAssertNumQueries, still_menu: None,
) -> None:  # fmt: skip
    some_letters(count, clerk, reviewer, now)
    sign_in(client, clerk)
    client.get(reverse(name) + query)  # what is cached for good
    with django_assert_num_queries(5):
        page = client.get(reverse(name) + query).content.decode()
    assert page.count("T2611-") >= count


def test_a_stranger_sees_nothing(clerk: User, reviewer: User, stranger: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    assert not newest(stranger).exists()
    assert find_by_number(stranger, letter.number) is None
    with pytest.raises(Http404):
        get_referral(stranger, letter.public_id)


def test_roles_that_see_no_people_see_no_referrals(clerk: User, reviewer: User, now: dt.datetime) -> None:
    a_letter(clerk, reviewer, now)
    assert not newest(reviewer).exists()


def test_the_county_sees_its_stations(clerk: User, reviewer: User, officer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    assert list(newest(officer)) == [letter]


@pytest.mark.parametrize("written", ["{0}", " {1} ", "{2}", "{3}"])
def test_a_number_is_read_however_it_is_written(written: str, clerk: User, reviewer: User, now: dt.datetime) -> None:
    letter = a_letter(clerk, reviewer, now)
    bare = letter.number.replace("-", "")
    text = written.format(letter.number, bare.lower(), bare[1:], letter.number.replace("-", "－"))
    assert find_by_number(clerk, text) == letter


def test_a_misheard_number_is_not_looked_up(clerk: User, reviewer: User, now: dt.datetime) -> None:
    number = a_letter(clerk, reviewer, now).number
    with pytest.raises(NumberCheckDigit):
        find_by_number(clerk, number[:-1] + str((int(number[-1]) + 1) % 10))


def test_what_is_open_at_the_desk_is_counted(
    clerk: User, reviewer: User, now: dt.datetime, today: dt.date, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    letter = a_letter(clerk, reviewer, now)
    propose(make_seeker(clerk, now, number=2), letter.shift, clerk, now)
    with django_assert_num_queries(2):
        counts = open_at_desk(clerk, today)
    assert counts == {"letters": 1, "proposed": 1, "calls": 0}
    assert to_be_called(clerk).count() == 1


def test_numbers_come_from_steps_that_were_not_undone(
    clerk: User, reviewer: User, now: dt.datetime, today: dt.date, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, second = some_letters(2, clerk, reviewer, now)
    record_receipt(referral=first, result=ReceiptResult.HIRED, by=clerk, at=now, today=today)
    record_receipt(referral=second, result=ReceiptResult.NO_SHOW, by=clerk, at=now, today=today)
    undo_last_step(referral=second, by=clerk, at=now, today=today, may_undo_others=False, seen_version=None)
    tomorrow = now + dt.timedelta(days=1)
    with django_assert_num_queries(1):
        found = referral_numbers([clerk.office_id], now, tomorrow)
    assert (found.proposed, found.letters, found.hired, found.people, found.no_show) == (2, 2, 1, 1, 0)
    assert found.receipts == 1
    assert referral_numbers([clerk.office_id], tomorrow, tomorrow + dt.timedelta(days=1)).letters == 0


def test_a_day_ahead_counts_the_people_and_its_call_list_names_them(
    clerk: User, reviewer: User, now: dt.datetime
) -> None:
    first, second = some_letters(2, clerk, reviewer, now)
    day = dt.date(2026, 11, 24)
    (ahead,) = days_ahead(clerk, now)
    assert (ahead.day, ahead.people) == (day, 2)
    assert len(expected_on(clerk, first.posting, day)) == 2
    assert call_list_for_day(clerk, first.posting, day) == []
    rain_off(posting=first.posting, day=day, by=clerk, at=now)
    told = call_list_for_day(clerk, first.posting, day)
    assert {line.card.person_name for line in told if line.card} == {first.person.name, second.person.name}
    assert days_ahead(clerk, now) == []
    assert expected_on(clerk, first.posting, day) == []


def test_whom_another_station_sent_is_counted_and_not_named(
    clerk: User, reviewer: User, officer: User, now: dt.datetime
) -> None:
    letter = a_letter(clerk, reviewer, now)
    Referral.objects.filter(pk=letter.pk).update(office=officer.office)
    (line,) = expected_on(clerk, letter.posting, dt.date(2026, 11, 24))
    assert (line.card, line.office_name) == (None, officer.office.name)
    assert made_elsewhere(clerk, letter.posting) == 1
    assert made_elsewhere(officer, letter.posting) == 0


def test_without_a_plan_the_standard_days_hold(clerk: User) -> None:
    assert plans_of(clerk.office_id) == dict.fromkeys(("gig", "short", "long"), (1, 3, 7, 30))
