"""Distance, and who sees which local place."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import Http404

from yizhan.accounts.models import Office, User
from yizhan.places import queries
from yizhan.places.models import LocalPlace
from yizhan.places.operations import add_place, retire_place

YANGGU = (36_113_708, 115_784_287)


def put(office: Office, name: str, by: User, at: dt.datetime, aliases: str = "") -> LocalPlace:
    """Add a place without a point."""
    return add_place(office=office, name=name, aliases=aliases, division_code="371521", by=by, at=at)


def test_an_unknown_distance_is_none_and_never_zero() -> None:
    assert queries.distance_m(None, YANGGU) is None
    assert queries.distance_m(YANGGU, None) is None
    assert queries.distance_m((None, None), YANGGU) is None
    assert queries.distance_m(YANGGU, (36_000_000, None)) is None
    assert queries.distance_m((None, None), (None, None)) is None


def test_distances_are_whole_metres_and_symmetric() -> None:
    beijing, shanghai = (39_904_989, 116_405_285), (31_231_706, 121_472_644)

    assert queries.distance_m(YANGGU, YANGGU) == 0
    assert queries.distance_m(beijing, shanghai) == queries.distance_m(shanghai, beijing)
    metres = queries.distance_m(beijing, shanghai)
    assert metres is not None
    assert 1_066_000 < metres < 1_069_000
    # A hundredth of a degree of latitude.
    assert queries.distance_m((36_000_000, 115_000_000), (36_010_000, 115_000_000)) == 1_112


def test_the_ends_of_the_world_do_not_break_it() -> None:
    metres = queries.distance_m((0, 0), (0, 180_000_000))

    assert metres is not None
    assert 20_000_000 < metres < 20_030_000


@pytest.mark.django_db
def test_a_station_sees_its_own_places_and_the_countys_but_no_strangers(
    county: Office, station: Office, foreign_station: Office, clerk: User, officer: User, stranger: User,
    now: dt.datetime,
) -> None:  # fmt: skip
    own = put(station, "东关大集", clerk, now)
    above = put(county, "开发区南门", officer, now)
    foreign = put(foreign_station, "莘县北关", stranger, now)

    assert set(queries.places_visible_to(clerk)) == {own, above}
    assert set(queries.places_visible_to(officer)) == {own, above}
    assert set(queries.places_visible_to(stranger)) == {foreign}
    assert queries.get_place(clerk, above.public_id) == above
    with pytest.raises(Http404):
        queries.get_place(stranger, own.public_id)


@pytest.mark.django_db
def test_a_retired_place_does_not_exist(station: Office, clerk: User, now: dt.datetime) -> None:
    place = put(station, "东关大集", clerk, now)
    retire_place(place=place, by=clerk, at=now)

    assert not queries.places_visible_to(clerk).exists()
    assert queries.find_places("东关", station) == []
    with pytest.raises(Http404):
        queries.get_place(clerk, place.public_id)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["东关大集", "东关", "大集", "老集", "dongguandaji", "dgdj", "dg", "laoji", "东关大集东头"]
)
def test_a_place_is_found_by_name_alias_pinyin_and_initials(
    text: str, station: Office, clerk: User, now: dt.datetime
) -> None:
    wanted = put(station, "东关大集", clerk, now, aliases="老集 十字坡")
    put(station, "西湖镇劳务角", clerk, now)

    assert queries.find_places(text, station)[0].place_id == wanted.pk


@pytest.mark.django_db
def test_places_above_are_found_and_foreign_ones_are_not(
    county: Office, station: Office, foreign_station: Office, clerk: User, officer: User, now: dt.datetime
) -> None:
    put(county, "开发区南门", officer, now)

    assert [hit.name for hit in queries.find_places("南门", station)] == ["开发区南门"]
    assert queries.find_places("南门", foreign_station) == []
    assert queries.find_places("？", station) == []


@pytest.mark.django_db
def test_the_choices_of_a_county_begin_with_itself() -> None:
    choices = queries.division_choices("371521")

    assert choices[0] == ("371521", "阳谷县")
    assert ("371521103", "阿城镇") in choices
    assert queries.division_choices("999999") == []
