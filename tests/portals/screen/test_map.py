"""The map of the screen: units' places by what is open there, never a private person's; its list says the same."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.employers.factories import a_household
from tests.postings.factories import a_posting
from yizhan.accounts.models import Office, User
from yizhan.portals.screen.map import HALF, MOST_NAMED

pytestmark = pytest.mark.django_db

Job = Callable[..., Any]


@pytest.fixture
def job(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Job:
    """Publish a job at a place."""
    return lambda **changes: a_posting(office=station, by=clerk, verifier=reviewer, at=now, **changes)


@pytest.fixture
def shown(client: Client, station: Office, now: dt.datetime) -> Callable[[], Any]:
    """Ask for the map as the screen does."""

    def ask() -> Any:
        with time_machine.travel(now, tick=False):
            return client.get(f"/screen/{station.public_id}/board.json").json()["map"]

    return ask


def test_places_are_listed_and_drawn_by_what_is_open_there(job: Job, shown: Callable[[], Any]) -> None:
    job(place_name="东关粮库", headcount="2", lat_e6=36_110_000, lng_e6=115_790_000)
    job(place_name="西街菜场", headcount="9", lat_e6=36_190_000, lng_e6=115_700_000)
    job(place_name="西街车站", headcount="1", lat_e6=36_190_100, lng_e6=115_700_100)
    job(place_name="说不清的地方", headcount="4", lat_e6=None, lng_e6=None)
    job(place_name="外省工地", headcount="5", lat_e6=31_000_000, lng_e6=121_000_000)
    found = shown()
    assert found["places"] == [
        {"number": 1, "name": "西街菜场", "more": "等2处", "left": 10},
        {"number": 2, "name": "东关粮库", "more": "", "left": 2},
    ]
    assert "还有 9 个名额没有标位置" in found["note"]
    spots = [
        tuple(map(int, spot)) for spot in re.findall(r'cx="(-?\d+)" cy="(-?\d+)" r="(\d+)" class="spot"', found["svg"])
    ]
    (west, north, large), (east, south, small) = spots
    assert west < east
    assert north < south
    assert large > small
    assert all(abs(x) <= HALF and abs(y) <= HALF for x, y, _r in spots)
    assert re.findall(r'class="n">(\d+)<', found["svg"]) == ["1", "2"]
    assert ">东关粮库<" in found["svg"]


def test_a_private_persons_place_is_on_no_map(
    job: Job, shown: Callable[[], Any], station: Office, clerk: User, now: dt.datetime
) -> None:
    job(employer=a_household(office=station, by=clerk, at=now), place_name="某家院子")
    assert shown() is None
    job(place_name="东关粮库")
    found = shown()
    assert [one["name"] for one in found["places"]] == ["东关粮库"]
    assert "某家" not in str(found)
    assert "还有 3 个名额没有标位置" in found["note"]


def test_of_many_places_the_largest_have_names_and_the_rest_is_counted(job: Job, shown: Callable[[], Any]) -> None:
    for n in range(MOST_NAMED + 2):
        row, column = divmod(n, 3)
        lat_e6, lng_e6 = 35_950_000 + row * 180_000, 115_590_000 + column * 200_000
        job(place_name=f"<{n}>号地", headcount=str(20 - n), lat_e6=lat_e6, lng_e6=lng_e6)
    found = shown()
    assert [one["left"] for one in found["places"]] == [20 - n for n in range(MOST_NAMED)]
    assert "另有 2 处还要 25 人" in found["note"]
    assert found["svg"].count('class="spot"') == MOST_NAMED + 2
    assert "<0>" not in found["svg"]


def test_the_map_goes_with_the_first_job_that_runs_out(job: Job, shown: Callable[[], Any]) -> None:
    job(start_time="7:00", end_time="9:00")
    first = job(start_time="13:00", end_time="17:00", starts_on="2026-11-23").shifts.get()
    assert shown()["until"] == int(first.ends_at.timestamp())
