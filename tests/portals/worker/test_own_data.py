"""A person's own phone: what is recommended to them, and their data: seen, agreed to, corrected, let go."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from django.test import Client

from tests.conftest import StrictClient
from tests.people.factories import make_person, mobile
from tests.portals.worker.factories import sign_phone_in
from tests.postings.factories import a_household_job, a_posting
from tests.shared.notifications.factories import an_account
from yizhan.accounts.models import Office, User
from yizhan.cli.housekeeping import forget_old_phones
from yizhan.people.enums import ConsentPurpose
from yizhan.people.models import Consent, ConsentText, Person
from yizhan.people.operations import (
    ConsentReworded,
    anonymise_person,
    merge_people,
    table_title,
    undo_merge,
)
from yizhan.people.queries import has_consent
from yizhan.portals.worker.enums import RequestKind
from yizhan.portals.worker.models import CounterPass, DataRequest, Device
from yizhan.portals.worker.operations import ask_station, make_pass, settle_request
from yizhan.portals.worker.queries import requests_waiting
from yizhan.postings.models import Posting
from yizhan.referrals.models import Application
from yizhan.referrals.operations import apply_for
from yizhan.shared.models import AuditEntry
from yizhan.shared.notifications.codes import CodesNotOffered, office_for_codes
from yizhan.shared.person_rows import all_person_rows
from yizhan.workers.models import JobSeeker

pytestmark = pytest.mark.django_db


@pytest.fixture
def posting(station: Office, clerk: User, reviewer: User, now: dt.datetime) -> Posting:
    """A day job on offer."""
    return a_posting(office=station, by=clerk, verifier=reviewer, at=now)


def test_recommendation_says_why_and_can_be_turned_off(
    phone: StrictClient, seeker: JobSeeker, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_posting(
        office=station, by=clerk, verifier=reviewer, at=now, title="院墙瓦工", occupation_code="6-29-01-01", hazards=[]
    )
    page = phone.get("/w/me/jobs/").content.decode()
    assert "院墙瓦工" in page
    assert "为什么显示这个" in page
    assert phone.post("/w/me/recommendation/", {"off": "1"}).status_code == 302
    seeker.refresh_from_db()
    assert seeker.recommendation_off
    assert AuditEntry.objects.get(action="seeker.recommendation_set").reason == "self"
    page = phone.get("/w/me/jobs/").content.decode()
    assert "没有按个人情况打分" in page
    assert "院墙瓦工" in page
    assert "本人关闭了个性化推荐" in phone.get("/w/me/more/").content.decode()


def test_how_far_a_household_is_stands_in_whole_kilometres(
    phone: StrictClient, station: Office, clerk: User, reviewer: User, now: dt.datetime
) -> None:
    a_household_job(
        office=station, by=clerk, verifier=reviewer, at=now, title="院墙瓦工", occupation_code="6-29-01-01", hazards=[]
    )
    page = phone.get("/w/me/jobs/").content.decode()
    assert "院墙瓦工" in page
    assert "距离在1.0公里以内" in page
    assert re.search(r"约\s+1\.0公里", page)
    assert not re.search(r"\d米", page)


def test_consents_are_given_and_taken_back_at_once(phone: StrictClient, person: Person, now: dt.datetime) -> None:
    assert phone.post("/w/me/data/consent/", {"purpose": "push", "give": "1", "version": "1"}).status_code == 302
    assert has_consent(person, "push", now)
    assert phone.post("/w/me/data/consent/", {"purpose": "push", "give": "1", "version": "1"}).status_code == 409
    assert phone.post("/w/me/data/consent/", {"purpose": "push"}).status_code == 302
    assert not has_consent(person, "push", now)
    assert phone.post("/w/me/data/consent/", {"purpose": "all"}).status_code == 404
    assert Consent.objects.get(purpose="push").given_through is None


def test_after_a_new_wording_the_old_consent_can_be_taken_back_and_the_new_one_given(
    phone: StrictClient, person: Person, clerk: User, now: dt.datetime
) -> None:
    def offered() -> tuple[bool, bool]:
        """Whether it can be taken back, and agreed to."""
        page = phone.get("/w/me/data/").content.decode()
        name = str(ConsentPurpose.PUSH.label)
        return tuple(bool(re.search(rf">{word}<span[^>]*>：{name}<", page)) for word in ("撤回", "同意"))  # type: ignore[return-value]

    give = {"purpose": "push", "give": "1"}
    assert offered() == (False, True)
    phone.post("/w/me/data/consent/", give | {"version": "1"})
    assert offered() == (True, False)
    ConsentText.objects.create(purpose="push", version=2, text="新文本", made_at=now, made_by=clerk)
    assert offered() == (True, True)
    assert has_consent(person, "push", now)
    for unseen in ({"version": "1"}, {}):  # what was shown is no longer what is agreed to
        refused = phone.post("/w/me/data/consent/", give | unseen)
        assert refused.status_code == 409
        assert str(ConsentReworded.sentence) in refused.content.decode()
    assert Consent.objects.get(person=person, purpose="push").text.version == 1
    phone.post("/w/me/data/consent/", {"purpose": "push"})
    assert not has_consent(person, "push", now)
    phone.post("/w/me/data/consent/", give | {"version": "2"})
    assert offered() == (True, False)


def test_the_copy_is_whole_and_apps_get_it_as_a_page(phone: StrictClient, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(ethnicity="01")
    told = phone.post("/w/me/data/copy/", {"shape": "json"})
    assert told["Content-Disposition"].startswith("attachment")
    assert told.json()["held"]["身份信息"][0]["证件号码"] == person.id_no
    inside = {"user-agent": "Mozilla/5.0 (Linux; Android 10) Chrome/86.0 Mobile MicroMessenger/8.0.16"}
    shown = phone.post("/w/me/data/copy/", {"shape": "json"}, headers=inside)
    assert not shown.has_header("Content-Disposition")
    assert person.id_no in shown.content.decode()
    page = shown.content.decode()
    for value in re.findall(r"<dd>([^<]*)</dd>", page):
        assert not re.search(r"\d{4}-\d\d-\d\dT|^(True|False)?$|^\[", value)
    assert not re.search("（分）|（米）|代码<", page)
    told_wish, told_self = (told.json()["held"][title][0] for title in ("求职登记", "身份信息"))
    assert (told_wish["计酬单位"], told_self["民族代码"]) == ("day", "01")  # the file as it was
    read = dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page))
    assert (read["最低报酬"], read["计酬单位"], read["最远路程"]) == ("200元/天", "元/天", "8.0公里")
    assert (read["民族"], read["意向工种"]) == ("汉族", "砌筑工")
    assert "下载文件" not in phone.get("/w/me/data/", headers=inside).content.decode()
    assert person.id_no not in phone.get("/w/me/data/").content.decode()
    assert AuditEntry.objects.filter(kind="export", person_id=person.pk, actor_id=None, reason="self").count() == 2


def test_a_correction_waits_at_the_counter_until_it_is_settled(
    phone: StrictClient, clerk: User, stranger: User, now: dt.datetime
) -> None:
    from tests.conftest import sign_in

    assert phone.post("/w/me/data/ask/", {"kind": "correct", "words": "姓写\x00错了"}).status_code == 302
    assert phone.post("/w/me/data/ask/", {"kind": "correct", "words": "再说一次"}).status_code == 409
    made = DataRequest.objects.get()
    desk = Client()
    sign_in(desk, stranger)
    assert "姓写错了" not in desk.get("/w/counter/requests/").content.decode()
    sign_in(desk, clerk)
    assert "姓写错了" in desk.get("/w/counter/requests/").content.decode()
    assert desk.post(f"/w/counter/requests/{made.public_id}/").status_code == 302
    made.refresh_from_db()
    assert (made.words, made.settled_by) == ("", clerk)


def test_deletion_says_what_is_lost_and_is_taken_back_until_it_is_settled(
    phone: StrictClient, clerk: User, person: Person, now: dt.datetime
) -> None:
    page = phone.get("/w/me/data/").content.decode()
    assert re.search(r"<details><summary>删除登记</summary>.*不能恢复.*</details>", page, re.S)
    back = "/w/me/data/ask/back/"
    assert phone.post(back, {"kind": "delete"}).status_code == 409
    phone.post("/w/me/data/ask/", {"kind": "delete"})
    assert "撤回申请" in phone.get("/w/me/data/").content.decode()
    assert phone.post(back, {"kind": "delete"}).status_code == 302
    assert not requests_waiting(clerk).exists()
    line = AuditEntry.objects.get(action="worker.request_taken_back")
    assert (line.person_id, line.actor_id, line.reason) == (person.pk, None, "delete")
    phone.post("/w/me/data/ask/", {"kind": "delete"})
    settle_request(request=DataRequest.objects.get(), by=clerk, at=now)
    assert phone.post(back, {"kind": "delete"}).status_code == 409
    assert phone.post(back, {"kind": "all"}).status_code == 404


def test_the_way_in_keeps_the_whole_address_and_a_code_by_sms_is_offered_where_it_can_be_sent(
    client: StrictClient, db: None
) -> None:
    answer = client.get("/w/me/wish/?change=distance-1")
    assert dict(parse_qsl(urlsplit(answer["Location"]).query)) == {"next": "/w/me/wish/?change=distance-1"}
    answer = client.get("/w/in/phone/?next=/w/me/", follow=True)
    assert answer.redirect_chain == [("/w/in/?next=%2Fw%2Fme%2F", 302)]
    assert str(CodesNotOffered.sentence) in answer.content.decode()


def test_who_is_merged_or_forgotten_is_signed_out(
    phone: StrictClient, person: Person, station: Office, clerk: User, head: User, posting: Posting, now: dt.datetime
) -> None:
    apply_for(person=person, posting=posting, at=now)
    kept = make_person(station, clerk, now, name="测试乙", phone=mobile(1))
    merge_people(keep=kept, absorb=person, by=head, at=now)
    assert phone.get("/w/me/").status_code == 302
    assert Application.objects.get().person == kept
    sign_phone_in(phone, kept, now)
    anonymise_person(person=kept, ground="request", by=head, at=now)
    assert phone.get("/w/me/").status_code == 302
    assert not Device.objects.filter(person=kept).exists()
    assert not Application.objects.exists()


def test_what_was_asked_on_both_records_is_one_request_with_both_words(
    person: Person, station: Office, clerk: User, head: User, now: dt.datetime
) -> None:
    kept = make_person(station, clerk, now, name="测试乙", phone=mobile(1))
    for whose, words in ((kept, "姓错了"), (person, "生日错了")):
        ask_station(person=whose, office=station, kind=RequestKind.CORRECT, words=words, at=now)
    record = merge_people(keep=kept, absorb=person, by=head, at=now)
    assert [one.words for one in requests_waiting(clerk)] == ["姓错了；生日错了"]
    undo_merge(record=record, by=head, at=now)
    assert sorted(one.words for one in requests_waiting(clerk)) == ["姓错了", "生日错了"]


def test_phones_and_codes_that_are_over_go_after_a_month(
    phone: StrictClient, person: Person, clerk: User, now: dt.datetime, clock: time_machine.Traveller
) -> None:
    make_pass(person=person, by=clerk, at=now)
    clock.shift(dt.timedelta(days=59))
    forget_old_phones()
    assert (Device.objects.count(), CounterPass.objects.count()) == (1, 0)
    clock.shift(dt.timedelta(days=2))
    forget_old_phones()
    assert not Device.objects.exists()


def test_no_table_of_the_copy_is_headed_by_its_technical_name() -> None:
    told_nothing = {"people.SearchKey", "worker.CounterPass"}  # their rows are never exported
    titles = {rows.model: str(table_title(rows.model)) for rows in all_person_rows() if rows.model not in told_nothing}
    assert [model for model, title in titles.items() if title == model] == []
    assert len(set(titles.values())) == len(titles)  # the copy is a table of them


def test_who_can_send_codes_is_one_query_and_the_topmost_that_has_a_template(
    station: Office, county: Office, sysadmin: User, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert office_for_codes() is None
    an_account(county, sysadmin, now, templates=("tests.shift",))
    an_account(station, sysadmin, now)
    with django_assert_num_queries(1):
        assert office_for_codes() == station


@pytest.mark.parametrize("count", [1, 3])
def test_ones_own_page_costs_the_same(
    count: int, phone: StrictClient, person: Person, station: Office, clerk: User, reviewer: User, now: dt.datetime,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for _n in range(count):
        apply_for(person=person, posting=a_posting(office=station, by=clerk, verifier=reviewer, at=now), at=now)
    with django_assert_num_queries(3):
        phone.get("/w/me/")
