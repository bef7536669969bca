"""Work near a place: for anybody by words, with what lies further out; for who signed in, what they can take."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.people.factories import facts as person_facts
from tests.postings.factories import a_household_job, a_posting, an_employer
from tests.workers.factories import BRICKLAYER, CLEANER, make_seeker, make_wish
from yizhan.accounts.models import Office, User
from yizhan.matching.nearby import Nearby, NearbyOrder, Wider, jobs_near, occupations_meant
from yizhan.people.enums import Channel
from yizhan.postings.models import Posting
from yizhan.workers.models import JobSeeker
from yizhan.workers.operations import register_job_seeker, set_recommendation

HERE = (36_114_000, 115_791_000)
BRICKS: dict[str, Any] = {"title": "砌墙", "occupation_code": BRICKLAYER, "pay": "220元/天", "hazards": []}
PLASTERING: dict[str, Any] = {"title": "抹灰", "occupation_code": "6-29-04-01"}


@pytest.fixture
def offer(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Any:
    """Publish bricklaying half a kilometre from here, with changes."""
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)

    def make(**changes: Any) -> Posting:
        return a_posting(
            office=station, by=clerk, verifier=reviewer, at=now, employer=employer, **(BRICKS | changes)
        )  # fmt: skip

    return make


def numbers(found: Nearby) -> list[str]:
    return [item.posting.number for item in found.items]


def test_a_visitor_sees_what_is_near_and_how_much_lies_further_out(offer: Any, now: dt.datetime) -> None:
    near = offer(certificates=["sw_low_voltage"], age_max="20")  # nothing is known of a visitor that could bar them
    offer(lat_e6=36_180_000)  # 7 km
    offer(lat_e6=36_250_000)  # 15 km
    offer(lat_e6=36_250_000)
    offer(lat_e6="", lng_e6="", place_name="没有标出的地方")

    found = jobs_near(at=now, point=HERE, radius_m=5_000)
    assert (numbers(found), found.found, found.is_personal) == ([near.number], 1, False)
    assert found.wider == (Wider(10_000, 1), Wider(20_000, 3), Wider(None, 4))
    item = found.items[0]
    assert (item.points_bp, item.parts, item.cautions, item.distance_m) == (None, (), (), 453)
    assert item.reasons == ("报酬折合220元/天", "距离453米", "雇主今天确认过")
    assert jobs_near(at=now, point=HERE, radius_m=20_000).found == 4
    assert jobs_near(at=now, radius_m=2_000).found == 5  # without a place a radius says nothing


def test_words_are_read_as_occupations_and_near_work_is_counted(offer: Any, now: dt.datetime) -> None:
    bricks, near = offer(), offer(**PLASTERING)
    offer(title="保洁", occupation_code=CLEANER)
    found = jobs_near(at=now, point=HERE, radius_m=5_000, words="瓦工")

    assert found.occupations == occupations_meant("瓦工") == (BRICKLAYER,)
    assert (numbers(found), found.near_work, found.by_title) == ([bricks.number], 1, False)
    assert found.items[0].reasons[0] == "工种对口（砌筑工）"
    wider = jobs_near(at=now, point=HERE, radius_m=5_000, words="瓦工", include_near=True)
    assert (set(numbers(wider)), wider.near_work) == ({bricks.number, near.number}, 0)
    assert numbers(jobs_near(at=now, words="瓦工", occupations=(CLEANER,))) != numbers(found)


def test_words_that_mean_no_known_work_are_looked_for_in_titles(offer: Any, now: dt.datetime) -> None:
    named = offer(title="李庄三号院找人")
    offer()
    found = jobs_near(at=now, words="李庄三号院")
    assert (found.by_title, found.occupations, numbers(found)) == (True, (), [named.number])
    assert jobs_near(at=now, words="没有这个地方哦").found == 0


def test_what_a_household_wrote_is_not_searched(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> None:
    a_household_job(office=station, by=clerk, verifier=reviewer, at=now, title="李庄三号院找人")
    assert jobs_near(at=now).found == 1
    assert jobs_near(at=now, words="李庄三号院").found == 0


def test_the_newest_word_stands_first_and_near_first_when_asked(offer: Any, now: dt.datetime) -> None:
    near, far = offer(), offer(lat_e6=36_180_000)
    Posting.objects.filter(pk=near.pk).update(last_confirmed_at=now - dt.timedelta(days=2))

    assert numbers(jobs_near(at=now, point=HERE)) == [far.number, near.number]
    assert numbers(jobs_near(at=now, point=HERE, order="nearest")) == [near.number, far.number]
    assert numbers(jobs_near(at=now, point=HERE, k=1, skip=1)) == [near.number]
    assert jobs_near(at=now, point=HERE, k=1, skip=5).items == ()


def test_somebody_who_signed_in_is_offered_what_they_can_take_with_reasons_that_add_up(
    offer: Any, clerk: User, now: dt.datetime
) -> None:
    suits = offer()
    offer(certificates=["sw_low_voltage"])
    offer(lat_e6=36_250_000)  # further than they go
    seeker = make_seeker(clerk, now)
    found = jobs_near(at=now, seeker=seeker, order="best")

    assert (numbers(found), found.is_personal, found.radius_m) == ([suits.number], True, 8_000)
    assert found.items[0].points_bp == sum(part.points_bp for part in found.items[0].parts)
    assert [(each.code, each.count) for each in found.unlisted] == [("certificate", 1)]
    assert found.wider == (Wider(20_000, 1),)
    assert jobs_near(at=now, seeker=seeker, radius_m=20_000, order="best").found == 2
    for radius in (None, 2_000, 16_000, 300_000):  # a list alone, without what is not on it, is the same list
        for order in NearbyOrder.values:
            whole = jobs_near(at=now, seeker=seeker, radius_m=radius, order=order)
            alone = jobs_near(at=now, seeker=seeker, radius_m=radius, order=order, look_further=False)
            assert replace(whole, wider=(), near_work=0, unlisted=()) == replace(alone, wider=(), unlisted=())
    assert jobs_near(at=now, seeker=seeker, order="newest").items[0].points_bp is None


def test_recommendation_off_gives_the_newest_first_without_points(offer: Any, clerk: User, now: dt.datetime) -> None:
    offer()
    seeker = set_recommendation(seeker=make_seeker(clerk, now), off=True, by=clerk, at=now)
    found = jobs_near(at=now, seeker=seeker, order="best")

    assert (found.order, found.is_personal, found.items[0].points_bp, found.items[0].parts) == (
        "newest", False, None, (),
    )  # fmt: skip
    assert "关闭了个性化推荐" in found.notes[0]


def test_an_age_that_no_document_proves_hides_nothing_from_who_looks_by_themselves(
    offer: Any, clerk: User, now: dt.datetime
) -> None:
    posting = offer()
    seeker: JobSeeker = register_job_seeker(
        facts=person_facts(now.date(), name="测试子"), contacts=[], consents=[], wish=make_wish(), office=clerk.office,
        by=clerk, at=now, channel=Channel.COUNTER,
    )  # fmt: skip
    found = jobs_near(at=now, seeker=seeker, order="best")
    assert (numbers(found), found.is_personal) == ([posting.number], False)
    assert "年龄还没有凭证件核实" in found.notes[0]


def test_an_office_can_be_asked_alone(offer: Any, station: Office, stranger: User, now: dt.datetime) -> None:
    offer()
    assert jobs_near(at=now, offices=(station.pk,)).found == 1
    assert jobs_near(at=now, offices=(stranger.office_id,)).found == 0


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_queries_is_fixed(
    many: int, offer: Any, clerk: User, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Cards 2, and the snapshot: 1 warm (`test_offers`), 5 inside the transaction of a test."""
    for _ in range(many):
        offer()
    seeker = JobSeeker.objects.select_related("person").get(pk=make_seeker(clerk, now).pk)
    jobs_near(at=now, point=HERE)
    with django_assert_num_queries(2 + 5):
        jobs_near(at=now, point=HERE, radius_m=5_000, words="瓦工")
    with django_assert_num_queries(2 + 5 + 3):  # the seeker's row 2, promises 1
        jobs_near(at=now, seeker=seeker, order="best")
