"""Suggestions for all of a day's shifts at once: nobody stands at the top of two lists."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.conftest import sign_in
from tests.gigs.factories import fresh
from tests.people.factories import mobile
from tests.referrals.factories import a_shift
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.gigs.board import suggestions_for, wanting_beside
from yizhan.matching.queries import PersonItem
from yizhan.shared.errors import NotAllowed

pytestmark = pytest.mark.django_db


def names(items: tuple[PersonItem, ...]) -> list[str]:
    """Return who is suggested, in this order."""
    return [item.person.name for item in items]


def test_shifts_asked_for_together_share_the_people(clerk: User, reviewer: User, now: dt.datetime) -> None:
    shifts = [fresh(a_shift(clerk, reviewer, now)) for _ in range(2)]
    for number in range(1, 7):
        make_seeker(clerk, now, number=number, phone=mobile(number))

    together = suggestions_for(shifts, by=clerk, at=now)
    alone = [suggestions_for([shift], by=clerk, at=now)[shift.pk] for shift in shifts]

    first, second = ([item.person.public_id for item in together[shift.pk]] for shift in shifts)
    assert not set(first) & set(second)
    assert len(first) + len(second) == 6
    # One after the other, both would be told the same people.
    assert [item.person.public_id for item in alone[0]] == [item.person.public_id for item in alone[1]]


def test_one_shift_is_told_with_the_others_of_its_day_in_mind(
    client: Client, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    first, second = (fresh(a_shift(clerk, reviewer, now)) for _ in range(2))
    for number in range(1, 7):
        make_seeker(clerk, now, number=number, phone=mobile(number))
    assert wanting_beside(clerk, first) == [second.pk]
    together = suggestions_for([first, second], by=clerk, at=now)
    alone = {
        one.pk: suggestions_for([one], beside=[other.pk], by=clerk, at=now)[one.pk]
        for one, other in ((first, second), (second, first))
    }
    assert {pk: names(items) for pk, items in alone.items()} == {pk: names(items) for pk, items in together.items()}

    # Whoever asks for less is not called first: pay is no part of the points.
    assert {part.part for items in together.values() for item in items for part in item.parts}.isdisjoint({"pay"})

    sign_in(client, clerk)
    with time_machine.travel(now, tick=False):
        page = client.get(reverse("gigs:suggest", args=[first.public_id])).content.decode()
    assert [item.person.name in page for item in together[second.pk]] == [False] * len(together[second.pk])
    assert all(item.person.name in page for item in together[first.pk])


@pytest.mark.parametrize("many", [1, 3])
def test_shifts_are_asked_for_in_a_fixed_number_of_queries(
    many: int, clerk: User, reviewer: User, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shifts = [fresh(a_shift(clerk, reviewer, now)) for _ in range(many + 1)]
    for number in range(1, 2 * many + 2):
        make_seeker(clerk, now, number=number, phone=mobile(number))
    with django_assert_num_queries(QUERIES):
        assert len(suggestions_for(shifts, by=clerk, at=now)) == many + 1


#: The plan: offices 1, shifts and answers owed 2, people 5, promises 1. The lists: scope 1, shifts and answers owed 2,
#: people 5, promises 1, cards of postings 2, of people 2.
QUERIES = 22


def test_who_may_not_see_people_is_refused(reviewer: User, clerk: User, now: dt.datetime) -> None:
    shifts = [fresh(a_shift(clerk, reviewer, now)) for _ in range(2)]
    with pytest.raises(NotAllowed):
        suggestions_for(shifts, by=reviewer, at=now)
