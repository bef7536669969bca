"""Suggestions for all of a day's shifts at once: nobody stands at the top of two lists."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.gigs.factories import fresh
from tests.people.factories import mobile
from tests.referrals.factories import a_shift
from tests.workers.factories import make_seeker
from yizhan.accounts.models import User
from yizhan.gigs.board import suggestions_for
from yizhan.shared.errors import NotAllowed

pytestmark = pytest.mark.django_db


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


def test_who_may_not_see_people_is_refused(reviewer: User, clerk: User, now: dt.datetime) -> None:
    shifts = [fresh(a_shift(clerk, reviewer, now)) for _ in range(2)]
    with pytest.raises(NotAllowed):
        suggestions_for(shifts, by=reviewer, at=now)
