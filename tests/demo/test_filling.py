"""The generator: artificial numbers, the same county for the same day, all of it or nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from yizhan.accounts.models import Office
from yizhan.demo.artificial import NO_SUCH_COUNTY, credit_code, people_id
from yizhan.demo.filling import NotEmpty, fill, filled, is_empty
from yizhan.demo.scale import LOCAL, Scale, standstill
from yizhan.demo.trades import JOBS, TRADES
from yizhan.followups.models import FollowUp
from yizhan.people.models import Person
from yizhan.places.queries import area_name_of_id, division
from yizhan.postings.models import Posting
from yizhan.referrals.models import Referral
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.identifiers.id_number import read_id
from yizhan.shared.identifiers.uscc import read_uscc
from yizhan.vocabularies.queries import certificate, is_occupation
from yizhan.workers.models import Visit

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=LOCAL)
UNTIL = standstill(NOW)
TINY = Scale(days=4, visits_a_day=6, people=24, employers=13, postings=14, referrals=16)


def test_the_county_of_the_numbers_does_not_exist() -> None:
    assert division(NO_SUCH_COUNTY) is None
    assert area_name_of_id(NO_SUCH_COUNTY) is None


def test_artificial_numbers_are_right_in_form() -> None:
    reading = read_id(people_id(dt.date(1966, 5, 4), female=True, serial=12), today=NOW.date())
    assert (reading.birth_on, reading.sex, reading.area_code) == (dt.date(1966, 5, 4), "2", NO_SUCH_COUNTY)
    assert read_uscc(credit_code("92", 7)).area_code == NO_SUCH_COUNTY


def test_every_trade_is_in_the_vocabulary() -> None:
    assert [key for key, trade in TRADES.items() if not is_occupation(trade.code)] == []
    jobs = [job for sort in JOBS.values() for job in sort]
    assert [job.title for job in jobs if any(certificate(code) is None for code in job.certificates)] == []
    assert {near for trade in TRADES.values() for near in trade.near} | {job.trade for job in jobs} <= set(TRADES)


def content() -> list[Any]:
    """Return what people see of a county: names, numbers, states, moments."""
    people = [
        (p.name, p.number, p.id_no, p.sex, str(p.birth_on), p.registered_at) for p in Person.objects.order_by("number")
    ]
    postings = list(
        Posting.objects.order_by("number").values_list(
            "number",
            "employer__name",
            "terms__title",
            "terms__pay_min_fen",
            "review_state",
            "publish_state",
            "valid_until_at",
        )
    )
    referrals = list(
        Referral.objects.order_by("number").values_list(
            "number", "person__number", "posting__number", "status", "receipt_at", "version"
        )
    )
    calls = list(
        FollowUp.objects.order_by("person__number", "kind", "due_on").values_list("kind", "due_on", "state", "attempts")
    )
    visits = list(Visit.objects.order_by("at", "pk").values_list("at", "purpose", "person__number", "by__username"))
    return [people, postings, referrals, calls, visits]


@pytest.mark.django_db
def test_the_same_seed_and_day_give_the_same_county() -> None:
    seen = []
    for seed, until in ((1, UNTIL), (1, UNTIL), (2, UNTIL)):
        with transaction.atomic():
            fill(scale=TINY, until=until, seed=seed)
            seen.append(content())
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
    assert seen[0] != seen[2]


def test_a_county_stands_still_at_half_past_eight_or_at_midnight() -> None:
    morning = dt.datetime(2026, 11, 23, 8, 30, tzinfo=LOCAL)
    assert standstill(morning) == standstill(morning.replace(hour=23)) == morning
    assert standstill(morning.replace(hour=7)) == morning.replace(hour=0, minute=0)


@pytest.mark.django_db
def test_a_county_made_before_opening_ends_at_midnight() -> None:
    fill(scale=TINY, until=standstill(NOW.replace(hour=5)))
    assert Visit.objects.filter(at__gte=NOW.replace(hour=0, minute=0)).count() == 0
    assert Visit.objects.count() > 0


@pytest.mark.django_db
def test_filling_that_is_cut_short_leaves_nothing() -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(scale=TINY, until=UNTIL, tell=stop)
    assert is_empty()
    assert filled() is None
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_what_is_real_is_never_filled(station: Office) -> None:
    with pytest.raises(NotEmpty):
        fill(scale=TINY, until=UNTIL)
    assert filled() is None
