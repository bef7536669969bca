"""The pages of local places."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import sign_in
from yizhan.accounts.models import Office, User
from yizhan.places.models import LocalPlace
from yizhan.places.operations import add_place
from yizhan.places.web.forms import PlaceForm

pytestmark = pytest.mark.django_db
#: The places with their offices.
LIST_QUERIES = 1


def put(office: Office, name: str, by: User, at: dt.datetime) -> LocalPlace:
    """Add a place."""
    return add_place(
        office=office, name=name, division_code="371521103", lat_e6=36_113_708, lng_e6=115_784_287, by=by, at=at
    )


def typed(**changes: Any) -> dict[str, Any]:
    """What a clerk types."""
    facts = {"name": "东关大集", "aliases": "老集", "division_code": "371521103", "point": "115.784287,36.113708"}
    return {**facts, **changes}


def test_an_empty_list_says_what_to_do_next(client: Client, clerk: User) -> None:
    sign_in(client, clerk)

    page = client.get(reverse("places:list"))

    assert "先添加本地人常说的几个地方" in page.content.decode()


def own_queries(client: Client) -> int:
    """Return how many queries the list itself makes: the menu's counts are the other rooms' business."""
    with CaptureQueriesContext(connection) as seen:
        client.get(reverse("places:list"))
    return sum("places_" in query["sql"] for query in seen.captured_queries)


def test_the_list_asks_as_much_for_three_places_as_for_one(
    client: Client, clerk: User, station: Office, now: dt.datetime
) -> None:
    sign_in(client, clerk)
    put(station, "东关大集", clerk, now)
    assert own_queries(client) == LIST_QUERIES
    put(station, "西关", clerk, now)
    put(station, "南关", clerk, now)
    assert own_queries(client) == LIST_QUERIES
    page = client.get(reverse("places:list")).content.decode()
    assert all(name in page for name in ("东关大集", "西关", "南关"))


def test_a_place_is_added_and_a_second_press_changes_nothing(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    data = typed(submission=str(uuid.uuid4()))

    first = client.post(reverse("places:add"), data)
    second = client.post(reverse("places:add"), data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"] == reverse("places:list")
    place = LocalPlace.objects.get()
    assert place.point == (36_113_708, 115_784_287)


@pytest.mark.parametrize(
    ("point", "cleaned"),
    [
        ("115.784287,36.113708", (36_113_708, 115_784_287)),
        ("36.113708, 115.784287", (36_113_708, 115_784_287)),
        ("36.1 115.7", (36_100_000, 115_700_000)),
        ("", (None, None)),
    ],
)
def test_a_point_is_read_in_either_order(point: str, cleaned: tuple[int | None, int | None]) -> None:
    form = PlaceForm(typed(point=point), area_code="371521")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["point"] == cleaned


@pytest.mark.parametrize("point", ["东关", "36.1", "36.1,37.2", "115,116", "36.1;115.7"])
def test_a_point_that_is_none_is_refused_and_what_was_typed_stays(point: str, client: Client, clerk: User) -> None:
    sign_in(client, clerk)

    page = client.post(reverse("places:add"), typed(point=point))

    assert page.status_code == 422
    assert "坐标没有看懂" in page.content.decode()
    assert f'value="{point}"' in page.content.decode()
    assert not LocalPlace.objects.exists()


def test_a_taken_name_is_said_and_what_was_typed_stays(
    client: Client, clerk: User, station: Office, now: dt.datetime
) -> None:
    put(station, "东关大集", clerk, now)
    sign_in(client, clerk)

    page = client.post(reverse("places:add"), typed())

    assert page.status_code == 422
    assert "已经有同名的地点" in page.content.decode()
    assert "老集" in page.content.decode()


def test_a_change_shows_what_is_kept_and_saves(client: Client, clerk: User, station: Office, now: dt.datetime) -> None:
    place = put(station, "东关大集", clerk, now)
    sign_in(client, clerk)
    url = reverse("places:change", args=[place.public_id])

    assert 'value="115.784287,36.113708"' in client.get(url).content.decode()
    assert client.post(url, typed(name="东关集", point="", version=1)).status_code == 302
    place.refresh_from_db()
    assert (place.name, place.point, place.version) == ("东关集", (None, None), 2)


def test_the_second_of_two_clerks_is_told_on_the_page(
    client: Client, clerk: User, station: Office, now: dt.datetime
) -> None:
    place = put(station, "东关大集", clerk, now)
    sign_in(client, clerk)
    url = reverse("places:change", args=[place.public_id])
    client.post(url, typed(name="东关集", version=1))

    page = client.post(url, typed(name="老东关", version=1))

    assert page.status_code == 422
    assert "刚刚被别人改过" in page.content.decode()
    assert 'value="老东关"' in page.content.decode()


def test_a_place_is_retired(client: Client, clerk: User, station: Office, now: dt.datetime) -> None:
    place = put(station, "东关大集", clerk, now)
    sign_in(client, clerk)

    assert client.post(reverse("places:retire", args=[place.public_id])).status_code == 302
    place.refresh_from_db()
    assert place.retired_at is not None


def test_someone_elses_place_does_not_exist(client: Client, clerk: User, stranger: User, station: Office,
                                            now: dt.datetime) -> None:  # fmt: skip
    place = put(station, "东关大集", clerk, now)
    sign_in(client, stranger)

    assert client.get(reverse("places:change", args=[place.public_id])).status_code == 404
    assert client.post(reverse("places:change", args=[place.public_id]), typed()).status_code == 404
    assert client.post(reverse("places:retire", args=[place.public_id])).status_code == 404
    assert "东关大集" not in client.get(reverse("places:list")).content.decode()


def test_who_sees_but_does_not_keep_is_not_allowed(
    client: Client, clerk: User, auditor: User, station: Office, now: dt.datetime
) -> None:
    place = put(station, "东关大集", clerk, now)
    sign_in(client, auditor)

    assert client.get(reverse("places:list")).status_code == 200
    assert client.get(reverse("places:add")).status_code == 403
    assert client.get(reverse("places:change", args=[place.public_id])).status_code == 403
    assert client.post(reverse("places:retire", args=[place.public_id])).status_code == 403


def test_a_countys_place_is_seen_but_not_changed_by_its_station(
    client: Client, clerk: User, officer: User, county: Office, now: dt.datetime
) -> None:
    place = put(county, "开发区南门", officer, now)
    sign_in(client, clerk)

    assert "开发区南门" in client.get(reverse("places:list")).content.decode()
    assert client.get(reverse("places:change", args=[place.public_id])).status_code == 403


def test_who_has_nothing_to_do_with_places_is_not_allowed(client: Client, sysadmin: User) -> None:
    sign_in(client, sysadmin)

    assert client.get(reverse("places:list")).status_code == 403
