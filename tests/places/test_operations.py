"""Adding, changing and retiring local places."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from yizhan.accounts.models import Office, User
from yizhan.places.models import LocalPlace
from yizhan.places.operations import (
    DivisionUnknown,
    PlaceNameTaken,
    PlaceUnnamed,
    PointIncomplete,
    PointOutside,
    add_place,
    change_place,
    retire_place,
)
from yizhan.shared.audit.models import AuditEntry
from yizhan.shared.errors import ChangedMeanwhile, Refused
from yizhan.shared.submissions import earlier_submission

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {
    "name": "东关大集", "division_code": "371521103", "aliases": "老集", "lat_e6": 36_113_708, "lng_e6": 115_784_287,
}  # fmt: skip


def test_a_place_is_kept_as_given_with_one_audit_line(station: Office, clerk: User, now: dt.datetime) -> None:
    place = add_place(office=station, **{**FACTS, "aliases": "老集，十字坡、老集"}, by=clerk, at=now)

    assert (place.name, place.aliases, place.point) == ("东关大集", "老集 十字坡", (36_113_708, 115_784_287))
    assert place.has_point
    line = AuditEntry.objects.get(action__startswith="place.")
    assert (line.action, line.object_id, line.actor_id) == ("place.added", place.pk, clerk.pk)
    assert "东关" not in str(line.fields)


def test_a_point_may_be_unknown(station: Office, clerk: User, now: dt.datetime) -> None:
    place = add_place(office=station, name="村口", division_code="371521", by=clerk, at=now)

    assert place.point == (None, None)
    assert not place.has_point


@pytest.mark.parametrize(
    ("broken", "refusal"),
    [
        ({"name": "  "}, PlaceUnnamed),
        ({"division_code": "999999"}, DivisionUnknown),
        ({"lat_e6": None}, PointIncomplete),
        ({"lng_e6": None}, PointIncomplete),
        ({"lat_e6": 115_784_287, "lng_e6": 36_113_708}, PointOutside),
        ({"lat_e6": 0, "lng_e6": 0}, PointOutside),
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_kept(
    broken: dict[str, Any], refusal: type[Refused], station: Office, clerk: User, now: dt.datetime
) -> None:
    with pytest.raises(refusal, match="没有保存"):
        add_place(office=station, **{**FACTS, **broken}, by=clerk, at=now)

    assert not LocalPlace.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="place.").exists()


def test_a_name_is_used_once_in_an_office_until_it_is_retired(
    station: Office, foreign_station: Office, clerk: User, now: dt.datetime
) -> None:
    first = add_place(office=station, **FACTS, by=clerk, at=now)

    with pytest.raises(PlaceNameTaken):
        add_place(office=station, **FACTS, by=clerk, at=now)
    add_place(office=foreign_station, **FACTS, by=clerk, at=now)
    retire_place(place=first, by=clerk, at=now)
    add_place(office=station, **FACTS, by=clerk, at=now)
    assert LocalPlace.objects.count() == 3


def test_a_change_writes_what_changed_and_moves_the_version(station: Office, clerk: User, now: dt.datetime) -> None:
    place = add_place(office=station, **FACTS, by=clerk, at=now)

    changed = change_place(place=place, **{**FACTS, "lat_e6": None, "lng_e6": None}, seen_version=1, by=clerk, at=now)

    assert (changed.point, changed.version) == ((None, None), 2)
    assert AuditEntry.objects.get(action="place.changed").fields == ["lat_e6", "lng_e6"]


def test_the_second_of_two_clerks_is_told(station: Office, clerk: User, colleague: User, now: dt.datetime) -> None:
    place = add_place(office=station, **FACTS, by=clerk, at=now)
    change_place(place=place, **{**FACTS, "name": "东关集"}, seen_version=1, by=clerk, at=now)

    with pytest.raises(ChangedMeanwhile):
        change_place(place=place, **{**FACTS, "name": "老东关"}, seen_version=1, by=colleague, at=now)

    place.refresh_from_db()
    assert place.name == "东关集"


def test_a_change_to_a_taken_name_is_refused(station: Office, clerk: User, now: dt.datetime) -> None:
    add_place(office=station, **FACTS, by=clerk, at=now)
    other = add_place(office=station, **{**FACTS, "name": "西关"}, by=clerk, at=now)

    with pytest.raises(PlaceNameTaken):
        change_place(place=other, **FACTS, seen_version=1, by=clerk, at=now)


def test_retiring_twice_leaves_one_line(station: Office, clerk: User, now: dt.datetime) -> None:
    place = add_place(office=station, **FACTS, by=clerk, at=now)

    retire_place(place=place, by=clerk, at=now)
    retire_place(place=place, by=clerk, at=now)

    assert AuditEntry.objects.filter(action="place.retired").count() == 1


def test_a_form_that_is_sent_twice_leads_to_the_same_page(station: Office, clerk: User, now: dt.datetime) -> None:
    key = str(uuid.uuid4())
    add_place(office=station, **FACTS, by=clerk, at=now, submission=key, led_to="/places/")

    assert earlier_submission(key, by=clerk) == "/places/"


@pytest.mark.parametrize(
    "broken", [{"lat_e6": None}, {"lng_e6": None}, {"name": ""}, {"lat_e6": 0}, {"lng_e6": 200_000_000}, {}]
)
def test_the_database_holds_when_the_operation_is_bypassed(
    broken: dict[str, Any], station: Office, clerk: User, now: dt.datetime
) -> None:
    add_place(office=station, **FACTS, by=clerk, at=now)
    facts = FACTS if not broken else {**FACTS, "name": "另一处", **broken}

    with pytest.raises(IntegrityError), transaction.atomic():
        LocalPlace.objects.create(office=station, created_at=now, **facts)
