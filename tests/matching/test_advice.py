"""Advice: each number is what asking again with the change would find, and outside the office none is small."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.postings.factories import LONG_JOB, a_posting, an_employer
from tests.workers.factories import BRICKLAYER, make_seeker, make_wish
from yizhan.accounts.models import Office, User
from yizhan.matching.advice import WishAdvice, advise_employer, advise_seeker, advise_work
from yizhan.matching.columns import local_day
from yizhan.postings.models import Posting
from yizhan.shared.errors import NotAllowed
from yizhan.workers.facts import WishFacts
from yizhan.workers.models import JobSeeker
from yizhan.workers.operations import add_commitment, change_wish, set_recommendation

BRICKS: dict[str, Any] = {"title": "砌墙", "occupation_code": BRICKLAYER, "pay": "220元/天", "hazards": []}
#: 2026-11-24 is a Tuesday: the day on which every shift of these tests lies.
NO_TUESDAY = (1 << 28) - 1 & ~(0b1111 << 4)


@pytest.fixture
def offer(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Any:
    """Publish a bricklaying day job near the station, with changes."""
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)

    def make(**changes: Any) -> Posting:
        given = changes if "raw" in changes else BRICKS | changes
        return a_posting(office=station, by=clerk, verifier=reviewer, at=now, employer=employer, **given)

    return make


def told(advice: WishAdvice) -> dict[str, tuple[int, int]]:
    return {line.change or line.certificate: (line.shifts, line.places) for line in advice.lines}


def with_wish(seeker: JobSeeker, by: User, at: dt.datetime, **changes: Any) -> JobSeeker:
    """The same person with another wish."""
    facts: WishFacts = replace(make_wish(), **changes)
    seeker = JobSeeker.objects.get(pk=seeker.pk)
    change_wish(seeker=seeker, wish=facts, seen_version=None, by=by, at=at)
    return JobSeeker.objects.get(pk=seeker.pk)


def test_each_line_is_what_asking_again_with_the_change_finds(offer: Any, clerk: User, now: dt.datetime) -> None:
    offer()
    offer(lat_e6=36_200_000, headcount="5")  # 9.6 km away: 2 km more
    offer(pay="185元/天", headcount="2")  # 20 yuan less
    offer(certificates=["sw_low_voltage"])
    offer(pay="185元/天", lat_e6=36_200_000)  # two things stand against it: no single change opens it
    wish: dict[str, Any] = {}
    seeker = make_seeker(clerk, now, **wish)
    advice = advise_seeker(seeker=seeker, at=now)

    assert (advice.shifts, advice.places) == (1, 3)
    assert told(advice) == {"distance-2": (1, 5), "sw_low_voltage": (1, 3), "pay-2": (1, 2)}
    assert [line.words for line in advice.lines] == [
        "再远2.0公里（最远10.0公里）", "考下“低压电工作业”", "每天少要20元（最低180元/天）",
    ]  # fmt: skip
    assert advice.lines[1].courses == ("低压电工取证", "特种作业复审")
    for change, line in (({"max_distance_m": 10_000}, "distance-2"), ({"pay_min_fen": 18_000}, "pay-2")):
        again = advise_seeker(seeker=with_wish(seeker, clerk, now, **change), at=now)
        assert again.shifts == advice.shifts + told(advice)[line][0]
        assert again.places == advice.places + told(advice)[line][1]


def test_one_more_time_counts_for_named_days_and_for_weeks(offer: Any, clerk: User, now: dt.datetime) -> None:
    offer(start_time="8:00", end_time="11:30")  # the morning
    offer(headcount="4")  # 7:00 to 17:00: morning and afternoon
    advice = advise_seeker(seeker=make_seeker(clerk, now, week_mask=NO_TUESDAY), at=now)

    assert told(advice) == {"day-1": (2, 7), "part-4": (1, 3)}
    assert {line.words for line in advice.lines} == {"周二上午、下午也能干", "周二上午也能干"}
    seeker = with_wish(make_seeker(clerk, now, number=2), clerk, now, week_mask=NO_TUESDAY | 0b0011 << 4)
    assert advise_seeker(seeker=seeker, at=now).shifts == 2


def test_a_date_that_is_named_stays_closed_whatever_the_week(offer: Any, clerk: User, now: dt.datetime) -> None:
    offer()
    seeker = make_seeker(clerk, now, week_mask=NO_TUESDAY, days=((dt.date(2026, 11, 24), 0),))
    assert advise_seeker(seeker=seeker, at=now).lines == ()


def test_long_work_asks_for_the_week(offer: Any, clerk: User, now: dt.datetime) -> None:
    offer(raw=LONG_JOB, occupation_code=BRICKLAYER, week_days=["1", "2"])
    monday_and_more = (1 << 28) - 1 & ~(0b0010 << 4)
    advice = advise_seeker(
        seeker=make_seeker(clerk, now, week_mask=monday_and_more, pay_min_fen=None, pay_unit=""), at=now
    )
    assert told(advice) == {"part-5": (1, 3)}


def test_what_overlaps_a_promise_is_opened_by_nothing(offer: Any, clerk: User, now: dt.datetime) -> None:
    posting = offer(lat_e6=36_200_000)
    shift = posting.shifts.get()
    seeker = make_seeker(clerk, now)
    assert told(advise_seeker(seeker=seeker, at=now)) == {"distance-2": (1, 3)}
    add_commitment(
        person=seeker.person, starts_at=shift.starts_at, ends_at=shift.ends_at, source_kind="referral",
        source_public_id=posting.public_id, by=clerk, at=now,
    )  # fmt: skip
    assert advise_seeker(seeker=seeker, at=now).lines == ()


def test_who_turned_recommendation_off_is_given_no_advice_and_told_why(
    offer: Any, clerk: User, now: dt.datetime
) -> None:
    offer(lat_e6=36_200_000)
    seeker = set_recommendation(seeker=make_seeker(clerk, now), off=True, by=clerk, at=now)
    advice = advise_seeker(seeker=seeker, at=now)
    assert advice.lines == ()
    assert "关闭了个性化推荐" in advice.notes[0]


def test_a_posting_is_told_how_many_more_people_each_change_would_suit(
    offer: Any, clerk: User, now: dt.datetime
) -> None:
    posting = offer(certificates=["sl_mason"])
    others: list[dict[str, Any]] = [
        {},  # only the certificate is lacking
        {"pay_min_fen": 24_000},  # pay and certificate: nothing alone opens it
    ]
    for number, wish in enumerate(others, 1):
        make_seeker(clerk, now, number=number, **wish)
    plain = offer()
    make_seeker(clerk, now, number=3, pay_min_fen=22_500)
    make_seeker(clerk, now, number=4, max_distance_m=200, board_lodging="both")
    make_seeker(clerk, now, number=5, max_distance_m=200, board_lodging="meals")

    said = advise_work(posting=posting, by=clerk, at=now)
    assert said.is_exact
    assert (said.people, [(line.kind, line.words, line.people) for line in said.lines]) == (
        0, [("certificate", "不要求“砌筑工职业技能等级证书”", 1)],
    )  # fmt: skip
    assert not said.lines[0].by_law
    lines = {line.words: line.people for line in advise_work(posting=plain, by=clerk, at=now).lines}
    # 10 yuan more opens one (who asks for 225); 20 and 50 more also who asks for 240.
    assert lines == {"每天加10元": 1, "每天加20元": 2, "提供住宿": 1}
    given = offer(lodging=True)
    assert "提供住宿" not in {line.words for line in advise_work(posting=given, by=clerk, at=now).lines}


def test_a_certificate_that_the_law_asks_for_is_never_advised_away(offer: Any, clerk: User, now: dt.datetime) -> None:
    make_seeker(clerk, now)
    line = advise_work(posting=offer(certificates=["sw_low_voltage"]), by=clerk, at=now).lines[0]
    assert (line.by_law, line.people, line.courses) == (True, 1, ("低压电工取证", "特种作业复审"))
    assert "不能去掉" in line.words


def test_what_leaves_the_office_is_never_small_and_never_exact(offer: Any, clerk: User, now: dt.datetime) -> None:
    posting = offer()
    for number in range(1, 8):
        make_seeker(clerk, now, number=number, pay_min_fen=24_000)
    for number in range(8, 12):
        make_seeker(clerk, now, number=number)

    inside = advise_work(posting=posting, by=clerk, at=now)
    outside = advise_employer(posting=posting, at=now)
    assert (inside.people, [(line.words, line.people) for line in inside.lines]) == (4, [("每天加20元", 7)])
    assert (outside.people, [(line.words, line.people) for line in outside.lines]) == (None, [("每天加20元", 5)])
    assert not outside.is_exact


def test_who_may_not_see_people_is_given_no_counts_of_them(
    offer: Any, reviewer: User, clerk: User, stranger: User, now: dt.datetime
) -> None:
    posting = offer()
    with pytest.raises(NotAllowed):
        advise_work(posting=posting, by=reviewer, at=now)
    assert advise_work(posting=posting, by=stranger, at=now).lines == ()


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_queries_is_fixed(
    many: int, offer: Any, clerk: User, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    posting = offer()
    for number in range(1, many + 1):
        offer(lat_e6=36_200_000)
        seeker = make_seeker(clerk, now, number=number)
    seeker = JobSeeker.objects.select_related("person", "office__parent").get(pk=seeker.pk)
    clerk = User.objects.select_related("office__parent").get(pk=clerk.pk)
    posting = Posting.objects.select_related("office__parent").get(pk=posting.pk)
    advise_seeker(seeker=seeker, at=now)
    # Seeker 2, promises 1, offices 1; the snapshot, which a transaction does not keep: 5.
    with django_assert_num_queries(9):
        advise_seeker(seeker=seeker, at=now)
    # Offices 1, people 5, the shift 2, promises 1, lodging 1.
    with django_assert_num_queries(10):
        advise_work(posting=posting, by=clerk, at=now)
    with django_assert_num_queries(10):
        advise_employer(posting=posting, at=now)
    assert local_day(now) == now.date()
