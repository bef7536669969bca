"""The part of the terms that protects people: where one meets, the break, what is lifted, what is handed out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.postings.factories import a_draft, an_offer
from yizhan.accounts.models import User
from yizhan.postings.facts import read_terms
from yizhan.postings.models import PostingTerms
from yizhan.postings.queries import current_hits
from yizhan.postings.rules import meeting_distance_m

FAR: dict[str, Any] = {
    "meeting_place": "测试汽车站",
    "meeting_lat_e6": 36_400_000,
    "meeting_lng_e6": 115_790_000,
    "meeting_time": "6:30",
}


@pytest.mark.parametrize(
    ("typed", "hours_x10", "minutes"),
    [
        ({"break_time": "2小时"}, 80, 120),
        ({"break_time": ""}, 100, None),
        ({"content": "装卸饲料，中午休息一个半小时"}, 85, 90),
        ({"break_time": "2小时", "hours_per_day": "9"}, 90, 120),
    ],
)
def test_a_break_is_no_working_time(
    now: dt.datetime, typed: dict[str, Any], hours_x10: int, minutes: int | None
) -> None:
    terms = an_offer(now, **typed).terms
    assert (terms.hours_per_day_x10, terms.break_minutes) == (hours_x10, minutes)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("break_time", "看情况"), ("break_time", "9小时"), ("load_kg", "101"), ("load_kg", "重"), ("loads_per_hour", "0"),
     ("meeting_time", "清早"), ("protection", "bulletproof")],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_beside_its_field(now: dt.datetime, name: str, typed: str) -> None:
    _offer, errors = read_terms({"title": "装卸工", "starts_on": "2026-11-24", name: typed}, at=now)
    assert list(errors) == [name]


def test_a_point_without_its_place_is_no_meeting_point(now: dt.datetime) -> None:
    terms = an_offer(now, **FAR | {"meeting_place": ""}).terms
    assert (terms.meeting_place, terms.meeting_lat_e6, terms.meeting_lng_e6) == ("", None, None)


@pytest.mark.django_db
def test_ten_hours_with_two_hours_of_rest_are_judged_as_eight(clerk: User, reviewer: User, now: dt.datetime) -> None:
    rested = a_draft(office=clerk.office, by=clerk, verifier=reviewer, at=now, break_time="2小时")
    assert "CR-059" not in {hit.rule for hit in current_hits(rested, now)}
    through = a_draft(office=clerk.office, by=clerk, verifier=reviewer, at=now, employer=rested.employer)
    assert "CR-059" in {hit.rule for hit in current_hits(through, now)}


@pytest.mark.django_db
def test_a_far_meeting_place_asks_for_review(clerk: User, reviewer: User, now: dt.datetime) -> None:
    far = a_draft(office=clerk.office, by=clerk, verifier=reviewer, at=now, **FAR)
    assert far.terms is not None
    assert meeting_distance_m(far.terms) == pytest.approx(32_000, abs=500)
    hit = next(hit for hit in current_hits(far, now) if hit.rule == "CR-071")
    assert (hit.level.value, hit.field) == ("REVIEW", "place")
    near = a_draft(
        office=clerk.office, by=clerk, verifier=reviewer, at=now, employer=far.employer,
        **FAR | {"meeting_lat_e6": 36_200_000},
    )  # fmt: skip
    assert "CR-071" not in {hit.rule for hit in current_hits(near, now)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("postingterms_meeting_point_whole", {"meeting_lat_e6": 1}),
        ("postingterms_meeting_point_whole", {"meeting_lat_e6": 1, "meeting_lng_e6": 1, "meeting_place": ""}),
        ("postingterms_break_in_range", {"break_minutes": 361}),
        ("postingterms_load_in_range", {"load_kg": 101}),
        ("postingterms_loads_in_range", {"loads_per_hour": 0}),
    ],
)
def test_the_database_decides_when_the_operation_is_bypassed(
    clerk: User, reviewer: User, now: dt.datetime, constraint: str, changes: dict[str, object]
) -> None:
    terms = a_draft(office=clerk.office, by=clerk, verifier=reviewer, at=now).terms
    assert terms is not None
    terms.pk, terms.number = None, 2
    for name, value in changes.items():
        setattr(terms, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        terms.save(force_insert=True)


@pytest.mark.django_db
def test_the_new_columns_are_as_unchangeable_as_the_old(clerk: User, reviewer: User, now: dt.datetime) -> None:
    terms = a_draft(office=clerk.office, by=clerk, verifier=reviewer, at=now).terms
    assert terms is not None
    for changes in ({"break_minutes": 30}, {"is_outdoors": True}, {"title": "别的"}):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            PostingTerms.objects.filter(pk=terms.pk).update(**changes)
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        PostingTerms.objects.filter(pk=terms.pk)._raw_delete("default")
