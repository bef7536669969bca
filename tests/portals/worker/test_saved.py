"""Searches that people keep: three at most, told once a day and by day, by SMS only with a consent."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.conftest import StrictClient
from tests.people.factories import make_person
from tests.postings.factories import a_posting
from tests.referrals.factories import propose
from tests.shared.notifications.factories import an_account
from tests.workers.factories import make_seeker
from yizhan.accounts.models import Office, User
from yizhan.notices.texts import MATCH
from yizhan.people.enums import Channel
from yizhan.people.models import Person
from yizhan.people.operations import ConsentFacts, anonymise_person, export_own, give_consent, merge_people, undo_merge
from yizhan.portals.worker.models import SavedSearch, ToldFreeAgain
from yizhan.portals.worker.saved import (
    KEPT,
    NothingLookedFor,
    forget_old_searches,
    save_search,
    tell_of_new_work,
)
from yizhan.portals.worker.search import read_search
from yizhan.postings.market import Market, forget
from yizhan.postings.models import Posting
from yizhan.postings.operations import give_back_place, take_place
from yizhan.referrals.operations import apply_for, withdraw_referral
from yizhan.shared.models import Message
from yizhan.shared.notifications.enums import OPTIONAL, MessageState, Purpose, Way, Why
from yizhan.shared.notifications.operations import set_wanted
from yizhan.workers.enums import SeekerStatus
from yizhan.workers.models import JobSeeker

pytestmark = pytest.mark.django_db

#: What `a_posting` offers, and how long after it people may be told of it.
LOADING = {"q": "装卸"}
LATER = dt.timedelta(minutes=5)


@pytest.fixture
def publish(station: Office, clerk: User, reviewer: User) -> Any:
    """Put a day job on offer at a moment."""

    def make(at: dt.datetime, title: str = "装卸工", code: str = "4-02-05-01") -> Posting:
        return a_posting(office=station, by=clerk, verifier=reviewer, at=at, title=title, occupation_code=code)

    return make


def keep(person: Person, at: dt.datetime, **typed: str) -> SavedSearch:
    return save_search(person=person, search=read_search(typed or LOADING, page=1), at=at)


def told(person: Person, way: Way = Way.IN_APP) -> list[Message]:
    return list(Message.objects.filter(event=MATCH.key, person=person, way=way).order_by("pk"))


def words(message: Message) -> dict[str, str]:
    return dict(json.loads(message.content))


# --- keeping ----------------------------------------------------------------------------------------------------------


def test_a_search_is_kept_by_a_press_and_stopped_by_another(phone: StrictClient, person: Person) -> None:
    offered = phone.get("/w/", {"q": "装卸", "near": "阳谷"}).content.decode()
    assert 'action="/w/me/searches/save/"' in offered
    asked = {"q": "装卸", "near": "阳谷", "km": "20", "kind": "gig"}
    for _again in range(2):
        assert phone.post("/w/me/searches/save/", asked)["Location"] == "/w/me/searches/"
    row = SavedSearch.objects.get()
    assert (row.words, row.near, row.km, row.kind, row.person) == ("装卸", "阳谷", 20, "gig", person)
    page = phone.get("/w/me/searches/").content.decode()
    assert "装卸 · 阳谷 · 20 公里内 · 日工零工" in page
    assert "%E9%98%B3%E8%B0%B7&amp;km=20&amp;kind=gig" in page
    assert "您还没有同意推送岗位信息" in page
    assert phone.post(f"/w/me/searches/{row.public_id}/stop/").status_code == 302
    assert phone.post(f"/w/me/searches/{row.public_id}/stop/").status_code == 404


@pytest.mark.parametrize("query", ["", "?page=2"])
def test_everything_is_no_search(query: str, phone: StrictClient, person: Person, now: dt.datetime) -> None:
    assert "/w/me/searches/save/" not in phone.get(f"/w/{query}").content.decode()
    answer = phone.post("/w/me/searches/save/", {"q": " ", "km": "20"})
    assert answer.status_code == 422
    assert "没有保存" in answer.content.decode()
    here = read_search(LOADING, page=1, here=(36_110_000, 115_780_000))
    with pytest.raises(NothingLookedFor):
        save_search(person=person, search=here, at=now)


def test_where_the_phone_is_can_not_be_kept(phone: StrictClient) -> None:
    page = phone.post("/w/here/", {"lat": "36.11", "lng": "115.78", "q": "装卸"}).content.decode()
    assert "/w/me/searches/save/" not in page


def test_nobody_keeps_more_than_three(phone: StrictClient, person: Person, now: dt.datetime) -> None:
    for kind in ("gig", "short", "long"):
        keep(person, now, kind=kind)
    answer = phone.post("/w/me/searches/save/", LOADING)
    assert answer.status_code == 409
    assert "已经保存了 3 个查找" in answer.content.decode()
    SavedSearch.objects.filter(kind="short").update(until_at=now + dt.timedelta(seconds=1))
    assert keep(person, now + LATER).slot == 2


def test_the_database_holds_room_and_sameness(person: Person, now: dt.datetime) -> None:
    first = keep(person, now)
    same = {field.name: getattr(first, field.name) for field in SavedSearch._meta.fields if field.name != "id"}
    for change in ({"slot": 2}, {"search_key": "another"}, {"slot": 4, "search_key": "another"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedSearch.objects.create(**{**same, "public_id": uuid.uuid4(), **change})


def test_somebody_elses_search_is_not_there(phone: StrictClient, clerk: User, now: dt.datetime) -> None:
    theirs = keep(make_seeker(clerk, now, number=2).person, now)
    assert phone.post(f"/w/me/searches/{theirs.public_id}/stop/").status_code == 404
    assert "装卸" not in phone.get("/w/me/searches/").content.decode()
    assert SavedSearch.objects.filter(pk=theirs.pk).exists()


def test_what_nobody_renews_is_forgotten(person: Person, now: dt.datetime, publish: Any) -> None:
    keep(person, now)
    over = now + KEPT
    publish(now)
    SavedSearch.objects.update(until_at=now + LATER)
    assert tell_of_new_work(at=now + LATER) == 0
    SavedSearch.objects.update(until_at=over)
    assert forget_old_searches(at=over - dt.timedelta(seconds=1)) == 0
    assert forget_old_searches(at=over) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same(
    count: int, phone: StrictClient, person: Person, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        keep(person, now, q=f"活{number}", near="阳谷")
    with django_assert_num_queries(4):
        assert phone.get("/w/me/searches/").status_code == 200


# --- telling ----------------------------------------------------------------------------------------------------------


def test_what_is_new_is_told_once_a_day_and_nothing_is_lost(person: Person, now: dt.datetime, publish: Any) -> None:
    publish(now - LATER)  # they have seen it
    keep(person, now)
    keep(person, now, q="装卸工")  # what fits both is counted once
    assert tell_of_new_work(at=now + LATER) == 0
    for title, code in (("夜班装卸", "4-02-05-01"), ("院墙瓦工", "6-29-01-01")):
        publish(now + LATER, title, code)
    first_look = now + dt.timedelta(minutes=40)

    assert tell_of_new_work(at=first_look) == 1
    (message,) = told(person)
    assert words(message) == {"count": "1", "work": "夜班装卸"}
    assert message.state == MessageState.SENT
    publish(first_look + LATER, "傍晚装卸")
    keep(person, first_look + LATER, q="傍晚装卸")  # looked for at once, told tomorrow
    assert tell_of_new_work(at=first_look + dt.timedelta(hours=1)) == 0
    morning = now.replace(hour=8, minute=0) + dt.timedelta(days=1)
    assert tell_of_new_work(at=morning - dt.timedelta(minutes=1)) == 0
    assert tell_of_new_work(at=morning) == 1
    assert words(told(person)[1]) == {"count": "1", "work": "傍晚装卸"}


def test_many_are_counted_and_two_are_named(person: Person, now: dt.datetime, publish: Any) -> None:
    keep(person, now)
    for number, title in enumerate(("装卸甲", "装卸乙", "装卸丙")):
        publish(now + dt.timedelta(seconds=number + 1), title)
    assert tell_of_new_work(at=now + LATER) == 1
    assert words(told(person)[0]) == {"count": "3", "work": "装卸丙、装卸乙等"}


def test_what_came_a_moment_ago_waits_for_the_next_look(person: Person, now: dt.datetime, publish: Any) -> None:
    """Its transaction may not be over everywhere; nor is it skipped."""
    keep(person, now)
    publish(now + LATER - dt.timedelta(minutes=1))
    assert tell_of_new_work(at=now + LATER) == 0
    assert tell_of_new_work(at=now + LATER + dt.timedelta(minutes=29)) == 0
    assert tell_of_new_work(at=now + LATER + dt.timedelta(minutes=30)) == 1


def test_nobody_is_told_in_the_evening_or_before_eight(person: Person, now: dt.datetime, publish: Any) -> None:
    keep(person, now)
    publish(now.replace(hour=19))
    day = dt.timedelta(days=1)
    assert [tell_of_new_work(at=at) for at in (now.replace(hour=20), now.replace(hour=7) + day)] == [0, 0]
    assert tell_of_new_work(at=now.replace(hour=8) + day) == 1


@pytest.mark.parametrize(
    ("agreed", "wants", "state", "why"),
    [
        (True, True, MessageState.WAITING, ""),
        (False, True, MessageState.DROPPED, Why.NO_CONSENT),
        (True, False, MessageState.DROPPED, Why.OPTED_OUT),
    ],
)
def test_an_sms_needs_a_consent_and_nobody_is_called(
    agreed: bool, wants: bool, state: str, why: str, person: Person, station: Office, sysadmin: User, clerk: User,
    now: dt.datetime, publish: Any,
) -> None:  # fmt: skip
    an_account(station, sysadmin, now, templates=(MATCH.key,))
    if agreed:
        give_consent(person=person, consent=ConsentFacts("push"), channel=Channel.COUNTER, by=clerk, at=now)
    if not wants:
        set_wanted(person_id=person.pk, wanted=frozenset(OPTIONAL) - {Purpose.MATCH}, by=None, at=now)
    keep(person, now)
    publish(now)
    publish(now + dt.timedelta(seconds=1))
    assert tell_of_new_work(at=now + LATER) == 1
    (sms,) = told(person, Way.SMS)
    assert (sms.state, sms.why) == (state, why)
    assert len(told(person)) == 1
    assert not told(person, Way.CALL)


def test_what_somebody_applied_for_is_no_news_nor_anything_to_who_left(
    person: Person, clerk: User, now: dt.datetime, publish: Any
) -> None:
    gone = make_seeker(clerk, now, number=2)
    JobSeeker.objects.filter(pk=gone.pk).update(status=SeekerStatus.LEFT)
    for one in (person, gone.person):
        keep(one, now)
    apply_for(person=person, posting=publish(now + dt.timedelta(seconds=1)), at=now + dt.timedelta(seconds=2))
    assert tell_of_new_work(at=now + LATER) == 0


def test_who_cannot_be_looked_after_keeps_nobody_else(
    person: Person, clerk: User, now: dt.datetime, publish: Any
) -> None:
    """The first search was kept under a key that is lost."""
    first, other = keep(person, now), make_seeker(clerk, now, number=2).person
    keep(other, now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE worker_savedsearch SET words='locked' WHERE id=%s", [first.pk])
    publish(now + dt.timedelta(seconds=1))
    assert tell_of_new_work(at=now + LATER) == 1
    assert (len(told(person)), len(told(other))) == (0, 1)
    assert SavedSearch.objects.filter(pk=first.pk, look_at__gt=now + LATER).exists()


def test_pay_and_times_are_kept_and_told_of(
    phone: StrictClient, person: Person, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    only = f"/w/me/searches/{keep(person, now).public_id}/only/"
    assert phone.post(only, {"pay": "200", "day": ["6", "7"], "hours": "night"}).status_code == 302
    row = SavedSearch.objects.get()
    assert (row.least_daily_fen, row.weekdays, row.hours) == (20_000, "67", "night")
    page = phone.get("/w/me/searches/").content.decode()
    assert "装卸 · 一天至少 200 元 · 周六、周日 · 晚上、夜里的班" in page
    assert '<option value="200" selected>' in page
    assert not re.search(r'href="[^"]*200', page)  # no amount in an address
    theirs = keep(make_seeker(clerk, now, number=2).person, now)
    assert phone.post(f"/w/me/searches/{theirs.public_id}/only/", {"pay": "200"}).status_code == 404
    theirs.delete()
    night = {"starts_on": "2026-11-28", "start_time": "18:00", "end_time": "23:30"}
    for title, changes in (("周二装卸", {}), ("少钱装卸", {**night, "pay": "150元/天"}), ("周六夜里装卸", night)):
        a_posting(office=station, by=clerk, verifier=reviewer, at=now + dt.timedelta(seconds=1), title=title, **changes)
    assert tell_of_new_work(at=now + LATER) == 1
    assert words(told(person)[0]) == {"count": "1", "work": "周六夜里装卸"}


def test_a_place_that_is_free_again_is_told_once_a_posting_in_the_days_message(
    person: Person, clerk: User, now: dt.datetime, publish: Any
) -> None:
    full = publish(now - LATER, "常招装卸")
    keep(person, now)
    shift, day, hour = full.shifts.get(), dt.timedelta(days=1), dt.timedelta(hours=1)
    take_place(shift=shift, places=shift.headcount, by=clerk, at=now + LATER)
    assert tell_of_new_work(at=now + hour) == 0
    give_back_place(shift=shift, by=clerk, at=now + hour)
    take_place(shift=shift, by=clerk, at=now + hour + LATER)
    assert tell_of_new_work(at=now + 2 * hour) == 0  # it is full again
    give_back_place(shift=shift, by=clerk, at=now + 2 * hour)
    publish(now + 2 * hour, "新来装卸")
    assert tell_of_new_work(at=now + 3 * hour) == 1
    assert words(told(person)[0]) == {"count": "2", "work": "新来装卸、常招装卸（又有名额）"}
    take_place(shift=shift, by=clerk, at=now + 4 * hour)
    give_back_place(shift=shift, by=clerk, at=now + 5 * hour)
    assert tell_of_new_work(at=now.replace(hour=8) + day) == 0
    assert ToldFreeAgain.objects.get().posting == full


def test_where_somebody_was_sent_a_place_is_no_news(
    person: Person, seeker: JobSeeker, clerk: User, now: dt.datetime, publish: Any
) -> None:
    other, hour = make_seeker(clerk, now, number=2).person, dt.timedelta(hours=1)
    shift = publish(now - LATER).shifts.get()
    for one in (person, other):
        keep(one, now)
    withdraw_referral(referral=propose(seeker, shift, clerk, now), by=clerk, at=now)
    take_place(shift=shift, places=shift.headcount, by=clerk, at=now + LATER)
    give_back_place(shift=shift, by=clerk, at=now + hour)
    assert tell_of_new_work(at=now + hour + LATER) == 1
    assert (len(told(other)), told(person)) == (1, [])


@pytest.mark.django_db(transaction=True)
def test_the_market_is_read_once_for_all_who_wait(
    person: Person, clerk: User, now: dt.datetime, publish: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def alone(at: dt.datetime) -> Market:
        raise AssertionError

    others = [make_seeker(clerk, now, number=number).person for number in (2, 3)]
    for one in (person, *others):
        keep(one, now)
    publish(now + dt.timedelta(minutes=1))
    forget()
    monkeypatch.setattr("yizhan.postings.market._alone", alone)
    assert tell_of_new_work(at=now + LATER) == 3


# --- the record -------------------------------------------------------------------------------------------------------


def test_searches_go_with_the_record(
    station: Office, clerk: User, head: User, reviewer: User, person: Person, now: dt.datetime
) -> None:
    other = make_person(station, clerk, now, name="测试乙")
    keep(person, now)
    keep(other, now)  # the same: stays where it is
    keep(other, now, q="保洁")
    posting = a_posting(office=station, by=clerk, verifier=reviewer, at=now)
    ToldFreeAgain.objects.create(person=other, posting=posting, at=now)
    merged = merge_people(keep=person, absorb=other, by=head, at=now)
    assert sorted(SavedSearch.objects.filter(person=person).values_list("slot", flat=True)) == [1, 2]
    assert ToldFreeAgain.objects.get().person == person
    held = export_own(person=person, at=now)
    assert [row["查找"] for row in next(rows for rows in held.values() if rows and "查找" in rows[0])] == [
        "装卸",
        "保洁",
    ]
    undo_merge(record=merged, by=head, at=now)
    assert SavedSearch.objects.filter(person=other).count() == 2
    anonymise_person(person=other, ground="request", by=head, at=now)
    assert list(SavedSearch.objects.values_list("person_id", flat=True)) == [person.pk]
    assert not ToldFreeAgain.objects.exists()
