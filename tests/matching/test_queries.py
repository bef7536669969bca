"""Which work for whom, from registration to reasons in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.people.factories import facts as person_facts
from tests.people.factories import id_number
from tests.postings.factories import LONG_JOB, a_draft, a_posting, a_waiting, an_employer
from tests.workers.factories import BRICKLAYER, CLEANER, make_seeker, make_wish
from yizhan.accounts.models import Office, User
from yizhan.matching.enums import Hindrance, Order
from yizhan.matching.queries import (
    Recommendation,
    explain_pair,
    find_offered,
    postings_offered_to,
    recommend_people,
    recommend_people_each,
    recommend_postings,
    why_not,
)
from yizhan.people.enums import Channel
from yizhan.postings.enums import EndReason
from yizhan.postings.models import Posting, Shift
from yizhan.postings.operations import approve_posting, pause_posting, publish_posting, submit_for_review, take_place
from yizhan.shared.errors import NotAllowed
from yizhan.workers.facts import WishedWork
from yizhan.workers.models import JobSeeker
from yizhan.workers.operations import add_commitment, register_job_seeker, set_recommendation

BRICKS: dict[str, Any] = {"title": "砌墙", "occupation_code": BRICKLAYER, "pay": "220元/天", "hazards": []}


@pytest.fixture
def offer(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Any:
    """Publish a bricklaying day job near the station, with changes."""
    employer = an_employer(office=station, by=clerk, verifier=reviewer, at=now)

    def make(**changes: Any) -> Posting:
        raw = changes.pop("raw", None)
        given = changes if raw is not None else BRICKS | changes
        return a_posting(
            office=station, by=clerk, verifier=reviewer, at=now, employer=employer,
            **({"raw": raw} if raw is not None else {}), **given,
        )  # fmt: skip

    return make


def codes(found: list[Any]) -> list[str]:
    return [reason.code for reason in found]


def numbers(found: Recommendation[Any]) -> list[str]:
    return [item.posting.number for item in found.items]


def test_a_bricklayer_who_wants_200_a_day_within_8_km_gets_bricklaying_with_reasons_that_add_up(
    offer: Any, clerk: User, now: dt.datetime
) -> None:
    far = offer(lat_e6=36_300_000)
    near, other = offer(), offer(title="保洁", occupation_code=CLEANER, content="打扫办公楼。")
    seeker = make_seeker(clerk, now)

    found = recommend_postings(seeker=seeker, by=clerk, at=now)

    assert numbers(found) == [near.number, other.number]
    best = found.items[0]
    assert best.points_bp == sum(part.points_bp for part in best.parts)
    assert [part.words for part in best.parts] == [
        "工种对口（砌筑工）", "报酬高出最低要求20元/天", "距离453米", "雇主今天确认过",
    ]  # fmt: skip
    assert best.points == f"{best.points_bp / 100:.2f}"
    assert [(part.part, part.points) for part in best.parts[:2]] == [("occupation", "36.00"), ("pay", "3.99")]
    assert "不是本人想做的工种。" in found.items[1].cautions
    assert (found.considered, found.suitable, found.not_listed) == (3, 2, 1)
    assert [(each.label, each.count) for each in found.unlisted] == [("距离太远", 1)]
    assert codes(why_not(seeker=seeker, posting=far, by=clerk, at=now)) == [Hindrance.DISTANCE]
    assert "超过本人说的8.0公里" in why_not(seeker=seeker, posting=far, by=clerk, at=now)[0].words


@pytest.mark.parametrize(
    ("change", "wish", "code"),
    [
        ({"certificates": ["sw_low_voltage"]}, {}, Hindrance.CERTIFICATE),
        ({"headcount": "2"}, {"party_size": 3}, Hindrance.PLACES),
        ({"pay": "150元/天"}, {}, Hindrance.PAY),
        ({"lat_e6": 36_300_000}, {}, Hindrance.DISTANCE),
        ({}, {"week_mask": 0b0011 << 20}, Hindrance.TIMES),
        ({}, {"days": ((dt.date(2026, 11, 24), 0),)}, Hindrance.TIMES),
        ({"start_time": "22:00", "end_time": "23:30"}, {}, Hindrance.TIMES),
    ],
)
def test_each_hard_constraint_holds_end_to_end(
    offer: Any, clerk: User, now: dt.datetime, change: dict[str, Any], wish: dict[str, Any], code: str
) -> None:
    posting = offer(**change)
    seeker = make_seeker(clerk, now, **wish)

    assert codes(why_not(seeker=seeker, posting=posting, by=clerk, at=now)) == [code]
    found = recommend_postings(seeker=seeker, by=clerk, at=now)
    assert found.items == ()
    assert [(each.code, each.count) for each in found.unlisted] == [(code, 1)]
    people = recommend_people(posting=posting, by=clerk, at=now)
    assert people.items == ()
    assert [(each.code, each.count) for each in people.unlisted] == [(code, 1)]


def a_person_born(born: dt.date | None, by: User, at: dt.datetime) -> JobSeeker:
    raw: dict[str, Any] = {"id_no": id_number(7, born=born)} if born else {}
    return register_job_seeker(
        facts=person_facts(at.date(), name="测试子", **raw), contacts=[], consents=[], wish=make_wish(),
        office=by.office, by=by, at=at, channel=Channel.COUNTER,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("born", "change", "code"),
    [
        (None, {}, Hindrance.AGE_UNKNOWN),
        (dt.date(2010, 11, 25), {}, Hindrance.UNDER_AGE),
        (dt.date(2009, 5, 6), {"hazards": ["height"]}, Hindrance.MINOR_HAZARD),
    ],
)
def test_the_law_on_age_holds_on_the_first_day_of_work(
    offer: Any, clerk: User, now: dt.datetime, born: dt.date | None, change: dict[str, Any], code: str
) -> None:
    posting, seeker = offer(**change), a_person_born(born, clerk, now)

    assert codes(why_not(seeker=seeker, posting=posting, by=clerk, at=now)) == [code]
    assert recommend_postings(seeker=seeker, by=clerk, at=now).items == ()


def test_an_age_limit_filters_only_with_an_accepted_ground_and_is_said_otherwise(
    offer: Any, clerk: User, now: dt.datetime
) -> None:
    limited = offer(age_max="40")
    seeker = make_seeker(clerk, now)
    found = recommend_postings(seeker=seeker, by=clerk, at=now)

    assert numbers(found) == [limited.number]
    assert any("不超过40岁" in words and "不作为筛选" in words for words in found.items[0].cautions)

    Posting.objects.filter(pk=limited.pk).update(age_ground_accepted=True)
    assert codes(why_not(seeker=seeker, posting=limited, by=clerk, at=now)) == [Hindrance.AGE_LIMIT]


def test_who_is_promised_elsewhere_that_day_is_not_sent_there_too(offer: Any, clerk: User, now: dt.datetime) -> None:
    posting, seeker = offer(), make_seeker(clerk, now)
    shift = posting.shifts.get()
    assert shift.ends_at is not None
    add_commitment(
        person=seeker.person, starts_at=shift.ends_at - dt.timedelta(minutes=1), ends_at=shift.ends_at,
        source_kind="referral", source_public_id=posting.public_id, by=clerk, at=now,
    )  # fmt: skip

    assert codes(why_not(seeker=seeker, posting=posting, by=clerk, at=now)) == [Hindrance.BUSY]
    assert [each.code for each in recommend_postings(seeker=seeker, by=clerk, at=now).unlisted] == [Hindrance.BUSY]
    assert [each.code for each in recommend_people(posting=posting, by=clerk, at=now).unlisted] == [Hindrance.BUSY]


def test_a_promise_that_ends_when_the_shift_begins_is_no_hindrance(offer: Any, clerk: User, now: dt.datetime) -> None:
    posting, seeker = offer(), make_seeker(clerk, now)
    starts_at = posting.shifts.get().starts_at
    add_commitment(
        person=seeker.person, starts_at=starts_at - dt.timedelta(hours=2), ends_at=starts_at,
        source_kind="referral", source_public_id=posting.public_id, by=clerk, at=now,
    )  # fmt: skip

    assert why_not(seeker=seeker, posting=posting, by=clerk, at=now) == []


def test_a_day_that_is_named_goes_before_the_week(offer: Any, clerk: User, now: dt.datetime) -> None:
    posting = offer()
    seeker = make_seeker(clerk, now, week_mask=0b0011 << 20, days=((dt.date(2026, 11, 24), 0b0011),))

    assert why_not(seeker=seeker, posting=posting, by=clerk, at=now) == []


def test_a_long_job_asks_for_the_week(offer: Any, clerk: User, now: dt.datetime) -> None:
    posting = offer(raw=LONG_JOB)
    weekends = 0b0011_0011 << 20
    seeker = make_seeker(clerk, now, week_mask=weekends, pay_min_fen=None, pay_unit="")

    reasons = why_not(seeker=seeker, posting=posting, by=clerk, at=now)
    assert codes(reasons) == [Hindrance.TIMES]
    assert "周一上午" in reasons[0].words


def test_recommendation_off_gives_the_newest_first_without_points(offer: Any, clerk: User, now: dt.datetime) -> None:
    older, newer = offer(), offer(title="保洁", occupation_code=CLEANER)
    Posting.objects.filter(pk=older.pk).update(last_confirmed_at=now - dt.timedelta(days=2))
    seeker = make_seeker(clerk, now)
    seeker = set_recommendation(seeker=seeker, off=True, by=clerk, at=now)

    found = recommend_postings(seeker=seeker, by=clerk, at=now, order=Order.BEST)

    assert numbers(found) == [newer.number, older.number]
    assert not found.is_personal
    assert all(item.points_bp is None and item.parts == () for item in found.items)
    assert any("关闭了个性化推荐" in note for note in found.notes)
    people = recommend_people(posting=newer, by=clerk, at=now)
    assert people.items == ()
    assert [item.person.pk for item in people.apart] == [seeker.person_id]
    assert people.apart[0].points_bp is None


def test_newest_first_is_there_for_everybody(offer: Any, clerk: User, now: dt.datetime) -> None:
    offer()
    found = recommend_postings(seeker=make_seeker(clerk, now), by=clerk, at=now, order=Order.NEWEST)

    assert (found.is_personal, found.items[0].points_bp) == (False, None)


def test_people_for_work_are_not_ranked_by_what_they_ask(offer: Any, clerk: User, now: dt.datetime) -> None:
    posting = offer()
    dear = make_seeker(clerk, now, number=1, pay_min_fen=22_000)
    cheap = make_seeker(clerk, now, number=2, pay_min_fen=10_000)

    found = recommend_people(posting=posting, by=clerk, at=now)

    assert [item.person.pk for item in found.items] == [dear.person_id, cheap.person_id]
    assert found.items[0].points_bp == found.items[1].points_bp
    assert all(item.points_bp == sum(p.points_bp for p in item.parts) for item in found.items)


def test_nobody_is_shown_to_strangers_and_their_postings_are_not_offered_here(
    offer: Any, clerk: User, stranger: User, now: dt.datetime
) -> None:
    posting, seeker = offer(), make_seeker(clerk, now)
    foreigner = make_seeker(stranger, now, number=2)

    assert recommend_postings(seeker=foreigner, by=stranger, at=now).considered == 0
    assert recommend_people(posting=posting, by=stranger, at=now).considered == 0
    assert [item.person.pk for item in recommend_people(posting=posting, by=clerk, at=now).items] == [seeker.person_id]
    assert not postings_offered_to(stranger, now).exists()
    assert find_offered(stranger, posting.number, now) == []
    assert [card.number for card in find_offered(clerk, posting.number, now)] == [posting.number]


def test_stations_of_one_county_offer_each_others_postings(
    offer: Any, county: Office, make_user: Any, now: dt.datetime
) -> None:
    from yizhan.accounts.enums import OfficeKind, Role
    from yizhan.accounts.operations import create_office

    posting = offer()
    other = create_office(
        name="阳谷城西驿站", kind=OfficeKind.STATION, parent=county, area_code="371521", by=None, at=now
    )
    colleague = make_user(Role.CLERK, other)
    seeker = make_seeker(colleague, now, number=3)

    assert numbers(recommend_postings(seeker=seeker, by=colleague, at=now)) == [posting.number]
    assert [card.number for card in find_offered(colleague, "砌墙", now)] == [posting.number]


@pytest.mark.parametrize("role", ["reviewer", "sysadmin"])
def test_who_may_not_see_people_may_not_match(
    offer: Any, clerk: User, now: dt.datetime, request: pytest.FixtureRequest, role: str
) -> None:
    posting, seeker, user = offer(), make_seeker(clerk, now), request.getfixturevalue(role)

    with pytest.raises(NotAllowed):
        recommend_postings(seeker=seeker, by=user, at=now)
    with pytest.raises(NotAllowed):
        recommend_people(posting=posting, by=user, at=now)
    with pytest.raises(NotAllowed):
        why_not(seeker=seeker, posting=posting, by=user, at=now)


def test_what_is_open_to_nobody_says_why(
    station: Office, clerk: User, reviewer: User, offer: Any, now: dt.datetime
) -> None:
    seeker = make_seeker(clerk, now)
    given: dict[str, Any] = {"office": station, "by": clerk, "verifier": reviewer, "at": now}

    def reasons(posting: Posting, at: dt.datetime = now) -> list[str]:
        posting.refresh_from_db()
        return codes(why_not(seeker=seeker, posting=posting, by=clerk, at=at))

    paused, filled, live = offer(), offer(headcount="1"), offer()
    pause_posting(posting=paused, by=clerk, at=now, reason=EndReason.EMPLOYER_ASKED)
    take_place(shift=filled.shifts.get(), by=clerk, at=now)
    assert reasons(a_draft(**given)) == [Hindrance.NOT_APPROVED, Hindrance.NOT_PUBLISHED]
    assert reasons(a_waiting(**given)) == [Hindrance.NOT_APPROVED, Hindrance.NOT_PUBLISHED]
    assert reasons(paused) == [Hindrance.PAUSED]
    assert reasons(filled) == [Hindrance.FILLED]
    assert reasons(live) == []
    assert reasons(live, live.valid_until_at) == [Hindrance.RUN_OUT]


def test_a_posting_with_many_shifts_stands_once_at_its_best_shift(offer: Any, clerk: User, now: dt.datetime) -> None:
    posting = offer()
    shift = posting.shifts.get()
    assert shift.ends_at is not None
    for days in (1, 2):
        Shift.objects.create(
            posting=posting, starts_at=shift.starts_at + dt.timedelta(days=days),
            ends_at=shift.ends_at + dt.timedelta(days=days), headcount=2,
        )  # fmt: skip
    Posting.objects.filter(pk=posting.pk).update(valid_until_at=now + dt.timedelta(days=9))
    seeker = make_seeker(clerk, now, days=((dt.date(2026, 11, 24), 0),))

    found = recommend_postings(seeker=seeker, by=clerk, at=now)

    assert numbers(found) == [posting.number]
    assert found.items[0].shift.starts_at == shift.starts_at + dt.timedelta(days=1)
    assert (found.items[0].other_shifts, found.considered, found.not_listed) == (1, 1, 0)


def test_unknown_distance_is_said_and_never_taken_as_0(offer: Any, clerk: User, now: dt.datetime) -> None:
    offer()
    found = recommend_postings(seeker=make_seeker(clerk, now, home=None), by=clerk, at=now)

    assert found.items[0].distance_m is None
    assert any(words.startswith("距离不明") for words in found.items[0].cautions)
    assert "distance" not in [part.part for part in found.items[0].parts]


def test_skills_and_everyday_mobility_are_named(offer: Any, clerk: User, now: dt.datetime) -> None:
    offer(skills=[BRICKLAYER, CLEANER])
    found = recommend_postings(
        seeker=make_seeker(clerk, now, works=(WishedWork("6-29-04-01", "装修"),)), by=clerk, at=now
    )

    assert found.items[0].parts[0].words == "与想做的装饰装修工常能互转"


def test_several_shifts_are_asked_for_at_once_as_one_by_one(offer: Any, clerk: User, now: dt.datetime) -> None:
    postings = [offer(), offer(skills=[CLEANER])]
    shifts = {posting.shifts.get().pk: posting.pk for posting in postings}
    seekers = [make_seeker(clerk, now, number=number) for number in range(1, 5)]
    first = postings[0].shifts.get()
    add_commitment(
        person=seekers[1].person, starts_at=first.starts_at, ends_at=first.ends_at, source_kind="test",
        source_public_id=first.public_id, by=clerk, at=now,
    )  # fmt: skip
    off = seekers[2]
    off.recommendation_off = True
    off.save(update_fields=["recommendation_off"])

    each = recommend_people_each(shifts, by=clerk, at=now, k=2)
    alone = {
        pk: recommend_people(posting=posting, by=clerk, at=now, k=2, shift_id=pk)
        for pk, posting in zip(shifts, postings, strict=True)
    }
    assert each == alone
    assert [item.person.pk for item in each[first.pk].items] == [seekers[0].person_id, seekers[3].person_id]
    assert [item.person.pk for item in each[first.pk].apart] == [off.person_id]
    second = postings[1].shifts.get()
    kept = {second.pk: {seekers[0].person_id}, first.pk: {seekers[3].person_id, seekers[1].person_id}}
    for_one = recommend_people_each(shifts, by=clerk, at=now, k=2, kept=kept)
    # Whoever is kept for one stands first there and on no other list; whoever is promised elsewhere stands on none.
    assert [item.person.pk for item in for_one[first.pk].items] == [seekers[3].person_id]
    assert [item.person.pk for item in for_one[second.pk].items] == [seekers[0].person_id]
    known = {item.person.pk: item for item in each[first.pk].items}
    assert for_one[first.pk].items == (known[seekers[3].person_id],)
    gone = recommend_people_each({0: postings[0].pk}, by=clerk, at=now)[0]
    assert (gone.items, gone.considered) == ((), 0)


def test_the_number_of_queries_is_fixed(
    offer: Any, clerk: User, now: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    posting, seeker = offer(), make_seeker(clerk, now)
    clerk = User.objects.select_related("office__parent").get(pk=clerk.pk)
    seeker.refresh_from_db()
    _ = seeker.person, seeker.wish

    for more in (0, 3):
        for n in range(more):
            offer()
            make_seeker(clerk, now, number=n + 2)
        with django_assert_num_queries(POSTINGS_QUERIES):
            recommend_postings(seeker=seeker, by=clerk, at=now)
        with django_assert_num_queries(PEOPLE_QUERIES):
            recommend_people(posting=posting, by=clerk, at=now)


#: Seeker's row 2, promises 1, scope 1, cards 2; the snapshot, which is not kept inside a transaction: cursor 1, ids 2,
#: shifts and answers owed 2.
POSTINGS_QUERIES = 11
#: Scope 1, shifts and answers owed 2, card 2, people 5, promises 1, cards 2.
PEOPLE_QUERIES = 13


def test_explaining_a_pair_gives_what_a_letter_needs(offer: Any, clerk: User, now: dt.datetime) -> None:
    posting, seeker = offer(), make_seeker(clerk, now)
    view = explain_pair(seeker=seeker, posting=posting, by=clerk, at=now)

    assert view.reasons == ()
    assert view.shift is not None
    assert view.shift.id == posting.shifts.get().pk
    assert view.points_bp == recommend_postings(seeker=seeker, by=clerk, at=now).items[0].points_bp


def test_the_posting_of_an_employer_whose_check_ran_out_is_open_to_nobody(
    offer: Any, clerk: User, now: dt.datetime
) -> None:
    posting, seeker = offer(), make_seeker(clerk, now)
    Posting.objects.filter(pk=posting.pk).update(valid_until_at=now + dt.timedelta(days=400))
    Shift.objects.filter(posting=posting).update(ends_at=None)
    later = now + dt.timedelta(days=300)
    posting.refresh_from_db()

    assert codes(why_not(seeker=seeker, posting=posting, by=clerk, at=later)) == [Hindrance.EMPLOYER]


def test_publishing_is_seen_at_once_in_the_same_transaction(
    station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    draft = a_draft(office=station, by=clerk, verifier=reviewer, at=now, **BRICKS)
    seeker = make_seeker(clerk, now)
    assert recommend_postings(seeker=seeker, by=clerk, at=now).considered == 0

    waiting = submit_for_review(posting=draft, by=clerk, at=now)
    publish_posting(posting=approve_posting(posting=waiting, by=reviewer, at=now, reason="测试放行"), by=clerk, at=now)

    assert recommend_postings(seeker=seeker, by=clerk, at=now).suitable == 1
